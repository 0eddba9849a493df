"""N-93: the workers of an existing scheduler do the same work, and a worker that is lost stops nobody."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from relance_xl.cabinet.company.jobs import Answers, Job, State, Work
from relance_xl.cabinet.engines.local import local_pool
from relance_xl.cli.firm import firm_document
from relance_xl.cli.main import main
from tests.cabinet.firms import make_company, sabotaged
from tests.cabinet.test_firm import copies, run

distributed = pytest.importorskip("distributed", reason="dask.distributed is an extra: pip install relance-xl[cabinet]")
dask = pytest.importorskip("dask")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # what Dask and its libraries warn of is theirs
    pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX"),
]

from relance_xl.cabinet.engines.scheduler import dask_workers  # noqa: E402 - once it is known that it can be


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two worker processes, as `dask worker --nthreads 1` starts them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with dask.config.set({"distributed.scheduler.allowed-failures": 0}):  # a death blames all that waited there
            cluster: Any = distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
            )
    with cluster:
        yield cluster.scheduler_address


def test_the_scheduler_gives_the_same_answers_and_names_a_company_that_ends_its_workers(
    address: str, tmp_path: Path
) -> None:
    documents = []
    for name in ("local", "dask"):
        root = tmp_path / name
        for company in ("Alpha", "Bêta", "tué"):
            make_company(root / company, company)
        inner = local_pool(2) if name == "local" else dask_workers(address)

        def engine(jobs: Iterable[Job], _work: Work, inner: Any = inner) -> Answers:
            answers: Answers = inner(jobs, sabotaged)
            return answers

        report = run(root, engine=engine, patience=40.0)
        assert {each.workbook[:2]: each.state for each in report.results}["tu"] is State.LOST
        dossiers = firm_document(report)["dossiers"]
        documents.append([{key: value for key, value in each.items() if key != "secondes"} for each in dossiers])

    assert documents[0] == documents[1]
    assert [copies(tmp_path / "dask" / name) for name in ("Alpha", "Bêta", "tué")] == [1, 1, 0]


def test_an_address_where_nobody_answers_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_company(tmp_path / "Alpha", "Alpha")

    code = main(["cabinet", str(tmp_path), "verifier", "--ordonnanceur", "n'importe quoi", "--json"])

    assert code == 3
    assert "ne répond pas" in json.loads(capsys.readouterr().out)["problemes"][0]["message"]

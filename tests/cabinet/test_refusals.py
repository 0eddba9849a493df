"""What stops `cabinet` before its companies, or hides some of them, is one French sentence."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, cast

import pytest

from relance_xl.cabinet.company.jobs import Work
from relance_xl.cabinet.company.walk import walked
from relance_xl.cabinet.engines.scheduler import _client, dask_workers
from relance_xl.cli.firm import _agreed
from relance_xl.cli.telling import Teller
from relance_xl.problems import FileUnavailable, UsageError


def test_n93_a_scheduler_without_its_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """N-93"""
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(FileUnavailable, match=r"« --ordonnanceur » demande dask\.distributed, qui n'est pas installé"):
        dask_workers("tcp://127.0.0.1:8786")


def _late(*_: object, **__: object) -> NoReturn:
    raise TimeoutError


@pytest.mark.parametrize(
    ("client", "told"),
    [
        (_late, "L'ordonnanceur « tcp://127.0.0.1:8786 » ne répond pas"),
        (
            lambda *_, **__: SimpleNamespace(wait_for_workers=_late, close=list),
            "L'ordonnanceur « tcp://127.0.0.1:8786 » n'a aucun ouvrier",
        ),
    ],
    ids=["muet", "sans ouvrier"],
)
def test_n93_a_scheduler_that_cannot_work_is_told(client: Work, told: str) -> None:
    """N-93: the library is imitated, whose own patience is half a minute."""
    with pytest.raises(FileUnavailable, match=told):
        _client(SimpleNamespace(Client=client), "tcp://127.0.0.1:8786")


def test_nobody_there_to_confirm_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    session = cast("Any", SimpleNamespace(options=SimpleNamespace(oui=False)))

    with pytest.raises(UsageError, match="demande une confirmation, et personne n'est là pour la donner"):
        _agreed(session, Teller(), "Écrire les lettres ?")


def test_n90_a_folder_that_cannot_be_read_is_told_and_the_others_are_walked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-90"""
    for name in ("fermé", "ouvert"):
        (tmp_path / name).mkdir()
    (tmp_path / "ouvert" / "Relances.xlsm").write_bytes(b"")
    real = os.scandir

    def scandir(folder: Path) -> Iterator[os.DirEntry[str]]:
        if Path(folder).name == "fermé":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    tree = walked(tmp_path)

    assert [path.parent.name for path in tree.workbooks] == ["ouvert"]
    assert [problem.file for problem in tree.problems] == ["fermé"]
    assert tree.problems[0].what == (
        "Ce dossier ne peut pas être lu (accès refusé) : ses sociétés ne sont pas traitées"
    )

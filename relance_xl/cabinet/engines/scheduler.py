"""The workers of an existing Dask scheduler, on machines that see the same tree by the same path (N-93)."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import partial
from typing import Any

from relance_xl.cabinet.company.jobs import Answers, Engine, Job, Result, Work, lost
from relance_xl.cabinet.engines.worker import guarded
from relance_xl.problems import FileUnavailable, Problem

_AHEAD = 2
"""Jobs asked for beyond those at work, for each worker: none waits for the next one to be sent."""
_PATIENCE = 30


def dask_workers(address: str) -> Engine:
    """Jobs done by the workers of the scheduler at `address` (« tcp://10.0.0.5:8786 »).

    A worker that is lost is replaced by another: Dask gives its job anew, and the attempt noted beside the answers
    tells a company that ends every worker.  FileUnavailable without the library, the scheduler or a worker.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise FileUnavailable(
            Problem(
                what="« --ordonnanceur » demande dask.distributed, qui n'est pas installé",
                expected='pip install "relance-xl[cabinet]"',
            )
        ) from error
    return partial(_answers, distributed, address)


def _answers(distributed: Any, address: str, jobs: Iterable[Job], work: Work) -> Answers:
    waiting = iter(jobs)
    with _client(distributed, address) as client:
        ahead = _AHEAD * max(sum(client.ncores().values()), 1)
        given: dict[Any, tuple[Job, float]] = {}
        without: list[tuple[Job, float]] = []
        answered = distributed.as_completed(loop=client.loop)
        while True:
            while len(given) < ahead and (job := next(waiting, None)) is not None:
                future = client.submit(guarded, work, job, key=f"relance-{job.attempt}", pure=False)
                given[future] = job, time.monotonic()
                answered.add(future)
            if not given:
                break
            future = next(answered)
            job, since = given.pop(future)
            if future.status == "finished":
                yield job, future.result()
            else:
                without.append((job, since))
            future.release()
        for job, since in without:
            yield job, _alone(client, work, job, since)


def _alone(client: Any, work: Work, job: Job, since: float) -> Result:
    """The answer of a job whose workers died, asked once more with no other beside it.

    Dask blames every job that waited at a worker for that worker's death: the one that did it is known by dying alone.
    """
    future = client.submit(guarded, work, job, key=f"relance-{job.attempt}-alone", pure=False)
    try:
        answer: Result = future.result(timeout=job.delay + _PATIENCE)
    except Exception:  # noqa: BLE001 - KilledWorker, no worker left, or an answer that could not travel: there is none
        return lost(job, time.monotonic() - since)
    return answer


def _client(distributed: Any, address: str) -> Any:
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise FileUnavailable(
            Problem(what=f"L'ordonnanceur « {address} » ne répond pas", expected="l'adresse d'un « dask scheduler »")
        ) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        client.close()
        raise FileUnavailable(
            Problem(
                what=f"L'ordonnanceur « {address} » n'a aucun ouvrier",
                expected="au moins un « dask worker », qui voit le même dossier par le même chemin",
            )
        ) from error
    return client

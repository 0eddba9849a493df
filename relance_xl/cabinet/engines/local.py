"""Processes of this machine: a pool of one for each worker, so that a process that dies takes one company with it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from relance_xl.cabinet.company.jobs import Answers, Engine, Job, Result, Work, lost
from relance_xl.cabinet.engines.worker import begin, guarded

GRACE = 15.0
"""Seconds beyond the delay for a process that cannot even end itself: it is ended from here."""
TASKS = 200
"""Companies after which a process is replaced: what a library keeps in memory goes with it."""
_LOOK = 1.0


def local_pool(workers: int, *, grace: float = GRACE) -> Engine:
    """Jobs done by so many processes; started anew (spawn), as on Windows, so that nothing is inherited."""
    return partial(_answers, workers, grace)


@dataclass(slots=True)
class _Lane:
    """One worker: its pool of one process, and what it is at."""

    pool: ProcessPoolExecutor
    job: Job | None = None
    since: float = 0.0
    process: Future[int] | None = None

    def give(self, job: Job, work: Work) -> Future[Result]:
        if self.process is None:
            self.process = self.pool.submit(os.getpid)
        self.job, self.since = job, time.monotonic()
        return self.pool.submit(guarded, work, job)

    def end(self) -> None:
        """End the process by force."""
        if self.process is not None and self.process.done() and not self.process.exception():
            with suppress(OSError):
                os.kill(self.process.result(), getattr(signal, "SIGKILL", signal.SIGTERM))

    def renew(self) -> None:
        """Another process in place of the one that has died."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool, self.process = _pool_of_one(), None


def _pool_of_one() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=1, mp_context=get_context("spawn"), initializer=begin, max_tasks_per_child=TASKS
    )


def _answers(workers: int, grace: float, jobs: Iterable[Job], work: Work) -> Answers:
    waiting = iter(jobs)
    lanes = [_Lane(_pool_of_one()) for _ in range(workers)]
    busy: dict[Future[Result], _Lane] = {}
    try:
        idle = list(lanes)
        while True:
            while idle and (job := next(waiting, None)) is not None:
                lane = idle.pop()
                busy[lane.give(job, work)] = lane
            if not busy:
                return
            done, _ = wait(busy, timeout=_LOOK, return_when=FIRST_COMPLETED)
            for future in done:
                lane = busy.pop(future)
                idle.append(lane)
                yield _answer(lane, future)
            _end_late(busy.values(), grace)
    finally:
        for lane in lanes:
            lane.pool.shutdown(wait=True, cancel_futures=True)


def _answer(lane: _Lane, future: Future[Result]) -> tuple[Job, Result]:
    job = lane.job
    if job is None:  # pragma: no cover - a lane that answers was given a job
        raise AssertionError
    try:
        return job, future.result()
    except Exception:  # noqa: BLE001 - BrokenProcessPool, or an answer that could not travel: there is none
        lane.renew()
        return job, lost(job, time.monotonic() - lane.since)


def _end_late(lanes: Iterable[_Lane], grace: float) -> None:
    now = time.monotonic()
    for lane in lanes:
        if lane.job is not None and now - lane.since > lane.job.delay + grace:
            lane.end()

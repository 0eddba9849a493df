"""What every worker does around a job, on this machine or another: one at a time, and no longer than the delay."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from contextlib import suppress
from multiprocessing import connection, parent_process
from pathlib import Path

from relance_xl.cabinet.company.jobs import Job, Result, Work

_AT_WORK = threading.Lock()
"""One company at a time in a process: a hanging one takes nobody else with it."""


def guarded(work: Work, job: Job) -> Result:
    """The answer; after `job.delay` seconds the process ends without one, however deep it hangs.

    The watchman is a thread of the interpreter's own that needs no lock of Python's, so that a library that never
    comes back is ended too.
    """
    with _AT_WORK, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(job.delay, exit=True, file=nowhere)
        try:
            return work(job)
        finally:
            faulthandler.cancel_dump_traceback_later()


def begin() -> None:
    """Start a worker of a local pool: Ctrl-C is the parent's affair, and an orphan ends once its company is done."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        with _AT_WORK:
            os._exit(0)

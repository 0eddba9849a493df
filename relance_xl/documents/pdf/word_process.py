"""Which Word of Windows is ours, and its end by force: the user's own is never touched.

COM gives no number of the program that it starts; the one that was not there before is ours, when there is only one.
"""

from __future__ import annotations

import csv
import subprocess

_IMAGE = "WINWORD.EXE"
_UNSEEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no black window flashes over Excel
_TIMEOUT = 20.0


def running() -> frozenset[int] | None:
    """The numbers of all the Words that run; None when Windows does not say."""
    listed = _asked("tasklist", "/FI", f"IMAGENAME eq {_IMAGE}", "/FO", "CSV", "/NH")
    if listed is None:
        return None
    rows = [row for row in csv.reader(listed.splitlines()) if len(row) > 1 and row[0].upper() == _IMAGE]
    return frozenset(int(row[1]) for row in rows if row[1].isdigit())


def only_new(before: frozenset[int] | None) -> int | None:
    """The one Word that runs now and did not before; None when that is not certain."""
    now = running()
    new = frozenset() if before is None or now is None else now - before
    return next(iter(new)) if len(new) == 1 else None


def end(process: int | None) -> None:
    """End this Word by force; nothing when its number is not known."""
    if process is not None:
        _asked("taskkill", "/PID", str(process), "/T", "/F")


def _asked(*command: str) -> str | None:
    """What a tool of Windows answers; None when it is not there or fails."""
    try:
        done = subprocess.run(  # noqa: S603 - Windows's own tools, our own arguments
            command, capture_output=True, check=False, timeout=_TIMEOUT, creationflags=_UNSEEN
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None

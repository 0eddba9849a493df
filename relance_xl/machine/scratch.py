"""A folder that an action makes for itself: gone at its end, and swept by the next when it was killed (N-104).

A lease stands beside it while its maker lives: two companies may share one folder of documents, and none of them may
sweep what the other is writing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from relance_xl.machine.flushing import flush_file
from relance_xl.machine.leases import forget_clocks, held, is_live
from relance_xl.machine.moving import move_exclusively

PREFIX = ".en-cours-"
_LEASE = ".bail"


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A new folder in `beside`, removed at the end with all that was not moved out of it; the dead ones go first.

    OSError when nothing can be written there.
    """
    sweep(beside)
    lease = beside / f"{PREFIX}{uuid4().hex[:12]}{_LEASE}"
    with held(lease, beside.name, ""):
        folder = lease.with_suffix("")
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(beside: Path) -> None:
    """Remove the folders that killed runs left in `beside`, with their leases; what cannot be removed stays."""
    with suppress(OSError):
        found = {each.with_suffix("") if each.suffix == _LEASE else each for each in beside.glob(f"{PREFIX}*")}
        for folder in found:
            lease = folder.with_name(folder.name + _LEASE)
            if not is_live(lease):
                shutil.rmtree(folder, ignore_errors=True)
                lease.unlink(missing_ok=True)
    forget_clocks(beside)


def written_exclusively(content: bytes, place: Path) -> None:
    """Make the file, whole under its name or not there at all.  OSError; FileExistsError when the name is taken."""
    with scratch(place.parent) as folder:
        made = folder / place.name
        made.write_bytes(content)
        flush_file(made)
        move_exclusively(made, place)

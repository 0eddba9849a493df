"""The guide as one page beside the workbook, `Aide.html`: the links of the sheet `Aide` open it without a network."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from relance_xl.machine import shipped
from relance_xl.machine.scratch import scratch, sweep

PAGE: Final = "Aide.html"
MARK: Final = b"<!-- relance_xl : aide -->"
"""How the page begins: another file of the name is somebody's, and stays."""


def leave_help(folder: Path) -> None:
    """Put the page of this version into `folder`; a disk that refuses it stops nothing: the work goes on without.

    What a killed run left there is swept, though the page be there (N-104).
    """
    place = folder / PAGE
    with suppress(OSError):
        content = shipped.help_page().read_bytes()
        if place.is_symlink() or (place.exists() and not _is_older(place, content)):
            sweep(folder)
            return
        with scratch(folder) as aside:
            made = aside / PAGE
            made.write_bytes(content)
            made.replace(place)


def _is_older(place: Path, content: bytes) -> bool:
    """Whether the file is a page of ours, of another version."""
    found = place.read_bytes()
    return found.startswith(MARK) and found != content

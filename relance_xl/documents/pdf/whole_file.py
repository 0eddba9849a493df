"""What tells a PDF that was finished from the beginning of one."""

from __future__ import annotations

import os
from pathlib import Path

_TAIL = 1024


def is_whole(pdf: Path) -> bool:
    """Whether the file is a PDF to its end: a program that is ended by force leaves the beginning of one."""
    try:
        with pdf.open("rb") as file:
            start = file.read(5)
            file.seek(-min(_TAIL, file.seek(0, os.SEEK_END)), os.SEEK_END)
            return start == b"%PDF-" and b"%%EOF" in file.read()
    except OSError:
        return False

"""What tells a PDF that was finished from the beginning of one."""

from __future__ import annotations

import os
import re
from pathlib import Path

_TAIL = 1024
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_LIBREOFFICE = (b"LibreOffice", "LibreOffice".encode("utf-16-be").hex().upper().encode())


def is_whole(pdf: Path) -> bool:
    """Whether the file is a PDF to its end: a program that is ended by force leaves the beginning of one."""
    try:
        with pdf.open("rb") as file:
            start = file.read(5)
            file.seek(-min(_TAIL, file.seek(0, os.SEEK_END)), os.SEEK_END)
            return start == b"%PDF-" and b"%%EOF" in file.read()
    except OSError:
        return False


def pages_of(pdf: Path) -> int:
    """How many pages the file has; 0 when they are packed, and cannot be counted."""
    return len(_PAGE.findall(pdf.read_bytes()))


def is_by_libreoffice(pdf: Path) -> bool:
    """Whether LibreOffice made it, whose blank pages are known."""
    data = pdf.read_bytes()
    return any(name in data for name in _LIBREOFFICE)

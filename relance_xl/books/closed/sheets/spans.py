"""How far apart the filled cells of an .ods or .xlsb stand, known before a reader unfolds them (N-11)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lxml import etree

_ALWAYS, _TIMES = 2_000_000, 25
"""Cells that may always be unfolded; beyond, so many times those that are filled: 60 bytes each, 300 MB at most."""
_ROW, _BLANK, _LAST_CELL = 0, 1, 11
"""The records of an .xlsb sheet: a row's header, then its cells."""


@dataclass(slots=True)
class _Span:
    """The rectangle of the filled cells, and how many they are; rows and columns from 0."""

    filled: int = 0
    top: int = -1
    bottom: int = -1
    left: int = 1 << 20
    right: int = -1

    def add(self, row: int, rows: int, column: int, columns: int) -> None:
        self.filled += 1
        self.top = row if self.top < 0 else min(self.top, row)
        self.bottom = max(self.bottom, row + rows - 1)
        self.left, self.right = min(self.left, column), max(self.right, column + columns - 1)

    def is_far(self) -> bool:
        cells = (self.bottom - self.top + 1) * (self.right - self.left + 1)
        return cells > max(_ALWAYS, _TIMES * self.filled)


def has_far_cells(path: Path) -> bool:
    """Whether a sheet's rectangle is out of all proportion with what fills it; False for any other format."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(span.is_far() for span in _spans(archive))
    except (zipfile.BadZipFile, OSError, ValueError, etree.XMLSyntaxError):
        return False  # its reader says what is wrong with it


def _spans(archive: zipfile.ZipFile) -> Iterator[_Span]:
    for name in archive.namelist():
        if name == "content.xml":
            with archive.open(name) as stream:
                yield from _ods(stream)
        elif re.fullmatch(r"xl/worksheets/[^/]+\.bin", name):
            with archive.open(name) as stream:
                yield _xlsb(stream)


def _ods(stream: IO[bytes]) -> Iterator[_Span]:
    """Each table; a cell repeated a million times is written once, and counts for one."""
    span, row, column, cells = _Span(), 0, 0, list[tuple[int, int]]()
    for _, element in etree.iterparse(stream, events=("end",), resolve_entities=False):
        kind = etree.QName(element).localname
        if kind in {"table-cell", "covered-table-cell"}:
            columns = _repeated(element, "columns")
            if any(str(key).endswith("}value-type") for key in element.attrib) or len(element):
                cells.append((column, columns))
            column += columns
            element.clear()
        elif kind == "table-row":
            rows = _repeated(element, "rows")
            for at, columns in cells:
                span.add(row, rows, at, columns)
            row, column, cells = row + rows, 0, []
            element.clear()
        elif kind == "table":
            yield span
            span, row = _Span(), 0


def _repeated(element: etree._Element, what: str) -> int:
    value = next(
        (value for key, value in element.attrib.items() if str(key).endswith(f"}}number-{what}-repeated")), "1"
    )
    return max(int(value), 1)


def _xlsb(stream: IO[bytes]) -> _Span:
    span, row = _Span(), 0
    while head := stream.read(1):
        kind = head[0] & 0x7F
        if head[0] & 0x80:
            kind |= (stream.read(1) or b"\0")[0] << 7
        content = stream.read(_size(stream))
        if kind == _ROW:
            row = int.from_bytes(content[:4], "little")
        elif _BLANK < kind <= _LAST_CELL:
            span.add(row, 1, int.from_bytes(content[:4], "little"), 1)
    return span


def _size(stream: IO[bytes]) -> int:
    size = 0
    for place in range(4):
        byte = (stream.read(1) or b"\0")[0]
        size |= (byte & 0x7F) << (7 * place)
        if not byte & 0x80:
            break
    return size

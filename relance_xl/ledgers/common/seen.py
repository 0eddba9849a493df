"""The columns of a file with what they are read as and a few of their values, shown before anything is done (N-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relance_xl.tables import cells
from relance_xl.tables.grid import Value

_SAMPLES, _LONGEST = 3, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenColumn:
    """One column: its header as written, the field it is read as, "" for none, and its first different values."""

    title: str
    field: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFile:
    """The columns of a file, or of one sheet of a workbook.

    Attributes:
        place: « liste.csv », or « classeur.xlsx, feuille « Mars » ».
        line: that of the header, counted from 1; 0 when there is none.
    """

    place: str
    line: int
    columns: tuple[SeenColumn, ...]


def samples(body: Sequence[Sequence[Value]], position: int) -> tuple[str, ...]:
    """The first three different values of a column, each cut at forty letters."""
    found: dict[str, None] = {}
    for row in body:
        text = cells.shown(row[position]).strip() if position < len(row) else ""
        if text:
            found.setdefault(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")
        if len(found) == _SAMPLES:
            break
    return tuple(found)

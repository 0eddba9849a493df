"""Colours that a person gives to cells: of their ground and of their text, laid over a sheet (N-68)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from relance_xl.books.closed.sheets.ranges import cell_address
from relance_xl.books.closed.sheets.sheet_xml import Cell, SheetXml
from relance_xl.books.closed.sheets.styles import Styles

Place = tuple[int, int]
"""Row and column, counted from 1."""
_START: Final = re.compile(r'<c r="([A-Z]+[0-9]+)"(?: s="[0-9]+")?')


class Colours(NamedTuple):
    """The colours of a cell as six hexadecimal digits; "" for none of its own."""

    ground: str = ""
    text: str = ""


class Paint(NamedTuple):
    """Cells of the same colours: first and last row and column counted from 1."""

    colours: Colours
    top: int
    left: int
    bottom: int
    right: int


def repainted(before: Iterable[Paint], now: Iterable[Paint]) -> dict[Place, Colours]:
    """The cells whose colours are others `now`."""
    old, new = _by_place(before), _by_place(now)
    return {place: new.get(place, Colours()) for place in old.keys() | new.keys() if old.get(place) != new.get(place)}


def _by_place(paints: Iterable[Paint]) -> dict[Place, Colours]:
    return {
        (row, column): paint.colours
        for paint in paints
        if paint.colours != Colours()
        for row in range(paint.top, paint.bottom + 1)
        for column in range(paint.left, paint.right + 1)
    }


def paint(sheet: SheetXml, styles: Styles, wanted: Mapping[Place, Colours]) -> None:
    """Give these cells their colours; all else of their looks stays."""
    rows: dict[int, dict[int, Colours]] = {}
    for (row, column), colours in wanted.items():
        rows.setdefault(row, {})[column] = colours
    for row, by_column in sorted(rows.items()):
        cells = sheet.cells(row)
        for column, colours in by_column.items():
            present = cells.get(column)
            old = present.style if present is not None else ""
            style = str(styles.coloured(int(old or 0), *colours))
            address = cell_address(row, column)
            xml = present.xml if present is not None and present.xml else f'<c r="{address}"/>'
            cells[column] = Cell(_START.sub(rf'<c r="\1" s="{style}"', xml, count=1), style)
        sheet.put(row, cells)

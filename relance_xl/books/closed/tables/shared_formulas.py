"""Shared formulas written out, so that overwriting the cell that holds the text orphans no other cell."""

from __future__ import annotations

import re

from relance_xl.books.closed.sheets.cell_text import escaped
from relance_xl.books.closed.sheets.cell_values import ATTRIBUTE, unescaped
from relance_xl.books.closed.sheets.ranges import LAST_ROW, cell_address
from relance_xl.books.closed.sheets.sheet_xml import Cell, SheetXml
from relance_xl.books.closed.tables.moved_formulas import moved

_SHARED = re.compile(r'<f\b([^>]*\bt="shared"[^>]*?)(?:/>|>([^<]*)</f>)')


def write_out(sheet: SheetXml) -> None:
    """Give every cell of the sheet that shares a formula its own text of it."""
    masters: dict[str, tuple[str, str]] = {}
    sheet.shares_formulas = False
    for number in [number for number, row in sheet.rows.between(1, LAST_ROW) if b'"shared"' in row]:
        cells = sheet.cells(number)
        for column, cell in cells.items():
            match = _SHARED.search(cell.xml)
            if match is None:
                continue
            address = cell_address(number, column)
            group = dict(ATTRIBUTE.findall(match[1])).get("si", "")
            if match[2]:
                masters[group] = (address, unescaped(match[2]))
            if group not in masters:
                continue
            origin, text = masters[group]
            own = moved(text, origin, address)
            whole = cell.xml[: match.start()] + f"<f>{escaped(own)}</f>" + cell.xml[match.end() :]
            cells[column] = Cell(whole, cell.style)
        sheet.put(number, cells)

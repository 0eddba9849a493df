"""The formulas a table's columns give to every row, those of the user's own columns included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from relance_xl.books.closed.sheets.cell_values import unescaped
from relance_xl.books.closed.sheets.ranges import cell_address
from relance_xl.books.closed.sheets.sheet_xml import SheetXml
from relance_xl.books.closed.tables.moved_formulas import moved
from relance_xl.books.closed.tables.table_xml import TableXml

_FORMULA = re.compile(r"<f>([^<]+)</f>")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]")
_ADDRESS = re.compile(r"\$?\b[A-Z]{1,3}\$?[0-9]{1,7}\b(?!\()")


@dataclass(frozen=True, slots=True)
class ColumnFormula:
    """A formula as it stands in the table's first row, at `origin`; `moves` when it names cells by their address."""

    text: str
    origin: str
    moves: bool

    def at(self, address: str) -> str:
        """The formula for the cell at `address`, without « = »."""
        return moved(self.text, self.origin, address) if self.moves else self.text


def column_formulas(table: TableXml, sheet: SheetXml) -> Mapping[int, ColumnFormula]:
    """The columns' formulas by position, counted from 0.

    The table's (or the schema's); and, where a program has forgotten to say so, those of the user's own columns: a
    formula in the first row of the body and in the last.
    """
    top, bottom = table.ref.top + 1, table.ref.bottom
    first = _texts(table, sheet, top)
    last = first if bottom == top else _texts(table, sheet, bottom)
    stated = table.formulas()
    found: dict[int, ColumnFormula] = {}
    for position in range(table.ref.right - table.ref.left + 1):
        own = first.get(position) if position in last and table.is_users(position) else None
        text = stated.get(position, own)
        if text is None:
            continue
        moves = _moves(text)
        if moves and position in first:
            text = first[position]
        found[position] = ColumnFormula(text, cell_address(top, table.ref.left + position), moves)
    return found


def _texts(table: TableXml, sheet: SheetXml, number: int) -> dict[int, str]:
    """The plain formulas of a row by position."""
    cells = sheet.cells(number)
    matches = {column - table.ref.left: _FORMULA.search(cell.xml) for column, cell in cells.items()}
    return {position: unescaped(match[1]) for position, match in matches.items() if match is not None}


def _moves(formula: str) -> bool:
    """Whether the formula names cells by their address, and so differs from row to row."""
    bare = formula
    while (shorter := _QUOTED.sub("", bare)) != bare:
        bare = shorter
    return _ADDRESS.search(bare) is not None

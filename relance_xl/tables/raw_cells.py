"""Cells as they stand, unconverted: what an undo must give back exactly, a blank staying blank."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Value
from relance_xl.tables.records import column_of

Stored = None | str | int | float | Decimal | date
"""What is read from a cell and can be written to one."""


class RawCells:
    """The cells of a table of `book` by worksheet row and field, as the sheet holds them at this moment."""

    def __init__(self, book: Book, table: schema.Table) -> None:
        """DataError when the table is absent."""
        self._grid = book.read_table(table.name)
        self._positions = {column.field: column_of(self._grid, column) for column in table.columns}

    def get(self, field: str, row: int) -> Stored:
        """The cell's own value; None when it is blank, holds an error, or when its column is not in the sheet."""
        position = self._positions[field]
        return None if position is None else writable(self._grid.rows[row - self._grid.top - 1][position])


def writable(value: Value) -> Stored:
    """The value, if a cell can be given it; None for an error, a formula never computed, and an empty text."""
    return (value if value != "" else None) if isinstance(value, Stored) else None

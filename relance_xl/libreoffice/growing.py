"""A row typed directly under a table joins it at once, with the table's formulas, as Excel does by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.libreoffice.listening import changes_listener
from relance_xl.tables import schema

AT_ONCE: Final = 1000
"""Rows that one gesture may add: what is pasted below that stays to be joined by the next action."""

FORMULAS: Final = {
    table.name: [place for place, column in enumerate(table.columns) if column.formula] for table in (schema.ITEMS,)
}
"""Of each table that people type in, where the schema has formulas, from 0: only to know which tables to look at."""


class Growing:
    """Lets the tables of a document grow under who types."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._listener = changes_listener(self._changed)
        self._document.addChangesListener(self._listener)

    @contextmanager
    def still(self) -> Iterator[None]:
        """The program writes: its own cells are none of a person's."""
        self._document.removeChangesListener(self._listener)
        try:
            yield
        finally:
            with suppress(uno_bridge.failure()):  # the document may be gone
                self._document.addChangesListener(self._listener)

    def _changed(self, areas: list[Any]) -> None:
        """Cells of these areas were typed, pasted or cleared."""
        for name in FORMULAS:
            found = self._document.DatabaseRanges
            if not found.hasByName(name):
                continue
            for area in areas:
                self._join(found.getByName(name), area)

    def _join(self, table: Any, typed: Any) -> None:
        whole = table.DataArea
        beside = typed.EndColumn < whole.StartColumn or typed.StartColumn > whole.EndColumn
        if typed.Sheet != whole.Sheet or beside or not typed.StartRow <= whole.EndRow + 1 <= typed.EndRow:
            return
        sheet = self._document.Sheets.getByIndex(whole.Sheet)
        last = min(typed.EndRow, whole.EndRow + AT_ONCE)
        below = sheet.getCellRangeByPosition(whole.StartColumn, whole.EndRow + 1, whole.EndColumn, last)
        added = _until_blank(below.getFormulaArray())
        above = sheet.getCellRangeByPosition(whole.StartColumn, whole.EndRow, whole.EndColumn, whole.EndRow)
        if not added or _is_blank(above.getFormulaArray()[0]):
            return
        whole.EndRow += added
        table.DataArea = whole
        for place, formula in enumerate(above.getFormulaArray()[0]):
            if not formula.startswith("="):
                continue
            for row in range(added):
                cell = below.getCellByPosition(place, row)
                if not cell.getFormula():
                    cell.setFormula(formula)


def _until_blank(rows: Any) -> int:
    """How many rows from the first on hold something."""
    return next((number for number, row in enumerate(rows) if _is_blank(row)), len(rows))


def _is_blank(row: Any) -> bool:
    return not any(row)

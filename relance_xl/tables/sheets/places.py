"""Where a fault stands: from the row and the field that the rules know to the cell that the user sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from relance_xl.problems import Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, column_letters
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.parameters import parameter_cell

_TABLES = {table.sheet: table for table in reversed(schema.TABLES)}
_CRITERIA = {cell.field: cell.name for cell in schema.CRITERIA}


class Places:
    """The address of any field of any row, wherever the user moved the columns."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, str], str] = {}

    def of(self, table: schema.Table, field: str, row: int) -> str:
        """« C12 », the row's first cell when the column is absent; "" when the table or the row is not in the book."""
        if not row or table.name not in self._book.table_names():
            return ""
        key = table.name, field
        if key not in self._known:
            grid = self._book.read_table(table.name)
            self._known[key] = column_letters(grid.left + (column_of(grid, table.column(field)) or 0))
        return f"{self._known[key]}{row}"

    def criterion(self, field: str) -> str:
        """The address of a criterion's cell; "" when the workbook has lost it."""
        name = _CRITERIA[field]
        return self._book.name_address(name)[1] if name in self._book.read_names() else ""

    def find(self, problem: Problem) -> str:
        """The address of the field that the problem names, "" when it cannot be found."""
        if problem.sheet == schema.PARAMETERS.sheet:
            return parameter_cell(self._book, problem.field)
        if problem.sheet == schema.PROPOSALS.sheet and not problem.row:
            return self.criterion(problem.field)
        return self.of(_TABLES[problem.sheet], problem.field, problem.row)


def located(book: Book, problems: Iterable[Problem]) -> list[Problem]:
    """The problems, those that name a field but no cell given the cell where it stands in the workbook."""
    at = Places(book)
    return [
        replace(problem, cell=at.find(problem)) if problem.field and not problem.cell else problem
        for problem in problems
    ]

"""The closed workbook of a simulation: read and written in memory like any other, never saved."""

from __future__ import annotations

from relance_xl.books.closed.workbook_file import WorkbookFile


class RehearsedFile(WorkbookFile):
    """A workbook whose file nobody changes, even an action that saves by itself."""

    def ensure_writable(self) -> None:
        """Nothing: the file may well be open elsewhere, it is only read."""

    def save(self) -> None:
        """Nothing."""

"""The closed workbook of a click made outside any spreadsheet: nobody will press « Enregistrer » afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from relance_xl.books.closed.workbook_file import WorkbookFile


class SettledFile(WorkbookFile):
    """A workbook saved as soon as a change of its own is whole."""

    @contextmanager
    def all_or_nothing(self, tables: Collection[str]) -> Iterator[None]:
        """Do what the body does and save the file, or nothing; see the port."""
        with super().all_or_nothing(tables):
            yield
            self.save()

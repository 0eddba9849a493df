"""« Annuler »: the last batch of any kind, by the order of the rows and never by the clock (N-05)."""

from __future__ import annotations

from relance_xl.actions.batches import undoing as reminders
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.imports import undoing as imports
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.imports import ImportLine, read_imports


def undo(book: Book, run: Run, batch: str = "") -> Report:
    """Undo `batch`, or the youngest one of which nothing is undone yet, and save, as its own undo does."""
    found = _import_to_undo(book, batch)
    return imports.undo_import(book, run, found) if found is not None else reminders.undo(book, run, batch)


def rehearse_undo(book: Book, run: Run, batch: str = "") -> Report:
    """Say what « Annuler » would do, and do nothing."""
    found = _import_to_undo(book, batch)
    return imports.rehearse_import(book, found) if found is not None else reminders.rehearse_undo(book, run, batch)


def _import_to_undo(book: Book, wanted: str) -> ImportLine | None:
    """The import that `wanted` names, or the last one when no batch of the journal is younger; None for a batch."""
    lines = read_imports(book)
    if wanted:
        return next((line for line in lines if line.batch == wanted), None)
    standing = [line for line in lines if not line.cancelled]
    if not standing:
        return None
    last = standing[-1]
    place = reminders.place_of_next(book)
    return None if place is not None and place >= last.journal_lines else last

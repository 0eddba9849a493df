"""« Annuler »: the last batch of any kind, by the order of the rows and never by the clock (N-05)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from relance_xl.actions.batches import undoing as reminders
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.imports import undoing as imports
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.imports import ImportLine, read_imports
from relance_xl.tables.sheets.journal import read_journal


def undo(book: Book, run: Run, batch: str = "") -> Report:
    """Undo `batch`, or the most recent one of which nothing is undone yet, and save, as its own undo does."""
    found = _import_to_undo(book, batch)
    return imports.undo_import(book, run, found) if found is not None else reminders.undo(book, run, batch)


def rehearse_undo(book: Book, run: Run, batch: str = "") -> Report:
    """Say what « Annuler » would do, and do nothing."""
    found = _import_to_undo(book, batch)
    return imports.rehearse_import(book, found) if found is not None else reminders.rehearse_undo(book, run, batch)


@dataclass(slots=True)
class _Reminded:
    """A batch of the journal: the place of its first line, and whether one of its lines is undone."""

    place: int
    touched: bool = False


def _import_to_undo(book: Book, wanted: str) -> ImportLine | None:
    """The import that `wanted` names, or the last one when no batch of the journal is younger; None for a batch."""
    lines = read_imports(book)
    if wanted:
        return next((line for line in lines if line.batch == wanted), None)
    standing = [line for line in lines if not line.cancelled]
    if not standing:
        return None
    last = standing[-1]
    return None if any(place >= last.journal_lines for place in _untouched_batches(book)) else last


def _untouched_batches(book: Book) -> Iterator[int]:
    """The place in the journal of each batch of which no line is undone."""
    if schema.JOURNAL.name not in book.table_names():
        return
    batches: dict[str, _Reminded] = {}
    for place, line in enumerate(read_journal(book)):
        known = batches.setdefault(line.batch, _Reminded(place))
        known.touched |= line.cancelled
    yield from (each.place for each in batches.values() if not each.touched)

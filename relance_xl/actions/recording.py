"""A batch: its number, its lines in `Factures` and in `Journal`, and how it is undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from relance_xl.actions.run import Run
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.vocabulary import BatchState
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.records import read_records
from relance_xl.tables.writing import set_cells, yes_no


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One reminder that left: the document's path relative to the workbook's folder, and its fingerprint."""

    reminder: Reminder
    document: str
    fingerprint: str


def new_batch(book: Book, now: datetime) -> str:
    """A number for this batch that the journal does not hold yet: « 2026-03-16-140507 »."""
    known = set(read_records(book.read_table(schema.JOURNAL.name), schema.JOURNAL).get("batch"))
    number = f"{now:%Y-%m-%d-%H%M%S}"
    candidates = (number if not again else f"{number}-{again + 1}" for again in range(len(known) + 1))
    return next(candidate for candidate in candidates if candidate not in known)


def record(book: Book, run: Run, batch: str, issued: Sequence[Issued], reference: str) -> None:
    """Write level and date of every reminded line, and the journal; the documents exist already (A11)."""
    changes = {
        line.item.row: {"level": line.level, "last_reminder": each.reminder.as_of}
        for each in issued
        for line in each.reminder.climbing
    }
    book.append_rows(schema.JOURNAL.name, schema.JOURNAL.headers, _journal_rows(run, batch, issued, reference))
    set_cells(book, schema.ITEMS, changes)


def _journal_rows(run: Run, batch: str, issued: Sequence[Issued], reference: str) -> list[list[Written]]:
    return [
        [
            batch,
            run.now.replace(microsecond=0),
            run.user,
            line.item.customer,
            line.item.invoice,
            each.reminder.channel.value,
            line.item.level,
            line.level,
            line.item.last_reminder,
            line.item.open_amount,
            line.item.currency or reference,
            each.document,
            each.fingerprint,
            BatchState.ISSUED.value,
            line.item.due_date,
        ]
        for each in issued
        for line in each.reminder.climbing
    ]


def show_issued(book: Book, rows: Mapping[int, Reminder], batch: str) -> None:
    """Untick in `Relances` the lines that left, and say so there: a second click finds nothing to do."""
    set_cells(
        book,
        schema.PROPOSALS,
        {
            row: {
                "ticked": yes_no(False),
                "level_reached": reminder.level.number,
                "level_proposed": None,
                "last_reminder": reminder.as_of,
                "why": f"Relancée le {reminder.as_of:%d/%m/%Y} au niveau {reminder.level.number} (lot {batch})",
            }
            for row, reminder in rows.items()
        },
    )

"""A batch: its number, its lines in `Factures` and in `Journal`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from relance_xl.actions.batches.document_log import Logged
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.run import Run
from relance_xl.actions.common.ticked import Ticked
from relance_xl.domain.outcome import LineKey, Reminder, ReminderLine
from relance_xl.domain.vocabulary import BatchState, JournalEntry
from relance_xl.post.send_log import lines_of
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells
from relance_xl.tables.records import read_records
from relance_xl.tables.sheets.journal import BETWEEN_RUNS, add_lines
from relance_xl.tables.sheets.writing import set_cells, yes_no


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """One reminder that left: its document's path relative to the workbook's folder, and the file's fingerprint.

    `print_runs` are the files to print that may hold it.
    """

    reminder: Reminder
    document: str
    fingerprint: str
    print_runs: tuple[str, ...] = ()


def logged(book: Book, batch: str, issued: Iterable[Issued]) -> list[Logged]:
    """What the log beside the documents keeps of them, before they are recorded."""
    folder = book.path.parent
    return [
        Logged(
            batch=batch,
            customer=each.reminder.customer.code,
            fingerprint=each.fingerprint,
            document=folder / each.document,
            print_runs=tuple(folder / run for run in each.print_runs),
            nature=JournalEntry.REMINDER,
            channel=each.reminder.channel,
            as_of=each.reminder.as_of,
            registered_number=each.reminder.registered_number,
            lines=lines_of(each.reminder),
        )
        for each in issued
    ]


def new_batch(book: Book, now: datetime) -> str:
    """A number for this batch that neither the journal nor the imports hold yet: « 2026-03-16-140507 »."""
    known = {
        batch
        for table in (schema.JOURNAL, schema.IMPORTS)
        if table.name in book.table_names()
        for batch in read_records(book.read_table(table.name), table, ("batch",)).get("batch")
    }
    number = f"{now:%Y-%m-%d-%H%M%S}"
    candidates = (number if not again else f"{number}-{again + 1}" for again in range(len(known) + 1))
    return next(candidate for candidate in candidates if candidate not in known)


def batch_of(book: Book, run: Run) -> str:
    """`new_batch`, or "" when the run is a rehearsal: a number that no journal will hold is given to nobody."""
    return "" if run.rehearsed else new_batch(book, run.now)


def batch_told(batch: str) -> str:
    """« (lot 2026-03-16-140507) » after a space; "" without a batch."""
    return f" (lot {batch})" if batch else ""


def record(book: Book, run: Run, batch: str, issued: Sequence[Issued], reference: str) -> None:
    """Write level and date of every reminded line, and the journal; the documents exist already (A11).

    The journal keeps what stood in the cells, a blank level staying blank, so that an undo gives it back.
    """
    changes = {
        line.item.row: {"level": line.level, "last_reminder": each.reminder.as_of}
        for each in issued
        for line in each.reminder.climbing
    }
    add_lines(book, _journal_lines(RawCells(book, schema.ITEMS), heading(run, batch), issued, reference))
    set_cells(book, schema.ITEMS, changes)


def record_reminders(book: Book, run: Run, batch: str, issued: Sequence[Issued], ticked: Ticked) -> None:
    """`record`, then `Relances` and `Accueil`: all that follows when ticked reminders leave."""
    ledger = ticked.given.ledger
    record(book, run, batch, issued, ledger.company.reference_currency)
    show_issued(book, ticked.rows, [each.reminder for each in issued], batch)
    refresh_home(book, ledger, ticked.given.as_of)


def heading(run: Run, batch: str) -> dict[str, Written]:
    """What every line of a batch says alike."""
    moment = run.now.replace(microsecond=0)
    return {"batch": batch, "moment": moment, "user": run.user, "state": BatchState.ISSUED.value}


def _journal_lines(
    before: RawCells, heading: Mapping[str, Written], issued: Sequence[Issued], reference: str
) -> Iterator[dict[str, Written]]:
    for each in issued:
        for line in each.reminder.climbing:
            item = line.item
            yield {
                **heading,
                "nature": JournalEntry.REMINDER.value,
                "customer": item.customer,
                "invoice": item.invoice,
                "due_date": item.due_date,
                "channel": each.reminder.channel.value,
                "level_before": before.get("level", item.row),
                "level_after": line.level,
                "previous_reminder": before.get("last_reminder", item.row),
                "reminded_on": each.reminder.as_of,
                "open_amount": item.open_amount,
                "currency": item.currency or reference,
                "document": each.document,
                "fingerprint": each.fingerprint,
                "print_run": BETWEEN_RUNS.join(each.print_runs) or None,
                "registered_number": each.reminder.registered_number or None,
            }


def show_issued(book: Book, rows: Mapping[LineKey, int], reminders: Iterable[Reminder], batch: str) -> None:
    """Untick in `Relances` the lines that left, and say so there: a second click finds nothing to do.

    `rows` gives the worksheet row of each line of the sheet.  The number of a registered letter leaves its cell, where
    nothing can use it again; the sentence and the journal keep it.
    """
    changes: dict[int, Mapping[str, Written]] = {
        rows[line.key]: {
            "ticked": yes_no(False),
            "level_reached": line.level,
            "level_proposed": None,
            "last_reminder": reminder.as_of,
            "why": _sentence(reminder, line, batch),
            "registered_number": None,
            "computed_tick": yes_no(False),
            "computed_level": None,
            "computed_channel": reminder.channel.value,
            "channel": reminder.channel.value,
            "batch": batch,
        }
        for reminder in reminders
        for line in reminder.climbing
        if line.key in rows
    }
    set_cells(book, schema.PROPOSALS, changes)


def _sentence(reminder: Reminder, line: ReminderLine, batch: str) -> str:
    """« Relancée le 16/03/2026 au niveau 3, recommandé 1A 123 456 7890 1 (lot …) »."""
    number = f", recommandé {reminder.registered_number}" if reminder.registered_number else ""
    return f"Relancée le {reminder.as_of:%d/%m/%Y} au niveau {line.level}{number} (lot {batch})"

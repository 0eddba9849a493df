"""The sheet `Journal`, append-only: what each batch did to each line, and all that its undo needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from relance_xl.domain.issue.registered import PostedNumber, number_key
from relance_xl.domain.model import LastCall
from relance_xl.domain.vocabulary import BatchState, CallOutcome, Channel, Exclusion, JournalEntry
from relance_xl.domain.wording import french_date, typeset
from relance_xl.problems import Problem, Severity
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells, Stored
from relance_xl.tables.records import Records, column_of, read_records, refuse_without
from relance_xl.tables.rows import laid_out

LONG_AGO = datetime(1900, 1, 1)  # noqa: DTZ001 - a spreadsheet's moments have no time zone
"""The moment of a line whose cell tells none."""

_PROOF = 1 + schema.JOURNAL.columns.index(schema.JOURNAL.column("state"))
"""How many columns, the first ones, say what was sent to whom."""

BETWEEN_RUNS = " | "
"""Between the print runs of one letter: no file name holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One line of the journal, read back.

    `..._before` are the cells as they stood before the batch, unconverted; `..._after` what the batch wrote.  For a
    bill of exchange the levels count its reminders.

    Attributes:
        moment: when the batch was recorded, `LONG_AGO` when the cell is no moment.
        due_date: the maturity of a bill of exchange.
        print_runs: the print runs that may hold the document.
        row: the worksheet's row.
    """

    batch: str
    moment: datetime
    customer: str
    invoice: str
    due_date: date | None
    nature: JournalEntry
    channel: Channel | None
    level_before: Stored
    level_after: int | None
    reminder_before: Stored
    reminder_after: date | None
    open_amount: Decimal | None
    document: str
    print_runs: tuple[str, ...]
    cancelled: bool
    promise_before: Stored
    promise_after: date | None
    exclusion_before: Stored
    exclusion_after: Exclusion | None
    note_added: str
    received: Decimal | None = None
    currency: str = ""
    row: int


def add_lines(book: Book, lines: Iterable[Mapping[str, Written]]) -> None:
    """Append lines to the journal, each given as field → value; fields left out are blank.

    A workbook made by hand may lack the columns that only an undo reads: the proof of the reminder is kept without
    them.  DataError when another column is missing.
    """
    grid = book.read_table(schema.JOURNAL.name)
    columns = [
        column
        for position, column in enumerate(schema.JOURNAL.columns)
        if position < _PROOF or column_of(grid, column) is not None
    ]
    book.append_rows(schema.JOURNAL.name, *laid_out(schema.JOURNAL, lines, columns))


_GIVEN_BACK = ("batch", "customer", "invoice", "level_before", "level_after", "previous_reminder", "document", "state")
"""Of every journal since the first version."""


def read_journal(book: Book) -> list[JournalLine]:
    """The lines that bear a batch number, in the sheet's order.

    DataError when the table is absent, or a column that an undo gives back from: a level would come back as 0 (N-64).
    """
    grid = refuse_without(book.read_table(schema.JOURNAL.name), schema.JOURNAL, _GIVEN_BACK)
    records = read_records(grid, schema.JOURNAL)
    raw = RawCells(book, schema.JOURNAL)
    batches = records.get("batch")
    return [_line(records, raw, record) for record in range(len(records.rows)) if batches[record]]


_CALLED = ("customer", "invoice", "due_date", "called_on", "outcome", "promised_after", "call_back_on")


def read_last_calls(book: Book) -> dict[tuple[str, str, date], LastCall]:
    """The last call about each line, those cancelled left out; nothing in a workbook that does not keep them."""
    if schema.JOURNAL.name not in book.table_names():
        return {}
    grid = book.read_table(schema.JOURNAL.name)
    made = read_records(grid, schema.JOURNAL, ("outcome",)).get("outcome")
    if not any(made):
        return {}  # as a rule: the other columns are not read then
    records = read_records(grid, schema.JOURNAL, (*_CALLED, "state", "promised_amount", "open_amount"))
    found: dict[tuple[str, str, date], LastCall] = {}
    for record, (customer, invoice, due, on, outcome, promised, back) in enumerate(
        zip(*map(records.get, _CALLED), strict=True)
    ):
        cancelled = records.get("state")[record] == BatchState.CANCELLED
        if outcome and on and customer and invoice and due and not cancelled:
            found[customer, invoice, due] = LastCall(
                on=on,
                outcome=CallOutcome(outcome),
                until=promised or back,
                promised=records.get("promised_amount")[record],
                owed=records.get("open_amount")[record],
            )
    return found


def posted_numbers(book: Book) -> dict[str, PostedNumber]:
    """The numbers of the registered letters that are not cancelled, by `number_key`; the first line that bears each."""
    found: dict[str, PostedNumber] = {}
    for posted in _posted(book):
        found.setdefault(number_key(posted.number), posted)
    return found


def doubtful_numbers(book: Book) -> list[Problem]:
    """A warning for each number typed in the journal for a second letter, and each second number of a letter."""
    if schema.JOURNAL.name not in book.table_names():
        return []
    numbers: dict[str, PostedNumber] = {}
    letters: dict[str, PostedNumber] = {}
    problems: list[Problem] = []
    for each in _posted(book):
        known_by = number_key(each.number)
        first = numbers.setdefault(known_by, each)
        if first.document != each.document:
            problems.append(_doubtful(each, f"est au journal pour une autre lettre, à {first.customer}", first.row))
        other = letters.setdefault(each.document, each)
        if number_key(other.number) != known_by:
            problems.append(_doubtful(each, f"n'est pas le seul de sa lettre : {other.number}", other.row))
    return problems


def _doubtful(posted: PostedNumber, why: str, other: int) -> Problem:
    return Problem(
        what=typeset(f"Le numéro de recommandé {posted.number}, à {posted.customer}, {why} (ligne {other})"),
        expected="un numéro par lettre",
        sheet=schema.JOURNAL.sheet,
        row=posted.row,
        field="registered_number",
        value=posted.number,
        severity=Severity.WARNING,
    )


def _posted(book: Book) -> Iterator[PostedNumber]:
    """Every line of the journal that bears a number and is not cancelled."""
    grid = book.read_table(schema.JOURNAL.name)
    if not any(read_records(grid, schema.JOURNAL, _POSTED[:1]).get("registered_number")):
        return  # as a rule: the other columns are not read then
    records = read_records(grid, schema.JOURNAL, _POSTED)
    columns = zip(*map(records.get, _POSTED), strict=True)
    for row, (number, state, customer, invoice, document, day) in zip(records.rows, columns, strict=True):
        if number and state != BatchState.CANCELLED:
            yield PostedNumber(
                number=number,
                document=document or f"ligne {row}",
                customer=customer or "",
                invoice=invoice or "",
                day=french_date(day) if day else "",
                row=row,
            )


_POSTED = ("registered_number", "state", "customer", "invoice", "document", "reminded_on")


def _line(records: Records, raw: RawCells, record: int) -> JournalLine:
    row = records.rows[record]

    def read(field: str) -> Any:
        return records.get(field)[record]

    nature, channel, exclusion = read("nature"), read("channel"), read("exclusion_after")
    return JournalLine(
        batch=read("batch"),
        moment=_moment(raw.get("moment", row)),
        customer=read("customer") or "",
        invoice=read("invoice") or "",
        due_date=read("due_date"),
        nature=JournalEntry(nature) if nature else JournalEntry.REMINDER,
        channel=Channel(channel) if channel in set(Channel) else None,
        level_before=raw.get("level_before", row),
        level_after=_count(raw.get("level_after", row)),
        reminder_before=raw.get("previous_reminder", row),
        reminder_after=read("reminded_on"),
        open_amount=read("open_amount"),
        document=read("document") or "",
        print_runs=tuple(part for part in (read("print_run") or "").split(BETWEEN_RUNS) if part),
        cancelled=read("state") == BatchState.CANCELLED,
        promise_before=raw.get("promised_before", row),
        promise_after=read("promised_after"),
        exclusion_before=raw.get("exclusion_before", row),
        exclusion_after=Exclusion(exclusion) if exclusion else None,
        note_added=read("note_added") or "",
        received=read("received"),
        currency=read("currency") or "",
        row=row,
    )


def _moment(value: Stored) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time()) if isinstance(value, date) else LONG_AGO


def _count(value: Stored) -> int | None:
    """A number of reminders has no upper bound, unlike a level."""
    try:
        return cells.integer(value)
    except cells.CellFault:
        return None

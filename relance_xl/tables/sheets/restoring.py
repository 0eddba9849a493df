"""Which lines of a batch can be given back as they were, and what stands in their way when they cannot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from relance_xl.domain.model import ZERO
from relance_xl.domain.vocabulary import JournalEntry
from relance_xl.domain.wording import french_date
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.records import Records, read_records
from relance_xl.tables.sheets.journal import JournalLine

BETWEEN_NOTES = " ; "
"""Between what stood in « Note » and what a call added to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A line to give back: its worksheet row in `table`, and its cells as they stood, by field."""

    line: JournalLine
    table: schema.Table
    row: int
    cells: Mapping[str, Written]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A line that is left as it is: `why` it is, and the cell that says so ("" when the line is gone)."""

    line: JournalLine
    table: schema.Table
    why: str
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What can be given back, and what cannot."""

    restored: tuple[Restored, ...]
    kept: tuple[Kept, ...]


def restore(book: Book, lines: Sequence[JournalLine]) -> Outcome:
    """Each line of the journal matched to its row of `Factures`, or of `Traites`, and compared with it.

    Rows that share customer, number and due date are told apart by their balance, then by their order.
    """
    restored: list[Restored] = []
    kept: list[Kept] = []
    for table, natures in _TABLES:
        chosen = [line for line in lines if line.nature in natures]
        if chosen:
            desk = _Desk(read_records(book.read_table(table.name), table), table)
            for found in desk.match(chosen):
                (restored if isinstance(found, Restored) else kept).append(found)  # type: ignore[arg-type]
    restored += [
        Restored(line=line, table=schema.BANK, row=0, cells={})
        for line in lines
        if line.nature is JournalEntry.STATEMENT
    ]
    return Outcome(restored=tuple(restored), kept=tuple(kept))


_TABLES = (
    (schema.ITEMS, frozenset({JournalEntry.REMINDER, JournalEntry.CALL, JournalEntry.BLANKING, JournalEntry.PAYMENT})),
    (schema.BILLS, frozenset({JournalEntry.BILL})),
    (schema.CUSTOMERS, frozenset({JournalEntry.RETURN})),
)

Key = tuple[str, str, date | None]


@dataclass(slots=True)
class _Desk:
    """The rows of a table, taken one after the other by the lines of the journal."""

    records: Records
    table: schema.Table
    waiting: dict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        if self.table is schema.CUSTOMERS:
            for record, code in enumerate(self.records.get("code")):
                self.waiting[code or "", "", None].append(record)
            return
        names = ("number", "maturity_date") if self.table is schema.BILLS else ("invoice", "due_date")
        columns = (self.records.get("customer"), *map(self.records.get, names))
        for record, key in enumerate(zip(*columns, strict=True)):
            self.waiting[key].append(record)

    def match(self, lines: Sequence[JournalLine]) -> list[Restored | Kept]:
        """What becomes of each line, in their order.

        First the rows as the batch left them, of the same balance, then of another, then those that an undo that was
        killed has given back already (N-104), then the rows changed since.
        """
        found: dict[int, Restored | Kept] = {}
        for fits in (self._same, self._unchanged, self._given_back, self._whatever):
            for line in lines:
                if line.row not in found and (record := self._take(line, fits)) is not None:
                    found[line.row] = self._compared(line, record)
        gone = "elle n'est plus dans la feuille"
        return [found.get(line.row) or Kept(line=line, table=self.table, why=gone) for line in lines]

    def _take(self, line: JournalLine, fits: Callable[[JournalLine, int], bool]) -> int | None:
        """The first row of the line's key that `fits` and that no other line has taken."""
        rows = self.waiting[line.customer, line.invoice, line.due_date]
        record = next((each for each in rows if fits(line, each)), None)
        if record is not None:
            rows.remove(record)
        return record

    def _same(self, line: JournalLine, record: int) -> bool:
        of_the_same = self.table is schema.CUSTOMERS or self._balance(record) == line.open_amount
        return of_the_same and self._unchanged(line, record)

    def _unchanged(self, line: JournalLine, record: int) -> bool:
        _, why = self._obstacle(line, record)
        return not why

    def _given_back(self, line: JournalLine, record: int) -> bool:
        """Whether the row holds what it held before the batch: nothing is left to do but to say so in the journal."""
        if line.nature not in _ANSWERED:
            return False
        before = _BEFORE[line.nature](line, lambda name: self.records.get(name)[record])
        names = ("reminders" if line.nature is JournalEntry.BILL else "level", "last_reminder")
        return all((self.records.get(name)[record] or None) == (before[name] or None) for name in names)

    @staticmethod
    def _whatever(_line: JournalLine, _record: int) -> bool:
        return True

    def _balance(self, record: int) -> Decimal | None:
        amount: Decimal | None = self.records.get("amount")[record]
        if amount is None or self.table is schema.BILLS:
            return amount
        return amount - (self.records.get("paid")[record] or ZERO)

    def _obstacle(self, line: JournalLine, record: int) -> tuple[str, str]:
        """The field that has changed since, and why the line is left alone; ("", "") when nothing has."""
        return _OBSTACLES[line.nature](line, lambda name: self.records.get(name)[record])

    def _compared(self, line: JournalLine, record: int) -> Restored | Kept:
        name, why = self._obstacle(line, record)
        if why and not self._given_back(line, record):
            return Kept(line=line, table=self.table, why=why, cell=self.records.cell(name, record))
        before = _BEFORE[line.nature](line, lambda field_name: self.records.get(field_name)[record])
        return Restored(line=line, table=self.table, row=self.records.rows[record], cells=before)


Read = Callable[[str], Any]


def _reminder_obstacle(line: JournalLine, read: Read) -> tuple[str, str]:
    level, last = read("level") or 0, read("last_reminder")
    if (level, last) == (line.level_after or 0, line.reminder_after):
        return "", ""
    if last is not None and line.reminder_after is not None and last > line.reminder_after:
        return "last_reminder", f"elle a été relancée au niveau {level} le {french_date(last)}, depuis ce lot"
    if level != (line.level_after or 0):
        return "level", f"son niveau est {level}, le lot avait écrit {line.level_after or 0}"
    return "last_reminder", f"sa dernière relance est {_day(last)}, le lot avait écrit {_day(line.reminder_after)}"


def _bill_obstacle(line: JournalLine, read: Read) -> tuple[str, str]:
    reminders, last = read("reminders") or 0, read("last_reminder")
    if (reminders, last) == (line.level_after, line.reminder_after):
        return "", ""
    return (
        "reminders",
        f"elle porte {reminders} relances, la dernière {_day(last)} : ce n'est plus ce que le lot a écrit",
    )


def _call_obstacle(line: JournalLine, read: Read) -> tuple[str, str]:
    """Only what the call changed is looked at: a call without a promise has nothing to say of the promise."""
    if line.promise_after is not None and read("promised_on") != line.promise_after:
        return (
            "promised_on",
            f"sa promesse est {_day(read('promised_on'))}, le lot avait écrit {_day(line.promise_after)}",
        )
    if line.exclusion_after is not None and read("exclusion") != line.exclusion_after:
        return "exclusion", f"son exclusion n'est plus « {line.exclusion_after} »"
    note = read("note") or ""
    if line.note_added and note != line.note_added and not note.endswith(BETWEEN_NOTES + line.note_added):
        return "note", "sa note a été changée depuis l'appel"
    return "", ""


def _call_before(line: JournalLine, read: Read) -> dict[str, Written]:
    cells: dict[str, Written] = {}
    if line.promise_after is not None:
        cells["promised_on"] = line.promise_before
    if line.exclusion_after is not None:
        cells["exclusion"] = line.exclusion_before
    if line.note_added:
        cells["note"] = (read("note") or "").removesuffix(line.note_added).removesuffix(BETWEEN_NOTES) or None
    return cells


def _payment_obstacle(line: JournalLine, read: Read) -> tuple[str, str]:
    """The row must still owe what it owed before the payment, less the payment."""
    owed = (read("amount") or ZERO) - (read("paid") or ZERO)
    if owed == (line.open_amount or ZERO) - (line.received or ZERO):
        return "", ""
    return "paid", "son solde a changé depuis que le relevé l'a réglée"


def _payment_before(line: JournalLine, read: Read) -> dict[str, Written]:
    return {"paid": (read("paid") or ZERO) - (line.received or ZERO) or None}


def _reminder_before(line: JournalLine, _read: Read) -> dict[str, Written]:
    return {"level": line.level_before, "last_reminder": line.reminder_before}


def _bill_before(line: JournalLine, _read: Read) -> dict[str, Written]:
    return {"reminders": line.level_before, "last_reminder": line.reminder_before, "state": None}


def _return_obstacle(line: JournalLine, read: Read) -> tuple[str, str]:
    if read("refused_on") != line.reminder_after:
        return "refused_on", f"sa date de refus est {_day(read('refused_on'))}, le lot avait écrit autre chose"
    refused = (read("refused_email") or "").split(BETWEEN_NOTES)
    if not set(line.note_added.split(BETWEEN_NOTES)) <= set(refused):
        return "refused_email", "ses adresses refusées ont été changées depuis"
    return "", ""


def _return_before(line: JournalLine, read: Read) -> dict[str, Written]:
    added = set(line.note_added.split(BETWEEN_NOTES))
    left = [each for each in (read("refused_email") or "").split(BETWEEN_NOTES) if each not in added]
    return {"refused_email": BETWEEN_NOTES.join(left) or None, "refused_on": line.reminder_before}


_ANSWERED = frozenset({JournalEntry.REMINDER, JournalEntry.BLANKING, JournalEntry.BILL})
"""The entries that keep all that stood in the cells they change."""


def _day(day: date | None) -> str:
    return f"le {french_date(day)}" if day else "vide"


_OBSTACLES: Mapping[JournalEntry, Callable[[JournalLine, Read], tuple[str, str]]] = {
    JournalEntry.REMINDER: _reminder_obstacle,
    JournalEntry.CALL: _call_obstacle,
    JournalEntry.BILL: _bill_obstacle,
    JournalEntry.BLANKING: _reminder_obstacle,
    JournalEntry.PAYMENT: _payment_obstacle,
    JournalEntry.RETURN: _return_obstacle,
}

_BEFORE: Mapping[JournalEntry, Callable[[JournalLine, Read], dict[str, Written]]] = {
    JournalEntry.REMINDER: _reminder_before,
    JournalEntry.CALL: _call_before,
    JournalEntry.BILL: _bill_before,
    JournalEntry.BLANKING: _reminder_before,
    JournalEntry.PAYMENT: _payment_before,
    JournalEntry.RETURN: _return_before,
}

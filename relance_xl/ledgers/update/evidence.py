"""Why an open row that the file has not is taken as paid, stays, or is asked about (N-01, N-02, N-03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from relance_xl.domain.model import OpenItem
from relance_xl.ledgers.common.imported import DoubtedRow, Imported, Nature
from relance_xl.ledgers.update.spelling import code_key, number_key


class Evidence(Enum):
    """What the absence of a row says."""

    PAID = auto()
    UNREADABLE = auto()  # the file has a row about it, or may have, that could not be read
    LATER = auto()  # the ledger ends before the document's day
    NEWEST = auto()  # newer than all that the list has: paid, or the list is older
    BEFORE = auto()  # the ledger begins after the document's day and carries nothing forward


@dataclass(slots=True)
class Unreadable:
    """The rows of the file that could not be read, by what is known of them, however it is spelt."""

    nobody: bool = False
    customers: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    both: set[tuple[str, str]] = field(default_factory=set)

    def add(self, row: DoubtedRow) -> None:
        """Note one of them by what is known of it."""
        number, customer = number_key(row.invoice), code_key(row.customer)
        if customer and number:
            self.both.add((customer, number))
        elif customer:
            self.customers.add(customer)
        elif number:
            self.numbers.add(number)
        else:
            self.nobody = True

    def may_be(self, item: OpenItem) -> bool:
        """Whether one of them is, or may be, about this row of the workbook."""
        return self.nobody or self.names(item)

    def names(self, item: OpenItem) -> bool:
        """Whether one of them bears its customer, its number or both."""
        number, customer = number_key(item.invoice), code_key(item.customer)
        return customer in self.customers or number in self.numbers or (customer, number) in self.both


def unreadable_in(imported: Imported) -> Unreadable:
    """The rows of the file that could not be read."""
    found = Unreadable()
    for row in imported.doubted:
        found.add(row)
    return found


def judged(absent: Sequence[OpenItem], imported: Imported) -> Mapping[Evidence, Sequence[OpenItem]]:
    """The absent open rows by what the file can know of them, in their order."""
    unreadable = unreadable_in(imported)
    found: dict[Evidence, list[OpenItem]] = {each: [] for each in Evidence}
    for item in absent:
        found[Evidence.UNREADABLE if unreadable.may_be(item) else _of_period(item, imported)].append(item)
    return found


def _of_period(item: OpenItem, imported: Imported) -> Evidence:
    issued, last, first = item.issue_date, imported.last_entry, imported.first_entry
    if issued is None:
        return Evidence.PAID
    if last is not None and issued > last:
        return Evidence.LATER if imported.nature is Nature.LEDGER else Evidence.NEWEST
    if imported.nature is Nature.LEDGER and not imported.opening and first is not None and issued < first:
        return Evidence.BEFORE
    return Evidence.PAID

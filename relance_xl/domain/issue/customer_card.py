"""One customer on a page: what is owed, what was sent, said and promised, how late he usually pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median

from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import ZERO, Customer, Ledger, OpenItem, ReminderGroup
from relance_xl.domain.money.currencies import Totals, exchange_on, sorted_totals
from relance_xl.domain.outcome import ProposedLine
from relance_xl.domain.vocabulary import Channel, JournalEntry

FEWEST_SETTLED = 3
"""Lines settled, below which nothing is said of how late a customer usually pays."""


class PromiseState(StrEnum):
    """What became of a promise; the value is what the sheet says."""

    KEPT = "✓ tenue"
    BROKEN = "✗ non tenue"
    WAITED_FOR = "attendue"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEntry:
    """One line of the journal, not cancelled, as far as the page goes.

    Attributes:
        level: the level that a reminder reached.
        amount: what was open on the line then, in `currency`, "" for the reference currency.
        words: the document of a reminder, what was said on the telephone.
        promised_on: of a call.
    """

    nature: JournalEntry
    batch: str
    day: date
    invoice: str
    due_date: date | None
    channel: Channel | None = None
    level: int | None = None
    amount: Decimal | None = None
    currency: str = ""
    words: str = ""
    promised_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One reminder that left: how many lines, for which sums, in which document."""

    day: date
    channel: Channel | None
    level: int
    lines: int
    totals: Totals
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One call: what was said, about how many lines, and what became of the promise; None without one."""

    day: date
    words: str
    lines: int
    promised_on: date | None
    totals: Totals
    state: PromiseState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """The page of one customer on `as_of`.

    Attributes:
        group: None when the customer has none.
        lines: what is open, as the search judges it, credits included.
        owed: what is open in each currency, the reference currency first.
        overdue: the same of the lines past their due date.
        oldest: days overdue of the oldest line; 0 when nothing is.
        sent, spoken: the latest first.
        usual_delay: the median of the days between due date and payment of the settled lines, negative before it;
            None with fewer than `FEWEST_SETTLED`.
        settled: how many settled lines it rests on.
    """

    customer: Customer
    group: ReminderGroup | None
    as_of: date
    lines: tuple[ProposedLine, ...]
    owed: Totals
    overdue: Totals
    oldest: int
    sent: tuple[Sent, ...]
    spoken: tuple[Spoken, ...]
    usual_delay: int | None
    settled: int

    @property
    def proposed(self) -> int | None:
        """The highest level proposed, None when nothing is."""
        return max((line.level for line in self.lines if line.level), default=None)

    @property
    def reached(self) -> int:
        """The highest level reached by an open line."""
        return max((line.item.level for line in self.lines), default=0)

    @property
    def promises(self) -> tuple[int, int]:
        """How many promises were kept, of how many that are past."""
        past = [each.state for each in self.spoken if each.state in {PromiseState.KEPT, PromiseState.BROKEN}]
        return past.count(PromiseState.KEPT), len(past)


def customer_card(
    ledger: Ledger, customer: Customer, as_of: date, lines: Sequence[ProposedLine], history: Iterable[PastEntry]
) -> CustomerCard:
    """The page of `customer`; `lines` are his, as the search judges them, `history` his entries of the journal."""
    entries = list(history)
    exchange = exchange_on(ledger, as_of)
    items = [item for item in ledger.items if item.customer == customer.code]
    opened = [item for item in items if not is_settled(item)]
    late = [item for item in opened if item.due_date < as_of and item.open_amount > 0]
    delays = list(_delays(entries, opened))
    return CustomerCard(
        customer=customer,
        group=ledger.groups.get(customer.group) if customer.group is not None else None,
        as_of=as_of,
        lines=tuple(lines),
        owed=exchange.totals(opened),
        overdue=exchange.totals(late),
        oldest=max(((as_of - item.due_date).days for item in late), default=0),
        sent=_sent(entries, exchange.reference),
        spoken=_spoken(entries, opened, as_of, exchange.reference),
        usual_delay=round(median(delays)) if len(delays) >= FEWEST_SETTLED else None,
        settled=len(delays),
    )


def _sent(entries: Iterable[PastEntry], reference: str) -> tuple[Sent, ...]:
    """One for each document of a batch, or each channel of it where none is named."""
    found: dict[tuple[object, ...], list[PastEntry]] = {}
    for entry in entries:
        if entry.nature is JournalEntry.REMINDER:
            found.setdefault((entry.batch, entry.words, entry.channel), []).append(entry)
    made = [
        Sent(
            day=same[0].day,
            channel=same[0].channel,
            level=max(entry.level or 0 for entry in same),
            lines=len(same),
            totals=_totals(same, reference),
            document=same[0].words,
        )
        for same in found.values()
    ]
    return tuple(sorted(made, key=lambda each: each.day, reverse=True))


def _spoken(
    entries: Iterable[PastEntry], opened: Sequence[OpenItem], as_of: date, reference: str
) -> tuple[Spoken, ...]:
    """One for each sentence of a batch: a result typed once for the customer is one call."""
    found: dict[tuple[object, ...], list[PastEntry]] = {}
    for entry in entries:
        if entry.nature is JournalEntry.CALL:
            found.setdefault((entry.batch, entry.words, entry.promised_on), []).append(entry)
    made = [
        Spoken(
            day=same[0].day,
            words=same[0].words,
            lines=len(same),
            promised_on=same[0].promised_on,
            totals=_totals(same, reference),
            state=_state(same, opened, as_of),
        )
        for same in found.values()
    ]
    return tuple(sorted(made, key=lambda each: each.day, reverse=True))


def _state(same: Sequence[PastEntry], opened: Sequence[OpenItem], as_of: date) -> PromiseState | None:
    """A promise is kept when none of its lines is open any more; it is broken the day after its date."""
    promised_on = same[0].promised_on
    if promised_on is None:
        return None
    still = {(item.invoice, item.due_date) for item in opened}
    if not any((entry.invoice, entry.due_date) in still for entry in same):
        return PromiseState.KEPT
    return PromiseState.BROKEN if promised_on < as_of else PromiseState.WAITED_FOR


def _totals(entries: Iterable[PastEntry], reference: str) -> Totals:
    return sorted_totals(((entry.currency or reference, entry.amount or ZERO) for entry in entries), reference)


def _delays(entries: Iterable[PastEntry], opened: Sequence[OpenItem]) -> Iterable[int]:
    """Days between the due date and the last payment of each line that is settled."""
    still = {(item.invoice, item.due_date) for item in opened}
    paid: dict[tuple[str, date], date] = {}
    for entry in entries:
        if entry.nature is JournalEntry.PAYMENT and entry.due_date is not None:
            key = (entry.invoice, entry.due_date)
            paid[key] = max(entry.day, paid.get(key, entry.day))
    return [(day - due).days for (invoice, due), day in paid.items() if (invoice, due) not in still]

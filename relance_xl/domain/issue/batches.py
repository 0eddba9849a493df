"""Which lines share a reminder, and what the sheet counts by while its lines are ticked and unticked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from relance_xl.domain.money.currencies import Exchange, MissingRateError
from relance_xl.domain.outcome import ProposedLine
from relance_xl.domain.vocabulary import Grouping

BatchKey = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """What the running totals of `Relances` know of a line.

    Attributes:
        customer: the rank of its customer, from 1, in the order of the lines.
        reminder: the number of the reminder that it would be in, from 1, whatever the channel.
        balance: what is owed on it in the reference currency; None without a rate.
    """

    customer: int
    reminder: int
    balance: Decimal | None


def batch_key(line: ProposedLine, chosen: Grouping | None) -> BatchKey:
    """What two lines of one channel have in common when one reminder bears both; `chosen` goes before the group's."""
    grouping = chosen or line.group.grouping
    part: object = None
    if grouping is Grouping.INVOICE:
        part = line.item.invoice
    elif grouping is Grouping.LEVEL:
        part = line.level
    return (line.key.customer, part, line.apart)


def reckoned(lines: Iterable[ProposedLine], chosen: Grouping | None, exchange: Exchange) -> Iterator[Reckoned]:
    """What the running totals know of each line, in their order."""
    customers: dict[str, int] = {}
    reminders: dict[BatchKey, int] = {}
    for line in lines:
        yield Reckoned(
            customer=customers.setdefault(line.key.customer, len(customers) + 1),
            reminder=reminders.setdefault(batch_key(line, chosen), len(reminders) + 1),
            balance=_balance(line, exchange),
        )


def _balance(line: ProposedLine, exchange: Exchange) -> Decimal | None:
    try:
        return exchange.balance(line.item)
    except MissingRateError:
        return None

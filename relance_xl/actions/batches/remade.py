"""A reminder that left unrecorded, made again from what its log kept: as far as recording it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from relance_xl.actions.batches.standing import Standing
from relance_xl.domain.model import Customer, Ledger, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import Reminder, ReminderLine
from relance_xl.domain.vocabulary import Channel
from relance_xl.post.send_log import SentLine


def remade(
    lines: Standing, ledger: Ledger, *, customer: str, as_of: date, channel: Channel, registered_number: str = ""
) -> Reminder:
    """Its customer, its lines and their levels; `lines` are not empty."""
    who = ledger.customers.get(customer) or Customer(code=customer, name="")
    group = ledger.groups.get(who.group or 0) or ReminderGroup(number=who.group or 0)
    return Reminder(
        customer=who,
        group=group,
        level=ReminderLevel(number=max(line.level for line, _ in lines)),
        channel=channel,
        grouping=group.grouping,
        content=group.content,
        as_of=as_of,
        deadline=None,
        lines=tuple(_lines(lines, as_of, ledger.company.reference_currency)),
        totals=(),
        registered_number=registered_number,
    )


def _lines(lines: Iterable[tuple[SentLine, OpenItem]], as_of: date, reference: str) -> Iterator[ReminderLine]:
    for line, item in lines:
        yield ReminderLine(
            item=item,
            key=line.key,
            days_overdue=item.days_overdue(as_of),
            currency=item.currency or reference,
            amount=item.amount,
            paid=item.paid,
            balance=item.open_amount,
            level=line.level,
        )

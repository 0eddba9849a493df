"""The list of customers to call: the ticked lines, one customer after the other; no level changes (S2-12 to S2-14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO, Customer, Ledger, OpenItem
from relance_xl.domain.outcome import LineKey, ProposedLine, Review
from relance_xl.domain.search.calls import call_is_due, told_of_calls
from relance_xl.domain.search.criteria import Criteria, unfiltered
from relance_xl.domain.search.holds import FIRM
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import HoldReason
from relance_xl.domain.wording import typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One line of the phone list.

    Attributes:
        customer_total: what the customer owes in all, credits deducted, lines excluded or disputed left out, in the
            reference currency; None when a rate is missing: the call can be made all the same.
        level: the level reached so far.
        manager: who follows the customer's group.
        follow_up: what was said last time, and whether it was kept; "" when nothing was.
    """

    customer: Customer
    item: OpenItem
    key: LineKey
    days_overdue: int
    customer_total: Decimal | None
    level: int
    manager: str
    follow_up: str = ""


def phone_list(ledger: Ledger, criteria: Criteria, as_of: date, reviews: Mapping[LineKey, Review]) -> tuple[Call, ...]:
    """The ticked lines still owed, grouped by customer, then by due date (S2-13).

    Customers without a telephone come first, then by total owed × days late of the oldest line, the biggest first.

    Group 0, customers blocked or set aside, lines excluded, disputed, promised or settled are absent (S0-07, S4-03);
    a line that no rule reminds yet may be called when it was ticked.  A line to call back on this day is there, ticked
    or not (N-35).  No template is needed (S0-04).
    """
    ticked = {key for key, review in reviews.items() if review.ticked}
    lines = [
        line
        for line in propose(ledger, unfiltered(criteria), as_of).lines
        if (line.key in ticked or call_is_due(ledger, line.item, as_of)) and _may_be_called(line)
    ]
    oldest = _oldest(lines)
    lines.sort(key=lambda line: _rank(line, oldest[line.customer.code]))
    return tuple(_call(line, " ; ".join(told_of_calls(ledger, line.item, as_of))) for line in lines)


def _may_be_called(line: ProposedLine) -> bool:
    firm = FIRM - {HoldReason.NO_RATE, HoldReason.COVERED_BY_CREDITS}
    return line.hold not in firm


def _oldest(lines: Iterable[ProposedLine]) -> dict[str, int]:
    """How many days late each customer's oldest line is."""
    oldest: dict[str, int] = {}
    for line in lines:
        code = line.customer.code
        oldest[code] = max(oldest.get(code, line.days_overdue), line.days_overdue)
    return oldest


def _rank(line: ProposedLine, oldest: int) -> tuple[bool, Decimal, str, str, date, str]:
    """A customer whose number is to be found comes first, then the most money for the longest time."""
    return (
        bool(line.customer.phone),
        -(line.subtotal or ZERO) * max(oldest, 1),
        line.customer.name,
        line.customer.code,
        line.item.due_date,
        line.item.invoice,
    )


def _call(line: ProposedLine, follow_up: str) -> Call:
    return Call(
        customer=line.customer,
        item=line.item,
        key=line.key,
        days_overdue=line.days_overdue,
        customer_total=line.subtotal,
        level=line.item.level,
        manager=line.group.manager,
        follow_up=typeset(follow_up),
    )

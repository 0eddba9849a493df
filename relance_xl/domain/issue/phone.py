"""The list of customers to call: the ticked lines, one customer after the other; no level changes (S2-12 to S2-14)."""

from __future__ import annotations

from collections.abc import Mapping
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
    """The ticked lines still owed, grouped by customer, the biggest total first, then by due date (S2-13).

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
    lines.sort(key=_rank)
    return tuple(_call(line, " ; ".join(told_of_calls(ledger, line.item, as_of))) for line in lines)


def _may_be_called(line: ProposedLine) -> bool:
    firm = FIRM - {HoldReason.NO_RATE, HoldReason.COVERED_BY_CREDITS}
    return line.hold not in firm


def _rank(line: ProposedLine) -> tuple[Decimal, str, str, date, str]:
    return (
        -(line.subtotal or ZERO),
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

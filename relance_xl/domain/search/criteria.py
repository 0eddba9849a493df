"""The search criteria of systems S1 and S2, as one record, and whether a line answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import Customer, OpenItem, ReminderGroup
from relance_xl.domain.search.holds import payment_method
from relance_xl.domain.vocabulary import Channel, Display, Grouping, Rule
from relance_xl.domain.wording import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What the user asks for on top of the sheet `Relances`; None or "" means « no filter ».

    Attributes:
        name: part of the customer's name, case and accents ignored (S2-05).
        due_from, due_to: due dates, both inclusive (S2-06).
        days: keep lines at least so many days overdue (S2-07, inclusive).
        exposure: keep customers whose open total reaches it (S2-08, inclusive, reference currency).
        level_reached: keep lines already at this level (S2-09).
        level_proposed: keep lines proposed for this level (S1-04).
        rule: a rule for this run, None for each group's own.
        imposed_level: the level of the run under « Niveau imposé » (S2-17).
        same_level: allow a level already sent to be sent again (S2-19).
        grouping: for this run, None for each group's own.
        method: Courrier or E-mail for the whole run (S1-07), None for each customer's channel.
        joined_bill: print a bill of exchange at the bottom of the letter (S3-09).
        bill_maturity: its due date, mandatory with `joined_bill`.
    """

    name: str = ""
    due_from: date | None = None
    due_to: date | None = None
    invoice: str = ""
    warranty: str = ""
    days: int | None = None
    exposure: Decimal | None = None
    level_reached: int | None = None
    level_proposed: int | None = None
    payment_method: str = ""
    group: int | None = None
    manager: str = ""
    display: Display = Display.FOUND
    rule: Rule | None = None
    imposed_level: int | None = None
    same_level: bool = False
    grouping: Grouping | None = None
    method: Channel | None = None
    joined_bill: bool = False
    bill_maturity: date | None = None


def matches_customer(criteria: Criteria, customer: Customer, group: ReminderGroup, exposure: Decimal | None) -> bool:
    """Whether the customer answers the criteria that concern him; all must hold (S1-03).

    `exposure` is what he owes in all, in the reference currency; None, when a rate is missing, reaches no minimum.
    """
    if criteria.group is not None and customer.group != criteria.group:
        return False
    if criteria.name and folded(criteria.name) not in folded(customer.name):
        return False
    if criteria.manager and folded(criteria.manager) not in folded(group.manager):
        return False
    return criteria.exposure is None or (exposure is not None and exposure >= criteria.exposure)


def matches_line(criteria: Criteria, item: OpenItem, customer: Customer, as_of: date, proposed: int | None) -> bool:
    """Whether the line answers the criteria that concern it; all must hold (S1-03).

    `proposed` is the level the rule gives to the line itself, before lines are grouped (S1-04, A4).
    """
    wanted = (
        (criteria.due_from is None or item.due_date >= criteria.due_from)
        and (criteria.due_to is None or item.due_date <= criteria.due_to)
        and (criteria.days is None or item.days_overdue(as_of) >= criteria.days)
        and (criteria.level_reached is None or item.level == criteria.level_reached)
        and (criteria.level_proposed is None or proposed == criteria.level_proposed)
    )
    return (
        wanted
        and _same(criteria.invoice, item.invoice)
        and _same(criteria.warranty, item.warranty)
        and _same(criteria.payment_method, payment_method(item, customer))
    )


def unfiltered(criteria: Criteria) -> Criteria:
    """The same run without a filter: its rule, its grouping, its method only."""
    return Criteria(
        display=Display.ALL,
        rule=criteria.rule,
        imposed_level=criteria.imposed_level,
        same_level=criteria.same_level,
        grouping=criteria.grouping,
        method=criteria.method,
        joined_bill=criteria.joined_bill,
        bill_maturity=criteria.bill_maturity,
    )


def _same(wanted: str, found: str) -> bool:
    return not wanted.strip() or folded(wanted) == folded(found)

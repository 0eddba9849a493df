"""The phone list: the ticked lines, by customer, without any effect on levels."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from relance_xl.domain.issue.phone import phone_list
from relance_xl.domain.model import Ledger, ReminderGroup
from relance_xl.domain.outcome import LineKey, Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Exclusion
from tests.domain.builders import client, day, item, ledger

RUN = date(2025, 8, 10)


def all_ticked(books: Ledger) -> dict[LineKey, Review]:
    return {
        LineKey(customer=line.customer, invoice=line.invoice, due_date=line.due_date): Review(
            ticked=True, level=None, channel=None
        )
        for line in books.items
    }


BOOKS = ledger(
    [
        item("F1", "100", "C1"),
        item("F2", "300", "C2", due_date=day("20/07/2025"), level=2),
        item("F3", "50", "C2"),
        item("F4", "900", "C0"),
        item("F5", "900", "C2", exclusion=Exclusion.NOT_APPLICABLE),
        item("F6", "900", "C2", promised_on=RUN),
        item("F7", "900", "C2", paid=Decimal(900)),
        item("F8", "10", "C3", currency="USD"),
        item("F9", "5", "C1", due_date=day("09/08/2025")),
    ],
    customers={code: client(code, group=0 if code == "C0" else 1) for code in ("C0", "C1", "C2", "C3")},
    groups={0: ReminderGroup(number=0), 1: ReminderGroup(number=1, manager="Amélie")},
)


def test_s0_04_s2_13_the_customers_to_call_biggest_total_first_each_with_his_lines() -> None:
    """S0-07, S4-03: group 0, NA and promised lines are absent; a line held by its delay alone may be called."""
    calls = phone_list(BOOKS, Criteria(), RUN, all_ticked(BOOKS))
    assert [(call.customer.code, call.item.invoice, call.customer_total, call.level) for call in calls] == [
        ("C2", "F3", Decimal("1250.00"), 0),
        ("C2", "F2", Decimal("1250.00"), 2),
        ("C1", "F1", Decimal("105.00"), 0),
        ("C1", "F9", Decimal("105.00"), 0),
        ("C3", "F8", None, 0),
    ]
    assert {call.manager for call in calls} == {"Amélie"}
    assert [call.days_overdue for call in calls][:2] == [34, 21]


def test_s2_12_only_ticked_lines_are_called() -> None:
    reviews = {key: replace(review, ticked=key.invoice == "F2") for key, review in all_ticked(BOOKS).items()}
    assert [call.item.invoice for call in phone_list(BOOKS, Criteria(), RUN, reviews)] == ["F2"]
    assert phone_list(BOOKS, Criteria(), RUN, {}) == ()


def test_s2_14_the_phone_list_changes_no_level() -> None:
    before = [(line.level, line.last_reminder) for line in BOOKS.items]
    phone_list(BOOKS, Criteria(), RUN, all_ticked(BOOKS))
    assert [(line.level, line.last_reminder) for line in BOOKS.items] == before


def test_who_has_no_telephone_comes_first_then_the_most_money_for_the_longest_time() -> None:
    known = {code: replace(client(code), phone="01 02 03 04 05") for code in ("C1", "C2")}
    books = ledger(
        [
            item("F1", "100", "C1", due_date=day("01/08/2025")),
            item("F2", "60", "C2", due_date=day("01/06/2025")),
            item("F3", "1", "C3"),
        ],
        customers={**known, "C3": client("C3")},
    )
    calls = phone_list(books, Criteria(), RUN, all_ticked(books))

    assert [call.customer.code for call in calls] == ["C3", "C2", "C1"]

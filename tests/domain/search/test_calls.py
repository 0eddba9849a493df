"""N-35: what was said on the telephone, and what a search makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.calendar import working_days_later
from relance_xl.domain.model import LastCall, Ledger, OpenItem
from relance_xl.domain.outcome import LineKey, Review
from relance_xl.domain.search.calls import broken_promises, place_of, with_calls
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import CallOutcome, Exclusion, HoldReason
from tests.domain.builders import day, item, ledger, search

RUN = date(2025, 8, 11)  # a Monday, 35 days after the due date of the builders
FRIDAY = date(2025, 8, 8)


def called(*lines: OpenItem, **facts: Any) -> Ledger:
    """A ledger whose first line was the matter of a call."""
    facts.setdefault("on", FRIDAY)
    return with_calls(ledger(lines), {place_of(lines[0]): LastCall(**facts)})


def holds(books: Ledger, as_of: date = RUN) -> Mapping[str, HoldReason | None]:
    return {line.item.invoice: line.hold for line in search(books, as_of)}


def test_n_35_who_says_that_he_has_paid_is_left_in_peace_five_working_days_whatever_the_line() -> None:
    books = called(item(), item("F2"), item("F3", customer="C2"), outcome=CallOutcome.PAID)
    waiting = {"F1": HoldReason.PAYMENT_ANNOUNCED, "F2": HoldReason.PAYMENT_ANNOUNCED, "F3": None}

    assert holds(books) == holds(books, date(2025, 8, 18)) == waiting  # the 15th is a holiday
    assert set(holds(books, date(2025, 8, 19)).values()) == {None}
    assert set(holds(books, date(2025, 8, 7)).values()) == {None}  # before the call


def test_n_35_an_announcement_ends_with_the_line_it_was_made_of() -> None:
    books = called(item(paid=Decimal(100)), item("F2"), outcome=CallOutcome.PAID)
    assert holds(books) == {"F2": None}


def test_n_35_of_two_announcements_the_last_one_counts() -> None:
    lines = (item(), item("F2"))
    calls = {
        place_of(line): LastCall(on=on, outcome=CallOutcome.PAID)
        for line, on in zip(lines, (FRIDAY, day("01/07/2025")), strict=True)
    }
    assert with_calls(ledger(lines), calls).announced == {"C1": FRIDAY}


def test_n_35_no_level_by_hand_lifts_an_announcement() -> None:
    books = called(item(), outcome=CallOutcome.PAID)
    chosen = {
        LineKey(customer="C1", invoice="F1", due_date=item().due_date): Review(ticked=True, level=3, channel=None)
    }
    (line,) = propose(books, Criteria(), RUN, chosen).lines
    assert (line.level, line.ticked) == (None, False)


@pytest.mark.parametrize(
    ("facts", "held"),
    [
        ({"outcome": CallOutcome.NOT_RECEIVED}, HoldReason.NOT_RECEIVED),
        ({"outcome": CallOutcome.NOT_RECEIVED, "on": day("01/08/2025")}, None),
        ({"outcome": CallOutcome.TO_CALL_BACK, "until": day("12/08/2025")}, HoldReason.CALL_BACK),
        ({"outcome": CallOutcome.TO_CALL_BACK, "until": RUN}, None),
        ({"outcome": CallOutcome.TO_CALL_BACK}, None),
        ({"outcome": CallOutcome.VOICEMAIL}, None),
        ({"outcome": CallOutcome.NOT_RECEIVED, "on": day("12/08/2025")}, None),
    ],
)
def test_n_35_what_a_call_holds_back(facts: dict[str, Any], held: HoldReason | None) -> None:
    assert holds(called(item(), item("F2"), **facts)) == {"F1": held, "F2": None}


@pytest.mark.parametrize(
    ("facts", "broken"),
    [
        ({}, False),
        ({"promised_on": RUN}, False),
        ({"promised_on": day("10/08/2025")}, True),
        ({"promised_on": day("10/08/2025"), "paid": Decimal(100)}, False),
        ({"promised_on": day("10/08/2025"), "paid": Decimal(30)}, False),
        ({"promised_on": day("10/08/2025"), "paid": Decimal(29)}, True),
        ({"promised_on": day("09/08/2025"), "paid": Decimal(30)}, True),  # another promise than the call's
    ],
)
def test_n_35_a_promise_not_kept_says_so_the_day_after_a_partial_one_too(facts: dict[str, Any], broken: bool) -> None:
    line = item(**facts)
    books = called(line, outcome=CallOutcome.PROMISE, until=day("10/08/2025"), promised=Decimal(30), owed=Decimal(100))
    told = [each.why for each in search(books, RUN)]

    assert (broken_promises(books, RUN).number == 1) is broken
    assert any("non tenue" in why for why in told) is broken


def test_n_35_promises_not_kept_are_counted_by_customer_and_day_each_currency_apart() -> None:
    late = day("01/08/2025")
    lines = (
        item("F1", "12000", promised_on=late),
        item("F2", "400", promised_on=late),
        item("F3", "50", promised_on=day("02/08/2025")),
        item("F4", "70", customer="C2", currency="USD", promised_on=late),
        item("F5", "90", customer="C2", promised_on=late, exclusion=Exclusion.DISPUTED),
        item("F6", "90", customer="C2"),
    )
    found = broken_promises(ledger(lines), RUN)

    assert found.sentence == "3 promesses non tenues : 12\u202f450,00\u00a0€ + 70,00\u00a0USD"
    assert broken_promises(ledger([]), RUN).sentence == ""


def test_n_35_an_invoice_not_received_is_told_to_be_sent_again_and_stands_in_no_letter() -> None:
    books = called(item(row=7, document="F1.pdf"), item("F2"), outcome=CallOutcome.NOT_RECEIVED)
    (problem,) = propose(books, Criteria(), RUN).problems

    assert (problem.row, problem.value, problem.what) == (
        7,
        "F1.pdf",
        "Client C1\u00a0: F1 est à renvoyer, il ne l'a pas reçue",
    )


def test_n_35_working_days_leave_out_weekends_and_holidays() -> None:
    assert working_days_later(FRIDAY, 0) == FRIDAY
    assert working_days_later(FRIDAY, 5) == date(2025, 8, 18)
    assert working_days_later(date.max, 2) == date.max

"""Late interest (§ 5.1) and recovery fee (§ 5.2), to the cent."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.model import ZERO, Company, PenaltyRate
from relance_xl.domain.money.charges import Charges, reminder_charges
from relance_xl.domain.money.law import MissingPenaltyRateError, late_interest, rate_on, recovery_fee
from relance_xl.domain.outcome import LineKey, Reminder, Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Block, Content, CustomerKind, Exclusion, ItemKind, Rule
from tests.domain.builders import client, day, item, ledger, levels, ruled

BUSINESS, CONSUMER, PUBLIC = CustomerKind.BUSINESS, CustomerKind.CONSUMER, CustomerKind.PUBLIC
RATES = (
    PenaltyRate(on=day("01/01/2025"), ecb_rate=Decimal("3.15")),
    PenaltyRate(on=day("01/07/2025"), ecb_rate=Decimal("2.15")),
)


@pytest.mark.parametrize(
    ("balance", "rate", "days", "amount"),
    [
        ("1000", "12.15", 45, "14.98"),
        ("1200", "14.25", 30, "14.05"),
        ("1000", "13.15", 1, "0.36"),
        ("1000", "0.975", 45, "1.20"),  # 1.5 times a legal rate of 0.65 %
    ],
)
def test_interest_is_balance_by_rate_by_days_over_365(balance: str, rate: str, days: int, amount: str) -> None:
    due = day("31/01/2024")  # 2024 is a leap year: still 365
    until = due + timedelta(days=days)
    (part,) = late_interest(Decimal(balance), due, until, BUSINESS, (), Decimal(rate))
    assert (part.amount, part.days, part.first) == (Decimal(amount), days, day("01/02/2024"))


def test_interest_over_two_half_years_changes_rate_on_the_first_of_july() -> None:
    parts = late_interest(Decimal(10000), day("31/05/2025"), day("31/07/2025"), BUSINESS, RATES)
    assert [(part.days, part.rate, part.amount) for part in parts] == [
        (30, Decimal("13.15"), Decimal("108.08")),
        (31, Decimal("12.15"), Decimal("103.19")),
    ]
    assert sum(part.amount for part in parts) == Decimal("211.27")


def test_the_first_of_july_already_bears_the_rate_of_the_second_half_year() -> None:
    parts = late_interest(Decimal(10000), day("31/05/2025"), day("01/07/2025"), BUSINESS, RATES)
    assert [(part.days, part.rate) for part in parts] == [(30, Decimal("13.15")), (1, Decimal("12.15"))]


@pytest.mark.parametrize("days", [0, -1, -30])
def test_no_interest_before_the_first_day_late(days: int) -> None:
    due = day("31/05/2025")
    assert late_interest(Decimal(1000), due, due + timedelta(days=days), BUSINESS, RATES) == ()


def test_no_interest_from_a_consumer_nor_on_a_credit() -> None:
    assert late_interest(Decimal(1000), day("31/05/2025"), day("31/07/2025"), CONSUMER, RATES, Decimal(12)) == ()
    assert late_interest(Decimal(-10), day("31/05/2025"), day("31/07/2025"), BUSINESS, RATES) == ()


def test_a_public_buyer_owes_eight_points_whatever_the_contract_says() -> None:
    (part,) = late_interest(Decimal(1000), day("30/06/2025"), day("31/07/2025"), PUBLIC, RATES, Decimal(20))
    assert part.rate == Decimal("10.15")


def test_of_two_rows_of_one_date_the_larger_margin_holds_between_businesses() -> None:
    rows = (*RATES, PenaltyRate(on=day("01/07/2025"), ecb_rate=Decimal("2.15"), margin=Decimal(8)))
    assert rate_on(day("02/07/2025"), BUSINESS, rows) == Decimal("12.15")


def test_a_rate_that_is_not_known_is_never_guessed() -> None:
    with pytest.raises(MissingPenaltyRateError, match=r"^Taux de pénalités inconnu au 01/06/2024$"):
        late_interest(Decimal(1000), day("31/05/2024"), day("31/07/2025"), BUSINESS, RATES)


LATE = day("01/08/2025")


def fee(*lines: Any, **customer: Any) -> Decimal:
    return recovery_fee(client(**customer), lines, LATE, Decimal(40))


def test_forty_euros_for_each_invoice_late_whatever_its_instalments() -> None:
    lines = [item("F1"), item("F1", due_date=day("14/07/2025")), item("F2", paid=Decimal(99)), item("F3")]
    assert fee(*lines) == Decimal(120)


@pytest.mark.parametrize(
    "facts",
    [
        {"amount": "-100", "kind": ItemKind.CREDIT_NOTE},
        {"due_date": LATE},
        {"exclusion": Exclusion.NOT_APPLICABLE},
        {"exclusion": Exclusion.DISPUTED},
        {"paid": Decimal(100)},
    ],
)
def test_a_line_that_is_not_a_late_invoice_owes_no_fee(facts: dict[str, Any]) -> None:
    assert fee(item(**facts)) == ZERO


@pytest.mark.parametrize("facts", [{"kind": CONSUMER}, {"block": Block.INSOLVENCY}, {"group": 0}])
def test_s0_07_some_customers_owe_no_fee(facts: dict[str, Any]) -> None:
    assert fee(item(), **facts) == ZERO


def charged(asked: dict[str, bool], **customer: Any) -> tuple[Reminder, Charges]:
    lines = [
        item("F1", "10000", due_date=day("31/05/2025")),
        item("F2", "100", due_date=day("01/09/2025")),
        item("A1", "-50", due_date=day("31/05/2025"), kind=ItemKind.CREDIT_NOTE),
    ]
    books = ledger(
        lines,
        levels=levels(10, **asked),
        penalty_rates=RATES,
        customers={"C1": client(**customer)},
        groups=ruled(Rule.INCREMENT, content=Content.STATEMENT),
    )
    run = date(2025, 7, 31)
    key = LineKey(customer="C1", invoice="F1", due_date=day("31/05/2025"))
    (reminder,) = issue(books, Criteria(), run, {key: Review(ticked=True, level=1, channel=None)}).reminders
    return reminder, reminder_charges(reminder, books)


def test_s0_27_a_reminder_adds_only_the_charges_its_level_asks_for() -> None:
    reminder, charges = charged({"late_interest": True, "recovery_fee": True})
    assert charges.interest_totals == (("EUR", Decimal("211.27")),)
    assert (charges.fee, charges.rate) == (Decimal(40), None)
    assert {line.item.invoice: charges.interest_of(line) for line in reminder.lines} == {
        "F1": Decimal("211.27"),
        "A1": ZERO,
        "F2": ZERO,
    }
    assert charged({})[1] == Charges()


def test_a_consumer_s_reminder_bears_no_charge() -> None:
    _, charges = charged({"late_interest": True, "recovery_fee": True}, kind=CONSUMER)
    assert charges == Charges()


def test_the_rate_of_the_company_s_conditions_replaces_the_legal_one() -> None:
    books = ledger(
        [item("F1", "1000")], levels=levels(10, late_interest=True), company=Company(penalty_rate=Decimal(15))
    )
    key = LineKey(customer="C1", invoice="F1", due_date=day("07/07/2025"))
    run = day("06/08/2025")
    (reminder,) = issue(books, Criteria(), run, {key: Review(ticked=True, level=1, channel=None)}).reminders
    charges = reminder_charges(reminder, books)
    assert (charges.rate, charges.interest_totals) == (Decimal(15), (("EUR", Decimal("12.33")),))


# --- half-years, public buyers (N-40, N-41, N-42) --------------------------------------------------------------

HISTORY = (
    PenaltyRate(on=day("01/07/2023"), ecb_rate=Decimal("4.00")),
    PenaltyRate(on=day("01/01/2024"), ecb_rate=Decimal("4.50")),
    *RATES,
)


@pytest.mark.parametrize(
    ("due", "until", "rate", "amount"),
    [("31/05/2025", "31/07/2025", "11.15", "186.34"), ("15/12/2023", "15/12/2025", "12.00", "2403.29")],
)
def test_n_40_a_public_buyer_owes_one_rate_to_the_end(due: str, until: str, rate: str, amount: str) -> None:
    """N-40"""
    (part,) = late_interest(Decimal(10000), day(due), day(until), PUBLIC, HISTORY)
    assert (part.rate, part.amount) == (Decimal(rate), Decimal(amount))


def test_n_41_a_row_dated_inside_a_half_year_counts_from_the_next() -> None:
    """N-41"""
    rows = (RATES[0], PenaltyRate(on=day("11/06/2025"), ecb_rate=Decimal("2.15")))
    parts = late_interest(Decimal(10000), day("31/05/2025"), day("31/07/2025"), BUSINESS, rows)
    assert sum(part.amount for part in parts) == Decimal("211.27")


def test_n_42_a_half_year_without_its_row_has_no_rate() -> None:
    """N-42"""
    with pytest.raises(MissingPenaltyRateError, match=r"^Taux de pénalités inconnu au 01/01/2026$"):
        late_interest(Decimal(10000), day("31/05/2025"), day("15/03/2026"), BUSINESS, RATES)
    (part,) = late_interest(Decimal(10000), day("31/05/2025"), day("15/03/2026"), PUBLIC, RATES)
    assert part.days == 288

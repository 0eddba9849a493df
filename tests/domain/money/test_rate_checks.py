"""What is said of the rates: half-years without one (N-42), a rate agreed below the floor (N-43)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from relance_xl.domain.model import Company, Ledger, LegalInterestRate, PenaltyRate
from relance_xl.domain.money.rate_checks import floor_on, rate_problems
from relance_xl.domain.vocabulary import CustomerKind, Exclusion, ItemKind
from tests.domain.builders import client, day, item, ledger, levels

LEGAL = tuple(
    LegalInterestRate(on=day(on), business=Decimal(rate))
    for on, rate in (("01/07/2024", "4.92"), ("01/07/2025", "2.76"), ("01/01/2026", "2.62"))
)


def books(*lines: object, kind: CustomerKind = CustomerKind.BUSINESS, agreed: str = "", asked: bool = True) -> Ledger:
    """One customer's lines, the legal rates, one row of ECB rate for the first half of 2025."""
    return ledger(
        lines or [item("F1", due_date=day("15/05/2025"))],  # type: ignore[arg-type]  # the lines are OpenItems
        customers={"C1": client(kind=kind)},
        levels=levels(10, late_interest=asked),
        company=Company(penalty_rate=Decimal(agreed) if agreed else None),
        penalty_rates=(PenaltyRate(on=day("01/01/2025"), ecb_rate=Decimal("3.15")),),
        legal_rates=LEGAL,
    )


def told(found: Ledger, as_of: str = "15/03/2026") -> list[str]:
    return [problem.what.replace("\u00a0", " ") for problem in rate_problems(found, day(as_of))]


def test_n_42_each_half_year_without_a_rate_is_named() -> None:
    """N-42"""
    assert told(books()) == [
        "Aucun taux de pénalités pour le semestre du 01/07/2025, 01/01/2026 : ces intérêts ne sont pas chiffrés"
    ]
    assert told(books(), "30/06/2025") == []


def test_n_40_a_public_buyer_needs_the_rate_of_the_first_day_only() -> None:
    """N-40"""
    assert told(books(kind=CustomerKind.PUBLIC)) == []
    later = item("F1", due_date=day("30/06/2025"))
    assert "01/07/2025" in told(books(later, kind=CustomerKind.PUBLIC))[0]


@pytest.mark.parametrize(
    "line",
    [
        item(due_date=day("15/05/2025"), exclusion=Exclusion.DISPUTED),
        item(due_date=day("15/05/2025"), paid=Decimal(100)),
        item(amount="-5", due_date=day("15/05/2025"), kind=ItemKind.CREDIT_NOTE),
        item(due_date=day("15/03/2026")),
        item(due_date=day("15/05/2025"), customer="unknown"),
    ],
)
def test_nothing_is_said_where_nobody_bears_interest(line: object) -> None:
    assert told(books(line)) == []


def test_nothing_is_said_where_no_level_asks_for_interest_or_the_rate_is_agreed() -> None:
    assert told(books(asked=False)) == []
    assert told(books(kind=CustomerKind.CONSUMER)) == []
    assert told(books(agreed="12")) == []


def test_n_43_a_rate_agreed_below_three_times_the_legal_one_is_a_warning() -> None:
    """N-43"""
    assert floor_on(books(), day("15/03/2026")) == Decimal("7.86")
    assert told(books(agreed="7.85")) == ["Le taux de pénalités convenu, 7,85 %, est sous le minimum légal, 7,86 %"]
    assert told(books(agreed="7.86")) == []
    assert told(books(agreed="1"), "15/09/2026") == []  # the legal rate of that half-year is not known

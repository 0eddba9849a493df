"""What a reminder adds to the balance, and how its rate may be told (S0-27; C. com. L441-10, D441-5)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.model import Company, PenaltyRate, ReminderLevel
from relance_xl.domain.money.charge_details import charge_details
from relance_xl.domain.money.charges import Charges, reminder_charges
from relance_xl.domain.money.law import MissingPenaltyRateError
from relance_xl.domain.outcome import Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import CustomerKind
from tests.domain.builders import client, day, item, ledger

RUN = day("31/07/2025")
CHARGED = (ReminderLevel(number=2, lower=1, late_interest=True, recovery_fee=True),)


def rate(on: str, points: str = "10") -> PenaltyRate:
    return PenaltyRate(on=day(on), ecb_rate=Decimal("2.15"), margin=Decimal(points))


BOTH_HALVES = (rate("01/01/2025"), rate("01/07/2025"))
"""A half-year without a row has no rate (N-42)."""


def charges(
    *rates: PenaltyRate, kind: CustomerKind = CustomerKind.BUSINESS, contract: Decimal | None = None
) -> Charges:
    books = ledger(
        [item("F1", due_date=day("31/05/2025")), item("F1", due_date=day("01/06/2025")), item("F2")],
        customers={"C1": client(kind=kind)},
        levels=CHARGED,
        penalty_rates=rates,
        company=Company(penalty_rate=contract),
    )
    reviews = {
        line.key: Review(ticked=line.ticked, level=line.level, channel=line.channel)
        for line in propose(books, Criteria(), RUN).lines
    }
    (reminder,) = issue(books, Criteria(), RUN, reviews).reminders
    return reminder_charges(reminder, books)


def test_the_invoices_charged_are_counted_once_each() -> None:
    assert (charges(*BOTH_HALVES).fee, charges(*BOTH_HALVES).invoices_charged) == (Decimal(80), 2)


@pytest.mark.parametrize(
    ("rates", "kind", "contract", "margin"),
    [
        ((rate("01/01/2025"), rate("01/07/2025")), CustomerKind.BUSINESS, None, Decimal(10)),
        ((*BOTH_HALVES, rate("01/01/2025", "8")), CustomerKind.BUSINESS, None, Decimal(10)),
        ((rate("01/01/2025"), rate("01/07/2025", "12")), CustomerKind.BUSINESS, None, None),
        ((rate("01/01/2025"),), CustomerKind.BUSINESS, Decimal(15), None),
        (BOTH_HALVES, CustomerKind.PUBLIC, Decimal(15), Decimal(8)),
        ((rate("01/01/2025"),), CustomerKind.CONSUMER, None, None),
    ],
)
def test_the_points_above_the_ecb_s_rate_are_told_when_one_number_is_true_of_all(
    rates: tuple[PenaltyRate, ...], kind: CustomerKind, contract: Decimal | None, margin: Decimal | None
) -> None:
    assert charges(*rates, kind=kind, contract=contract).margin == margin


def test_n_39_a_rate_in_error_gives_no_figure_to_a_business_and_the_legal_one_to_a_public_buyer() -> None:
    """N-39"""
    faulty = Company(faulty=frozenset({"penalty_rate"}))
    for kind, expected in ((CustomerKind.BUSINESS, None), (CustomerKind.PUBLIC, 2)):
        books = ledger(
            [item("F1", due_date=day("31/05/2025")), item("F2")],
            customers={"C1": client(kind=kind)},
            levels=CHARGED,
            penalty_rates=BOTH_HALVES,
            company=faulty,
        )
        reviews = {
            line.key: Review(ticked=line.ticked, level=line.level, channel=line.channel)
            for line in propose(books, Criteria(), RUN).lines
        }
        (reminder,) = issue(books, Criteria(), RUN, reviews).reminders
        details = charge_details(books, RUN)
        if expected is None:
            with pytest.raises(MissingPenaltyRateError):
                reminder_charges(reminder, books)
            assert (details.missing_rate, sum(detail.fee for detail in details.details)) == (RUN, Decimal(80))
        else:
            assert len(reminder_charges(reminder, books).interest) == expected
            assert details.missing_rate is None

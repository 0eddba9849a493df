"""The detail of late interest and recovery fee (S0-27; C. com. L441-10, D441-5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from relance_xl.domain.model import Company, Customer, PenaltyRate
from relance_xl.domain.money.charge_details import charge_details
from relance_xl.domain.vocabulary import Block, CustomerKind, Exclusion, ItemKind
from tests.domain.builders import client, day, item, ledger

RATES = (
    PenaltyRate(on=date(2025, 1, 1), ecb_rate=Decimal("3.15")),
    PenaltyRate(on=date(2025, 7, 1), ecb_rate=Decimal("2.15")),
)


def test_s0_27_a_delay_over_two_semesters_is_split_and_the_fee_stands_once() -> None:
    books = ledger([item("F1", "10000", due_date=day("31/05/2025"))], penalty_rates=RATES)
    first, second = charge_details(books, day("31/07/2025")).details
    assert first.interest is not None
    assert second.interest is not None
    assert [(part.days, part.rate, part.amount) for part in (first.interest, second.interest)] == [
        (30, Decimal("13.15"), Decimal("108.08")),
        (31, Decimal("12.15"), Decimal("103.19")),
    ]
    assert (first.fee, second.fee) == (Decimal(40), Decimal(0))


def test_the_fee_is_owed_once_an_invoice_whatever_its_instalments() -> None:
    books = ledger(
        [
            item("F1", due_date=day("01/06/2025")),
            item("F1", due_date=day("02/06/2025")),
            item("F2", due_date=day("03/06/2025")),
            item("A1", "-10", due_date=day("03/06/2025"), kind=ItemKind.CREDIT_NOTE),
            item("F3", due_date=day("30/06/2025")),
        ],
        penalty_rates=RATES,
    )
    details = charge_details(books, day("30/06/2025")).details
    assert [(detail.item.invoice, detail.fee) for detail in details] == [
        ("F1", Decimal(40)),
        ("F1", Decimal(0)),
        ("F2", Decimal(40)),
    ]


@pytest.mark.parametrize(
    "customer",
    [
        client(kind=CustomerKind.CONSUMER),
        client(group=0),
        client(block=Block.INSOLVENCY),
    ],
    ids=["a consumer", "S0-07 group 0", "insolvency proceedings"],
)
def test_who_owes_nothing_of_it_is_absent(customer: Customer) -> None:
    books = ledger([item()], customers={"C1": customer}, penalty_rates=RATES)
    assert charge_details(books, day("01/12/2025")).details == ()


@pytest.mark.parametrize("exclusion", list(Exclusion))
def test_a_line_excluded_or_disputed_owes_nothing_of_it(exclusion: Exclusion) -> None:
    books = ledger([item(exclusion=exclusion)], penalty_rates=RATES)
    assert charge_details(books, day("01/12/2025")).details == ()


def test_without_a_legal_rate_the_fee_stands_alone_and_the_day_is_told() -> None:
    found = charge_details(ledger([item()]), day("01/08/2025"))
    assert (found.details[0].interest, found.details[0].fee) == (None, Decimal(40))
    assert found.missing_rate == day("08/07/2025")


def test_the_contract_s_rate_replaces_the_legal_one_between_businesses() -> None:
    books = ledger([item("F1", "1000")], company=Company(penalty_rate=Decimal(15)))
    (detail,) = charge_details(books, day("07/08/2025")).details
    assert detail.interest is not None
    assert detail.interest.rate == 15

"""Days of sales outstanding by count-back, against computations by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from relance_xl.domain.model import OpenItem
from relance_xl.domain.money.outstanding import Outstanding, days_outstanding
from relance_xl.domain.vocabulary import ItemKind
from tests.domain.builders import day, item, ledger

RUN = day("15/04/2025")


def sale(number: str, amount: str, sold: str, paid: str = "0") -> OpenItem:
    return item(number, amount, paid=Decimal(paid), issue_date=day(sold))


SALES = [
    sale("F0", "700", "10/12/2024", paid="700"),
    sale("F1", "900", "10/01/2025", paid="900"),
    sale("F2", "800", "10/02/2025", paid="800"),
    sale("F3", "1240", "10/03/2025"),
    sale("F4", "600", "10/04/2025"),
]


def test_the_debt_is_exhausted_from_the_latest_month_back() -> None:
    """2 540 owed: 15 days of April (600), 31 of March (1 240), then 700 of the 800 of February: 24.5 of 28 days."""
    late = [*SALES, sale("F5", "700", "01/01/2020")]
    assert days_outstanding(ledger(late), RUN) == Outstanding(days=70)  # 15 + 31 + 24,5: to the even one


def test_a_debt_that_ends_with_a_month_counts_its_days_and_no_more() -> None:
    assert days_outstanding(ledger(SALES), RUN) == Outstanding(days=46)  # 600 + 1 240: 15 + 31


def test_a_month_without_sales_counts_for_its_days_and_a_credit_note_lessens_those_of_its_own() -> None:
    """400 owed: April sold nothing (15 days), March 1 240 less 440: half of 800, so 15.5 of 31 days."""
    given = item("A1", "-440", paid=Decimal(-440), kind=ItemKind.CREDIT_NOTE, issue_date=day("20/03/2025"))
    older = item("P1", "-840", kind=ItemKind.PAYMENT, issue_date=day("01/04/2025"))
    returned = item("A2", "-10", paid=Decimal(-10), kind=ItemKind.CREDIT_NOTE, issue_date=day("02/04/2025"))
    undated = item("A3", "-5", paid=Decimal(-5), kind=ItemKind.CREDIT_NOTE)
    books = ledger([*SALES[:4], given, older, returned, undated])
    assert days_outstanding(books, RUN) == Outstanding(days=30)  # 15 + 15,5: to the even one


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (SALES[:3], "rien n'est dû"),
        ([*SALES, item("F9", "10")], "une facture n'a pas de date"),
        (SALES[3:], "les factures réglées ne sont pas conservées dans « Factures »"),
        (SALES[1:], "il faut au moins 3 mois entiers de ventes dans « Factures »"),
        ([*SALES, item("D1", "9000", kind=ItemKind.DEPOSIT)], "les ventes de « Factures » ne remontent pas assez loin"),
        ([*SALES, item("F9", "10", currency="CHF")], "une devise n'a pas de cours"),
    ],
)
def test_it_is_told_only_where_it_is_true(lines: list[OpenItem], why: str) -> None:
    assert days_outstanding(ledger(lines), RUN) == Outstanding(why=why)

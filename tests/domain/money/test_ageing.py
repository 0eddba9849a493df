"""Aged balance and levels reached."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from relance_xl.domain.model import ExchangeRate
from relance_xl.domain.money.ageing import aged_balance, balance_by_level
from relance_xl.domain.vocabulary import ItemKind
from tests.domain.builders import DUE, client, day, item, ledger


@pytest.mark.parametrize(
    ("days", "bracket"), [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (900, 4)]
)
def test_the_bounds_of_the_brackets_are_inclusive(days: int, bracket: int) -> None:
    rows = aged_balance(ledger([item()]), DUE + timedelta(days=days)).rows
    assert [row.lines for row in rows] == [1 if index == bracket else 0 for index in range(5)]


def test_the_aged_balance_tells_all_that_is_owed_in_the_reference_currency() -> None:
    books = ledger(
        [
            item("F1", "100"),
            item("F2", "100", currency="USD"),
            item("F3", "8", customer="C0"),
            item("A1", "-50", due_date=day("01/12/2025"), kind=ItemKind.CREDIT_NOTE),
            item("F4", paid=Decimal(100)),
            item("F5", currency="CHF"),
        ],
        customers={"C1": client(), "C0": client("C0", group=0)},
        rates=(ExchangeRate(currency="usd", on=DUE, value=Decimal("0.92")),),
    )
    run = DUE + timedelta(days=10)
    balance = aged_balance(books, run)
    assert [(row.label, row.amount, row.lines) for row in balance.rows][:2] == [
        ("Non échu", Decimal(-50), 1),
        ("1-30 jours", Decimal(200), 3),
    ]
    assert (balance.total, balance.missing_currencies) == (Decimal(150), ("CHF",))
    assert balance.share(balance.rows[2]) == 0
    assert balance.share(balance.rows[1]) == Decimal(200) / Decimal(150)
    assert aged_balance(books, run, "C0").total == Decimal(8)
    empty = aged_balance(ledger([]), run)
    assert empty.share(empty.rows[0]) == 0


def test_what_is_overdue_is_told_by_level_reached() -> None:
    books = ledger([item("F1", level=2), item("F2", "5"), item("F3", "7"), item("F4", due_date=day("10/07/2025"))])
    assert [(row.label, row.amount, row.lines) for row in balance_by_level(books, day("10/07/2025"))] == [
        ("Jamais relancée", Decimal(12), 2),
        ("Niveau 2", Decimal(100), 1),
    ]

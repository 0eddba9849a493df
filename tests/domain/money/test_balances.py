"""The aged balance by customer, currency and manager: one look at each line, and every part adds up."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from relance_xl.domain.model import ZERO, Company, ExchangeRate, Ledger, OpenItem, ReminderGroup
from relance_xl.domain.money.ageing import aged_balance
from relance_xl.domain.money.balances import balances
from tests.domain.builders import DUE, client, item, ledger

RATES = (ExchangeRate(currency="USD", on=DUE - timedelta(days=900), value=Decimal("0.92")),)


def test_customers_are_ranked_by_what_they_owe_and_settled_ones_left_out() -> None:
    books = ledger(
        [
            item("F1", "100"),
            item("F2", "300", customer="C2"),
            item("F3", "50", customer="C3", paid=Decimal(50)),
            item("F4", "70", customer="C4"),
        ],
        customers={"C1": client(), "C2": client("C2"), "C3": client("C3")},
    )
    found = balances(books, DUE)
    assert [(customer.code, ages.total) for customer, ages in found.customers] == [
        ("C2", Decimal(300)),
        ("C1", Decimal(100)),
        ("C4", Decimal(70)),
    ]
    assert found.customers[2][0].name == "C4"


def test_managers_are_those_of_the_groups_and_customers_without_one_come_last() -> None:
    books = ledger(
        [item("F1", "100"), item("F2", "30", customer="C2"), item("F3", "7", customer="C3")],
        customers={"C1": client(), "C2": client("C2", group=2), "C3": client("C3", group=None)},
        groups={1: ReminderGroup(number=1), 2: ReminderGroup(number=2, manager="Claire")},
    )
    managers = balances(books, DUE + timedelta(days=1)).managers
    assert [(name, ages.total, ages.overdue) for name, ages in managers.items()] == [
        ("Claire", Decimal(30), Decimal(30)),
        ("", Decimal(107), Decimal(107)),
    ]


def test_a2_each_currency_keeps_its_own_amounts_and_none_is_taken_for_the_reference() -> None:
    books = ledger(
        [item("F1", "100"), item("F2", "100", currency="usd"), item("F3", "100", currency="SEK")], rates=RATES
    )
    found = balances(books, DUE)
    assert {currency: ages.total for currency, ages in found.currencies.items()} == {"EUR": 100, "USD": 100, "SEK": 100}
    assert (found.whole.total, found.missing_currencies) == (Decimal(192), ("SEK",))


def test_s0_10_without_the_currency_module_everything_is_in_the_reference_currency() -> None:
    books = ledger([item("F1", "100", currency="USD")], company=Company(currencies_enabled=False))
    assert list(balances(books, DUE).currencies) == ["EUR"]


def test_the_share_overdue_is_nothing_when_nothing_is_owed() -> None:
    assert balances(ledger([]), DUE).whole.overdue_share == 0


lines = st.lists(
    st.builds(
        item,
        invoice=st.just("F"),
        amount=st.integers(-500, 900).map(str),
        customer=st.sampled_from(["C1", "C2", "C3"]),
        due_date=st.integers(-120, 30).map(lambda days: DUE + timedelta(days=days)),
        currency=st.sampled_from(["", "EUR", "USD", "SEK"]),
        paid=st.sampled_from([ZERO, Decimal(10)]),
    ),
    max_size=12,
)


def books_of(items: list[OpenItem]) -> Ledger:
    return ledger(items, rates=RATES)


@given(lines)
def test_every_part_adds_up_to_the_whole_for_any_lines(items: list[OpenItem]) -> None:
    found = balances(books_of(items), DUE)
    whole = aged_balance(books_of(items), DUE)
    assert found.aged == whole
    assert sum((ages.total for _, ages in found.customers), ZERO) == whole.total
    assert sum((ages.total for ages in found.managers.values()), ZERO) == whole.total


@given(lines, st.randoms())
def test_the_order_of_the_rows_changes_nothing(items: list[OpenItem], random: Random) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)
    assert balances(books_of(shuffled), DUE).aged == balances(books_of(items), DUE).aged

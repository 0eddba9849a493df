"""Companies made by chance, with everything that the rules look at; the same seed makes the same company."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from relance_xl.domain.model import (
    Company,
    Customer,
    ExchangeRate,
    Ledger,
    OpenItem,
    PaymentToPlace,
    ReminderGroup,
    ReminderLevel,
)
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import (
    Block,
    Channel,
    Content,
    Display,
    Exclusion,
    Grouping,
    ItemKind,
    LetterCurrency,
    Rule,
)

RUN = date(2026, 3, 16)
"""A Monday."""


def company(seed: int) -> Ledger:
    """Six customers, one of them of group 0, three groups, three or four levels, and up to five lines each."""
    chance = Random(seed)  # noqa: S311 - no secret is made of it
    customers = {f"C{number}": _customer(chance, number) for number in range(6)}
    items = [_item(chance, code, number) for code in customers for number in range(chance.randint(0, 5))]
    waiting = {code: PaymentToPlace(booked_on=RUN, amount=Decimal(10)) for code in customers if chance.random() < 0.04}
    return Ledger(
        company=Company(
            name="Notre Société",
            address=("1 rue Haute", "69001 Lyon"),
            excluded_payment_methods=frozenset({"Prélèvement"}),
            notice_interval=chance.choice([10, 30]),
            notice_without_reminder=chance.random() < 0.2,
        ),
        customers=customers,
        items=tuple(items),
        groups={0: ReminderGroup(number=0)} | {number: _group(chance, number) for number in (1, 2, 3)},
        levels=_levels(chance),
        rates=(ExchangeRate(currency="USD", on=date(2026, 3, 1), value=Decimal("0.92")),),
        set_aside=frozenset(code for code in customers if chance.random() < 0.04),
        to_place=waiting,
    )


def a_run(seed: int) -> Criteria:
    """A search without a filter: who is left out by one is another matter."""
    chance = Random(f"run {seed}")  # noqa: S311 - as above
    return Criteria(
        display=Display.ALL,
        same_level=chance.random() < 0.3,
        rule=chance.choice([None, None, *Rule]),
        imposed_level=chance.choice([None, 1, 2, 3]),
        grouping=chance.choice([None, None, *Grouping]),
        method=chance.choice([None, None, Channel.LETTER, Channel.EMAIL]),
    )


def after(books: Ledger, days: int, chance: Random) -> Ledger:
    """The ledger some days later: some lines were paid, wholly or in part, one invoice or two are new."""
    items = [
        replace(item, paid=item.amount if chance.random() < 0.5 else item.paid + 1) if chance.random() < 0.06 else item
        for item in books.items
    ]
    for code in books.customers:
        if chance.random() < 0.15:
            young = _item(chance, code, 1000 * days + len(items))
            items.append(replace(young, due_date=RUN + timedelta(days), level=0, last_reminder=None, paid=Decimal(0)))
    return replace(books, items=tuple(items))


def _customer(chance: Random, number: int) -> Customer:
    seldom = chance.random()
    return Customer(
        code=f"C{number}",
        name=f"Client {number}",
        address=("2 rue Basse",),
        postal_code="69002",
        city="Lyon",
        email=chance.choice(["", "a@example.com"]),
        group=0 if number == 0 else chance.choice([1, 2, 3, 3, 2, 1, None]),
        card_level=chance.choice([None, 1, 2, 3]),
        channel=chance.choice([None, *Channel]),
        block=chance.choice(list(Block)) if seldom < 0.06 else None,
        not_before=RUN + timedelta(chance.choice([-1, 0, 1])) if 0.06 < seldom < 0.15 else None,
        payment_method=chance.choice(["", "", "", "", "Prélèvement", "Virement"]),
    )


def _item(chance: Random, code: str, number: int) -> OpenItem:
    level = chance.choice([0, 0, 0, 1, 1, 2, 3])
    kind = chance.choice([ItemKind.INVOICE] * 7 + [ItemKind.CREDIT_NOTE, ItemKind.PAYMENT])
    amount = Decimal(chance.randint(5_000, 90_000)) / 100
    credit = kind is not ItemKind.INVOICE and chance.random() < 0.9
    reminded = RUN - timedelta(chance.choice([0, 1, 5, 9, 10, 12, 29, 30, 31, 60]))
    return OpenItem(
        customer=code,
        invoice=f"F{number // 2 if chance.random() < 0.3 else number}-{code}",
        due_date=RUN - timedelta(chance.randint(-20, 150)),
        amount=-amount if credit else amount,
        paid=chance.choice([Decimal(0)] * 6 + [Decimal("33.33"), amount]) if not credit else Decimal(0),
        kind=kind,
        currency=chance.choice([""] * 8 + ["USD", "EUR", "USD" if chance.random() < 0.8 else "GBP"]),
        payment_method=chance.choice([""] * 9 + ["Prélèvement"]),
        level=level,
        last_reminder=reminded if level else None,
        exclusion=chance.choice([None] * 9 + [chance.choice(list(Exclusion))]),
        promised_on=RUN + timedelta(chance.choice([-1, 0, 1])) if chance.random() < 0.12 else None,
    )


def _group(chance: Random, number: int) -> ReminderGroup:
    return ReminderGroup(
        number=number,
        rule=chance.choice([Rule.DAYS_OVERDUE, *Rule]),
        jumps=chance.random() < 0.5,
        minimum_level=chance.choice([1, 1, 1, 2]),
        maximum_level=chance.choice([2, 3, 3, 9]),
        interval=chance.choice([0, 10, 10]),
        grouping=chance.choice([Grouping.CUSTOMER, *Grouping]),
        content=chance.choice(list(Content)),
        minimum_amount=chance.choice([None, None, Decimal(150)]),
    )


def _levels(chance: Random) -> tuple[ReminderLevel, ...]:
    bounds = chance.choice([(10, 30, 60), (-5, 11, 40), (8, 15, 30), (1, 20, None)])
    rows = [
        ReminderLevel(
            number=number,
            lower=lower,
            upper=chance.choice([None, None, None, lower + 9]) if lower is not None else None,
            registered=number == 3 or (number == 2 and chance.random() < 0.2),
            deadline_days=8 if number > 1 else None,
            recovery_fee=number > 1,
            channel=chance.choice([None, None, None, Channel.LETTER, Channel.EMAIL]),
            minimum_amount=chance.choice([None, None, None, Decimal(100)]),
            letter_currency=chance.choice([LetterCurrency.CUSTOMER, LetterCurrency.REFERENCE]),
        )
        for number, lower in enumerate(bounds, start=1)
    ]
    if chance.random() < 0.3:
        rows.append(ReminderLevel(number=2, group=2, lower=25, deadline_days=8, recovery_fee=True))
    return tuple(rows)

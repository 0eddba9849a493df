"""Reminders as the domain makes them, for the letters' tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from relance_xl.domain.issue.contents import due
from relance_xl.domain.model import Company, Customer, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.money.charges import Charges
from relance_xl.domain.money.currencies import Exchange
from relance_xl.domain.money.law import Interest
from relance_xl.domain.outcome import LineKey, Reminder, ReminderLine
from relance_xl.domain.vocabulary import Channel, Content, CustomerKind, Grouping, ItemKind

AS_OF = date(2026, 3, 15)
COMPANY = Company(
    name="Menuiserie Vallier & Fils",
    address=("12, rue des Artisans", "ZI du Parc", "69003 Lyon"),
    siren="732829320",
    legal_notice="SAS au capital de 50 000 € – RCS Lyon 732 829 320 – TVA FR44 732829320",
    iban="FR7630004000031234567890143",
    bic="BNPAFRPPXXX",
    phone="0472001020",
    email="compta@vallier.example",
    city="Lyon",
    signatory="Jeanne Vallier",
)
GROUP = ReminderGroup(
    number=1,
    label="Clients",
    manager="Paul Renaud",
    manager_phone="0472001021",
    manager_email="relances@vallier.example",
)
CUSTOMER = Customer(
    code="C0012",
    name="Dupont & Fils <SARL>",
    address=("Bâtiment C", "8, avenue de l'Église"),
    postal_code="42000",
    city="Saint-Étienne",
    contact="Mme Anne Dupont",
    group=1,
)
LEVELS = {
    1: ReminderLevel(number=1, label="Rappel", deadline_days=8),
    2: ReminderLevel(number=2, label="Deuxième rappel", deadline_days=8, late_interest=True, recovery_fee=True),
    3: ReminderLevel(
        number=3, label="Mise en demeure", deadline_days=8, registered=True, late_interest=True, recovery_fee=True
    ),
}


def line(
    invoice: str,
    amount: str,
    paid: str = "0",
    *,
    late: int = 30,
    currency: str = "EUR",
    kind: ItemKind = ItemKind.INVOICE,
    level: int = 1,
    customer: str = CUSTOMER.code,
) -> ReminderLine:
    due_date = AS_OF - timedelta(days=late)
    item = OpenItem(
        customer=customer,
        invoice=invoice,
        due_date=due_date,
        issue_date=due_date - timedelta(days=30),
        amount=Decimal(amount),
        paid=Decimal(paid),
        currency=currency,
        kind=kind,
        level=level - 1,
        last_reminder=AS_OF - timedelta(days=15) if level > 1 else None,
    )
    return ReminderLine(
        item=item,
        key=LineKey(customer=customer, invoice=invoice, due_date=due_date),
        days_overdue=late,
        currency=currency,
        amount=item.amount,
        paid=item.paid,
        balance=item.open_amount,
        level=level if item.amount > 0 else None,
    )


def reminder(
    level: int = 1,
    lines: tuple[ReminderLine, ...] | None = None,
    customer: Customer = CUSTOMER,
    *,
    kind: CustomerKind = CustomerKind.BUSINESS,
) -> Reminder:
    lines = lines or (
        line("FA-2026-001", "1200.00", "300.00", level=level),
        line("FA-2026-014", "500.00", late=12, level=level),
    )
    totals: dict[str, Decimal] = {}
    for one in lines:
        totals[one.currency] = totals.get(one.currency, Decimal(0)) + one.balance
    parameters = LEVELS.get(level) or replace(LEVELS[3], number=level)
    return Reminder(
        customer=replace(customer, kind=kind),
        group=GROUP,
        level=parameters,
        channel=Channel.LETTER,
        grouping=Grouping.CUSTOMER,
        content=Content.OVERDUE,
        as_of=AS_OF,
        deadline=AS_OF + timedelta(days=parameters.deadline_days or 0),
        lines=lines,
        totals=tuple(totals.items()),
        due=due(lines, AS_OF, Exchange(reference="EUR", enabled=True, rates={})),
    )


def charged(interest: str, fee: str, on: ReminderLine) -> Charges:
    """Interest at 12.15 % borne by one line, and a recovery fee."""
    part = Interest(first=AS_OF, last=AS_OF, base=on.balance, rate=Decimal("12.15"), amount=Decimal(interest))
    return Charges(
        interest={on.key: (part,)}, interest_totals=((on.currency, part.amount),), fee=Decimal(fee), each=Decimal(40)
    )

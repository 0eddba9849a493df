"""The letters that try a template: the plainest customer, and the worst one can meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from relance_xl.documents.contents.context import Context, Extras, bill_context, letter_context
from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.languages.language import Language
from relance_xl.domain.calendar import working_day
from relance_xl.domain.issue.contents import due
from relance_xl.domain.model import ZERO, BillOfExchange, Company, Customer, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.money.charges import Charges
from relance_xl.domain.money.currencies import Exchange
from relance_xl.domain.money.law import Interest
from relance_xl.domain.outcome import LineKey, Reminder, ReminderLine
from relance_xl.domain.vocabulary import Channel, Content, CustomerKind, Grouping, ItemKind

DAY = date(2026, 3, 15)
COMPANY = Company(
    name="Votre société",
    address=("1, rue de l'Exemple", "69000 Lyon"),
    siren="000000000",
    legal_notice="SAS au capital de 10 000 €",
    iban="FR7630004000031234567890143",
    bic="BNPAFRPPXXX",
    phone="0400000000",
    email="compta@exemple.fr",
    city="Lyon",
    signatory="Le service comptable",
)
GROUP = ReminderGroup(
    number=1, manager="Camille Martin", manager_phone="0400000001", manager_email="c.martin@exemple.fr"
)
_PLAIN = Customer(code="C1", name="Client")
_WORST = Customer(
    code="C000000000000000042",
    name="Société coopérative d'intérêt collectif « L'Œuvre & Fils » <Établissements Anticonstitutionnellement réunis>",
    address=("Résidence des Très Longues Allées, escalier B", "1234 bis, avenue du Maréchal-de-Lattre", "BP 90210"),
    postal_code="97480",
    city="Saint-Joseph-sur-les-Hauts-Plateaux",
    country="Nouvelle-Calédonie",
    contact="Mme Marie-Bénédicte de La Rochefoucauld",
)
_INVOICES = 40
EXCHANGE = Exchange(reference="EUR", enabled=True, rates={})


def sample_contexts(company: Company = COMPANY, *, language: Language = FRENCH) -> list[Context]:
    """One plain letter, and the worst one for each kind of customer: long name, 40 invoices, 3 currencies, a firm."""
    plain = _reminder(_PLAIN, (_line(_PLAIN, 1, "EUR"),), level=1)
    lines = tuple(_line(_WORST, number, ("EUR", "USD", "GBP")[number % 3]) for number in range(_INVOICES))
    interest = Interest(first=DAY, last=DAY, base=Decimal(100), rate=Decimal("12.15"), amount=Decimal("1.20"))
    charges = Charges(
        interest={lines[0].key: (interest,)},
        interest_totals=((lines[0].currency, interest.amount),),
        fee=Decimal(40),
        each=Decimal(40),
    )
    made = [letter_context(plain, company, language=language)]
    mandated = _mandated(company)
    for kind in CustomerKind:
        customer = Customer(**{name: getattr(_WORST, name) for name in Customer.__slots__} | {"kind": kind})
        worst = _reminder(customer, lines, level=3)
        extras = Extras(charges=charges, statement=lines, registered_number="1A 0")
        made.append(letter_context(worst, mandated, extras, language=language))
    single = _reminder(_PLAIN, (_line(_PLAIN, 1, "EUR"),), level=2)
    made.append(letter_context(single, company, Extras(bill_maturity=DAY + timedelta(days=30)), language=language))
    return made


def sample_bill_contexts(company: Company = COMPANY, *, language: Language = FRENCH) -> list[Context]:
    """The letter about a bill never reminded, of which little is known, and about one reminded already."""
    bill = BillOfExchange(number="LC-1", customer="C1", maturity_date=DAY, amount=Decimal("1234.56"))
    known = BillOfExchange(
        number="LC-2",
        customer="C1",
        maturity_date=DAY,
        amount=Decimal("1234567.89"),
        drawn_on=DAY,
        sent_on=DAY,
        reminders=1,
        last_reminder=DAY,
    )
    return [
        bill_context(bill, _PLAIN, ReminderGroup(number=1), company, DAY, language=language),
        bill_context(known, _WORST, GROUP, _mandated(company), DAY, language=language),
    ]


def _mandated(company: Company) -> Company:
    """The company as a firm writes for it."""
    return replace(
        company,
        mandate=DAY,
        firm_name="Cabinet Exemple",
        firm_address="2 place du Marché, 69000 Lyon",
        firm_phone="0400000002",
        firm_email="relances@exemple.fr",
    )


def _reminder(customer: Customer, lines: tuple[ReminderLine, ...], level: int) -> Reminder:
    totals: dict[str, Decimal] = {}
    for line in lines:
        totals[line.currency] = totals.get(line.currency, ZERO) + line.balance
    charged = level > 1
    return Reminder(
        customer=customer,
        group=GROUP,
        level=ReminderLevel(
            number=level,
            label="Relance",
            subject="Relance",
            deadline_days=8 if charged else None,
            registered=charged,
            late_interest=charged,
            recovery_fee=charged,
        ),
        channel=Channel.LETTER,
        grouping=Grouping.CUSTOMER,
        content=Content.OVERDUE,
        as_of=DAY,
        deadline=working_day(DAY + timedelta(days=8)) if charged else None,
        lines=lines,
        totals=tuple(totals.items()),
        due=due(lines, DAY, EXCHANGE),
    )


def _line(customer: Customer, number: int, currency: str) -> ReminderLine:
    """The line of rank `number`: now and then a credit note, a part payment, a line not yet due, no date."""
    due_date = DAY - timedelta(days=number * 3 - 5)
    credit = number % 11 == 10
    amount = Decimal(-50) if credit else Decimal("1234567.89") / (number + 1)
    item = OpenItem(
        customer=customer.code,
        invoice=f"FACTURE-2026-{number:06d}",
        due_date=due_date,
        issue_date=None if number % 7 == 6 else due_date - timedelta(days=30),
        kind=ItemKind.CREDIT_NOTE if credit else ItemKind.INVOICE,
        amount=amount.quantize(Decimal("0.01")),
        paid=Decimal(10) if number % 4 == 3 and not credit else ZERO,
        currency=currency,
        level=number % 3,
        last_reminder=DAY - timedelta(days=20) if number % 3 else None,
    )
    return ReminderLine(
        item=item,
        key=LineKey(customer=customer.code, invoice=item.invoice, due_date=due_date),
        days_overdue=item.days_overdue(DAY),
        currency=currency,
        amount=item.amount,
        paid=item.paid,
        balance=item.open_amount,
        level=None if credit else 3,
    )

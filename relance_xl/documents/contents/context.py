"""What a template may print: plain French-named data made from a reminder (`fields.FIELDS` documents it).

Amounts put together here, as `total`, are written in the language of the template that prints them.

Only texts, numbers, dates, lists and dictionaries go in, and pictures that hide what they hold, so that a template
reaches nothing of the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from relance_xl.documents.contents.claims import charges_claimed, listed_sums, totals_of, transfer_code
from relance_xl.documents.contents.postal_address import address_block, street_and_town
from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.languages.language import Language
from relance_xl.documents.languages.numbers import iban, phone, siren
from relance_xl.domain.calendar import shifted
from relance_xl.domain.issue.claims import EURO, to_pay
from relance_xl.domain.issue.contents import is_to_come
from relance_xl.domain.model import BillOfExchange, Company, Customer, ReminderGroup, ReminderLevel
from relance_xl.domain.money.charges import Charges
from relance_xl.domain.outcome import Reminder, ReminderLine
from relance_xl.domain.vocabulary import CustomerKind, ItemKind

Context = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What one letter bears beside its reminder.

    Attributes:
        charges: late interest and recovery fee, None when the level asks for none.
        bill_maturity: due date of the bill of exchange printed at the bottom (S3-09), None without a bill.
        registered_number: number of the registered letter, "" when not known.
        payment_code: print the QR code of a transfer of what the letter claims, when it is in euros only.
        statement: all the open lines of the customer, printed as an annex (S0-26).
    """

    charges: Charges | None = None
    bill_maturity: date | None = None
    registered_number: str = ""
    payment_code: bool = False
    statement: Sequence[ReminderLine] = field(default_factory=tuple)


def letter_context(
    reminder: Reminder, company: Company, extras: Extras | None = None, *, language: Language = FRENCH
) -> Context:
    """The fields of one reminder's letter, `language` being its template's.

    With a bill of exchange the reminder must have one total that is not zero: ValueError otherwise (A8).
    """
    extras = extras or Extras()
    charges = _granted(extras.charges, reminder.customer)
    lines = [_line(line, reminder.as_of, charges, language) for line in reminder.lines]
    totals = totals_of(lines, reminder.as_of, reminder.totals, reminder.principal)
    asked = dict(to_pay(reminder.due, charges, company.reference_currency))
    return {
        **_common(company, reminder.customer, reminder.group, reminder.as_of, language),
        "reference": letter_reference(reminder),
        "recommande": extras.registered_number,
        "delai": reminder.deadline,
        "delai_jours": reminder.level.deadline_days,
        "delai_reporte": _is_postponed(reminder),
        "indemnite": _fee(company, language),
        "niveau": {**_level(reminder.level), "indemnite": reminder.level.recovery_fee and company.printed_fee > 0},
        "lignes": lines,
        "totaux": totals,
        "total": language.listed([language.money(total, currency) for currency, total in reminder.principal]),
        "echu": listed_sums(dict(reminder.due), language),
        "devises_echues": sum(amount > 0 for _, amount in reminder.due),
        "a_regler": listed_sums(asked, language),
        "a_echoir": any(is_to_come(line.balance, line.item.due_date, reminder.as_of) for line in reminder.lines),
        "nombre": sum(line.item.kind is ItemKind.INVOICE for line in reminder.lines),
        "nombre_echues": sum(line["retard"] is not None for line in lines),
        "avoirs": any(line.balance < 0 for line in reminder.lines),
        "rappels": max((line.item.level for line in reminder.lines), default=0),
        "derniere_relance": max(
            (line.item.last_reminder for line in reminder.lines if line.item.last_reminder), default=None
        ),
        "penalites": charges_claimed(charges, asked, language),
        "qr": transfer_code(company, asked, letter_reference(reminder), language) if extras.payment_code else None,
        "traite": _joined_draft(reminder, asked, extras.bill_maturity, language),
        "releve": totals_of(
            [_line(line, reminder.as_of, charges, language) for line in extras.statement], reminder.as_of
        ),
    }


def bill_context(
    bill: BillOfExchange,
    customer: Customer,
    group: ReminderGroup,
    company: Company,
    as_of: date,
    *,
    language: Language = FRENCH,
) -> Context:
    """The fields of the letter that asks for a bill of exchange to be returned accepted (S0-15, S0-30).

    `language` is its template's.
    """
    currency = bill.currency or company.reference_currency
    level = ReminderLevel(number=min(bill.reminders + 1, 9))
    return {
        **_common(company, customer, group, as_of, language),
        "reference": f"{customer.code} / {bill.number}",
        "recommande": "",
        "delai": None,
        "delai_jours": None,
        "delai_reporte": False,
        "indemnite": "",
        "niveau": _level(level),
        "lignes": [],
        "totaux": [],
        "total": language.money(bill.amount, currency),
        "echu": "",
        "devises_echues": 0,
        "a_regler": "",
        "a_echoir": False,
        "nombre": 0,
        "nombre_echues": 0,
        "avoirs": False,
        "rappels": bill.reminders,
        "derniere_relance": bill.last_reminder,
        "penalites": None,
        "qr": None,
        "traite": _draft(bill, currency, language),
        "releve": [],
    }


def _is_postponed(reminder: Reminder) -> bool:
    """Whether the deadline is later than the days granted, for it falls on a working day (N-48)."""
    days = reminder.level.deadline_days
    return reminder.deadline is not None and days is not None and reminder.deadline > shifted(reminder.as_of, days)


def _fee(company: Company, language: Language) -> str:
    """« 40 € », the cents only where there are some; "" when it is not known."""
    fee = company.printed_fee
    written = language.money(fee, EURO) if fee else ""
    return re.sub(r"[.,]00(?!\d)", "", written) if fee == int(fee) else written


def _granted(charges: Charges | None, customer: Customer) -> Charges:
    """The charges, none for a consumer: the law grants neither before a formal notice (C. com. L441-10)."""
    return Charges() if charges is None or customer.kind is CustomerKind.CONSUMER else charges


def letter_reference(reminder: Reminder) -> str:
    """« C0012 / 150326 / N2 »: what the customer quotes, and what finds the letter again."""
    return f"{reminder.customer.code} / {reminder.as_of:%d%m%y} / N{reminder.level.number}"


def _common(company: Company, customer: Customer, group: ReminderGroup, as_of: date, language: Language) -> Context:
    return {
        "date": as_of,
        "lieu": company.city,
        "societe": {
            "nom": company.name,
            "adresse": list(company.address),
            "adresse_ligne": ", ".join(company.address),
            "siren": siren(company.printed("siren")),
            "mentions": company.legal_notice,
            "telephone": language.phone(company.phone),
            "email": company.email,
            "iban": iban(company.printed("iban")),
            "bic": company.printed("bic"),
            "signataire": company.signatory,
            "logo": bool(company.logo),
        },
        "client": {
            "code": customer.code,
            "nom": customer.name,
            "contact": customer.contact,
            "adresse": address_block(customer, language=language),
            "rue_et_ville": street_and_town(customer, language=language),
            "pays": customer.country,
            "langue": customer.language,
            "telephone": phone(customer.phone),
            "email": customer.email,
            "type": customer.kind,
            "professionnel": customer.kind is CustomerKind.BUSINESS,
            "particulier": customer.kind is CustomerKind.CONSUMER,
            "public": customer.kind is CustomerKind.PUBLIC,
        },
        "cabinet": _firm(company, as_of, language),
        "gestionnaire": {
            "nom": group.manager,
            "telephone": language.phone(group.manager_phone),
            "email": group.manager_email,
        },
    }


def _firm(company: Company, as_of: date, language: Language) -> Mapping[str, Any] | None:
    """The accounting firm that writes on the company's behalf; None without its name, or a mandate on that day."""
    if not company.firm_name or company.mandate is None or company.mandate > as_of:
        return None
    return {
        "nom": company.firm_name,
        "adresse": company.firm_address,
        "telephone": language.phone(company.firm_phone),
        "email": company.firm_email,
        "mandat": company.mandate,
    }


def _level(level: ReminderLevel) -> Context:
    return {
        "numero": level.number,
        "libelle": level.label,
        "objet": level.subject,
        "recommande": level.registered,
        "penalites": level.late_interest,
        "indemnite": level.recovery_fee,
    }


def _line(line: ReminderLine, as_of: date, charges: Charges, language: Language) -> Context:
    item = line.item
    late = line.balance > 0 and item.due_date < as_of
    return {
        "facture": item.invoice,
        "nature": item.kind,
        "date": item.issue_date,
        "echeance": item.due_date,
        "retard": line.days_overdue if late else None,
        "devise": line.currency,
        "montant": line.amount,
        "regle": line.paid or None,
        "solde": line.balance,
        "origine": _original(line, language),
        "penalites": charges.interest_of(line) or None,
        "niveau": line.level,
        "niveau_atteint": item.level,
        "derniere_relance": item.last_reminder,
        "note": item.note,
    }


def _original(line: ReminderLine, language: Language) -> str:
    """« 1 000,00 USD × 0,92 (01/03/2026) »: what a converted line was in its own currency, the rate and its date.

    "" for a line in its own currency (N-49).  No word: it is the same in every language.
    """
    if line.rate is None:
        return ""
    own = language.money(line.item.amount, line.rate.currency.strip().upper())
    return f"{own} × {language.number(line.rate.value)} ({language.short_date(line.rate.on)})"


def _joined_draft(
    reminder: Reminder, asked: Mapping[str, Decimal], maturity: date | None, language: Language
) -> Mapping[str, Any] | None:
    """The bill of exchange at the bottom of a letter: its amount is what the letter asks to pay (S3-10, N-44)."""
    if maturity is None:
        return None
    owed = asked or dict(reminder.totals)
    [(currency, total)] = [(currency, total) for currency, total in owed.items() if total]
    bill = BillOfExchange(
        number=letter_reference(reminder),
        customer=reminder.customer.code,
        maturity_date=maturity,
        amount=total,
        drawn_on=reminder.as_of,
    )
    return _draft(bill, currency, language)


def _draft(bill: BillOfExchange, currency: str, language: Language) -> Mapping[str, Any]:
    return {
        "montant": bill.amount,
        "devise": currency,
        "lettres": language.in_words(bill.amount, currency),
        "echeance": bill.maturity_date,
        "numero": bill.number,
        "tiree_le": bill.drawn_on,
        "envoyee_le": bill.sent_on,
        "relances": bill.reminders,
    }

"""The columns of the ledger's tables as the rules read them: one converted value a record, of the kind of its cells.

A column that is absent is blank everywhere.  A blank text is "" or None; a faulty cell is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from relance_xl.tables.records import Records

Texts = Sequence[str | None]
Days = Sequence[date | None]
Numbers = Sequence[Decimal | None]
Wholes = Sequence[int | None]
Answers = Sequence[bool | None]


class _Columns:
    """The columns of some records as attributes, those that a table declares; KeyError for one it has not."""

    def __init__(self, records: Records) -> None:
        for field in type(self).__annotations__:
            setattr(self, records.table.column(field).field, records.get(field))


class CustomerColumns(_Columns):
    """`Clients`."""

    code: Texts
    name: Texts
    address_1: Texts
    address_2: Texts
    address_3: Texts
    postal_code: Texts
    city: Texts
    country: Texts
    language: Texts
    contact: Texts
    phone: Texts
    email: Texts
    group: Wholes
    currency: Texts
    payment_method: Texts
    channel: Texts
    card_level: Wholes
    kind: Texts
    block: Texts
    not_before: Days
    payment_terms: Texts
    note: Texts
    siren: Texts
    to_confirm: Texts
    refused_email: Texts
    refused_on: Days


class ItemColumns(_Columns):
    """`Factures`."""

    customer: Texts
    invoice: Texts
    due_date: Days
    amount: Numbers
    kind: Texts
    warranty: Texts
    issue_date: Days
    currency: Texts
    paid: Numbers
    payment_method: Texts
    level: Wholes
    last_reminder: Days
    exclusion: Texts
    promised_on: Days
    document: Texts
    note: Texts
    computed_terms: Texts
    import_settled: Days


class LevelColumns(_Columns):
    """`Niveaux`."""

    number: Wholes
    group: Wholes
    label: Texts
    lower: Wholes
    upper: Wholes
    counted_from: Texts
    subject: Texts
    subject_keyword: Texts
    letter_template: Texts
    mail_template: Texts
    letter_currency: Texts
    channel: Texts
    minimum_amount: Numbers
    deadline_days: Wholes
    registered: Answers
    late_interest: Answers
    recovery_fee: Answers
    fill_colour: Texts
    text_colour: Texts


class GroupColumns(_Columns):
    """`Groupes`."""

    number: Wholes
    label: Texts
    rule: Texts
    minimum_level: Wholes
    maximum_level: Wholes
    interval: Wholes
    jumps: Answers
    grouping: Texts
    content: Texts
    minimum_amount: Numbers
    manager: Texts
    manager_phone: Texts
    manager_email: Texts


class BillColumns(_Columns):
    """`Traites`."""

    number: Texts
    customer: Texts
    maturity_date: Days
    amount: Numbers
    drawn_on: Days
    currency: Texts
    sent_on: Days
    accepted: Answers
    reminders: Wholes
    last_reminder: Days
    note: Texts


class RateColumns(_Columns):
    """`Devises`."""

    currency: Texts
    on: Days
    value: Numbers


class PenaltyColumns(_Columns):
    """`Pénalités`."""

    on: Days
    ecb_rate: Numbers
    margin: Numbers
    public_margin: Numbers


class LegalRateColumns(_Columns):
    """`Intérêt légal`."""

    on: Days
    business: Numbers
    consumer: Numbers

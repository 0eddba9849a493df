"""The nouns of the trade, as frozen records.

Amounts are `Decimal`, VAT included, signed: positive when the customer owes us, negative for credit notes and
unmatched payments.  Days are whole days.  `None` means « not stated in the workbook ».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from relance_xl.domain.vocabulary import (
    Block,
    CallOutcome,
    Channel,
    Content,
    CountedFrom,
    CustomerKind,
    DraftPlace,
    Exclusion,
    Grouping,
    ItemKind,
    JoinedLetter,
    LetterCurrency,
    MailMethod,
    MailSecurity,
    Rule,
    SignIn,
)

ZERO = Decimal(0)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One row of `Clients`.

    Attributes:
        group: reminder group, 0 to 9 (S0-06); None when blank: not reminded, and said (A1).
        currency: ISO code, or "" for the reference currency.
        card_level: the level imposed by the customer's card (S2-16).
        payment_terms: as written, « 30 jours », « 45 jours fin de mois »; "" for the company's default.
        siren: nine digits, or the SIRET that begins with them; "" when it is not known.
        to_confirm: the columns that an import filled by the name alone, « Type », « Groupe »; "" once a person has
            confirmed them (N-21).
        refused_email: those of its addresses that a report of non-delivery says are dead (A5); "" when none is.
        refused_on: the day of the last of these reports.
        row: the row in the worksheet, counted from 1; 0 when it comes from elsewhere.
    """

    code: str
    name: str
    address: tuple[str, ...] = ()
    postal_code: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""
    group: int | None = None
    currency: str = ""
    payment_method: str = ""
    channel: Channel | None = None
    card_level: int | None = None
    kind: CustomerKind = CustomerKind.BUSINESS
    block: Block | None = None
    not_before: date | None = None
    payment_terms: str = ""
    note: str = ""
    siren: str = ""
    to_confirm: str = ""
    refused_email: str = ""
    refused_on: date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """One row of `Factures`: one instalment of an invoice, a credit note or a payment (S2-01).

    Attributes:
        customer: the customer's code.
        due_date: the last day to pay; the line is overdue from the day after (C. com. L441-10).
        amount: total of the instalment, signed.
        paid: what has been settled of it, of the same sign as `amount`.
        level: highest level issued so far, 0 to 9; 0 = never reminded.
        computed_terms: the terms that gave the due date, « 30 jours », when no document states it; "" when one does.
        import_settled: the day of the import that found the line gone from its ledger, and settled it; else None.
        row: the row in the worksheet, counted from 1; 0 when it comes from elsewhere.
    """

    customer: str
    invoice: str
    due_date: date
    amount: Decimal
    kind: ItemKind = ItemKind.INVOICE
    warranty: str = ""
    issue_date: date | None = None
    currency: str = ""
    paid: Decimal = ZERO
    payment_method: str = ""
    level: int = 0
    last_reminder: date | None = None
    exclusion: Exclusion | None = None
    promised_on: date | None = None
    document: str = ""
    note: str = ""
    computed_terms: str = ""
    import_settled: date | None = None
    row: int = 0

    @property
    def open_amount(self) -> Decimal:
        """What is still owed on the line, in the line's currency."""
        return self.amount - self.paid

    def days_overdue(self, as_of: date) -> int:
        """Days from the due date to `as_of`: 0 on the due date, 1 the first day late, negative before."""
        return (as_of - self.due_date).days


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderLevel:
    """One row of `Niveaux`: what is sent at a level, and from when on.

    Attributes:
        number: 1 to 9.
        group: the group this row is for; None for all groups without a row of their own.
        lower, upper: days, both inclusive, possibly negative (S4-06).  A blank `upper` runs to the next level's
            `lower`, exclusive.
        counted_from: None takes the rule's habit (see `domain.search.rules`).
        deadline_days: days granted by the letter, printed as a date (S3-06), that of a working day (N-48).
    """

    number: int
    group: int | None = None
    label: str = ""
    lower: int | None = None
    upper: int | None = None
    counted_from: CountedFrom | None = None
    subject: str = ""
    subject_keyword: str = ""
    letter_template: str = ""
    mail_template: str = ""
    letter_currency: LetterCurrency = LetterCurrency.CUSTOMER
    channel: Channel | None = None
    minimum_amount: Decimal | None = None
    deadline_days: int | None = None
    registered: bool = False
    late_interest: bool = False
    recovery_fee: bool = False
    fill_colour: str = ""
    text_colour: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderGroup:
    """One row of `Groupes`: the method of a family of customers (S0-09).

    Attributes:
        jumps: under « Jours de retard », whether a line may rise by more than one level at once (N-31).
        interval: least days between two reminders of the same line; 0 for none.
        minimum_amount: the customer's open total must reach it (inclusive, reference currency, A6).
    """

    number: int
    label: str = ""
    rule: Rule = Rule.DAYS_OVERDUE
    jumps: bool = True
    minimum_level: int = 1
    maximum_level: int = 9
    interval: int = 0
    grouping: Grouping = Grouping.CUSTOMER
    content: Content = Content.OVERDUE
    minimum_amount: Decimal | None = None
    manager: str = ""
    manager_phone: str = ""
    manager_email: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BillOfExchange:
    """One row of `Traites`: a draft sent for acceptance, not an invoice (S0-15)."""

    number: str
    customer: str
    maturity_date: date
    amount: Decimal
    drawn_on: date | None = None
    currency: str = ""
    sent_on: date | None = None
    accepted: bool = False
    reminders: int = 0
    last_reminder: date | None = None
    note: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentToPlace:
    """Money of the sheet `Banque` that probably is a customer's: he is held until somebody has placed it."""

    booked_on: date
    amount: Decimal
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastCall:
    """What came of the last call about a line, as the journal holds it (N-35).

    Attributes:
        until: the day promised, or on which to call back; None when there is none.
        promised: the amount promised of the line, None for the whole of it, in the line's currency.
        owed: what was owed on the line when it was called.
    """

    on: date
    outcome: CallOutcome
    until: date | None = None
    promised: Decimal | None = None
    owed: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """One row of `tDevises`: `value` is what one unit of `currency` is worth in the reference currency."""

    currency: str
    on: date
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyRate:
    """One row of `tPenalites`: percent a year, for the half-year that begins on `on` or next after it.

    Attributes:
        margin: points above the ECB's rate between businesses (C. com. L441-10 II).
        public_margin: points that a public buyer owes (C. commande publique, R2192-31).
    """

    on: date
    ecb_rate: Decimal
    margin: Decimal = Decimal(10)
    public_margin: Decimal = Decimal(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalInterestRate:
    """One row of `tInteretLegal`: the rate of legal interest, percent a year, from `on` (C. mon. fin. L313-2).

    `business` is that of creditors who act for their trade; None where it is not known.
    """

    on: date
    business: Decimal | None = None
    consumer: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The sheet `Paramètres`: who writes, and the habits of the house.

    Attributes:
        notice_without_reminder: whether a formal notice may be the first thing a customer receives (N-30).
        exchange_rate_age: most days of an exchange rate; an older one is no rate (N-42).  None: no limit.
        faulty: the fields whose cell cannot be read, no figure of a letter being made from their default (N-39), and
            the numbers that cannot be true, which are not printed (N-37).
        recovery_fee: euros for each invoice paid late (C. com. D441-5; public buyers: CCP D2192-35).
        notice_interval: least days between two formal notices to one customer (N-32).
        payment_wait: working days during which a customer who says that he has paid is left in peace (N-35).
        mandate: since when the accounting firm may remind on the company's behalf; None: it may not.
        supervisor: who follows the company at the firm.
        firm_name, firm_address, firm_phone, firm_email: the firm that writes on the company's behalf, as its letters
            present it.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    siren: str = ""
    legal_notice: str = ""
    iban: str = ""
    bic: str = ""
    phone: str = ""
    email: str = ""
    city: str = ""
    signatory: str = ""
    logo: str = ""
    reference_currency: str = "EUR"
    currencies_enabled: bool = True
    excluded_payment_methods: frozenset[str] = frozenset()
    output_folder: str = ""
    templates_folder: str = ""
    documents_folder: str = ""
    payment_terms: str = "30 jours"
    default_group: int | None = 1
    notice_without_reminder: bool = False
    notice_interval: int = 30
    payment_wait: int = 5
    penalty_rate: Decimal | None = None
    recovery_fee: Decimal = Decimal(40)
    exchange_rate_age: int | None = None
    bill_days_after_issue: int = 15
    bill_days_before_maturity: int = 10
    ledger_age_warning: int = 8
    settled_share: int = 40
    letters_per_print_run: int = 500
    payment_code: bool = False
    joined_statement: bool = False
    duplex: bool = False
    summary_sheet: bool = False
    mail_method: MailMethod = MailMethod.SMTP
    mail_server: str = ""
    mail_port: int | None = None
    mail_security: MailSecurity = MailSecurity.STARTTLS
    mail_user: str = ""
    mail_sign_in: SignIn = SignIn.PASSWORD
    mail_client_id: str = ""
    mail_tenant: str = ""
    mail_drafts: DraftPlace = DraftPlace.FILES
    mailbox_server: str = ""
    mailbox_port: int | None = None
    mailbox_returns: str = ""
    mail_sender: str = ""
    mail_copy_to_manager: bool = False
    mail_joined_letter: JoinedLetter = JoinedLetter.NONE
    mail_joined_invoices: bool = False
    mails_per_minute: int = 30
    mail_redirection: str = ""
    faulty: frozenset[str] = frozenset()
    mandate: date | None = None
    supervisor: str = ""
    firm_name: str = ""
    firm_address: str = ""
    firm_phone: str = ""
    firm_email: str = ""
    others: Mapping[str, str] = field(default_factory=dict)

    @property
    def printed_fee(self) -> Decimal:
        """The recovery fee of an invoice, in euros; zero when its cell cannot be read: no default is claimed (N-39)."""
        return ZERO if "recovery_fee" in self.faulty else self.recovery_fee

    def printed(self, number: str) -> str:
        """The number of that field (`iban`, `bic`, `siren`) as a document may print it: "" when it cannot be true."""
        value: str = getattr(self, number)
        return "" if number in self.faulty else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything read from the workbook, checked row by row.

    `set_aside` names the customers one of whose rows has a fault: nobody gets a letter built on a doubtful row.
    `to_place` names those of whom a payment waits in `Banque`; `announced` those who said that they had paid, and when.
    `calls` holds the last call about a line, by customer, invoice and due date.
    """

    company: Company
    customers: Mapping[str, Customer]
    items: tuple[OpenItem, ...]
    groups: Mapping[int, ReminderGroup]
    levels: tuple[ReminderLevel, ...]
    bills: tuple[BillOfExchange, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    penalty_rates: tuple[PenaltyRate, ...] = ()
    legal_rates: tuple[LegalInterestRate, ...] = ()
    set_aside: frozenset[str] = frozenset()
    to_place: Mapping[str, PaymentToPlace] = field(default_factory=dict)
    announced: Mapping[str, date] = field(default_factory=dict)
    calls: Mapping[tuple[str, str, date], LastCall] = field(default_factory=dict)

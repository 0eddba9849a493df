"""Open entries made into the customers and items of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from relance_xl.domain.model import ZERO, Customer, OpenItem
from relance_xl.domain.money.terms import due_date
from relance_xl.domain.wording import french_amount
from relance_xl.ledgers.common.collective import is_collective
from relance_xl.ledgers.common.computed import computed
from relance_xl.ledgers.common.figures import decimal_of
from relance_xl.ledgers.common.imported import Doubt, DoubtedRow, Imported, ImportReport, Motive, Nature, Origin
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.ledgers.common.spelling import condensed
from relance_xl.ledgers.fec.entries import DEPOSIT_ACCOUNTS, Entry, is_opening, journals_of, kind_of
from relance_xl.ledgers.fec.labels import customer_in
from relance_xl.ledgers.fec.matching import Settled, settle
from relance_xl.ledgers.fec.one_file import FecReading
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.problems import Problem, Severity

_OPENING = "solde d'ouverture sans numéro de pièce : ce n'est pas une facture, la ligne est retenue"
_ANONYMOUS = (
    "compte collectif sans compte auxiliaire ni nom dans le libellé : retenues jusqu'à ce que le client soit nommé"
)


def imported_from(entries: list[Entry], readings: Sequence[FecReading], options: FecOptions) -> Imported:
    """What the open entries of all the files make, with the account of every line; `entries` is emptied."""
    files = [reading.path.name for reading in readings]
    builder = _Builder(files, journals_of(_lines_by_journal(readings)), options)
    closed = 0
    for settled in settle(entries):
        if settled.closed and settled.cents:
            closed += 1
        else:
            builder.add(settled)
    never_matched = not any(reading.lettered for reading in readings) and _both_signs(builder.items)
    last_days = [last for reading in readings if (last := reading.period()[1])]
    return Imported(
        source=", ".join(files),
        customers=builder.customers,
        items=tuple(builder.items),
        origins=tuple(builder.origins),
        computed_due=frozenset(builder.computed_due),
        opening=frozenset(builder.opening),
        doubted=(*(row for reading in readings for row in reading.rows.tally.faults.doubted), *builder.doubted()),
        doubts=_doubts(readings, files, options),
        nature=Nature.LEDGER,
        named=frozenset(code for reading in readings for code in reading.named),
        accounts=options.accounts,
        first_entry=min((first for reading in readings if (first := reading.period()[0])), default=None),
        last_entry=_last(last_days, options.cut_off),
        never_matched=never_matched,
        report=_report(builder, readings, closed, [_unmatched(files[0], builder)] if never_matched else []),
    )


def _report(builder: _Builder, readings: Sequence[FecReading], closed: int, remarks: Sequence[Problem]) -> ImportReport:
    """The account of every line; `closed` lines are settled by their letters though their group was looked into."""
    return ImportReport(
        lines=sum(reading.rows.tally.lines for reading in readings),
        open_lines=len(builder.items),
        matched_lines=sum(reading.matched for reading in readings) + closed,
        other_lines=sum(reading.rows.tally.other for reading in readings),
        set_aside_lines=sum(reading.set_aside for reading in readings) + builder.left_out,
        blank_lines=sum(reading.rows.tally.blank for reading in readings),
        customers=len(builder.customers),
        open_items=len(builder.items),
        debit=decimal_of(builder.debit_cents),
        credit=decimal_of(builder.credit_cents),
        drafts=builder.drafts,
        problems=(*(problem for reading in readings for problem in reading.problems()), *builder.remarks(), *remarks),
    )


class _Builder:
    def __init__(
        self, files: Sequence[str], journals: tuple[frozenset[str], frozenset[str]], options: FecOptions
    ) -> None:
        self.files, self.options = files, options
        self.money_journals, self.sales_journals = journals
        self.customers: dict[str, Customer] = {}
        self.items: list[OpenItem] = []
        self.origins: list[Origin] = []
        self.computed_due: list[int] = []
        self.opening: list[int] = []
        self.debit_cents = self.credit_cents = 0
        self.drafts = 0
        self._notes: dict[str, str] = {}
        self._known_due: dict[tuple[date, str], date] = {}
        self._bad_terms: dict[str, tuple[Entry, str]] = {}
        self._without_amount: list[Entry] = []
        self._nameless_deposits: list[Entry] = []
        self._held: dict[str, list[Entry]] = {}
        self._named_by_label: list[Entry] = []
        self._named: dict[str, str] = {}

    @property
    def left_out(self) -> int:
        """How many lines were left out here."""
        held = sum(map(len, self._held.values()))
        return len(self._without_amount) + len(self._nameless_deposits) + held

    def doubted(self) -> list[DoubtedRow]:
        """The lines held, whose rows stay as they are."""
        return [
            DoubtedRow(
                customer=entry.customer, invoice=entry.invoice, file=self.files[entry.year], line=entry.line, why=why
            )
            for why, entries in self._held.items()
            for entry in entries
        ]

    def add(self, settled: Settled) -> None:
        """Make the item of one open line."""
        entry = settled.entry
        if not entry.cents:
            self._without_amount.append(entry)
            return
        if entry.account.startswith(DEPOSIT_ACCOUNTS) and not entry.auxiliary:
            self._nameless_deposits.append(entry)
            return
        if entry.is_balance:
            self._held.setdefault(_OPENING, []).append(entry)
            return
        if not entry.auxiliary and is_collective(entry.account, entry.account_label):
            name = customer_in(entry.label, entry.invoice)
            if not name:
                self._held.setdefault(_ANONYMOUS, []).append(entry)
                return
            entry.customer = entry.name = self._named.setdefault(condensed(name), name)
            self._named_by_label.append(entry)
        known = self.customers.get(entry.customer)
        if known is None or known.name != entry.name:
            self.customers[entry.customer] = Customer(code=entry.customer, name=entry.name)
        self._count(settled)
        self.origins.append(Origin(file=self.files[entry.year], line=entry.line))
        if is_opening(entry.journal, entry.label):
            self.opening.append(len(self.items))
        self.items.append(self._item(settled))

    def _item(self, settled: Settled) -> OpenItem:
        entry = settled.entry
        due, note, terms = entry.document_date, "", ""
        if entry.due_date is not None:
            due = entry.due_date
        elif entry.cents > 0:
            due, terms = self._due(entry)
            note = self._notes.setdefault(terms, computed(terms))
            self.computed_due.append(len(self.items))
        if not entry.auxiliary and entry.label:
            note = f"{entry.label} – {note}" if note else entry.label
        return OpenItem(
            customer=entry.customer,
            invoice=entry.invoice,
            due_date=due,
            amount=decimal_of(settled.cents),
            kind=kind_of(entry, self.money_journals, self.sales_journals),
            issue_date=entry.document_date,
            currency=settled.currency,
            paid=decimal_of(settled.paid) if settled.paid else ZERO,
            note=note,
            computed_terms=terms,
        )

    def _due(self, entry: Entry) -> tuple[date, str]:
        """The due date and the terms it comes from; terms that are not understood give way to the default, said."""
        terms = self.options.terms.get(entry.customer) or self.options.default_terms
        try:
            return self._due_date(entry.document_date, terms), terms
        except ValueError as fault:
            self._bad_terms.setdefault(entry.customer, (entry, str(fault)))
            terms = self.options.default_terms
            return self._due_date(entry.document_date, terms), terms

    def _due_date(self, issued: date, terms: str) -> date:
        key = issued, terms
        if key not in self._known_due:
            self._known_due[key] = due_date(issued, terms)
        return self._known_due[key]

    def _count(self, settled: Settled) -> None:
        open_cents = settled.entry.cents
        if settled.paid:  # in a foreign currency, the same share of the amount in the reference currency
            share = Decimal(settled.cents - settled.paid) / settled.cents
            open_cents = int((open_cents * share).quantize(Decimal(1), ROUND_HALF_UP))
        if open_cents > 0:
            self.debit_cents += open_cents
        else:
            self.credit_cents -= open_cents
        self.drafts += not settled.entry.validated

    def remarks(self) -> list[Problem]:
        """What the user must know of lines left out here, or taken with a doubt."""
        return [
            *(self._terms_fault(entry, what) for entry, what in self._bad_terms.values()),
            *self._remark(self._without_amount, "sans montant, laissées de côté"),
            *self._remark(
                self._nameless_deposits, "acomptes sans compte auxiliaire, laissés de côté : le client est inconnu"
            ),
            *(remark for why, entries in self._held.items() for remark in self._remark(entries, why)),
            *self._remark(
                self._named_by_label,
                "compte collectif sans compte auxiliaire : le client est celui que nomme le libellé",
            ),
        ]

    def _terms_fault(self, entry: Entry, what: str) -> Problem:
        return Problem(
            file=self.files[entry.year],
            line=entry.line,
            what=f"Client {entry.customer} : {what}, le délai par défaut ({self.options.default_terms}) est appliqué",
            expected="un délai comme « 30 jours » ou « 45 jours fin de mois »",
            customer=entry.customer,
            severity=Severity.WARNING,
        )

    def _remark(self, entries: Iterable[Entry], what: str) -> list[Problem]:
        by_file: dict[int, list[int]] = {}
        for entry in entries:
            by_file.setdefault(entry.year, []).append(entry.line)
        return [
            Problem(file=self.files[year], line=lines[0], what=f"{listed(lines)} : {what}", severity=Severity.WARNING)
            for year, lines in by_file.items()
        ]


def _doubts(readings: Sequence[FecReading], files: Sequence[str], options: FecOptions) -> tuple[Doubt, ...]:
    """That no line of any file is a customer's: « not in this file » would then mean « paid » for everyone (N-04)."""
    if any(reading.named or reading.rows.tally.faults.doubted for reading in readings):
        return ()
    accounts = ", ".join(options.accounts)
    read = sum(reading.rows.tally.lines for reading in readings)
    detail = f"{', '.join(files)} : aucune des {read} lignes n'est d'un compte client (comptes {accounts})"
    return (Doubt(motif=Motive.NO_CUSTOMER, detail=detail),)


def _last(days: Sequence[date], cut_off: date | None) -> date | None:
    """The day of the last entry that counts."""
    last = max(days, default=None)
    return min(last, cut_off) if last is not None and cut_off is not None else last


def _unmatched(file: str, builder: _Builder) -> Problem:
    payments = french_amount(decimal_of(builder.credit_cents))
    what = f"Cette comptabilité ne lettre pas ses clients : {payments} de règlements et d'avoirs ne sont pas rapprochés"
    expected = "un lettrage, ou l'accord de les imputer client par client sur les plus anciennes factures"
    return Problem(file=file, line=builder.origins[0].line, what=what, expected=expected, severity=Severity.WARNING)


def _lines_by_journal(readings: Iterable[FecReading]) -> dict[str, list[int]]:
    total: dict[str, list[int]] = {}
    for reading in readings:
        for journal, (money, sales) in reading.rows.tally.classes.items():
            known = total.setdefault(journal.strip(), [0, 0])
            known[0] += money
            known[1] += sales
    return total


def _both_signs(items: Sequence[OpenItem]) -> bool:
    return any(item.amount > 0 for item in items) and any(item.amount < 0 for item in items)

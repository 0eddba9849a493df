"""« Relevé bancaire »: payments matched where certain, their customer held where not; a batch that can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from relance_xl.actions.bank.columns import remember_columns, remembered_columns
from relance_xl.actions.bank.notices import remember_also
from relance_xl.actions.bank.reading import Doubt, Fresh, doubts_of, proved, read_fresh
from relance_xl.actions.bank.settling import invoices_told, settle
from relance_xl.actions.batches.recording import batch_of, batch_told
from relance_xl.actions.common.control import fill_control
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.lines import keyed
from relance_xl.domain.matching.matching import Books, matched
from relance_xl.domain.matching.operations import Allocation, Decision, Operation, Outcome, PastPayment
from relance_xl.domain.model import Ledger
from relance_xl.domain.outcome import LineKey
from relance_xl.domain.wording import counted
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.bank import BankRow, add_bank_rows, payments_to_place, read_bank_rows, read_memory
from relance_xl.tables.sheets.imports import read_imports
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.writing import set_cells

KEPT = frozenset({Outcome.CERTAIN, Outcome.TO_CHECK, Outcome.UNKNOWN})
"""What stands in `Banque`; what is no customer's is said and not kept."""


@dataclass(slots=True, kw_only=True)
class BankReport(Report):
    """What the statements brought: one decision an operation; with doubts, nothing was written."""

    decisions: tuple[Decision, ...] = ()
    told: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 when something must be confirmed first."""
        return 1 if self.doubts else super(BankReport, self).exit_code

    @property
    def certain(self) -> int:
        """How many operations are certain."""
        return self.count(Outcome.CERTAIN)

    def count(self, outcome: Outcome) -> int:
        """How many operations ended so."""
        return sum(1 for decision in self.decisions if decision.outcome is outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class BankChoice:
    """What is said beside the files: the names of columns, field → header; whether doubts are confirmed beforehand.

    `confirmed` None asks the user.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool | None = None


def read_statements(book: Book, run: Run, files: Sequence[Path], choice: BankChoice | None = None) -> BankReport:
    """Match the operations of bank files with the open items; the same statement twice adds nothing.

    DataError when a file is no statement: nothing is written then.  With doubts that nobody confirms, nothing either.
    """
    choice = choice or BankChoice()
    ledger, problems = read_ledger(book)
    rows = read_bank_rows(book)
    book.tell("Lecture du relevé…")
    fresh = read_fresh(files, rows, {**remembered_columns(book), **choice.columns}, ledger.customers)
    doubts = doubts_of(fresh, rows, ledger.company.iban)
    book.tell("Rapprochement…")
    operations = proved(fresh.operations, ledger.company.iban, run.now.date())
    decisions = matched(operations, _books(book, ledger, rows))
    report = BankReport(
        summary="",
        problems=[*problems, *fresh.problems],
        decisions=decisions,
        told=tuple(invoices_told(ledger, decision.allocations) for decision in decisions),
    )
    if doubts and not _agreed(run, choice, doubts):
        told = " ; ".join(doubt.detail for doubt in doubts)
        report.summary = f"Rien n'a été écrit : {counted(len(doubts), 'point', 'points')} à confirmer. {told}."
        report.doubts = tuple(doubts)
        return report
    remember_also(book, rows, fresh.also)
    if any(decision.outcome in KEPT for decision in decisions):
        _write(book, run, ledger, fresh, report)
    report.summary = _summary(fresh, report)
    if told := remember_columns(book, choice.columns):
        report.summary += f" Colonnes retenues dans Paramètres : {told}."
    fill_control(book, run, "banque", fresh.problems)
    return report


def _agreed(run: Run, choice: BankChoice, doubts: Iterable[Doubt]) -> bool:
    if choice.confirmed is not None:
        return choice.confirmed
    return run.confirm("\n".join([*(f"{doubt.detail}." for doubt in doubts), "Continuer ?"]))


def _books(book: Book, ledger: Ledger, rows: Iterable[BankRow]) -> Books:
    index = {key: place for place, (key, _) in enumerate(keyed(ledger.items))}
    past = [_past(row, index) for row in rows if row.certainty is Outcome.CERTAIN]
    return Books(
        items=ledger.items,
        customers=ledger.customers,
        memory=read_memory(book),
        past=[payment for payment in past if payment.allocations],
        reference_currency=ledger.company.reference_currency,
        entered_until=next((line.last_entry for line in reversed(read_imports(book)) if not line.cancelled), None),
    )


def _past(row: BankRow, index: Mapping[LineKey, int]) -> PastPayment:
    operation = Operation(
        booked_on=row.booked_on,
        amount=row.amount,
        currency=row.currency or "EUR",
        label=row.label,
        reference=row.reference,
        payer=row.payer,
        payer_iban=row.payer_iban,
    )
    parts = tuple(Allocation(index[key], amount) for key, amount in row.settled if key in index)
    return PastPayment(operation=operation, customer=row.customer, allocations=parts)


def _write(book: Book, run: Run, ledger: Ledger, fresh: Fresh, report: BankReport) -> None:
    report.batch = batch_of(book, run)
    keys = [key for key, _ in keyed(ledger.items)]
    rows = [
        _row(decision, key, report.batch, told, keys)
        for decision, key, told in zip(report.decisions, fresh.prints, report.told, strict=True)
        if decision.outcome in KEPT
    ]
    certain = [part for each in report.decisions if each.outcome is Outcome.CERTAIN for part in each.allocations]
    after = settle(book, run, report.batch, ledger, certain, document=fresh.names)
    set_cells(
        book, schema.BANK, {each.row.row: each.cells(report.batch) for each in fresh.apart if each.row is not None}
    )
    add_bank_rows(book, rows)
    refresh_home(book, replace(after, to_place=payments_to_place(read_bank_rows(book))), run.date())


def _row(decision: Decision, key: str, batch: str, told: str, keys: Sequence[LineKey]) -> BankRow:
    operation, outcome = decision.operation, decision.outcome
    certain = outcome is Outcome.CERTAIN
    settled = [(keys[part.item], part.amount) for part in decision.allocations] if certain else []
    return BankRow(
        booked_on=operation.booked_on,
        label=operation.label,
        reference=operation.reference,
        amount=operation.amount,
        currency=operation.currency,
        customer=decision.customers[0] if len(decision.customers) == 1 else "",
        invoices=told,
        certainty=outcome,
        why=decision.why,
        file=operation.file,
        batch=batch,
        payer=operation.payer,
        payer_iban=operation.payer_iban,
        account=operation.account,
        fingerprint=key,
        held=decision.customers if outcome is Outcome.TO_CHECK else (),
        settled=tuple(settled),
        proposed=told,
    )


def _summary(fresh: Fresh, report: BankReport) -> str:
    name = fresh.names
    if fresh.known and not any(decision.outcome in KEPT for decision in report.decisions):
        return f"{name} : déjà dans Banque, rien à ajouter."
    held = {code for each in report.decisions if each.outcome is Outcome.TO_CHECK for code in each.customers}
    parts = [
        counted(report.count(Outcome.CERTAIN), "encaissement affecté", "encaissements affectés"),
        f"{report.count(Outcome.TO_CHECK)} à vérifier ({counted(len(held), 'client retenu', 'clients retenus')})",
        counted(report.count(Outcome.UNKNOWN), "non reconnu", "non reconnus"),
        f"{report.count(Outcome.NOT_A_CUSTOMERS)} sans lien avec un client",
    ]
    again = f", {fresh.known} déjà dans Banque" if fresh.known else ""
    return f"{name} : {', '.join(parts)}{again}{batch_told(report.batch)}."

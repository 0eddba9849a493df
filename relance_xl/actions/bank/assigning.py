"""« Affecter »: what a person chose in `Banque` is settled, remembered in `Payeurs`, and can be undone (N-82)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from relance_xl.actions.bank.settling import invoices_told, settle
from relance_xl.actions.batches.recording import batch_of, batch_told
from relance_xl.actions.common.choices import Work, followed
from relance_xl.actions.common.control import fill_control
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.lines import keyed
from relance_xl.domain.matching.choosing import Chosen
from relance_xl.domain.matching.names import Names, payer_name
from relance_xl.domain.matching.operations import Allocation, Operation, Outcome
from relance_xl.domain.model import Ledger
from relance_xl.domain.outcome import LineKey
from relance_xl.domain.wording import counted, french_amount
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.rows import Fields
from relance_xl.tables.sheets.bank import (
    BankRow,
    kept_before,
    payments_to_place,
    read_bank_rows,
    read_memory,
    remember_payers,
    settled_text,
)
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.writing import set_cells


@dataclass(slots=True, kw_only=True)
class AssignedReport(Report):
    """What « Affecter » settled, and of how many payments the choice could not be followed."""

    assigned: tuple[BankRow, ...] = ()
    remembered: tuple[str, ...] = ()


def assign(book: Book, run: Run) -> AssignedReport:
    """Settle each payment of `Banque` whose customer or invoices a person chose, or that he said « oui » to.

    Nothing is written for a choice that cannot be followed: its customer stays held, and the fault says what to choose.
    """
    ledger, problems = read_ledger(book)
    work = followed(ledger, read_bank_rows(book))
    report = AssignedReport(summary="", problems=[*problems, *work.problems])
    if work.done:
        _write(book, run, work, report)
    report.summary = _summary(report, len(work.problems))
    fill_control(book, run, "affecter", work.problems)
    return report


def _write(book: Book, run: Run, work: Work, report: AssignedReport) -> None:
    report.batch = batch_of(book, run)
    keys = [key for key, _ in keyed(work.ledger.items)]
    parts = [part for _, chosen in work.done for part in chosen.allocations]
    after = settle(book, run, report.batch, work.ledger, parts)
    set_cells(
        book,
        schema.BANK,
        {row.row: _cells(row, chosen, work.ledger, keys, report.batch) for row, chosen in work.done},
    )
    payers = remember_payers(book, [{**payer, "batch": report.batch} for payer in _payers(book, work)])
    report.assigned = tuple(row for row, _ in work.done)
    report.remembered = tuple(str(payer.get("payer") or payer.get("iban")) for payer in payers)
    refresh_home(book, replace(after, to_place=payments_to_place(read_bank_rows(book))), run.date())


def _cells(row: BankRow, chosen: Chosen, ledger: Ledger, keys: Sequence[LineKey], batch: str) -> Fields:
    told = "Affecté à la main" if row.amount > 0 else "Paiement revenu, rouvert à la main"
    told = told if chosen.customer else "Remise détaillée à la main"
    rest = f", {french_amount(chosen.rest, row.currency or 'EUR')} payés en trop" if chosen.rest else ""
    return {
        "customer": chosen.customer or None,
        "invoices": invoices_told(ledger, chosen.allocations),
        "certainty": Outcome.CERTAIN.value,
        "why": f"{told}{rest}",
        "settled": settled_text(_settled(keys, chosen.allocations)),
        "assigned": batch,
        "before": kept_before(row),
    }


def _settled(keys: Sequence[LineKey], parts: Sequence[Allocation]) -> Iterator[tuple[LineKey, Decimal]]:
    for part in parts:
        yield keys[part.item], part.amount


def _payers(book: Book, work: Work) -> Iterator[Fields]:
    """Whom each choice tells: the payer's own name and IBAN, and never a name that several customers bear."""
    memory = read_memory(book)
    names = Names(list(work.ledger.customers.values()), memory)
    for row, chosen in work.done:
        operation = Operation(
            booked_on=row.booked_on, amount=row.amount, label=row.label, payer=row.payer, payer_iban=row.payer_iban
        )
        name = payer_name(operation)
        if not chosen.customer or names.is_collective(names.keys(operation)):
            continue
        known = "" if names.is_shared(name) else name
        if known or row.payer_iban:
            yield {"payer": known or None, "iban": row.payer_iban or None, "customer": chosen.customer}


def _summary(report: AssignedReport, faults: int) -> str:
    if not report.assigned and not faults:
        return "Rien à affecter : choisissez « Client » ou « Factures » dans Banque, ou « oui » en « Décision »."
    said = counted(len(report.assigned), "encaissement affecté", "encaissements affectés")
    payers = counted(len(report.remembered), "payeur retenu", "payeurs retenus")
    remembered = f", {payers} dans Payeurs" if report.remembered else ""
    wrong = f", {counted(faults, 'point à revoir', 'points à revoir')} dans Contrôle" if faults else ""
    return f"{said}{remembered}{wrong}{batch_told(report.batch)}."

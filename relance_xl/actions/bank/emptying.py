"""« Vider les inconnus »: whose payments are no customer's leaves no name and no IBAN in the workbook."""

from __future__ import annotations

from dataclasses import dataclass

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.matching.operations import Outcome
from relance_xl.domain.wording import counted
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.sheets.bank import BankRow, read_bank_rows
from relance_xl.tables.sheets.writing import set_cells

_EMPTIED: dict[str, Written] = {
    "label": None,
    "reference": None,
    "customer": None,
    "invoices": None,
    "payer": None,
    "payer_iban": None,
    "held": None,
    "proposed": None,
    "certainty": Outcome.UNKNOWN.value,
    "decision": schema.NO,
    "why": "Vidé : ce n'est pas un client",
}
"""The day, the amount and the print stay, so that the same statement does not bring it back."""


@dataclass(slots=True, kw_only=True)
class EmptiedReport(Report):
    """How many payments lost their label, their payer and his IBAN."""

    emptied: int = 0


def empty_unknown(book: Book, run: Run) -> EmptiedReport:
    """Erase who paid, of every unknown payment without a chosen customer and of all that a person said « non » to.

    No undo gives it back: that is what it is for.  The user is asked first.
    """
    rows = [row for row in read_bank_rows(book) if _is_nobodys(row)]
    told = counted(len(rows), "encaissement", "encaissements")
    if not rows:
        return EmptiedReport(summary="Aucun encaissement non reconnu à vider dans Banque.")
    question = f"Effacer libellé, payeur et IBAN de {told} sans client dans Banque ? Cela ne s'annule pas."
    if not run.confirm(question):
        return EmptiedReport(summary="Rien n'a été effacé.")
    set_cells(book, schema.BANK, {row.row: _EMPTIED for row in rows})
    return EmptiedReport(summary=f"Libellé, payeur et IBAN effacés de {told} dans Banque.", emptied=len(rows))


def _is_nobodys(row: BankRow) -> bool:
    if row.certainty is Outcome.CERTAIN or not (row.label or row.payer or row.payer_iban or row.reference):
        return False
    return row.decision is False or (row.certainty is Outcome.UNKNOWN and not row.customer and not row.invoices)

"""« Importer »: the ledger's open items into `Clients` and `Factures`, all reminder state kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from relance_xl.actions.dashboard import refresh_home
from relance_xl.actions.run import Run
from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.wording import counted, french_amount
from relance_xl.ledgers.fec import read_fec
from relance_xl.ledgers.fec_options import FecOptions
from relance_xl.ledgers.imported import Imported
from relance_xl.ledgers.merge import Merge, merge
from relance_xl.ledgers.sheet_cells import customer_rows, item_rows
from relance_xl.problems import Report
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.reading import read_ledger
from relance_xl.tables.writing import set_cells, write_problems


@dataclass(slots=True, kw_only=True)
class ImportedReport(Report):
    """What the files brought, and what it changes in the workbook."""

    imported: Imported
    merged: Merge
    reference: str


def import_ledger(
    book: Book, run: Run, files: Sequence[Path], accounts: Sequence[str] = (), cut_off: date | None = None
) -> ImportedReport:
    """Add and update customers and items from one FEC, or several years of one ledger.

    `accounts` are read beside 411 and 4191 (« 413 », « 416 »).  `cut_off` takes the ledger as it stood at the end of
    that day, None as it stands.  DataError when a file cannot be understood: nothing is written then.
    """
    ledger, problems = read_ledger(book)
    imported = read_fec(files, _options(ledger, accounts, cut_off), book.tell)
    merged = merge(
        ledger.customers,
        ledger.items,
        imported,
        default_group=ledger.company.default_group,
        imported_on=run.date(),
        set_aside=ledger.set_aside,
        default_currency=ledger.company.reference_currency,
    )
    book.tell("Mise à jour du classeur…")
    _write(book, merged)
    refresh_home(book, _updated(ledger, merged), run.date())
    if imported.last_entry and schema.LAST_IMPORT in book.read_names():
        book.set_names({schema.LAST_IMPORT: imported.last_entry})
    found = [*problems, *imported.report.problems, *merged.problems]
    write_problems(book, found)
    return ImportedReport(
        summary=_summary(imported, merged, ledger.company.reference_currency),
        problems=found,
        imported=imported,
        merged=merged,
        reference=ledger.company.reference_currency,
    )


def _updated(ledger: Ledger, merged: Merge) -> Ledger:
    """The ledger as the workbook now holds it."""
    after = {change.before.row: change.after for change in (*merged.changed, *merged.settled)}
    customers = {**ledger.customers, **{customer.code: customer for customer in merged.new_customers}}
    items = (*(after.get(item.row, item) for item in ledger.items), *merged.new_items)
    return replace(ledger, customers=customers, items=items)


def _options(ledger: Ledger, accounts: Sequence[str], cut_off: date | None) -> FecOptions:
    return FecOptions(
        accounts=(*FecOptions().accounts, *accounts),
        cut_off=cut_off,
        terms={code: customer.payment_terms for code, customer in ledger.customers.items() if customer.payment_terms},
        default_terms=ledger.company.payment_terms,
        reference_currency=ledger.company.reference_currency,
    )


def _write(book: Book, merged: Merge) -> None:
    set_cells(book, schema.ITEMS, merged.cell_changes())
    if merged.new_customers:
        book.append_rows(schema.CUSTOMERS.name, *customer_rows(merged.new_customers))
    if merged.new_items:
        book.append_rows(schema.ITEMS.name, *item_rows(merged.new_items))


def _summary(imported: Imported, merged: Merge, reference: str) -> str:
    if merged.is_empty:
        return f"{imported.source} : rien à changer, le classeur est à jour."
    parts = [
        counted(len(merged.new_customers), "nouveau client", "nouveaux clients"),
        counted(len(merged.new_items), "nouvelle ligne", "nouvelles lignes"),
        counted(len(merged.changed), "ligne mise à jour", "lignes mises à jour"),
        counted(len(merged.settled), "ligne soldée", "lignes soldées"),
    ]
    totals = " + ".join(french_amount(total, currency or reference) for currency, total in merged.open_after.items())
    return f"{imported.source} : {', '.join(parts)}. Encours : {totals or french_amount(ZERO, reference)}."

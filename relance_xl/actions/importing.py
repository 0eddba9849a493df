"""« Importer »: the ledger's open items into `Clients` and `Factures`, all reminder state kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.import_habits import Habits, read_habits, remember
from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.domain.lines import keyed
from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.wording import counted, french_amount
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.update.bank_parts import with_bank_parts
from relance_xl.ledgers.update.merge import Merge, merge, without_settling
from relance_xl.ledgers.update.netting import net, nettable
from relance_xl.ledgers.update.sheet_cells import contact_changes, customer_rows, item_rows
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.rows import laid_out
from relance_xl.tables.sheets.bank import read_bank_rows
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.writing import set_cells, write_problems


@dataclass(slots=True, kw_only=True)
class ImportedReport(Report):
    """What the files brought, and what it changes in the workbook."""

    imported: Imported
    merged: Merge
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to read of the files, beyond what their content says.

    Attributes:
        accounts: accounts read beside 411 and 4191 (« 413 », « 416 »).
        cut_off: the ledger as it stood at the end of that day, None as it stands.
        habits: columns and date order told this time; they are remembered.
        partial: the files do not hold everything: what they lack stays open.
        contacts: the files' names and addresses replace the workbook's.
        netted: payments that the ledger does not match are set against the oldest invoices.
    """

    accounts: tuple[str, ...] = ()
    cut_off: date | None = None
    habits: Habits = field(default_factory=Habits)
    partial: bool = False
    contacts: bool = False
    netted: bool = False


def import_files(book: Book, run: Run, files: Sequence[Path], wanted: Wanted | None = None) -> ImportedReport:
    """Add and update customers and items from a FEC, several years of one ledger, or lists (CSV, Excel).

    DataError when a file cannot be understood: nothing is written then.
    """
    wanted = wanted or Wanted()
    ledger, problems = read_ledger(book)
    imported = _read(book, ledger, files, wanted)
    merged = merge(
        ledger.customers,
        ledger.items,
        imported,
        default_group=ledger.company.default_group,
        imported_on=run.date(),
        set_aside=ledger.set_aside,
        default_currency=ledger.company.reference_currency,
    )
    merged = with_bank_parts(merged, _settled_by_bank(book, ledger), imported.items)
    if wanted.partial:
        merged = without_settling(merged, ledger.company.reference_currency)
    book.tell("Mise à jour du classeur…")
    _write(book, merged)
    if wanted.contacts:
        set_cells(book, schema.CUSTOMERS, contact_changes(ledger.customers, imported))
    remember(book, wanted.habits)
    refresh_home(book, _updated(ledger, merged), run.date())
    if imported.last_entry and schema.LAST_IMPORT in book.read_names():
        book.set_names({schema.LAST_IMPORT: imported.last_entry})
    found = [*problems, *imported.report.problems, *merged.problems, *_unmatched(imported, ledger)]
    write_problems(book, found)
    return ImportedReport(
        summary=_summary(imported, merged, ledger.company.reference_currency),
        problems=found,
        imported=imported,
        merged=merged,
        reference=ledger.company.reference_currency,
    )


def _settled_by_bank(book: Book, ledger: Ledger) -> dict[int, Decimal]:
    """Worksheet row of `Factures` → what the statements of `Banque` have settled of it."""
    rows = {key: item.row for key, item in keyed(ledger.items)}
    parts: dict[int, Decimal] = {}
    for key, amount in (part for row in read_bank_rows(book) for part in row.settled):
        if key in rows:
            parts[rows[key]] = parts.get(rows[key], ZERO) + amount
    return parts


def _updated(ledger: Ledger, merged: Merge) -> Ledger:
    """The ledger as the workbook now holds it."""
    after = {change.before.row: change.after for change in (*merged.changed, *merged.settled)}
    customers = {**ledger.customers, **{customer.code: customer for customer in merged.new_customers}}
    items = (*(after.get(item.row, item) for item in ledger.items), *merged.new_items)
    return replace(ledger, customers=customers, items=items)


def _read(book: Book, ledger: Ledger, files: Sequence[Path], wanted: Wanted) -> Imported:
    company = ledger.company
    terms = {code: customer.payment_terms for code, customer in ledger.customers.items() if customer.payment_terms}
    remembered = read_habits(book)
    fec = FecOptions(
        accounts=(*FecOptions().accounts, *wanted.accounts),
        cut_off=wanted.cut_off,
        terms=terms,
        default_terms=company.payment_terms,
        reference_currency=company.reference_currency,
    )
    lists = ListOptions(
        mapping={**remembered.columns, **wanted.habits.columns},
        date_order=wanted.habits.date_order or remembered.date_order,
        cut_off=wanted.cut_off,
        customers=ledger.customers,
        terms=terms,
        default_terms=company.payment_terms,
        reference_currency=company.reference_currency,
    )
    imported = read_files(files, read_sheets, fec, lists, book.tell)
    return net(imported) if wanted.netted else imported


def _unmatched(imported: Imported, ledger: Ledger) -> list[Problem]:
    """« 2 règlements non lettrés : 1 250,00 € »: said of each customer before any letter."""
    reference = ledger.company.reference_currency
    found = [
        Problem(
            sheet=schema.CUSTOMERS.sheet,
            what=f"{each.customer} : {counted(each.credits, 'règlement non lettré', 'règlements non lettrés')}, "
            f"{french_amount(each.amount, each.currency or reference)}",
            customer=each.customer,
            severity=Severity.WARNING,
        )
        for each in nettable(imported.items)
    ]
    if imported.never_matched and found:
        what = f"{imported.source} ne lettre aucun règlement : les relances porteraient sur des factures déjà payées"
        expected = "un import avec « --imputer », qui affecte les règlements aux factures les plus anciennes"
        found.insert(0, Problem(what=what, expected=expected, severity=Severity.WARNING))
    return found


def _write(book: Book, merged: Merge) -> None:
    set_cells(book, schema.ITEMS, merged.cell_changes())
    if merged.new_customers:
        book.append_rows(schema.CUSTOMERS.name, *laid_out(schema.CUSTOMERS, customer_rows(merged.new_customers)))
    if merged.new_items:
        book.append_rows(schema.ITEMS.name, *laid_out(schema.ITEMS, item_rows(merged.new_items)))


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

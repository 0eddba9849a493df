"""« Importer »: the ledger's open items into `Clients` and `Factures`, all reminder state kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.common.control import fill_control
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Decision, Run, agreed, given_up
from relance_xl.actions.imports.columns import HOW_TO_CORRECT, ColumnsReport, columns_question
from relance_xl.actions.imports.habits import Habits, read_habits, remembered_cells, together
from relance_xl.actions.imports.preview import Preview, figures, last_import, previewed, question
from relance_xl.actions.imports.trace import parameters_touched, record_import, touched_rows
from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.books.closed.sheets.ranges import LAST_ROW
from relance_xl.domain.lines import keyed
from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.wording import counted, french_amount
from relance_xl.ledgers.common.imported import Doubt, Imported, Nature
from relance_xl.ledgers.common.seen import SeenFile
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.read import documents_met
from relance_xl.ledgers.files import columns_of_files, read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.update.bank_parts import with_bank_parts
from relance_xl.ledgers.update.doubts import UpdateMotive
from relance_xl.ledgers.update.merge import Merge, merge, with_coordinates, with_documents_met
from relance_xl.ledgers.update.netting import net, nettable
from relance_xl.ledgers.update.sheet_cells import contact_changes, customer_rows, item_rows
from relance_xl.problems import DataError, Problem, Severity, errors
from relance_xl.tables import schema
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.bank import read_bank_rows
from relance_xl.tables.sheets.imports import has_imports, read_imports
from relance_xl.tables.sheets.ledger import read_ledger, unconfirmed
from relance_xl.tables.sheets.parameters import write_parameters
from relance_xl.tables.sheets.writing import append_records, set_cells


@dataclass(slots=True, kw_only=True)
class ImportedReport(Report):
    """What the files brought, and what it changes in the workbook.

    Attributes:
        doubts: why nothing is written before a person says so; empty once it is.
        batch: the import's own, "" when nothing was written.
        options: those that held, given or remembered.
    """

    imported: Imported
    merged: Merge
    reference: str
    doubts: tuple[Doubt, ...] = ()
    options: str = ""

    @property
    def exit_code(self) -> int:
        """1 when a person must confirm first, or when the data has errors; else 0."""
        return 1 if self.doubts or errors(self.problems) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to read of the files, beyond what their content says.

    Attributes:
        cut_off: the ledger as it stood at the end of that day, None as it stands.
        habits: columns, date order, accounts and netting told this time; they are remembered.
        partial: the files do not hold everything: what they lack stays open.
        contacts: the files' names and addresses replace the workbook's.
        confirmed: what is doubtful is done all the same.
    """

    cut_off: date | None = None
    habits: Habits = field(default_factory=Habits)
    partial: bool = False
    contacts: bool = False
    confirmed: bool = False


def import_files(book: Book, run: Run, files: Sequence[Path], wanted: Wanted | None = None) -> ImportedReport:
    """Add and update customers and items from a FEC, several years of one ledger, or lists (CSV, Excel).

    What is doubtful is asked of `run.decide` before anything is written.  DataError when a file cannot be understood:
    nothing is written then.
    """
    wanted = wanted or Wanted()
    ledger, problems = read_ledger(book)
    habits = together(read_habits(book), wanted.habits)
    wanted = _with_habits(wanted, habits)
    preview = _previewed(book, run, ledger, files, wanted, habits)
    if _is_unseen(book, run, preview) and not run.confirm(columns_question(_columns(ledger, files, wanted, habits))):
        return _stopped(preview, problems, habits, run)
    if preview.doubts and not wanted.confirmed:
        decision = Decision.GIVE_UP if run.rehearsed else run.decide(question(preview))
        if decision is Decision.GIVE_UP:
            return _stopped(preview, problems, habits, run)
        if decision is Decision.NOTHING_SETTLED:
            preview = preview.partial()
    book.tell("Mise à jour du classeur…")
    batch = _done(book, run, ledger, files, wanted, habits, preview)
    imported, merged = preview.imported, preview.merged
    found = [
        *problems,
        *imported.report.problems,
        *merged.problems,
        *_unmatched(imported, ledger),
        *_to_confirm(book, merged),
        *_untraced(book),
    ]
    fill_control(book, run, "importer", [*imported.report.problems, *merged.problems, *_unmatched(imported, ledger)])
    return ImportedReport(
        summary=_summary(preview, habits.told(preview.imported.shapes)),
        problems=found,
        imported=imported,
        merged=merged,
        reference=preview.reference,
        batch=batch,
        options=habits.told(preview.imported.shapes),
    )


def _with_habits(wanted: Wanted, habits: Habits) -> Wanted:
    """What is wanted this time, and what `Paramètres` wants of every import."""
    return replace(
        wanted,
        cut_off=wanted.cut_off or habits.cut_off,
        partial=wanted.partial or habits.partial,
        contacts=wanted.contacts or habits.contacts,
    )


def _is_unseen(book: Book, run: Run, preview: Preview) -> bool:
    """Whether a list is of a shape that no import has read: the button then shows its columns first (N-14)."""
    if run.rehearsed or run.confirm is agreed or not has_imports(book):
        return False
    seen = {shape for line in read_imports(book) if not line.cancelled for shape in line.shapes}
    return not seen.issuperset(preview.imported.shapes)


def _previewed(book: Book, run: Run, ledger: Ledger, files: Sequence[Path], wanted: Wanted, habits: Habits) -> Preview:
    imported = _read(book, ledger, files, wanted, habits)
    merged = merge(
        ledger.customers,
        ledger.items,
        imported,
        default_group=ledger.company.default_group,
        imported_on=run.date(),
        set_aside=ledger.set_aside,
        default_currency=ledger.company.reference_currency,
    )
    merged = with_bank_parts(merged, _settled_by_bank(book, ledger), merged.imported.items)
    if wanted.contacts:
        merged = with_coordinates(merged)
    preview = previewed(book, ledger, merged.imported, merged)
    if not wanted.partial and any(doubt.motif == UpdateMotive.SHARE_SETTLED for doubt in preview.doubts):
        preview = previewed(book, ledger, merged.imported, _with_evidence(book, ledger, files, wanted, habits, merged))
    return preview.partial() if wanted.partial else preview


def _with_evidence(
    book: Book, ledger: Ledger, files: Sequence[Path], wanted: Wanted, habits: Habits, merged: Merge
) -> Merge:
    """The update, the lines that the ledger has as lettered told from those that it has not; a list says no more."""
    if merged.imported.nature is not Nature.LEDGER:
        return merged
    codes = {known: code for code, known in merged.codes.items()}
    sought = {
        (codes.get(change.before.customer, change.before.customer), change.before.invoice)
        for change in merged.settled[merged.named :]
    }
    met = documents_met(files, _fec_options(ledger, wanted, habits), sought, book.tell)
    return with_documents_met(merged, met)


def _stopped(preview: Preview, problems: Sequence[Problem], habits: Habits, run: Run) -> ImportedReport:
    """Nothing written: the reasons, and what the import would do; who was asked has read them already."""
    reasons = " ; ".join(doubt.detail for doubt in preview.doubts)
    return ImportedReport(
        summary="Import abandonné : rien n'est écrit."
        if run.decide is not given_up
        else (
            f"Rien n'est écrit : {reasons}. Ce que l'import ferait : {figures(preview)} "
            "Pour le faire quand même : « --confirmer » ; sans rien solder : « --partiel »."
        ),
        problems=[*problems, *preview.imported.report.problems],
        imported=preview.imported,
        merged=preview.merged,
        reference=preview.reference,
        doubts=preview.doubts,
        options=habits.told(preview.imported.shapes),
    )


def _done(
    book: Book, run: Run, ledger: Ledger, files: Sequence[Path], wanted: Wanted, habits: Habits, preview: Preview
) -> str:
    """Write the import and its trace; the batch."""
    imported, merged = preview.imported, preview.merged
    _refuse_too_long(book, schema.ITEMS, len(merged.new_items))
    _refuse_too_long(book, schema.CUSTOMERS, len(merged.new_customers))
    contacts = {**contact_changes(ledger.customers, imported)} if wanted.contacts else {}
    for row, cells in merged.directory.filled.items():
        contacts[row] = {**contacts.get(row, {}), **cells}
    told = remembered_cells(wanted.habits, imported.shapes)
    touched = [*touched_rows(book, merged, contacts), *parameters_touched(book, told)]
    last = last_import(book)
    goes_further = imported.last_entry is not None and (last is None or imported.last_entry != last.last_entry)
    batch = ""
    if touched or goes_further:
        batch = record_import(
            book,
            run,
            files,
            habits.told(preview.imported.shapes),
            imported,
            merged,
            touched,
            ledger.company.reference_currency,
        )
    _write(book, merged)
    set_cells(book, schema.CUSTOMERS, contacts)
    if told:
        write_parameters(book, told)
    refresh_home(book, _updated(ledger, merged), run.date())
    if imported.last_entry and schema.LAST_IMPORT in book.read_names():
        book.set_names({schema.LAST_IMPORT: imported.last_entry})
    return batch


def _refuse_too_long(book: Book, table: schema.Table, added: int) -> None:
    """DataError when the table would have more rows than a sheet of Excel (N-11)."""
    grid = book.read_table(table.name)
    last = grid.top + len(grid.rows) + added
    if added and last > LAST_ROW:
        what = f"« {table.sheet} » aurait {last} lignes, et une feuille d'Excel en a {LAST_ROW}"
        raise DataError(Problem(sheet=table.sheet, what=what, expected="un export de moins de lignes"))


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


def _read(book: Book, ledger: Ledger, files: Sequence[Path], wanted: Wanted, habits: Habits) -> Imported:
    fec, lists = _fec_options(ledger, wanted, habits), _list_options(ledger, wanted, habits)
    imported = read_files(files, read_sheets, fec, lists, book.tell)
    return net(imported) if habits.netted else imported


def _list_options(ledger: Ledger, wanted: Wanted, habits: Habits) -> ListOptions:
    company = ledger.company
    return ListOptions(
        mapping=habits.columns,
        shapes=habits.shapes,
        told=wanted.habits.columns,
        date_order=habits.date_order,
        cut_off=wanted.cut_off,
        customers=ledger.customers,
        terms=_terms(ledger),
        default_terms=company.payment_terms,
        reference_currency=company.reference_currency,
    )


def _terms(ledger: Ledger) -> dict[str, str]:
    return {code: customer.payment_terms for code, customer in ledger.customers.items() if customer.payment_terms}


def _fec_options(ledger: Ledger, wanted: Wanted, habits: Habits) -> FecOptions:
    company = ledger.company
    return FecOptions(
        accounts=(*FecOptions().accounts, *(habits.accounts or ())),
        cut_off=wanted.cut_off,
        terms=_terms(ledger),
        default_terms=company.payment_terms,
        reference_currency=company.reference_currency,
    )


def _untraced(book: Book) -> list[Problem]:
    """A warning in a workbook that keeps no trace of its imports: « Annuler » would undo something else (N-69)."""
    if has_imports(book):
        return []
    what = f"La feuille « {schema.IMPORTS.sheet} » manque : cet import ne pourra pas être annulé"
    expected = "« relance-xl mettre-a-jour », qui l'ajoute à un classeur d'une version précédente"
    return [Problem(what=what, sheet=schema.IMPORTS.sheet, expected=expected, severity=Severity.WARNING)]


def _to_confirm(book: Book, merged: Merge) -> list[Problem]:
    """What is proposed of the new customers, once they stand in `Clients`."""
    grid = book.read_table(schema.CUSTOMERS.name)
    code = column_of(grid, schema.CUSTOMERS.column("code"))
    rows = {shown(row[code]): grid.top + 1 + place for place, row in enumerate(grid.rows) if code is not None}
    return list(unconfirmed(replace(each, row=rows.get(each.code, 0)) for each in merged.new_customers))


def show_columns(book: Book, _run: Run, files: Sequence[Path], wanted: Wanted | None = None) -> ColumnsReport:
    """Each column of the files: what it is read as, three of its values; nothing is imported (N-14)."""
    wanted = wanted or Wanted()
    ledger, _ = read_ledger(book)
    seen = _columns(ledger, files, wanted, together(read_habits(book), wanted.habits))
    read = sum(1 for each in seen for column in each.columns if column.field)
    left = sum(1 for each in seen for column in each.columns if not column.field)
    summary = (
        f"{counted(read, 'colonne lue', 'colonnes lues')}, {counted(left, 'non lue', 'non lues')} : rien n'est importé."
    )
    return ColumnsReport(summary=f"{summary} {HOW_TO_CORRECT}", files=tuple(seen))


def _columns(ledger: Ledger, files: Sequence[Path], wanted: Wanted, habits: Habits) -> list[SeenFile]:
    return columns_of_files(files, read_sheets, _list_options(ledger, wanted, habits))


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
        append_records(book, schema.CUSTOMERS, customer_rows(merged.new_customers))
    if merged.new_items:
        append_records(book, schema.ITEMS, item_rows(merged.new_items))


def _summary(preview: Preview, options: str) -> str:
    held = f" Options retenues : {options}." if options else ""
    if preview.merged.is_empty:
        aside = preview.imported.report.set_aside_lines
        left = f", {counted(aside, 'ligne écartée', 'lignes écartées')}" if aside else ""
        return f"{preview.imported.source} : rien à changer, le classeur est à jour{left}.{held}"
    return f"{preview.imported.source} : {figures(preview)}{held}"

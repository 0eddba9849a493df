"""An import taken back: its rows as they were, those that it added away, what has changed since left and listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.imports.trace import KEYS
from relance_xl.books.arranging import as_stored, same
from relance_xl.domain.vocabulary import ImportState
from relance_xl.domain.wording import counted
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book, Grid, Value, Written
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.imports import ImportLine, Touched, forget_touched, read_touched
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.writing import set_cells

TABLES: Mapping[str, schema.Table] = {
    table.name: table for table in (schema.ITEMS, schema.CUSTOMERS, schema.PARAMETERS)
}
"""In the order in which they are given back: a customer goes once his lines are gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """A row that has changed since the import: `why`, and its place ("" when it is gone)."""

    touched: Touched
    why: str
    row: int = 0

    @property
    def customer(self) -> str:
        """The customer's code, "" for a parameter."""
        return shown(self.touched.key.get("customer") or self.touched.key.get("code"))

    @property
    def invoice(self) -> str:
        """The number, "" for a customer or a parameter."""
        return shown(self.touched.key.get("invoice"))


@dataclass(slots=True, kw_only=True)
class ImportUndone(Report):
    """What « Annuler » took back of an import.

    Attributes:
        restored: the rows given back as they were.
        removed: the rows that the import had added and that are gone.
        kept: those that have changed since, left as they are.
    """

    file: str = ""
    restored: tuple[Touched, ...] = ()
    removed: tuple[Touched, ...] = ()
    kept: tuple[LeftAlone, ...] = ()


@dataclass(slots=True)
class _Plan:
    """What is to be written: for each table, row → field → value; and the rows to blank."""

    cells: dict[str, dict[int, dict[str, Written]]] = field(default_factory=lambda: defaultdict(dict))
    blanked: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    restored: list[Touched] = field(default_factory=list)
    removed: list[Touched] = field(default_factory=list)
    kept: list[LeftAlone] = field(default_factory=list)


def undo_import(book: Book, run: Run, line: ImportLine) -> ImportUndone:
    """Take the import back, and save.  DataError when it is undone already."""
    plan = _planned(book, line)
    if not run.confirm(_question(line, plan)):
        return ImportUndone(summary="Rien n'a été annulé.")
    _write(book, line, plan)
    ledger, _ = read_ledger(book)
    refresh_home(book, ledger, run.date())
    book.save()
    return _report(line, plan)


def rehearse_import(book: Book, line: ImportLine) -> ImportUndone:
    """Say what the undo would do, and do nothing."""
    report = _report(line, _planned(book, line))
    report.rehearsed()
    return report


def _planned(book: Book, line: ImportLine) -> _Plan:
    if line.cancelled:
        raise DataError(
            Problem(
                what=f"Le lot {line.batch} est déjà annulé : une annulation ne s'annule pas",
                expected="un nouvel import du fichier",
                sheet=schema.IMPORTS.sheet,
            )
        )
    plan = _Plan()
    touched = read_touched(book, line.batch)
    for name, table in TABLES.items():
        chosen = [each for each in touched if each.table == name]
        if chosen and name in book.table_names():
            _Sheet(book.read_table(name), table, plan).give_back(chosen)
    _keep_owing_customers(book, plan)
    return plan


class _Sheet:
    """The rows of one table, found again after the user has sorted, filtered or added some."""

    def __init__(self, grid: Grid, table: schema.Table, plan: _Plan) -> None:
        self.grid, self.table, self.plan = grid, table, plan
        self.places = {column.field: column_of(grid, column) for column in table.columns}
        self._by_key: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for row in range(len(grid.rows)):
            self._by_key[self._key(row)].append(row)

    def give_back(self, touched: Sequence[Touched]) -> None:
        """Plan what becomes of each row."""
        for each in touched:
            row = self._found(each)
            if row is None:
                self.plan.kept.append(LeftAlone(touched=each, why="elle n'est plus dans la feuille"))
                continue
            why = self._obstacle(each, row)
            place = self.grid.top + 1 + row
            if why:
                self.plan.kept.append(LeftAlone(touched=each, why=why, row=place))
            elif each.before is None:
                self.plan.blanked[self.table.name].add(row)
                self.plan.removed.append(each)
            else:
                self.plan.cells[self.table.name][place] = dict(each.before)
                self.plan.restored.append(each)

    def _found(self, each: Touched) -> int | None:
        """Its row: where it stood if it is still there, else the first of its key that no other has taken."""
        rows = self._by_key[tuple(_spelt(each.key.get(name)) for name in KEYS[self.table.name])]
        stood = each.row - self.grid.top - 1
        if not rows:
            return None
        chosen = stood if stood in rows else rows[0]
        rows.remove(chosen)
        return chosen

    def _key(self, row: int) -> tuple[str, ...]:
        return tuple(_spelt(self._value(name, row)) for name in KEYS[self.table.name])

    def _value(self, name: str, row: int) -> Value:
        place = self.places[name]
        return None if place is None else self.grid.rows[row][place]

    def _obstacle(self, each: Touched, row: int) -> str:
        """Why the row is left alone, "" when it is as the import left it.

        Of a row changed, only the cells that the import wrote; of a row added, every cell of the schema.
        """
        if each.before is not None:
            looked_at: Sequence[str] = tuple(each.after)
        else:
            looked_at = [column.field for column in self.table.columns if not column.formula]
        for name in looked_at:
            now, then = self._value(name, row), each.after.get(name)
            if not same(then, now) and not (each.before is None and not then and not now):
                if name in {"level", "last_reminder"}:
                    return f"elle a été relancée depuis l'import (niveau {shown(self._value('level', row))})"
                return f"« {self.table.column(name).header} » a été changé depuis l'import"
        return ""


def _spelt(value: Value) -> str:
    """A cell as a key: a number is the same whatever its sort."""
    return shown(as_stored(value))


def _keep_owing_customers(book: Book, plan: _Plan) -> None:
    """A customer that the import had added stays while a line of his stays."""
    name = schema.CUSTOMERS.name
    if not plan.blanked[name]:
        return
    items = book.read_table(schema.ITEMS.name)
    place = column_of(items, schema.ITEMS.column("customer"))
    gone = plan.blanked[schema.ITEMS.name]
    owing = {shown(row[place]) for number, row in enumerate(items.rows) if place is not None and number not in gone}
    customers = book.read_table(name)
    code = column_of(customers, schema.CUSTOMERS.column("code"))
    for each in [each for each in plan.removed if each.table == name and shown(each.key["code"]) in owing]:
        plan.removed.remove(each)
        row = next(
            row
            for row in plan.blanked[name]
            if code is not None and shown(customers.rows[row][code]) == shown(each.key["code"])
        )
        plan.blanked[name].remove(row)
        why = "une de ses lignes reste dans Factures"
        plan.kept.append(LeftAlone(touched=each, why=why, row=customers.top + 1 + row))


def _write(book: Book, line: ImportLine, plan: _Plan) -> None:
    for name, table in TABLES.items():
        set_cells(book, table, plan.cells.get(name, {}))
        _blank(book, table, plan.blanked.get(name, set()))
    set_cells(book, schema.IMPORTS, {line.row: {"state": ImportState.CANCELLED.value}})
    forget_touched(book, [line.batch])
    if schema.LAST_IMPORT in book.read_names():
        book.set_names({schema.LAST_IMPORT: line.last_import_before})


def _blank(book: Book, table: schema.Table, rows: set[int]) -> None:
    if not rows:
        return
    grid = book.read_table(table.name)
    own = {column.header for column in table.columns if column.formula}
    book.update_columns(
        table.name,
        {
            header: [None if place in rows else row[position] for place, row in enumerate(grid.rows)]
            for position, header in enumerate(grid.headers)
            if header not in own
        },
    )


def _question(line: ImportLine, plan: _Plan) -> str:
    if not plan.kept:
        return f"Annuler {told(line)} ?"
    left = counted(len(plan.kept), "ligne changée depuis restera", "lignes changées depuis resteront")
    return f"Annuler {told(line)} ? {left} telle quelle."


def told(line: ImportLine) -> str:
    """« l'import de clients.csv du 23/03/2026, 12 lignes soldées, 3 nouvelles »."""
    counts = [
        *([counted(line.settled, "ligne soldée", "lignes soldées")] * bool(line.settled)),
        *([counted(line.new, "ligne nouvelle", "lignes nouvelles")] * bool(line.new)),
        *([counted(line.changed, "ligne mise à jour", "lignes mises à jour")] * bool(line.changed)),
    ]
    return ", ".join([f"l'import de {line.file} du {line.day}", *counts])


def _report(line: ImportLine, plan: _Plan) -> ImportUndone:
    sentence = (
        f"Lot {line.batch} annulé ({told(line)}) : {counted(len(plan.restored), 'ligne rendue', 'lignes rendues')} à "
        f"l'état d'avant, {counted(len(plan.removed), 'ligne retirée', 'lignes retirées')}"
    )
    if plan.kept:
        sentence += f", {counted(len(plan.kept), 'ligne laissée telle quelle', 'lignes laissées telles quelles')}"
    return ImportUndone(
        summary=f"{sentence}.",
        problems=list(_problems(plan)),
        batch=line.batch,
        file=line.file,
        restored=tuple(plan.restored),
        removed=tuple(plan.removed),
        kept=tuple(plan.kept),
    )


def _problems(plan: _Plan) -> Iterator[Problem]:
    for left in plan.kept:
        table = TABLES[left.touched.table]
        who = " de ".join(part for part in (left.invoice, left.customer) if part) or shown(
            left.touched.key.get("label")
        )
        yield Problem(
            what=f"{who} reste comme elle est : {left.why}",
            sheet=table.sheet,
            cell=f"A{left.row}" if left.row else "",
            customer=left.customer,
            severity=Severity.WARNING,
        )

"""What the user once told of his files, remembered in `Paramètres`: columns, date order, accounts, netting (N-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from relance_xl.domain.wording import folded
from relance_xl.ledgers.lists.column_names import NAMES, OF_CUSTOMERS
from relance_xl.ledgers.lists.values import DateOrder
from relance_xl.problems import DataError, Problem, UsageError
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, day, shown
from relance_xl.tables.grid import Book
from relance_xl.tables.raw_cells import Stored
from relance_xl.tables.records import column_of

PREFIX = schema.IMPORT_PREFIX
"""A remembered column is a parameter: « Import – Facture » = « N° pièce »."""
_LABELS = {parameter.field: parameter.label for parameter in schema.IMPORT_PARAMETERS}
_NO_ACCOUNT = "aucun"
_OF_SHAPE = re.compile(r"(.+) \(liste ([0-9a-f]{6})\)")
"""« Import – Facture (liste 3fa9c1) »: a column told for the lists of one shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is told of the files; what is not told this time is what was told before.

    Attributes:
        columns: field → header of the files.
        shapes: the same for the lists of one shape only, by its mark.
        date_order: None when the files prove it themselves.
        accounts: read beside 411 and 4191 (« 413 », « 416 »), none for none; None when nothing is told.
        netted: whether payments that the ledger does not match are set against the oldest invoices; None as above.
        partial: whether what the files lack stays open; only ever told in the workbook.
        contacts: whether the files' names and addresses replace the workbook's; as above.
        cut_off: the ledger as it stood at the end of that day; as above.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date_order: DateOrder | None = None
    accounts: tuple[str, ...] | None = None
    netted: bool | None = None
    partial: bool = False
    contacts: bool = False
    cut_off: date | None = None

    def told(self, shapes: Iterable[str] = ()) -> str:
        """« comptes 413 ; imputation des règlements ; Facture = N° pièce », "" for none: what `Imports` keeps.

        `shapes` are those of the files read: what is remembered of others says nothing of them.
        """
        columns = {
            **self.columns,
            **{name: header for mark in shapes for name, header in self.shapes.get(mark, {}).items()},
        }
        return " ; ".join([
            *([f"comptes {', '.join(self.accounts)}"] if self.accounts else []),
            *(["imputation des règlements"] if self.netted else []),
            *([f"dates {self.date_order.value}"] if self.date_order else []),
            *(["ce qui manque reste ouvert"] if self.partial else []),
            *(["coordonnées du fichier"] if self.contacts else []),
            *([f"arrêté au {self.cut_off:%d/%m/%Y}"] if self.cut_off else []),
            *(f"{column_label(name)} = {header}" for name, header in columns.items()),
        ])  # fmt: skip


def together(known: Habits, told: Habits) -> Habits:
    """What is remembered, and over it what is told this time."""
    return replace(
        known,
        columns={**known.columns, **told.columns},
        date_order=told.date_order or known.date_order,
        accounts=known.accounts if told.accounts is None else told.accounts,
        netted=known.netted if told.netted is None else told.netted,
    )


def column_label(name: str) -> str:
    """The French name of a field of a list: « Facture », « Échéance », « Solde »."""
    return _HEADERS.get(name) or {**NAMES, **OF_CUSTOMERS}[name][0]


_HEADERS = {
    **{column.field: column.header for table in (schema.CUSTOMERS, schema.ITEMS) for column in table.columns},
    "customer": "Client", "email_2": "E-mail 2", "customer_kind": "Type de client",
}  # fmt: skip


def labels() -> dict[str, str]:
    """The field of a list by its folded French name: « facture », « echeance », « solde »."""
    return {folded(column_label(name)): name for name in (*OF_CUSTOMERS, *NAMES)}


def columns_told(told: Mapping[str, str]) -> dict[str, str]:
    """Field → header, of what the user wrote: « Facture » → « N° pièce ».  UsageError for a name that is none."""
    known = labels()
    wrong = [name for name in told if folded(name) not in known]
    if wrong:
        raise UsageError(
            [
                Problem(what=f"« {name} » n'est pas une colonne connue", expected=", ".join(sorted(known)))
                for name in wrong
            ]
        )
    return {known[folded(name)]: header for name, header in told.items()}


def read_habits(book: Book) -> Habits:
    """What `Paramètres` remembers.  DataError for a value that cannot be read."""
    known = labels()
    columns: dict[str, str] = {}
    shapes: dict[str, dict[str, str]] = {}
    stated: dict[str, str] = {}
    fields = {folded(label.removeprefix(PREFIX)): name for name, label in _LABELS.items()}
    for label, value in parameter_texts(book):
        if not label.startswith(PREFIX) or not value:
            continue
        name, mark = label.removeprefix(PREFIX), ""
        if found := _OF_SHAPE.fullmatch(name):
            name, mark = found[1], found[2]
        if (name := folded(name)) in fields:
            stated[fields[name]] = value
        elif name in known:
            (shapes.setdefault(mark, {}) if mark else columns)[known[name]] = value
    return Habits(
        columns=columns,
        shapes=shapes,
        date_order=_order(stated["date_order"]) if "date_order" in stated else None,
        accounts=accounts_told(stated.get("accounts", "")),
        netted=folded(stated["netted"]) == schema.YES if "netted" in stated else None,
        partial=folded(stated.get("partial", "")) == schema.YES,
        contacts=folded(stated.get("contacts", "")) == schema.YES,
        cut_off=_day(stated.get("cut_off", "")),
    )


def _day(value: str) -> date | None:
    try:
        return day(value)
    except CellFault as fault:
        problem = Problem(sheet=schema.PARAMETERS.sheet, what=fault.what, expected=fault.expected, value=value)
        raise DataError(problem) from fault


def accounts_told(written: str) -> tuple[str, ...] | None:
    """The accounts of « 413, 416 »; none for « aucun », None for a blank: nothing is told."""
    named = tuple(part for part in re.split(r"[\s,;]+", written) if part)
    if not named:
        return None
    return () if folded(written.strip()) == _NO_ACCOUNT else named


def _order(value: str) -> DateOrder:
    try:
        return DateOrder(value)
    except ValueError as error:
        problem = Problem(
            sheet=schema.PARAMETERS.sheet,
            what=f"« {value} » n'est pas un ordre de dates",
            expected=" ou ".join(DateOrder),
            value=value,
        )
        raise DataError(problem) from error


def remembered_cells(habits: Habits, shapes: Sequence[str] = ()) -> dict[str, Stored]:
    """The parameters that keep what the user just told, by label; columns under each shape of the lists read."""
    wanted: dict[str, Stored] = {
        f"{PREFIX}{column_label(name)}{f' (liste {mark})' if mark else ''}": header
        for mark in shapes or ("",)
        for name, header in habits.columns.items()
    }
    if habits.date_order is not None:
        wanted[_LABELS["date_order"]] = habits.date_order.value
    if habits.accounts is not None:
        wanted[_LABELS["accounts"]] = ", ".join(habits.accounts) or _NO_ACCOUNT
    if habits.netted is not None:
        wanted[_LABELS["netted"]] = schema.YES if habits.netted else schema.NO
    return wanted


def parameter_texts(book: Book) -> list[tuple[str, str]]:
    """Label and value of each parameter, as shown; none when the workbook has no such table."""
    if schema.PARAMETERS.name not in book.table_names():
        return []
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = (column_of(grid, column) for column in schema.PARAMETERS.columns)
    if label is None or value is None:
        return []
    return [(shown(row[label]), shown(row[value])) for row in grid.rows]

"""What the user once told of his files, remembered in `Paramètres`: columns, date order, accounts, netting (N-10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from relance_xl.domain.wording import folded
from relance_xl.ledgers.lists.column_names import NAMES
from relance_xl.ledgers.lists.values import DateOrder
from relance_xl.problems import DataError, Problem, UsageError
from relance_xl.tables import schema
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book
from relance_xl.tables.raw_cells import Stored
from relance_xl.tables.records import column_of

PREFIX = "Import – "
"""A remembered column is a parameter: « Import – Facture » = « N° pièce »."""
DATE_ORDER = "Ordre des dates"
ACCOUNTS = "Comptes"
NETTED = "Imputer les règlements"
_NO_ACCOUNT = "aucun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is told of the files; what is not told this time is what was told before.

    Attributes:
        columns: field → header of the files.
        date_order: None when the files prove it themselves.
        accounts: read beside 411 and 4191 (« 413 », « 416 »), none for none; None when nothing is told.
        netted: whether payments that the ledger does not match are set against the oldest invoices; None as above.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    accounts: tuple[str, ...] | None = None
    netted: bool | None = None

    def told(self) -> str:
        """« comptes 413 ; imputation des règlements ; Facture = N° pièce », "" for none: what `Imports` keeps."""
        names = {name: label for label, name in labels().items()}
        return " ; ".join([
            *([f"comptes {', '.join(self.accounts)}"] if self.accounts else []),
            *(["imputation des règlements"] if self.netted else []),
            *([f"dates {self.date_order.value}"] if self.date_order else []),
            *(f"{names[name].capitalize()} = {header}" for name, header in self.columns.items()),
        ])  # fmt: skip


def together(known: Habits, told: Habits) -> Habits:
    """What is remembered, and over it what is told this time."""
    return Habits(
        columns={**known.columns, **told.columns},
        date_order=told.date_order or known.date_order,
        accounts=known.accounts if told.accounts is None else told.accounts,
        netted=known.netted if told.netted is None else told.netted,
    )


def labels() -> dict[str, str]:
    """The field of a list by its folded French name: « facture », « echeance », « solde »."""
    headers = {column.field: column.header for table in (schema.CUSTOMERS, schema.ITEMS) for column in table.columns}
    return {folded(headers.get(name, words[0])): name for name, words in NAMES.items()}


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
    """What `Paramètres` remembers.  DataError for a date order that is none."""
    known = labels()
    columns: dict[str, str] = {}
    order: DateOrder | None = None
    accounts: tuple[str, ...] | None = None
    netted: bool | None = None
    for label, value in parameter_texts(book):
        name = folded(label.removeprefix(PREFIX))
        if not label.startswith(PREFIX) or not value:
            continue
        if name == folded(DATE_ORDER):
            order = _order(value)
        elif name == folded(ACCOUNTS):
            accounts = accounts_told(value)
        elif name == folded(NETTED):
            netted = folded(value) == schema.YES
        elif name in known:
            columns[known[name]] = value
    return Habits(columns=columns, date_order=order, accounts=accounts, netted=netted)


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


def remembered_cells(habits: Habits) -> dict[str, Stored]:
    """The parameters that keep what the user just told, by label."""
    names = {name: label for label, name in labels().items()}
    wanted: dict[str, Stored] = {PREFIX + names[name].capitalize(): header for name, header in habits.columns.items()}
    if habits.date_order is not None:
        wanted[PREFIX + DATE_ORDER] = habits.date_order.value
    if habits.accounts is not None:
        wanted[PREFIX + ACCOUNTS] = ", ".join(habits.accounts) or _NO_ACCOUNT
    if habits.netted is not None:
        wanted[PREFIX + NETTED] = schema.YES if habits.netted else schema.NO
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

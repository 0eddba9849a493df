"""What the user once told of his files, remembered in `Paramètres`: which header is which column, which date order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from relance_xl.domain.wording import folded
from relance_xl.ledgers.lists.column_names import NAMES
from relance_xl.ledgers.lists.values import DateOrder
from relance_xl.problems import DataError, Problem, UsageError
from relance_xl.tables import schema
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book, Value, Written
from relance_xl.tables.records import column_of
from relance_xl.tables.rows import Fields, laid_out

PREFIX = "Import – "
"""A remembered column is a parameter: « Import – Facture » = « N° pièce »."""
DATE_ORDER = "Ordre des dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Field → header of the files, and their date order, None when the files prove it themselves."""

    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None


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
    for label, value in _parameters(book):
        name = folded(label.removeprefix(PREFIX))
        if not label.startswith(PREFIX) or not value:
            continue
        if name == folded(DATE_ORDER):
            order = _order(value)
        elif name in known:
            columns[known[name]] = value
    return Habits(columns=columns, date_order=order)


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


def remember(book: Book, habits: Habits) -> None:
    """Write into `Paramètres` what the user just told; what it says already stays as it is."""
    names = {name: label for label, name in labels().items()}
    wanted = {PREFIX + names[name].capitalize(): header for name, header in habits.columns.items()}
    if habits.date_order is not None:
        wanted[PREFIX + DATE_ORDER] = habits.date_order.value
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = (column_of(grid, column) for column in schema.PARAMETERS.columns)
    if not wanted or label is None or value is None:
        return
    places = {folded(shown(row[label])): index for index, row in enumerate(grid.rows)}
    values: list[Written | Value] = [row[value] for row in grid.rows]
    missing: list[Fields] = [
        {"label": name, "value": header} for name, header in wanted.items() if folded(name) not in places
    ]
    for name, header in wanted.items():
        if folded(name) in places:
            values[places[folded(name)]] = header
    book.update_columns(schema.PARAMETERS.name, {grid.headers[value]: values})
    if missing:
        book.append_rows(schema.PARAMETERS.name, *laid_out(schema.PARAMETERS, missing))


def _parameters(book: Book) -> list[tuple[str, str]]:
    if schema.PARAMETERS.name not in book.table_names():
        return []
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = (column_of(grid, column) for column in schema.PARAMETERS.columns)
    if label is None or value is None:
        return []
    return [(shown(row[label]), shown(row[value])) for row in grid.rows]

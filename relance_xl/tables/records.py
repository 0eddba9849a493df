"""A table's grid turned into converted records, every fault collected with its cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from relance_xl.domain.wording import folded
from relance_xl.problems import DataError, Problem
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Grid, Row, Value
from relance_xl.tables.schema import Column, Kind

_HELD_WHEN_BLANK = schema.CUSTOMERS.column("group")
"""A customer without a group is held and listed, which is no fault of the row (A1)."""

_REMEMBERED = 10_000
"""Values of one column remembered at once."""

Converter = Callable[[Value], Any]

_BY_KIND: Mapping[Kind, Converter] = {
    Kind.TEXT: cells.text,
    Kind.CODE: cells.code,
    Kind.LINK: cells.code,
    Kind.DATE: cells.day,
    Kind.MOMENT: cells.text,
    Kind.AMOUNT: cells.amount,
    Kind.RATE: cells.rate,
    Kind.PERCENT: cells.percentage,
    Kind.YES_NO: cells.yes_no,
    Kind.COLOUR: cells.colour,
}


@cache
def converter(kind: Kind, choices: tuple[str, ...], low: int | None, high: int | None) -> Converter:
    """The function that reads a cell of this kind."""
    if kind is Kind.CHOICE:
        return cells.choice(choices)
    if kind is Kind.INTEGER:
        return cells.bounded(low, high)
    return _BY_KIND[kind]


@dataclass(frozen=True, slots=True)
class Records:
    """The rows of a table that are not blank.

    Attributes:
        fields: field name → one converted value a row; absent when the column is absent; None where faulty.
        rows: the worksheet row of each record.
        problems: every fault, in reading order.
        faulty: indices of the records with at least one fault.
    """

    grid: Grid
    table: schema.Table
    fields: Mapping[str, Sequence[Any]]
    rows: Sequence[int]
    problems: Sequence[Problem]
    faulty: frozenset[int]

    def get(self, field: str, default: Any = None) -> Sequence[Any]:
        """The values of a field, or `default` for each record when the column is absent."""
        values = self.fields.get(field)
        return [default] * len(self.rows) if values is None else values

    def cell(self, field: str, record: int) -> str:
        """The A1 address of a field of a record; the row's first cell when the column is absent."""
        column = column_of(self.grid, self.table.column(field))
        return self.grid.address(self.rows[record] - self.grid.top - 1, 0 if column is None else column)


def column_of(grid: Grid, column: Column) -> int | None:
    """The position of a column in the grid, found by its header, else by its title, case and accents ignored."""
    for wanted in filter(None, (folded(column.header), folded(column.title))):
        for position, header in enumerate(grid.headers):
            if folded(header) == wanted:
                return position
    return None


def missing_columns(grid: Grid, table: schema.Table) -> list[Problem]:
    """One problem for each required column that the sheet lacks."""
    return [
        problem
        for column in table.columns
        if column.required and (problem := missing_column(grid, table, column.field)) is not None
    ]


def missing_column(grid: Grid, table: schema.Table, field: str) -> Problem | None:
    """What is wrong when the sheet lacks the column of `field`, None when it has it."""
    column = table.column(field)
    if column_of(grid, column) is not None:
        return None
    return Problem(
        what=f"La colonne « {column.header} » manque dans le tableau {table.name}",
        sheet=grid.sheet,
        expected=f"un en-tête « {column.header} »",
    )


def refuse_without(grid: Grid, table: schema.Table, fields: Collection[str]) -> Grid:
    """The grid, once it has the columns of all these fields; DataError naming those it lacks."""
    lost = [problem for field in fields if (problem := missing_column(grid, table, field)) is not None]
    if lost:
        raise DataError(lost)
    return grid


def read_records(grid: Grid, table: schema.Table, fields: Collection[str] = ()) -> Records:
    """The converted records of `grid`, column by column; a blank row is no record.

    `fields` are those wanted, with the faults in them; none means all.
    """
    typed = _typed_positions(grid, table)
    kept = {
        index: row
        for index, row in enumerate(grid.rows)
        if not all(row[position] is None or cells.is_blank(row[position]) for position in typed)
    }
    converted: dict[str, list[Any]] = {}
    faults: list[tuple[int, int, Problem]] = []
    for column in table.columns:
        position = column_of(grid, column)
        if position is None or column.formula:  # what the program needs of a formula, it computes itself
            continue
        if not fields or column.field in fields:
            converted[column.field] = _converted(grid, column, position, kept, faults)
    faults.sort(key=lambda fault: fault[:2])
    return Records(
        grid=grid,
        table=table,
        fields=converted,
        rows=[grid.top + 1 + index for index in kept],
        problems=[problem for _, _, problem in faults],
        faulty=frozenset(record for record, _, _ in faults),
    )


def _typed_positions(grid: Grid, table: schema.Table) -> list[int]:
    """Where something can be typed: a column's own formula is not typed, and does not make a row."""
    computed = {folded(column.header) for column in table.columns if column.formula}
    return [position for position, header in enumerate(grid.headers) if folded(header) not in computed]


def _converted(
    grid: Grid, column: Column, position: int, kept: Mapping[int, Row], faults: list[tuple[int, int, Problem]]
) -> list[Any]:
    """The column's values; what comes back on many lines (codes, dates, levels, blanks) is converted once."""
    convert = converter(column.kind, column.choices, column.low, column.high)
    may_be_blank = not column.required or column is _HELD_WHEN_BLANK
    known: dict[tuple[type, Value], Any] = {}
    values: list[Any] = []
    for record, (index, row) in enumerate(kept.items()):
        raw = row[position]
        key = type(raw), raw  # True, 1 and 1.0 are equal, but not the same cells
        try:
            value = known[key]
        except KeyError:
            try:
                value = convert(raw)
                if not may_be_blank and (value is None or value == ""):
                    raise _empty(column)
                if len(known) >= _REMEMBERED:
                    known.clear()
                known[key] = value
            except cells.CellFault as fault:
                value = None
                faults.append((record, position, _problem(grid, index, position, fault, raw)))
        values.append(value)
    return values


def _empty(column: Column) -> cells.CellFault:
    return cells.CellFault(
        f"« {column.header} » est vide", cells.DATE_EXPECTED if column.kind is Kind.DATE else "une valeur"
    )


def _problem(grid: Grid, row: int, column: int, fault: cells.CellFault, raw: Value) -> Problem:
    return Problem(
        what=fault.what,
        expected=fault.expected,
        sheet=grid.sheet,
        cell=grid.address(row, column),
        value=cells.shown(raw),
    )

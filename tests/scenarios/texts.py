"""A scenario's text read into steps, and its tables compared with the workbook's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from relance_xl.domain.wording import folded
from relance_xl.tables import cells, schema
from relance_xl.tables.grid import Book, Grid, Value, Written
from relance_xl.tables.records import column_of, converter

IN_ORDER = " dans l'ordre"
ADDED = "Ajoute "

TABLES = {folded(table.sheet): table for table in reversed(schema.TABLES)} | {
    "devises": schema.EXCHANGE_RATES,
    "penalites": schema.PENALTY_RATES,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as the scenario writes it; `ordered` when its rows must come in that order."""

    table: schema.Table
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ordered: bool = False


Step = tuple[str, str | Sheet]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The steps of one scenario, in order: (verb, argument); the verb of a table is « table » or « Ajoute »."""

    title: str
    steps: tuple[Step, ...]


def read_scenarios(file: Path, actions: Iterable[str], verbs: Iterable[str]) -> list[Scenario]:
    """The scenarios of a file, each beginning with a line « # title »."""
    blocks = re.split(r"^# ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_scenario(block.splitlines(), frozenset(actions), tuple(verbs)) for block in blocks]


def _scenario(lines: list[str], actions: frozenset[str], verbs: Sequence[str]) -> Scenario:
    title, *rest = lines
    steps: list[Step] = []
    waiting = [line.strip() for line in rest]
    while waiting:
        line = waiting.pop(0)
        if not line:
            continue
        table = TABLES.get(folded(line.removeprefix(ADDED).removesuffix(IN_ORDER)))
        if table is not None:
            verb = ADDED if line.startswith(ADDED) else "table"
            steps.append((verb, read_sheet(table, waiting, ordered=line.endswith(IN_ORDER))))
        elif line in actions:
            steps.append(("action", line))
        else:
            found = next((verb for verb in verbs if line.startswith(verb)), None)
            if found is None:
                raise AssertionError(f"{title} : « {line} » n'est ni un tableau, ni une action, ni une vérification")
            steps.append((found, line.removeprefix(found).strip(" :")))
    return Scenario(title.strip(), tuple(steps))


def read_sheet(table: schema.Table, waiting: list[str], *, ordered: bool = False) -> Sheet:
    """The table written in the next lines, down to a blank one; they are taken from `waiting`."""
    rows: list[tuple[str, ...]] = []
    while waiting and waiting[0]:
        rows.append(tuple(cell.strip() for cell in waiting.pop(0).split("|")))
    if not rows or rows == [("(vide)",)]:
        return Sheet(table, (), ())
    headers, *body = rows
    for row in body:
        assert len(row) == len(headers), f"{table.name} : {row} n'a pas {len(headers)} colonnes"
    return Sheet(table, headers, tuple(body), ordered)


def typed_rows(sheet: Sheet) -> list[list[Written]]:
    """The rows as a spreadsheet would hold them."""
    columns = _columns(sheet)
    return [[typed(column, cell) for column, cell in zip(columns, row, strict=True)] for row in sheet.rows]


def typed(column: schema.Column, cell: str) -> Written:
    """The cell as a spreadsheet would hold it; what cannot be read stays the text it is."""
    try:
        value = converter(column.kind, column.choices, column.low, column.high)(cell)
    except cells.CellFault:
        return cell
    if isinstance(value, bool):
        return schema.YES if value else schema.NO
    return value or None if not isinstance(value, int | Decimal) else value


def column_named(table: schema.Table, header: str) -> schema.Column:
    """The column of that header, case and accents ignored."""
    found = next((column for column in table.columns if folded(column.header) == folded(header)), None)
    assert found is not None, f"{table.sheet} n'a pas de colonne « {header} »"
    return found


def compare(book: Book, expected: Sheet) -> None:
    """AssertionError unless the sheet holds just the expected rows, seen through the columns named."""
    grid = book.read_table(expected.table.name)
    if not expected.headers:
        found = [row for row in grid.rows if any(cell not in {None, ""} for cell in row[:2])]
        assert not found, f"{expected.table.sheet} devrait être vide : {found}"
        return
    columns = _columns(expected)
    rows = [_row(grid, columns, row) for row in grid.rows if any(cell not in {None, ""} for cell in row)]
    wanted = [tuple(_seen(column, cell or None) for column, cell in zip(columns, row, strict=True))
              for row in expected.rows]  # fmt: skip
    if expected.table is schema.CALLS and "Facture" in expected.headers:
        invoice = expected.headers.index("Facture")
        if all(row[invoice] for row in wanted):  # the rows that open a customer: only where the scenario shows them
            rows = [row for row in rows if row[invoice]]
    if not expected.ordered:
        rows, wanted = sorted(rows), sorted(wanted)
    assert rows == wanted, f"{expected.table.sheet}\n  attendu : {wanted}\n  trouvé  : {rows}"


def plain(value: object) -> str:
    """The value as a scenario writes it: dates in French order, spaces and apostrophes of the keyboard."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return schema.YES if value else schema.NO
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return re.sub(r"[\u00a0\u202f]", " ", str(value)).replace("’", "'")


def _columns(sheet: Sheet) -> list[schema.Column]:
    return [column_named(sheet.table, header) for header in sheet.headers]


def _row(grid: Grid, columns: Sequence[schema.Column], row: Sequence[Value]) -> tuple[str, ...]:
    positions = [column_of(grid, column) for column in columns]
    return tuple(
        _seen(column, row[place]) if place is not None else "" for column, place in zip(columns, positions, strict=True)
    )


def _seen(column: schema.Column, value: Value) -> str:
    try:
        found = converter(column.kind, column.choices, column.low, column.high)(value)
    except cells.CellFault:
        return cells.shown(value)
    return plain(found)

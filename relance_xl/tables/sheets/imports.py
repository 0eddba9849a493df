"""The sheet `Imports`, append-only, and the hidden detail that gives an import's rows back as they were (N-05)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from relance_xl.domain.vocabulary import ImportState
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import Stored
from relance_xl.tables.records import read_records
from relance_xl.tables.rows import Fields, laid_out
from relance_xl.tables.sheets.writing import append_records

Cells = Mapping[str, Stored]
"""Field of the schema → value of the cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One import, read back.

    Attributes:
        day: « 23/03/2026 », the day on which it was done.
        last_entry: the day of its last entry, None when the file stated none.
        journal_lines: how many lines the journal had: it is younger than those, and older than the next.
        last_import_before: what `Accueil` said of the last import before it.
        shapes: the marks of the headers of its lists.
        row: the worksheet's row.
    """

    batch: str
    day: str
    file: str
    nature: str
    accounts: tuple[str, ...]
    last_entry: date | None
    journal_lines: int
    last_import_before: date | None
    shapes: tuple[str, ...]
    new: int
    changed: int
    settled: int
    cancelled: bool
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One row that an import changed, or added when `before` is None.

    Attributes:
        table: its name.
        row: the worksheet's row at the time of the import, 0 for a row added.
        key: what tells the row after the import: its customer, number, due date; its code; its label.
        before: the cells that were changed, as they stood.
        after: the same cells as they were written.
    """

    table: str
    row: int
    key: Cells
    before: Cells | None
    after: Cells


def has_imports(book: Book) -> bool:
    """Whether the workbook has the sheet and its detail: one of an earlier version has not."""
    return {schema.IMPORTS.name, schema.IMPORT_DETAILS.name} <= book.table_names()


def read_imports(book: Book) -> list[ImportLine]:
    """The imports in the sheet's order, those undone included; none in a workbook of an earlier version."""
    if not has_imports(book):
        return []
    records = read_records(book.read_table(schema.IMPORTS.name), schema.IMPORTS)
    return [
        ImportLine(
            batch=value["batch"],
            day=_day(value["moment"] or ""),
            file=value["file"] or "",
            nature=value["nature"] or "",
            accounts=tuple(filter(None, (value["accounts"] or "").split(","))),
            last_entry=value["last_entry"],
            journal_lines=value["journal_lines"] or 0,
            last_import_before=value["last_import_before"],
            shapes=tuple((value["shapes"] or "").split()),
            new=value["new"] or 0,
            changed=value["changed"] or 0,
            settled=value["settled"] or 0,
            cancelled=value["state"] == ImportState.CANCELLED,
            row=records.rows[record],
        )
        for record in range(len(records.rows))
        if (value := {column.field: records.get(column.field)[record] for column in schema.IMPORTS.columns})["batch"]
    ]


def _day(moment: str) -> str:
    """« 23/03/2026 » of a moment as a cell shows it."""
    return moment.split(" ", maxsplit=1)[0]


def add_import(book: Book, line: Fields, touched: Iterable[Touched]) -> None:
    """Append the import and the detail of the rows it touched."""
    batch = line["batch"]
    rows: list[Fields] = [
        {
            "batch": batch,
            "table": each.table,
            "row": each.row or None,
            "key": _written(each.key),
            "before": None if each.before is None else _written(each.before),
            "after": _written(each.after),
        }
        for each in touched
    ]
    append_records(book, schema.IMPORTS, [line])
    if rows:
        book.append_rows(schema.IMPORT_DETAILS.name, *laid_out(schema.IMPORT_DETAILS, rows))


def read_touched(book: Book, batch: str) -> list[Touched]:
    """The rows that an import touched, in the order in which it did."""
    records = read_records(book.read_table(schema.IMPORT_DETAILS.name), schema.IMPORT_DETAILS)
    columns = (records.get(column.field) for column in schema.IMPORT_DETAILS.columns)
    return [
        Touched(
            table=table,
            row=row or 0,
            key=_read(key),
            before=_read(before) if before else None,
            after=_read(after),
        )
        for lot, table, row, key, before, after in zip(*columns, strict=True)
        if lot == batch
    ]


def _written(cells: Mapping[str, Written]) -> str:
    return json.dumps({field: _plain(value) for field, value in cells.items()}, ensure_ascii=False)


def _plain(value: Written) -> object:
    """A value that JSON has, a number or a day as one word under its sort."""
    if isinstance(value, datetime):
        return {"m": value.isoformat()}
    if isinstance(value, date):
        return {"j": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    return value


def _read(text: str) -> dict[str, Stored]:
    found: dict[str, Stored] = json.loads(text, object_hook=_value)
    return found


_SORTS: Mapping[str, Callable[[str], Stored]] = {"m": datetime.fromisoformat, "j": date.fromisoformat, "n": Decimal}


def _value(pairs: dict[str, object]) -> object:
    """The day, moment or number of one of `_SORTS`; the cells themselves otherwise."""
    if len(pairs) == 1:
        ((sort, text),) = pairs.items()
        if sort in _SORTS and isinstance(text, str):
            return _SORTS[sort](text)
    return pairs


def forget_touched(book: Book, batches: Sequence[str]) -> None:
    """Blank the detail of these imports: it has served."""
    grid = book.read_table(schema.IMPORT_DETAILS.name)
    records = read_records(grid, schema.IMPORT_DETAILS, ("batch",))
    gone = set(batches)
    out = {row - grid.top - 1 for row, lot in zip(records.rows, records.get("batch"), strict=True) if lot in gone}
    book.update_columns(
        grid.table,
        {
            header: [None if place in out else row[position] for place, row in enumerate(grid.rows)]
            for position, header in enumerate(grid.headers)
        },
    )

"""What an import leaves in `Imports`: its figures, and each row that it changed or added, for the undo (N-05)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from relance_xl.actions.batches.recording import new_batch
from relance_xl.actions.common.run import Run
from relance_xl.domain.model import ZERO
from relance_xl.domain.vocabulary import ImportState
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.update.merge import Merge
from relance_xl.ledgers.update.sheet_cells import Changes, customer_rows, item_rows
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, day
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells, Stored
from relance_xl.tables.records import column_of
from relance_xl.tables.rows import Fields
from relance_xl.tables.sheets.imports import Touched, add_import, has_imports

ITEM_KEY = ("customer", "invoice", "due_date", "amount")
KEYS: Mapping[str, tuple[str, ...]] = {
    schema.ITEMS.name: ITEM_KEY,
    schema.CUSTOMERS.name: ("code",),
    schema.PARAMETERS.name: ("label",),
}
"""What tells a row of each table from the others."""


def touched_rows(book: Book, merged: Merge, contacts: Changes) -> list[Touched]:
    """What the import is about to change and to add; read before anything is written."""
    return [
        *_changed(book, schema.ITEMS, merged.cell_changes()),
        *_changed(book, schema.CUSTOMERS, contacts),
        *_added(schema.CUSTOMERS, customer_rows(merged.new_customers)),
        *_added(schema.ITEMS, item_rows(merged.new_items)),
    ]


def _changed(book: Book, table: schema.Table, changes: Changes) -> Iterator[Touched]:
    if not changes:
        return
    raw = RawCells(book, table)
    for row, cells in changes.items():
        key = {field: raw.get(field, row) for field in KEYS[table.name]}
        yield Touched(
            table=table.name,
            row=row,
            key={**key, **{field: stored(cells[field]) for field in key.keys() & cells.keys()}},
            before={field: raw.get(field, row) for field in cells},
            after={field: stored(value) for field, value in cells.items()},
        )


def _added(table: schema.Table, rows: Iterable[Fields]) -> Iterator[Touched]:
    for fields in rows:
        cells = {field: stored(value) for field, value in fields.items() if value is not None and value != ""}
        key = {field: cells.get(field) for field in KEYS[table.name]}
        yield Touched(table=table.name, row=0, key=key, before=None, after=cells)


def parameters_touched(book: Book, wanted: Mapping[str, Stored]) -> list[Touched]:
    """The parameters that are about to be given another value: what the import remembers."""
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = (column_of(grid, column) for column in schema.PARAMETERS.columns)
    if label is None or value is None:
        return []
    rows = {str(row[label]): grid.top + 1 + place for place, row in enumerate(grid.rows) if row[label]}
    raw = RawCells(book, schema.PARAMETERS)
    found = []
    for name, told in wanted.items():
        row = rows.get(name, 0)
        before = {"value": raw.get("value", row)} if row else None
        if before is None or before["value"] != told:
            after = {"value": told} if row else {"label": name, "value": told}
            found.append(
                Touched(table=schema.PARAMETERS.name, row=row, key={"label": name}, before=before, after=after)
            )
    return found


def stored(value: Written) -> Stored:
    """The value as `Imports` keeps it; a link is never written by an import."""
    return value if isinstance(value, Stored) else str(value)


def record_import(
    book: Book,
    run: Run,
    files: Sequence[Path],
    options: str,
    imported: Imported,
    merged: Merge,
    touched: Sequence[Touched],
    reference: str,
) -> str:
    """Append the import to `Imports`, and return its batch; "" when the workbook has no such sheet."""
    if not has_imports(book):
        return ""
    batch = "" if run.rehearsed else new_batch(book, run.now)
    line: dict[str, Written] = {
        "batch": batch or "simulation",
        "moment": run.now.replace(microsecond=0),
        "user": run.user,
        "file": imported.source,
        "fingerprint": fingerprint(files),
        "first_entry": imported.first_entry,
        "last_entry": imported.last_entry,
        "options": options or None,
        "read": imported.report.lines,
        "new": len(merged.new_items),
        "changed": len(merged.changed),
        "settled": len(merged.settled),
        "set_aside": imported.report.set_aside_lines,
        "open_before": merged.open_before.get(reference, ZERO),
        "open_after": merged.open_after.get(reference, ZERO),
        "state": ImportState.DONE.value,
        "nature": imported.nature.value,
        "accounts": ",".join(imported.accounts) or None,
        "shapes": " ".join(imported.shapes) or None,
        "journal_lines": journal_lines(book),
        "last_import_before": _last_import(book),
    }
    add_import(book, line, touched)
    return batch


def journal_lines(book: Book) -> int:
    """How many lines the journal holds now."""
    if schema.JOURNAL.name not in book.table_names():
        return 0
    grid = book.read_table(schema.JOURNAL.name)
    batch = column_of(grid, schema.JOURNAL.column("batch"))
    return 0 if batch is None else sum(1 for row in grid.rows if row[batch])


def _last_import(book: Book) -> Written:
    try:
        return day(book.read_names().get(schema.LAST_IMPORT))
    except CellFault:
        return None


def fingerprint(files: Sequence[Path]) -> str:
    """SHA-256 of the files, one after the other, in hexadecimal."""
    total = hashlib.sha256()
    for file in files:
        with file.open("rb") as stream:
            while piece := stream.read(1 << 20):
                total.update(piece)
    return total.hexdigest()

"""What an import changed, kept beside the workbook's rows so that it can be undone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from relance_xl.books.memory import MemoryBook
from relance_xl.tables.sheets.imports import Cells, Touched, add_import, read_touched

KEY: Cells = {"customer": "D1", "invoice": "F1", "due_date": date(2026, 2, 1)}
CELLS: Cells = {
    "amount": Decimal("1200.50"),
    "note": 'dit « "oui" »',
    "row": 3,
    "read": datetime(2026, 2, 1, 9, 30),
    "no": None,
}


def test_every_sort_of_cell_is_read_back_as_it_was_written() -> None:
    book = MemoryBook.empty(Path("Relances.xlsm"))
    changed = Touched(table="tFactures", row=8, key=KEY, before=CELLS, after={"amount": Decimal(0)})
    added = Touched(table="tFactures", row=0, key=KEY, before=None, after=CELLS)

    add_import(book, {"batch": "2026-02-01-093000"}, [changed, added])

    assert read_touched(book, "2026-02-01-093000") == [changed, added]
    assert read_touched(book, "2026-02-02-093000") == []

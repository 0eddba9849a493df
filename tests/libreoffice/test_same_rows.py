"""The same actions through memory, the closed file and LibreOffice give the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlwings

from relance_xl.actions.checking import verify
from relance_xl.actions.common.run import Run
from relance_xl.actions.criteria import select_none
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.book import XlwingsBook
from relance_xl.books.memory import MemoryBook, MemoryTable
from relance_xl.demo.company import DEMO_DATE
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Row

pytestmark = [pytest.mark.libreoffice]
RUN = Run(now=datetime(2026, 3, 16, 9, 30), user="essai", as_of=DEMO_DATE)
TABLES = ("tControle", "tRelances", "tAppels", "tFactures")
NUMBERS = ("0012345678901", "1A 123 456 7890 1")
"""Typed on the first lines, and kept by the next search as they were typed."""

SUBTOTAL = schema.PROPOSALS.column("ticked_total").header


def in_memory(file: WorkbookFile) -> MemoryBook:
    """The workbook's tables and names, in memory."""
    tables = {}
    for name in file.table_names():
        grid = file.read_table(name)
        tables[name] = MemoryTable(grid.sheet, grid.headers, list(grid.rows), top=grid.top, left=grid.left)
    names = file.read_names()
    return MemoryBook(file.path, tables, names, {name: file.name_address(name) for name in names})


def played(book: Book) -> dict[str, list[Row]]:
    """The rows of each table once the actions have been done."""
    rows: dict[str, list[Row]] = {}
    verify(book, RUN)
    rows["tControle"] = filled(book, "tControle")
    search(book, RUN)
    rows["tRelances"] = filled(book, "tRelances")
    blanks = [None] * (len(book.read_table("tRelances").rows) - len(NUMBERS))
    book.update_columns("tRelances", {"N° recommandé": [*NUMBERS, *blanks]})
    search(book, RUN)
    rows["numérotées"] = filled(book, "tRelances")
    fill_phone_list(book, RUN)
    rows["tAppels"] = filled(book, "tAppels")
    select_none(book)
    rows["décochées"] = filled(book, "tRelances")
    rows["tFactures"] = filled(book, "tFactures")
    return rows


def filled(book: Book, table: str) -> list[Row]:
    """The rows that hold something; a sub-total, which a spreadsheet alone works out, is none of ours."""
    grid = book.read_table(table)
    totals = {place for place, header in enumerate(grid.headers) if header == SUBTOTAL}
    return [
        [None if place in totals else value for place, value in enumerate(row)]
        for row in grid.rows
        if any(value is not None for value in row)
    ]


@pytest.fixture
def live(company: Path, calc: xlwings.App) -> Iterator[XlwingsBook]:
    book = calc.books.open(company)
    yield XlwingsBook(book)
    book.close()


def test_the_same_actions_give_the_same_rows_everywhere(company: Path, live: XlwingsBook) -> None:
    in_libreoffice = played(live)
    on_file = played(WorkbookFile(company))
    memory = played(in_memory(WorkbookFile(company)))

    assert len(on_file["tRelances"]) > 200
    number = schema.PROPOSALS.headers.index("N° recommandé")
    assert [row[number] for row in on_file["numérotées"][:3]] == [*NUMBERS, None]
    for table, rows in on_file.items():
        assert in_libreoffice[table] == rows, table
        assert memory[table] == rows, table

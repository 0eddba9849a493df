"""What LibreOffice reckons above the lines of `Relances` follows the ticks, live and from the closed file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import xlwings

from relance_xl.actions.common.run import Run
from relance_xl.actions.criteria import select_none
from relance_xl.actions.searching import search
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.book import XlwingsBook
from relance_xl.demo.company import DEMO_DATE
from relance_xl.domain.vocabulary import Channel
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import read_records

pytestmark = [pytest.mark.libreoffice]
RUN = Run(now=datetime(2026, 3, 16, 9, 30), user="essai", as_of=DEMO_DATE)
REGISTERED = 3
"""The level that the shipped workbook sends registered."""
Figures = tuple[float, float, float, float]
"""Customers, letters, registered letters, e-mails."""


def shown(book: xlwings.Book) -> Figures:
    customers, letters, registered, mails = (book.sheets["Relances"][cell].value for cell in ("D3", "F3", "H3", "J3"))
    return customers, letters, registered, mails


def expected(book: Book) -> Figures:
    """The same, counted line by line; all lines without a number count as one."""
    records = read_records(book.read_table("tRelances"), schema.PROPOSALS)
    fields = ("ticked", "channel", "level_proposed", "customer_rank", "reminder_number")
    customers: set[object] = set()
    letters: set[object] = set()
    registered: set[object] = set()
    mails: set[object] = set()
    for ticked, channel, level, rank, number in zip(*(records.get(field) for field in fields), strict=True):
        if ticked:
            customers.add(rank)
            if channel == Channel.EMAIL:
                mails.add(number)
            if channel == Channel.LETTER:
                letters.add(number)
            if channel == Channel.LETTER and level == REGISTERED:
                registered.add(number)
    return len(customers), len(letters), len(registered), len(mails)


def test_the_running_totals_follow_the_ticks(company: Path, calc: xlwings.App) -> None:
    """Searched, all given up, some ticked, numbers taken away: never an error, always the figures of the lines."""
    book = calc.books.open(company)
    live = XlwingsBook(book)
    search(live, RUN)
    assert shown(book) == expected(live)
    assert min(shown(book)) > 1

    select_none(live)
    assert shown(book) == (0, 0, 0, 0)

    lines = len(live.read_table("tRelances").rows)
    live.update_columns("tRelances", {"Relancer": ["oui", None, "non"] * (lines // 3) + ["oui"] * (lines % 3)})
    assert shown(book) == expected(live)

    live.update_columns("tRelances", {"Rang": [None, *range(2, lines + 1)], "Document": [None] * lines})
    assert shown(book) == expected(live)
    live.update_columns("tRelances", {"Rang": [None] * lines})
    assert shown(book) == expected(live) == (1, 1, 1, 1)
    book.close()


def test_the_running_totals_of_a_file_written_closed(company: Path, calc: xlwings.App) -> None:
    file = WorkbookFile(company)
    search(file, RUN)
    file.save()
    book = calc.books.open(company)
    assert shown(book) == expected(file)
    book.close()

    select_none(file)
    file.save()
    book = calc.books.open(company)
    assert shown(book) == (0, 0, 0, 0)
    book.close()

"""What a live spreadsheet refuses is refused before the first write, or undone to the last cell (N-60)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import xlwings

from relance_xl.books.live.book import XlwingsBook
from relance_xl.problems import FileUnavailable
from relance_xl.tables.grid import Row
from tests.books.conftest import draw_workbook

pytestmark = [pytest.mark.libreoffice]
ROWS = [
    {"Client": "C1", "Facture": "007", "Échéance": date(2026, 1, 31), "Montant": 100, "Niveau": 1, "Note": "a"},
    {"Client": "C2", "Facture": "F2", "Échéance": date(2026, 2, 28), "Montant": 200.5, "Niveau": 2},
]


@pytest.fixture
def book(calc: xlwings.App, tmp_path: Path) -> Iterator[xlwings.Book]:
    yield calc.books.open(draw_workbook(tmp_path / "Relances.xlsx", {"tFactures": ROWS}))
    for each in calc.books:
        each.close()


def rows(book: xlwings.Book, table: str = "tFactures") -> list[Row]:
    return [list(row) for row in XlwingsBook(book).read_table(table).rows]


def attempt(live: XlwingsBook, *steps: Callable[[], object]) -> None:
    with live.all_or_nothing(()):
        for step in steps:
            step()


def test_a_protected_sheet_is_named_before_any_write(book: xlwings.Book) -> None:
    """N-60"""
    book.sheets["Factures"].api.protect("")
    live = XlwingsBook(book)
    entered = False

    with pytest.raises(FileUnavailable) as refused, live.all_or_nothing({"tFactures", "tJournal"}):
        entered = True

    assert not entered
    assert [problem.sheet for problem in refused.value.problems] == ["Factures"]
    assert "protégée" in str(refused.value)
    assert refused.value.__notes__ == ["Rien n'a été changé dans le classeur."]


def test_a_sheet_protected_that_nobody_had_named_is_refused_and_the_rest_put_back(book: xlwings.Book) -> None:
    """N-60"""
    before = rows(book)
    book.sheets["Journal"].api.protect("")
    live = XlwingsBook(book)

    with pytest.raises(FileUnavailable, match="Journal : Cette feuille est protégée"):
        attempt(
            live,
            lambda: live.update_columns("tFactures", {"Niveau": [9, 9]}),
            lambda: live.append_rows("tJournal", ["Lot"], [["L1"]]),
        )

    assert rows(book) == before


def test_formulas_formats_and_looks_come_back(book: xlwings.Book) -> None:
    """N-60"""
    sheet = book.sheets["Factures"]
    sheet["L9"].formula = "=1+1"
    sheet["B9"].number_format = "0.0"
    before, formats = rows(book), [sheet[cell].number_format for cell in ("B8", "B9", "Q8", "H8")]
    live = XlwingsBook(book)

    with pytest.raises(ZeroDivisionError):
        attempt(
            live,
            lambda: live.replace_rows("tFactures", ["Client", "Facture", "Note"], [["X", "Y", "008"]] * 7),
            lambda: 1 // 0,
        )

    assert rows(book) == before
    assert sheet["L9"].formula == "=1+1"
    assert str(sheet["J9"].formula).startswith("=")
    assert [sheet[cell].number_format for cell in ("B8", "B9", "Q8", "H8")] == formats
    assert sheet.tables["tFactures"].range.address == "$A$7:$S$9"


def test_a_formula_column_in_the_text_format_is_filled_and_put_back(book: xlwings.Book) -> None:
    """N-60: « Solde » formatted as text, or pasted from a text."""
    solde = book.sheets["Factures"]["J8:J9"]
    assert str(solde.formula[0][0]).startswith("=")
    solde.number_format = "@"
    before, formulas = rows(book), solde.formula
    headers, line = ("Client", "Facture", "Échéance", "Montant"), ("C3", "F3", date(2026, 3, 1), 50)
    live = XlwingsBook(book)

    with pytest.raises(ZeroDivisionError) as told:
        attempt(live, lambda: live.append_rows("tFactures", headers, [line]), lambda: 1 / 0)
    assert told.value.__notes__ == ["Rien n'a été changé dans le classeur."]
    assert (rows(book), solde.formula, solde.number_format) == (before, formulas, "@")

    XlwingsBook(book).append_rows("tFactures", headers, [line])
    assert [row[9] for row in rows(book)] == [100, 200.5, 50]

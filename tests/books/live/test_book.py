"""What a live spreadsheet alone can show: rows typed under a table, formats, the user's formulas, colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings

from relance_xl.books.live.book import XlwingsBook
from relance_xl.problems import DataError
from relance_xl.tables import schema
from relance_xl.tables.grid import CellError, Link
from relance_xl.tables.records import read_records
from relance_xl.tables.sheets.parameters import read_company, write_parameters
from tests.books.conftest import Rows, draw_workbook

pytestmark = [pytest.mark.libreoffice]
Opened = Callable[..., xlwings.Book]
ONE = {"Client": "C1", "Facture": "F1", "Échéance": date(2026, 1, 31), "Montant": 100, "Niveau": 1, "Note": "a"}
TWO = {"Client": "C2", "Facture": "F2", "Échéance": date(2026, 2, 28), "Montant": 200, "Niveau": 2, "Note": "b"}


@pytest.fixture
def opened(calc: xlwings.App, tmp_path: Path) -> Iterator[Opened]:
    """Opens a workbook drawn with these invoices, and what `more` draws."""

    def open_drawn(invoices: Rows, more: Any = None) -> xlwings.Book:
        return calc.books.open(draw_workbook(tmp_path / "Relances.xlsx", {"tFactures": invoices}, more))

    yield open_drawn
    for book in calc.books:
        book.close()


def column(book: xlwings.Book, header: str) -> list[object]:
    grid = XlwingsBook(book).read_table("tFactures")
    return [row[grid.headers.index(header)] for row in grid.rows]


def test_rows_typed_under_the_table_belong_to_it_and_join_it_when_written(opened: Opened) -> None:
    book = opened([ONE, TWO])
    sheet = book.sheets["Factures"]
    sheet["A10"].value = "C3"
    sheet["H10"].value = 300
    assert column(book, "Client") == ["C1", "C2", "C3"]

    XlwingsBook(book).update_columns("tFactures", {"Niveau": [1, 3, 1]})

    assert sheet.tables["tFactures"].range.address == "$A$7:$S$10"
    assert column(book, "Niveau") == [1, 3, 1]
    assert column(book, "Solde") == [100, 200, 300]


def test_what_stands_under_the_table_is_not_overwritten(opened: Opened) -> None:
    book = opened([ONE])
    book.sheets["Factures"]["B10"].value = "à moi"

    with pytest.raises(DataError, match=r"Factures!B10.* ne peut pas s'allonger"):
        XlwingsBook(book).replace_rows("tFactures", ["Client"], [["X"], ["Y"], ["Z"]])
    assert column(book, "Client") == ["C1"]


def test_an_error_is_read_as_such_and_given_back_untouched(opened: Opened) -> None:
    book = opened([ONE, TWO])
    book.sheets["Factures"]["L8"].formula = "=1/0"
    assert column(book, "Niveau") == [CellError("#DIV/0!"), 2]

    XlwingsBook(book).update_columns("tFactures", {"Niveau": [CellError("#DIV/0!"), 3]})

    assert book.sheets["Factures"]["L8"].formula == "=1/0"
    assert column(book, "Niveau")[1] == 3


def test_scattered_changes_keep_the_formulas_between_them(opened: Opened) -> None:
    book = opened([{**ONE, "Niveau": n} for n in range(6)])
    sheet = book.sheets["Factures"]
    sheet["L10"].formula = "=1+1"
    XlwingsBook(book).update_columns("tFactures", {"Niveau": [9, 1, 2, 9, 4, 9]})

    assert column(book, "Niveau") == [9, 1, 2, 9, 4, 9]
    assert sheet["L10"].formula == "=1+1"


def test_a_users_own_column_of_formulas_follows_the_rows(opened: Opened) -> None:
    def own_column(book: Any, sheets: Any) -> None:
        del book
        sheets["Clients"].add_table(
            "AA1:AB3", {"name": "tPerso", "columns": [{"header": "Nombre"}, {"header": "Double"}]}
        )
        sheets["Clients"].write_column("AA2", [1, 2])
        sheets["Clients"].write_formula("AB2", "=AA2*2", None, 2)
        sheets["Clients"].write_formula("AB3", "=AA3*2", None, 4)

    live = XlwingsBook(opened([ONE], own_column))
    live.append_rows("tPerso", ["Nombre"], [[10], [20]])

    assert [list(row) for row in live.read_table("tPerso").rows] == [[1, 2], [2, 4], [10, 20], [20, 40]]


def test_a_text_that_excel_would_change_gets_the_text_format_and_nothing_else_does(opened: Opened) -> None:
    book = opened([ONE])
    XlwingsBook(book).replace_rows("tFactures", ["Note", "Montant"], [["007", 1], ["mars 24", 2], ["à voir", 3]])
    formats = [book.sheets["Factures"].range((row, 17)).number_format for row in (8, 9, 10)]

    assert formats == ["@", "@", "General"]
    assert book.sheets["Factures"]["H8:H10"].number_format == "#,##0.00"


def test_a_number_takes_the_place_of_a_text_as_a_number(opened: Opened) -> None:
    book = opened([ONE])
    live = XlwingsBook(book)
    live.update_columns("tFactures", {"Note": ["007"]})
    live.update_columns("tFactures", {"Note": [Decimal("12.50")]})

    assert book.sheets["Factures"]["Q8"].value == 12.5


def test_new_rows_have_the_formats_of_the_first(opened: Opened) -> None:
    book = opened([ONE])
    XlwingsBook(book).append_rows("tFactures", ["Échéance", "Montant"], [[date(2026, 5, 1), 12]] * 3)

    assert book.sheets["Factures"]["F8:F11"].number_format == "dd/mm/yyyy"
    assert book.sheets["Factures"]["H8:H11"].number_format == "#,##0.00"


def test_a_link_is_a_formula_even_in_a_column_of_texts(opened: Opened) -> None:
    book = opened([ONE])
    XlwingsBook(book).update_columns("tFactures", {"Facture": [Link("#'Clients'!B2", 'FA "1"')]})
    cell = book.sheets["Factures"]["B8"]

    assert cell.formula == '=HYPERLINK("#\'Clients\'!B2","FA ""1""")'
    assert cell.value == 'FA "1"'


def test_the_rows_take_the_colours_of_their_level(opened: Opened) -> None:
    """S2-23"""
    book = opened([ONE, TWO])
    XlwingsBook(book).set_row_colours("tFactures", "Niveau", {1: ("#FF0000", "#FFFFFF"), 2: ("#00FF00", "")})
    rules = {
        rule.formula: (rule.fill_color, rule.font_color)
        for rule in book.sheets["Factures"]["A8:S9"].conditional_formats
    }

    assert rules["=$L8=1"] == ((255, 0, 0), (255, 255, 255))
    assert rules["=$L8=2"] == ((0, 255, 0), None)
    assert rules["=$L8=3"] == ((255, 238, 48), None), "what is not named keeps its colour"


def test_progress_stands_in_the_status_bar(opened: Opened) -> None:
    book = opened([ONE])
    XlwingsBook(book).tell("Écriture des lettres…", 0.5)

    assert book.app.status_bar == "Écriture des lettres… 50\u00a0%"
    book.app.status_bar = False


def test_n_39_a_rate_shown_in_percent_is_read_as_a_person_reads_it(calc: xlwings.App, tmp_path: Path) -> None:
    """« 12,15 % » typed in the open workbook is 0.1215 to the host, beside cells that show plain numbers."""
    rows: dict[str, Rows] = {
        "tPenalites": [{"Date d'effet": date(2025, month, 1), "Taux BCE": 2.15, "Majoration": 10} for month in (1, 7)],
        "tParametres": [{"Paramètre": "Société", "Valeur": "Vauban"}, {"Paramètre": "Taux de pénalités", "Valeur": 12}],
    }
    book = calc.books.open(draw_workbook(tmp_path / "Relances.xlsx", rows))
    for table, header in (("tPenalites", "Taux BCE"), ("tParametres", "Valeur")):
        grid = XlwingsBook(book).read_table(table)
        cell = book.sheets[grid.sheet][grid.address(1, grid.headers.index(header))]
        cell.number_format = "0.00%"
        cell.value = 0.1215

    rates = XlwingsBook(book).read_table("tPenalites")
    ledger_rates = read_records(rates, schema.PENALTY_RATES).get("ecb_rate")
    company, problems = read_company(XlwingsBook(book))
    write_parameters(XlwingsBook(book), {"Société": "Vauban SARL"})
    again, _ = read_company(XlwingsBook(book))
    book.close()

    assert list(ledger_rates) == [Decimal("2.15"), Decimal("12.15")]
    assert (company.penalty_rate, problems) == (Decimal("12.15"), [])
    assert (again.penalty_rate, again.name) == (Decimal("12.15"), "Vauban SARL")

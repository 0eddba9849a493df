"""The xlwings engine, through xlwings' own objects, as a user's macro would use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest
import xlwings

from relance_xl.libreoffice.engine import ExcelWouldCoerce

pytestmark = [pytest.mark.libreoffice]


@pytest.fixture
def sheet(calc: xlwings.App) -> Iterator[xlwings.Sheet]:
    book = calc.books.add()
    yield book.sheets[0]
    book.close()


def test_values_of_all_kinds_come_back(sheet: xlwings.Sheet) -> None:
    data = [["a", 1.5, True], [None, datetime(2026, 3, 15), datetime(2026, 3, 15, 14, 5, 7)]]
    sheet["B2"].value = data

    assert sheet["B2:D3"].value == data
    assert sheet["B2"].expand("right").value == data[0]
    assert sheet["A1"].value is None


@pytest.mark.parametrize("text", ["007", "1/2", "12:30", "-5", "1e5", "TRUE", "12 %", "#N/A", "+33", "@x"])
def test_a_text_excel_would_change_is_refused_unless_the_cell_is_text(sheet: xlwings.Sheet, text: str) -> None:
    with pytest.raises(ExcelWouldCoerce):
        sheet["A1"].value = text
    sheet["A1"].number_format = "@"
    sheet["A1"].value = text

    assert sheet["A1"].value == text


def test_a_number_in_a_cell_of_text_is_refused(sheet: xlwings.Sheet) -> None:
    sheet["A1:A3"].number_format = "@"

    with pytest.raises(ExcelWouldCoerce):
        sheet["A2"].value = 5
    with pytest.raises(ExcelWouldCoerce):
        sheet["A2"].formula = "=1+1"


def test_a_decimal_is_refused(sheet: xlwings.Sheet) -> None:
    with pytest.raises(ExcelWouldCoerce):
        sheet["A1"].value = Decimal("1.10")


def test_an_apostrophe_makes_a_text(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = "'007"

    assert sheet["A1"].value == "007"


def test_a_date_formats_a_general_cell_and_no_other(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = datetime(2026, 3, 15)
    sheet["A2"].number_format = "0.00"
    sheet["A2"].value = datetime(2026, 3, 15)

    assert sheet["A1"].value == datetime(2026, 3, 15)
    assert sheet["A2"].value == 46096.0


def test_one_formula_over_a_range_follows_its_rows(sheet: xlwings.Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["B1:B3"].formula = '=IF(A1>1,A1*2,"non")'

    assert sheet["B1:B3"].value == ["non", 4.0, 6.0]
    assert sheet["B3"].formula == '=IF(A3>1,A3*2,"non")'


def test_errors_are_texts_when_asked_for(sheet: xlwings.Sheet) -> None:
    sheet["A1"].formula = "=1/0"

    assert sheet["A1"].value is None
    assert sheet["A1"].options(err_to_str=True).value == "#DIV/0!"


def test_a_table_is_made_found_and_resized(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["Client", "Montant"], ["C1", 1], ["C2", 2]]
    sheet.tables.add(sheet["A1:B2"], name="tEssai")
    table = sheet.tables["tEssai"]
    table.resize(sheet["A1:B3"])

    assert table.range.address == "$A$1:$B$3"
    assert sheet.range("tEssai[#All]").value == [["Client", "Montant"], ["C1", 1], ["C2", 2]]
    assert sheet.range("tEssai").value == [["C1", 1], ["C2", 2]]
    with pytest.raises(ValueError, match="header"):
        table.resize(sheet["A2:B3"])


def test_names_lead_to_cells(sheet: xlwings.Sheet) -> None:
    sheet["C3"].name = "essai"
    sheet.range("essai").value = 12

    assert sheet["C3"].value == 12
    assert sheet.book.names["essai"].refers_to == f"={sheet.name}!$C$3"
    assert [name.name for name in sheet.book.names] == ["essai"]


def test_the_ends_of_a_block_are_found(sheet: xlwings.Sheet) -> None:
    sheet["B2"].value = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]

    assert sheet["B2"].end("down").address == "$B$4"
    assert sheet["B2"].end("right").address == "$D$2"
    assert sheet["D4"].end("up").address == "$D$2"
    assert sheet["C3"].current_region.address == "$B$2:$D$4"
    assert sheet.used_range.last_cell.address == "$D$4"


def test_looks_are_set_and_read(sheet: xlwings.Sheet) -> None:
    sheet["A1"].color = "#FFCC00"
    sheet["A1"].font.bold = True
    sheet["A1"].number_format = "#,##0.00"

    assert sheet["A1"].color == (255, 204, 0)
    assert sheet["A1"].font.bold
    assert sheet["A1"].number_format == "#,##0.00"
    assert sheet["A1:A2"].number_format is None, "several formats"


def test_a_rule_colours_cells(sheet: xlwings.Sheet) -> None:
    sheet["A1:B3"].conditional_formats.add_custom("=$A1=1", fill_color="#112233", font_bold=True)
    (rule,) = sheet["A1:B3"].conditional_formats

    assert (rule.type, rule.formula, rule.fill_color, rule.font_bold) == ("custom", "=$A1=1", (17, 34, 51), True)
    rule.set(fill_color=(1, 2, 3))
    assert sheet["A2"].conditional_formats[0].fill_color == (1, 2, 3)
    sheet["A1:B3"].conditional_formats.add_custom("=$A1=2", fill_color="#445566")
    rules = {each.formula: each for each in sheet["A1:B3"].conditional_formats}
    rules["=$A1=2"].delete()
    rules["=$A1=1"].set(fill_color=(4, 5, 6))
    assert [each.fill_color for each in sheet["A1:B3"].conditional_formats] == [(4, 5, 6)]


def test_the_screen_rests_and_wakes(sheet: xlwings.Sheet) -> None:
    app = sheet.book.app
    with app.properties(screen_updating=False):
        assert sheet.book.api.hasControllersLocked()

    assert not sheet.book.api.hasControllersLocked()


def test_rows_are_inserted_and_removed(sheet: xlwings.Sheet) -> None:
    sheet["A1:A3"].value = [[1], [2], [3]]
    sheet["A2"].insert("down")
    assert sheet["A1:A4"].value == [1.0, None, 2.0, 3.0]

    sheet["A2"].delete("up")
    assert sheet["A1:A3"].value == [1.0, 2.0, 3.0]

"""The criteria of the sheet `Relances`: named cells with their defaults and rules, and the buttons above them."""

from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from relance_xl.tables import schema
from relance_xl.tables.schema import NamedCell
from workbook.pages.bands import DECIDED
from workbook.pages.search import BLOCKS, TABLE_ROW


def cell_of(book: Workbook, name: str) -> tuple[Worksheet, str]:
    ((sheet, cell),) = book.defined_names[name].destinations
    return book[sheet], cell.replace("$", "")


@pytest.mark.parametrize("criterion", schema.CRITERIA, ids=[criterion.name for criterion in schema.CRITERIA])
def test_each_criterion_is_a_named_cell_above_the_table(book: Workbook, criterion: NamedCell) -> None:
    sheet, cell = cell_of(book, criterion.name)

    assert sheet.title == "Relances"
    assert sheet[cell].row <= TABLE_ROW
    assert (sheet[cell].value or "") == criterion.default


def test_each_criterion_has_its_label_on_its_left(book: Workbook) -> None:
    for criterion in schema.CRITERIA:
        sheet, cell = cell_of(book, criterion.name)
        left = [sheet.cell(sheet[cell].row, column).value for column in range(1, sheet[cell].column)]
        assert [value for value in left if value][-1] == criterion.label


def test_each_choice_of_a_criterion_is_a_drop_down(book: Workbook) -> None:
    for criterion in schema.CRITERIA:
        if criterion.choices:
            sheet, cell = cell_of(book, criterion.name)
            (rule,) = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
            assert (rule.type, rule.formula1) == ("list", f'"{",".join(criterion.choices)}"')


def test_every_criterion_stands_in_the_panel_once() -> None:
    placed = [name for block in BLOCKS for name in block.names]

    assert sorted(placed) == sorted(criterion.name for criterion in schema.CRITERIA)


def test_the_alert_of_a_customer_without_address_is_amber(book: Workbook) -> None:
    """S1-06: the first column flags it, as soon as it says something."""
    first = f"A{TABLE_ROW + 2}"
    rules = [
        rule
        for formatting in book["Relances"].conditional_formatting
        if first in formatting.sqref
        for rule in formatting.rules
        if rule.formula == [f"LEN(${first})>0"]
    ]

    assert schema.PROPOSALS.headers[0] == "Alerte"
    assert [(rule.dxf.fill.bgColor.rgb, rule.dxf.numFmt.formatCode) for rule in rules] == [("FFFFE08A", ';;;"⚠"')]
    others = [rule for formatting in book["Relances"].conditional_formatting if first in formatting.sqref
              for rule in formatting.rules]  # fmt: skip
    assert min(others, key=lambda rule: rule.priority) is rules[0], "it goes before the bands, in any spreadsheet"


def test_n_34_what_a_person_changed_is_violet_as_soon_as_it_differs_from_what_was_computed(book: Workbook) -> None:
    row, sheet = TABLE_ROW + 2, book["Relances"]
    headers = {cell.value: get_column_letter(cell.column or 0) for cell in sheet[TABLE_ROW + 1]}
    filled = headers["Canal calculé"]
    for seen, computed, shown in DECIDED:
        cell, kept = (headers[schema.PROPOSALS.column(field).header] for field in (seen, computed))
        on_the_cell = [
            rule
            for formatting in sheet.conditional_formatting
            if f"{cell}{row}" in formatting.sqref
            for rule in formatting.rules
        ]
        rule = min(on_the_cell, key=lambda each: each.priority)  # before the bands and the colours of the levels
        assert rule.formula == [f"AND(LEN(${filled}{row})>0,${cell}{row}<>${kept}{row})"]
        assert (rule.dxf.fill.bgColor.rgb, rule.dxf.numFmt.formatCode) == ("FFE4DCF4", shown)

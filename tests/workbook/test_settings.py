"""The sheet `Paramètres` in sections, and the words and signs that the sheets show."""

from __future__ import annotations

import re

import pytest
from openpyxl.workbook import Workbook

from relance_xl.books.memory import MemoryBook
from relance_xl.domain.vocabulary import Grouping, Rule
from relance_xl.domain.wording import folded, typeset
from relance_xl.tables import schema
from relance_xl.tables.schema.criteria_cells import GROUPINGS_TOLD, RULES_TOLD
from relance_xl.tables.sheets.ledger import read_ledger
from tests.workbook.conftest import Parts
from workbook import build, starter
from workbook.buttons import BUTTONS

EVERY = (*schema.PARAMETER_LIST, *schema.IMPORT_PARAMETERS, schema.VERSION, *schema.SAVED_CRITERIA)
ROWS = {str(row["label"]): place for place, row in enumerate(starter.PARAMETER_ROWS, start=4)}


def test_each_parameter_stands_in_one_section_and_no_heading_is_a_parameter() -> None:
    placed = [parameter.label for section in schema.SECTIONS for parameter in section.parameters]
    titles = {folded(section.title) for section in schema.SECTIONS}

    assert sorted(placed) == sorted(parameter.label for parameter in EVERY)
    assert len(titles) == len(schema.SECTIONS)
    assert titles.isdisjoint(map(folded, placed))


@pytest.mark.parametrize("parameter", EVERY, ids=lambda parameter: parameter.label)
def test_each_parameter_has_its_note_and_a_list_where_its_values_are_known(
    book: Workbook, parameter: schema.Parameter
) -> None:
    sheet, row = book["Paramètres"], ROWS[parameter.label]
    (rule,) = [each for each in sheet.data_validations.dataValidation if f"B{row}" in each.sqref]

    assert sheet[f"A{row}"].value == parameter.label
    assert rule.prompt == typeset(parameter.help)
    assert sheet[f"C{row}"].value == typeset(parameter.help)
    offered = parameter.choices or parameter.suggested
    assert (rule.type == "list", rule.formula1 == f'"{",".join(offered)}"') == (bool(offered), bool(offered))
    if parameter.suggested:
        assert not rule.showErrorMessage


def test_the_saved_criteria_are_one_click_away_and_the_headings_have_no_value(book: Workbook) -> None:
    sheet = book["Paramètres"]
    folded_rows = {row for row, look in sheet.row_dimensions.items() if look.hidden}

    assert folded_rows == {ROWS[parameter.label] for parameter in schema.SAVED_CRITERIA}
    assert {sheet[f"B{ROWS[section.title]}"].value for section in schema.SECTIONS} == {None}


def test_a_heading_is_neither_a_parameter_nor_an_unknown_one() -> None:
    book = MemoryBook.empty(build.WORKBOOK)
    kept = [row for row in starter.PARAMETER_ROWS if row["label"] != "Modes de règlement exclus"]
    book.fill("tParametres", [{"Paramètre": row["label"], "Valeur": row.get("value") or None} for row in kept])

    assert read_ledger(book)[1] == []


@pytest.mark.parametrize("words", [RULES_TOLD, GROUPINGS_TOLD])
def test_what_a_drop_down_means_fits_its_note_whole(words: str) -> None:
    assert len(typeset(words)) <= 255


def test_every_rule_and_every_grouping_is_told() -> None:
    assert [rule for rule in Rule if f"{rule} :" not in RULES_TOLD] == []
    assert [each for each in Grouping if f"{each} :" not in GROUPINGS_TOLD] == []


@pytest.mark.parametrize("sheet", ["Groupes", "Relances"])
def test_the_rule_and_the_grouping_say_what_they_do_where_they_are_chosen(book: Workbook, sheet: str) -> None:
    notes = {rule.prompt for rule in book[sheet].data_validations.dataValidation}

    assert {typeset(GROUPINGS_TOLD), typeset(RULES_TOLD)} <= notes


def test_the_journal_is_headed_by_the_word_of_the_trade(book: Workbook) -> None:
    assert (book["Journal"]["A1"].value, book["Journal"].title) == ("Historique", "Journal")


def test_the_attached_file_is_shown_by_its_name_and_keeps_that_of_its_column(book: Workbook) -> None:
    shown = {
        table.name: cell.number_format
        for table in schema.TABLES
        if "Pièce" in table.headers
        for row in book[table.sheet].iter_rows()
        for cell in row
        if cell.value == "Pièce"
    }

    assert shown == dict.fromkeys(("tFactures", "tRelances", "tAppels"), ';;;"Fichier joint"')


def test_each_button_and_each_chart_has_its_words_for_who_does_not_see_it(parts: Parts) -> None:
    drawn = "".join(parts[name].decode() for name in parts if name.endswith(".vml"))
    shapes = re.findall(r'<v:shape [^>]*type="#_x0000_t201"[^>]*>', drawn)
    charts = re.findall(r"<xdr:cNvPr [^>]*>", "".join(parts[name].decode() for name in parts if "drawings/d" in name))

    assert len(shapes) == sum(map(len, BUTTONS.values()))
    assert [shape for shape in shapes if not re.search(r'alt="[^"]{10,}"', shape)] == []
    assert charts
    assert all('descr="' in chart for chart in charts)


def test_how_grave_a_fault_is_has_a_sign_beside_its_colour(book: Workbook) -> None:
    looks = [
        rule.dxf.numFmt.formatCode
        for ranges in book["Contrôle"].conditional_formatting
        for rule in ranges.rules
        if rule.dxf.numFmt is not None
    ]

    assert looks == ['"✗  "@', '"⚠  "@']

"""Every sheet, table, header, format and rule of the schema stands in the workbook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from relance_xl.actions.setup.help_page import PAGE
from relance_xl.domain.wording import typeset
from relance_xl.tables import schema
from relance_xl.tables.schema import Column, Kind, Table
from relance_xl.tables.schema.meanings import EMPTY, header_message, meaning
from workbook import build, starter
from workbook.drawing import paper, sheets
from workbook.pages import search

by_name = pytest.mark.parametrize("table", schema.TABLES, ids=[table.name for table in schema.TABLES])
FORMATS = {
    Kind.CODE: "@",
    Kind.DATE: "dd/mm/yyyy",
    Kind.AMOUNT: "#,##0.00",
    Kind.INTEGER: "0",
    Kind.LINK: "@",
    Kind.CHOICE: "General",
}
VISIBLE = [name for name in schema.SHEETS if name != "xlwings.conf"]


def place(book: Workbook, table: Table) -> tuple[int, int, int, int]:
    """First column, header row, last column, last row, counted from 1."""
    left, top, right, bottom = range_boundaries(book[table.sheet].tables[table.name].ref)
    return int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)


def rules_at(sheet: Worksheet, cell: str) -> list[DataValidation]:
    return [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]


def cells_of(book: Workbook) -> list[tuple[Table, Column, str]]:
    """Each column of each table, with the address of its first cell."""
    found = []
    for table in schema.TABLES:
        left, top, _, _ = place(book, table)
        for offset, column in enumerate(table.columns):
            found.append((table, column, f"{get_column_letter(left + offset)}{top + 1}"))
    return found


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.name)
def test_each_header_says_what_its_column_holds_and_who_fills_it(book: Workbook, table: Table) -> None:
    left, top, _, _ = place(book, table)
    for offset, column in enumerate(table.columns):
        said = rules_at(book[table.sheet], f"{get_column_letter(left + offset)}{top}")
        assert [len(rule.prompt or "") > 20 and rule.type in {None, "none"} for rule in said] == [True] * (
            not column.hidden
        )
        assert len(header_message(table, column)) <= 255, column.header
        assert meaning(table, column).endswith((".", "?", "…")) or column.help


def test_an_empty_table_says_what_fills_it(book: Workbook) -> None:
    """On its first header, and in the sheet's head where there is one: a formula that gives way to the hint."""
    for table in schema.TABLES:
        if table.name in EMPTY:
            left, top, _, _ = place(book, table)
            shown = [cell.value for row in book[table.sheet].iter_rows(max_row=max(top - 1, 1)) for cell in row]
            beside = any(f"COUNTA({table.name}[" in str(value) for value in shown)
            first = next(offset for offset, column in enumerate(table.columns) if not column.hidden)
            (rule,) = rules_at(book[table.sheet], f"{get_column_letter(left + first)}{top}")
            assert beside or typeset(EMPTY[table.name])[:30] in str(rule.prompt)
    assert set(EMPTY) <= {table.name for table in schema.TABLES}


def test_a_search_without_an_alert_is_no_empty_sheet(book: Workbook) -> None:
    """What fills an empty sheet is told by a column that every row fills."""
    hints = [
        str(cell.value) for row in book["Relances"].iter_rows(max_row=4) for cell in row if "COUNTA" in str(cell.value)
    ]

    assert len(hints) == 1
    assert "COUNTA(tRelances[Relancer])=0" in hints[0]


def test_the_sheet_aide_holds_nothing_that_a_reader_takes_for_data(book: Workbook) -> None:
    sheet = book["Aide"]
    assert isinstance(sheet, Worksheet)

    assert not sheet.tables
    assert not [name for name, cell in book.defined_names.items() if "Aide" in str(cell.attr_text)]
    assert [
        cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink and cell.hyperlink.target
    ] == []  # within the workbook only: no relation
    links = [str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPERLINK(")]
    assert len(links) > 10
    assert all(link.startswith(f'=HYPERLINK("{PAGE}') for link in links)


def test_the_sheets_stand_in_the_order_of_the_schema(book: Workbook) -> None:
    assert tuple(book.sheetnames) == schema.SHEETS


def test_only_what_the_program_keeps_for_itself_is_hidden(book: Workbook) -> None:
    hidden = [sheet.title for sheet in book if sheet.sheet_state != "visible"]
    assert hidden == ["xlwings.conf", "Imports (détail)", "Décisions"]


@by_name
def test_each_table_has_its_headers_in_order(book: Workbook, table: Table) -> None:
    left, top, right, _ = place(book, table)
    headers = next(book[table.sheet].iter_rows(top, top, left, right, values_only=True))

    assert headers == table.headers
    assert tuple(column.name for column in book[table.sheet].tables[table.name].tableColumns) == table.headers


@by_name
def test_each_table_has_its_shipped_rows_or_one_blank_row(book: Workbook, table: Table) -> None:
    _, top, _, bottom = place(book, table)

    assert bottom - top == max(len(starter.ROWS.get(table.name, ())), 1)


def test_another_reader_finds_the_same_tables(built: Path) -> None:
    found = CalamineWorkbook.from_path(str(built), load_tables=True)

    assert sorted(found.table_names or ()) == sorted(table.name for table in schema.TABLES)
    for table in schema.TABLES:
        assert tuple(found.get_table_by_name(table.name).columns) == table.headers


def test_the_balance_of_a_line_is_a_formula_of_its_table(book: Workbook) -> None:
    column = next(c for c in book["Factures"].tables["tFactures"].tableColumns if c.name == "Solde")

    assert column.calculatedColumnFormula.attr_text == (
        "tFactures[[#This Row],[Montant]]-tFactures[[#This Row],[Réglé]]"
    )
    assert book["Factures"]["J2"].value == "=" + column.calculatedColumnFormula.attr_text


def test_every_cell_has_the_format_of_its_kind(book: Workbook) -> None:
    for table, column, cell in cells_of(book):
        if column.kind in FORMATS and table.name != "tParametres":
            look = {**search.LOOKS, **paper.looks_of(table)}.get(column.field, {})
            wanted = look.get("num_format", FORMATS[column.kind])
            assert book[table.sheet][cell].number_format == wanted, f"{table.name} {column.header}"


def test_amounts_stand_to_the_right_and_ticks_in_the_centre(book: Workbook) -> None:
    sides = {column.kind: book[t.sheet][cell].alignment.horizontal for t, column, cell in cells_of(book)}

    assert (sides[Kind.AMOUNT], sides[Kind.YES_NO], sides[Kind.CODE]) == ("right", "center", "left")


def test_every_choice_is_a_drop_down_far_below_the_table(book: Workbook) -> None:
    for table, column, cell in cells_of(book):
        if column.choices:
            (rule,) = rules_at(book[table.sheet], cell)
            assert rule.type == "list", f"{table.name} {column.header}"
            assert rule.formula1 == f'"{",".join(column.choices)}"'
            assert re.sub(r"\d+$", "50000", cell) in rule.sqref


@pytest.mark.parametrize(
    ("sheet", "cell", "values"),
    [
        pytest.param("Clients", "M2", "0,1,2,3,4,5,6,7,8,9", id="S0-05 S0-06 the group of a customer, 0 to 9"),
        pytest.param("Factures", "L2", "0,1,2,3,4,5,6,7,8,9", id="S1-11 S1-12 the level of an invoice, by hand"),
        pytest.param("Niveaux", "A2", "1,2,3,4,5,6,7,8,9", id="the number of a level"),
    ],
)
def test_a_small_number_is_chosen_from_a_list(book: Workbook, sheet: str, cell: str, values: str) -> None:
    (rule,) = rules_at(book[sheet], cell)

    assert (rule.type, rule.formula1) == ("list", f'"{values}"')


def test_dates_and_amounts_refuse_words(book: Workbook) -> None:
    for table, column, cell in cells_of(book):
        kind = {Kind.DATE: "date", Kind.AMOUNT: "decimal"}.get(column.kind)
        if kind and not column.formula:
            (rule,) = rules_at(book[table.sheet], cell)
            assert rule.type == kind, f"{table.name} {column.header}"
            assert str(rule.error).startswith("Attendu\u00a0: ")


def test_the_help_of_a_column_shows_when_its_cell_is_selected(book: Workbook) -> None:
    for table, column, cell in cells_of(book):
        if column.help:
            (rule,) = rules_at(book[table.sheet], cell)
            assert (rule.prompt, rule.promptTitle) == (typeset(column.help), (column.title or column.header)[:32])
            assert len(column.help) <= 255


@pytest.mark.parametrize("name", VISIBLE)
def test_each_sheet_prints_on_a4_one_page_wide_with_page_numbers(book: Workbook, name: str) -> None:
    sheet = book[name]

    wanted = "portrait" if name in {"Fiche", "Balance âgée", "Appels"} else "landscape"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == (wanted, 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.oddHeader is not None
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)
    assert str(sheet.oddHeader.right.text).endswith("page &P/&N")


@pytest.mark.parametrize("name", [name for name in VISIBLE if name not in {"Accueil", "Aide"}])
def test_the_header_stays_in_sight_and_on_every_page(book: Workbook, name: str) -> None:
    sheet = book[name]
    (top,) = {place(book, table)[1] for table in schema.TABLES if table.sheet == name}

    heads = dict.fromkeys((*build.PRINTED, "Fiche"), top - 1) | {"Relances": 2}
    first = heads.get(name, top)  # company and day stand above the header there
    assert sheet.print_title_rows == f"${first}:${top}"
    assert re.fullmatch(rf"[A-Z]+{top + 1}", sheet.freeze_panes or "")


def test_no_header_is_cut(book: Workbook) -> None:
    for table in schema.TABLES:
        left, top, _, _ = place(book, table)
        sheet = book[table.sheet]
        for offset, column in enumerate(table.columns):
            width = sheet.column_dimensions[get_column_letter(left + offset)].width
            size = sheet.cell(top, left + offset).font.size
            assert (sheets.longest_word(column.header) + 1) * size / 11 < width, f"{table.name} {column.header}"
            if size == 11:  # smaller ones have their filter's arrow below the words
                assert sheet.row_dimensions[top].height >= 15 * sheets.header_lines(column.header, width)


@by_name
def test_a_table_coloured_by_level_has_nine_rules_each_with_its_own_colours(
    sheet_part: Callable[[str], str], book: Workbook, table: Table
) -> None:
    """S2-23: the user's colours replace those of one rule without touching another."""
    found = re.findall(
        r'<cfRule type="expression" dxfId="(\d+)" priority="\d+"><formula>\$([A-Z]+)(\d+)=(\d)</formula>',
        sheet_part(table.sheet),
    )
    if not table.colour_by:
        assert table.sheet in {other.sheet for other in schema.TABLES if other.colour_by} or found == []
        return
    left, top, _, _ = place(book, table)
    letter = get_column_letter(left + table.headers.index(table.colour_by))

    assert [rule[1:] for rule in found] == [(letter, str(top + 1), str(level)) for level in schema.LEVELS]
    assert len({rule[0] for rule in found}) == len(schema.LEVELS)


def test_no_two_tables_share_the_colours_of_a_level(parts: dict[str, bytes]) -> None:
    used, levels = Counter[bytes](), []
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            used.update(re.findall(rb'<cfRule [^>]*dxfId="(\d+)"', part))
            levels += re.findall(rb'<cfRule [^>]*dxfId="(\d+)"[^>]*><formula>\$[A-Z]+\d+=\d</formula>', part)

    assert len(levels) == 9 * sum(1 for table in schema.TABLES if table.colour_by)
    assert {used[level] for level in levels} == {1}


def test_n81_how_sure_a_payment_is_has_a_colour_of_its_own_beside_the_word(
    parts: dict[str, bytes], book: Workbook
) -> None:
    """N-81"""
    place_of = book.sheetnames.index(schema.BANK.sheet) + 1
    rules = re.findall(r"<formula>(.*?)</formula>", parts[f"xl/worksheets/sheet{place_of}.xml"].decode())

    for word in schema.BANK.column("certainty").choices:
        assert any(rule.endswith(f'="{word}"') for rule in rules)
    assert sum(1 for rule in rules if '&lt;&gt;"non"' in rule) == 3


def test_s3_06_the_number_of_a_registered_letter_is_text_in_sight_in_both_sheets(book: Workbook) -> None:
    for table in (schema.PROPOSALS, schema.JOURNAL):
        left, top, _, _ = place(book, table)
        letter = get_column_letter(left + table.headers.index("N° recommandé"))
        sheet = book[table.sheet]

        assert sheet[f"{letter}{top}"].value == "N° recommandé"
        assert sheet[f"{letter}{top + 1}"].number_format == "@"
        assert not sheet.column_dimensions[letter].hidden
        assert [rule.type for rule in rules_at(sheet, f"{letter}{top + 1}")] == [None]


def test_what_the_program_keeps_for_itself_is_out_of_sight(book: Workbook) -> None:
    left = place(book, schema.PROPOSALS)[0]
    folded = schema.PROPOSALS.headers.index("Pièce")
    hidden = [column.header for offset, column in enumerate(schema.PROPOSALS.columns)
              if offset > folded and _hidden(book["Relances"], left + offset)]  # fmt: skip

    assert hidden == ["Relancer calculé", "Niveau calculé", "Canal calculé", "Lot", "Contre-valeur", "Rang", "Document"]

    for offset in map(schema.PROPOSALS.headers.index, hidden):
        cell = book["Relances"].cell(place(book, schema.PROPOSALS)[1] + 1, left + offset)
        assert cell.alignment.horizontal == "fill", "a text in a hidden column would be printed over its neighbour"


def test_what_only_an_undo_reads_is_folded_away(book: Workbook) -> None:
    left = place(book, schema.JOURNAL)[0]
    shown = [name for offset, name in enumerate(schema.JOURNAL.headers)
             if not _hidden(book["Journal"], left + offset)]  # fmt: skip

    assert shown == [*schema.JOURNAL.headers[:15], "N° recommandé"]


def _hidden(sheet: Worksheet, number: int) -> bool:
    """Whether a column is hidden; a dimension may stand for several columns."""
    return any(
        each.hidden and (each.min or 0) <= number <= (each.max or 0) for each in sheet.column_dimensions.values()
    )


def test_the_configuration_is_text(book: Workbook) -> None:
    rows = [(row[0].value, row[1].value or "") for row in book["xlwings.conf"].iter_rows(max_col=2)]

    assert [key for key, _ in rows] == ["Interpreter_Win", "Interpreter_Mac", "ADD_WORKBOOK_TO_PYTHONPATH"]
    assert rows[2][1] == "False"
    assert {cell.number_format for row in book["xlwings.conf"].iter_rows(max_col=2) for cell in row} == {"@"}

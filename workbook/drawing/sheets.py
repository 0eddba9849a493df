"""One sheet of the workbook: its table with headers, formats and rules, its banner, its window and its print set-up."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from relance_xl.actions.catalogue.shape import Action
from relance_xl.books.formulas import compute, operands
from relance_xl.domain.wording import typeset
from relance_xl.tables.schema import Column, Kind, Parameter, Table
from relance_xl.tables.schema.meanings import EMPTY
from workbook import buttons
from workbook.drawing import criteria_told, rules
from workbook.drawing.styles import LINE, MIST, MUTED, NAVY, SKY, WHITE, Look, Styles, number_format
from workbook.starter import RowContent

BANNER_ROWS: Final = 2
"""Rows above the table of a sheet with a banner: the title, then the buttons."""

_FILTER_BUTTON: Final = 3.2
"""Characters hidden by the filter's arrow in a header."""

_BOLD: Final = 1.12
"""A bold character against the usual one."""

_HEADER_LINES: Final = 2

TABLE_STYLE: Final = "Table Style Light 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a table's header stands, rows and columns counted from 0."""

    top: int = 0
    left: int = 0


def longest_word(text: str) -> int:
    """The length of the longest word, which a header cannot break."""
    return max(map(len, text.split()))


def header_width(column: Column) -> float:
    """The column's width in characters: its header's longest word stands beside the filter's arrow, on two lines."""
    width = max(column.width, math.ceil(longest_word(column.title or column.header) * _BOLD + _FILTER_BUTTON))
    while header_lines(column.title or column.header, width) > _HEADER_LINES:
        width += 0.5
    return width


def header_lines(header: str, width: float) -> int:
    """How many lines the header takes, broken between words."""
    room = (width - _FILTER_BUTTON) / _BOLD
    lines, used = 1, 0
    for word in header.split():
        wanted = used + bool(used) + len(word)
        if used and wanted > room:
            lines, used = lines + 1, len(word)
        else:
            used = wanted
    return lines


def stored_formula(table: Table, column: Column) -> str:
    """The column's formula as a file stores it: `[@Montant]` is `tFactures[[#This Row],[Montant]]`."""
    return re.sub(r"\[@([^\]]+)\]", rf"{table.name}[[#This Row],[\1]]", column.formula)


def draw_table(
    sheet: Worksheet,
    styles: Styles,
    table: Table,
    *,
    place: Place,
    rows: Sequence[RowContent] = (),
    widths: Mapping[str, float] | None = None,
    filtered: bool = True,
    looks: Mapping[str, Look] | None = None,
    header_look: Look | None = None,
    coloured: tuple[int, int] | None = None,
) -> None:
    """Draw the table with `rows`, or with one blank row; `widths` and `looks` (by field) override the schema's.

    `coloured` are the first and the last column that the level colours, all of them when it is None.
    """
    chosen = [(widths or {}).get(column.field, header_width(column)) for column in table.columns]
    bodies = {column.field: styles.body(column, **(looks or {}).get(column.field, {})) for column in table.columns}
    for offset, (column, width) in enumerate(zip(table.columns, chosen, strict=True)):
        seen = {"hidden": True} if column.hidden else {}
        sheet.set_column(place.left + offset, place.left + offset, width, bodies[column.field], seen)
    lines = max(
        header_lines(column.title or column.header, width) for column, width in zip(table.columns, chosen, strict=True)
    )
    sheet.set_row(place.top, 15 * lines + 7)
    last = place.top + max(len(rows), 1)
    sheet.add_table(
        place.top,
        place.left,
        last,
        place.left + len(table.columns) - 1,
        {
            "name": table.name,
            "style": TABLE_STYLE,
            "autofilter": filtered,
            "columns": [
                {
                    "header": column.header,
                    "header_format": styles.header(column, **(header_look or {})),
                    "format": bodies[column.field],
                    "formula": stored_formula(table, column),
                }
                for column in table.columns
            ],
        },
    )
    _write_body(sheet, bodies, table, place, rows or ({},))
    rules.validate_table(sheet, table, place.top, place.left)
    rules.tell_headers(sheet, table, place.top, place.left)
    rules.colour_rows(sheet, styles, table, place.top, place.left, coloured)
    rules.colour_certainty(sheet, styles, table, place.top, place.left)
    rules.mark_severity(sheet, styles, table, place.top, place.left)


def fold_columns(
    sheet: Worksheet,
    styles: Styles,
    table: Table,
    between: tuple[str, str],
    *,
    widths: Mapping[str, float] | None = None,
    looks: Mapping[str, Look] | None = None,
) -> None:
    """Fold away the table's columns from one field to another, below a [+] over the column that follows, or before."""
    begin, end = (table.columns.index(table.column(field)) for field in between)
    shown = end + 1
    if shown == len(table.columns):
        shown = begin - 1
        sheet.outline_settings(visible=True, symbols_below=False, symbols_right=False, auto_style=False)
    for position in sorted({shown, *range(begin, end + 1)}):
        column = table.columns[position]
        folded = {"level": 1, "hidden": True} if position != shown else {"collapsed": True}
        width = (widths or {}).get(column.field, header_width(column))
        sheet.set_column(position, position, width, styles.body(column, **(looks or {}).get(column.field, {})), folded)


def _write_body(
    sheet: Worksheet, bodies: Mapping[str, Format], table: Table, place: Place, rows: Sequence[RowContent]
) -> None:
    for row, content in enumerate(rows, start=place.top + 1):
        for offset, column in enumerate(table.columns):
            look = bodies[column.field]
            write_value(sheet, look, (row, place.left + offset), content.get(column.field, ""))
            if column.formula:
                formula = stored_formula(table, column)
                nothing = "" if compute(column.formula, dict.fromkeys(operands(column.formula))) is None else 0
                sheet.write_formula(row, place.left + offset, formula, look, nothing)


def write_value(sheet: Worksheet, look: Format, cell: tuple[int, int], value: object) -> None:
    """Write one value in the format of its column; "" is a blank cell that has the format."""
    if value == "":
        sheet.write_blank(*cell, None, look)
    elif isinstance(value, str):
        sheet.write_string(*cell, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value, look)
    else:
        sheet.write_datetime(*cell, value, look)


def write_parameter(sheet: Worksheet, styles: Styles, column: Column, cell: tuple[int, int], value: str) -> None:
    """Write a parameter's value, to the left whatever its kind: the column holds words and numbers alike."""
    look = styles.format(num_format=number_format(column), align="left", indent=1, bottom=4, bottom_color=LINE)
    if value and column.kind is Kind.INTEGER:
        sheet.write_number(*cell, int(value), look)
    else:
        sheet.write_string(*cell, value, look)


def banner(
    sheet: Worksheet, styles: Styles, title: str, hint: str, *, columns: int, hint_at: int, table: Table | None = None
) -> None:
    """Draw the sheet's title over `columns` columns, its hint from column `hint_at` on, and its buttons below.

    While `table` is empty, what fills it stands in the hint's place.
    """
    _title(sheet, styles, title, row=0, columns=columns)
    _tools(sheet, styles, row=1, columns=columns)
    write_hint(sheet, styles.format(bg_color=NAVY, font_color=SKY, italic=True), (0, hint_at), hint, table)


def write_hint(sheet: Worksheet, look: Format, cell: tuple[int, int], hint: str, table: Table | None) -> None:
    """Write the hint; while `table` is empty, what fills it."""
    empty = EMPTY.get(table.name) if table else None
    if table is None or empty is None:
        sheet.write_string(*cell, typeset(hint), look)
        return
    key = next(column.header for column in table.columns if not column.hidden and column.field != "alert")
    formula = f'=IF(COUNTA({table.name}[{key}])=0,"{typeset(empty)}","{typeset(hint)}")'
    sheet.write_formula(*cell, formula, look, typeset(empty))


def printed_banner(
    sheet: Worksheet, styles: Styles, table: Table, title: str, hint: str, *, columns: int, last: int
) -> None:
    """Draw the buttons, their hint beside them, then the title: company and day stand there, to head every page.

    `last` is the last column on paper, counted from 0.
    """
    _tools(sheet, styles, row=0, columns=columns)
    look = styles.format(bg_color=MIST, font_color=MUTED, italic=True, align="right", indent=1)
    write_hint(sheet, look, (0, last), hint, table)
    _title(sheet, styles, title, row=1, columns=columns)
    dated = styles.format(bg_color=NAVY, font_color=SKY, align="right", indent=1)
    sheet.write_formula(1, last, criteria_told.HEADING, dated, "")


def _title(sheet: Worksheet, styles: Styles, title: str, *, row: int, columns: int) -> None:
    sheet.set_row(row, 30)
    for column in range(columns):
        sheet.write_blank(row, column, None, styles.format(bg_color=NAVY))
    sheet.write_string(row, 0, title, styles.format(bg_color=NAVY, font_color=WHITE, bold=True, font_size=16, indent=1))


def _tools(sheet: Worksheet, styles: Styles, *, row: int, columns: int) -> None:
    sheet.set_row(row, 36)
    for column in range(columns):
        sheet.write_blank(row, column, None, styles.format(bg_color=MIST))
    place_buttons(sheet, row=row)


def place_buttons(sheet: Worksheet, *, row: int, column: int = 0) -> None:
    """The sheet's buttons side by side in `row`, from `column` on."""
    shown = buttons.BUTTONS.get(sheet.get_name(), ())
    row_of_buttons(
        sheet, [button for button in shown if button not in buttons.CRITERIA_BUTTONS], row=row, column=column
    )


def row_of_buttons(sheet: Worksheet, shown: Sequence[Action], *, row: int, column: int = 0, height: int = 32) -> None:
    """Buttons side by side in `row` from `column` on, each as wide as its caption, `height` in pixels."""
    left = 8
    for button in shown:
        width = round(5.8 * len(button.caption)) + 16
        geometry = {"width": width, "height": height, "x_offset": left, "y_offset": 3}
        sheet.insert_button(row, column, button_options(button, **geometry))
        left += width + 4


def button_options(button: Action, **geometry: int) -> dict[str, str | int]:
    """XlsxWriter's options for a button; `geometry` in pixels."""
    return {"macro": button.macro, "caption": button.caption, "description": typeset(button.sentence), **geometry}


def parameter_column(parameter: Parameter) -> Column:
    """A parameter's value cell, seen as a column of its own kind."""
    return Column(
        header=parameter.label,
        field=parameter.field,
        kind=parameter.kind if parameter.kind is not Kind.TEXT else Kind.CODE,
        choices=parameter.choices,
        help=parameter.help,
    )


def window(sheet: Worksheet, *, row: int, column: int = 0) -> None:
    """Keep the rows above `row` and the columns before `column` in sight."""
    sheet.freeze_panes(row, column)

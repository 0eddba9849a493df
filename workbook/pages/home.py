"""The sheet `Accueil`: each step of the week with its state, what waits, the key figures, the aged balance.

The step to do now is in colour, and says so; a new company sees its first three steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from relance_xl.actions.catalogue.shape import Action
from relance_xl.tables.schema import AGED_BALANCE, BALANCE_DAY, BROKEN_PROMISES, DSO, LAST_IMPORT
from workbook import buttons, starter
from workbook.drawing import paper, sheets
from workbook.drawing.criteria_told import REFERENCE, day
from workbook.drawing.styles import (
    AMBER,
    AMBER_INK,
    AMOUNT_FORMAT,
    BLUE,
    BRACKETS,
    DATE_FORMAT,
    INK,
    LINE,
    MIST,
    MUTED,
    NAVY,
    SKY,
    WHITE,
    Look,
    Styles,
)
from workbook.pages import progress

NUMBER_AT, SIGN_AT, TEXT_AT, BUTTON_AT = 1, 2, 3, 4
PANEL_AT: Final = 6
LAST_COLUMN: Final = 11
NEXT_AT: Final = LAST_COLUMN + 2
"""Out of sight: the number of the step to do now."""

WRITTEN_ROW: Final = 8
"""Out of sight too: the last batch of letters and, in the row after (counted from 0), how many it wrote."""
FIRST_ROW: Final = 4
"""The first step and the first key figure; two rows each."""

TODO_ROW: Final = FIRST_ROW + 4
"""The heading of what waits; its lines stand below."""

PROMISES_ROW: Final = TODO_ROW + 1 + len(progress.TODO)
BALANCE_HEADING: Final = PROMISES_ROW + 1
BALANCE_ROW: Final = BALANCE_HEADING + 1
STEPS_END: Final = FIRST_ROW + 2 * len(buttons.STEPS)
ROW_POINTS: Final = 15.75
LAST_PRINTED_ROW: Final = STEPS_END + 1

WIDTHS: Final = {
    0: 1.0, NUMBER_AT: 4.1, SIGN_AT: 3.3, TEXT_AT: 45.0, BUTTON_AT: 18.7, BUTTON_AT + 1: 1.9,
    LAST_COLUMN - 1: 11.3, LAST_COLUMN: 24.0, LAST_COLUMN + 1: 1.0,
}  # fmt: skip
PANEL_WIDTHS: Final = {"bracket": 15.0, "amount": 12.6, "lines": 6.4, "share": 7.0}

NO_COMPANY: Final = "Indiquez votre société dans Paramètres"
_COMPANY: Final = 'INDEX(tParametres[Valeur],MATCH("Société",tParametres[Paramètre],0))'
WHOLE: Final = '#,##0;-#,##0;"–"'
"""Nothing is a dash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One key figure: its caption, its formula (in English, as a file stores it), its format, its columns."""

    caption: str
    formula: str
    first: int
    last: int
    number_format: str = WHOLE


FIGURES: Final = (
    (
        Figure(caption="Encours total", formula="=SUM(tBalance[Montant])", first=PANEL_AT, last=PANEL_AT + 1),
        Figure(
            caption="Dont échu",
            formula="=SUM(tBalance[Montant])-INDEX(tBalance[Montant],1)",
            first=PANEL_AT + 2,
            last=PANEL_AT + 4,
        ),
        Figure(
            caption="Plus de 90 jours", formula="=N(INDEX(tBalance[Montant],5))", first=LAST_COLUMN, last=LAST_COLUMN
        ),
    ),
    (
        Figure(
            caption="Clients à relancer",
            formula='=SUMPRODUCT(--(COUNTIFS(tRelances[Client],tClients[Code],tRelances[Relancer],"oui")>0))',
            first=PANEL_AT,
            last=PANEL_AT + 1,
        ),
        Figure(
            caption="Coché à relancer",
            formula='=SUMIFS(tRelances[Contre-valeur],tRelances[Relancer],"oui")',
            first=PANEL_AT + 2,
            last=PANEL_AT + 4,
        ),
        Figure(
            caption="Dernière écriture importée",
            formula="",
            number_format=DATE_FORMAT,
            first=LAST_COLUMN,
            last=LAST_COLUMN,
        ),
    ),
)

_DATED: Final = f'IF(ISNUMBER({BALANCE_DAY}),", au "&{day(BALANCE_DAY)},"")'

_DSO: Final = f'IF(ISNUMBER({DSO}),"  ·  DSO "&{DSO}&IF({DSO}>1," jours"," jour"),"")'


def draw(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Draw the whole sheet."""
    sheet.hide_gridlines(2)
    for row in range(FIRST_ROW, STEPS_END + 1):
        sheet.set_row(row, ROW_POINTS)
    _draw_balance(sheet, styles)
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    sheet.set_column(NEXT_AT, NEXT_AT, 4, None, {"hidden": True})
    sheet.write_formula(FIRST_ROW, NEXT_AT, progress.NEXT, styles.format(), 1)
    batch = f"$N${WRITTEN_ROW}"
    sheet.write_formula(WRITTEN_ROW - 1, NEXT_AT, progress.LAST_LETTERS, styles.format(), "")
    sheet.write_formula(WRITTEN_ROW, NEXT_AT, progress.letters_of(batch), styles.format(), 0)
    _draw_title(sheet, styles)
    _draw_headings(sheet, styles)
    for number, button in enumerate(buttons.STEPS, start=1):
        _draw_step(sheet, styles, FIRST_ROW + 2 * (number - 1), button, number)
    sheets.row_of_buttons(sheet, buttons.ANY_TIME, row=STEPS_END, column=NUMBER_AT, height=26)
    sheet.set_row(STEPS_END, 24)
    for line, figures in enumerate(FIGURES):
        for figure in figures:
            _draw_figure(book, sheet, styles, FIRST_ROW + 2 * line, figure)
    _draw_todo(book, sheet, styles)
    _draw_chart(book, sheet)
    paper.set_up(sheet, first_header=None, margin=paper.NARROW_MARGIN)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, LAST_PRINTED_ROW, LAST_COLUMN + 1)


def _draw_title(sheet: Worksheet, styles: Styles) -> None:
    """The band: the product's name and the company's, then the currency."""
    sheet.set_row(0, 30)
    sheet.set_row(1, 18)
    sheet.set_row(2, 6)
    for column in range(LAST_COLUMN + 2):
        sheet.write_blank(0, column, None, styles.format(bg_color=NAVY))
        sheet.write_blank(1, column, None, styles.format(bg_color=SKY))
    title = styles.format(bg_color=NAVY, font_color=WHITE, bold=True, font_size=20)
    sheet.write_string(0, NUMBER_AT, "Relances clients", title)
    formula = f'=IF({_COMPANY}="","{NO_COMPANY}",{_COMPANY})'
    company = styles.format(bg_color=NAVY, font_color=WHITE, bold=True, font_size=13, align="right")
    sheet.write_formula(0, LAST_COLUMN, formula, company, NO_COMPANY)
    note = styles.format(bg_color=SKY, font_color=MUTED, align="right", font_size=10)
    sheet.write_formula(1, LAST_COLUMN, f'="Montants en "&{REFERENCE}&", TTC"', note, "Montants en EUR, TTC")
    signs = "▶ à faire maintenant    ✓ fait    ⚠ à regarder    ○ à venir"
    sheet.write_string(1, NUMBER_AT, signs, styles.format(bg_color=SKY, font_color=MUTED, font_size=10))


def _draw_headings(sheet: Worksheet, styles: Styles) -> None:
    sheet.set_row(FIRST_ROW - 1, 18)
    headings = (
        (FIRST_ROW - 1, NUMBER_AT, BUTTON_AT, "Dans l'ordre", ""),
        (FIRST_ROW - 1, PANEL_AT, LAST_COLUMN, f'="Chiffres clés"&{_DATED}', "Chiffres clés"),
        (TODO_ROW, PANEL_AT, LAST_COLUMN, f'=IF({progress.EMPTY},"Pour commencer","Ce qui attend")', "Pour commencer"),
        (BALANCE_HEADING, PANEL_AT, LAST_COLUMN, f'="Balance âgée"&{_DATED}&{_DSO}', "Balance âgée"),
    )
    look = styles.format(bold=True, font_color=BLUE, font_size=12, bottom=2, bottom_color=BLUE)
    for row, first, last, heading, nothing in headings:
        for column in range(first, last + 1):
            sheet.write_blank(row, column, None, look)
        if nothing:
            sheet.write_formula(row, first, heading, look, nothing)
        else:
            sheet.write_string(row, first, heading, look)


def _draw_step(sheet: Worksheet, styles: Styles, row: int, button: Action, number: int) -> None:
    """Number, sign, title (which leads to the sheet to look at), state and button, over two rows."""
    line = {"bottom": 1, "bottom_color": LINE}
    next_cell = f"${chr(65 + NEXT_AT)}${FIRST_ROW + 1}"
    numbered = styles.format(font_size=14, bold=True, font_color=BLUE, align="center", **line)
    sheet.merge_range(row, NUMBER_AT, row + 1, NUMBER_AT, str(number), numbered)
    signed = styles.format(font_size=12, font_color=MUTED, align="center", **line)
    sheet.merge_range(row, SIGN_AT, row + 1, SIGN_AT, "", signed)
    sheet.write_formula(
        row, SIGN_AT, progress.sign(button.name, next_cell), signed, progress.nothing_signed(button.name)
    )
    sheet.write_blank(row + 1, BUTTON_AT, None, styles.format(**line))
    title = styles.format(bold=True, font_size=11, font_color=NAVY, valign="bottom")
    target = f"internal:'{button.sheet}'!A1"
    sheet.write_url(row, TEXT_AT, target, title, button.title, f"Ouvrir la feuille {button.sheet}")
    state = styles.format(font_color=MUTED, font_size=10, valign="top", shrink=True, **line)
    sheet.write_formula(
        row + 1, TEXT_AT, progress.said(button.name, next_cell), state, progress.nothing_said(button.name)
    )
    now: Look = {"bg_color": AMBER, "font_color": AMBER_INK, "bold": True}
    rule = {"type": "formula", "criteria": f"={next_cell}={number}", "format": styles.rule(**now)}
    sheet.conditional_format(row, NUMBER_AT, row + 1, BUTTON_AT, rule)
    geometry = {"width": 128, "height": 30, "x_offset": 4, "y_offset": 6}
    sheet.insert_button(row, BUTTON_AT, sheets.button_options(button, **geometry))


def _draw_figure(book: Workbook, sheet: Worksheet, styles: Styles, row: int, figure: Figure) -> None:
    """A card: the caption above the figure."""
    edge = {"bg_color": MIST, "align": "left", "indent": 1, "right": 5, "right_color": WHITE}
    caption = styles.format(font_color=MUTED, font_size=10, valign="bottom", **edge)
    value = styles.format(font_size=14, bold=True, font_color=NAVY, num_format=figure.number_format, **edge)
    if figure.first != figure.last:
        sheet.merge_range(row, figure.first, row, figure.last, figure.caption, caption)
        sheet.merge_range(row + 1, figure.first, row + 1, figure.last, "", value)
    else:
        sheet.write_string(row, figure.first, figure.caption, caption)
        sheet.write_blank(row + 1, figure.first, None, value)
    if figure.formula:
        sheet.write_formula(row + 1, figure.first, figure.formula, value, 0)
        return
    book.define_name(LAST_IMPORT, f"={sheet.get_name()}!${chr(65 + figure.first)}${row + 2}")


def _draw_todo(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """What waits, line by line, without a gap; in an empty company what to begin with.

    What each line may say stands out of sight, the promises not kept last.
    """
    look = styles.format(bold=True, font_color=AMBER_INK, bottom=1, bottom_color=LINE, font_size=10, indent=1)
    for row in range(TODO_ROW + 1, PROMISES_ROW + 1):
        for column in range(PANEL_AT, LAST_COLUMN + 1):
            sheet.write_blank(row, column, None, look)
    first, last = TODO_ROW + 1, PROMISES_ROW
    sources = f"$N${first + 1}:$N${last + 1}"
    for row, (_, waiting) in enumerate(progress.TODO, start=first):
        sheet.write_formula(row, NEXT_AT, f"={waiting}", styles.format(), "")
    begin = [progress.french(nothing) for nothing, _ in progress.TODO]
    for row in range(first, last + 1):
        at_first = begin[row - first] if row < last else ""
        there = f"SMALL(IF(LEN({sources})>0,ROW({sources})-{first}),{row - first + 1})"
        shown = f'{{=IF({progress.EMPTY},"{at_first}",IFERROR(INDEX({sources},{there}),""))}}'
        sheet.write_array_formula(row, PANEL_AT, row, PANEL_AT, shown, look, at_first)
    book.define_name(BALANCE_DAY, f"={sheet.get_name()}!${chr(65 + NEXT_AT)}${FIRST_ROW + 2}")
    book.define_name(DSO, f"={sheet.get_name()}!${chr(65 + NEXT_AT)}${FIRST_ROW + 3}")
    book.define_name(BROKEN_PROMISES, f"={sheet.get_name()}!${chr(65 + NEXT_AT)}${PROMISES_ROW + 1}")


def _draw_balance(sheet: Worksheet, styles: Styles) -> None:
    sheets.draw_table(
        sheet,
        styles,
        AGED_BALANCE,
        place=sheets.Place(top=BALANCE_ROW, left=PANEL_AT),
        rows=starter.ROWS[AGED_BALANCE.name],
        widths=PANEL_WIDTHS,
        filtered=False,
        looks={column.field: {"font_size": 10} for column in AGED_BALANCE.columns},
        header_look={"font_size": 10},
    )
    sheet.set_row(BALANCE_ROW, ROW_POINTS)


def _draw_chart(book: Workbook, sheet: Worksheet) -> None:
    """The aged balance as columns, from green to red; it follows the table's cells."""
    rows = (BALANCE_ROW + 1, BALANCE_ROW + len(starter.BRACKET_ROWS))
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "Balance âgée",
            "categories": [sheet.get_name(), rows[0], PANEL_AT, rows[1], PANEL_AT],
            "values": [sheet.get_name(), rows[0], PANEL_AT + 1, rows[1], PANEL_AT + 1],
            "points": [{"fill": {"color": colour}} for colour in BRACKETS],
            "gap": 55,
            "data_labels": {"value": True, "num_format": "#,##0;-#,##0;", "font": {"color": INK, "size": 9.5}},
        }
    )
    chart.set_title({"none": True})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": {"size": 9.5, "color": MUTED}, "line": {"color": LINE}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "num_format": AMOUNT_FORMAT})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": WHITE}})
    chart.set_plotarea({"layout": {"x": 0.03, "y": 0.15, "width": 0.94, "height": 0.58}})  # the tallest bar's figure
    chart.set_size({"width": 252, "height": 140})
    place = {"description": "Balance âgée par tranche", "object_position": 2, "x_offset": 6}
    sheet.insert_chart(BALANCE_ROW, LAST_COLUMN - 1, chart, place)

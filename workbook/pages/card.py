"""The sheet `Fiche`: who the customer is beside what he owes, what matters today, then the lists, on a portrait page.

What a row of the lists is stands out of sight in « Genre », and decides of its looks.
"""

from __future__ import annotations

from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from relance_xl.tables.grid import column_letters
from relance_xl.tables.schema import CARD, CARD_CODE, NamedCell
from relance_xl.tables.schema.card import (
    CAPTION,
    CARD_FIGURES,
    CARD_IDENTITY,
    CARD_SENTENCE,
    CARD_TITLE,
    SECTION,
    TOTAL,
)
from workbook.drawing import criteria_told, paper, rules, sheets
from workbook.drawing.styles import AMBER, AMBER_INK, BLUE, LINE, MIST, MUTED, NAVY, SKY, WHITE, Look, Styles

TOOLS_ROW, TITLE_ROW, FIRST_ROW = 0, 1, 2
SENTENCE_ROW: Final = FIRST_ROW + len(CARD_IDENTITY)
HEAD_ROW: Final = SENTENCE_ROW + 1
"""Customer, company and day, which come again on every page with the table's header."""
TABLE_ROW: Final = HEAD_ROW + 1
FIGURES_AT, VALUES_AT, LAST = 5, 8, 8
BUTTON_AT: Final = 2
BODY_SIZE: Final = 10

WIDTHS: Final = {
    "invoice": 13.0,
    "day": 9.7,
    "due_date": 9.7,
    "days": 6.2,
    "amount": 10.2,
    "open_amount": 10.6,
    "currency": 6.6,
    "level": 7.0,
    "said": 33.0,
}

EMPTY: Final = "Sélectionnez une ligne d'un client (Relances, Clients, Factures, Appels…), puis « Fiche du client »"


def draw(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Draw the whole sheet."""
    sheet.hide_gridlines(2)
    _draw_tools(book, sheet, styles)
    _draw_title(book, sheet, styles)
    for row, (identity, figure) in enumerate(zip(CARD_IDENTITY, CARD_FIGURES, strict=True), start=FIRST_ROW):
        _draw_pair(book, sheet, styles, row, (identity, figure))
    _draw_sentence(book, sheet, styles)
    _draw_rules(sheet, styles)
    sheets.draw_table(
        sheet,
        styles,
        CARD,
        place=sheets.Place(top=TABLE_ROW),
        widths=WIDTHS,
        looks={column.field: {"font_size": BODY_SIZE, "shrink": column.field == "said"} for column in CARD.columns},
        header_look={"font_size": 9},
        filtered=False,
    )
    sheet.set_row(TABLE_ROW, 18)
    sheets.window(sheet, row=TABLE_ROW + 1)
    _draw_running_head(sheet, styles)
    paper.set_up(sheet, first_header=HEAD_ROW, last_header=TABLE_ROW)


def _name(book: Workbook, sheet: Worksheet, cell: NamedCell, row: int, column: int) -> None:
    book.define_name(cell.name, f"={sheet.get_name()}!${column_letters(column + 1)}${row + 1}")


def _draw_tools(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """The code, from a list or typed, and the button."""
    sheet.set_row(TOOLS_ROW, 30)
    for column in range(LAST + 1):
        sheet.write_blank(TOOLS_ROW, column, None, styles.format(bg_color=MIST))
    sheet.write_string(TOOLS_ROW, 0, "Client\u00a0:", styles.format(bg_color=MIST, font_color=MUTED, align="right"))
    look = styles.format(bg_color=WHITE, border=1, border_color=LINE, bold=True, align="center", num_format="@")
    sheet.write_blank(TOOLS_ROW, 1, None, look)
    codes = f"Clients!$A$2:$A${rules.LAST_ROW}"
    listed = f"=OFFSET(Clients!$A$2,0,0,MAX(1,COUNTA({codes})),1)"
    sheet.data_validation(TOOLS_ROW, 1, TOOLS_ROW, 1, {"validate": "list", "source": listed, "show_error": False})
    _name(book, sheet, CARD_CODE, TOOLS_ROW, 1)
    sheets.place_buttons(sheet, row=TOOLS_ROW, column=BUTTON_AT)


def _draw_title(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    sheet.set_row(TITLE_ROW, 30)
    for column in range(LAST + 1):
        sheet.write_blank(TITLE_ROW, column, None, styles.format(bg_color=NAVY))
    name, day = CARD_TITLE
    sheet.write_string(TITLE_ROW, 0, "Fiche du client", styles.format(
        bg_color=NAVY, font_color=WHITE, bold=True, font_size=16, indent=1))  # fmt: skip
    sheet.write_blank(TITLE_ROW, LAST, None, styles.format(bg_color=NAVY, font_color=SKY, align="right", indent=1))
    _name(book, sheet, name, TITLE_ROW, 0)
    _name(book, sheet, day, TITLE_ROW, LAST)


def _draw_pair(book: Workbook, sheet: Worksheet, styles: Styles, row: int, cells: tuple[NamedCell, NamedCell]) -> None:
    """On the left who he is, on the right what he owes."""
    identity, figure = cells
    large = {"font_size": 14, "bold": True, "font_color": NAVY} if identity.field == "phone" else {}
    sheet.set_row(row, 21 if large else 17)
    muted = {"font_color": MUTED, "font_size": BODY_SIZE}
    sheet.write_string(row, 0, identity.label, styles.format(indent=1, **muted))
    value: Look = {"font_size": BODY_SIZE, "num_format": "@", "align": "left", **large}
    sheet.write_blank(row, 1, None, styles.format(**value))
    _name(book, sheet, identity, row, 1)
    ground = {"bg_color": MIST, "bottom": 1, "bottom_color": WHITE}
    for column in range(FIGURES_AT, LAST + 1):
        sheet.write_blank(row, column, None, styles.format(**ground))
    sheet.write_string(row, FIGURES_AT, figure.label, styles.format(indent=1, **muted, **ground))
    strong = {"bold": True, "font_color": NAVY, "align": "right", "indent": 1, "num_format": "@", **ground}
    sheet.write_blank(row, VALUES_AT, None, styles.format(**strong))
    _name(book, sheet, figure, row, VALUES_AT)


def _draw_sentence(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """What matters today; before the first request, what fills the sheet."""
    sheet.set_row(SENTENCE_ROW, 24)
    for column in range(LAST + 1):
        sheet.write_blank(SENTENCE_ROW, column, None, styles.format(bg_color=AMBER))
    look = styles.format(bg_color=AMBER, font_color=AMBER_INK, bold=True, indent=1)
    sheet.write_string(SENTENCE_ROW, 0, EMPTY, look)
    _name(book, sheet, CARD_SENTENCE, SENTENCE_ROW, 0)


def _draw_running_head(sheet: Worksheet, styles: Styles) -> None:
    sheet.set_row(HEAD_ROW, 18)
    name, day = (f"${column_letters(column + 1)}${TITLE_ROW + 1}" for column in (0, LAST))
    muted: Look = {"font_color": MUTED, "font_size": BODY_SIZE}
    shown = f'=IF({day}="","",{name})'
    sheet.write_formula(HEAD_ROW, 0, shown, styles.format(indent=1, bold=True, **muted), "")
    sheet.write_formula(HEAD_ROW, LAST, f'=IF({day}="","",{criteria_told.COMPANY}&"  ·  "&{day})', styles.format(
        align="right", indent=1, **muted), "")  # fmt: skip


def _draw_rules(sheet: Worksheet, styles: Styles) -> None:
    kind = f"${column_letters(CARD.columns.index(CARD.column('kind')) + 1)}{TABLE_ROW + 2}"
    looks: tuple[tuple[str, Look], ...] = (
        (f'{kind}="{SECTION}"', {"bold": True, "font_color": BLUE, "bottom": 1, "bottom_color": BLUE}),
        (f'{kind}="{CAPTION}"', {"bold": True, "font_color": MUTED}),
        (f'{kind}="{TOTAL}"', {"bold": True, "bg_color": SKY, "top": 1, "top_color": NAVY}),
        (f"LEN({kind})>0", {"bottom": 1, "bottom_color": LINE}),
    )
    for condition, look in looks:
        rule = {"type": "formula", "criteria": f"={condition}", "format": styles.rule(**look), "stop_if_true": True}
        sheet.conditional_format(TABLE_ROW + 1, 0, rules.LAST_ROW - 1, LAST, rule)

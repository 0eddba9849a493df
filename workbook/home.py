"""The sheet `Accueil`: the steps beside their buttons, the key figures, the aged balance and its chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from relance_xl.actions.catalogue.shape import Action
from relance_xl.domain.wording import typeset
from relance_xl.tables.schema import AGED_BALANCE, BROKEN_PROMISES, LAST_IMPORT
from workbook import buttons, sheets, starter
from workbook.styles import (
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
    Styles,
)

NUMBER_AT: Final = 1
BUTTON_AT: Final = 2
TEXT_AT: Final = 3
PANEL_AT: Final = 5
LAST_COLUMN: Final = 8
FIRST_ROW: Final = 4
"""The first step and the first key figure; two rows each."""

PAYMENTS_ROW: Final = FIRST_ROW + 5
"""Two sentences on what the bank brought and nobody has placed."""

PROMISES_ROW: Final = PAYMENTS_ROW + 2
"""One sentence on the promises not kept."""

BALANCE_ROW: Final = PROMISES_ROW + 1
CHART_ROW: Final = BALANCE_ROW + 7
ROW_POINTS: Final = 22
ROWS_SHOWN: Final = 2 * (len(buttons.STEPS) + len(buttons.ANY_TIME)) + 2
LAST_PRINTED_ROW: Final = FIRST_ROW + ROWS_SHOWN + 5
"""Below the chart."""

WIDTHS: Final = {0: 2.5, NUMBER_AT: 5, BUTTON_AT: 21, TEXT_AT: 70, PANEL_AT - 1: 4, LAST_COLUMN + 1: 2.5}
PANEL_WIDTHS: Final = {"bracket": 20.0, "amount": 19.0, "lines": 9.0, "share": 11.0}

NO_COMPANY: Final = "Indiquez votre société dans la feuille Paramètres"
_COMPANY: Final = 'INDEX(tParametres[Valeur],MATCH("Société",tParametres[Paramètre],0))'
_REFERENCE: Final = 'INDEX(tParametres[Valeur],MATCH("Devise de référence",tParametres[Paramètre],0))'
_DAY: Final = "IF(ISNUMBER(date_relance),date_relance,TODAY())"
_OVERDUE: Final = f"--ISNUMBER(tFactures[Échéance]),--(tFactures[Échéance]<{_DAY})"
_OWED: Final = "--ISNUMBER(tFactures[Solde]),--(tFactures[Solde]>0)"


_WAITING: Final = 'tBanque[Montant],">0",tBanque[Décision],"<>non",tBanque[Certitude]'
_UNKNOWN: Final = f'{_WAITING},"Inconnu"'
_UNKNOWN_SUM: Final = "+".join(
    f"SUMIFS(tBanque[Montant],{_UNKNOWN},tBanque[Devise],{currency})" for currency in (_REFERENCE, '"="')
)


def _told(criteria: str, one: str, many: str, more: str = "") -> str:
    """« 2 encaissements à affecter », nothing for none."""
    counted = f"COUNTIFS({criteria})"
    return f'=IF({counted}=0,"",{counted}&IF({counted}>1," {many}"," {one}"){more})'


PAYMENTS: Final = (
    _told(
        _UNKNOWN,
        "encaissement non reconnu",
        "encaissements non reconnus",
        f'&", "&FIXED({_UNKNOWN_SUM},2)&" "&IF({_REFERENCE}="EUR","€",{_REFERENCE})',
    ),
    _told(f'{_WAITING},"À vérifier"', "encaissement à affecter", "encaissements à affecter"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One key figure: its caption, its formula (in English, as a file stores it), its format, its columns."""

    caption: str
    formula: str
    number_format: str
    first: int
    last: int


FIGURES: Final = (
    (
        Figure(
            caption="Encours total",
            formula="=SUM(tBalance[Montant])",
            number_format="#,##0",
            first=PANEL_AT,
            last=PANEL_AT,
        ),
        Figure(
            caption="Dont échu",
            formula="=SUM(tBalance[Montant])-INDEX(tBalance[Montant],1)",
            number_format="#,##0",
            first=PANEL_AT + 1,
            last=PANEL_AT + 1,
        ),
        Figure(
            caption="Lignes échues",
            formula=f'=IFERROR(SUMPRODUCT({_OVERDUE},{_OWED}),"Vérifier")',
            number_format="#,##0",
            first=PANEL_AT + 2,
            last=LAST_COLUMN,
        ),
    ),
    (
        Figure(
            caption="Clients à relancer",
            formula='=SUMPRODUCT(--(COUNTIFS(tRelances[Client],tClients[Code],tRelances[Relancer],"oui")>0))',
            number_format="#,##0",
            first=PANEL_AT,
            last=PANEL_AT,
        ),
        Figure(
            caption="Lignes cochées",
            formula='=COUNTIF(tRelances[Relancer],"oui")',
            number_format="#,##0",
            first=PANEL_AT + 1,
            last=PANEL_AT + 1,
        ),
        Figure(caption="Dernier import", formula="", number_format=DATE_FORMAT, first=PANEL_AT + 2, last=LAST_COLUMN),
    ),
)


def draw(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Draw the whole sheet."""
    sheet.hide_gridlines(2)
    for row in range(FIRST_ROW, FIRST_ROW + ROWS_SHOWN):
        sheet.set_row(row, ROW_POINTS)
    _draw_balance(sheet, styles)
    for column, width in WIDTHS.items():
        sheet.set_column(column, column, width)
    _draw_title(sheet, styles)
    _draw_headings(sheet, styles)
    for number, button in enumerate(buttons.STEPS, start=1):
        _draw_step(sheet, styles, FIRST_ROW + 2 * (number - 1), button, str(number))
    _draw_any_time(sheet, styles, FIRST_ROW + 2 * len(buttons.STEPS))
    for line, figures in enumerate(FIGURES):
        for figure in figures:
            _draw_figure(book, sheet, styles, FIRST_ROW + 3 * line, figure)
    _draw_payments(sheet, styles)
    _draw_promises(book, sheet, styles)
    _draw_chart(book, sheet)
    sheets.print_set_up(sheet, header_row=None)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, LAST_PRINTED_ROW, LAST_COLUMN + 1)


def _draw_title(sheet: Worksheet, styles: Styles) -> None:
    """The band: the product's name, then the company's."""
    sheet.set_row(0, 42)
    sheet.set_row(1, 26)
    sheet.set_row(2, 12)
    for column in range(LAST_COLUMN + 2):
        sheet.write_blank(0, column, None, styles.format(bg_color=NAVY))
        sheet.write_blank(1, column, None, styles.format(bg_color=SKY))
    title = styles.format(bg_color=NAVY, font_color=WHITE, bold=True, font_size=24)
    sheet.write_string(0, NUMBER_AT, "Relances clients", title)
    formula = f'=IF({_COMPANY}="","{NO_COMPANY}",{_COMPANY})'
    company = styles.format(bg_color=SKY, font_color=NAVY, bold=True, font_size=13)
    sheet.write_formula(1, NUMBER_AT, formula, company, NO_COMPANY)
    note = styles.format(bg_color=SKY, font_color=MUTED, align="right")
    sheet.write_formula(1, LAST_COLUMN, f'="Montants en "&{_REFERENCE}', note, "Montants en EUR")


def _draw_headings(sheet: Worksheet, styles: Styles) -> None:
    sheet.set_row(FIRST_ROW - 1, 26)
    look = {"bold": True, "font_color": BLUE, "font_size": 14, "bottom": 2, "bottom_color": BLUE}
    for first, last, heading in (
        (NUMBER_AT, TEXT_AT, "Dans l'ordre"),
        (PANEL_AT, LAST_COLUMN, "Chiffres clés"),
    ):
        for column in range(first, last + 1):
            sheet.write_blank(FIRST_ROW - 1, column, None, styles.format(**look))
        sheet.write_string(FIRST_ROW - 1, first, heading, styles.format(**look))


def _draw_step(sheet: Worksheet, styles: Styles, row: int, button: Action, number: str) -> None:
    """Number, button, title (which leads to the sheet to look at) and sentence, over two rows."""
    line = {"bottom": 1, "bottom_color": LINE}
    numbered = styles.format(font_size=18, bold=True, font_color=BLUE, align="center", **line)
    sheet.merge_range(row, NUMBER_AT, row + 1, NUMBER_AT, number, numbered)
    sheet.write_blank(row + 1, BUTTON_AT, None, styles.format(**line))
    title = styles.format(bold=True, font_size=12, font_color=NAVY, valign="bottom", indent=1)
    target = f"internal:'{button.sheet}'!A1"
    sheet.write_url(row, TEXT_AT, target, title, button.title, f"Ouvrir la feuille {button.sheet}")
    sentence = styles.format(font_color=MUTED, valign="top", indent=1, **line)
    sheet.write_string(row + 1, TEXT_AT, typeset(button.sentence), sentence)
    pixels = round(ROW_POINTS * 8 / 3)
    geometry = {"width": 138, "height": pixels - 18, "x_offset": 5, "y_offset": 9}
    sheet.insert_button(row, BUTTON_AT, sheets.button_options(button, **geometry))


def _draw_any_time(sheet: Worksheet, styles: Styles, row: int) -> None:
    look = {"bold": True, "font_color": BLUE, "font_size": 14, "bottom": 2, "bottom_color": BLUE}
    for column in range(NUMBER_AT, TEXT_AT + 1):
        sheet.write_blank(row, column, None, styles.format(**look))
    sheet.set_row(row, 30)
    sheet.write_string(row, NUMBER_AT, "À tout moment", styles.format(**look))
    for place, button in enumerate(buttons.ANY_TIME):
        _draw_step(sheet, styles, row + 1 + 2 * place, button, "")


def _draw_figure(book: Workbook, sheet: Worksheet, styles: Styles, row: int, figure: Figure) -> None:
    """A card: the caption above the figure."""
    edge = {"bg_color": MIST, "align": "center", "left": 5, "right": 5, "left_color": WHITE, "right_color": WHITE}
    caption = styles.format(font_color=MUTED, valign="bottom", **edge)
    value = styles.format(font_size=18, bold=True, font_color=NAVY, num_format=figure.number_format, **edge)
    if figure.first != figure.last:
        sheet.merge_range(row, figure.first, row, figure.last, figure.caption, caption)
        sheet.merge_range(row + 1, figure.first, row + 1, figure.last, "", value)
    else:
        sheet.write_string(row, figure.first, figure.caption, caption)
    if figure.formula:
        sheet.write_formula(row + 1, figure.first, figure.formula, value, 0)
        return
    absolute = f"${chr(65 + figure.first)}${row + 2}"
    book.define_name(LAST_IMPORT, f"={sheet.get_name()}!{absolute}")


def _draw_payments(sheet: Worksheet, styles: Styles) -> None:
    look = styles.format(bold=True, font_color=AMBER_INK, align="center")
    for row, formula in enumerate(PAYMENTS, start=PAYMENTS_ROW):
        sheet.merge_range(row, PANEL_AT, row, LAST_COLUMN, "", look)
        sheet.write_formula(row, PANEL_AT, formula, look, "")


def _draw_promises(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Where every search says what was promised and not kept (N-35)."""
    look = styles.format(bold=True, font_color=AMBER_INK, align="center")
    sheet.merge_range(PROMISES_ROW, PANEL_AT, PROMISES_ROW, LAST_COLUMN, "", look)
    book.define_name(BROKEN_PROMISES, f"={sheet.get_name()}!${chr(65 + PANEL_AT)}${PROMISES_ROW + 1}")


def _draw_balance(sheet: Worksheet, styles: Styles) -> None:
    sheets.draw_table(
        sheet,
        styles,
        AGED_BALANCE,
        place=sheets.Place(top=BALANCE_ROW, left=PANEL_AT),
        rows=starter.ROWS[AGED_BALANCE.name],
        widths=PANEL_WIDTHS,
        filtered=False,
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
            "data_labels": {"value": True, "num_format": "#,##0;-#,##0;", "font": {"color": INK, "size": 9}},
        }
    )
    chart.set_title({"name": "Balance âgée", "name_font": {"size": 12, "bold": True, "color": NAVY}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": {"size": 9, "color": MUTED}, "line": {"color": LINE}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "num_format": AMOUNT_FORMAT})
    chart.set_chartarea({"border": {"color": LINE}, "fill": {"color": WHITE}})
    chart.set_size({"width": 436, "height": 292})
    sheet.insert_chart(CHART_ROW, PANEL_AT, chart, {"description": "Balance âgée par tranche", "object_position": 2})

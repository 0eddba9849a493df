"""The sheets that set the program: `Paramètres`, `Taux`, and the hidden `xlwings.conf`."""

from __future__ import annotations

from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from relance_xl.domain.wording import typeset
from relance_xl.machine.interpreter import MAC_CELL, WINDOWS_CELL
from relance_xl.tables.schema import (
    DEFAULT_PREFIX,
    EXCHANGE_RATES,
    LEGAL_RATES,
    PARAMETERS,
    PENALTY_RATES,
    SECTIONS,
    Parameter,
    Section,
)
from workbook import starter
from workbook.drawing import paper, rules, sheets
from workbook.drawing.styles import AMBER, AMBER_INK, BLUE, INK, MIST, MUTED, NAVY, SKY, TEXT_FORMAT, Styles

TABLE_ROW: Final = sheets.BANNER_ROWS
PARAMETER_WIDTHS: Final = {"label": 44.0, "value": 36.0}
HELP_WIDTH: Final = 72.0
LAST_RULED_ROW: Final = 500
"""Counted from 0: far below the last parameter."""
PENALTIES_AT: Final = 4
LEGAL_AT: Final = 9
NOTE_AT: Final = 13

RATE_NOTES: Final = (
    ("À vérifier", "Les taux livrés sont à vérifier sur le site de la Banque de France avant toute réclamation."),
    ("Quand", "Ajoutez une ligne au 1er janvier et au 1er juillet : le taux du premier jour vaut pour le semestre."),
    ("Texte", "Code de commerce, art. L441-10 II : taux de la BCE majoré de 10 points, sauf taux convenu."),
    ("Devises", "Le cours est la valeur d'une unité : 1 000 USD à 0,92 font 920 EUR. Sans cours, rien n'est converti."),
)

CONFIGURATION: Final = (
    ("Interpreter_Win", r"%APPDATA%\uv\tools\relance-xl\Scripts\python.exe"),
    ("Interpreter_Mac", ""),
    ("ADD_WORKBOOK_TO_PYTHONPATH", "False"),
)
"""As text: a yes/no cell reads « Vrai » or « Faux » in a French Excel.  A new company sets its own interpreter."""


CONFIGURATION_NAMES: Final = {"Interpreter_Win": WINDOWS_CELL, "Interpreter_Mac": MAC_CELL}
"""The keys that the program writes, with the names of their cells."""


def draw_parameters(sheet: Worksheet, styles: Styles) -> None:
    """The parameters in sections, each value with its own rule and its help beside it; the saved criteria folded."""
    hint = "Votre société, vos habitudes, vos critères par défaut"
    sheets.banner(sheet, styles, "Paramètres", hint, columns=3, hint_at=1)
    place = sheets.Place(top=TABLE_ROW)
    sheets.draw_table(
        sheet, styles, PARAMETERS, place=place, rows=starter.PARAMETER_ROWS, widths=PARAMETER_WIDTHS, filtered=False
    )
    sheet.set_column(2, 2, HELP_WIDTH)
    sheet.write_string(TABLE_ROW, 2, "À quoi cela sert", styles.header(PARAMETERS.columns[0], bg_color=BLUE))
    sheet.outline_settings(visible=True, symbols_below=False, symbols_right=False, auto_style=False)
    _mark_headings(sheet, styles)
    row = TABLE_ROW
    for section in SECTIONS:
        row += 1
        _draw_heading(sheet, styles, row, section)
        for parameter in section.parameters:
            row += 1
            if section.folded:
                sheet.set_row(row, None, None, {"level": 1, "hidden": True})
            _draw_parameter(sheet, styles, row, parameter)
    sheet.hide_gridlines(2)
    sheets.window(sheet, row=TABLE_ROW + 1)
    paper.set_up(sheet, first_header=TABLE_ROW)


def _draw_heading(sheet: Worksheet, styles: Styles, row: int, section: Section) -> None:
    """The title of a section; a [+] beside it where its rows are folded.

    Its look is a rule's, so that a row added below the table, which takes the first row's own look, is no heading.
    """
    if section.folded:
        sheet.set_row(row, None, None, {"collapsed": True})
    sheet.write_string(row, 0, section.title, _label_look(styles))
    sheet.write_blank(row, 1, None, styles.format(num_format=TEXT_FORMAT, align="left", indent=1))


def _mark_headings(sheet: Worksheet, styles: Styles) -> None:
    """The rule of the headings, over the table and the notes beside it."""
    titles = ",".join(f'$A{TABLE_ROW + 2}="{section.title}"' for section in SECTIONS)
    look = styles.rule(bg_color=SKY, font_color=NAVY, bold=True, bottom=1, bottom_color=BLUE)
    rule = {"type": "formula", "criteria": f"=OR({titles})", "format": look}
    sheet.conditional_format(TABLE_ROW + 1, 0, LAST_RULED_ROW, 2, rule)


def _label_look(styles: Styles, colour: str = INK) -> Format:
    return styles.format(num_format=TEXT_FORMAT, font_color=colour, indent=1)


def _draw_parameter(sheet: Worksheet, styles: Styles, row: int, parameter: Parameter) -> None:
    """Its name, its value with the rule and the note that go with it, and the same note beside it."""
    saved = parameter.label.startswith(DEFAULT_PREFIX)
    sheet.write_string(row, 0, parameter.label, _label_look(styles, MUTED if saved else INK))
    column = sheets.parameter_column(parameter)
    sheets.write_parameter(sheet, styles, column, (row, 1), parameter.default)
    rule = rules.validation(column, f"B{row + 1}") or {}
    if parameter.suggested:
        note = {name: said for name, said in rule.items() if name.startswith("input_")}
        rule = note | {"validate": "list", "source": list(parameter.suggested), "show_error": False}
    sheet.data_validation(row, 1, row, 1, rule)
    beside = styles.format(font_color=MUTED, italic=True, indent=1, font_size=10)
    sheet.write_string(row, 2, typeset(parameter.help), beside)


def draw_rates(sheet: Worksheet, styles: Styles) -> None:
    """Rates of exchange, penalty rates, and what to check before using them."""
    hint = "Cours des devises, taux des pénalités de retard"
    sheets.banner(sheet, styles, "Taux", hint, columns=NOTE_AT + 2, hint_at=2)
    sheet.set_row(1, 24)
    caption = styles.format(bold=True, font_size=12, font_color=BLUE, bg_color=MIST, indent=1)
    sheet.write_string(1, 0, "Cours des devises", caption)
    sheet.write_string(1, PENALTIES_AT, "Pénalités de retard", caption)
    sheets.draw_table(sheet, styles, EXCHANGE_RATES, place=sheets.Place(top=TABLE_ROW))
    penalties = sheets.Place(top=TABLE_ROW, left=PENALTIES_AT)
    sheets.draw_table(sheet, styles, PENALTY_RATES, place=penalties, rows=starter.PENALTY_ROWS)
    sheet.write_string(1, LEGAL_AT, "Intérêt légal", caption)
    sheets.draw_table(
        sheet, styles, LEGAL_RATES, place=sheets.Place(top=TABLE_ROW, left=LEGAL_AT), rows=starter.LEGAL_ROWS
    )
    sheet.set_column(3, 3, 4)
    sheet.set_column(LEGAL_AT - 1, LEGAL_AT - 1, 4)
    sheet.set_column(NOTE_AT - 1, NOTE_AT - 1, 4)
    sheet.set_column(NOTE_AT, NOTE_AT, 12)
    sheet.set_column(NOTE_AT + 1, NOTE_AT + 1, 92)
    for row, (heading, note) in enumerate(RATE_NOTES, start=TABLE_ROW + 1):
        warning = {"bg_color": AMBER, "font_color": AMBER_INK} if row == TABLE_ROW + 1 else {"font_color": MUTED}
        sheet.write_string(row, NOTE_AT, heading, styles.format(bold=True, indent=1, **warning))
        sheet.write_string(row, NOTE_AT + 1, typeset(note), styles.format(**warning))
    sheet.hide_gridlines(2)
    sheets.window(sheet, row=TABLE_ROW + 1)
    paper.set_up(sheet, first_header=TABLE_ROW)


def draw_configuration(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """What the macros read to find Python; hidden."""
    text = styles.format(num_format=TEXT_FORMAT)
    sheet.set_column(0, 1, 40, text)
    for row, (key, value) in enumerate(CONFIGURATION):
        sheet.write_string(row, 0, key, text)
        sheet.write_string(row, 1, value, text)
        if key in CONFIGURATION_NAMES:
            book.define_name(CONFIGURATION_NAMES[key], f"='{sheet.get_name()}'!$B${row + 1}")
    sheet.hide()

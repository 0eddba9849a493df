"""Build `Cabinet.xlsm`, the table of an accounting firm with its three buttons.

python -m workbook.firm
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from relance_xl.cabinet.consolidated.rows import STANDINGS, Column, columns
from relance_xl.domain import sheets as names
from relance_xl.domain.wording import typeset
from relance_xl.tables.grid import column_letters
from workbook import buttons, package
from workbook.build import CREATED
from workbook.drawing import paper
from workbook.drawing.rules import LAST_ROW
from workbook.drawing.sheets import window
from workbook.drawing.styles import AMOUNT_FORMAT, DATE_FORMAT, MIST, NAVY, SKY, TEXT_FORMAT, WHITE, Styles
from workbook.pages import settings
from workbook.vba.modules import FIRM_BUTTONS, firm_modules
from workbook.vba.project import compiled

WORKBOOK: Final = Path(__file__).with_name("Cabinet.xlsm")
SHEET: Final = "Cabinet"
TABLE: Final = "tCabinet"
CAPTIONS: Final = {
    "Relance_CabinetActualiser": "Actualiser",
    "Relance_CabinetOuvrir": "Ouvrir le dossier",
    "Relance_CabinetLettres": "Lettres de la sélection",
    "Relance_CabinetEmails": "E-mails de la sélection",
    "Relance_CabinetAppels": "Appels de la sélection",
}
SENTENCES: Final = {
    "Relance_CabinetActualiser": "Cherche qui relancer dans chaque société, et remplit ce tableau.",
    "Relance_CabinetOuvrir": "Ouvre le classeur de la société de la ligne choisie.",
    "Relance_CabinetLettres": "Écrit les lettres des sociétés des lignes choisies, après une seule question.",
    "Relance_CabinetEmails": "Écrit les brouillons d'e-mails des sociétés choisies, après une seule question.",
    "Relance_CabinetAppels": "Remplit la liste d'appels des sociétés des lignes choisies.",
}
HEADER: Final = 2
_FORMATS: Final = {"amount": AMOUNT_FORMAT, "count": "0", "day": DATE_FORMAT, "seconds": "0.0"}


def build(out: Path = WORKBOOK) -> Path:
    """Write the workbook and its macros to `out`, and return it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": "Cabinet", "author": "relance_xl", "created": CREATED})
    book.set_size(1600, 1000)
    book.add_vba_project(io.BytesIO(compiled(firm_modules())), is_stream=True)
    book.set_vba_name(buttons.BOOK_CODE_NAME)
    styles = Styles(book)
    sheet = book.add_worksheet(SHEET)
    sheet.set_vba_name("wsCabinet")
    _draw(sheet, styles, columns(()))
    _configure(book, styles)
    book.close()
    out.write_bytes(package.reproducible(target.getvalue()))
    return out


def _configure(book: Workbook, styles: Styles) -> None:
    sheet = book.add_worksheet(names.CONFIGURATION)
    sheet.set_vba_name("wsConf")
    settings.draw_configuration(book, sheet, styles)


def _draw(sheet: Worksheet, styles: Styles, shown: tuple[Column, ...]) -> None:
    last = len(shown) - 1
    sheet.set_row(0, 30)
    sheet.set_row(1, 36)
    for place in range(last + 1):
        sheet.write_blank(0, place, None, styles.format(bg_color=NAVY))
        sheet.write_blank(1, place, None, styles.format(bg_color=MIST))
    title = styles.format(bg_color=NAVY, font_color=WHITE, bold=True, font_size=16, indent=1)
    sheet.write_string(0, 0, "Cabinet", title)
    hint = "« Actualiser » relit toutes les sociétés de ce dossier ; choisissez une ligne, puis un autre bouton"
    sheet.write_string(0, 4, typeset(hint), styles.format(bg_color=NAVY, font_color=SKY, italic=True))
    left = 8
    for macro in FIRM_BUTTONS:
        width = round(5.8 * len(CAPTIONS[macro])) + 24
        sheet.insert_button(1, 0, {"macro": macro, "caption": CAPTIONS[macro],
                                   "description": typeset(SENTENCES[macro]), "width": width, "height": 32,
                                   "x_offset": left, "y_offset": 3})  # fmt: skip
        left += width + 4
    _draw_table(sheet, styles, shown)
    window(sheet, row=HEADER + 1, column=2)
    paper.set_up(sheet, first_header=HEADER)


def _draw_table(sheet: Worksheet, styles: Styles, shown: tuple[Column, ...]) -> None:
    header = styles.format(bg_color=NAVY, font_color=WHITE, bold=True, text_wrap=True, valign="vcenter")
    sheet.set_row_pixels(HEADER, 46)
    described = []
    for place, column in enumerate(shown):
        body = styles.format(num_format=_FORMATS.get(column.kind, TEXT_FORMAT))
        folded = {"level": 1, "hidden": True} if column.aside else {}
        sheet.set_column_pixels(place, place, column.width, body, folded)
        described.append({"header": column.heading, "header_format": header, "format": body})
    sheet.set_column_pixels(len(shown), len(shown), 20, None, {"collapsed": True})
    table = {"name": TABLE, "style": "Table Style Light 1", "columns": described}
    sheet.add_table(HEADER, 0, HEADER + 1, len(shown) - 1, table)
    state = f"${column_letters(1)}{HEADER + 2}"
    for each in STANDINGS:
        look = styles.rule(bg_color=each.fill, font_color=each.ink)
        rule = {"type": "formula", "criteria": f'={state}="{each.word}"', "format": look}
        sheet.conditional_format(HEADER + 1, 0, LAST_ROW - 1, 0, rule)


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]) if len(sys.argv) > 1 else WORKBOOK)}\n")

"""Build `Relances.xlsm`, the empty workbook that is shipped, from the schema.

    python workbook/build.py [OUT]

The same sources give the same bytes: no clock, no random number, fixed dates.
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import xlsxwriter  # noqa: E402 - after the path: the script runs from anywhere
from xlsxwriter.workbook import Workbook  # noqa: E402
from xlsxwriter.worksheet import Worksheet  # noqa: E402

from relance_xl.domain import sheets as names  # noqa: E402
from relance_xl.tables import schema  # noqa: E402
from workbook import buttons, package, ribbon, starter  # noqa: E402
from workbook.drawing import paper, sheets  # noqa: E402
from workbook.drawing.styles import AMBER, BLUE, DATE_FORMAT, MUTED, NAVY, WHITE, Styles  # noqa: E402
from workbook.pages import calls, card, help_sheet, home, search, settings  # noqa: E402
from workbook.vba.project import vba_project  # noqa: E402

WORKBOOK: Final = Path(__file__).with_name("Relances.xlsm")
CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own fixed date has no time zone

TAB_COLOURS: Final = {
    names.HOME: NAVY,
    names.CUSTOMERS: BLUE,
    names.ITEMS: BLUE,
    names.LEVELS: MUTED,
    names.GROUPS: MUTED,
    names.PROPOSALS: AMBER,
    names.CARD: AMBER,
    names.CALLS: AMBER,
    names.BILLS: AMBER,
    names.BANK: AMBER,
    names.AGED_BALANCE: NAVY,
    names.CHARGES: NAVY,
    names.PARAMETERS: MUTED,
    names.RATES: MUTED,
    names.HELP: NAVY,
}

BANNERS: Final = {
    names.BILLS: ("Traites envoyées à l'acceptation et non retournées", 3),
    names.BANK: ("Choisissez « Client » ou « Factures », puis « Affecter » ; « non » : pas un client", 3),
    names.JOURNAL: ("Ce qui est parti, ce qui a été dit et encaissé ; « Annuler » s'y fie : n'y changez rien", 2),
}
"""Hint and its column (counted from 0) of the sheets of one table that have buttons and are read on the screen."""

TITLES: Final = {names.JOURNAL: "Historique"}
"""What the head of a sheet says where its name is not the user's word."""

PRINTED: Final = {
    names.CALLS: "Notez sur la ligne du client ; une facture peut différer",
    names.AGED_BALANCE: "Qui doit combien, depuis quand, dans la devise de référence",
    names.CHARGES: "Le calcul de chaque ligne en retard ; rien n'est comptabilisé",
    names.CONTROL: "Cliquez sur une cellule pour y aller, corrigez, vérifiez à nouveau",
}
"""Hint of the sheets of one table that are read on paper too."""

FROZEN_COLUMNS: Final = {
    names.CUSTOMERS: 2,
    names.ITEMS: 2,
    names.LEVELS: 1,
    names.GROUPS: 2,
    names.BILLS: 2,
    names.BANK: 2,
    names.AGED_BALANCE: 2,
    names.CHARGES: 3,
}
"""How many columns stay in sight: those that say which row this is."""

TOLD_AT: Final = 3
"""Where the head of `Pénalités` says its day."""
HIDDEN: Final = frozenset({names.IMPORT_DETAILS, names.DECISIONS})
"""Sheets that the program keeps for itself."""

FOLDED: Final = {
    names.JOURNAL: ("nature", "received"),
    names.BANK: ("currency", "settled"),
    names.CALLS: ("customer", "document"),
    names.AGED_BALANCE: ("manager", "manager"),
}
"""From which field to which the columns are folded away: what an undo reads, one click away and never printed."""


def build(out: Path = WORKBOOK) -> Path:
    """Write the workbook, its macros and its tab of the ribbon to `out`, and return it."""
    out.write_bytes(package.finished(_drawn(), ribbon.document()))
    return out


def _drawn() -> bytes:
    """The package as XlsxWriter makes it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": "Relances clients", "author": "relance_xl", "created": CREATED})
    book.set_size(1600, 1000)
    book.add_vba_project(io.BytesIO(vba_project()), is_stream=True)
    book.set_vba_name(buttons.BOOK_CODE_NAME)
    styles = Styles(book)
    drawn = {name: _sheet(book, name) for name in schema.SHEETS}
    for name, sheet in drawn.items():
        _draw(book, sheet, styles, name)
    drawn[names.HOME].activate()
    book.close()
    return target.getvalue()


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_vba_name(buttons.CODE_NAMES[name])
    if name in TAB_COLOURS:
        sheet.set_tab_color(TAB_COLOURS[name])
    return sheet


def _draw(book: Workbook, sheet: Worksheet, styles: Styles, name: str) -> None:
    match name:
        case names.HOME:
            home.draw(book, sheet, styles)
        case names.PROPOSALS:
            search.draw(book, sheet, styles)
        case names.CARD:
            card.draw(book, sheet, styles)
        case names.PARAMETERS:
            settings.draw_parameters(sheet, styles)
        case names.RATES:
            settings.draw_rates(sheet, styles)
        case names.CONFIGURATION:
            settings.draw_configuration(book, sheet, styles)
        case names.HELP:
            help_sheet.draw(sheet, styles)
        case _:
            _draw_list(book, sheet, styles, name)


def _draw_list(book: Workbook, sheet: Worksheet, styles: Styles, name: str) -> None:
    """A sheet of one table: its header in the first row, or below the banner when the sheet has buttons."""
    (table,) = (table for table in schema.TABLES if table.sheet == name)
    top = 0
    if name in BANNERS:
        hint, hint_at = BANNERS[name]
        title = TITLES.get(name, name)
        sheets.banner(sheet, styles, title, hint, columns=len(table.columns), hint_at=hint_at, table=table)
        top = sheets.BANNER_ROWS
    if name in PRINTED:
        printed = paper.PAPERS[name]
        last = table.columns.index(table.column(printed.last))
        sheets.printed_banner(sheet, styles, table, name, PRINTED[name], columns=len(table.columns), last=last)
        top = sheets.BANNER_ROWS
    rows = starter.ROWS.get(table.name, ())
    sheets.draw_table(
        sheet,
        styles,
        table,
        place=sheets.Place(top=top),
        rows=rows,
        widths=paper.WIDTHS.get(name),
        looks=paper.looks_of(table),
        header_look=paper.HEADER_LOOKS.get(name),
    )
    if name in paper.ROW_POINTS:
        sheet.set_default_row(paper.ROW_POINTS[name])
    if name in paper.HEADER_LOOKS:
        sheet.set_row(top, paper.HEADER_POINTS[name])
    if name == names.CALLS:
        calls.draw(sheet, styles, top)
    if name in FOLDED:
        sheets.fold_columns(
            sheet, styles, table, FOLDED[name], widths=paper.WIDTHS.get(name), looks=paper.looks_of(table)
        )
    sheets.window(sheet, row=top + 1, column=FROZEN_COLUMNS.get(name, 0))
    paper.set_up(sheet, first_header=top - 1 if name in PRINTED else top, last_header=top)
    if name == names.CHARGES:
        _date(book, sheet, styles, len(table.columns) + 1)
    if name in HIDDEN:
        sheet.hide()


def _date(book: Workbook, sheet: Worksheet, styles: Styles, aside: int) -> None:
    """The cell of the head that says how old the calculation is, and its day in the hidden column `aside`."""
    sheet.write_blank(1, TOLD_AT, None, styles.format(bg_color=NAVY, font_color=WHITE, bold=True, valign="vcenter"))
    sheet.set_column(aside, aside, 11, styles.format(num_format=DATE_FORMAT), {"hidden": True})
    for name, column in ((schema.CHARGES_TOLD, TOLD_AT), (schema.CHARGES_DAY, aside)):
        book.define_name(name, f"='{sheet.get_name()}'!${chr(65 + column)}$2")


if __name__ == "__main__":
    sys.stdout.write(f"{build(Path(sys.argv[1]) if len(sys.argv) > 1 else WORKBOOK)}\n")

"""The top of the sheet `Relances`: its buttons, and the search criteria as a panel of labelled cells.

The panel stands in the columns of the table below it, without merged cells: each criterion is one cell with a name,
its label overflows the empty cells before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from relance_xl.tables.grid import column_letters
from relance_xl.tables.schema import CRITERIA, PROPOSALS, NamedCell
from workbook import rules, sheets, starter
from workbook.styles import BLUE, LINE, MIST, NUMBER_FORMATS, WHITE, Styles


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One column of the panel: its heading, where labels and cells stand (counted from 0), which criteria."""

    heading: str
    label_at: int
    cell_at: int
    names: tuple[str, ...]


BLOCKS: Final = (
    Block(
        heading="Quels clients\u00a0?",
        label_at=1,
        cell_at=3,
        names=("critere_nom", "critere_groupe", "critere_gestionnaire", "critere_mode_reglement", "critere_encours"),
    ),
    Block(
        heading="Quelles factures\u00a0?",
        label_at=5,
        cell_at=7,
        names=("critere_facture", "critere_garantie", "critere_du", "critere_au", "critere_jours"),
    ),
    Block(
        heading="Quel niveau\u00a0?",
        label_at=8,
        cell_at=10,
        names=(
            "critere_niveau_atteint",
            "critere_niveau_propose",
            "critere_regle",
            "critere_niveau_impose",
            "critere_meme_niveau",
        ),
    ),
    Block(
        heading="Comment relancer\u00a0?",
        label_at=11,
        cell_at=13,
        names=(
            "date_relance",
            "critere_affichage",
            "critere_regroupement",
            "critere_methode",
            "traite_jointe",
            "traite_echeance",
        ),
    ),
)

HEADINGS_ROW: Final = sheets.BANNER_ROWS
FIRST_ROW: Final = HEADINGS_ROW + 1
TABLE_ROW: Final = FIRST_ROW + max(len(block.names) for block in BLOCKS) + 1
"""The table's header, counted from 0; a thin row stands before it."""

DECIDED: Final = (("ticked", "computed_tick"), ("level_proposed", "computed_level"), ("channel", "computed_channel"))
"""What a person may change, and where what was computed stands beside it (N-34)."""

FROZEN_COLUMNS: Final = 5
"""Alerte to Facture stay in sight."""

ZOOM: Final = 90
"""In %: the whole panel then fits the width of a small laptop."""

WIDTHS: Final = {
    "alert": 12.0,
    "due_date": 14.0,
    "currency": 14.0,  # also numbers of invoices
    "open_amount": 18.0,  # also « Bornes enchaînées »
    "channel": 17.0,  # also « Selon le groupe »
}
"""Columns that also hold a part of the panel, by field."""


def draw(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Draw the whole sheet `Relances`."""
    columns = len(PROPOSALS.columns)
    hint = "1. Rechercher   2. Relire et cocher   3. Lettres, e-mails ou liste d'appels"
    sheets.banner(sheet, styles, "Relances", hint, columns=columns, hint_at=3)
    _draw_ground(sheet, styles, columns)
    criteria = {criterion.name: criterion for criterion in CRITERIA}
    for block in BLOCKS:
        _draw_heading(sheet, styles, block)
        for row, name in enumerate(block.names, start=FIRST_ROW):
            _draw_criterion(book, sheet, styles, criteria[name], (row, block))
    rules.mark_alerts(sheet, styles, PROPOSALS.headers.index("Alerte"), TABLE_ROW + 1)
    for seen, computed in DECIDED:
        columns_of = (PROPOSALS.columns.index(PROPOSALS.column(field)) for field in (seen, computed))
        rules.mark_decisions(sheet, styles, *columns_of, first_row=TABLE_ROW + 1)
    rows = starter.ROWS.get(PROPOSALS.name, ())
    sheets.draw_table(sheet, styles, PROPOSALS, place=sheets.Place(top=TABLE_ROW), rows=rows, widths=WIDTHS)
    sheet.set_zoom(ZOOM)
    sheets.window(sheet, row=TABLE_ROW + 1, column=FROZEN_COLUMNS)
    sheets.print_set_up(sheet, header_row=TABLE_ROW)


def _draw_ground(sheet: Worksheet, styles: Styles, columns: int) -> None:
    """One quiet colour under the whole panel."""
    for row in range(HEADINGS_ROW, TABLE_ROW):
        sheet.set_row(row, 6 if row == TABLE_ROW - 1 else 18)
        for column in range(columns):
            sheet.write_blank(row, column, None, styles.format(bg_color=MIST))


def _draw_heading(sheet: Worksheet, styles: Styles, block: Block) -> None:
    look = {"bg_color": MIST, "bottom": 1, "bottom_color": BLUE}
    for column in range(block.label_at, block.cell_at + 1):
        sheet.write_blank(HEADINGS_ROW, column, None, styles.format(**look))
    heading = styles.format(bold=True, font_color=BLUE, indent=1, **look)
    sheet.write_string(HEADINGS_ROW, block.label_at, block.heading, heading)


def _draw_criterion(
    book: Workbook, sheet: Worksheet, styles: Styles, criterion: NamedCell, where: tuple[int, Block]
) -> None:
    """The label, then the cell with its name, its default and its rule."""
    row, block = where
    sheet.write_string(row, block.label_at, criterion.label, styles.format(bg_color=MIST, indent=1))
    look = styles.format(
        bg_color=WHITE,
        border=1,
        border_color=LINE,
        align="left",
        indent=1,
        num_format=NUMBER_FORMATS[criterion.kind],
    )
    sheet.write_string(row, block.cell_at, criterion.default, look)
    cell = f"{column_letters(block.cell_at + 1)}{row + 1}"
    rule = rules.validation(criterion, cell)
    if rule:
        sheet.data_validation(row, block.cell_at, row, block.cell_at, rule)
    absolute = f"${column_letters(block.cell_at + 1)}${row + 1}"
    book.define_name(criterion.name, f"={sheet.get_name()}!{absolute}")

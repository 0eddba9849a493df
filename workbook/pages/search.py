"""The top of the sheet `Relances`: its buttons, what is ticked so far, and the search criteria in a band that folds.

The criteria stand in the columns of the table below them: each is one cell with a name, its label overflows the empty
cells before it.  What is decided fits a screen of 1366 pixels; what informs is folded away on the right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from relance_xl.domain.wording import typeset
from relance_xl.tables.grid import column_letters
from relance_xl.tables.schema import CRITERIA, PROPOSALS, Kind, NamedCell
from workbook import buttons, starter
from workbook.drawing import criteria_told, paper, rules, sheets
from workbook.drawing.styles import (
    AMBER,
    AMBER_INK,
    BLUE,
    FAINT,
    LINE,
    MIST,
    MUTED,
    NAVY,
    NUMBER_FORMATS,
    SKY,
    WHITE,
    Look,
    Styles,
)
from workbook.pages import running_totals
from workbook.pages.bands import Bands, place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One column of the panel: its heading, where labels and cells stand (counted from 0), which criteria.

    A cell that is too narrow for its words goes on to `until`.
    """

    heading: str
    label_at: int
    cell_at: int
    until: int
    names: tuple[str, ...]


BLOCKS: Final = (
    Block(
        heading="Quels clients\u00a0?",
        label_at=0,
        cell_at=2,
        until=2,
        names=("critere_nom", "critere_groupe", "critere_gestionnaire", "critere_mode_reglement", "critere_encours"),
    ),
    Block(
        heading="Quelles factures\u00a0?",
        label_at=3,
        cell_at=5,
        until=5,
        names=("critere_facture", "critere_garantie", "critere_du", "critere_au", "critere_jours"),
    ),
    Block(
        heading="Quel niveau\u00a0?",
        label_at=6,
        cell_at=8,
        until=9,
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
        label_at=10,
        cell_at=12,
        until=12,
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

TITLE_ROW: Final = 1
"""Below the buttons: it heads every page, down to the table's header."""
SIGNS_AT: Final = place_of("level_proposed")
TOTALS_ROW: Final = sheets.BANNER_ROWS
SENTENCE_ROW: Final = TOTALS_ROW + 1
HEADINGS_ROW: Final = SENTENCE_ROW + 1
FIRST_ROW: Final = HEADINGS_ROW + 1
TABLE_ROW: Final = FIRST_ROW + max(len(block.names) for block in BLOCKS) + 1
"""The table's header, counted from 0; a thin row stands before it."""

LAST_SHOWN: Final = place_of("registered_number")
"""The last column in sight; what comes after is folded below its [+], or the program's own."""

FROZEN_COLUMNS: Final = 3
"""Alerte, Relancer and Nom stay in sight."""

HEADER_SIZE: Final = 9
BODY_SIZE: Final = 10
HEADER_POINTS: Final = 33.0

WIDTHS: Final = {
    "alert": 6.4,
    "ticked": 7.6,
    "name": 22.2,
    "ticked_total": 10.2,
    "invoice": 10.4,
    "due_date": 9.3,
    "days_overdue": 7.0,
    "open_amount": 11.3,
    "level_reached": 7.0,
    "level_proposed": 8.1,
    "channel": 7.9,
    "why": 27.0,
    "registered_number": 36.6,
}
"""In characters, of the columns in sight: with LibreOffice's own tenth more, they fit its window.

The last one is as wide as the paper allows: « Pourquoi » goes on in its blank cells.  A window needs `NUMBER` of it.
"""
NUMBER: Final = 13.0
"""A registered letter's number, in characters."""

LOOKS: Final[dict[str, Look]] = {
    "alert": {"align": "center", "indent": 0},
    "name": {"font_color": FAINT},
    "invoice": {"shrink": True},
    "ticked_total": {"bold": True},
    "level_proposed": {"num_format": '"→ "0', "bold": True},
}
"""By field.  A name is bold on its first line, faint and not hidden below: no filter leaves a nameless line."""

_SIGNS: Final = "✎ changé à la main    ⚠ alerte (survolez-la pour la lire)"


def draw(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Draw the whole sheet `Relances`."""
    columns = LAST_SHOWN + 1
    sheet.hide_gridlines(2)
    sheets.printed_banner(sheet, styles, PROPOSALS, "Relances", "", columns=columns, last=LAST_SHOWN)
    _draw_title(sheet, styles)
    _draw_ground(sheet, styles, columns)
    criteria = {criterion.name: criterion for criterion in CRITERIA}
    for block in BLOCKS:
        _draw_heading(sheet, styles, block)
        for row, name in enumerate(block.names, start=FIRST_ROW):
            _draw_criterion(book, sheet, styles, criteria[name], (row, block))
    _draw_sentence(sheet, styles)
    running_totals.draw(sheet, styles, TOTALS_ROW)
    Bands(sheet, styles, TABLE_ROW + 1, TOTALS_ROW).draw()
    looks: dict[str, Look] = {
        column.field: {"font_size": BODY_SIZE, **LOOKS.get(column.field, {})} for column in PROPOSALS.columns
    }
    sheets.draw_table(
        sheet,
        styles,
        PROPOSALS,
        place=sheets.Place(top=TABLE_ROW),
        rows=starter.ROWS.get(PROPOSALS.name, ()),
        widths=WIDTHS,
        looks=looks,
        header_look={"font_size": HEADER_SIZE, "valign": "top"},
        coloured=(place_of("invoice"), LAST_SHOWN),
    )
    sheet.set_row(TABLE_ROW, HEADER_POINTS)
    _fold(sheet, styles, looks)
    sheets.window(sheet, row=TABLE_ROW + 1, column=FROZEN_COLUMNS)
    paper.set_up(sheet, first_header=TITLE_ROW, last_header=TABLE_ROW)


def _fold(sheet: Worksheet, styles: Styles, looks: dict[str, Look]) -> None:
    """Fold what informs below a [+] over the last column in sight, and the criteria below one on their sentence."""
    sheet.outline_settings(visible=True, symbols_below=False, symbols_right=False, auto_style=False)
    for place, column in enumerate(PROPOSALS.columns):
        if column.hidden or place < LAST_SHOWN:
            continue
        folded = {"collapsed": True} if place == LAST_SHOWN else {"level": 1, "hidden": True}
        width = WIDTHS.get(column.field, sheets.header_width(column))
        look = dict(looks[column.field]) | ({} if place == LAST_SHOWN else {"align": "left"})
        sheet.set_column(place, place, width, styles.body(column, **look), folded)


def _draw_title(sheet: Worksheet, styles: Styles) -> None:
    """The company and the date of the reminders, then what the signs mean."""
    look = {"bg_color": NAVY, "font_color": SKY}
    sheet.write_formula(TITLE_ROW, 3, criteria_told.TITLE, styles.format(indent=1, **look), criteria_told.TODAY)
    sheet.write_blank(TITLE_ROW, LAST_SHOWN, None, styles.format(**look))
    sheet.write_blank(0, LAST_SHOWN, None, styles.format(bg_color=MIST))
    sheets.write_hint(sheet, styles.format(font_size=10, **look), (TITLE_ROW, SIGNS_AT), _SIGNS, PROPOSALS)


def _draw_ground(sheet: Worksheet, styles: Styles, columns: int) -> None:
    """One quiet colour under the whole panel, which is folded."""
    for row in range(SENTENCE_ROW, TABLE_ROW):
        thin = row == TABLE_ROW - 1
        folded = {"collapsed": True} if row == SENTENCE_ROW else {} if thin else {"level": 1, "hidden": True}
        sheet.set_row(row, 3 if thin else 22.5 if row == SENTENCE_ROW else 15, None, folded)
        for column in range(columns):
            sheet.write_blank(row, column, None, styles.format(bg_color=MIST))


def _draw_sentence(sheet: Worksheet, styles: Styles) -> None:
    """The criteria in one sentence, and the two buttons that put them back and keep them."""
    sheet.write_string(
        SENTENCE_ROW,
        0,
        typeset("Critères (le [+] les ouvre)"),
        styles.format(bg_color=MIST, font_color=MUTED, indent=1),
    )
    told = styles.format(bg_color=MIST, font_color=AMBER_INK, bold=True, indent=1)
    sheet.write_formula(SENTENCE_ROW, 3, criteria_told.SENTENCE, told, "")
    sheets.row_of_buttons(
        sheet, buttons.CRITERIA_BUTTONS, row=SENTENCE_ROW, column=place_of("level_proposed"), height=24
    )


def _draw_heading(sheet: Worksheet, styles: Styles, block: Block) -> None:
    look = {"bg_color": MIST, "bottom": 1, "bottom_color": BLUE}
    for column in range(block.label_at, block.until + 1):
        sheet.write_blank(HEADINGS_ROW, column, None, styles.format(**look))
    heading = styles.format(bold=True, font_color=BLUE, indent=1, **look)
    sheet.write_string(HEADINGS_ROW, block.label_at, block.heading, heading)


def _draw_criterion(
    book: Workbook, sheet: Worksheet, styles: Styles, criterion: NamedCell, where: tuple[int, Block]
) -> None:
    """The label, then the cell with its name, its default and its rule; amber when it says more than its default."""
    row, block = where
    sheet.write_string(row, block.label_at, criterion.label, styles.format(bg_color=MIST, indent=1, font_size=9))
    look = styles.format(
        bg_color=WHITE,
        border=1,
        border_color=LINE,
        align="left",
        indent=1,
        font_size=BODY_SIZE,
        num_format=NUMBER_FORMATS[criterion.kind],
    )
    if block.until > block.cell_at:
        sheet.merge_range(row, block.cell_at, row, block.until, criterion.default, look)
    sheet.write_string(row, block.cell_at, criterion.default, look)
    cell = f"{column_letters(block.cell_at + 1)}{row + 1}"
    rule = rules.validation(criterion, cell)
    if rule:
        sheet.data_validation(row, block.cell_at, row, block.cell_at, rule)
    absolute = f"${column_letters(block.cell_at + 1)}${row + 1}"
    book.define_name(criterion.name, f"={sheet.get_name()}!{absolute}")
    if criterion.kind is Kind.DATE and criterion.name == "date_relance":
        return
    changed = {"type": "formula", "criteria": f'=AND(LEN({absolute})>0,{absolute}<>"{criterion.default}")'}
    amber = styles.rule(bg_color=AMBER, font_color=AMBER_INK, bold=True)
    sheet.conditional_format(row, block.cell_at, row, block.until, changed | {"format": amber})

"""How each sheet prints: A4, one page wide, its header on every page, the page's number at the head.

Type keeps 9 points or more on the sheets that are read on paper: what they need fits the width, the rest is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.worksheet import Worksheet

from relance_xl.domain import sheets as names
from relance_xl.tables.schema import CALLS, CARD, CHARGE_DETAILS, CONTROL, CUSTOMER_BALANCES, PROPOSALS, Table
from workbook.drawing.styles import BLUE, NAVY, Look

WIDTHS: Final[dict[str, dict[str, float]]] = {
    names.CALLS: {
        "name": 6.1,
        "invoice": 10.4,
        "due_date": 11.1,
        "days_overdue": 8.3,
        "open_amount": 11.7,
        "level_reached": 8.9,
        "phone": 14.6,
        "contact": 18.0,
        "email": 7.8,
        "follow_up": 7.1,
        "outcome": 10.3,
        "promised_on": 11.2,
        "note": 7.6,
        "promised_amount": 11.6,
        "manager": 14.0,
    },
    names.AGED_BALANCE: {
        "customer": 9.0,
        "name": 25.0,
        "bracket_0": 11.0,
        "bracket_1": 11.0,
        "bracket_2": 11.0,
        "bracket_3": 11.0,
        "bracket_4": 11.0,
        "total": 12.0,
    },
    names.CHARGES: {
        "customer": 9.0,
        "name": 26.0,
        "invoice": 13.0,
        "due_date": 11.0,
        "first": 11.0,
        "last": 11.0,
        "days": 7.0,
        "base": 12.0,
        "currency": 8.0,
        "rate": 9.0,
        "interest": 10.0,
        "fee": 11.0,
    },
    names.CONTROL: {"severity": 16.5, "number": 9.0, "sheet": 12.0, "cell": 9.0, "value": 23.0, "message": 80.5},
}
"""In characters, by sheet and by field; the columns named fill the width of the page."""

BODY_SIZE: Final = 10
MARGIN_SIZE: Final = 9
"""Of what stands above and below every page."""
CALLS_SIZE: Final = 12
"""Of `Appels`, upright on paper: three quarters of it are left there."""
LOOKS: Final[dict[str, Look]] = {
    names.CALLS: {"font_size": CALLS_SIZE},
    names.AGED_BALANCE: {"font_size": BODY_SIZE},
    names.CHARGES: {"font_size": BODY_SIZE},
    names.CONTROL: {"font_size": BODY_SIZE},
}
FIELD_LOOKS: Final[dict[tuple[str, str], Look]] = {
    (names.CALLS, "name"): {"indent": 0},
    (names.CALLS, "invoice"): {"indent": 0, "shrink": True},
    (names.CALLS, "open_amount"): {"indent": 0, "shrink": True},
    (names.CALLS, "phone"): {"font_size": 13, "bold": True, "font_color": NAVY, "indent": 0, "shrink": True},
    (names.CALLS, "contact"): {"indent": 0},
    (names.CALLS, "email"): {"indent": 0},
    (names.CALLS, "follow_up"): {"indent": 0},
    (names.CALLS, "manager"): {"indent": 0, "shrink": True},
    (names.CALLS, "note"): {"indent": 0},
    (names.CALLS, "outcome"): {"indent": 0, "shrink": True},
    (names.CALLS, "promised_amount"): {"indent": 0, "shrink": True},
    (names.CONTROL, "value"): {"text_wrap": True},
    (names.CONTROL, "severity"): {"bold": True},
    (names.CONTROL, "number"): {"num_format": '[>1]0" fois";""'},
    (names.CONTROL, "message"): {"text_wrap": True},
    (names.CONTROL, "cell"): {"font_color": BLUE, "underline": 1},
}
HEADER_LOOKS: Final[dict[str, Look]] = {
    names.CALLS: {"font_size": CALLS_SIZE, "valign": "top"},
    names.AGED_BALANCE: {"font_size": 9, "valign": "top"},
    names.CHARGES: {"font_size": 9, "valign": "top"},
}
HEADER_POINTS: Final = {names.CALLS: 51.0, names.AGED_BALANCE: 33.0, names.CHARGES: 33.0}
"""Two lines of words, three of large ones; the filter's arrow stands below the first."""


def looks_of(table: Table) -> dict[str, Look]:
    """By field, what the sheet's cells look like, on top of the kind's own look."""
    common = LOOKS.get(table.sheet, {})
    return {
        column.field: {**common, **FIELD_LOOKS.get((table.sheet, column.field), {})}
        for column in table.columns
        if common
    }


ROW_POINTS: Final = {names.CALLS: 18.0, names.CONTROL: 27.0}
"""Height of each line where the usual one is too low: a large telephone, a message of two lines.

A spreadsheet other than Excel does not fit a row to its words when it opens a file.
"""

USUAL_MARGIN: Final = 0.4
NARROW_MARGIN: Final = 0.2
"""Where the type needs the room; printers leave as much."""
LAST_ROW: Final = 1_048_575
"""Of a worksheet, counted from 0: the paper ends with the rows, whatever their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One sheet on paper: the field of its last column printed, upright or not, its side margins in inches."""

    table: Table
    last: str
    portrait: bool = False
    margin: float = USUAL_MARGIN


PAPERS: Final = {
    names.CARD: Paper(table=CARD, last="said", portrait=True, margin=NARROW_MARGIN),
    names.PROPOSALS: Paper(table=PROPOSALS, last="registered_number", margin=NARROW_MARGIN),
    names.CALLS: Paper(table=CALLS, last="note", portrait=True, margin=NARROW_MARGIN),
    names.AGED_BALANCE: Paper(table=CUSTOMER_BALANCES, last="total", portrait=True),
    names.CHARGES: Paper(table=CHARGE_DETAILS, last="fee"),
    names.CONTROL: Paper(table=CONTROL, last="message"),
}


def set_up(
    sheet: Worksheet, *, first_header: int | None, last_header: int | None = None, margin: float = USUAL_MARGIN
) -> None:
    """Set the sheet up for paper; the rows `first_header` to `last_header`, from 0, come again on every page."""
    paper = PAPERS.get(sheet.get_name())
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    margin = paper.margin if paper else margin
    sheet.set_margins(left=margin, right=margin, top=0.6, bottom=0.6)
    if paper and paper.portrait:
        sheet.set_portrait()
    if paper:
        last = paper.table.columns.index(paper.table.column(paper.last))
        sheet.print_area(1, 0, LAST_ROW, last)
    if first_header is not None:
        sheet.repeat_rows(first_header, first_header if last_header is None else last_header)
    sheet.set_header(f"&L&{MARGIN_SIZE}&A&R&{MARGIN_SIZE}page &P/&N", {"margin": 0.3, "scale_with_doc": False})
    sheet.set_footer(
        f"&L&{MARGIN_SIZE}&F – &A&R&{MARGIN_SIZE}Imprimé le &D à &T", {"margin": 0.3, "scale_with_doc": False}
    )

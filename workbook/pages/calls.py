"""The sheet `Appels`: a row that opens each customer, tall in tone and bold, his lines below it in plain type.

What every line repeats of its customer is there to filter by, and not shown.
"""

from __future__ import annotations

from typing import Final

from xlsxwriter.worksheet import Worksheet

from relance_xl.tables.grid import column_letters
from relance_xl.tables.schema import CALLS
from workbook.drawing import rules
from workbook.drawing.criteria_told import REFERENCE
from workbook.drawing.styles import AMBER, AMBER_INK, BLUE, DONE_INK, LINE, NAVY, SKY, WHITE, Look, Styles
from workbook.pages.bands import FOREIGN

REPEATED: Final = ("name", "phone", "contact", "email", "manager")
"""What stands on each line of a customer and shows on his own row only."""

TYPED: Final = ("outcome", "promised_on", "promised_amount", "note")
LINED: Final = ("invoice", "due_date", "days_overdue", "open_amount", "level_reached")
"""What a line says of itself."""

_EDGE: Final[Look] = {"top": 1, "top_color": NAVY}

_OPENING: Final[dict[str, Look]] = {"email": {"num_format": ";;;"}, "contact": {"bold": False}}
"""What differs on the customer's row: his e-mail has its room below."""


def draw(sheet: Worksheet, styles: Styles, header: int) -> None:
    """The rules of the rows below the row `header`, counted from 0; each cell has one rule that holds at most."""
    rows = _Rows(sheet, styles, header + 1)
    reference = f"${column_letters(rows.place('currency') + 1)}${header}"
    hidden = styles.format(bg_color=NAVY, font_color=NAVY)
    sheet.write_formula(header - 1, rows.place("currency"), f"={REFERENCE}", hidden, "EUR")
    opens = f"LEN({rows.cell('customer')})>0,LEN({rows.cell('invoice')})=0"
    line = f"LEN({rows.cell('invoice')})>0"
    unknown = f"{opens},LEN({rows.cell('phone')})=0"
    rows.rule("phone", unknown, {"bg_color": AMBER, **_EDGE})
    to_find: Look = {"num_format": '"⚠ "@"  sans tél."', "bold": True, "font_color": AMBER_INK}
    rows.rule("name", unknown, {**to_find, "bg_color": SKY, **_EDGE})
    currency = rows.cell("currency")
    foreign = f"LEN({currency})>0,{currency}<>{reference}"
    for code in FOREIGN:
        look: Look = {"num_format": f'#,##0.00" {code}"', "font_color": AMBER_INK}
        rows.rule("open_amount", f'{line},{foreign},{currency}="{code}"', look)
        rows.rule("open_amount", f'{opens},{foreign},{currency}="{code}"', {**look, "bg_color": SKY, **_EDGE})
    _tell_follow_up(rows, opens)
    _tell_email(rows, line)
    for column in CALLS.columns:
        if column.field in TYPED:
            box = {"bg_color": WHITE, "border": 1, "border_color": NAVY}
            rows.rule(column.field, opens, box)
        elif not column.hidden:
            shown: Look = _OPENING.get(column.field, {})
            rows.rule(column.field, opens, {"bg_color": SKY, "bold": True, "font_color": NAVY, **_EDGE, **shown})
        if column.field in REPEATED:
            rows.rule(column.field, line, {"num_format": ";;;"})
        elif column.field in LINED:
            rows.rule(column.field, line, {"bottom": 1, "bottom_color": LINE})


def _tell_follow_up(rows: _Rows, opens: str) -> None:
    """What was noted since the list shows whole; of what was said before, the lines below tell each its own."""
    said = rows.cell("follow_up")
    noted = f'LEFT({said},1)="✓"'
    rows.rule("follow_up", f"{opens},{noted}", {"bg_color": SKY, "bold": True, "font_color": DONE_INK, **_EDGE})
    rows.rule("follow_up", noted, {"bold": True, "font_color": DONE_INK})
    before: Look = {"num_format": ';;;"appelé ↓"', "bg_color": SKY, "font_color": AMBER_INK, **_EDGE}
    rows.rule("follow_up", f"{opens},LEN({said})>0", before)


def _tell_email(rows: _Rows, line: str) -> None:
    """The e-mail shows on the customer's first line of which nothing was said: the blank cells beside leave it room."""
    first = f"LEN({rows.cell('invoice', -1)})=0"
    second = f"LEN({rows.cell('invoice', -2)})=0,LEN({rows.cell('follow_up', -1)})>0"
    free = f"{line},LEN({rows.cell('follow_up')})=0,OR({first},AND({second}))"
    rows.rule("email", free, {"font_color": BLUE})


class _Rows:
    """The rules of the rows from `first` on, counted from 0."""

    def __init__(self, sheet: Worksheet, styles: Styles, first: int) -> None:
        self._sheet, self._styles, self._first = sheet, styles, first

    def place(self, field: str) -> int:
        """The column of a field, counted from 0."""
        return CALLS.columns.index(CALLS.column(field))

    def cell(self, field: str, away: int = 0) -> str:
        """The field's cell in the first row, or so many rows away from it."""
        return f"${column_letters(self.place(field) + 1)}{self._first + away + 1}"

    def rule(self, field: str, conditions: str, look: Look) -> None:
        """One look of the field's cells, where all `conditions` hold."""
        rule = {
            "type": "formula",
            "criteria": f"=AND({conditions})",
            "format": self._styles.rule(**look),
            "stop_if_true": True,
        }
        self._sheet.conditional_format(self._first, self.place(field), rules.LAST_ROW - 1, self.place(field), rule)

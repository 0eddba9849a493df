"""Which cells the user has selected, in the program he is in."""

from __future__ import annotations

import re
from typing import Any, Final

from relance_xl.actions.common.run import Selection
from relance_xl.domain.wording import typeset
from relance_xl.problems import DataError, Problem

_AREA: Final = re.compile(r"\$?[A-Z]*\$?([0-9]+)(?::\$?[A-Z]*\$?([0-9]+))?")
LAST_ROW: Final = 1_048_576
"""Of a worksheet."""
LONGEST_ADDRESS: Final = 230
"""Characters: Excel tells no more than 255 of a selection."""
TOO_MANY: Final = Problem(
    what=typeset("Trop de zones sont sélectionnées : Excel ne les dit pas toutes"), expected="moins de zones à la fois"
)


def selection(app: Any) -> Selection:
    """The rows of the selected cells; nothing when no cell is.  `app` is an xlwings App.

    The engine's own answer when it has one (LibreOffice selects several areas at once), else Excel's.  DataError for
    more areas than Excel has room to tell: the last one told might be cut, and be the row of somebody else.
    """
    own = getattr(app.impl, "selected_rows", None)
    if own is not None:
        sheet, rows = own()
        return Selection(sheet=sheet, rows=tuple(rows))
    chosen = app.selection
    if chosen is None:  # a button or a picture is selected
        return Selection()
    if len(chosen.address) > LONGEST_ADDRESS:
        raise DataError(TOO_MANY)
    return Selection(sheet=chosen.sheet.name, rows=areas(chosen.address))


def areas(address: str) -> tuple[tuple[int, int], ...]:
    """The rows of « $A$14:$C$20,$D$30 », area by area; whole columns are all the rows."""
    found = []
    for area in address.split(","):
        match = _AREA.fullmatch(area)
        found.append((int(match[1]), int(match[2] or match[1])) if match else (1, LAST_ROW))
    return tuple(found)

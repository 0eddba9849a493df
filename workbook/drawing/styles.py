"""The looks of the workbook: one palette, one type scale, one format for each kind of cell.

The font is Calibri, which Excel has on Windows and macOS and which LibreOffice draws with its metric twin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from relance_xl.tables.schema import Column, Kind

Look = Mapping[str, Any]
"""XlsxWriter's properties of a format."""

NAVY: Final = "#1F3A5F"
BLUE: Final = "#2E6DA4"
SKY: Final = "#E6EEF6"
MIST: Final = "#F4F6F9"
LINE: Final = "#D5DDE6"
INK: Final = "#22303C"
MUTED: Final = "#66737F"
WHITE: Final = "#FFFFFF"
AMBER: Final = "#FFE08A"
AMBER_INK: Final = "#7A5200"
VIOLET: Final = "#E4DCF4"
VIOLET_INK: Final = "#4B2E83"
DONE_INK: Final = "#1E6B45"
BAND: Final = "#EFF4F9"
"""Under every other customer."""
FAINT: Final = "#8A97A5"
"""What is said again."""
BRACKETS: Final = ("#5BA57F", "#F2C14E", "#EE964B", "#DE6A3C", "#B23A48")
"""The colours of the five brackets of the aged balance, from not due to very late."""

DATE_FORMAT: Final = "dd/mm/yyyy"
AMOUNT_FORMAT: Final = "#,##0.00"
TEXT_FORMAT: Final = "@"

_BUILT_IN: Final = {"0": 1, "0.00": 2, AMOUNT_FORMAT: 4, "#,##0": 3, TEXT_FORMAT: 49}
"""Formats that every spreadsheet knows by number: named so, none of them takes « @ » for a format of the user's."""

NUMBER_FORMATS: Final = {
    Kind.TEXT: TEXT_FORMAT,
    Kind.CODE: TEXT_FORMAT,
    Kind.LINK: TEXT_FORMAT,
    Kind.COLOUR: TEXT_FORMAT,
    Kind.CHOICE: "General",
    Kind.YES_NO: "General",
    Kind.DATE: DATE_FORMAT,
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
    Kind.AMOUNT: AMOUNT_FORMAT,
    Kind.RATE: "0.00",
    Kind.PERCENT: "0.00",
    Kind.INTEGER: "0",
}
"""In Excel's own codes, which do not depend on its language."""

COLUMN_FORMATS: Final = {
    "Cours": "0.000000",  # a rate of exchange loses money when it is cut at two decimals
    "Part": "0.0%",
}

LONG_TEXTS: Final = frozenset({"Note", "Pourquoi", "Message"})
"""Free text that may pass 255 characters: some Excels show such a cell as #### when it has the text format."""

CENTRED: Final = frozenset({Kind.DATE, Kind.MOMENT, Kind.INTEGER, Kind.YES_NO, Kind.COLOUR})


def number_format(column: Column) -> str:
    """The number format of a column's cells.

    Text has the text format: a spreadsheet would otherwise turn the customer « 1E5 » or « Mars 24 » into a number.
    """
    if column.header in LONG_TEXTS:
        return "General"
    return COLUMN_FORMATS.get(column.header, NUMBER_FORMATS[column.kind])


def alignment(column: Column) -> str:
    """Amounts and rates to the right, short values in the centre, words to the left."""
    if column.kind in {Kind.AMOUNT, Kind.RATE, Kind.PERCENT}:
        return "right"
    return "center" if column.kind in CENTRED else "left"


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._known: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """The format with XlsxWriter's `properties` on top of the house's font."""
        full = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter", "font_color": INK} | properties
        code = str(full.get("num_format", "General"))
        full["num_format"] = _BUILT_IN.get(code, code)
        key = tuple(sorted(full.items()))
        if key not in self._known:
            self._known[key] = self._book.add_format(full)
        return self._known[key]

    def rule(self, **properties: Any) -> Format:
        """A format of a conditional rule, never shared: a rule's colours can then be changed alone."""
        made: Format = self._book.add_format(properties)
        # XlsxWriter joins equal rule formats; the indent tells them apart and is not written into a rule.
        made.set_indent(len(self._book.formats))
        return made

    def body(self, column: Column, **properties: Any) -> Format:
        """The format of the cells of a table's column; `properties` go before it."""
        return self.format(**({"num_format": number_format(column)} | self._aligned(column) | properties))

    def header(self, column: Column, **properties: Any) -> Format:
        """The format of a table's header cell, which shows the column's title; `properties` go before it."""
        usual = {"bold": True, "font_color": WHITE, "bg_color": NAVY, "text_wrap": True, "border": 1}
        side = self._aligned(column) if alignment(column) == "left" else {"align": "center"}
        shown = {"num_format": f';;;"{column.title}"'} if column.title else {}
        return self.format(**(usual | {"border_color": BLUE} | side | shown | properties))

    @staticmethod
    def _aligned(column: Column) -> dict[str, Any]:
        """The alignment, words a little away from the cell's edge; "fill" keeps a text inside its own cell.

        Figures have no indent: LibreOffice forgets it for some cells of a row, and a column of amounts is aligned.
        """
        side = "fill" if column.hidden else alignment(column)
        return {"align": side, "indent": 1} if side == "left" else {"align": side}

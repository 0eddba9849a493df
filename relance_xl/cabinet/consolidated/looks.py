"""The looks of the consolidated workbook: one palette, one format made once for each kind of cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NAVY, BLUE, SKY, MIST, LINE = "#1F3A5F", "#2E6DA4", "#E6EEF6", "#F4F6F9", "#D5DDE6"
INK, MUTED, FAINT, WHITE = "#22303C", "#5F6C78", "#8A97A5", "#FFFFFF"
AMBER, AMBER_INK = "#FFF1CC", "#7A5200"
RED, RED_INK = "#FBE3E1", "#9B1C1C"
GREEN, GREEN_INK = "#E4F2EA", "#1E6B45"
BRACKET_COLOURS = ("#7FA6C9", "#F2CE73", "#EDA45E", "#D9704A", "#A63A3A")
DAY, WHOLE, COUNT = "dd/mm/yy", "#,##0", '#,##0;-#,##0;"–"'
FONT = "Calibri"


@dataclass(slots=True)
class Looks:
    """The formats of one workbook of XlsxWriter."""

    book: Any
    _made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def cell(self, **properties: Any) -> Any:
        """The format of a cell: the house's ink and font, whatever is given besides."""
        whole = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "font_color": INK} | properties
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(whole)
        return self._made[key]

    def rule(self, **properties: Any) -> Any:
        """The format of a conditional rule."""
        return self.book.add_format(properties)

    def header(self, align: str) -> Any:
        """A column's heading."""
        return self.cell(
            bg_color=NAVY, font_color=WHITE, bold=True, font_size=9, text_wrap=True, valign="top", align=align
        )

    def banner(self, sheet: Any, title: str, under: str, right: str, last: int) -> None:
        """The first row of a sheet: its title, what it is about, and the unit, up to the column `last`."""
        sheet.hide_gridlines(2)
        sheet.set_row_pixels(0, 32)
        for column in range(last + 1):
            sheet.write_blank(0, column, None, self.cell(bg_color=NAVY))
        sheet.write_string(0, 0, title, self.cell(bg_color=NAVY, font_color=WHITE, bold=True, font_size=16, indent=1))
        sheet.write_string(0, 2, under, self.cell(bg_color=NAVY, font_color=SKY, font_size=11, indent=1))
        sheet.write_string(
            0, last, right, self.cell(bg_color=NAVY, font_color=SKY, font_size=11, align="right", indent=1)
        )


def on_paper(sheet: Any, header: int, last_row: int, last_column: int, title: str) -> None:
    """A4 across, one page wide, the headings on each page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(left=0.3, right=0.3, top=0.62, bottom=0.5)
    sheet.print_area(0, 0, max(last_row, header + 1), last_column)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)
    sheet.set_header(f"&L&B{title.replace('&', '&&')}&R&9page &P/&N", {"margin": 0.28})


def link(workbook: str, sheet: str = "", cell: str = "") -> str:
    """Where a click leads: a workbook from the folder of this one, or one of its cells."""
    place = workbook.replace("%", "%25").replace("#", "%23")
    anchor = f"#'{sheet}'!{cell}" if sheet and cell else ""
    return f"external:{place}{anchor}"

"""The sheet « Anomalies »: what is to be mended, with a link to the cell of each company's workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from relance_xl.cabinet.company.jobs import Fault, Result
from relance_xl.cabinet.consolidated.debtors import Read
from relance_xl.cabinet.consolidated.looks import AMBER_INK, BLUE, LINE, MUTED, RED_INK, Looks, link, on_paper
from relance_xl.cabinet.consolidated.rows import in_order, named
from relance_xl.domain.wording import counted
from relance_xl.problems import Severity

SHEET = "Anomalies"
MOST = 30_000
"""Rows shown: companies that need somebody come first."""
_COLUMNS = (("Société", 220), ("Responsable", 110), ("Gravité", 100), ("Cellule", 130), ("Message", 620))


def write_faults(looks: Looks, results: Sequence[Result], read: Read) -> None:
    """Write the sheet: why a company was not done, then the faults of its data, errors first."""
    sheet = looks.book.add_worksheet(SHEET)
    last = len(_COLUMNS) - 1
    for place, (_, width) in enumerate(_COLUMNS):
        sheet.set_column_pixels(place, place, width)
        sheet.write_string(1, place, _COLUMNS[place][0], looks.header("left"))
    row = 2
    for result in in_order(results):
        for fault in _faults(result, read):
            if row < MOST:
                _write_fault(looks, sheet, row, result, fault)
                row += 1
    looks.banner(sheet, "Anomalies", counted(row - 2, "anomalie", "anomalies"), "au plus vingt par société", last)
    if row == 2:
        sheet.write_string(2, 0, "Aucune anomalie.", looks.cell(font_color=MUTED, indent=1))
    sheet.autofilter(1, 0, max(row - 1, 2), last)
    sheet.freeze_panes(2, 1)
    on_paper(sheet, 1, row - 1, last, "Anomalies")


def _faults(result: Result, read: Read) -> Sequence[Fault]:
    whole = read(result.workbook) or result
    if whole.faults or not result.failed:
        return whole.faults
    return (Fault(severity=Severity.ERROR.value, sheet="", cell="", message=result.message),)


def _write_fault(looks: Looks, sheet: Any, row: int, result: Result, fault: Fault) -> None:
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    leading = looks.cell(**look, font_color=BLUE, underline=1)
    sheet.write_url(row, 0, link(result.workbook), leading, named(result)[:255])
    sheet.write_string(row, 1, result.manager, looks.cell(**look))
    ink = RED_INK if fault.severity == Severity.ERROR.value else AMBER_INK
    sheet.write_string(row, 2, fault.severity, looks.cell(**look, font_color=ink, bold=True))
    if fault.cell:
        place = f"{fault.sheet}!{fault.cell}"
        sheet.write_url(row, 3, link(result.workbook, fault.sheet, fault.cell), leading, place[:255])
    else:
        sheet.write_string(row, 3, fault.sheet, looks.cell(**look))
    sheet.write_string(row, 4, fault.message[:32_000], looks.cell(**look, text_wrap=True))

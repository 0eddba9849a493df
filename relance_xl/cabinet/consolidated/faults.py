"""The sheet « Anomalies »: what is to be mended, with a link to the cell of each company's workbook."""

from __future__ import annotations

from itertools import islice
from typing import Any

from relance_xl.cabinet.company.jobs import Fault, Result
from relance_xl.cabinet.consolidated.looks import AMBER_INK, BLUE, LINE, MUTED, RED_INK, Looks, link, on_paper
from relance_xl.cabinet.consolidated.rows import named
from relance_xl.cabinet.consolidated.spilled import Spilled
from relance_xl.domain.wording import counted
from relance_xl.problems import Severity

SHEET = "Anomalies"
MOST = 20_000
"""Rows shown: companies that need somebody come first."""
_COLUMNS = (("Société", 220), ("Responsable", 110), ("Gravité", 100), ("Cellule", 130), ("Message", 620))


def write_faults(looks: Looks, answers: Spilled) -> None:
    """Write the sheet: why a company was not done, then the faults of its data, errors first."""
    sheet = looks.book.add_worksheet(SHEET)
    last = len(_COLUMNS) - 1
    for place, (_, width) in enumerate(_COLUMNS):
        sheet.set_column_pixels(place, place, width)
    said = counted(answers.faults_found, "anomalie", "anomalies")
    looks.banner(sheet, "Anomalies", said, "au plus vingt par société", last)
    for place, (heading, _) in enumerate(_COLUMNS):
        sheet.write_string(1, place, heading, looks.header("left"))
    row = 2
    for result, fault in islice(answers.faults(), MOST - row):
        _write_fault(looks, sheet, row, result, fault)
        row += 1
    if row - 2 < answers.faults_found:
        rest = counted(
            answers.faults_found - row + 2, "autre anomalie : non montrée", "autres anomalies : non montrées"
        )
        sheet.write_string(row + 1, 0, rest, looks.cell(font_color=MUTED, indent=1))
    if row == 2:
        sheet.write_string(2, 0, "Aucune anomalie.", looks.cell(font_color=MUTED, indent=1))
    sheet.autofilter(1, 0, max(row - 1, 2), last)
    sheet.freeze_panes(2, 1)
    on_paper(sheet, 1, row - 1, last, "Anomalies")


def _write_fault(looks: Looks, sheet: Any, row: int, result: Result, fault: Fault) -> None:
    look: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    leading = looks.cell(**look, font_color=BLUE, underline=1)
    company, place = named(result)[:255], f"{fault.sheet}!{fault.cell}"[:255]
    if fault.cell:  # one link a row: a link takes ten times the memory of a text
        sheet.write_string(row, 0, company, looks.cell(**look))
        sheet.write_url(row, 3, link(result.workbook, fault.sheet, fault.cell), leading, place)
    else:
        sheet.write_url(row, 0, link(result.workbook), leading, company)
        sheet.write_string(row, 3, fault.sheet, looks.cell(**look))
    sheet.write_string(row, 1, result.manager, looks.cell(**look))
    ink = RED_INK if fault.severity == Severity.ERROR.value else AMBER_INK
    sheet.write_string(row, 2, fault.severity, looks.cell(**look, font_color=ink, bold=True))
    sheet.write_string(row, 4, fault.message[:32_000], looks.cell(**look, text_wrap=True))

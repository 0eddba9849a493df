"""The sheets that are read on paper: large enough, nothing cut, company, day and page at the head."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.programs import unavailable
from workbook import build
from workbook.drawing import paper

INCHES_OF_A4: Final = {"portrait": 8.27, "landscape": 11.69}
ON_PAPER: Final = 1.01
"""LibreOffice prints a column so much wider than Excel draws it, at most (measured in its PDF with Carlito)."""

SMALLEST: Final = {"Relances": 8.5, "Fiche": 9.0, "Appels": 9.0, "Balance âgée": 9.0, "Pénalités": 9.0, "Contrôle": 9.0}
"""In points.  `Fiche` and `Relances` have their own widths."""


def pixels(width: float) -> float:
    """A width as the file holds it: the five pixels between two columns are in it already."""
    return 7 * width


def printed_width(book: Workbook, name: str) -> float:
    """In inches, of what the sheet prints, at its full size."""
    sheet = book[name]
    columns = range(1, 10) if name == "Fiche" else range(1, 1 + len(printed_fields(name)))
    widths = {
        column: each.width
        for each in sheet.column_dimensions.values()
        if not each.hidden
        for column in range(each.min or 0, (each.max or 0) + 1)
    }
    return sum(pixels(widths[column]) for column in columns if column in widths) / 96 * ON_PAPER


def printed_fields(name: str) -> list[str]:
    printed = paper.PAPERS[name]
    fields = [column.field for column in printed.table.columns]
    return fields[: fields.index(printed.last) + 1]


@pytest.mark.parametrize("name", SMALLEST)
def test_what_is_read_on_paper_is_printed_large_enough(book: Workbook, name: str) -> None:
    sheet = book[name]
    room = INCHES_OF_A4[sheet.page_setup.orientation or "portrait"] - sheet.page_margins.left - sheet.page_margins.right
    scale = min(1.0, room / printed_width(book, name))

    body = paper.CALLS_SIZE if name == "Appels" else paper.BODY_SIZE
    assert round(scale * body, 1) >= SMALLEST[name]


@pytest.mark.parametrize("name", ["Appels", "Balance âgée", "Fiche", "Relances"])
def test_what_has_no_use_on_paper_stays_out_of_it(book: Workbook, name: str) -> None:
    """The print area begins below the buttons, ends with the last column that is read, and has no last row."""
    last = get_column_letter(len(printed_fields(name)))

    assert book[name].print_area == f"'{name}'!$A$2:${last}$1048576"


def test_what_no_screen_nor_paper_needs_is_folded_away(book: Workbook) -> None:
    name = "Balance âgée"
    printed = len(printed_fields(name))
    dimensions = book[name].column_dimensions.values()
    beyond = [each for each in dimensions if printed < (each.min or 0) <= len(paper.PAPERS[name].table.columns)]

    assert beyond
    assert all(each.hidden for each in beyond)


@pytest.mark.parametrize("name", build.PRINTED)
def test_company_and_day_head_every_page(book: Workbook, name: str) -> None:
    sheet = book[name]
    heading = sheet.cell(2, len(printed_fields(name))).value

    assert "Société" in str(heading)
    assert "date_relance" in str(heading)
    assert str(sheet.print_title_rows).startswith("$2:")


def test_the_type_measured_in_the_pdf(tmp_path: Path, built: Path) -> None:
    """What LibreOffice prints, where it has the font's twin: the height of the words of each sheet's table header."""
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        unavailable("LibreOffice and pdftotext measure what is printed")
    if "Carlito" not in subprocess.run(["fc-match", "Calibri"], check=False, capture_output=True, text=True).stdout:
        unavailable("Without Calibri nor its twin Carlito, LibreOffice draws every column a quarter wider")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(built)], check=True, capture_output=True
    )
    text = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / f"{built.stem}.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    titles = {"Balance": 16, "Pénalités": 16, "Contrôle": 16}
    for title, size in titles.items():
        heights = re.findall(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{title}</word>', text)
        largest = max(float(bottom) - float(top) for top, bottom in heights) / 1.299
        assert largest >= size * 0.9 - 0.05, title

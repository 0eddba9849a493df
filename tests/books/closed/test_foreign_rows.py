"""What « Importer » reads of other programs' spreadsheets."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.problems import FileUnavailable
from relance_xl.tables.grid import CellError

ROWS: list[list[Any]] = [
    ["Client", "Montant", "Échéance"],
    [],
    ["007", 12.5, date(2026, 1, 31)],
    ["C2", 3],
]
"""Each row as long as its own last cell: cells far away cost nothing (N-11)."""


def exported(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Balance âgée"
    for row in ROWS:
        sheet.append(row)
    book.create_sheet("Vide")
    book.save(path)
    return path


def test_the_rows_of_an_excel_export_stand_at_their_line(tmp_path: Path) -> None:
    sheets = read_sheets(exported(tmp_path / "export.xlsx"))

    assert list(sheets) == ["Balance âgée", "Vide"]
    assert [list(row) for row in sheets["Balance âgée"]] == ROWS
    assert list(sheets["Vide"]) == []


def test_an_error_in_the_export_is_seen_as_an_error(tmp_path: Path) -> None:
    path = exported(tmp_path / "export.xlsx")
    book = openpyxl.load_workbook(path)
    book["Vide"]["B2"] = "#REF!"
    book.save(path)

    assert [list(row) for row in read_sheets(path)["Vide"]] == [[], [None, CellError("#REF!")]]


@pytest.mark.libreoffice
@pytest.mark.parametrize(("kind", "name"), [("xls", "export.xls"), ("ods", "export.ods")])
def test_older_and_freer_formats_are_read_too(tmp_path: Path, kind: str, name: str) -> None:
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", kind,
            "--outdir", str(tmp_path), str(exported(tmp_path / "export.xlsx")),
        ],
        check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip

    assert [list(row) for row in read_sheets(tmp_path / name)["Balance âgée"]] == ROWS


@pytest.mark.parametrize("name", ["export.ods", "export.xls", "export.xlsx"])
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"Client;Montant\n")

    with pytest.raises(FileUnavailable, match=name):
        read_sheets(path)
    with pytest.raises(FileUnavailable, match="introuvable"):
        read_sheets(tmp_path / f"absent-{name}")

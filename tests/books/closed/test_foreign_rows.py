"""What « Importer » reads of other programs' spreadsheets."""

from __future__ import annotations

import os
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from relance_xl.books.closed import foreign_rows
from relance_xl.books.closed.foreign_rows import read_sheets
from relance_xl.books.closed.sheets.spans import has_far_cells
from relance_xl.problems import DataError, FileUnavailable
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


ODS = "urn:oasis:names:tc:opendocument:xmlns"
CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'


def test_n_11_an_ods_whose_cells_lie_at_the_far_corner_is_named(tmp_path: Path) -> None:
    """N-11"""
    far = '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    last = f'<table:table-row><table:table-cell table:number-columns-repeated="16383"/>{CELL}</table:table-row>'
    path = an_ods(tmp_path / "loin.ods", f"<table:table-row>{CELL}</table:table-row>{far}{last}")

    with pytest.raises(DataError, match="très loin l'une de l'autre"):
        read_sheets(path)


def test_n_11_a_sheet_larger_than_any_list_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-11"""
    monkeypatch.setattr(foreign_rows, "_MOST_CELLS", 3)
    path = an_ods(tmp_path / "large.ods", f"<table:table-row>{CELL * 2}</table:table-row>" * 2)

    with pytest.raises(DataError, match=r"La feuille «.A.» a des cellules très loin l'une de l'autre"):
        read_sheets(path)


def an_ods(path: Path, body: str) -> Path:
    """A spreadsheet of LibreOffice's own format, of one sheet « A »."""
    spaces = " ".join(f'xmlns:{name}="{ODS}:{name}:1.0"' for name in ("office", "table", "text"))
    sheet = f'<office:spreadsheet><table:table table:name="A">{body}</table:table></office:spreadsheet>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body>{sheet}</office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{ODS}:manifest:1.0"/>')
    return path


def xlsb_record(kind: int, content: bytes) -> bytes:
    return bytes([kind, len(content)]) + content


def test_n_11_the_records_of_an_xlsb_tell_how_far_its_cells_are(tmp_path: Path) -> None:
    """N-11"""
    for number, (far, expected) in enumerate(((10, False), (1_048_575, True))):
        path = tmp_path / f"liste{number}.xlsb"
        rows = b"".join(
            xlsb_record(0, row.to_bytes(4, "little")) + xlsb_record(7, column.to_bytes(4, "little") + bytes(8))
            for row, column in ((0, 0), (far, 16_000))
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/worksheets/sheet1.bin", bytes([0x81, 0x01, 0x80, 0x00]) + rows)
        assert has_far_cells(path) is expected


def test_n_11_what_is_no_archive_is_left_to_its_reader(tmp_path: Path) -> None:
    """N-11"""
    path = tmp_path / "liste.xls"
    path.write_bytes(b"autre chose")

    assert not has_far_cells(path)

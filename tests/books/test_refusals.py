"""What cannot be read or written safely is refused with a French sentence."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from relance_xl.books.closed.locks import refuse_if_binary
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.problems import DataError, FileUnavailable

Workbook = Callable[..., Path]
SHEET, TABLE = "xl/worksheets/sheet3.xml", "xl/tables/table3.xml"


def patched(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with `old` replaced in one part."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileUnavailable, match="introuvable"):
        WorkbookFile(tmp_path / "Absent.xlsm")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "pas un classeur Excel"),
        (b"Client;Facture\n", "pas un classeur Excel"),
        (b"PK\x03\x04 tronqu", "pas un classeur Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mot de passe"),
    ],
)
def test_a_file_that_is_no_workbook(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "Relances.xlsm"
    path.write_bytes(content)

    with pytest.raises(FileUnavailable, match=sentence):
        WorkbookFile(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "Relances.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("lettre.txt", "Madame, Monsieur")

    with pytest.raises(FileUnavailable, match="pas un classeur Excel"):
        WorkbookFile(path)


def test_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "Lettre.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships/officeDocument"/></Relationships>',
        )
        package.writestr("word/document.xml", '<w:document xmlns:w="urn:word"/>')

    with pytest.raises(FileUnavailable, match=r"Lettre\.docx : Ce fichier n'est pas un classeur Excel"):
        WorkbookFile(path)


def test_a_truncated_part(workbook: Workbook) -> None:
    path = patched(workbook(), SHEET, b"</worksheet>", b"")
    book = WorkbookFile(path)

    with pytest.raises(DataError, match="illisible"):
        book.read_table("tFactures")


def test_a_part_inflating_beyond_measure(workbook: Workbook) -> None:
    path = patched(workbook(), SHEET, b"</worksheet>", b" " * 70_000_000 + b"</worksheet>")

    with pytest.raises(DataError, match="démesuré"):
        WorkbookFile(path)


def test_a_part_that_lies_about_its_size(workbook: Workbook) -> None:
    path = patched(workbook(), SHEET, b"</worksheet>", b" " * 70_000_000 + b"</worksheet>")
    content = bytearray(path.read_bytes())
    record = content.rfind(SHEET.encode()) - 46
    content[record + 24 : record + 28] = struct.pack("<L", 1000)
    path.write_bytes(content)

    with pytest.raises(DataError, match="illisible"):
        WorkbookFile(path).read_table("tFactures")


@pytest.mark.parametrize("part", [SHEET, TABLE, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(workbook: Workbook, part: str) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    path = patched(workbook(), part, b"?>\n<", b"?>\n" + bomb + b"<")

    with pytest.raises(DataError, match="entités XML"):
        WorkbookFile(path).read_table("tFactures")


def test_a_totals_row(workbook: Workbook) -> None:
    path = patched(workbook(), TABLE, b'totalsRowShown="0"', b'totalsRowCount="1"')

    with pytest.raises(DataError, match="ligne de total") as caught:
        WorkbookFile(path).read_table("tFactures")
    assert caught.value.problems[0].sheet == "Factures"


def test_merged_cells_in_the_body(workbook: Workbook) -> None:
    def merge(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Factures"].merge_range("V8:W9", "à côté, permis")

    path = workbook({"tFactures": [{"Client": "C1"}, {"Client": "C2"}]}, merge)
    assert WorkbookFile(path).read_table("tFactures").rows[1][0] == "C2"

    patched(path, SHEET, b'ref="V8:W9"', b'ref="B8:C9"')
    with pytest.raises(DataError, match="fusionnées") as caught:
        WorkbookFile(path).read_table("tFactures")
    assert caught.value.problems[0].cell == "B8:C9"


def test_a_table_never_grows_over_the_users_cells(workbook: Workbook) -> None:
    def note(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Factures"].write("C11", "ma note")

    path = workbook({"tFactures": [{"Client": "C1"}]}, note)
    book = WorkbookFile(path)
    book.append_rows("tFactures", ["Client"], [["C2"]])

    with pytest.raises(DataError, match="ne peut pas s'allonger") as caught:
        book.append_rows("tFactures", ["Client"], [["C3"]])
    assert caught.value.problems[0].cell == "C11"
    assert [row[0] for row in book.read_table("tFactures").rows] == ["C1", "C2"]
    book.save()
    assert openpyxl.load_workbook(path)["Factures"]["C11"].value == "ma note"


def test_a_header_cell_other_than_the_tables_column(workbook: Workbook) -> None:
    """N-63"""
    path = patched(workbook({"tFactures": [{"Client": "C1"}]}), TABLE, 'name="Réglé"'.encode(), 'name="Payé"'.encode())

    with pytest.raises(DataError, match=r"Factures!I7 : « Réglé » est écrit où le tableau nomme sa colonne « Payé »"):
        WorkbookFile(path).read_table("tFactures")


def test_a_table_moved_under_its_names(workbook: Workbook) -> None:
    """N-63"""
    path = workbook({"tFactures": [{"Client": "C1", "Facture": "F1"}, {"Client": "C2", "Facture": "F2"}]})
    patched(path, TABLE, b'ref="A7:S9"', b'ref="A8:S9"')

    with pytest.raises(DataError, match=r"Factures!A8"):
        WorkbookFile(path).read_table("tFactures")


def test_n_67_a_binary_workbook_is_told_the_format_that_helps(tmp_path: Path) -> None:
    """N-67: a .xlsb, and one renamed."""
    for name in ("Relances.xlsb", "Relances.xlsm"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("xl/workbook.bin", b"")
        with pytest.raises(FileUnavailable, match=r"format binaire \(\.xlsb\).*Enregistrer sous"):
            WorkbookFile(path)
    with pytest.raises(FileUnavailable, match="format binaire"):
        refuse_if_binary(tmp_path / "Relances.XLSB")
    refuse_if_binary(tmp_path / "Relances.xlsm")


def test_a_table_without_its_header_is_refused(workbook: Workbook) -> None:
    path = patched(workbook(), TABLE, b'totalsRowShown="0"', b'headerRowCount="0"')

    with pytest.raises(DataError, match="Le tableau «\u00a0tFactures\u00a0» n'a pas de ligne d'en-tête") as caught:
        WorkbookFile(path).read_table("tFactures")
    assert caught.value.problems[0].sheet == "Factures"

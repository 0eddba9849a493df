"""A workbook whose parts say what cannot be: refused in one French sentence, never a fault of ours (N-106)."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from relance_xl.books.closed.foreign_rows import _is_own
from relance_xl.books.closed.sheets.cell_values import unescaped
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.ledgers.lists.delimited import read_delimited
from relance_xl.problems import DataError, RelanceError
from relance_xl.tables import schema

Draw = Callable[..., Path]


def changed(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its parts as `change` makes them of their name and bytes."""
    with zipfile.ZipFile(path) as package:
        parts = {name: change(name, package.read(name)) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b' ref="A7:', b' ref="A1048577:'),
        (b' ref="A7:', b' ref="ZZZZ7:'),
        (b' ref="A7:', b' ref="rien:'),
        (b' totalsRowShown="0"', b' totalsRowCount="deux"'),
    ],
)
def test_n106_a_table_that_stands_on_no_sheet_is_refused(workbook: Draw, said: bytes, instead: bytes) -> None:
    """N-106"""

    def change(name: str, content: bytes) -> bytes:
        return content.replace(said, instead) if name.startswith("xl/tables/") else content

    path = changed(workbook({"tFactures": [{"Client": "C1", "Facture": "F1", "Montant": 5}]}), change)

    with pytest.raises(DataError, match="illisible"):
        WorkbookFile(path).read_table("tFactures")


def test_n106_cells_merged_nowhere_are_refused(workbook: Draw) -> None:
    """N-106"""

    def change(name: str, content: bytes) -> bytes:
        merged = b'</sheetData><mergeCells count="1"><mergeCell ref="C1\xe2\x80\xa89"/></mergeCells>'
        return content.replace(b"</sheetData>", merged) if name.startswith("xl/worksheets/sheet") else content

    with pytest.raises(DataError, match="illisible"):
        WorkbookFile(changed(workbook(), change)).read_table("tFactures")


def test_n106_a_colour_of_no_cell_colours_none(workbook: Draw) -> None:
    """N-106"""

    def change(_name: str, content: bytes) -> bytes:
        return content.replace(b'<conditionalFormatting sqref="', b'<conditionalFormatting sqref="A1x ')

    book = WorkbookFile(changed(workbook(), change))
    book.replace_rows(schema.PROPOSALS.name, ("Client",), [["C1"], ["C2"]])
    book.set_row_colours(schema.PROPOSALS.name, schema.PROPOSALS.colour_by, {1: ("#FF0000", "#000000")})
    book.save()

    assert "C2" in WorkbookFile(book.path).read_table(schema.PROPOSALS.name).rows[1]


@pytest.mark.parametrize("number", ["999", "-1", "x"])
def test_n106_a_text_shared_by_no_one_is_refused(workbook: Draw, number: str) -> None:
    """N-106"""

    def change(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return content
        return content.replace(b't="s"><v>0</v>', f't="s"><v>{number}</v>'.encode())

    path = changed(workbook({"tFactures": [{"Client": "C1", "Facture": "F1", "Montant": 5}]}), change)
    book = WorkbookFile(path)

    with pytest.raises(DataError, match="illisible"):
        [list(book.read_table(table).rows) for table in sorted(book.table_names())]


def test_n106_a_character_beyond_the_last_one_is_none() -> None:
    """N-106"""
    assert unescaped("a&#99999999;b&#x110000;c&#233;") == "abcé"


def test_n106_an_archive_of_a_version_nobody_writes_is_left_to_its_reader(tmp_path: Path) -> None:
    """N-106"""
    path = tmp_path / "liste.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\1\2") + 6] = 99
    path.write_bytes(content)

    assert _is_own(path)
    with pytest.raises(RelanceError):
        WorkbookFile(path)


def test_n106_a_list_of_one_field_longer_than_any_is_refused_in_french(tmp_path: Path) -> None:
    """N-106"""
    path = tmp_path / "liste.csv"
    path.write_text(f'"{"x" * (csv.field_size_limit() + 1)}"', encoding="utf-8")

    with pytest.raises(RelanceError):
        read_delimited(path)

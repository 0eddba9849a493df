"""N-62, N-65: links are the cells' own; what the user put beside a line, or fastened to it, follows the line."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwings

from relance_xl.books.arranging import UNCHANGED
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.book import XlwingsBook
from relance_xl.books.live.notes import notes_of
from relance_xl.libreoffice.engine.cells import Range
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Link, Written

OWN = "Ma note"
HEADERS = (*schema.PROPOSALS.headers, OWN)
CUSTOMER, INVOICE, MINE = HEADERS.index("Client"), HEADERS.index("Facture"), len(HEADERS) - 1
TOP = 3
WRITTEN = ("Client", "Facture", "Pièce")


def drawn(folder: Path) -> Path:
    """`Relances` with three lines: a note in the user's column, a comment, a colour and a link on each of them."""
    path = folder / "Relances.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Relances")
    columns = [{"header": header} for header in HEADERS]
    sheet.add_table(TOP - 1, 0, TOP + 2, len(HEADERS) - 1, {"name": "tRelances", "columns": columns})
    for place, name in enumerate("ABC"):
        row = TOP + place
        sheet.write(row, CUSTOMER, name, book.add_format({"bg_color": f"#0000{place + 1}{place + 1}"}))
        sheet.write(row, INVOICE, f"F-{name}")
        sheet.write(row, MINE, f"note de {name}")
        sheet.write_comment(row, CUSTOMER, f"commentaire de {name}")
        sheet.write_url(row, MINE, f"https://client.example/{name}", string=f"note de {name}")
    sheet.write_comment(0, 0, "au-dessus du tableau")
    book.close()
    return path


def reordered(book: Book) -> None:
    """C, then a new line, then A: B has gone."""
    rows = [[name, Link(f"#'Factures'!B{row}", f"F-{name}"), None] for name, row in (("C", 9), ("N", 8), ("A", 7))]
    book.replace_rows("tRelances", WRITTEN, rows, [2, None, 0])


def notes(book: Book) -> list[tuple[object, object]]:
    return [(row[CUSTOMER], row[MINE]) for row in book.read_table("tRelances").rows]


def fastened(sheet: xlwings.Sheet) -> list[tuple[object, str | None]]:
    """The colour of each customer, the link of each note of the user's."""
    links = dict(sheet.range((TOP + 1, MINE + 1), (TOP + 3, MINE + 1)).impl.links())
    return [(sheet[TOP + row, CUSTOMER].color, links[row].target if row in links else None) for row in range(3)]


FOLLOWED = [("C", "note de C"), ("N", None), ("A", "note de A")]


@pytest.fixture
def live(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[], XlwingsBook]]:
    app: xlwings.App = request.getfixturevalue("calc")
    yield lambda: XlwingsBook(app.books.open(drawn(tmp_path)))
    for book in app.books:
        book.close()


def test_n_65_in_the_closed_file_notes_comments_colours_and_links_follow_their_line(tmp_path: Path) -> None:
    """N-65"""
    path = drawn(tmp_path)
    book = WorkbookFile(path)
    reordered(book)
    book.save()

    assert notes(WorkbookFile(path)) == FOLLOWED
    sheet = openpyxl.load_workbook(path)["Relances"]
    cells = [sheet.cell(TOP + 1 + place, CUSTOMER + 1) for place in range(3)]
    comments = [cell.comment.text if cell.comment else None for cell in cells]
    assert comments == ["commentaire de C", None, "commentaire de A"]
    assert [cells[place].fill.fgColor.rgb for place in (0, 2)] == ["FF000033", "FF000011"]
    own = [sheet.cell(TOP + 1 + place, MINE + 1).hyperlink for place in range(3)]
    assert [link.target if link else None for link in own] == [
        "https://client.example/C",
        None,
        "https://client.example/A",
    ]
    assert sheet["A1"].comment.text == "au-dessus du tableau"


def test_n_65_the_shape_of_a_comment_stands_where_its_comment_does(tmp_path: Path) -> None:
    """N-65"""
    path = drawn(tmp_path)
    book = WorkbookFile(path)
    reordered(book)
    book.save()

    with zipfile.ZipFile(path) as package:
        vml = next(package.read(name).decode() for name in package.namelist() if name.endswith(".vml"))
    assert vml.count("<v:shape ") == 3
    assert [f"<x:Row>{row}</x:Row>" in vml for row in (0, TOP, TOP + 1, TOP + 2)] == [True, True, False, True]


def test_n_62_in_the_closed_file_a_link_is_the_cells_own_and_no_formula(tmp_path: Path) -> None:
    """N-62"""
    path = drawn(tmp_path)
    book = WorkbookFile(path)
    rows: list[list[Written]] = [["C", Link("#'Factures'!B9", "F-C"), Link("C:\\Pièces 2026\\100%.pdf", "100%.pdf")],
            ["A", Link("#'Factures'!B7", "F-A"), Link("/home/a/b c.pdf", "b c.pdf")]]  # fmt: skip
    book.replace_rows("tRelances", WRITTEN, rows, [2, 0])
    book.save()

    with zipfile.ZipFile(path) as package:
        assert b"HYPERLINK" not in package.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(path)["Relances"]
    links = [sheet.cell(TOP + 1 + place, INVOICE + 1).hyperlink for place in range(3)]
    assert [link.location if link else None for link in links] == ["'Factures'!B9", "'Factures'!B7", None]
    document = HEADERS.index("Pièce") + 1
    documents = [sheet.cell(TOP + 1 + place, document).hyperlink for place in range(2)]
    assert [link.target if link else None for link in documents] == [
        "file:///C:\\Pièces%202026\\100%25.pdf",
        "file:///home/a/b%20c.pdf",
    ]


def test_n_62_links_written_again_replace_those_that_stood_there(tmp_path: Path) -> None:
    """N-62: no link of an earlier search is left, nor its relationship."""
    path = drawn(tmp_path)
    for number in (1, 2):
        book = WorkbookFile(path)
        book.replace_rows(
            "tRelances", WRITTEN, [["A", Link("#A1", "F"), Link(f"/home/{number}.pdf", "x")]], [0 if number == 2 else 1]
        )
        book.save()

    with zipfile.ZipFile(path) as package:
        relations = package.read("xl/worksheets/_rels/sheet1.xml.rels")
        sheet = package.read("xl/worksheets/sheet1.xml")
    assert (sheet.count(b"<hyperlink "), relations.count(b"/home/1.pdf"), relations.count(b"/home/2.pdf")) == (3, 0, 1)


def test_n_62_a_sheet_left_without_links_has_no_empty_list_of_them(tmp_path: Path) -> None:
    """N-62: Excel repairs a file with an empty `hyperlinks`."""
    path = drawn(tmp_path)
    book = WorkbookFile(path)
    book.replace_rows("tRelances", WRITTEN, [["N", "F", None]], [None])
    book.save()

    with zipfile.ZipFile(path) as package:
        assert b"hyperlink" not in package.read("xl/worksheets/sheet1.xml")


@pytest.mark.libreoffice
def test_n_65_in_libreoffice_notes_and_comments_follow_their_line(live: Callable[[], XlwingsBook]) -> None:
    """N-65"""
    book = live()
    with book.all_or_nothing(["tRelances"]):
        reordered(book)

    assert notes(book) == FOLLOWED
    sheet = book._book.sheets["Relances"]
    assert notes_of(sheet) == {
        (1, 1): "au-dessus du tableau",
        (TOP + 1, CUSTOMER + 1): "commentaire de C",
        (TOP + 3, CUSTOMER + 1): "commentaire de A",
    }
    assert fastened(sheet) == [
        ((0, 0, 51), "https://client.example/C"),
        (None, None),
        ((0, 0, 17), "https://client.example/A"),
    ]


@pytest.mark.libreoffice
def test_n_60_n_65_a_refusal_afterwards_puts_the_comments_back(live: Callable[[], XlwingsBook]) -> None:
    """N-60, N-65"""
    book = live()
    sheet = book._book.sheets["Relances"]
    before = notes_of(sheet), notes(book), fastened(sheet)
    assert before[2][1] == ((0, 0, 34), "https://client.example/B")

    def refused() -> None:
        with book.all_or_nothing(["tRelances"]):
            reordered(book)
            raise ValueError("seeded")

    with pytest.raises(ValueError, match="seeded"):
        refused()

    assert (notes_of(sheet), notes(book), fastened(sheet)) == before


@pytest.mark.libreoffice
def test_n_65_a_link_on_a_cell_of_the_text_format_follows_its_line(live: Callable[[], XlwingsBook]) -> None:
    """N-65: a column inserted beside a code takes its format, in which LibreOffice computes no formula."""
    book = live()
    sheet = book._book.sheets["Relances"]
    sheet.range((TOP + 1, MINE + 1), (TOP + 3, MINE + 1)).number_format = "@"
    before = notes(book), fastened(sheet)

    def refused() -> None:
        with book.all_or_nothing(["tRelances"]):
            reordered(book)
            assert fastened(sheet)[0] == ((0, 0, 51), "https://client.example/C")
            raise ValueError("seeded")

    with pytest.raises(ValueError, match="seeded") as told:
        refused()
    assert told.value.__notes__ == [UNCHANGED]
    assert (notes(book), fastened(sheet)) == before


@pytest.mark.libreoffice
def test_n_62_a_host_that_links_cells_one_by_one_is_given_no_formula(
    live: Callable[[], XlwingsBook], monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-62: Excel, which would copy a formula to the whole column (xlwings 2383, office-js 2093)."""
    given: list[tuple[str, str, str]] = []
    monkeypatch.delattr(Range, "set_links")
    monkeypatch.setattr(
        Range, "add_hyperlink", lambda cell, address, text, _tip: given.append((cell.address, address, text))
    )
    book = live()
    reordered(book)

    assert given == [
        ("$E$4", "#'Factures'!B9", "F-C"),
        ("$E$5", "#'Factures'!B8", "F-N"),
        ("$E$6", "#'Factures'!B7", "F-A"),
        ("$AD$6", "https://client.example/A", "note de A"),
        ("$AD$4", "https://client.example/C", "note de C"),
    ]
    assert [row[INVOICE] for row in book.read_table("tRelances").rows] == ["F-C", "F-N", "F-A"]

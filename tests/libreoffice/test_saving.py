"""A save from LibreOffice: what the user typed is in the file, and every part he did not touch keeps its bytes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwings

from relance_xl.actions.common.run import Run
from relance_xl.actions.searching import search
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.book import XlwingsBook
from relance_xl.books.live.notes import notes_of
from relance_xl.demo.company import DEMO_DATE
from relance_xl.libreoffice.listening import document_listener
from relance_xl.libreoffice.saving import Keeper
from tests.places import SHARED

pytestmark = [pytest.mark.libreoffice]


@pytest.fixture
def path(tmp_path: Path, sample: Path) -> Path:
    """A copy of the sample company, in a folder whose name is not simple."""
    return shutil.copytree(sample.parent, tmp_path / "Société & Fils") / sample.name


@pytest.fixture
def book(path: Path, calc: xlwings.App) -> Iterator[xlwings.Book]:
    """The workbook open in LibreOffice, each save followed by the keeper's work, as in the window."""
    book = calc.books.open(path)
    keeper = Keeper(path, book.api)
    kept: list[bool] = []

    def heard(name: str) -> None:
        if name == "OnSaveDone":
            kept.append(keeper.saved())

    listener = document_listener(heard, lambda: None)
    book.api.addDocumentEventListener(listener)
    yield book
    book.api.removeDocumentEventListener(listener)
    book.close()
    assert all(kept)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(before: dict[str, bytes], path: Path) -> set[str]:
    after = parts(path)
    assert list(after) == list(before)
    return {name for name in before if before[name] != after[name]}


def checked(path: Path) -> list[str]:
    """The faults that the schema checker finds; none where the checker is absent."""
    if not (SHARED / "tools" / "ooxml_check.py").exists():
        return []
    command = [sys.executable, str(SHARED / "tools" / "ooxml_check.py"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()


def test_a_save_without_a_change_leaves_the_file_as_it_was(book: xlwings.Book, path: Path) -> None:
    before = path.read_bytes()
    book.save()

    assert path.read_bytes() == before


def test_one_cell_typed_changes_its_sheet_alone(book: xlwings.Book, path: Path) -> None:
    before = parts(path)
    book.sheets["Clients"]["B2"].value = "Nouveau nom & Cie"
    book.save()

    assert WorkbookFile(path).read_table("tClients").rows[0][1] == "Nouveau nom & Cie"
    rest = changed(before, path)
    assert "xl/vbaProject.bin" not in rest
    assert {name for name in rest if "tables" in name or "drawings" in name or "customUI" in name} == set()


def test_dates_numbers_formulas_and_blanks_are_carried(book: xlwings.Book, path: Path) -> None:
    sheet = book.sheets["Factures"]
    sheet["F2"].value = datetime(2026, 4, 30)
    sheet["H2"].value = 1234.56
    sheet["D2"].value = "garantie <1>"
    sheet["Q2"].value = None
    sheet["T5"].formula = '=IF(SUM(H2:H3)>0,"oui","non")'
    book.save()

    row = WorkbookFile(path).read_table("tFactures").rows[0]
    assert (row[3], row[5], row[7], row[16]) == ("garantie <1>", date(2026, 4, 30), 1234.56, None)
    assert row[9] == 1234.56 - (row[8] or 0), "the column's formula carries its new result"  # type: ignore[operator]  # an amount
    assert b'<f>IF(SUM(H2:H3)&gt;0,"oui","non")</f>' in b"".join(parts(path).values())


def test_what_a_button_wrote_is_saved_and_saved_again(book: xlwings.Book, path: Path) -> None:
    before = parts(path)
    run = Run(now=datetime(2026, 3, 16, 9), as_of=DEMO_DATE)
    found = search(XlwingsBook(book), run)
    book.save()
    first = WorkbookFile(path).read_table("tRelances").top + 1
    book.sheets["Relances"][f"B{first}"].value = "non"
    book.save()

    grid = WorkbookFile(path).read_table("tRelances")
    assert len(grid.rows) > 200
    assert grid.rows[0][1] == "non"
    proposed = grid.headers.index("Niveau proposé")
    assert sum(row[proposed] is not None for row in grid.rows) == sum(
        line.level is not None for line in found.proposals.lines
    )
    after = parts(path)
    kept = [name for name in before if "vba" in name or "customUI" in name or "drawings" in name or "theme" in name]
    changed = [name for name in kept if after[name] != before[name]]
    assert changed == ["xl/drawings/vmlDrawing2.vml"], "the alerts are comments, drawn among the buttons"
    assert [after[changed[0]].count(b"FmlaMacro"), after[changed[0]].count(b'ObjectType="Note"')] == [
        before[changed[0]].count(b"FmlaMacro"),
        len(notes_of(book.sheets["Relances"])),
    ]
    assert b'codeName="ThisWorkbook"' in after["xl/workbook.xml"]
    assert b'codeName="wsRelances"' in b"".join(after.values())


def test_colours_changed_in_the_levels_reach_the_file(book: xlwings.Book, path: Path) -> None:
    """S2-23"""
    table = book.sheets["Niveaux"].tables["tNiveaux"].range
    headers, first = table.options(ndim=2).value[:2]
    assert first[0] == 1
    table[1, headers.index("Couleur fond")].value = "#123456"
    book.save()

    assert b'rgb="FF123456"' in parts(path)["xl/styles.xml"]


def test_n_68_the_state_before_the_session_and_libreoffices_own_file_stay_among_the_copies(
    book: xlwings.Book, path: Path
) -> None:
    """N-68"""
    opened, copies = path.read_bytes(), path.parent / "Copies"
    before = set(copies.iterdir())
    for name in ("X", "Y"):
        book.sheets["Clients"]["B2"].value = name
        book.save()
    made = sorted(set(copies.iterdir()) - before, key=lambda copy: copy.stat().st_mtime_ns)

    assert [copy.read_bytes() == opened for copy in made] == [True, False, False]
    assert [WorkbookFile(copy).read_table("tClients").rows[0][1] for copy in made[1:]] == ["X", "Y"]
    assert b'appName="Calc"' in parts(made[1])["xl/workbook.xml"]


def test_n_68_comments_widths_hidden_rows_and_columns_and_protection_are_carried(
    book: xlwings.Book, path: Path
) -> None:
    """N-68"""
    clients, items = book.sheets["Clients"].api, book.sheets["Factures"].api
    width = items.Columns.getByIndex(2).Width
    for sheet, row, column, text in ((clients, 1, 1, "à rappeler"), (items, 2, 3, "vu <avec> lui"), (items, 0, 0, "x")):
        sheet.Annotations.insertNew(sheet.getCellByPosition(column, row).CellAddress, text)
    items.Columns.getByIndex(2).Width = 2 * width
    items.Columns.getByIndex(3).IsVisible = False
    items.Rows.getByIndex(4).IsVisible = False
    clients.protect("")
    book.save()
    assert openpyxl.load_workbook(path)["Factures"].row_dimensions[5].hidden
    items.Annotations.removeByIndex(0)
    items.Rows.getByIndex(4).IsVisible = True
    book.save()

    kept = openpyxl.load_workbook(path, keep_vba=True)
    comments = {
        f"{sheet.title}!{cell.coordinate}": cell.comment.text
        for sheet in kept for row in sheet.iter_rows() for cell in row if cell.comment
    }  # fmt: skip
    assert comments == {"Clients!B2": "à rappeler", "Factures!D3": "vu <avec> lui"}
    assert kept["Clients"].protection.sheet
    columns = kept["Factures"].column_dimensions
    assert columns["C"].width == pytest.approx(2 * width / 190, abs=0.6)
    assert (columns["D"].hidden, columns["E"].hidden) == (True, False)
    assert not kept["Factures"].row_dimensions[5].hidden
    assert checked(path) == []


def test_n_68_colours_given_to_cells_are_carried_and_taken_away(book: xlwings.Book, path: Path) -> None:
    """N-68"""
    sheet = book.sheets["Factures"]
    sheet["B3:C3"].color, sheet["B3"].font.color = (255, 204, 0), (192, 0, 0)
    sheet["T9"].color = (1, 2, 3)
    before = openpyxl.load_workbook(path)["Factures"]["B3"]
    book.save()
    coloured = openpyxl.load_workbook(path)["Factures"]
    assert checked(path) == []
    sheet["B3:C3"].color = None
    book.save()
    after = openpyxl.load_workbook(path)["Factures"]

    assert [coloured[cell].fill.fgColor.rgb for cell in ("B3", "C3", "T9")] == ["FFFFCC00", "FFFFCC00", "FF010203"]
    assert (coloured["B3"].font.color.rgb, coloured["B3"].font.name) == ("FFC00000", before.font.name)
    assert coloured["B3"].number_format == before.number_format
    assert [after[cell].fill.fill_type for cell in ("B3", "C3", "T9")] == [None, None, "solid"]


def test_n_68_a_sheet_renamed_keeps_its_formulas_names_lists_and_links(path: Path, calc: xlwings.App) -> None:
    """N-68"""
    book = calc.books.open(path)
    keeper = Keeper(path, book.api)
    before = parts(path)
    book.sheets["Groupes"].name, book.sheets["Relances"].name = "Nos groupes d'été", "Propositions"
    book.sheets["Clients"]["B2"].value = "Nouveau nom"
    told_before = not keeper.keeps()
    book.save()
    kept = keeper.saved()
    book.close()

    after = parts(path)
    assert (told_before, kept, list(after)) == (False, True, list(before))
    assert not [name for name, part in after.items() if b"Groupes!" in part or b"Relances!" in part]
    closed = WorkbookFile(path)
    assert closed.read_table("tGroupes").sheet == "Nos groupes d'été"
    assert closed.name_address("critere_nom")[0] == "Propositions"
    assert closed.read_table("tClients").rows[0][1] == "Nouveau nom"
    assert checked(path) == []


def test_n_68_a_row_deleted_inside_a_table_is_carried_with_all_that_stands_under_it(
    book: xlwings.Book, path: Path
) -> None:
    """N-68"""
    before = WorkbookFile(path).read_table("tClients").rows
    book.sheets["Clients"].api.Rows.removeByIndex(2, 1)
    book.save()

    assert [row[0] for row in WorkbookFile(path).read_table("tClients").rows] == [
        row[0] for place, row in enumerate(before) if place != 1
    ]
    assert checked(path) == []


def test_n_68_a_header_an_array_formula_and_a_hidden_sheet_are_carried_so_that_excel_repairs_nothing(
    book: xlwings.Book, path: Path
) -> None:
    """N-63, N-68: the part of the table calls its columns as their header cells are; a header emptied comes back."""
    items, headers = book.sheets["Factures"], WorkbookFile(path).read_table("tFactures").headers
    for cell, header in (("G1", "Réglé"), ("H1", "Montant [TTC]"), ("I1", "Devise"), ("P1", "client"), ("Q1", None)):
        items[cell].value = header
    items.api.getCellRangeByName("X2:X4").setArrayFormula("=SUM(H2:H3;1)*ROW(A1:A3)")
    book.sheets["Taux"].api.IsVisible = False
    book.save()

    grid = WorkbookFile(path).read_table("tFactures")
    assert [grid.headers[place] for place in (6, 7, 8)] == ["Réglé", "Montant [TTC]", "Devise"], (
        "two have changed places"
    )
    assert grid.headers[15:17] == headers[15:17], "what names no column"
    table = next(part for name, part in parts(path).items() if name.startswith("xl/tables") and b'"tFactures"' in part)
    assert "[Montant '[TTC']]]-tFactures[[#This Row],[Devise]]" in table.decode()
    array = openpyxl.load_workbook(path)["Factures"]["X2"].value
    assert (array.ref, array.text) == ("X2:X4", "=SUM(H2:H3,1)*ROW(A1:A3)")
    assert WorkbookFile(path)._workbook.hidden >= {"Taux"}
    assert checked(path) == []
    book.sheets["Taux"].api.IsVisible = True
    book.save()
    assert not WorkbookFile(path)._workbook.hidden & {"Taux"}


@pytest.mark.parametrize("where", ["above the table", "a column of the table"])
def test_n_68_what_moves_a_table_is_known_before_the_save_and_leaves_libreoffices_file_whole(
    path: Path, calc: xlwings.App, where: str
) -> None:
    """N-68"""
    book = calc.books.open(path)
    keeper = Keeper(path, book.api)
    assert keeper.keeps()
    sheet = book.sheets["Factures"].api
    if where == "above the table":
        sheet.Rows.insertByIndex(0, 1)
    else:
        sheet.Columns.insertByIndex(3, 1)

    told_before = not keeper.keeps()
    opened = path.read_bytes()
    book.save()
    kept = keeper.saved()
    book.close()

    assert (told_before, kept) == (True, False)
    assert b'appName="Calc"' in parts(path)["xl/workbook.xml"]
    assert opened in [copy.read_bytes() for copy in (path.parent / "Copies").iterdir()]


def test_a_sheet_added_leaves_libreoffices_own_file_with_our_macros(path: Path, calc: xlwings.App) -> None:
    before = parts(path)
    book = calc.books.open(path)
    keeper = Keeper(path, book.api)
    book.api.BasicLibraries.getByName("VBAProject").replaceByName("xlwings", "Sub Nothing\nEnd Sub")
    book.sheets.add("Notes")
    book.save()
    kept = keeper.saved()
    book.close()

    assert not kept
    after = parts(path)
    assert b'name="Notes"' in after["xl/workbook.xml"]
    assert b'codeName="ThisWorkbook"' in after["xl/workbook.xml"]
    assert b'codeName="wsRelances"' in b"".join(after.values())
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
    assert after["customUI/customUI.xml"] == before["customUI/customUI.xml"]
    assert b"Relance_Rechercher" in b"".join(after.values()), "the buttons still name their macros"
    closed = WorkbookFile(path)
    search(closed, Run(now=datetime(2026, 3, 16, 9), as_of=DEMO_DATE))
    assert len(closed.read_table("tRelances").rows) > 200, "no cell of its own text was merged with the blank beside it"

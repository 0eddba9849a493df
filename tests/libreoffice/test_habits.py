"""The buttons under Excel's reported habits: the same rows as in memory, or a refusal with all as before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlwings

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.book import XlwingsBook
from relance_xl.buttons.running import Surroundings, click
from relance_xl.problems import DataError
from relance_xl.tables.grid import Book, Row
from tests.buttons.grid import Window
from tests.libreoffice import excel_habits
from tests.libreoffice.test_same_rows import filled, in_memory

pytestmark = [pytest.mark.libreoffice]
NOW = datetime(2026, 3, 16, 9, 30)
TABLES = ("tFactures", "tRelances", "tJournal", "tBalance")


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample.parent, tmp_path / "vivant")
    shutil.copytree(sample.parent, tmp_path / "memoire")
    return tmp_path


@pytest.fixture
def book(folder: Path, calc: xlwings.App) -> Iterator[xlwings.Book]:
    yield calc.books.open(folder / "vivant" / "Relances.xlsm")
    for each in calc.books:
        each.close()


def press(book: Book, button: str) -> tuple[str, bool]:
    """What the button said, and whether it refused; an error of the program is raised again."""
    window, broken, shown = Window(), list[BaseException](), list[str]()

    def log(_name: str, error: BaseException, _now: datetime) -> None:
        broken.append(error)

    click(button, book, window, Surroundings(choose=tuple, show=shown.append, log=log), NOW)
    for error in broken:
        raise error
    return window.said[-1][0], window.said[-1][1] == "critical"


def rows(book: Book) -> dict[str, list[Row]]:
    return {name: filled(book, name) for name in TABLES}


def hide(book: xlwings.Book, habit: str) -> None:
    """Filter, or hide by hand, what the buttons are about to write."""
    for sheet, table, column in (("Factures", "tFactures", "Client"), ("Relances", "tRelances", "Client"),
                                 ("Journal", "tJournal", "Client")):  # fmt: skip
        found = book.sheets[sheet].tables[table]
        headers, first = found.range.value[0], found.range.value[1]
        place = headers.index(column)
        if habit == "filtre":
            excel_habits.filter_table(found.impl, place, str(first[place] or "X"))
        else:
            half = found.range.shape[0] // 2
            found.range[1 : max(half, 2), 0].rows.hidden = True


@pytest.mark.parametrize("habit", ["filtre", "masquées à la main"])
def test_what_is_hidden_is_written_like_the_rest(book: xlwings.Book, folder: Path, habit: str) -> None:
    """N-61"""
    memory = in_memory(WorkbookFile(folder / "memoire" / "Relances.xlsm"))
    for each in (memory, XlwingsBook(book)):
        each.set_names({"critere_jours": 75})  # a few letters tell as much as fifty
    with excel_habits.filtered_writes():
        for button in ("rechercher", "tout-deselectionner", "tout-selectionner", "lettres", "annuler"):
            hide(book, habit)
            said, refused = press(XlwingsBook(book), button)
            assert not refused, said
            press(memory, button)
            assert rows(XlwingsBook(book)) == rows(memory), button


def test_the_sub_totals_of_a_filtered_sheet_are_right_after_a_search(book: xlwings.Book) -> None:
    """N-61: a filter lifted by the program leaves the table its header."""
    press(XlwingsBook(book), "rechercher")
    before = [row[3] for row in XlwingsBook(book).read_table("tRelances").rows]
    hide(book, "filtre")
    press(XlwingsBook(book), "rechercher")
    assert [row[3] for row in XlwingsBook(book).read_table("tRelances").rows] == before
    assert any(isinstance(value, float) for value in before)


def test_no_proposed_line_is_left_hidden_by_a_search(book: xlwings.Book) -> None:
    """N-61"""
    press(XlwingsBook(book), "rechercher")
    hide(book, "masquées à la main")
    press(XlwingsBook(book), "rechercher")

    assert book.sheets["Relances"].tables["tRelances"].range.rows.hidden is False


def test_a_tick_says_how_many_of_the_lines_are_hidden(book: xlwings.Book) -> None:
    """N-61"""
    press(XlwingsBook(book), "rechercher")
    hide(book, "masquées à la main")
    said, _ = press(XlwingsBook(book), "tout-selectionner")

    assert said.replace("\u202f", " ").endswith("sur 251. Y compris 125 lignes masquées.")


@pytest.mark.parametrize("number", [1, 5, 14])
def test_a_call_that_is_refused_leaves_all_as_before(book: xlwings.Book, number: int) -> None:
    """N-60"""
    press(XlwingsBook(book), "rechercher")
    before = rows(XlwingsBook(book))
    with excel_habits.refused_call(number) as writes:
        said, refused = press(XlwingsBook(book), "rechercher")

    assert refused == (writes[0] >= number), said
    assert rows(XlwingsBook(book)) == before
    if refused:
        assert "n'a pas accepté cette écriture" in said
        assert said.endswith("Rien n'a été changé dans le classeur.")


def test_a_locked_cell_that_takes_nothing_is_found_out(book: xlwings.Book) -> None:
    """N-60"""
    book.sheets["Factures"].api.protect("")
    live = XlwingsBook(book)
    count = len(live.read_table("tFactures").rows)

    with excel_habits.silent_locked_cells(), pytest.raises(DataError, match="ne se relit pas"):
        live.update_columns("tFactures", {"Niveau": [9] * count})


def test_a_workbook_of_the_cloud_alone_gets_its_sentence(book: xlwings.Book) -> None:
    """N-67"""
    live = XlwingsBook(book)
    with excel_habits.unmapped_cloud():
        said, refused = press(live, "lettres")

    assert refused
    assert "OneDrive ou SharePoint" in said
    assert "dossier synchronisé" in said


def test_a_search_follows_the_dashboard(book: xlwings.Book) -> None:
    """The places of the faults are links or blanks in turn: cells of several formats are never taken for one."""
    press(XlwingsBook(book), "bilan")
    said, refused = press(XlwingsBook(book), "rechercher")

    assert not refused, said
    assert all(row[2] or not row[1] for row in XlwingsBook(book).read_table("tControle").rows[:2])

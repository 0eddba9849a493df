"""« Annuler » takes back the last batch of any kind, an import among them (N-05)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from relance_xl.actions.common.run import Run
from relance_xl.actions.importing import Wanted
from relance_xl.actions.imports.habits import Habits
from relance_xl.actions.imports.undoing import ImportUndone
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.searching import search
from relance_xl.actions.setup.company import copy_templates
from relance_xl.actions.undoing import rehearse_undo, undo
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError
from relance_xl.tables.grid import Value
from tests.actions.imports.weeks import F1, F2, F4, brought, company, state, typed
from tests.postal import with_addresses

CONFIRMED = Wanted(confirmed=True)
WRONG = "X1;Autre;G1;05/02/2026;04/03/2026;10,00;10,00"
TABLES = ("tClients", "tFactures", "tParametres")
Tables = dict[str, list[dict[str, Value]]]


def tables(book: MemoryBook) -> Tables:
    """What the undo must give back, cell by cell."""
    return {name: book.rows(name) for name in TABLES}


def clicked(minute: int = 0, asked: list[str] | None = None) -> Run:
    """A click that many minutes after nine, agreed to; the questions go into `asked`."""

    def agreed(question: str) -> bool:
        if asked is not None:
            asked.append(question)
        return True

    return Run(now=datetime(2026, 3, 17, 9) + timedelta(minutes=minute), user="comptable", confirm=agreed)


def reminded(book: MemoryBook, minute: int = 0) -> str:
    """The letters of what the search proposes; their batch."""
    copy_templates(book.path.parent / "Modèles")
    with_addresses(book)
    search(book, clicked(minute))
    return issue_letters(book, clicked(minute)).batch


def test_n_05_after_an_import_is_undone_the_tables_are_as_before(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path)
    before = tables(book)
    last = book.read_names()["dernier_import"]
    brought(book, F1.replace("1000,00;1000,00", "1000,00;400,00"), WRONG, wanted=CONFIRMED)
    assert tables(book) != before
    report = undo(book, clicked())

    assert isinstance(report, ImportUndone)
    assert tables(book) == before
    assert book.read_names()["dernier_import"] == last
    assert [row["État"] for row in book.rows("tImports")] == ["Fait", "Annulé"]
    assert not report.kept


def test_n_05_the_question_names_what_will_be_undone(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path)
    brought(book, F1, F4, name="clients.csv")
    asked: list[str] = []
    undo(book, clicked(asked=asked))

    assert asked == ["Annuler l'import de clients.csv du 16/03/2026, 2 lignes soldées ?"]


def test_n_05_import_letters_wrong_import_undo_right_import(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path)
    typed(book, Exclusion=[None] * 4)
    reminded(book)
    journal, before = book.rows("tJournal"), tables(book)
    brought(book, WRONG, wanted=CONFIRMED)
    report = undo(book, clicked(1))

    assert isinstance(report, ImportUndone)
    assert tables(book) == before
    assert book.rows("tJournal") == journal
    assert not brought(book, F1, F2, F4).doubts
    assert state(book)["F3"][0] == 0
    assert state(book)["F1"][0] == 1000


def test_n_05_letters_after_an_import_are_undone_first_whatever_the_clock_says(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path)
    typed(book, Niveau=[None] * 4)
    letters = reminded(book, minute=-60 * 24 * 7)

    assert letters in undo(book, clicked()).summary
    assert isinstance(undo(book, clicked()), ImportUndone)


def test_n_05_a_line_issued_since_is_kept_and_listed_with_its_customer(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path, first=False)
    brought(book, F1, F2, F4)
    book.update_columns("tFactures", {"Niveau": [None, None, 1], "Dernière relance": [None, None, date(2026, 3, 16)]})
    report = undo(book, clicked())

    assert isinstance(report, ImportUndone)
    assert [row["Facture"] for row in book.rows("tFactures")] == ["F4"]
    assert [row["Code"] for row in book.rows("tClients")] == ["C3"]
    assert [(each.invoice, each.customer) for each in report.kept] == [("F4", "C3"), ("", "C3")]
    assert "F4 de C3 reste comme elle est : elle a été relancée depuis l'import (niveau 1)" in report.problems[0].what


def test_n_05_rows_sorted_since_are_found_again(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path)
    before = tables(book)
    brought(book, F1.replace("1000,00;1000,00", "1000,00;400,00"), F2, F4)
    book.tables["tFactures"].rows.reverse()
    undo(book, clicked())
    book.tables["tFactures"].rows.reverse()

    assert tables(book) == before


def test_n_05_what_an_import_remembered_is_forgotten_with_it(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path)
    before = tables(book)
    brought(book, F1, F2, F4, wanted=Wanted(habits=Habits(accounts=("413",), netted=True)))
    assert tables(book)["tParametres"] != before["tParametres"]
    undo(book, clicked())

    assert tables(book) == before


def test_n_05_an_undo_is_not_undone_and_the_batch_before_comes_next(tmp_path: Path) -> None:
    """N-05"""
    book = company(tmp_path)
    first = str(book.rows("tImports")[0]["Lot"])
    brought(book, F1, F2, F4)
    second = str(book.rows("tImports")[1]["Lot"])
    undo(book, clicked())
    with pytest.raises(DataError, match="déjà annulé"):
        undo(book, clicked(), second)
    typed(book, Niveau=[None] * 4, Exclusion=[None] * 4, Note=[None] * 4)
    rehearsed = rehearse_undo(book, clicked())
    assert first in rehearsed.summary
    assert book.rows("tFactures")
    undo(book, clicked())

    assert not book.rows("tFactures")
    assert not book.rows("tClients")

"""The buttons of the search panel, and a check of a workbook that has lost a part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from relance_xl.actions.checking import verify
from relance_xl.actions.criteria import save_defaults, select_all, set_criteria
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError
from tests.actions.company import click, in_memory


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    return in_memory(tmp_path, {})


def test_criteria_given_with_the_command_are_written_into_the_sheet(book: MemoryBook) -> None:
    report = set_criteria(book, replace(click(), criteria={"critere_jours": 10, "critere_nom": "Dupont"}))

    assert report.summary == "2 critères écrits."
    assert (book.read_names()["critere_jours"], book.read_names()["critere_nom"]) == (10, "Dupont")


def test_criteria_that_cannot_be_read_are_refused(book: MemoryBook) -> None:
    with pytest.raises(DataError, match="« dix » n'est pas un nombre entier"):
        set_criteria(book, replace(click(), criteria={"critere_jours": "dix"}))
    with pytest.raises(DataError, match="« dix » n'est pas un nombre entier"):
        save_defaults(book)
    with pytest.raises(DataError, match="« dix » n'est pas un nombre entier"):
        search(book, click(1))


def test_s2_11_ticking_needs_its_columns(book: MemoryBook) -> None:
    table = book.tables["tRelances"]
    table.headers = tuple("Coche" if header == "Relancer" else header for header in table.headers)

    with pytest.raises(DataError, match="a perdu une de ses colonnes"):
        select_all(book)


def test_faults_are_told_even_where_the_sheet_controle_is_missing(book: MemoryBook) -> None:
    del book.tables["tControle"]

    told = [problem.what for problem in verify(book, click()).problems]

    assert any("tControle" in what for what in told)

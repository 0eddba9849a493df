"""The buttons of the search panel, and a check of a workbook that has lost a part."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from relance_xl.actions.checking import verify
from relance_xl.actions.common.run import Run, Selection
from relance_xl.actions.criteria import (
    save_defaults,
    select_all,
    select_none,
    set_criteria,
    tick_selected,
    untick_selected,
)
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

    report = verify(book, click())

    assert any("tControle" in problem.what for problem in report.problems)
    assert "tControle" in report.summary, "whoever clicks cannot be sent to a sheet that cannot show it"


def selecting(*rows: tuple[int, int], sheet: str = "Relances") -> Run:
    return replace(click(), selected=lambda: Selection(sheet=sheet, rows=rows))


@pytest.fixture
def proposed(book: MemoryBook) -> MemoryBook:
    """Two customers of two lines, one line of the first without a level; the second customer's are out of sight."""
    return book.fill(
        "tRelances",
        [
            {"Relancer": "oui", "Client": "A", "Facture": "A1", "Niveau proposé": 1},
            {"Relancer": "non", "Client": "A", "Facture": "A2"},
            {"Relancer": "oui", "Client": "B", "Facture": "B1", "Niveau proposé": 2},
            {"Relancer": "non", "Client": "B", "Facture": "B2", "Niveau proposé": 2},
        ],
    )


def ticks(book: MemoryBook) -> list[object]:
    return [row["Relancer"] for row in book.rows("tRelances")]


def test_a_customer_is_unticked_by_one_of_his_cells_and_the_others_stay(proposed: MemoryBook) -> None:
    first = proposed.tables["tRelances"].top + 1

    assert untick_selected(proposed, selecting((first + 2, first + 2))).summary == (
        "Client B : 2 lignes. En tout, 1 ligne cochée sur 4."
    )
    assert ticks(proposed) == ["oui", "non", "non", "non"]

    select_none(proposed)
    said = tick_selected(proposed, selecting((first, first), (first + 3, first + 3))).summary
    assert said == "2 clients : 4 lignes. En tout, 3 lignes cochées sur 4."
    assert ticks(proposed) == ["oui", "non", "oui", "oui"], "a line without a level is not ticked"


def test_n61_rows_out_of_sight_choose_nobody_but_belong_to_their_customer(proposed: MemoryBook) -> None:
    """N-61: a filter between two selected lines hides customers who were not meant; the hidden lines of hers follow."""
    table = proposed.tables["tRelances"]
    first, table.hidden = table.top + 1, frozenset({1, 2, 3})

    said = untick_selected(proposed, selecting((first, first + 3))).summary

    assert said == "Client A : 2 lignes. En tout, 1 ligne cochée sur 4. Y compris 1 ligne masquée."
    assert ticks(proposed) == ["non", "non", "oui", "non"]


@pytest.mark.parametrize("run", [selecting(), selecting((1, 2)), selecting((1, 99), sheet="Factures"), click()])
def test_without_a_customer_selected_nothing_is_ticked(proposed: MemoryBook, run: Run) -> None:
    with pytest.raises(DataError, match="Sélectionnez d'abord"):
        tick_selected(proposed, run)
    assert ticks(proposed) == ["oui", "non", "oui", "non"]

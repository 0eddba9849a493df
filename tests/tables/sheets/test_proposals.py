"""The decisions read back from `Relances`, each matched to its line of `Factures`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.domain.model import OpenItem
from relance_xl.domain.outcome import CLEARED, LineKey, Review
from relance_xl.domain.vocabulary import Channel
from relance_xl.tables.grid import Value
from relance_xl.tables.sheets.proposals import (
    Choices,
    read_choices,
    read_decisions,
    read_reviews,
    reviews,
    write_decisions,
)

DUE = date(2026, 2, 1)


def item(invoice: str = "F1", amount: str = "100") -> OpenItem:
    return OpenItem(customer="C1", invoice=invoice, due_date=DUE, amount=Decimal(amount))


def row(**cells: Value) -> dict[str, Value]:
    usual: dict[str, Value] = {
        "Client": "C1", "Facture": "F1", "Échéance": DUE, "Montant": 100, "Relancer": "oui", "Niveau proposé": 2,
        "Canal": "E-mail", "Relancer calculé": "oui", "Niveau calculé": 2, "Canal calculé": "E-mail",
    }  # fmt: skip
    return usual | {name.replace("_", " "): value for name, value in cells.items()}


def sheet(*rows: dict[str, Value]) -> MemoryBook:
    return MemoryBook.empty(Path("Relances.xlsm")).fill("tRelances", rows)


def key(invoice: str = "F1", occurrence: int = 0) -> LineKey:
    return LineKey(customer="C1", invoice=invoice, due_date=DUE, occurrence=occurrence)


def test_a_row_becomes_a_decision() -> None:
    lines, problems = read_reviews(sheet(row(Niveau_atteint=1, Dernière_relance=date(2026, 2, 20))), [item()])

    assert problems == []
    assert reviews(lines) == {
        key(): Review(
            ticked=True,
            level=2,
            channel=Channel.EMAIL,
            shown=True,
            level_reached=1,
            last_reminder=date(2026, 2, 20),
        )
    }
    assert not lines[0].choice.decides


@pytest.mark.parametrize(
    ("cells", "decided"),
    [
        ({"Niveau_proposé": 1}, (None, 1, None)),
        ({"Niveau_proposé": None}, (None, CLEARED, None)),
        ({"Niveau_proposé": None, "Relancer": "non"}, (False, CLEARED, None)),
        ({"Relancer": "non"}, (False, None, None)),
        ({"Relancer": None}, (False, None, None)),
        ({"Relancer_calculé": "non"}, (True, None, None)),
        ({"Canal": "Courrier"}, (None, None, Channel.LETTER)),
        ({"Niveau_proposé": 1, "Relancer": "non", "Canal": "Courrier"}, (False, 1, Channel.LETTER)),
        ({"Niveau_proposé": None, "Niveau_calculé": None, "Relancer_calculé": "non"}, None),
        ({"Niveau_proposé": "x", "Canal_calculé": None, "Relancer_calculé": None}, None),
        ({}, None),
    ],
)
def test_n_34_what_differs_from_what_was_computed_is_a_decision(
    cells: dict[str, Value], decided: tuple[bool | None, int | None, Channel | None] | None
) -> None:
    found = read_choices(sheet(row(**cells)), [item()]).decisions

    assert [(each.ticked, each.level, each.channel) for each in found.values()] == ([decided] if decided else [])


def test_n_34_decisions_kept_beside_the_sheet_join_what_it_shows_until_the_line_is_issued() -> None:
    kept: dict[str, Value] = {
        "Client": "C1", "Facture": "F1", "Échéance": DUE, "Montant": 100, "Relancer": "non", "Niveau": 3,
    }  # fmt: skip
    hidden: dict[str, Value] = {**kept, "Facture": "F2", "Niveau": None, "Canal": "Courrier"}
    gone: dict[str, Value] = {**kept, "Facture": "F9"}

    book = sheet(row(Canal="Courrier")).fill("tDecisions", [kept, hidden, gone])
    found = read_choices(book, [item(), item("F2")]).decisions
    assert {line.invoice: (each.ticked, each.level, each.channel) for line, each in found.items()} == {
        "F1": (False, 3, Channel.LETTER),
        "F2": (False, None, Channel.LETTER),
    }

    elsewhere = sheet(row(Facture="F8")).fill("tDecisions", [kept])
    assert len(read_choices(elsewhere, [item()]).decisions) == 1

    issued = sheet(row(Niveau_atteint=2)).fill("tDecisions", [kept])
    assert read_choices(issued, [item()]).decisions == {}

    ticked = sheet(row(Relancer_calculé="non", Canal="Courrier", Niveau_proposé=1)).fill("tDecisions", [kept])
    (found_now,) = read_choices(ticked, [item()]).decisions.values()
    assert (found_now.ticked, found_now.level) == (True, 1)


def test_n_34_a_workbook_without_the_hidden_sheet_keeps_what_relances_shows() -> None:
    book = sheet(row(Relancer="non"))
    del book.tables["tDecisions"]
    decisions = read_choices(book, [item()]).decisions

    write_decisions(book, decisions, [item()])

    assert [each.ticked for each in decisions.values()] == [False]


def test_n_34_decisions_are_written_as_they_are_read() -> None:
    book = sheet()
    decisions = {
        key(): Review(
            ticked=False, level=CLEARED, channel=Channel.EMAIL, shown=True, level_reached=1, last_reminder=DUE
        )
    }
    write_decisions(book, decisions, [item("F2"), item()])
    assert read_decisions(book, [item()]) == decisions

    write_decisions(book, {}, [item()])
    assert read_decisions(book, [item()]) == {}


@pytest.mark.parametrize(
    ("level", "why", "kept"),
    [
        (None, "Litige", False),
        (2, "Niveau 2\u00a0: 34 jours de retard (borne 30)", False),
        (1, "Niveau 2\u00a0: 34 jours de retard (borne 30)", True),
        (2, "Niveau 2 choisi à la main (calculé\u00a0: 1)", True),
        (1, "Trop tôt\u00a0: niveau 1 à partir du 15/08/2025", True),
    ],
)
def test_s1_12_in_a_workbook_made_before_the_computed_level_is_in_the_sentence(
    level: int | None, why: str, kept: bool
) -> None:
    book = sheet(row(Niveau_proposé=level, Pourquoi=why))
    table = book.tables["tRelances"]
    table.headers = tuple("Autre" if header == "Niveau calculé" else header for header in table.headers)

    assert bool(read_choices(book, [item()]).decisions) is kept


@pytest.mark.parametrize(
    ("cells", "decided"),
    [
        ({}, None),
        ({"Relancer": "non"}, (False, None, None)),
        ({"Niveau_proposé": 1}, (None, 1, None)),
        ({"Relancer": "non", "Niveau_proposé": None, "Pourquoi": "Pas encore échue"}, None),
        (
            {"Relancer": "non", "Niveau_proposé": None, "Pourquoi": "Niveau 4 hors des niveaux du groupe 4 (1 à 3)"},
            None,
        ),
        ({"Relancer": "non", "Pourquoi": "Niveau 2\u00a0: 13 jours de retard ; à cocher pour confirmer"}, None),
    ],
)
def test_n_69_a_search_made_before_the_columns_came_keeps_what_was_decided_and_nothing_else(
    cells: dict[str, Value], decided: tuple[bool | None, int | None, Channel | None] | None
) -> None:
    """N-69, N-34: « mettre-a-jour » adds the columns of what was computed, blank."""
    old = {"Relancer_calculé": None, "Niveau_calculé": None, "Canal_calculé": None, "Pourquoi": "Niveau 2\u00a0: tard"}
    found = read_choices(sheet(row(**old | cells)), [item()]).decisions

    assert [(each.ticked, each.level, each.channel) for each in found.values()] == ([decided] if decided else [])


def test_s1_12_a_level_typed_where_none_was_computed_is_a_choice() -> None:
    lines, _ = read_reviews(sheet(row(Niveau_proposé=1, Niveau_calculé=None)), [item()])

    assert [line.choice.level for line in lines] == [1]


def test_s1_12_the_numbers_typed_outlive_the_next_search_too() -> None:
    book = sheet(row() | {"N° recommandé": " 1A  123 "}, row(Facture="F2"))

    kept = read_choices(book, [item(), item("F2")])

    assert [(line.key, line.registered_number) for line in kept.numbered] == [(key(), "1A 123")]
    assert kept.decisions == {}


def test_a_sheet_where_nothing_was_typed_keeps_nothing() -> None:
    assert read_choices(sheet(row()), [item()]) == Choices()


def test_a_workbook_without_relances_holds_no_decision() -> None:
    without = sheet()
    del without.tables["tRelances"]

    assert read_reviews(without, [item()]) == ([], [])


def test_a_row_that_names_no_line_is_passed_over_and_an_unreadable_one_is_told() -> None:
    lines, problems = read_reviews(sheet(row(Facture=None), row(Échéance="demain"), row(Niveau_proposé="x")), [item()])

    assert [line.review.level for line in lines] == [None]
    assert [problem.value for problem in problems] == ["demain", "x"]


def test_a_line_gone_from_factures_is_an_orphan_and_decides_nothing() -> None:
    lines, _ = read_reviews(sheet(row(Facture="F9", Niveau_proposé=1)), [item()])

    assert [line.orphan for line in lines] == [True]
    assert reviews(lines) == {}


def test_lines_alike_are_told_apart_by_amount_then_by_order() -> None:
    items = [item(amount="100"), item(amount="50"), item(amount="50")]
    rows = [row(Montant=50, Relancer="non"), row(Montant=70), row(Montant=50)]

    lines, _ = read_reviews(sheet(*rows), items)

    assert [(line.key.occurrence, line.review.ticked) for line in lines] == [(1, False), (0, True), (2, True)]

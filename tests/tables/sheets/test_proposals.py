"""The decisions read back from `Relances`, each matched to its line of `Factures`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.domain.model import OpenItem
from relance_xl.domain.outcome import LineKey, Review
from relance_xl.domain.vocabulary import Channel
from relance_xl.tables.grid import Value
from relance_xl.tables.sheets.proposals import Choices, made_by_hand, read_choices, read_reviews, reviews

DUE = date(2026, 2, 1)


def item(invoice: str = "F1", amount: str = "100") -> OpenItem:
    return OpenItem(customer="C1", invoice=invoice, due_date=DUE, amount=Decimal(amount))


def row(**cells: Value) -> dict[str, Value]:
    usual: dict[str, Value] = {
        "Client": "C1", "Facture": "F1", "Échéance": DUE, "Montant": 100, "Relancer": "oui", "Niveau proposé": 2,
        "Canal": "E-mail", "Niveau calculé": 2,
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
    assert made_by_hand(lines) == {}


def test_s1_12_only_levels_typed_by_hand_outlive_the_next_search_and_their_channel_does_not() -> None:
    lines, _ = read_reviews(sheet(row(Niveau_proposé=1)), [item()])

    assert {line: (review.level, review.channel) for line, review in made_by_hand(lines).items()} == {key(): (1, None)}


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

    assert bool(read_choices(book, [item()]).levels) is kept


def test_s1_12_a_level_typed_where_none_was_computed_is_a_choice() -> None:
    lines, _ = read_reviews(sheet(row(Niveau_proposé=1, Niveau_calculé=None)), [item()])

    assert list(made_by_hand(lines)) == [key()]


def test_s1_12_the_numbers_typed_outlive_the_next_search_too() -> None:
    book = sheet(row() | {"N° recommandé": " 1A  123 "}, row(Facture="F2"))

    kept = read_choices(book, [item(), item("F2")])

    assert [(line.key, line.registered_number) for line in kept.numbered] == [(key(), "1A 123")]
    assert kept.levels == {}


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
    assert reviews(lines) == made_by_hand(lines) == {}


def test_lines_alike_are_told_apart_by_amount_then_by_order() -> None:
    items = [item(amount="100"), item(amount="50"), item(amount="50")]
    rows = [row(Montant=50, Relancer="non"), row(Montant=70), row(Montant=50)]

    lines, _ = read_reviews(sheet(*rows), items)

    assert [(line.key.occurrence, line.review.ticked) for line in lines] == [(1, False), (0, True), (2, True)]

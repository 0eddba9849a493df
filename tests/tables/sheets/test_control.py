"""The sheet `Contrôle`: the gravest first, what repeats told once, what an action met kept until it is done again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.problems import Problem, Severity
from relance_xl.tables.alike import FEW_ERRORS
from relance_xl.tables.sheets.writing import has_met, write_control

COLUMNS = ("Gravité", "Nombre", "Feuille", "Cellule", "Valeur", "Message")


def empty() -> MemoryBook:
    return MemoryBook.empty(Path("Relances.xlsm"))


def told(book: MemoryBook) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in COLUMNS) for row in book.rows("tControle")]


def doubts(rows: Iterable[int], kind: str = "") -> list[Problem]:
    return [
        Problem(what=f"Le client C{row} doute", sheet="Clients", cell=f"M{row}", value=f"C{row}",
                severity=Severity.WARNING, kind=kind)
        for row in rows
    ]  # fmt: skip


def test_errors_come_first_each_with_a_link_to_its_cell() -> None:
    book = empty()
    write_control(
        book,
        [
            Problem(what="Doute", sheet="Clients", cell="C4", severity=Severity.WARNING),
            Problem(what="Faute", sheet="L'onglet", cell="B2", value="x"),
            Problem(what="Illisible", file="export.txt", line=12),
            Problem(what="Vide"),
            Problem(what="Fiche", sheet="Clients", row=9, field="group", severity=Severity.WARNING),
        ],
    )

    assert told(book) == [
        ("Erreur", 1, "L'onglet", "B2", "x", "Faute."),
        ("Erreur", 1, "export.txt", "ligne 12", None, "Illisible."),
        ("Erreur", 1, None, None, None, "Vide."),
        ("Avertissement", 1, "Clients", "C4", None, "Doute."),
        ("Avertissement", 1, "Clients", "M9", None, "Fiche."),
    ]


def test_warnings_that_repeat_are_one_line_with_their_count_and_their_cells() -> None:
    book = empty()
    write_control(book, [*doubts([12, 15, 16, 17]), *doubts([3], kind="autre chose")])

    assert told(book) == [
        ("Avertissement", 4, "Clients", "M12", "C12", "Le client C12 doute. De même\N{NO-BREAK SPACE}: M15:M17."),
        ("Avertissement", 1, "Clients", "M3", "C3", "Le client C3 doute."),
    ]


@pytest.mark.parametrize(("number", "rows"), [(FEW_ERRORS, FEW_ERRORS), (FEW_ERRORS + 1, 1)])
def test_a_few_errors_of_a_kind_keep_their_links_more_are_one_line(number: int, rows: int) -> None:
    book = empty()
    write_control(
        book, [Problem(what="Illisible", sheet="Factures", cell=f"H{2 * row}") for row in range(1, number + 1)]
    )

    assert [(row[0], row[3]) for row in told(book)][:1] == [("Erreur", "H2")]
    assert (len(told(book)), sum(int(str(row[1])) for row in told(book))) == (rows, number)


def test_many_places_are_counted_and_lines_of_a_file_are_named() -> None:
    book = empty()
    rows = [*range(2, 60, 2), 61, 62]
    write_control(
        book, [Problem(what=f"Date {row}", file="a.csv", line=row, severity=Severity.WARNING) for row in rows]
    )

    (row,) = told(book)
    assert str(row[-1]).endswith(": lignes 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26 et 18 autres.")


def test_lines_that_follow_each_other_are_one_span() -> None:
    book = empty()
    write_control(book, [Problem(what="Date", file="a.csv", line=row, value=str(row), severity=Severity.WARNING)
                         for row in (4, 7, 8, 9)])  # fmt: skip

    assert str(told(book)[0][-1]).endswith("lignes 7 à 9.")


def test_what_has_no_place_is_counted() -> None:
    book = empty()
    write_control(book, [Problem(what=f"Rien {row}", severity=Severity.WARNING) for row in range(3)])

    assert [row[-1] for row in told(book)] == ["Rien 0. De même 2 autres fois."]


def test_what_an_action_met_stays_until_it_is_done_again() -> None:
    book = empty()
    faulty = Problem(what="Illisible", file="export.txt", line=12)
    late = Problem(what="Réglée depuis", sheet="Factures", cell="B7", severity=Severity.WARNING)
    doubt = doubts([4])
    write_control(book, doubt, "importer", [faulty, *doubt])
    write_control(book, doubt, "lettres", [late])
    assert has_met(book, "importer")
    seen = told(book)
    write_control(book, doubt, "verifier")

    assert told(book) == seen
    assert [row[3] for row in seen] == ["ligne 12", "M4", "B7"]
    write_control(book, [], "importer")
    assert not has_met(book, "importer")
    assert [row[3] for row in told(book)] == ["B7"]


def test_what_the_workbook_shows_is_not_met_again() -> None:
    book = empty()
    shown = Problem(what="Aucun cours pour USD", sheet="Factures", cell="G4", value="USD", kind="taux")
    write_control(book, [shown], "bilan", [Problem(what="USD sans cours", sheet="Taux", value="USD", kind="taux")])

    assert [row[2] for row in told(book)] == ["Factures"]


def test_a_workbook_of_before_goes_on_without_the_new_columns() -> None:
    book = empty()
    book.tables["tControle"].headers = ("Gravité", "Feuille", "Cellule", "Valeur", "Message")
    write_control(book, doubts([4, 5]), "importer", [Problem(what="Illisible", file="export.txt", line=12)])

    assert [row["Message"] for row in book.rows("tControle")] == [
        "Illisible.", "Le client C4 doute. De même\N{NO-BREAK SPACE}: M5.",
    ]  # fmt: skip
    assert not has_met(book, "importer")


def test_n_65_a_remark_beside_a_line_follows_it_when_the_count_changes() -> None:
    """N-65"""
    book = empty()
    write_control(book, doubts([4, 5, 6]))
    table = book.tables["tControle"]
    table.headers = (*table.headers, "Ma note")
    table.rows = [[*row, "vu"] for row in table.rows]
    write_control(book, [Problem(what="Faute", sheet="Niveaux", cell="A3"), *doubts([4, 6])])

    assert [row["Ma note"] for row in book.rows("tControle")] == [None, "vu"]

"""The workbook as people leave it, clicked with the mouse: a sheet protected, rows filtered, closed without saving."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from relance_xl.books.live.book import XlwingsBook
from tests.libreoffice.desktop import User
from tests.libreoffice.excel_habits import filter_table

pytestmark = [pytest.mark.libreoffice, pytest.mark.window]


@pytest.fixture
def searched(user: User) -> User:
    """The user has just searched, at the date of the sample company."""
    user.book.names["date_relance"].refers_to_range.value = datetime(2026, 3, 16)
    user.click("Accueil", "Relance_Rechercher")
    user.answer()
    return user


def test_n_60_a_protected_sheet_refuses_the_click_and_says_what_to_do(searched: User) -> None:
    """N-60"""
    sheet = searched.book.sheets["Journal"].api
    sheet.protect("")
    try:
        searched.click("Accueil", "Relance_Lettres")
        said = searched.answer("protégée")
    finally:
        sheet.unprotect("")

    assert said.startswith("Journal : Cette feuille est protégée, et ce bouton doit y écrire.")
    assert "Rien n'a été changé dans le classeur." in said


def test_n_61_rows_hidden_by_hand_are_ticked_like_the_others_and_counted(searched: User) -> None:
    """N-61"""
    table = searched.book.sheets["Relances"].tables["tRelances"].range
    rows = searched.book.sheets["Relances"].api.Rows
    for row in range(table.row, table.row + 5):
        rows.getByIndex(row).IsVisible = False

    searched.click("Relances", "Relance_ToutDeselectionner")
    said = searched.answer("masquées")

    assert said.startswith("0 ligne cochée")
    assert "masquée" in said
    assert {row["Relancer"] for row in searched.rows("tRelances")} == {"non"}


def test_n_61_a_filter_left_on_hides_nothing_of_what_a_search_writes(searched: User) -> None:
    """N-61"""
    before = searched.rows("tRelances")
    table = searched.book.sheets["Relances"].tables["tRelances"]
    rows = searched.book.api.Sheets.getByName("Relances").Rows
    filter_table(table.impl, [*before[0]].index("Client"), str(before[0]["Client"]))
    assert any(rows.getByIndex(place).IsFiltered for place in range(table.range.row, table.range.row + 30))

    searched.click("Accueil", "Relance_Rechercher")
    searched.answer("filtrée")

    after = searched.rows("tRelances")
    assert [(row["Client"], row["Facture"], row["Solde"]) for row in after] == [
        (row["Client"], row["Facture"], row["Solde"]) for row in before
    ]
    assert not any(rows.getByIndex(place).IsFiltered for place in range(table.range.row, table.range.row + 30))


def test_n_66_letters_that_the_journal_does_not_know_are_asked_about_and_taken_up(
    searched: User, company: Path
) -> None:
    """N-66: the journal and the levels are those of before the letters, as in a workbook closed without being saved."""
    searched.click("Relances", "Relance_ToutSelectionner")
    searched.answer()
    book = XlwingsBook(searched.book)
    levels, journal = book.read_table("tFactures"), book.read_table("tJournal")
    searched.click("Accueil", "Relance_Lettres")
    searched.answer()
    searched.answer()
    letters = set((company.parent / "Lettres").rglob("*.docx"))
    book = XlwingsBook(searched.book)
    places = {header: levels.headers.index(header) for header in ("Niveau", "Dernière relance")}
    book.update_columns("tFactures", {name: [row[place] for row in levels.rows] for name, place in places.items()})
    book.replace_rows("tJournal", journal.headers, [])
    searched.click("Accueil", "Relance_Rechercher")
    searched.answer()

    searched.click("Accueil", "Relance_Lettres")
    asked = searched.answer("sans-journal")
    said = searched.answer("reprises")

    assert "lettres du 16/03/2026" in asked
    assert "ces documents existent sans être au journal" in asked
    assert "documents repris au journal" in said
    assert len(searched.rows("tJournal")) >= len(journal.rows)
    assert set((company.parent / "Lettres").rglob("*.docx")) == letters

"""The buttons beside the daily ones, clicked in a real LibreOffice with the mouse: their effect in cells and on disk.

One window and one workbook serve them all, in this order: each looks at what its own click added.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.libreoffice.desktop import User

pytestmark = [pytest.mark.libreoffice, pytest.mark.window]


@pytest.fixture
def dated(user: User) -> User:
    """The user works at the date of the sample company."""
    user.book.names["date_relance"].refers_to_range.value = datetime(2026, 3, 16)
    return user


@pytest.fixture
def searched(dated: User) -> User:
    """The user has just searched."""
    dated.click("Accueil", "Relance_Rechercher")
    dated.answer()
    return dated


def test_the_faults_are_listed_with_links(dated: User) -> None:
    dated.click("Accueil", "Relance_Verifier")
    said = dated.answer()

    faults = dated.rows("tControle")
    assert said.startswith(f"{sum(row['Gravité'] == 'Erreur' for row in faults)} erreurs")
    assert "F256" in {row["Cellule"] for row in faults}
    assert dated.book.sheets.active.name == "Contrôle"


def test_the_aged_balance_is_computed(dated: User) -> None:
    dated.click("Accueil", "Relance_TableauDeBord")
    dated.answer()

    shares = [row["Part"] for row in dated.rows("tBalance")]
    assert len(shares) == 5
    assert sum(shares) == pytest.approx(1, abs=0.001)
    assert dated.rows("tBalanceClients")


def test_criteria_saved_as_defaults_come_back(user: User) -> None:
    days = user.book.names["critere_jours"].refers_to_range
    days.value = 12
    user.click("Relances", "Relance_EnregistrerDefaut")
    assert "valeurs par défaut" in user.answer()

    days.value = 99
    user.click("Relances", "Relance_RazFiltre")
    user.answer()
    assert days.value == 12


def test_nothing_is_sent_without_a_server(searched: User) -> None:
    recorded = searched.rows("tJournal")
    searched.click("Relances", "Relance_Envoyer")
    said = searched.answer()

    assert "serveur" in said
    assert searched.rows("tJournal") == recorded


def test_drafts_are_written_and_recorded(searched: User, company: Path) -> None:
    searched.click("Relances", "Relance_Emails")
    searched.answer()
    said = searched.answer()

    drafts = list((company.parent / "E-mails").rglob("*.eml"))
    assert said.startswith(f"{len(drafts)} ")
    assert "E-mail" in {row["Canal"] for row in searched.rows("tJournal")}


def test_the_outcome_of_a_call_reaches_the_line_and_the_journal(searched: User) -> None:
    recorded = searched.rows("tJournal")
    searched.click("Relances", "Relance_ListeAppels")
    searched.answer()
    calls = searched.book.sheets["Appels"].tables["tAppels"].range
    headers = calls[0, :].value
    first = calls[2, :]  # the row before opens the customer
    invoice = first[0, headers.index("Facture")].value
    first[0, headers.index("Résultat")].value = "Promesse"
    first[0, headers.index("Promesse le")].value = datetime(2026, 3, 27)

    searched.click("Appels", "Relance_EnregistrerAppels")
    searched.answer()

    (line,) = [row for row in searched.rows("tFactures") if row["Facture"] == invoice]
    assert line["Promesse le"] == datetime(2026, 3, 27)
    assert [row["Canal"] for row in searched.rows("tJournal")[len(recorded) :]] == ["Téléphone"]


def test_the_state_of_each_bill_is_told_then_letters_ask_for_them(dated: User, company: Path) -> None:
    dated.click("Accueil", "Relance_Traites")
    dated.answer()
    assert any(str(row["État"]).startswith("À relancer") for row in dated.rows("tTraites"))

    dated.click("Traites", "Relance_TraitesLettres")
    dated.answer()
    dated.answer()
    letters = list((company.parent / "Lettres").rglob("Traites/*.docx"))
    assert len(letters) == 2
    assert sum(row["Dernière relance"] == datetime(2026, 3, 16) for row in dated.rows("tTraites")) == 2


def test_the_templates_are_tried(user: User) -> None:
    user.click("Paramètres", "Relance_VerifierModeles")

    assert "60 modèles essayés : aucune anomalie" in user.answer().replace("\u00a0", " ")


def test_levels_are_blanked_only_where_a_rule_has_changed(user: User) -> None:
    levels = [row["Niveau"] for row in user.rows("tFactures")]
    user.click("Paramètres", "Relance_RemettreABlanc")

    assert user.answer()
    assert [row["Niveau"] for row in user.rows("tFactures")] == levels

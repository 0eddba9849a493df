"""The shipped workbook in a real LibreOffice: buttons clicked with the mouse, their effect in cells and on disk."""

from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from relance_xl.actions import searching
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain import sheets
from relance_xl.tables import schema
from tests.libreoffice.desktop import User, wait_for

pytestmark = [pytest.mark.libreoffice, pytest.mark.window]


@pytest.fixture
def searched(user: User) -> User:
    """The user has just searched, at the date of the sample company."""
    user.book.names["date_relance"].refers_to_range.value = datetime(2026, 3, 16)
    user.click("Accueil", "Relance_Rechercher")
    assert "lignes à relancer chez 49 clients au 16/03/2026" in user.answer()
    return user


def ticks(user: User) -> set[object]:
    return {row["Relancer"] for row in user.rows("tRelances") if row["Niveau proposé"] is not None}


def test_a_search_fills_the_sheet_and_changes_no_level(user: User) -> None:
    levels = [(row["Facture"], row["Niveau"], row["Dernière relance"]) for row in user.rows("tFactures")]
    user.click("Accueil", "Relance_Rechercher")
    said = user.answer()
    found = user.rows("tRelances")

    assert said.startswith(f"{sum(row['Niveau proposé'] is not None for row in found)} lignes à relancer")
    assert user.book.sheets.active.name == "Relances"
    assert all(row["Pourquoi"] for row in found)
    assert [(row["Facture"], row["Niveau"], row["Dernière relance"]) for row in user.rows("tFactures")] == levels
    assert user.rows("tControle")


def test_all_and_none_are_ticked(searched: User) -> None:
    searched.click("Relances", "Relance_ToutDeselectionner")
    assert searched.answer().startswith("0 ligne cochée")
    assert ticks(searched) == {"non"}

    searched.click("Relances", "Relance_ToutSelectionner")
    assert "lignes cochées" in searched.answer()
    assert ticks(searched) == {"oui"}


def test_the_criteria_are_reset(searched: User) -> None:
    name = searched.book.names["critere_nom"].refers_to_range
    name.value = "Dupont"
    searched.click("Relances", "Relance_RazFiltre")

    assert "valeurs par défaut" in searched.answer()
    assert name.value is None


def test_the_phone_list_names_those_ticked(searched: User) -> None:
    searched.click("Relances", "Relance_ListeAppels")
    said = searched.answer()
    calls = searched.rows("tAppels")

    lines = [row for row in calls if row["Facture"]]
    assert said.startswith(f"{len({row['Client'] for row in calls})} clients à appeler pour {len(lines)} lignes")
    assert len(calls) == len(lines) + len({row["Client"] for row in calls})  # a row opens each customer
    assert all(row["Téléphone"] is None or str(row["Téléphone"]).startswith(("0", "+")) for row in calls)


def test_a_fault_of_the_program_leaves_the_cells_and_the_screen_as_they_were(
    searched: User, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_given: object) -> None:
        raise ZeroDivisionError("seeded fault")

    before = searched.rows("tRelances")
    with monkeypatch.context() as broken:
        broken.setattr(searching, "ticked_proposals", fall)  # a bug, where a search thinks
        searched.click("Relances", "Relance_Rechercher")
        said = searched.answer()
    logs = [file for file in state.rglob("*.log") if "ZeroDivisionError: seeded fault" in file.read_text("utf-8")]

    assert "ZeroDivisionError" not in said
    assert "Traceback" not in said
    assert len(logs) == 1
    assert logs[0].name in said.replace("\n", "")
    assert searched.rows("tRelances") == before
    assert not searched.book.api.hasControllersLocked()
    assert searched.book.app.status_bar is False


def test_letters_are_written_recorded_then_undone(searched: User, company: Path) -> None:
    levels = [row["Niveau"] for row in searched.rows("tFactures")]
    searched.click("Relances", "Relance_Lettres")
    assert "Les écrire" in searched.answer()
    said = searched.answer()
    letters = list((company.parent / "Lettres").rglob("*.docx"))
    issued = searched.rows("tJournal")

    assert said.startswith(f"{len([file for file in letters if 'À imprimer' not in file.name])} lettres écrites")
    assert {row["État"] for row in issued} == {"Émise"}
    assert [row["Niveau"] for row in searched.rows("tFactures")] != levels

    searched.click("Accueil", "Relance_Annuler")
    searched.answer()
    assert searched.answer()
    assert [row["Niveau"] for row in searched.rows("tFactures")] == levels
    assert {row["État"] for row in searched.rows("tJournal")} == {"Annulée"}


def test_saving_with_the_keyboard_twice_asks_nothing_and_keeps_the_macros(user: User, company: Path) -> None:
    with zipfile.ZipFile(company) as package:
        macros = package.read("xl/vbaProject.bin")
    for said in ("une fois", "deux fois"):
        user.show("Clients")
        user.book.sheets["Clients"]["B2"].value = said
        user.type("ctrl+s")
        wait_for(lambda said=said: put_back(company, said, macros), said)  # type: ignore[misc]  # a default binds it
        assert user.box() is None

    with zipfile.ZipFile(company) as package:
        assert package.read("xl/vbaProject.bin") == macros
        assert b'codeName="ThisWorkbook"' in package.read("xl/workbook.xml")


def put_back(company: Path, first: str, macros: bytes) -> bool:
    """Whether the file holds that customer and our macros: what LibreOffice writes stands there for a moment first."""
    with zipfile.ZipFile(company) as package:
        kept = package.read("xl/vbaProject.bin") == macros
    return kept and WorkbookFile(company).read_table("tClients").rows[0][1] == first


@pytest.mark.parametrize(
    "sheet",
    [name for name in schema.SHEETS if name not in {"xlwings.conf", sheets.IMPORT_DETAILS, sheets.DECISIONS}],
)
def test_each_sheet_is_kept_as_a_picture(user: User, sheet: str) -> None:
    user.show(sheet)
    picture = user.look(sheet)

    assert picture.stat().st_size > 20_000, "a blank screen is smaller"

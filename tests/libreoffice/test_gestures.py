"""How many gestures the usual things take, played with a real mouse and keyboard in one LibreOffice, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from relance_xl.actions.setup.company import WORKBOOK, new_company
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.demo.ledger import DEMO_LEDGER_NAME, demo_ledger
from relance_xl.libreoffice.launcher import Window
from relance_xl.libreoffice.soffice import Soffice
from relance_xl.tables.grid import column_letters
from tests.libreoffice.desktop import User, screen, wait_for

pytestmark = [pytest.mark.libreoffice, pytest.mark.window]
DAY = datetime(2026, 3, 16)
LARGE = "CITA01"
"""The customer of most lines in the sample company."""


@pytest.fixture(scope="module")
def desk(state: Path) -> Iterator[tuple[Soffice, dict[str, str]]]:
    """A screen and a LibreOffice on it, whose system speaks no French."""
    del state
    with screen() as environment:
        english = {**environment, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        with Soffice(headless=False, environment=english) as office:
            yield office, english


def at_work(desk: tuple[Soffice, dict[str, str]], workbook: Path) -> Iterator[User]:
    office, environment = desk
    window = Window(office, workbook)
    user = User(window.app, environment)
    user.book.names["date_relance"].refers_to_range.value = DAY
    yield user
    window.document.setModified(False)
    window.document.close(True)


@pytest.fixture
def beginner(desk: tuple[Soffice, dict[str, str]], tmp_path: Path) -> Iterator[User]:
    """In front of an empty company, a ledger beside it."""
    new_company(tmp_path / "Vauban", WorkbookFile, {})
    (tmp_path / "Vauban" / DEMO_LEDGER_NAME).write_text(demo_ledger(), encoding="utf-8")
    yield from at_work(desk, tmp_path / "Vauban" / WORKBOOK)


@pytest.fixture(scope="module")
def user(desk: tuple[Soffice, dict[str, str]], company: Path) -> Iterator[User]:
    """In front of the sample company."""
    yield from at_work(desk, company)


@pytest.fixture
def searched(user: User) -> User:
    """The user has searched, and looks at the proposals; nothing is counted yet."""
    user.click("Accueil", "Relance_Rechercher")
    user.answer()
    user.clicks = user.keys = 0
    return user


def test_from_accueil_to_the_proposals_of_a_ledger_takes_five_clicks(beginner: User) -> None:
    """« Importer », the file beside the workbook, « Ouvrir », « Oui », « OK »: read, checked, searched."""
    beginner.show("Accueil")
    beginner.press(*beginner.button("Accueil", "Relance_Importer"))
    beginner.choose(DEMO_LEDGER_NAME)
    read, found = beginner.answer(), beginner.answer()

    assert "clients" in read
    assert read.endswith("rechercher qui relancer, maintenant ?")
    assert "lignes à relancer" in found
    assert beginner.rows("tFactures")
    assert beginner.rows("tControle")
    assert beginner.rows("tRelances")
    assert beginner.book.sheets.active.name == "Relances"
    assert beginner.clicks <= 5
    assert beginner.box() is None


def test_a_customer_of_many_lines_is_left_out_by_two_clicks(searched: User) -> None:
    """A cell of hers, then the button; no box follows: the ticks and the totals are before the eyes."""
    lines = searched.rows("tRelances")
    customer = lines[0]["Client"]
    his = sum(row["Client"] == customer for row in lines)
    searched.press_cell(15, 3)
    wait_for(lambda: searched.book.app.impl.selected_rows()[1] == [(15, 15)], "the selected cell")
    searched.press(*searched.button("Relances", "Relance_DecocherSelection"))

    def ticks() -> Counter[object]:
        return Counter(row["Relancer"] for row in searched.rows("tRelances") if row["Client"] == customer)

    wait_for(lambda: ticks() == {"non": his}, "the unticked lines")
    assert his > 1
    assert searched.clicks == 2
    assert searched.box() is None


def test_the_result_of_a_call_takes_twelve_keys_whatever_the_lines(searched: User) -> None:
    """The list of results, one of them, the day: told once on the customer's row, kept for all his lines."""
    searched.click("Relances", "Relance_ListeAppels")
    searched.answer()
    table = searched.book.sheets["Appels"].tables["tAppels"].range
    headers = table[0, :].value
    calls = searched.rows("tAppels")
    place = next(place for place, row in enumerate(calls) if row["Client"] == LARGE and not row["Facture"])
    row, column = table.row + 1 + place, table.column + headers.index("Résultat")
    searched.clicks = searched.keys = 0
    searched.press_cell(row, column)
    wait_for(lambda: searched.book.app.impl.selected_rows()[1] == [(row, row)], "the selected cell")
    result = searched.book.sheets["Appels"][f"{column_letters(column)}{row}:{column_letters(column + 1)}{row}"]
    searched.type("alt+Down")
    searched.press_below_cell(row, column, lambda: result.value[0] == "Promesse")
    searched.type("Tab", "2", "7", "slash", "3", "Return")
    wait_for(lambda: result.value[1], "what was typed")
    searched.press(*searched.button("Appels", "Relance_EnregistrerAppels"))
    said = searched.answer()

    promised = [row["Promesse le"] for row in searched.rows("tFactures") if row["Client"] == LARGE]
    assert sum(day is not None and (day.day, day.month) == (27, 3) for day in promised) >= 21
    assert "résultats enregistrés" in said
    assert searched.keys <= 12
    assert searched.rows("tAppels")[place]["Suivi"].startswith("✓ Noté à ")
    assert searched.rows("tAppels")[place]["Résultat"] is None


def test_a_row_typed_under_the_invoices_has_its_balance_and_joins_the_table(user: User) -> None:
    """As in Excel: what is due shows at once, in French figures, and the table has one more row."""
    table = user.book.sheets["Factures"].tables["tFactures"].range
    headers, row = table[0, :].value, table.row + table.shape[0]
    user.show("Factures")
    cells = user.book.sheets["Factures"]
    for header, typed in (("Client", LARGE), ("Montant", "1234,5"), ("Réglé", "34")):
        cell = cells[f"{column_letters(table.column + headers.index(header))}{row}"]
        cell.select()
        user.write(typed)
        wait_for(lambda cell=cell: cell.value is not None, header)  # type: ignore[misc]  # a default binds it
    balance = cells[f"{column_letters(table.column + headers.index('Solde'))}{row}"]
    wait_for(lambda: balance.value == pytest.approx(1200.5), "the balance")

    assert balance.impl.xl.getCellByPosition(0, 0).String == "1\u00a0200,50"
    assert user.book.sheets["Factures"].tables["tFactures"].range.shape[0] == table.shape[0] + 1


def test_from_accueil_to_the_open_print_run_takes_four_clicks(
    searched: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """« Lettres », « Oui », « Oui » to open: the folder is there, its run one click away; a single run opens itself."""
    opened = tmp_path / "opened"
    program = tmp_path / "xdg-open"
    program.write_text(
        f'#!/bin/sh\nprintf %s "$1" > "{opened}.part" && mv "{opened}.part" "{opened}"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    searched.show("Accueil")
    searched.press(*searched.button("Accueil", "Relance_Lettres"))
    searched.answer()
    said = searched.answer()
    wait_for(opened.exists, "the folder")

    assert said.rstrip().endswith("Ouvrir le dossier ?")
    assert list(Path(opened.read_text("utf-8")).glob("À imprimer – niveau *.docx"))
    assert searched.clicks <= 3, "one more opens the run"
    assert searched.box() is None

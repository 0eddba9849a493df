"""A header may bear the column's title in place of its name: every button works alike on both."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from relance_xl.actions.searching import search
from relance_xl.books.arranging import header_keys
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.machine import shipped
from relance_xl.tables.schema.columns import ATTACHED
from tests.actions.company import click, column
from tests.buttons.grid import BUTTONS, Company, press

RENAMED = ("tFactures", "tRelances", "tAppels")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    made = Company(tmp_path_factory.mktemp("titres"))
    place = made.book.tables["tFactures"].headers.index("Pièce")
    made.book.tables["tFactures"].rows[0] = [
        "F1.pdf" if position == place else value for position, value in enumerate(made.book.tables["tFactures"].rows[0])
    ]
    return made


@pytest.mark.parametrize("button", BUTTONS)
def test_every_button_works_under_both_names(button: str, company: Company, tmp_path: Path) -> None:
    usual, titled = (company.copied(tmp_path / name, button) for name in ("nom", "titre"))
    for name in RENAMED:
        headers = titled.tables[name].headers
        titled.tables[name].headers = tuple(ATTACHED if header == "Pièce" else header for header in headers)
    one, other = press(usual, button), press(titled, button)

    assert (one.sentence, one.refused) == (other.sentence, other.refused)
    told = {name: rows for name, rows in one.state.items() if name != "files"}
    assert told == {name: rows for name, rows in other.state.items() if name != "files"}


def test_a_closed_file_takes_the_title_for_the_name(tmp_path: Path) -> None:
    path = tmp_path / "Relances.xlsm"
    target = io.BytesIO()
    with zipfile.ZipFile(shipped.workbook()) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            named = name == "xl/sharedStrings.xml" or name.startswith("xl/tables/")
            made.writestr(name, part.replace("Pièce".encode(), ATTACHED.encode()) if named else part)
    path.write_bytes(target.getvalue())
    book = WorkbookFile(path)
    book.append_rows("tClients", ("Code", "Nom", "Groupe", "Ville", "Adresse 1"), [["C", "C", 1, "Lyon", "1 rue"]])
    book.append_rows("tFactures", ("Client", "Facture", "Échéance", "Montant", "Pièce"),
                     [["C", "F1", "01/01/2026", 100, "F1.pdf"]])  # fmt: skip
    search(book, click())
    book.save()

    assert column(WorkbookFile(path), "tRelances", ATTACHED) == ["F1.pdf"]


def test_the_users_own_column_of_that_name_stays_his_own() -> None:
    assert header_keys(["Fichier joint", "Pièce"]) == ["fichier joint", "pièce"]
    assert header_keys(["fichier  JOINT", "Note"]) == ["pièce", "note"]

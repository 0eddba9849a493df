"""The workbook without a macro: what it has lost, and that every action takes it."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from relance_xl.actions.catalogue.rows import COMMANDS
from relance_xl.actions.setup.company import PLAIN, WORKBOOK, new_company
from relance_xl.books.closed.code.plain import without_macros
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.main import main
from relance_xl.demo.run import fill
from relance_xl.machine import shipped
from relance_xl.problems import FileUnavailable
from tests.post.reports import report

DAY = date(2026, 3, 16)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company in a workbook without a macro."""
    folder = tmp_path_factory.mktemp("sans-macros") / "Ateliers Vauban"
    new_company(folder, WorkbookFile, {}, without_macros)
    book = WorkbookFile(folder / PLAIN)
    fill(book)
    book.set_names({"date_relance": DAY})
    book.save()
    return folder / PLAIN


def test_there_is_no_macro_no_button_and_no_tab(company: Path) -> None:
    with zipfile.ZipFile(company) as package:
        names = package.namelist()
        drawings = b"".join(package.read(name) for name in names if name.endswith(".vml"))
        types = package.read("[Content_Types].xml")
        relations = package.read("_rels/.rels") + package.read("xl/_rels/workbook.xml.rels")

    assert not [name for name in names if "vba" in name.lower() or "customui" in name.lower()]
    assert b"Button" not in drawings
    assert b"macroEnabled" not in types
    assert b"vbaProject" not in types + relations
    assert b"customUI" not in types + relations


def test_the_sheets_and_tables_are_those_of_the_shipped_workbook(company: Path) -> None:
    plain, usual = openpyxl.load_workbook(company), openpyxl.load_workbook(shipped.workbook(), keep_vba=True)
    assert plain.sheetnames == usual.sheetnames
    for sheet in usual.worksheets:
        assert set(plain[sheet.title].tables) == set(sheet.tables)


def test_the_notes_of_a_sheet_stay_when_its_buttons_go() -> None:
    content = without_macros(shipped.workbook().read_bytes(), PLAIN)
    with zipfile.ZipFile(shipped.workbook()) as package:
        notes = sum(package.read(name).count(b'"Note"') for name in package.namelist() if name.endswith(".vml"))
    assert content.count(b"PK") > 1
    with zipfile.ZipFile(BytesIO(content)) as package:
        kept = sum(package.read(name).count(b'"Note"') for name in package.namelist() if name.endswith(".vml"))
    assert kept == notes


def test_a_company_has_one_workbook_of_either_kind(tmp_path: Path) -> None:
    new_company(tmp_path / "a", WorkbookFile, {})
    with pytest.raises(FileUnavailable, match=WORKBOOK):
        new_company(tmp_path / "a", WorkbookFile, {}, without_macros)
    new_company(tmp_path / "b", WorkbookFile, {}, without_macros)
    with pytest.raises(FileUnavailable, match=PLAIN):
        new_company(tmp_path / "b", WorkbookFile, {})


STEPS = ("verifier", "rechercher", "criteres", "appels", "enregistrer-appels", "lettres", "mails", "traites", "bilan",
         "annuler", "remettre-a-blanc", "modeles", "mettre-a-jour", "reparer", "fiche", "retours",
         "connexion")  # fmt: skip
ELSEWHERE = {"demo", "nouveau", "importer", "banque", "cabinet", "ouvrir", "fenetre", "diagnostic"}


def test_every_action_takes_it(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = company.parent / "liste.csv"
    ledger.write_text(
        "Client;Facture;Date;Échéance;Montant\nDUPO01;F-9;01/03/2026;15/03/2026;120,00\n", encoding="utf-8"
    )
    returned = company.parent / "retour.eml"
    returned.write_text(report(), encoding="utf-8")
    assert main(["importer", str(company), str(ledger), "--partiel", "--json"]) in {0, 1}, capsys.readouterr()
    for step in STEPS:
        given = {"criteres": ["--tout-selectionner"], "fiche": ["DUPO01"], "retours": [str(returned)]}.get(step, [])
        assert main([step, str(company), *given, "--json"]) in {0, 1}, (step, capsys.readouterr())
    with zipfile.ZipFile(company) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]


def test_the_loop_above_leaves_no_command_out() -> None:
    given = {name for name in COMMANDS if name not in ELSEWHERE}
    assert given == set(STEPS)

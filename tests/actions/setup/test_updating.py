"""A workbook of 0.1.0 with three weeks of work in it, brought up to date: nothing lost, nothing done twice (N-69)."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from relance_xl.actions.bank.statements import read_statements
from relance_xl.actions.card import fill_card
from relance_xl.actions.checking import verify
from relance_xl.actions.common.run import Run
from relance_xl.actions.importing import Wanted, import_files
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.searching import search
from relance_xl.actions.setup.company import copy_templates
from relance_xl.actions.setup.updating import UpdateReport, bring_up_to_date, stated_version
from relance_xl.actions.undoing import undo
from relance_xl.books.closed.package import Package
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.closed.workbook_xml import WorkbookXml
from relance_xl.cli.main import main
from relance_xl.machine import shipped
from relance_xl.problems import DataError
from relance_xl.tables import schema
from relance_xl.tables.sheets.parameters import write_parameters

OLD = Path(__file__).with_name("classeur_0_1_0.xlsm")
"""Made by 0.1.0: three lists imported, three searches, three batches of letters."""
RUN = Run(now=datetime(2026, 3, 31, 9), user="comptable")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    copy_templates(tmp_path / "Modèles")
    return Path(shutil.copy(OLD, tmp_path / "Relances.xlsm"))


def updated(path: Path) -> UpdateReport:
    book = WorkbookFile(path)
    report = bring_up_to_date(book, RUN)
    book.save()
    return report


def test_n_69_it_gets_every_sheet_table_column_and_parameter_of_this_version(path: Path) -> None:
    """N-69"""
    updated(path)
    book = WorkbookFile(path)

    assert set(schema.SHEETS) <= set(book.sheet_names())
    for table in schema.TABLES:
        assert set(table.headers) <= set(book.read_table(table.name).headers)
    assert set(WorkbookFile(shipped.workbook()).read_names()) <= set(book.read_names())
    labels = {row[0] for row in book.read_table("tParametres").rows}
    assert {parameter.label for parameter in schema.PARAMETER_LIST} <= labels


def test_n_69_all_that_it_held_is_where_it_was(path: Path) -> None:
    """N-69"""
    before = WorkbookFile(path)
    held = {name: before.read_table(name) for name in sorted(before.table_names() - {"tParametres"})}
    updated(path)
    after = WorkbookFile(path)

    for name, grid in held.items():
        now = after.read_table(name)
        width = len(grid.headers)
        assert now.headers[:width] == grid.headers
        assert [row[:width] for row in now.rows] == [row[:width] for row in grid.rows]
    names = after.read_names()
    assert {name: names[name] for name in before.read_names()} == before.read_names()


def test_n_69_parts_that_need_nothing_keep_their_bytes(path: Path) -> None:
    """N-69"""
    updated(path)
    with zipfile.ZipFile(OLD) as was, zipfile.ZipFile(path) as now:
        for part in ("xl/worksheets/sheet4.xml", "xl/sharedStrings.xml", "xl/theme/theme1.xml", "xl/charts/chart1.xml"):
            assert was.read(part) == now.read(part)


def test_n_69_done_twice_it_changes_nothing(path: Path) -> None:
    """N-69"""
    first = updated(path)
    content = path.read_bytes()
    second = updated(path)

    assert {"Imports", "Imports (détail)"} <= set(first.sheets)
    assert second.summary == "Le classeur est à jour : rien n'est changé."
    assert path.read_bytes() == content
    assert list((path.parent / "Copies").iterdir())


def test_n_69_what_stands_at_the_right_of_a_table_is_never_overwritten(path: Path) -> None:
    """N-69"""
    book = WorkbookFile(path)
    journal = book.read_table("tJournal")
    report = bring_up_to_date(book, RUN)
    assert "Journal : Encaissé" in report.columns
    assert book.read_table("tJournal").headers[: len(journal.headers)] == journal.headers


def test_n_69_every_week_goes_on_in_it(path: Path) -> None:
    """N-69"""
    updated(path)
    book = WorkbookFile(path)
    write_parameters(book, {"Société": "Vauban", "Adresse": "1 rue A; 75001 Paris"})
    rows = [row[:8] for row in book.read_table("tFactures").rows]
    lines = book.path.with_name("liste.csv")
    lines.write_bytes(
        "Code client;Nom;Facture;Date;Échéance;Montant TTC;Reste dû\n"
        "C1;Duval;F1;05/01/2026;04/02/2026;1000,00;100,00\n"
        "C3;Nori;F4;20/01/2026;19/02/2026;200,00;200,00\n"
        "C9;Zed;F9;26/02/2026;28/03/2026;9,00;9,00\n".encode("cp1252")
    )
    assert import_files(book, RUN, [lines], Wanted(confirmed=True)).batch
    verify(book, RUN)
    search(book, RUN)
    issue_letters(book, RUN)
    undo(book, RUN)

    assert [row[:8] for row in book.read_table("tFactures").rows][: len(rows)] == rows


def without_names(path: Path, names: str) -> Path:
    """The shipped workbook without the named cells whose definition fits."""
    with zipfile.ZipFile(shipped.workbook()) as was, zipfile.ZipFile(path, "w") as now:
        for part in was.namelist():
            content = was.read(part)
            if part == "xl/workbook.xml":
                content = re.sub(names.encode(), b"", content)
            now.writestr(part, content)
    return path


@pytest.mark.parametrize(
    "names", [r'<definedName name="promesses_non_tenues">.*?</definedName>', "<definedNames>.*</definedNames>"]
)
def test_n_69_a_named_cell_that_is_lacking_is_defined_again(tmp_path: Path, names: str) -> None:
    """N-69"""
    book = WorkbookFile(without_names(tmp_path / "Relances.xlsm", names))
    lacking = set(WorkbookFile(shipped.workbook()).read_names()) - set(book.read_names())
    report = bring_up_to_date(book, RUN)

    assert "promesses_non_tenues" in lacking & set(book.read_names())
    assert "cellules nommées : " in report.summary


def test_n_69_the_card_and_the_sentence_of_the_promises_have_a_place_of_their_own(path: Path) -> None:
    """N-69"""
    updated(path)
    book = WorkbookFile(path)
    places = list(WorkbookXml(Package(path.read_bytes(), path.name)).named_cells().values())
    write_parameters(book, {"Société": "Vauban", "Adresse": "1 rue A; 75001 Paris"})
    promises = [date(2026, 3, 1) for _ in book.read_table("tFactures").rows]
    book.update_columns("tFactures", {"Promesse le": promises})
    search(book, RUN)
    fill_card(book, RUN, customer="C3")
    book.save()

    names = WorkbookFile(path).read_names()
    assert str(names["promesses_non_tenues"]).startswith("2 promesses non tenues")
    assert (names["fiche_client"], names["fiche_nom"]) == ("C3", "Nori")
    assert len(places) == len(set(places))


def test_n_69_the_workbook_states_its_shape(path: Path) -> None:
    """N-69"""
    assert stated_version(WorkbookFile(shipped.workbook())) == schema.VERSION.default
    assert stated_version(WorkbookFile(path)) == ""
    updated(path)
    book = WorkbookFile(path)
    assert stated_version(book) == schema.VERSION.default

    write_parameters(book, {schema.VERSION_LABEL: "1"})
    bring_up_to_date(book, RUN)
    assert stated_version(book) == schema.VERSION.default


def test_n_69_an_action_that_needs_what_is_missing_names_the_command(path: Path) -> None:
    """N-69"""
    book = WorkbookFile(path)
    lines = path.with_name("liste.csv")
    lines.write_bytes("Code client;Facture;Échéance;Solde\nC9;F9;28/03/2026;9,00\n".encode("cp1252"))
    report = import_files(book, RUN, [lines], Wanted(partial=True, confirmed=True))
    assert any(
        "ne pourra pas être annulé" in each.what and "mettre-a-jour" in each.expected for each in report.problems
    )

    lines.write_bytes("Date;Libellé;Montant\n01/03/2026;VIR DUVAL F1;100,00\n".encode("cp1252"))
    with pytest.raises(DataError, match="mettre-a-jour"):
        read_statements(book, RUN, [lines])


STEPS: tuple[tuple[str, ...], ...] = (
    ("mettre-a-jour",), ("verifier",), ("importer", "liste.csv", "--partiel", "--confirmer"),
    ("banque", "releve.csv", "--confirmer"), ("banque", "--affecter"), ("rechercher", "--au", "2026-06-16"),
    ("criteres", "--tout-selectionner"), ("fiche", "DUPO01"), ("appels",), ("enregistrer-appels",), ("lettres",),
    ("mails",), ("traites",), ("traites", "--lettres"), ("bilan",), ("modeles",), ("annuler",), ("remettre-a-blanc",),
    ("reparer",), ("mettre-a-jour",),
)  # fmt: skip


def test_n_69_every_action_takes_it(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """N-69"""
    for foreign in (path.parent / "Modèles").rglob("*.??.*"):  # « modeles » tries each that there is
        foreign.unlink()
    (path.parent / "liste.csv").write_text(
        "Client;Facture;Date;Échéance;Montant\nDUPO01;F-9;01/03/2026;15/03/2026;120,00\n", encoding="utf-8"
    )
    (path.parent / "releve.csv").write_text("Date;Libelle;Montant\n12/04/2026;VIR INCONNU;12,00\n", encoding="ascii")
    for command, *given in STEPS:
        words = [str(path.parent / word) if word.endswith(".csv") else word for word in given]
        assert main([command, str(path), *words, "--json"]) in {0, 1}, (command, capsys.readouterr())
    with zipfile.ZipFile(path) as package:
        sheets = b"".join(package.read(name) for name in package.namelist() if "worksheets/sheet" in name)
    assert sheets.count(b'<t xml:space="preserve">') < 3  # only where a text begins or ends with a space


def test_n_69_a_column_that_has_no_room_is_told_and_what_stands_there_is_kept(path: Path) -> None:
    """N-69"""
    old = openpyxl.load_workbook(path, keep_vba=True)
    sheet = old["Factures"]
    _, top, right, _ = range_boundaries(sheet.tables["tFactures"].ref)
    sheet.cell(row=(top or 0) + 1, column=(right or 0) + 1).value = "à moi"
    old.save(path)

    told = [problem.what for problem in updated(path).problems]

    assert any(
        "n'a pas été ajoutée : ce qui est à droite du tableau ne lui laisse pas de place" in what for what in told
    )

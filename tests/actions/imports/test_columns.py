"""What each column of a list is read as: shown, asked once, corrected, remembered for its shape (N-10, N-14)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from relance_xl.actions.common.run import Run
from relance_xl.actions.importing import ImportedReport, Wanted, import_files, show_columns
from relance_xl.actions.imports.habits import Habits, columns_told, read_habits
from relance_xl.actions.undoing import undo
from relance_xl.books.memory import MemoryBook
from relance_xl.cli.main import main
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.machine import shipped
from relance_xl.problems import DataError
from tests.actions.imports.weeks import FIRST, HEADER, brought, company, motives, state

NOW = datetime(2026, 3, 16, 9, 30)
OWN = "Code client;Raison soc;No piece compta;Date;Echeance;Restant du;Commercial"
ROWS = ("C1;Duval;F1;05/01/2026;04/02/2026;1000,00;Luc", "C2;Epi;F2;05/01/2026;04/02/2026;10,00;Léa")
OTHER = "Code client;Nom;Pièce;No piece compta;Date;Échéance;Solde"
TOLD = Wanted(habits=Habits(columns=columns_told({"Facture": "No piece compta"})))


def written(book: MemoryBook, header: str, *rows: str, name: str = "l.csv") -> Path:
    path = book.path.with_name(name)
    path.write_bytes("\n".join((header, *rows, "")).encode("cp1252"))
    return path


def clicked(book: MemoryBook, path: Path, confirm: Callable[[str], bool]) -> ImportedReport:
    return import_files(book, Run(now=NOW, user="comptable", confirm=confirm), [path])


def test_n_14_every_column_is_shown_with_three_values(tmp_path: Path) -> None:
    """N-14"""
    book = company(tmp_path, first=False)
    report = show_columns(book, Run(now=NOW), [written(book, OWN, *ROWS)])
    [seen] = report.files

    assert [(column.title, column.field, column.samples) for column in seen.columns] == [
        ("Code client", "customer", ("C1", "C2")),
        ("Raison soc", "", ("Duval", "Epi")),
        ("No piece compta", "", ("F1", "F2")),
        ("Date", "issue_date", ("05/01/2026",)),
        ("Echeance", "due_date", ("04/02/2026",)),
        ("Restant du", "open_amount", ("1000,00", "10,00")),
        ("Commercial", "", ("Luc", "Léa")),
    ]
    assert "4 colonnes lues, 3 non lues : rien n'est importé" in report.summary
    assert not book.rows("tFactures")


def test_n_14_a_table_that_cannot_be_imported_shows_its_columns_too(tmp_path: Path) -> None:
    """N-14"""
    book = company(tmp_path, first=False)
    files = [written(book, "Qui;Quoi;Combien", "a;b;3"), written(book, "", name="vide.txt"), tmp_path / "l.xlsx"]
    files[1].write_text("1;2\n3;4\n", encoding="utf-8")
    sheets = openpyxl.Workbook()
    sheets.active.append(["Client", "Facture", "Échéance", "Solde"])  # type: ignore[union-attr]  # a new workbook has a sheet
    sheets.create_sheet("Vide")
    sheets.create_sheet("Autre").append(["x" * 50])
    sheets.save(files[2])
    found = show_columns(book, Run(now=NOW), files).files

    assert [(each.place, each.line, [column.title for column in each.columns]) for each in found] == [
        ("l.csv", 1, ["Qui", "Quoi", "Combien"]),
        ("vide.txt", 1, ["1", "2"]),
        ("l.xlsx, feuille « Sheet »", 1, ["Client", "Facture", "Échéance", "Solde"]),
        ("l.xlsx, feuille « Autre »", 1, ["x" * 50]),
    ]


def test_n_14_a_ledger_shows_its_columns(tmp_path: Path) -> None:
    """N-14"""
    book = company(tmp_path, first=False)
    names = [*COLUMNS]
    values = ["VE", "Ventes", "1", "20260105", "411", "Clients", "C1", "Duval", "F1", "20260105", "F1", "10,00", "0,00"]
    for separator, quote in (("\t", ""), (",", '"')):
        line = separator.join(f"{quote}{value}{quote}" for value in [*values, "", "", "", "", ""])
        [seen] = show_columns(book, Run(now=NOW), [written(book, separator.join(names), line, name="f.txt")]).files

        fields = {column.title: (column.field, column.samples) for column in seen.columns}
        assert fields["CompAuxNum"] == ("customer", ("C1",))
        assert fields["JournalLib"] == ("", ("Ventes",))


def test_n_14_a_new_shape_is_asked_once_and_no_writes_nothing(tmp_path: Path) -> None:
    """N-14"""
    book = company(tmp_path, first=False)
    asked: list[str] = []

    def answer(question: str) -> bool:
        asked.append(question)
        return len(asked) > 1

    path = written(book, HEADER, *FIRST)
    assert not clicked(book, path, answer).batch
    assert not book.rows("tFactures")
    assert "• Facture : « Facture » (F1, F2, F3)" in asked[0]

    assert clicked(book, path, answer).batch
    written(book, HEADER, *FIRST[:3])
    clicked(book, path, answer)
    assert len(asked) == 2

    undo(book, Run(now=NOW))
    clicked(book, written(book, f"{HEADER};Commercial", *(f"{row};Luc" for row in FIRST)), answer)
    assert "Non lues : « Commercial »." in asked[2]


def test_n_10_a_column_told_is_remembered_for_the_lists_of_its_shape(tmp_path: Path) -> None:
    """N-10"""
    book = company(tmp_path, first=False)
    import_files(book, Run(now=NOW), [written(book, OWN, *ROWS)], TOLD)
    assert list(state(book)) == ["F1", "F2"]

    again = import_files(book, Run(now=NOW), [written(book, OWN, *ROWS)])
    assert "rien à changer" in again.summary
    assert again.options == "Facture = No piece compta"

    other = written(
        book, OTHER, "C1;Duval;F1;X7;05/01/2026;04/02/2026;1000,00", "C2;Epi;F2;X8;05/01/2026;04/02/2026;10,00"
    )
    report = import_files(book, Run(now=NOW), [other])
    assert report.imported.columns["invoice"] == "Pièce"
    assert not report.options
    assert list(state(book)) == ["F1", "F2"]


def test_n_10_what_is_told_this_time_comes_before_what_is_remembered(tmp_path: Path) -> None:
    """N-10"""
    book = company(tmp_path, first=False)
    import_files(book, Run(now=NOW), [written(book, OWN, *ROWS)], TOLD)
    other = Wanted(habits=Habits(columns=columns_told({"Facture": "Commercial"})), confirmed=True)
    report = import_files(book, Run(now=NOW), [written(book, OWN, *ROWS)], other)

    assert report.imported.columns["invoice"] == "Commercial"
    [shape] = read_habits(book).shapes.values()
    assert shape == {"invoice": "Commercial"}


def test_n_10_the_button_is_told_by_parametres_what_a_command_is_told_by_options(tmp_path: Path) -> None:
    """N-10"""
    book = company(tmp_path)
    rows = book.rows("tParametres")
    told = {
        "Ce qui manque reste ouvert": "oui",
        "Coordonnées": "oui",
        "Arrêté au": "12/01/2026",
    }
    book.fill(
        "tParametres", [*rows, *({"Paramètre": f"Import – {label}", "Valeur": value} for label, value in told.items())]
    )
    report = brought(book, FIRST[0].replace("Duval", "Duval SA"), FIRST[2])

    assert report.options == "ce qui manque reste ouvert ; coordonnées du fichier ; arrêté au 12/01/2026"
    assert book.rows("tClients")[0]["Nom"] == "Duval SA"
    assert {solde for solde, _ in state(book).values()} == {1000, 500, 300, 200}


def test_n_10_a_day_that_is_none_is_said(tmp_path: Path) -> None:
    """N-10"""
    book = company(tmp_path)
    book.fill("tParametres", [{"Paramètre": "Import – Arrêté au", "Valeur": "bientôt"}])

    with pytest.raises(DataError, match="bientôt"):
        brought(book, *FIRST)


def test_n_14_the_command_shows_the_columns_and_answers_in_french_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """N-14"""
    workbook = shutil.copyfile(shipped.workbook(), tmp_path / "Relances.xlsm")
    lines = tmp_path / "l.csv"
    lines.write_bytes("\n".join((HEADER, *FIRST, "")).encode("cp1252"))

    assert main(["importer", str(workbook), "--colonnes", str(lines)]) == 0
    assert "Lue comme" in capsys.readouterr().out
    assert main(["importer", str(workbook), "--colonnes", str(lines), "--json"]) == 0
    [seen] = json.loads(capsys.readouterr().out)["fichiers"]
    assert seen["colonnes"][2] == {"en_tete": "Facture", "lue": "Facture", "exemples": ["F1", "F2", "F3"]}

    assert main(["importer", str(workbook), str(lines), "--json"]) == 0
    read = json.loads(capsys.readouterr().out)["colonnes_lues"]
    assert read["Code client"] == "Client"
    assert (read["Échéance"], read["Montant TTC"], read["Reste dû"]) == ("Échéance", "Montant", "Solde")


def test_n_13_computed_due_dates_are_counted(tmp_path: Path) -> None:
    """N-13"""
    report = brought(company(tmp_path, first=False), "C1;F1;05/01/2026;100,00", header="Client;Facture;Date;Solde")

    assert not motives(report)
    assert "1 échéance calculée" in report.summary
    assert book_due(report) == date(2026, 2, 4)


def book_due(report: ImportedReport) -> date:
    return report.merged.new_items[0].due_date

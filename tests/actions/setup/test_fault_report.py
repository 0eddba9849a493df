"""« diagnostic --rapport »: one text that can be posted in public, whatever workbook, logs and paths hold."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.actions.setup.company import new_company
from relance_xl.actions.setup.diagnosing import Finding, State
from relance_xl.actions.setup.fault_report import fault_report
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.main import main
from relance_xl.machine.logs import write_log
from relance_xl.tables.sheets.parameters import write_parameters

NOW = datetime(2026, 3, 16, 9, 30)
MARK = "Zqx"
"""Begins every text of the hostile workbook, and nothing else in the world."""
CUSTOMER = {
    "Code": "ZqxC77",
    "Nom": "Zqx Établissements Wiśniewski",
    "Adresse 1": "Zqx 99 rue du Faubourg",
    "Code postal": "97531",
    "Ville": "Zqx-sur-Loire",
    "E-mail": "zqx@wisniewski.example",
    "Téléphone": "0199004455",
    "Groupe": "Zqx",
    "Note": "Zqx : IBAN FR7630006000011234567890189",
}
ITEM: dict[str, str | float] = {
    "Client": "ZqxC77",
    "Facture": "ZqxF-31415",
    "Échéance": "Zqx/31/02",
    "Montant": 271828.18,
    "Niveau": 12,
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose every text, figure, folder and file name would tell who it is."""
    folder = tmp_path_factory.mktemp("m") / "Zqx Wiśniewski" / "dossier"
    new_company(folder, WorkbookFile, {})
    path = folder / "Relances.xlsm"
    book = WorkbookFile(path)
    book.append_rows("tClients", list(CUSTOMER), [list(CUSTOMER.values())])
    book.append_rows("tFactures", list(ITEM), [list(ITEM.values())])
    write_parameters(book, {"Société": "Zqx Holding", "IBAN": "FR7630006000011234567890189", "SIREN": "314159265"})
    book.save()
    return path.rename(folder / "Zqx-relances.xlsm")


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """Logs whose every text would tell who it is, one of them in the shape of an exception or of a program's line."""
    folder = tmp_path / "Zqx" / "journaux"
    text = 'Zqx\nZqxError: 12\n  File "/home/zqx/relance_xl/zqx.py", line 3, in zqx\nValueError: Zqx 31415\nZqx.py'
    try:
        WorkbookFile(tmp_path / "Zqx.xlsm")
    except Exception as error:  # noqa: BLE001 - any will do
        fault = ValueError(text)
        fault.__cause__ = error
        write_log("zqx", fault, NOW, folder)
    return folder


def told(hostile: Path, logs: Path) -> str:
    findings = [Finding(subject="Classeur", state=State.BAD, says="« Zqx » n'existe pas", remedy='reparer "Zqx"')]
    return fault_report(findings, hostile, NOW, logs)


def test_no_cell_no_path_and_no_text_of_a_log_is_in_the_report(hostile: Path, logs: Path) -> None:
    text = told(hostile, logs)

    assert MARK.casefold() not in text.casefold()
    values = [str(value) for row in (CUSTOMER, ITEM) for value in row.values() if len(str(value)) > 2]
    assert [
        value for value in (*values, "314159265", "FR76", "31415", "271828", "97531", "9900445") if value in text
    ] == []
    assert str(Path.home()) not in text
    assert not re.search(r"@|[A-Z]{2}\d{2}|/home|/tmp|[A-Z]:\\", text)


def test_it_says_what_helps(hostile: Path, logs: Path) -> None:
    text = told(hostile, logs)

    assert "Classeur : À corriger" in text
    assert "tClients : 1 lignes, 0 colonnes ajoutées" in text
    assert "paramètres remplis : Société, SIREN, IBAN" in text
    assert "1 × Erreur : Factures, Échéance" in text
    assert "ValueError" in text
    assert "relance_xl/books/closed/workbook_file.py" in text


@settings(max_examples=40, deadline=None)
@given(name=st.text(min_size=3, max_size=30), body=st.text(max_size=200))
def test_whatever_a_log_says_nothing_of_it_is_told(
    name: str, body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("l")
    (folder / "a.log").write_text(f"Zqx{name}: {body}\n{body}Zqx\n", encoding="utf-8", errors="replace")
    text = fault_report((), None, NOW, folder)

    assert MARK not in text
    last = text.partition("Dernières erreurs du programme")[2].split()
    assert all(word == "autre" or word.rstrip(",") in dir(__builtins__) or word.isidentifier() for word in last)


def test_a_file_that_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "Zqx.xlsm"
    path.write_bytes(b"Zqx")

    assert "ne se lit pas" in fault_report((), path, NOW, tmp_path)
    assert "aucune" in fault_report((), None, NOW, tmp_path / "rien")


def test_the_command_writes_one_file_and_a_rehearsal_none(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    main(["diagnostic", str(hostile), "--rapport", "--simulation"])
    assert list(tmp_path.glob("*.txt")) == []

    main(["diagnostic", str(hostile), "--rapport"])
    (made,) = tmp_path.glob("rapport-relance-xl-*.txt")
    assert MARK not in made.read_text(encoding="utf-8")
    assert made.name in capsys.readouterr().out.replace("\n", "")

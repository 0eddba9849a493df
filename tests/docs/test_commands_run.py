"""Every command that a page shows is run: those with names of files as they stand, the pages to be followed in order.

Each is run under `--simulation` on a small company, so that none depends on another; the ten minutes of
`docs/premiers-pas.md` are run for good, one after the other.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from relance_xl.actions.setup.company import new_company
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.main import main
from relance_xl.tables.sheets.parameters import write_parameters
from tests.docs.pages import FENCED, PAGES, commands, text_of
from tests.docs.test_citations import NO_COMMAND, OPTIONAL
from tests.docs.test_walk import LEDGER, LIST, ledger_of
from tests.places import ROOT

ELSEWHERE = {
    "fenetre": "tests/window",
    "ouvrir": "tests/libreoffice/test_ouvrir.py",
    "connexion": "tests/post",
    "retours Relances.xlsm": "tests/post",  # reads a mailbox
    "--mot-de-passe": "tests/cli",
    "--envoyer": "tests/actions/mail",
    "--ordonnanceur": "tests/cabinet",
    "cabinet": "tests/cabinet",
    "modeles": "tests/actions",  # three seconds of Word templates
    "demo": "tests/demo",
    "nouveau": "tests/cli",
    'reparer ""': "tests/actions/setup",  # whose path is left out
}
"""What opens a window, a mailbox or another machine, or makes whole folders, and where it is run."""
FILES = {"importer": "123456789FEC20261231.txt", "banque": "releve.txt", "retours": "retour1.eml"}
"""What stands for FICHIER."""
STATEMENT = "!Type:Bank\nD16/03/2026\nT1200,00\nPDUPONT\nMVIR FA-102\n^\n"
SLIP = "Tireur;Montant;Facture\nDUPONT;1200,00;FA-102\n"
CUSTOMERS = "Code;Nom;Adresse;Code postal;Ville\nDUPONT;Dupont SARL;2 quai Ouest;29200;Brest\n"
RETURNED = "From: a@b.fr\nTo: c@d.fr\nSubject: Bonjour\n\nRien.\n"


def shown() -> list[str]:
    """The commands of the pages, each once, as one would type them on the company of these tests."""
    found: dict[str, None] = {}
    for page in PAGES:
        if page.name not in {"CHANGELOG.md", "premiers-pas.md"}:
            for command in commands(text_of(page)):
                if len(command.split()) > 1 and not NO_COMMAND.search(command):
                    found[_typed(command)] = None
    return [each for each in found if not any(name in each for name in ELSEWHERE)]


def _typed(command: str) -> str:
    words = command.translate(OPTIONAL).replace("\\", "/")
    verb = words.split()[0]
    for placeholder, name in (("CLASSEUR", "Relances.xlsm"), ("FICHIER", FILES.get(verb, "")), ("CODE", "DUPONT")):
        words = words.replace(placeholder, name)
    for name in ("Ma société/", "essai/"):
        words = words.replace(f'"{name}Relances.xlsm"', "Relances.xlsm").replace(
            f"{name}Relances.xlsm", "Relances.xlsm"
        )
    return " ".join(words.replace("FEC.txt", FILES["importer"]).split())


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder from which the commands are typed: a company, and the files that the pages name."""
    folder = tmp_path_factory.mktemp("commandes")
    new_company(folder, WorkbookFile, {})
    book = WorkbookFile(folder / "Relances.xlsm")
    write_parameters(book, {"Société": "Vauban", "Adresse": "1 rue du Port, 29200 Brest"})
    book.save()
    for name, text in {
        "123456789FEC20261231.txt": ledger_of(LEDGER),
        "fichier.txt": ledger_of(LEDGER),
        "liste.csv": LIST,
        "releve.txt": STATEMENT,
        "bordereau.csv": SLIP,
        "retour1.eml": RETURNED,
        "retours.mbox": f"From a@b.fr Mon Mar 16 09:00:00 2026\n{RETURNED}",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    before = Path.cwd()
    os.chdir(folder)
    assert main(["importer", "Relances.xlsm", FILES["importer"]]) == 0
    assert main(["rechercher", "Relances.xlsm", "--au", "2026-03-16"]) in {0, 1}
    yield folder
    os.chdir(before)


def test_every_command_of_the_pages_runs(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    every, before = shown(), set(company.rglob("*.*"))
    codes = {}
    for command in every:
        words = shlex.split(command)
        codes[command] = main(words if "--simulation" in words else [*words, "--simulation"])
    capsys.readouterr()

    assert len(every) >= 28
    assert {command: code for command, code in codes.items() if code not in {0, 1}} == {}
    assert set(company.rglob("*.*")) == before


def test_the_ten_minutes_run_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the files of a small company in place of the sample's, which would take its time."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "essai").mkdir()
    (tmp_path / "essai" / "123456782FEC20260630.txt").write_text(ledger_of(LEDGER), encoding="utf-8")
    (tmp_path / "essai" / "clients.csv").write_text(CUSTOMERS, encoding="utf-8")
    blocks = "\n".join(FENCED.findall(text_of(ROOT / "docs" / "premiers-pas.md")))
    steps = [shlex.split(line)[1:] for line in blocks.splitlines() if line]
    assert steps.pop(0) == ["demo", "essai"]
    for words in steps:
        assert main(words) in {0, 1}, words
        if words[0] == "nouveau":
            book = WorkbookFile(tmp_path / words[1] / "Relances.xlsm")
            write_parameters(book, {"Société": "Vauban", "Adresse": "1 rue du Port, 29200 Brest"})
            book.save()
        if words == ["lettres", "Ma société/Relances.xlsm"]:
            assert list(tmp_path.glob("Ma société/Lettres/*/*/*.docx"))
    capsys.readouterr()

    assert [words[0] for words in steps] == [
        "nouveau",
        "importer",
        "importer",
        "verifier",
        "rechercher",
        "lettres",
        "lettres",
        "annuler",
    ]
    assert (tmp_path / "Ma société" / "Aide.html").is_file()

"""`--simulation` leaves nothing behind, whatever is asked for: a loop over the table of actions."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from relance_xl.actions.catalogue.rows import ACTIONS, COMMANDS
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cli.main import main
from relance_xl.domain.vocabulary import CallOutcome
from relance_xl.domain.wording import NO_BREAK
from relance_xl.tables import schema
from tests.post.reports import report

LATER = "2026-04-20"
STATEMENT = "releve.csv"
REPORT = "retour.eml"
MORE: dict[str, list[str]] = {
    "rechercher": ["--niveau-atteint", "1"],
    "criteres": ["--jours", "12"],
    "remettre-a-blanc": ["--groupe", "1"],
    "mails": ["--partis", "tous"],
    "fiche": ["DUPO01"],
}
"""Options with which a command has something to do."""

CHOSEN = [
    (command.name, [option.name]) for command in COMMANDS.values() for option in command.options if option.chooses
]
ASKED = [(name, MORE.get(name, [])) for name in COMMANDS] + CHOSEN + [("mails", ["--mot-de-passe"])]

ON_SCREEN = {"cocher-selection", "decocher-selection"}
"""They act on the cells selected in a window: a closed file has none."""


def test_each_action_is_asked_for_by_a_command_and_the_loop_leaves_none_out() -> None:
    asked = {row.command.name for row in ACTIONS.values() if row.command is not None}
    chosen = {option.chooses for command in COMMANDS.values() for option in command.options if option.chooses}

    assert {row.name for row in ACTIONS.values()} == asked | chosen | ON_SCREEN


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company months later: lines ticked anew, a call answered, a folder for documents that is not there."""
    root = tmp_path_factory.mktemp("simulation")
    (root / STATEMENT).write_text("Date;Libelle;Montant\n12/04/2026;VIR SEPA INCONNU;12,00\n", encoding="ascii")
    (root / REPORT).write_text(report(address="compta@dupont.example"), encoding="utf-8")
    assert main(["demo", str(root / "demo"), "--json"]) in {0, 1}
    workbook = next((root / "demo").glob("*.xlsm"))
    assert main(["rechercher", str(workbook), "--au", LATER, "--json"]) in {0, 1}
    assert main(["appels", str(workbook), "--au", LATER, "--json"]) in {0, 1}
    book = WorkbookFile(workbook)
    calls = book.read_table(schema.CALLS.name)
    blank: list[Any] = [None] * (len(calls.rows) - 1)
    book.update_columns(
        schema.CALLS.name,
        {_header("outcome"): [CallOutcome.PROMISE.value, *blank], _header("promised_on"): [date(2026, 5, 20), *blank]},
    )
    parameters = book.read_table(schema.PARAMETERS.name)
    given = {"Dossier de sortie": "Sorties", "E-mails : serveur d'envoi": "localhost", "E-mails : utilisateur": "a"}
    values = [given.get(str(row[0]).replace(NO_BREAK, " "), row[1]) for row in parameters.rows]
    book.update_columns(schema.PARAMETERS.name, {parameters.headers[1]: values})
    book.save()
    return root


def _header(field: str) -> str:
    return schema.CALLS.column(field).header


def _arguments(root: Path, command: str, options: list[str] | None = None) -> list[str]:
    workbook = next((root / "demo").glob("*.xlsm"))
    places = {
        "cabinet": [str(root), "rechercher", "--processus", "1"],
        "demo": [str(root / "autre")],
        "nouveau": [str(root / "neuve")],
    }
    ledger = next(path for path in (root / "demo").iterdir() if path.suffix == ".txt" and "FEC" in path.name)
    files = {"importer": [str(ledger)], "banque": [str(root / STATEMENT)], "retours": [str(root / REPORT)]}.get(
        command, []
    )
    if {"--affecter", "--vider-inconnus"} & set(options or ()):
        files = []  # what is chosen in `Banque` is all it reads
    return [command, *places.get(command, [str(workbook)]), *files, "--au", LATER, "--simulation"]


def _everything(root: Path) -> dict[str, bytes | None]:
    return {str(path.relative_to(root)): path.read_bytes() if path.is_file() else None for path in root.rglob("*")}


@pytest.mark.parametrize(
    ("command", "options"), ASKED, ids=lambda part: part if isinstance(part, str) else " ".join(part)
)
def test_a_simulation_says_so_gives_no_number_and_leaves_every_byte(
    company: Path, command: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = _everything(company)
    code = main([*_arguments(company, command, options), *options, "--json"])
    document = json.loads(capsys.readouterr().out)
    assert main([*_arguments(company, command, options), *options]) == code
    said = capsys.readouterr().out.replace(NO_BREAK, " ")

    assert code in {0, 1}, said
    assert any(line.startswith("Simulation : ") for line in said.splitlines()), said
    assert document.get("message", "Simulation : ").replace(NO_BREAK, " ").startswith("Simulation : ")
    if command != "annuler":  # the one it would take back is in the journal
        assert not document.get("lot")
        assert "(lot " not in document.get("message", "")
    assert _everything(company) == before


def test_what_is_rehearsed_is_something(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The loop above would prove little on a company where nothing is left to do."""
    for command, options, key in (
        ("lettres", [], "lettres"),
        ("mails", [], "mails"),
        ("traites", ["--lettres"], "lettres"),
        ("enregistrer-appels", [], "appels"),
        ("remettre-a-blanc", MORE["remettre-a-blanc"], "lignes"),
        ("annuler", [], "annulees"),
    ):
        main([*_arguments(company, command), *options, "--json"])
        assert json.loads(capsys.readouterr().out)[key], command

"""One function a command: the action, what is shown of it, and its JSON document."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from relance_xl.cli import console, documents
from relance_xl.problems import Report

if TYPE_CHECKING:
    from relance_xl.cli.main import Session

Answer = tuple[Report, documents.Document]


def search(session: Session) -> Answer:
    """`rechercher`."""
    from relance_xl.actions.searching import search as action  # noqa: PLC0415 - see the module's docstring

    report = session.on_workbook(action)
    if not session.options.json:
        console.show_search(session.console, report)
    return report, documents.search_document(report)


def import_files(session: Session) -> Answer:
    """`importer`."""
    from relance_xl.actions.importing import import_ledger  # noqa: PLC0415

    options = session.options
    accounts = tuple(account.strip() for account in options.comptes.split(",") if account.strip())
    report = session.on_workbook(
        partial(import_ledger, files=options.files, accounts=accounts, cut_off=options.cut_off)
    )
    if not options.json:
        console.show_import(session.console, report)
    return report, documents.import_document(report)


def verify(session: Session) -> Answer:
    """`verifier`."""
    from relance_xl.actions.checking import verify as action  # noqa: PLC0415

    report: Report = session.on_workbook(action)
    return report, _plain_document(report)


def criteria(session: Session) -> Answer:
    """`criteres`."""
    from relance_xl.actions import searching  # noqa: PLC0415

    chosen: dict[str | None, Callable[[Any, Any], Report]] = {
        "raz": lambda book, _run: searching.reset_criteria(book),
        "defaut": lambda book, _run: searching.save_defaults(book),
        "tout-selectionner": lambda book, _run: searching.select_all(book),
        "tout-deselectionner": lambda book, _run: searching.select_none(book),
        None: searching.set_criteria,
    }
    report = session.on_workbook(chosen[session.options.criteria_action])
    return report, _plain_document(report)


def phone_list(session: Session) -> Answer:
    """`appels`."""
    from relance_xl.actions.phoning import fill_phone_list  # noqa: PLC0415

    report = session.on_workbook(fill_phone_list)
    if not session.options.json:
        console.show_calls(session.console, report)
    return report, documents.phone_document(report)


def letters(session: Session) -> Answer:
    """`lettres`."""
    from relance_xl.actions.letters import issue_letters, rehearse_letters  # noqa: PLC0415

    action = rehearse_letters if session.options.simulation else issue_letters
    report = session.on_workbook(action, saves_itself=True)
    if not session.options.json:
        console.show_letters(session.console, report)
    return report, documents.letters_document(report)


def new(session: Session) -> Answer:
    """`nouveau`."""
    from relance_xl.actions.company import free_place, new_company  # noqa: PLC0415
    from relance_xl.books.workbook_file import WorkbookFile  # noqa: PLC0415
    from relance_xl.interpreter import interpreter_cells  # noqa: PLC0415

    if session.options.simulation:
        report = Report(summary=f"Simulation : « {free_place(session.options.folder)} » serait créé.")
    else:
        report = new_company(session.options.folder, WorkbookFile, interpreter_cells())
    return report, {"dossier": str(session.options.folder), **_plain_document(report)}


def demo(session: Session) -> Answer:
    """`demo`."""
    from relance_xl.books.workbook_file import WorkbookFile  # noqa: PLC0415
    from relance_xl.demo.run import run_demo  # noqa: PLC0415
    from relance_xl.interpreter import interpreter_cells  # noqa: PLC0415

    teller = console.Teller(session.progress)
    with teller.running(), ExitStack() as stack:
        folder = session.options.folder
        if session.options.simulation:
            folder = Path(stack.enter_context(TemporaryDirectory())) / folder.name
        report = run_demo(folder, WorkbookFile, interpreter_cells(), as_of=session.options.as_of, tell=teller.tell)
    if session.options.simulation:
        report.summary = "Simulation : rien n'a été gardé."
    if not session.options.json:
        console.show_problems(session.console, report.checked.problems)
        console.show_search(session.console, report.searched)
        console.show_calls(session.console, report.called)
        console.show_letters(session.console, report.lettered)
    return report, {
        "classeur": str(report.workbook),
        "rechercher": documents.search_document(report.searched),
        "appels": documents.phone_document(report.called),
        "lettres": documents.letters_document(report.lettered),
        "problemes": documents.problems(report.checked.problems),
    }


def _plain_document(report: Report) -> documents.Document:
    return {"message": report.summary, "problemes": documents.problems(report.problems)}


COMMANDS: dict[str, Callable[[Session], Answer]] = {
    "demo": demo,
    "nouveau": new,
    "importer": import_files,
    "verifier": verify,
    "rechercher": search,
    "criteres": criteria,
    "appels": phone_list,
    "lettres": letters,
}

"""One function a command: the action, what is shown of it, and its JSON document."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from relance_xl.actions.common.report import Report
from relance_xl.cli import console
from relance_xl.cli import json_documents as documents
from relance_xl.cli.telling import Teller

if TYPE_CHECKING:
    from relance_xl.cli.session import Session

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
    from relance_xl.actions import importing  # noqa: PLC0415
    from relance_xl.actions.import_habits import Habits, columns_told  # noqa: PLC0415
    from relance_xl.ledgers.lists.values import DateOrder  # noqa: PLC0415

    options = session.options
    wanted = importing.Wanted(
        accounts=tuple(account.strip() for account in options.accounts.split(",") if account.strip()),
        cut_off=options.cut_off,
        habits=Habits(
            columns=columns_told(dict(options.columns)),
            date_order=DateOrder(options.date_order) if options.date_order else None,
        ),
        partial=options.partial,
        contacts=options.contacts,
        netted=options.netted,
    )
    report = session.on_workbook(partial(importing.import_files, files=options.files, wanted=wanted))
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
    from relance_xl.actions import criteria as panel  # noqa: PLC0415

    chosen: dict[str | None, Callable[[Any, Any], Report]] = {
        "raz": lambda book, _run: panel.reset_criteria(book),
        "defaut": lambda book, _run: panel.save_defaults(book),
        "tout-selectionner": lambda book, _run: panel.select_all(book),
        "tout-deselectionner": lambda book, _run: panel.select_none(book),
        None: panel.set_criteria,
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
    from relance_xl.actions.letters import LetterChoice, issue_letters, rehearse_letters  # noqa: PLC0415

    action = rehearse_letters if session.options.simulation else issue_letters
    choice = LetterChoice(run_pdfs=session.options.pdf, letter_pdfs=session.options.pdf_lettres)
    report = session.on_workbook(partial(action, choice=choice), saves_itself=True)
    if not session.options.json:
        console.show_letters(session.console, report)
    return report, documents.letters_document(report)


def mails(session: Session) -> Answer:
    """`mails`."""
    from relance_xl.cli.mails import mails as command  # noqa: PLC0415

    return command(session)


def record_calls(session: Session) -> Answer:
    """`enregistrer-appels`."""
    from relance_xl.actions.calling import record_calls as action  # noqa: PLC0415

    report = session.on_workbook(action)
    return report, documents.calls_document(report)


def bills(session: Session) -> Answer:
    """`traites`."""
    from relance_xl.actions import bills as room  # noqa: PLC0415

    if not session.options.lettres:
        report = session.on_workbook(room.follow_bills)
    else:
        action = room.rehearse_bill_letters if session.options.simulation else room.issue_bill_letters
        report = session.on_workbook(action, saves_itself=True)
    if not session.options.json:
        console.show_bills(session.console, report)
    return report, documents.bills_document(report)


def undo(session: Session) -> Answer:
    """`annuler`."""
    from relance_xl.actions.batches import undoing  # noqa: PLC0415

    chosen = undoing.rehearse_undo if session.options.simulation else undoing.undo
    report = session.on_workbook(partial(chosen, batch=session.options.lot), saves_itself=True)
    if not session.options.json:
        console.show_undone(session.console, report)
    return report, documents.undo_document(report)


def blank_levels(session: Session) -> Answer:
    """`remettre-a-blanc`."""
    from relance_xl.actions.batches.blanking import blank_levels as action  # noqa: PLC0415

    report = session.on_workbook(partial(action, group=session.options.group))
    return report, documents.blanking_document(report)


def dashboard(session: Session) -> Answer:
    """`bilan`."""
    from relance_xl.actions.dashboard import dashboard as action  # noqa: PLC0415

    report = session.on_workbook(action)
    if not session.options.json:
        console.show_dashboard(session.console, report)
    return report, documents.dashboard_document(report)


def check_templates(session: Session) -> Answer:
    """`modeles`."""
    from relance_xl.actions.template_checking import check_all_templates  # noqa: PLC0415

    report = session.on_workbook(check_all_templates)
    document = {"dossier": str(report.folder), "modeles": list(report.templates), **_plain_document(report)}
    return report, document


def new(session: Session) -> Answer:
    """`nouveau`."""
    from relance_xl.actions.setup.company import free_place, new_company  # noqa: PLC0415
    from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415
    from relance_xl.machine.interpreter import lasting_interpreter_cells  # noqa: PLC0415

    interpreter = lasting_interpreter_cells()
    if session.options.simulation:
        report = Report(summary=f"Simulation : « {free_place(session.options.folder)} » serait créé.")
    else:
        report = new_company(session.options.folder, WorkbookFile, interpreter)
        _link_excel_for_mac(report)
    return report, {"dossier": str(session.options.folder), **_plain_document(report)}


def repair(session: Session) -> Answer:
    """`reparer`."""
    from relance_xl.actions.setup import repairing  # noqa: PLC0415
    from relance_xl.books.closed.macros import embedded_xlwings  # noqa: PLC0415
    from relance_xl.machine.interpreter import lasting_interpreter_cells  # noqa: PLC0415

    chosen = repairing.rehearse_repair if session.options.simulation else repairing.repair
    report = session.on_workbook(partial(chosen, interpreter=lasting_interpreter_cells()))
    if session.options.simulation:
        report.summary = f"Simulation : {report.summary}"
    else:
        _link_excel_for_mac(report, embedded_xlwings(session.options.workbook))
    return report, {"python": report.interpreter, "modeles": list(report.templates), **_plain_document(report)}


def _link_excel_for_mac(report: Report, module_version: str | None = None) -> None:
    """On macOS, let Excel start Python."""
    if sys.platform == "darwin":
        from importlib.metadata import version  # noqa: PLC0415

        from relance_xl.machine.macos import install_script  # noqa: PLC0415

        report.summary += f" Excel est relié à Python par « {install_script(module_version or version('xlwings'))} »."


def diagnose(session: Session) -> Answer:
    """`diagnostic`."""
    from relance_xl.actions.setup.diagnosing import diagnose as action  # noqa: PLC0415
    from relance_xl.actions.setup.diagnosing_workbook import workbook_findings  # noqa: PLC0415
    from relance_xl.cli.diagnosis import diagnosis_document, show_diagnosis  # noqa: PLC0415

    workbook = session.options.workbook
    report = action(more=workbook_findings(workbook) if workbook else ())
    if not session.options.json:
        show_diagnosis(session.console, report.findings)
    return report, {**diagnosis_document(report.findings), **_plain_document(report)}


def demo(session: Session) -> Answer:
    """`demo`."""
    from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415
    from relance_xl.cli.mails import mails_document, show_mails  # noqa: PLC0415
    from relance_xl.demo.run import run_demo  # noqa: PLC0415
    from relance_xl.machine.interpreter import interpreter_cells  # noqa: PLC0415

    teller = Teller()
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
        show_mails(session.console, report.mailed)
        console.show_bills(session.console, report.billed)
    return report, {
        "classeur": str(report.workbook),
        "rechercher": documents.search_document(report.searched),
        "appels": documents.phone_document(report.called),
        "lettres": documents.letters_document(report.lettered),
        "mails": mails_document(report.mailed),
        "traites": documents.bills_document(report.billed),
        "problemes": documents.problems(report.checked.problems),
    }


def open_window(session: Session) -> Answer:
    """`ouvrir`: comes back when LibreOffice's window is closed, at once with Excel."""
    from relance_xl.libreoffice.opening import open_anywhere  # noqa: PLC0415

    report = open_anywhere(session.options.workbook, session.say if not session.options.json else lambda _said: None)
    return report, _plain_document(report)


def _plain_document(report: Report) -> documents.Document:
    return {"message": report.summary, "problemes": documents.problems(report.problems)}


COMMANDS: dict[str, Callable[[Session], Answer]] = {
    "demo": demo,
    "nouveau": new,
    "ouvrir": open_window,
    "reparer": repair,
    "diagnostic": diagnose,
    "importer": import_files,
    "verifier": verify,
    "rechercher": search,
    "criteres": criteria,
    "appels": phone_list,
    "enregistrer-appels": record_calls,
    "lettres": letters,
    "mails": mails,
    "traites": bills,
    "remettre-a-blanc": blank_levels,
    "annuler": undo,
    "bilan": dashboard,
    "modeles": check_templates,
}

"""What runs each command: one function for all the rows of the table of actions, one for each other command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from relance_xl.actions.catalogue.rows import ACTIONS
from relance_xl.actions.catalogue.rows import COMMANDS as TABLE_COMMANDS
from relance_xl.actions.common.report import Report
from relance_xl.cli import console
from relance_xl.cli.answers import document_of
from relance_xl.cli.answers.desk import phone_document, search_document
from relance_xl.cli.answers.issued import bills_document, letters_document, mails_document
from relance_xl.cli.answers.shapes import Document, plain_document, problems
from relance_xl.cli.parser import NEW
from relance_xl.cli.telling import Teller
from relance_xl.problems import UsageError

if TYPE_CHECKING:
    from relance_xl.cli.session import Session

Answer = tuple[Report, Document]
Given = dict[str, Any]
"""Arguments of an action, by name, beside the book and the run."""


def on_table(session: Session) -> Answer:
    """Every command that is a row of the table of actions."""
    options = session.options
    if getattr(options, "password", False):
        from relance_xl.cli.mails import keep_password  # noqa: PLC0415 - see the module's docstring, here and below

        report = keep_password(session)
    else:
        row = ACTIONS[options.chosen or options.command]
        chosen = row.rehearsal() if options.simulation else row.function()
        given = CHOICES.get(row.name, _as_they_are)(session)
        report = session.on_workbook(partial(chosen, **given), saves_itself=row.saves_itself, confirm=_confirm(session))
    if not options.json:
        console.show_tables(session.console, report)
    return report, document_of(report)


def _confirm(session: Session) -> Callable[[str], bool] | None:
    if session.options.command != "mails":
        return None
    from relance_xl.cli.mails import agreed  # noqa: PLC0415

    return partial(agreed, session)


def _as_they_are(session: Session) -> Given:
    """Each option is an argument of the function; an option that chose another action gives it nothing."""
    if session.options.chosen:
        return {}
    options = TABLE_COMMANDS[session.options.command].options
    return {each.field: getattr(session.options, each.field) for each in options if not each.chooses}


def _import_choice(session: Session) -> Given:
    from relance_xl.actions.importing import Wanted  # noqa: PLC0415
    from relance_xl.actions.imports.habits import Habits, accounts_told, columns_told  # noqa: PLC0415
    from relance_xl.ledgers.lists.values import DateOrder  # noqa: PLC0415

    options = session.options
    wanted = Wanted(
        cut_off=options.cut_off,
        habits=Habits(
            columns=columns_told(dict(options.columns)),
            date_order=DateOrder(options.date_order) if options.date_order else None,
            accounts=accounts_told(options.accounts),
            netted={"oui": True, "non": False}.get(options.netted),
        ),
        partial=options.partial,
        contacts=options.contacts,
        confirmed=options.confirmed,
    )
    return {"files": options.files, "wanted": wanted}


def _bank_choice(session: Session) -> Given:
    from relance_xl.actions.bank.columns import bank_columns_told  # noqa: PLC0415
    from relance_xl.actions.bank.statements import BankChoice  # noqa: PLC0415

    options = session.options
    if not options.files and options.command != "cabinet":  # there, each company has its own
        raise UsageError("Quel relevé lire ? Attendu : relance-xl banque CLASSEUR FICHIER…")
    choice = BankChoice(columns=bank_columns_told(dict(options.columns)), confirmed=options.confirmed)
    return {"files": options.files, "choice": choice}


def _nothing(session: Session) -> Given:
    """For an action that an option chose in place of one that reads files."""
    if session.options.files:
        raise UsageError(f"Avec --{session.options.chosen}, aucun fichier n'est lu. Attendu : le classeur seul")
    return {}


def _letter_choice(session: Session) -> Given:
    from relance_xl.actions.letters import LetterChoice  # noqa: PLC0415

    options = session.options
    unrecorded = getattr(options, "unrecorded", "")  # `cabinet` has no such option: each company is settled alone
    choice = LetterChoice(run_pdfs=options.run_pdfs, letter_pdfs=options.letter_pdfs, unrecorded=unrecorded)
    return {"choice": choice}


def _no_letters(_session: Session) -> Given:
    return {}


def _bill_letters_choice(session: Session) -> Given:
    return {"unrecorded": session.options.unrecorded}


def _mail_choice(session: Session) -> Given:
    from relance_xl.cli.mails import mail_choice  # noqa: PLC0415

    return {"choice": mail_choice(session)}


def _returns_choice(session: Session) -> Given:
    from relance_xl.actions.mail.session import MailChoice  # noqa: PLC0415
    from relance_xl.cli.mails import asking  # noqa: PLC0415

    return {"files": session.options.files, "choice": MailChoice(ask=asking(session))}


def _sign_in_choice(session: Session) -> Given:
    def tell(message: str, _share: float | None) -> None:
        session.say(message)

    return {"how": session.options.how or "", "tell": tell}


CHOICES: Final[dict[str, Callable[[Session], Given]]] = {
    "affecter": _nothing,
    "vider-inconnus": _nothing,
    "banque": _bank_choice,
    "colonnes": _import_choice,
    "importer": _import_choice,
    "lettres": _letter_choice,
    "connexion": _sign_in_choice,
    "mails": _mail_choice,
    "retours": _returns_choice,
    "envoyer": _mail_choice,
    "traites": _no_letters,
    "traites-lettres": _bill_letters_choice,
}
"""What several options make together, by action; the options of the others are their arguments."""


def new(session: Session) -> Answer:
    """`nouveau`."""
    from relance_xl.actions.setup.company import PLAIN, WORKBOOK, free_place, new_company  # noqa: PLC0415
    from relance_xl.books.closed.code.plain import without_macros  # noqa: PLC0415
    from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415
    from relance_xl.machine.interpreter import lasting_interpreter_cells  # noqa: PLC0415

    interpreter = lasting_interpreter_cells()
    folder, plain = session.options.folder, session.options.plain
    if session.options.simulation:
        report = Report(summary=f"« {free_place(folder, PLAIN if plain else WORKBOOK)} » serait créé.")
    elif plain:
        report = new_company(folder, WorkbookFile, interpreter, without_macros)
    else:
        report = new_company(folder, WorkbookFile, interpreter)
        _link_excel_for_mac(report)
    session.mark(report)
    return report, {"dossier": str(session.options.folder), **plain_document(report)}


def repair(session: Session) -> Answer:
    """`reparer`."""
    from relance_xl.actions.setup import repairing  # noqa: PLC0415
    from relance_xl.machine.interpreter import lasting_interpreter_cells  # noqa: PLC0415

    chosen = repairing.rehearse_repair if session.options.simulation else repairing.repair
    report = session.on_workbook(partial(chosen, interpreter=lasting_interpreter_cells()))
    if not session.options.simulation:
        _link_excel_for_mac(report, _macros_version(session, report))
    return report, document_of(report)


def _macros_version(session: Session, report: Report) -> str | None:
    """What the workbook's macros are; a fault of the report when they cannot be read."""
    from relance_xl.books.closed.code.embedded import embedded_xlwings  # noqa: PLC0415
    from relance_xl.ooxml.opening import PackageFault  # noqa: PLC0415
    from relance_xl.problems import Problem  # noqa: PLC0415

    workbook = session.options.workbook
    try:
        return embedded_xlwings(workbook)
    except PackageFault as fault:
        what = f"Les macros de ce classeur ne se lisent pas : {fault}"
        report.problems.append(Problem(file=workbook.name, what=what, expected="une copie datée, à côté de lui"))
        session.exit_code = report.exit_code
        return None


def update(session: Session) -> Answer:
    """`mettre-a-jour`."""
    from relance_xl.actions.setup.help_page import leave_help  # noqa: PLC0415
    from relance_xl.actions.setup.updating import bring_up_to_date  # noqa: PLC0415

    def with_help(book: Any, run: Any) -> Report:
        """The guide is put beside the workbook while the company is held (N-101), unless this is a rehearsal."""
        report = bring_up_to_date(book, run)
        if not session.options.simulation:
            leave_help(session.options.workbook.parent)
        return report

    report = session.on_workbook(with_help)
    return report, document_of(report)


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
    from relance_xl.cli.diagnosis import diagnosis_document, keep_fault_report, show_diagnosis  # noqa: PLC0415

    workbook = session.options.workbook
    report = action(more=workbook_findings(workbook) if workbook else ())
    if session.options.fault_report:
        report.summary += keep_fault_report(report.findings, workbook, rehearsed=session.options.simulation)
    session.mark(report)
    if not session.options.json:
        show_diagnosis(session.console, report.findings)
    return report, {**diagnosis_document(report.findings), **plain_document(report)}


def demo(session: Session) -> Answer:
    """`demo`."""
    from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415
    from relance_xl.demo.run import run_demo  # noqa: PLC0415
    from relance_xl.machine.interpreter import interpreter_cells  # noqa: PLC0415

    if session.options.companies:
        return _demo_firm(session)
    teller = Teller()
    with teller.running(), ExitStack() as stack:
        folder = session.options.folder
        if session.options.simulation:
            folder = Path(stack.enter_context(TemporaryDirectory())) / folder.name
        report = run_demo(folder, WorkbookFile, interpreter_cells(), as_of=session.options.as_of, tell=teller.tell)
    if session.options.simulation:
        report.summary = "Rien n'a été gardé."
    session.mark(report)
    if not session.options.json:
        console.show_problems(session.console, report.checked.problems)
        console.show_search(session.console, report.searched)
        console.show_calls(session.console, report.called)
        console.show_letters(session.console, report.lettered)
        console.show_mails(session.console, report.mailed)
        console.show_bills(session.console, report.billed)
    return report, {
        "classeur": str(report.workbook),
        "rechercher": search_document(report.searched),
        "appels": phone_document(report.called),
        "lettres": letters_document(report.lettered),
        "mails": mails_document(report.mailed),
        "traites": bills_document(report.billed),
        "problemes": problems(report.checked.problems),
    }


def _demo_firm(session: Session) -> Answer:
    """`demo --cabinet`."""
    from relance_xl.demo.firm import run_demo_firm  # noqa: PLC0415
    from relance_xl.machine.interpreter import interpreter_cells  # noqa: PLC0415

    folder, companies, teller = session.options.folder, session.options.companies, Teller()
    if session.options.simulation:
        report = Report(summary=f"{companies} sociétés seraient créées dans « {folder} ».")
        session.mark(report)
    else:
        with teller.running():
            report = run_demo_firm(folder, companies, interpreter_cells(), teller.tell)
    return report, {"dossier": str(folder), **plain_document(report)}


def firm(session: Session) -> Answer:
    """`cabinet`."""
    from relance_xl.cli.firm import over_firm  # noqa: PLC0415

    if session.options.action == NEW:
        return _new_firm(session)
    return over_firm(session, CHOICES.get(session.options.action))


def _new_firm(session: Session) -> Answer:
    """`cabinet nouveau`."""
    from relance_xl.cabinet.beginning import new_firm, rehearse_firm  # noqa: PLC0415
    from relance_xl.machine.interpreter import lasting_interpreter_cells  # noqa: PLC0415

    folder, interpreter = session.options.folder, lasting_interpreter_cells()
    report = rehearse_firm(folder) if session.options.simulation else new_firm(folder, interpreter)
    if not session.options.simulation:
        _link_excel_for_mac(report)
    session.mark(report)
    return report, {"dossier": str(folder), **plain_document(report)}


def open_window(session: Session) -> Answer:
    """`ouvrir`: comes back when LibreOffice's window is closed, at once with Excel."""
    from relance_xl.libreoffice.opening import open_anywhere  # noqa: PLC0415

    if session.options.simulation:
        report = Report(summary=f"« {session.options.workbook} » serait ouvert.")
        session.mark(report)
        return report, document_of(report)
    report = open_anywhere(session.options.workbook, session.say if not session.options.json else lambda _said: None)
    return report, plain_document(report)


def window(session: Session) -> Answer:
    """`fenetre`: comes back when the window is closed."""
    from relance_xl.window.starting import start  # noqa: PLC0415 - tkinter is not on every machine

    workbook = session.options.workbook
    if session.options.simulation:
        report = Report(summary="La fenêtre serait ouverte.")
        session.mark(report)
    else:
        report = start(workbook)
    return report, plain_document(report)


COMMANDS: dict[str, Callable[[Session], Answer]] = {
    **dict.fromkeys(TABLE_COMMANDS, on_table),
    "demo": demo,
    "nouveau": new,
    "cabinet": firm,
    "ouvrir": open_window,
    "fenetre": window,
    "reparer": repair,
    "mettre-a-jour": update,
    "diagnostic": diagnose,
}

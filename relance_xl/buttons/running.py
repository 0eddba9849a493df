"""One click, from the macro to the message box: no traceback ever reaches the user, no screen stays frozen."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from relance_xl.actions.catalogue.shape import Action
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, Selection
from relance_xl.buttons import host, sentences
from relance_xl.buttons.actions import ACTIONS, Click, done
from relance_xl.buttons.files import choose_files
from relance_xl.buttons.selected import selection
from relance_xl.buttons.showing import open_outside as by_the_system
from relance_xl.machine import circumstances
from relance_xl.machine.leases import leased
from relance_xl.machine.logs import write_log
from relance_xl.problems import RelanceError, UsageError
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.writing import has_met


def _nothing_opens(_path: Path) -> None:
    """Where there is no desktop."""


def _at_once(attempt: Callable[[], Report | None]) -> Report | None:
    return attempt()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the place where one clicks does for an action, beside its cells and its boxes.

    Attributes:
        choose: asks the user for files.
        show: brings a sheet to the front.
        selected: says which cells the user has selected.
        open_outside: opens a document or a folder with the computer's own program; None: the place offers it itself.
        patiently: calls what it is given, again when the spreadsheet was only busy.
        log: keeps an error of the program, and says where.
    """

    choose: Callable[[], tuple[Path, ...]]
    show: Callable[[str], object]
    selected: Callable[[], Selection] = Selection
    open_outside: Callable[[Path], object] | None = _nothing_opens
    patiently: Callable[[Callable[[], Report | None]], Report | None] = _at_once
    log: Callable[[str, BaseException, datetime], Path | None] = write_log


def run(name: str) -> None:
    """Do what the button `name` asks, in the workbook whose macro calls.

    When the spreadsheet itself cannot be reached, one line goes to the error stream, which the macro shows.
    """
    now = circumstances.now()
    try:
        from relance_xl.books.live.book import XlwingsBook, calling_workbook  # noqa: PLC0415 - a fault there is told like any other

        caller = calling_workbook()
        book = XlwingsBook(caller)
        around = Surroundings(
            choose=partial(choose_files, caller.app),
            show=book.show,
            selected=partial(selection, caller.app),
            open_outside=by_the_system,
        )
        click(name, book, caller.app, around, now)
    except Exception as error:  # noqa: BLE001 - there is nobody above us but the macro
        log = write_log(name, error, now)
        if sys.platform == "win32" and hasattr(sys.stderr, "reconfigure"):
            sys.stderr.reconfigure(encoding="mbcs", errors="replace")  # what the macro reads the stream in
        sys.exit(f"Le classeur n'a pas pu être joint depuis Python. Détail : {log or error}")


def click(name: str, book: Book, app: host.App, around: Surroundings, now: datetime) -> Report | None:
    """Do the action `name` at the moment `now`, then say in one message box what was done, or why it was not.

    Returns what the action answers; None when it was refused, or given up by the user.
    """
    questions = host.Questions(app)
    this_run = Run(
        now=now,
        user=circumstances.user(),
        confirm=questions.ask,
        decide=partial(host.decide, app),
        settle=questions.settle,
        selected=around.selected,
    )
    try:
        with host.at_work(app), leased(book.path, name):
            report = around.patiently(partial(_done, name, Click(book=book, run=this_run, choose_files=around.choose)))
        if report is None or (questions.refused and not report.batch):
            return None  # whoever has just said no knows that nothing was done
        sheet = sheet_after(ACTIONS[name], report)
        if sheet:
            around.show(sheet)
        going_on = _tell(app, ACTIONS[name], report, book.path.parent, around.open_outside)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told in one sentence
        host.refuse(app, sentences.why_not(name, error, partial(around.log, name, error, now)))
        return None
    if going_on:
        click(going_on, book, app, around, now)
    return report


def _tell(
    app: host.App, action: Action, report: Report, folder: Path, open_outside: Callable[[Path], object] | None
) -> str:
    """One box: what was done, and where there is something to go on with, whether to; none for what is seen anyway.

    Documents that were made are opened here; the name of the action to go on with, "" for none.
    """
    if report.seen and not report.problems:
        return ""
    said, (file, question) = sentences.done(report), sentences.to_open(report)
    going_on = action.then if report.batch else ""
    if open_outside is None or not (file or going_on):
        host.say(app, said)
    elif host.ask(app, f"{said}\n\n{question or sentences.GO_ON}"):
        if going_on:
            return going_on
        open_outside(folder / file)
    return ""


def sheet_after(action: Action, report: Report) -> str:
    """The sheet to bring to the front, "" to stay: what was to issue documents and issued none has nothing to show."""
    return "" if action.saves_itself and not report.batch else action.sheet


def _done(name: str, click: Click) -> Report | None:
    """What the action answers, all its writes done and saved, or none of them; None when the user gave up."""
    if name not in ACTIONS:
        raise UsageError("Ce bouton est plus récent que le programme : installez la dernière version de relance-xl")
    action = ACTIONS[name]
    with click.book.all_or_nothing(action.writes):
        if action.records:
            click.book.ensure_writable()
        report = done(action, click)
        if report is None:
            return None
        if not action.saves_itself:
            _settle(action, click.book, click.run, report)
    if action.saves_itself:
        _settle_after(action, click.book, click.run, report)
    return report


def _settle(action: Action, book: Book, run: Run, report: Report) -> None:
    """Write the faults into `Contrôle`, and save what was recorded."""
    if not action.fills_control and (report.problems or has_met(book, action.name)):
        from relance_xl.actions.common.control import fill_control  # noqa: PLC0415 - it thinks: a tick need not know

        fill_control(book, run, action.name, report.problems)
    if action.records and report.batch:
        book.save()


def _settle_after(action: Action, book: Book, run: Run, report: Report) -> None:
    """`_settle`, once the action has saved: its documents stand, and no fault of `Contrôle` may say otherwise."""
    try:
        with book.all_or_nothing((schema.CONTROL.name,)):
            _settle(action, book, run, report)
    except RelanceError as error:
        report.problems += error.problems
        report.summary += " La feuille « Contrôle », elle, n'a pas pu être remplie."

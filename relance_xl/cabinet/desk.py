"""The buttons of `Cabinet.xlsm`: all companies refreshed, one opened, letters, e-mails or calls for those chosen.

The same road as a company's buttons: a macro, xlwings, this Python, a message box; never a traceback.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol

from relance_xl.cabinet.company.jobs import Engine, Result
from relance_xl.cabinet.consolidated.rows import Column, columns, in_order
from relance_xl.cabinet.engines.local import local_pool
from relance_xl.cabinet.firm import FirmReport, Wish, over_firm
from relance_xl.domain.wording import counted, typeset
from relance_xl.machine import circumstances
from relance_xl.machine.leases import leased
from relance_xl.machine.logs import where_told, write_log
from relance_xl.machine.reasons import refused_by_the_system
from relance_xl.problems import DataError, FileUnavailable, Problem, RelanceError, UsageError
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book, Value, Written

TABLE, TITLE = "tCabinet", "Cabinet"
_PLACE = "Classeur"
"""The column that says which workbook a row is of, from the folder of `Cabinet.xlsm`."""
MOST_NAMED = 5


class App(Protocol):
    """The part of an xlwings App that is used here."""

    status_bar: str | bool

    def alert(self, prompt: str, title: str, buttons: str, mode: str) -> str | None:
        """Show a message box; the answer is « ok », « yes », « no » or « cancel »."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What a button is given.

    Attributes:
        selected: the first and the last worksheet row that the user has selected.
        open_file: opens a company's workbook in the same program.
    """

    book: Book
    app: App
    now: datetime
    selected: tuple[int, int]
    open_file: Callable[[Path], None]
    engine: Engine

    def asks(self, question: str) -> bool:
        """Whether the user says yes."""
        return self.app.alert(typeset(question), TITLE, "yes_no", "info") == "yes"


def run(name: str) -> None:
    """Do what the button `name` asks, in the workbook whose macro calls.

    When the spreadsheet itself cannot be reached, one line goes to the error stream, which the macro shows.
    """
    now = circumstances.now()
    try:
        from relance_xl.books.live.book import XlwingsBook, calling_workbook  # noqa: PLC0415 - a fault there is told like any other

        caller = calling_workbook()
        rows = caller.app.selection
        first = rows.row if rows is not None else 0
        done(
            name,
            Click(
                book=XlwingsBook(caller),
                app=caller.app,
                now=now,
                selected=(first, first + (rows.rows.count if rows is not None else 0) - 1),
                open_file=_opener(caller.app),
                engine=local_pool(os.cpu_count() or 1),
            ),
        )
    except Exception as error:  # noqa: BLE001 - there is nobody above us but the macro
        log = write_log(name, error, now)
        sys.exit(f"Le classeur n'a pas pu être joint depuis Python. Détail : {log or error}")


def _opener(app: object) -> Callable[[Path], None]:
    """How a company's workbook is opened: by Excel itself; else by the command that gives LibreOffice its buttons."""
    if getattr(getattr(app, "engine", None), "name", "") == "excel":
        return lambda path: app.books.open(str(path))  # type: ignore[attr-defined]  # an xlwings App

    def by_command(path: Path) -> None:
        command = [sys.executable, "-m", "relance_xl", "ouvrir", str(path)]
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own command

    return by_command


def done(name: str, click: Click) -> None:
    """Do the action, then say in one message box what was done, or why it was not."""
    try:
        try:
            said = _action(name)(click)
        finally:
            click.app.status_bar = False
    except RelanceError as error:
        said = "\n".join(str(problem) for problem in error.problems[:MOST_NAMED])
    except OSError as error:
        said = str(refused_by_the_system(error))
    except Exception as error:  # noqa: BLE001 - a bug is told in one sentence and kept in a file
        log = write_log(name, error, click.now, kind="cabinet")
        said = f"Erreur du programme, qui n'est pas de votre fait. {where_told(log)}"
    else:
        if said:
            click.app.alert(typeset(said), TITLE, "ok", "info")
        return
    click.app.alert(typeset(said), TITLE, "ok", "critical")


def _action(name: str) -> Callable[[Click], str]:
    if name not in _ACTIONS:
        raise UsageError("Ce bouton est plus récent que le programme : installez la dernière version de relance-xl")
    return _ACTIONS[name]


def _refresh(click: Click) -> str:
    """Search over every company, then show all of them."""
    with leased(click.book.path, "cabinet"):
        report = over_firm(_wish(click, "rechercher"), click.engine)
        _show(click.book, report.results)
    return _told(report)


def _open(click: Click) -> str:
    """Open the workbook of the selected row."""
    first, *_ = _chosen(click)
    place = _root(click.book).joinpath(*PurePosixPath(first).parts)
    if not place.is_file():
        raise FileUnavailable(Problem(file=first, what="Ce classeur n'est plus là", expected="« Actualiser » d'abord"))
    click.open_file(place)
    return ""


def _of_selection(action: str, click: Click) -> str:
    """Do the action over the selected companies, letters and e-mails asked once; their rows are then shown anew."""
    only = frozenset(_chosen(click))
    with leased(click.book.path, "cabinet"):
        report = over_firm(_wish(click, action, only), click.engine)
        if report.results:
            _show(click.book, report.results, keep=True)
    return _told(report)


_ACTIONS: dict[str, Callable[[Click], str]] = {
    "actualiser": _refresh,
    "ouvrir": _open,
    **{action: partial(_of_selection, action) for action in ("lettres", "mails", "appels")},
}


def _root(book: Book) -> Path:
    return book.path.parent


def _wish(click: Click, action: str, only: frozenset[str] | None = None) -> Wish:
    return Wish(
        root=_root(click.book),
        action=action,
        as_of=click.now.date(),
        now=click.now,
        user=circumstances.user(),
        only=only,
        confirm=click.asks,
        tell=click.book.tell,
    )


def _chosen(click: Click) -> list[str]:
    """The workbooks of the selected rows.  DataError when none is."""
    grid = click.book.read_table(TABLE)
    place = grid.headers.index(_PLACE)
    first, last = click.selected
    found = [
        shown(row[place]).strip()
        for number, row in enumerate(grid.rows, grid.top + 1)
        if first <= number <= last and shown(row[place]).strip()
    ]
    if not found:
        raise DataError(Problem(what="Aucune société n'est choisie", expected="une cellule d'une ligne du tableau"))
    return found


def _show(book: Book, results: Sequence[Result], *, keep: bool = False) -> None:
    """Give the table a row a company, those that need somebody first; with `keep`, the other rows stay as they are."""
    grid = book.read_table(TABLE)
    known: dict[str, Column] = {column.heading: column for column in columns(results)}
    headers = [header for header in grid.headers if header in known]
    place = grid.headers.index(_PLACE)
    rows: dict[str, list[Written]] = {
        result.workbook: [_written(known[header], result) for header in headers] for result in in_order(results)
    }
    if keep:
        before = {shown(row[place]).strip(): dict(zip(grid.headers, row, strict=True)) for row in grid.rows}
        rows = {name: [_kept(row[header]) for header in headers] for name, row in before.items() if name} | rows
    with book.all_or_nothing((TABLE,)):
        book.replace_rows(TABLE, headers, list(rows.values()))


def _written(column: Column, result: Result) -> Written:
    value = column.of(result)
    return value or None if isinstance(value, str) else value


def _kept(value: Value) -> Written:
    """What a cell says, to be written again; an error or a formula without a result is left out."""
    return value if isinstance(value, str | int | float | Decimal | date) else None


def _told(report: FirmReport) -> str:
    """What was done, and the companies that were not, each with its reason."""
    failed = [
        f"{each.company or each.workbook} : {each.state}. {each.message}" for each in report.results if each.failed
    ]
    more = [f"… et {counted(len(failed) - MOST_NAMED, 'autre', 'autres')}."] if len(failed) > MOST_NAMED else []
    return "\n".join([report.summary, *failed[:MOST_NAMED], *more])

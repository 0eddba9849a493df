"""What each button does: the rows of the table of actions that have one, and what only a click can give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from relance_xl.actions.catalogue import rows
from relance_xl.actions.catalogue.shape import Action
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.tables.grid import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What an action is given; `choose_files` asks the user for the files to import."""

    book: Book
    run: Run
    choose_files: Callable[[], tuple[Path, ...]]


ACTIONS: Final[dict[str, Action]] = {row.name: row for row in rows.ACTIONS.values() if row.macro}
"""By the name that the macro passes."""


def done(action: Action, click: Click) -> Report | None:
    """What the action answers; None when the user gave up."""
    given = {}
    if action.files_wanted(click.book):
        files = click.choose_files()
        if not files:
            return None
        given = {"files": files}
    report: Report = action.function()(click.book, click.run, **given)
    return report

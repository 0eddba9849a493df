"""« nouveau »: an empty, ready company in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import TEMPLATES
from relance_xl.actions.setup.help_page import leave_help
from relance_xl.machine import shipped
from relance_xl.machine.leases import leased
from relance_xl.machine.moving import move_exclusively
from relance_xl.machine.reasons import reason
from relance_xl.machine.scratch import scratch, sweep
from relance_xl.problems import FileUnavailable, Problem
from relance_xl.tables.grid import Book

WORKBOOK, PLAIN = "Relances.xlsm", "Relances.xlsx"
"""The workbook of a company, with its buttons, or without a macro."""
TEMPLATE_KINDS = frozenset({".docx", ".txt", ".html"})


def new_company(
    folder: Path,
    open_book: Callable[[Path], Book],
    interpreter: Mapping[str, str],
    without_macros: Callable[[bytes, str], bytes] | None = None,
) -> Report:
    """Make `folder` with the templates and the workbook, its buttons bound to `interpreter` (named cell → path).

    `without_macros` makes a plain .xlsx of the shipped workbook; None keeps its buttons.  FileUnavailable when a
    workbook is there already: nothing of a user's is ever replaced; Leased while another makes it.
    """
    place = free_place(folder, PLAIN if without_macros else WORKBOOK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with leased(place, "nouveau"):
            copy_templates(folder / TEMPLATES)
            with scratch(folder) as aside:
                made = aside / place.name
                content = shipped.workbook().read_bytes()
                made.write_bytes(without_macros(content, place.name) if without_macros else content)
                _bind(open_book(made), interpreter)
                move_exclusively(made, place)
            leave_help(folder)
    except FileExistsError:
        free_place(folder, place.name)
        raise
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » ne peut pas être écrit ({reason(error)})")
        ) from error
    actions = f" Les actions sont dans la fenêtre : « relance-xl fenetre {place} »." if without_macros else ""
    return Report(summary=f"Société prête : ouvrez « {place} » et remplissez la feuille « Paramètres ».{actions}")


def free_place(folder: Path, name: str = WORKBOOK) -> Path:
    """Where the workbook of a new company goes.  FileUnavailable when it has one already, of either kind."""
    for place in (folder / WORKBOOK, folder / PLAIN):
        if place.exists():
            raise FileUnavailable(
                Problem(
                    what=f"« {place} » existe déjà : rien n'a été changé", expected="un dossier neuf, ou un autre nom"
                )
            )
    return folder / name


def _bind(book: Book, interpreter: Mapping[str, str]) -> None:
    """Write the interpreter into `xlwings.conf`."""
    book.set_names(interpreter)
    book.save()


def copy_templates(folder: Path) -> None:
    """Copy the shipped templates into `folder`; a template already there is the user's, and stays."""
    copy_missing(folder, (each.name for each in shipped.templates().iterdir() if each.suffix in TEMPLATE_KINDS))


def copy_missing(folder: Path, names: Iterable[str]) -> None:
    """Copy these shipped templates into `folder`, each whole or not at all, but for those that are there.

    What a killed run left there is swept, though nothing be missing (N-104).
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in sorted(names) if not (folder / name).exists()]
    if not missing:
        sweep(folder)
        return
    with scratch(folder) as aside:
        for name in missing:
            shutil.copyfile(shipped.templates() / name, aside / name)
            with suppress(FileExistsError):  # made in the meantime: it is somebody's
                move_exclusively(aside / name, folder / name)

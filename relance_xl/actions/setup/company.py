"""« nouveau »: an empty, ready company in a folder of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import TEMPLATES
from relance_xl.machine import shipped
from relance_xl.problems import FileUnavailable, Problem
from relance_xl.tables.grid import Book

WORKBOOK = "Relances.xlsm"
TEMPLATE_KINDS = frozenset({".docx", ".txt", ".html"})


def new_company(folder: Path, open_book: Callable[[Path], Book], interpreter: Mapping[str, str]) -> Report:
    """Make `folder` with the templates and the workbook, its buttons bound to `interpreter` (named cell → path).

    FileUnavailable when a workbook is there already: nothing of a user's is ever replaced.
    """
    place = free_place(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_templates(folder / TEMPLATES)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".en-cours-") as scratch:
            made = Path(scratch) / WORKBOOK
            shutil.copyfile(shipped.workbook(), made)
            _bind(open_book(made), interpreter)
            made.rename(place)
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » ne peut pas être écrit ({error.strerror})")
        ) from error
    return Report(summary=f"Société prête : ouvrez « {place} » et remplissez la feuille « Paramètres ».")


def free_place(folder: Path) -> Path:
    """Where the workbook of a new company goes.  FileUnavailable when one is there already."""
    place = folder / WORKBOOK
    if place.exists():
        raise FileUnavailable(
            Problem(what=f"« {place} » existe déjà : rien n'a été changé", expected="un dossier neuf, ou un autre nom")
        )
    return place


def _bind(book: Book, interpreter: Mapping[str, str]) -> None:
    """Write the interpreter into `xlwings.conf`."""
    book.set_names(interpreter)
    book.save()


def copy_templates(folder: Path) -> None:
    """Copy the shipped templates into `folder`; a template already there is the user's, and stays."""
    folder.mkdir(exist_ok=True)
    for template in sorted(shipped.templates().iterdir()):
        if template.suffix in TEMPLATE_KINDS and not (folder / template.name).exists():
            shutil.copyfile(template, folder / template.name)

"""« nouveau »: an empty, ready company in a folder of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from relance_xl import shipped
from relance_xl.problems import FileUnavailable, Problem, Report
from relance_xl.tables.grid import Book

WORKBOOK = "Relances.xlsm"
TEMPLATES = "Modèles"
TEMPLATE_KINDS = frozenset({".docx", ".txt", ".html"})


def new_company(folder: Path, open_book: Callable[[Path], Book], interpreter: str) -> Report:
    """Make `folder` with the workbook bound to `interpreter` and the templates.

    FileUnavailable when a workbook is there already: nothing of a user's is ever replaced.
    """
    place = folder / WORKBOOK
    if place.exists():
        raise FileUnavailable(
            Problem(what=f"« {place} » existe déjà : rien n'a été changé", expected="un dossier neuf, ou un autre nom")
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        copy_templates(folder / TEMPLATES)
        shutil.copyfile(shipped.workbook(), place)
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » ne peut pas être écrit ({error.strerror})")
        ) from error
    return Report(summary=f"Société prête : ouvrez « {place} » et remplissez la feuille « Paramètres ».")


def copy_templates(folder: Path) -> None:
    """Copy the shipped templates into `folder`; a template already there is the user's, and stays."""
    folder.mkdir(exist_ok=True)
    for template in sorted(shipped.templates().iterdir()):
        if template.suffix in TEMPLATE_KINDS and not (folder / template.name).exists():
            shutil.copyfile(template, folder / template.name)

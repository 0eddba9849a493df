"""« cabinet nouveau »: the table of a firm with its buttons, at the top of its tree."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from relance_xl.actions.common.report import Report
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.machine import shipped
from relance_xl.machine.moving import move_exclusively
from relance_xl.machine.reasons import reason
from relance_xl.machine.scratch import scratch
from relance_xl.problems import FileUnavailable, Problem

WORKBOOK = "Cabinet.xlsm"


def rehearse_firm(folder: Path) -> Report:
    """Say what `new_firm` would make.  FileUnavailable as it says."""
    return Report(summary=f"« {_free_place(folder)} » serait créé.")


def new_firm(folder: Path, interpreter: Mapping[str, str]) -> Report:
    """Make `Cabinet.xlsm` in `folder`, its buttons bound to `interpreter` (named cell → path).

    FileUnavailable when there is one already: nothing of a user's is ever replaced.
    """
    place = _free_place(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with scratch(folder) as aside:
            made = aside / WORKBOOK
            shutil.copyfile(shipped.firm_workbook(), made)
            book = WorkbookFile(made)
            book.set_names(interpreter)
            book.save()
            move_exclusively(made, place)
    except FileExistsError:
        _free_place(folder)
        raise
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » ne peut pas être écrit ({reason(error)})")
        ) from error
    return Report(summary=f"Tableau prêt : ouvrez « {place} » et cliquez sur « Actualiser ».")


def _free_place(folder: Path) -> Path:
    place = folder / WORKBOOK
    if place.exists():
        raise FileUnavailable(
            Problem(what=f"« {place} » existe déjà : rien n'a été changé", expected="un dossier sans Cabinet.xlsm")
        )
    return place

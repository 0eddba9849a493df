"""Which program opens the workbook on this machine: Excel where it is installed, else LibreOffice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from relance_xl.actions.common.report import Report
from relance_xl.books.closed.locks import refuse_if_binary, refuse_if_missing, refuse_if_unavailable
from relance_xl.libreoffice.launcher import PLAIN, Window, open_workbook
from relance_xl.machine import programs
from relance_xl.problems import FileUnavailable

PIPE = "RELANCE_XL_PIPE"
"""Environment variable: the name of the pipe on which another program may join LibreOffice."""
OPENED = (
    "Le classeur est ouvert dans LibreOffice. Ses boutons marchent tant que cette commande tourne. "
    "En enregistrant, vous gardez le contenu des cellules, les commentaires, les couleurs, les largeurs, ce qui est "
    "masqué, le nom et la protection des feuilles ; polices, formats, listes de choix, mises en forme conditionnelles, "
    "hauteurs, volets, images et liens se changent dans Excel. Pour une ligne ou une "
    "colonne insérée ou supprimée hors d'un tableau, vous êtes prévenu avant. L'état d'avant est dans « Copies »."
)
OPENED_PLAIN = (
    "Le classeur est ouvert dans LibreOffice. Il n'a pas de macro : ses actions sont dans la fenêtre de "
    "« relance-xl fenetre », ou en ligne de commande une fois le classeur fermé."
)


def open_anywhere(path: Path, opened: Callable[[str], None]) -> Report:
    """Open the workbook; with Excel come back at once, with LibreOffice when the user has closed it.

    `opened` is told, once the window is there, what the user must know.  FileUnavailable when the file is missing, open
    elsewhere, or when there is neither Excel nor LibreOffice.
    """
    refuse_if_missing(path)
    if programs.excel():
        open_in_excel(path)
        return Report(summary="Le classeur s'ouvre dans Excel.")
    refuse_if_binary(path)
    refuse_if_unavailable(path)

    def tell(_window: Window) -> None:
        opened(OPENED_PLAIN if path.suffix.casefold() == PLAIN else OPENED)

    open_workbook(path, tell, pipe=os.environ.get(PIPE))
    return Report(summary="Le classeur est fermé.")


def open_in_excel(path: Path) -> None:
    """Have the system open it.  FileUnavailable when it refuses."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 - the user's own workbook
        else:
            subprocess.run(["/usr/bin/open", "-a", str(programs.MAC_EXCEL), str(path)], check=True)  # noqa: S603 - idem
    except (OSError, subprocess.CalledProcessError) as error:
        raise FileUnavailable(f"Excel n'a pas pu ouvrir « {path.name} »") from error

"""« ouvrir »: the workbook in LibreOffice with working buttons, for as long as its window is open."""

from __future__ import annotations

import contextlib
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from relance_xl.domain.wording import typeset
from relance_xl.libreoffice.doubles import attach_python
from relance_xl.libreoffice.engine import attach, uno_bridge
from relance_xl.libreoffice.growing import Growing
from relance_xl.libreoffice.listening import button_listener, document_listener
from relance_xl.libreoffice.saving import Keeper
from relance_xl.libreoffice.soffice import Soffice
from relance_xl.machine.reasons import refused_by_the_system
from relance_xl.problems import RelanceError
from relance_xl.tables import schema

BROKEN = "Le bouton n'a pas pu faire son travail. Le détail est dans la fenêtre d'où le classeur a été ouvert."
NOT_KEPT = (
    "Le classeur est enregistré à la façon de LibreOffice : dans Excel, les formules et l'aspect de ses tableaux "
    "peuvent manquer."
)
ABOUT_TO_LOSE = (
    "Des lignes, des colonnes, des feuilles ou des noms ont été ajoutés, supprimés ou déplacés : ce classeur va être "
    "enregistré à la façon de LibreOffice. L'aspect et les formules de ses tableaux peuvent manquer dans Excel. "
    "L'état d'avant cette séance reste dans « Copies »."
)
PLAIN = ".xlsx"
"""The kind of a workbook that has no macro to wake up."""
_PAUSE = 0.5
"""Seconds between two looks at whether LibreOffice is still alive."""


class Window:
    """The workbook in its window.

    Attributes:
        app: LibreOffice, for xlwings.
        document: the workbook, as LibreOffice knows it.
    """

    def __init__(self, office: Soffice, path: Path) -> None:
        """Open the workbook and wake its buttons up.  FileUnavailable, or DataError when its macros are not ours."""
        self._office = office
        self._closed = threading.Event()
        self.app = attach(office.context)
        self.document = office.open(path, hidden=False)
        self._keeper = Keeper(path, self.document)
        self._growing = Growing(self.document)
        self._buttons = button_listener(self.run_python)
        self._listener = document_listener(self._on_event, self._closed.set)
        self.document.addDocumentEventListener(self._listener)
        if path.suffix.casefold() != PLAIN or not self._is_ours():
            attach_python(self.document, self._buttons)

    def _is_ours(self) -> bool:
        """Whether the document has the tables of a company."""
        found = self.document.DatabaseRanges
        return all(found.hasByName(table.name) for table in (schema.CUSTOMERS, schema.ITEMS))

    def run_python(self, command: str) -> None:
        """Do what a macro passes to `RunPython`, in this process: nothing is started anew at each click.

        Whatever goes wrong ends in a message box, as it does in Excel; never in LibreOffice's own.
        """
        try:
            self.app.books.active.set_mock_caller()
            with self._growing.still():
                exec(command, {"__name__": "__main__"})  # noqa: S102 - what RunPython is for
        except SystemExit as error:
            if isinstance(error.code, str):
                self._alert(error.code)
        except BaseException:  # noqa: BLE001 - LibreOffice is above us
            traceback.print_exc(file=sys.stderr)
            self._alert(BROKEN)

    def _alert(self, sentence: str) -> None:
        with contextlib.suppress(uno_bridge.failure()):
            self.app.alert(typeset(sentence), "Relances", "ok", "critical")

    def _on_event(self, name: str) -> None:
        if name == "OnUnload":
            self._closed.set()
        elif name == "OnSave" and not self._keeper.keeps():
            self._alert(ABOUT_TO_LOSE)
        elif name in {"OnSaveDone", "OnSaveAsDone"}:
            self._keep()

    def _keep(self) -> None:
        """Put the package back after a save; what could not be put back is said."""
        try:
            if not self._keeper.saved():
                self._alert(NOT_KEPT)
        except RelanceError as error:
            self._alert(f"{NOT_KEPT} {error}")
        except OSError as error:
            self._alert(f"{NOT_KEPT} {refused_by_the_system(error)}.")
        except Exception:  # noqa: BLE001 - LibreOffice is above us
            traceback.print_exc(file=sys.stderr)
            self._alert(NOT_KEPT)

    def wait(self) -> None:
        """Return when the workbook is closed, or LibreOffice gone."""
        while not self._closed.wait(_PAUSE) and self._office.is_running():
            pass


def open_workbook(
    path: Path,
    opened: Callable[[Window], None] = lambda _window: None,
    environment: Mapping[str, str] | None = None,
    pipe: str | None = None,
) -> None:
    """Open the workbook in LibreOffice, and come back when the user has closed it.

    `opened` is told once the buttons work.
    """
    with Soffice(headless=False, environment=environment, pipe=pipe) as office:
        window = Window(office, path)
        opened(window)
        window.wait()

"""The engine itself: one LibreOffice, its open books, its messages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlwings
from xlwings import base_classes

from relance_xl.libreoffice.engine import questions, uno_bridge
from relance_xl.libreoffice.engine.sheets import Book
from relance_xl.libreoffice.engine.values import ErrorText, Values

NAME = "libreoffice"
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
"""com.sun.star.awt.MessageBoxButtons"""
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
"""com.sun.star.awt.MessageBoxResults"""
_BOXES = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}
_QUESTIONS = {None: "QUERYBOX", "info": "QUERYBOX", "critical": "WARNINGBOX"}
"""com.sun.star.awt.MessageBoxType; the first ones have one button whatever is asked."""


def attach(context: Any) -> xlwings.App:
    """The LibreOffice of that component context as an xlwings app; it becomes the active engine's only one."""
    engine = xlwings.Engine(impl=Engine(context))
    if NAME in xlwings.engines.engines_by_name:
        xlwings.engines.engines.remove(xlwings.engines.engines_by_name[NAME])
    xlwings.engines.add(engine)
    engine.activate()
    app = engine.apps.active
    if app is None:
        raise LookupError(NAME)
    return app


class Engine:
    """What xlwings calls an engine."""

    name = NAME
    type = "desktop"

    def __init__(self, context: Any) -> None:
        self.apps = Apps(App(self, context))

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """The value without pandas' and NumPy's own types."""
        del options
        if value is None or value != value:  # noqa: PLR0124 - not a number
            return None
        if hasattr(value, "to_pydatetime"):
            return value.to_pydatetime()
        return value.item() if type(value).__module__ == "numpy" else value

    @staticmethod
    def clean_value_data(
        data: Values,
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,  # noqa: FBT001 - xlwings' signature
    ) -> Values:
        """The values read, with what the caller asked dates, numbers, blanks and errors to become."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                    second=value.second, microsecond=value.microsecond, tzinfo=None,
                )  # fmt: skip
            if isinstance(value, ErrorText):
                return str(value) if err_to_str else None
            return number_builder(value) if number_builder is not None and type(value) is float else value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The one LibreOffice."""

    def __init__(self, app: App) -> None:
        self._app = app

    def keys(self) -> list[int]:
        return [self._app.pid]

    def add(self, spec: Any = None, add_book: Any = None, xl: Any = None, visible: Any = None) -> App:
        del spec, xl, visible
        if add_book:
            self._app.books.add()
        return self._app

    @staticmethod
    def cleanup() -> None:
        """Nothing: the LibreOffice is ended by who started it."""

    def __iter__(self) -> Iterator[App]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        if pid != self._app.pid:
            raise KeyError(pid)
        return self._app


class App(base_classes.App):
    """LibreOffice: its documents, its status bar, its message boxes."""

    engine: Any = None
    version = "16.0"
    path = startup_path = ""
    hwnd: Any = None
    interactive = display_alerts = enable_events = True
    calculation = "automatic"
    cut_copy_mode: Any = None

    def __init__(self, engine: Engine, context: Any) -> None:
        self.engine = engine
        self.context = context
        self.questions = questions.attached(context)
        self.desktop = uno_bridge.service(context, "com.sun.star.frame.Desktop")
        self._status: str | bool = False
        self._updating = True
        self._last_folder: Path | None = None

    @property
    def api(self) -> Any:
        return self.desktop

    @property
    def pid(self) -> int:
        return os.getpid()

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def visible(self) -> bool:
        return any(book.document.CurrentController for book in self.books)

    @visible.setter
    def visible(self, value: bool) -> None:
        for book in self.books:
            book.document.CurrentController.Frame.ContainerWindow.setVisible(value)

    @property
    def screen_updating(self) -> bool:
        return self._updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        """Hold back, or let go, the repainting and the broadcasts of the documents."""
        if value == self._updating:
            return
        self._updating = value
        for book in self.books:
            if value:
                book.document.unlockControllers()
            else:
                book.document.lockControllers()

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002 - xlwings' signature
        del steal_focus
        self.books.active.activate()

    def calculate(self) -> None:
        for book in self.books:
            book.document.calculateAll()

    def quit(self) -> None:
        for book in list(self.books):
            book.close()

    def kill(self) -> None:
        self.quit()

    @property
    def selection(self) -> Any:
        book = self.books.active
        place = book.document.getCurrentSelection().RangeAddress
        sheet = book.sheets(place.Sheet + 1)
        return sheet.range((place.StartRow + 1, place.StartColumn + 1), (place.EndRow + 1, place.EndColumn + 1))

    def selected_rows(self) -> tuple[str, list[tuple[int, int]]]:
        """The sheet and the (first, last) rows of each selected area, counted from 1; none when no cell is."""
        document = self.books.active.document
        chosen = document.getCurrentSelection()
        sheet = str(document.CurrentController.ActiveSheet.Name)
        single = getattr(chosen, "RangeAddress", None)
        places = [single] if single is not None else getattr(chosen, "RangeAddresses", ())
        return sheet, [(place.StartRow + 1, place.EndRow + 1) for place in places]

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, message: str | bool | None) -> None:
        self._status = message or False
        for book in self.books:
            controller = book.document.CurrentController
            indicator = controller.StatusIndicator if controller else None
            if indicator is None:
                continue
            if message:
                indicator.start(str(message), 0)
            else:
                indicator.end()

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: str | None) -> str:
        """Show a message box in front of the document; the button pressed."""
        del callback
        window = self.books.active.document.CurrentController.Frame.ContainerWindow
        toolkit = uno_bridge.service(self.context, "com.sun.star.awt.Toolkit")
        names = _BOXES if buttons in {None, "ok"} else _QUESTIONS
        kind = uno_bridge.enum("com.sun.star.awt.MessageBoxType", names[mode])
        box = toolkit.createMessageBox(window, kind, _BUTTONS[buttons or "ok"], title or "", prompt)
        try:
            return _ANSWERS[box.execute()]
        finally:
            box.dispose()

    def choose_files(self, title: str, patterns: Sequence[str]) -> list[Path]:
        """The files the user chooses in LibreOffice's window, opened where he last chose; none when he gives up.

        First beside the workbook.
        """
        picker = uno_bridge.service(self.context, "com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(title)
        picker.setMultiSelectionMode(True)
        picker.appendFilter("Grands livres et listes", ";".join(patterns))
        picker.appendFilter("Tous les fichiers", "*.*")
        picker.setDisplayDirectory(uno_bridge.file_url(self._last_folder or Path(self.books.active.fullname).parent))
        chosen = [uno_bridge.file_path(url) for url in picker.getSelectedFiles()] if picker.execute() else []
        if chosen:
            self._last_folder = chosen[0].parent
        return chosen

    def run(self, macro: str, args: Sequence[Any]) -> Any:
        """Run « Module.Sub », or « 'Book.xlsm'!Module.Sub »."""
        book, _, name = macro.rpartition("!")
        document = (self.books(book.strip("'")) if book else self.books.active).document
        url = f"vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"
        return document.getScriptProvider().getScript(url).invoke(tuple(args), (), ())[0]


class Books(base_classes.Books):
    """The spreadsheets open."""

    app: Any = None

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.desktop

    def _all(self) -> list[Book]:
        found, documents = [], self.api.Components.createEnumeration()
        while documents.hasMoreElements():
            document = documents.nextElement()
            if document.supportsService(_SPREADSHEET):
                found.append(Book(self.app, document))
        return found

    @property
    def active(self) -> Book:
        document = self.api.getCurrentComponent()
        if document is not None and document.supportsService(_SPREADSHEET):
            return Book(self.app, document)
        return self._all()[-1]

    def __call__(self, key: str | int) -> Book:
        if isinstance(key, int):
            return self._all()[key - 1]
        for book in self._all():
            if key.casefold() in {book.name.casefold(), book.fullname.casefold()}:
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Book]:
        return iter(self._all())

    def add(self) -> Book:
        options = uno_bridge.properties(Hidden=True)
        return Book(self.app, self.api.loadComponentFromURL("private:factory/scalc", "_blank", 0, options))

    def open(self, fullname: str, *_options: Any, **_named: Any) -> Book:
        path = Path(fullname).resolve()
        if not path.is_file():
            raise FileNotFoundError(path)
        always = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
        options = uno_bridge.properties(Hidden=True, MacroExecutionMode=always)
        document = self.api.loadComponentFromURL(uno_bridge.file_url(path), "_blank", 0, options)
        if document is None:
            raise FileNotFoundError(path)
        return Book(self.app, document)

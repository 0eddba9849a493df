"""A screen, a mouse and a pair of eyes: Xvfb, xdotool, ImageMagick, and LibreOffice's own accessibility tree."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import xlwings

from relance_xl.libreoffice.engine import uno_bridge
from tests.places import ROOT
from tests.programs import needs

ARTEFACTS = ROOT / "artefacts"
WIDTH, HEIGHT = 1600, 1000
PATIENCE = 30.0
BOX, BUTTON, FIELD, WINDOW, WORDS = 1, 44, 60, 12, 86
"""com.sun.star.accessibility.AccessibleRole: ALERT, PUSH_BUTTON, TEXT, DIALOG, STATIC."""
OPENS = {"Open", "Ouvrir"}
Found = TypeVar("Found")


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment of a screen of its own; the test is skipped where the tools are missing."""
    needs("Xvfb", "xdotool", "import")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[write],
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            number = answer.readline().strip()
        yield {"DISPLAY": f":{number}", "SAL_USE_VCLPLUGIN": "gen", "LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.UTF-8"}
    finally:
        server.terminate()
        server.wait()


def wait_for(look: Callable[[], Found | None], what: str) -> Found:
    """What `look` finally gives; the test fails after half a minute."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(f"{what} did not come within {PATIENCE:.0f} s")


class User:
    """Somebody in front of the window: he shows a sheet, clicks a button, reads the message box, presses its button."""

    def __init__(self, app: xlwings.App, environment: dict[str, str]) -> None:
        self._app = app
        self._environment = {**os.environ, **environment}
        self._toolkit = uno_bridge.service(app.impl.context, "com.sun.star.awt.Toolkit")
        self.book = app.books.active
        self.clicks = 0
        self.keys = 0
        window = self.book.api.CurrentController.Frame.ContainerWindow
        everything = 15  # com.sun.star.awt.PosSize.POSSIZE
        window.setPosSize(0, 0, WIDTH, HEIGHT, everything)

    def _run(self, *command: str) -> None:
        subprocess.run(command, env=self._environment, check=True, capture_output=True)

    def look(self, name: str) -> Path:
        """A picture of the screen, kept as an artefact."""
        ARTEFACTS.mkdir(exist_ok=True)
        self._toolkit.processEventsToIdle()
        picture = ARTEFACTS / f"{name}.png"
        self._run("import", "-window", "root", str(picture))
        return picture

    def show(self, sheet: str) -> None:
        """Bring the sheet to the front."""
        self.book.sheets[sheet].activate()
        wait_for(lambda: self.book.sheets.active.name == sheet, sheet)

    def click(self, sheet: str, macro: str) -> None:
        """Click the sheet's button that runs the macro, with the mouse."""
        self.show(sheet)
        self.press(*self.button(sheet, macro))

    def button(self, sheet: str, macro: str) -> tuple[int, int]:
        """Where the button stands on the screen; its sheet must be in front."""
        found = next(shape for shape in self.book.sheets[sheet].impl.shapes if shape.macro.endswith(f".{macro}"))
        return wait_for(lambda: self._steady(found), macro)

    @staticmethod
    def _steady(button: Any) -> tuple[int, int] | None:
        """Where the button is, once the window has stopped moving it."""
        before: tuple[int, int] = button.centre_on_screen
        time.sleep(0.1)
        return before if before == button.centre_on_screen and before[0] > 0 < before[1] else None

    def type(self, *keys: str) -> None:
        """Press keys of the keyboard one after the other, each of which may be several together: « ctrl+s »."""
        self.keys += len(keys)
        self._run("xdotool", "key", "--delay", "30", *keys)

    def write(self, text: str) -> None:
        """Type the text in the selected cell, and Enter."""
        self.keys += len(text) + 1
        self._run("xdotool", "type", "--delay", "30", text)
        self._run("xdotool", "key", "Return")

    def press(self, x: int, y: int) -> None:
        """Press the left button there."""
        self.clicks += 1
        self._run("xdotool", "mousemove", str(x), str(y), "click", "1")

    def press_cell(self, row: int, column: int) -> None:
        """Press the left button on a cell of the sheet in front that is in sight; row and column counted from 1."""
        place, size = self._cell(row, column)
        self.press(place.X + size.Width // 2, place.Y + size.Height // 2)

    def press_below_cell(self, row: int, column: int, done: Callable[[], bool]) -> None:
        """Press the first entry of the list that hangs open under a cell; `done` says that it was heard."""
        place, size = self._cell(row, column)
        self._once(lambda: self.press(place.X + 20, place.Y + size.Height + 10), done, "the entry of the list")

    def _cell(self, row: int, column: int) -> tuple[Any, Any]:
        """Where it stands on the screen, and its size."""
        window = self.book.api.CurrentController.Frame.ComponentWindow.getAccessibleContext()
        sheet = next(part for part in _children(window) if hasattr(part, "getAccessibleCellAt"))
        cell = sheet.getAccessibleCellAt(row - 1, column - 1).getAccessibleContext()
        return cell.getLocationOnScreen(), cell.getSize()

    def choose(self, file: str) -> None:
        """In the window that asks for a file: press the file in the folder shown, then the button that opens it."""
        window = wait_for(lambda: self._window(WINDOW), "the window of files")
        shown = wait_for(lambda: next((part for part in _parts(window) if file in _text(part)), None), file)
        fields = [part for part in _parts(window) if part.getAccessibleRole() == FIELD and hasattr(part, "getText")]
        opens = next(part for part in _parts(window) if part.getAccessibleRole() == BUTTON and _text(part) in OPENS)
        self._once(
            lambda: self._press_part(shown), lambda: any(file in field.getText() for field in fields), "the file's name"
        )
        self._once(lambda: self._press_part(opens), lambda: self._window(WINDOW) is None, "the end of the window")

    def _once(self, gesture: Callable[[], None], done: Callable[[], bool], what: str) -> None:
        """One gesture, made again when a slow machine has not heard it."""
        before = self.clicks

        def attempt() -> bool:
            gesture()
            end = time.monotonic() + 1
            while not done() and time.monotonic() < end:
                time.sleep(0.02)
            return done()

        wait_for(attempt, what)
        self.clicks = before + 1

    def _press_part(self, part: Any) -> None:
        place, size = part.getLocationOnScreen(), part.getSize()
        self.press(place.X + size.Width // 2, place.Y + size.Height // 2)

    def answer(self, picture: str = "") -> str:
        """Wait for the message box, press its first button (« OK », « Oui ») with the mouse; its text.

        A picture of the box is kept under the name `picture`, when it is given.
        """
        box = wait_for(self.box, "the message box")
        if picture:
            self.look(picture)
        pressed = next(part for part in _parts(box) if part.getAccessibleRole() == BUTTON)
        text = "\n".join(_text(part) for part in _parts(box) if part.getAccessibleRole() == WORDS)
        # on a slow machine the hand presses again a box that is just going
        self._once(lambda: self._press_part(pressed), lambda: self.box() != box, "the end of the message box")
        return text

    def box(self) -> Any:
        """The message box in front, None when there is none."""
        return self._window(BOX)

    def _window(self, role: int) -> Any:
        """The window of this role in front, None when there is none."""
        for number in range(self._toolkit.getTopWindowCount()):
            window = self._toolkit.getTopWindow(number)
            try:
                context = window.getAccessibleContext() if window is not None else None
                if context is not None and context.getAccessibleRole() == role:
                    return context
            except uno_bridge.failure():
                continue  # a window that is just closing
        return None

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table that are not blank, by header."""
        cells = self.book.sheets[_sheet_of(self.book, table)].tables[table].range
        headers, *lines = cells.options(ndim=2).value
        return [dict(zip(headers, line, strict=True)) for line in lines if any(value is not None for value in line)]


def _sheet_of(book: xlwings.Book, table: str) -> str:
    return next(sheet.name for sheet in book.sheets if table in [each.name for each in sheet.tables])


def _text(part: Any) -> str:
    return str(part.getAccessibleName()).replace("\u00a0", " ").replace("\u202f", " ")


def _children(context: Any) -> Iterator[Any]:
    """The parts of a window down to its sheet, never the million cells below."""
    for child in _within(context, 50):
        yield child
        if not hasattr(child, "getAccessibleCellAt"):
            yield from _children(child)


def _parts(context: Any) -> Iterator[Any]:
    for child in _within(context, 1000):
        yield child
        yield from _parts(child)


def _within(context: Any, most: int) -> Iterator[Any]:
    """What stands directly in it; some lists show their cells themselves, some places hold nothing."""
    for index in range(min(context.getAccessibleChildCount(), most)):
        child = context.getAccessibleChild(index)
        if child is not None:
            yield child.getAccessibleContext() if hasattr(child, "getAccessibleContext") else child

"""Where the workbook stands at the moment of a click: open in a program, or closed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from relance_xl.actions.common.run import Selection
from relance_xl.books.closed.settled import SettledFile
from relance_xl.buttons.selected import selection
from relance_xl.tables.grid import Book

if TYPE_CHECKING:
    import xlwings

    from relance_xl.libreoffice.launcher import Window

CLOSED = "fermé"

Tell = Callable[[str, float | None], None]


class Reached(Protocol):
    """A workbook that an action can be run on."""

    @property
    def state(self) -> str:
        """« ouvert dans Excel », « fermé »."""

    def book(self, tell: Tell) -> Book:
        """The port on it, for one click; `tell` receives the progress."""

    def selected(self) -> Selection:
        """The cells that the user has selected there."""

    def go_to(self, sheet: str, cell: str = "") -> bool:
        """Bring a sheet, and a cell of it, before the user's eyes; False where there is nothing to look at."""


class ClosedWorkbook:
    """A file that no program has open: it is changed and saved by the click itself."""

    state = CLOSED

    def __init__(self, path: Path) -> None:
        self._path = path

    def book(self, tell: Tell) -> Book:
        """The file, saved as soon as the action is whole.  FileUnavailable when it is missing or open elsewhere."""
        return SettledFile(self._path, tell=tell)

    def selected(self) -> Selection:
        """None."""
        return Selection()

    def go_to(self, sheet: str, cell: str = "") -> bool:
        """False."""
        del sheet, cell
        return False


class OpenWorkbook:
    """A workbook open in Excel or in LibreOffice, which its user saves."""

    def __init__(self, book: xlwings.Book, program: str) -> None:
        self.state = f"ouvert dans {program}"
        self._book = book

    def book(self, tell: Tell) -> Book:
        """The open workbook itself, its progress shown by its own program."""
        from relance_xl.books.live.book import XlwingsBook  # noqa: PLC0415 - xlwings is slow to import

        del tell
        return XlwingsBook(self._book)

    def selected(self) -> Selection:
        """The cells selected in its window."""
        return selection(self._book.app)

    def go_to(self, sheet: str, cell: str = "") -> bool:
        """Show it in its window."""
        from relance_xl.books.live.reaching import go_to  # noqa: PLC0415

        go_to(self._book, sheet, cell)
        return True


def reach(path: Path, office: Window | None) -> Reached:
    """The workbook where it stands now; `office` is the LibreOffice in which we have opened one ourselves, if any.

    What is in front there may be another company's: only the workbook of that path is taken.  Busy when Excel does not
    answer.
    """
    if office is not None:
        from relance_xl.books.live.reaching import found_among  # noqa: PLC0415

        held = found_among(office.app.books, path)
        if held is not None:
            return OpenWorkbook(held, "LibreOffice")
    from relance_xl.machine import programs  # noqa: PLC0415

    if programs.excel():
        from relance_xl.books.live.reaching import open_in_excel  # noqa: PLC0415

        found = open_in_excel(path)
        if found is not None:
            return OpenWorkbook(found, "Excel")
    return ClosedWorkbook(path)

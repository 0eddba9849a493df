"""Books and their sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.libreoffice.engine.cells import COLUMNS, ROWS, Range, from_uno
from relance_xl.libreoffice.engine.formats import NumberFormats
from relance_xl.libreoffice.engine.names import Names
from relance_xl.libreoffice.engine.questions import Questions
from relance_xl.libreoffice.engine.shapes import Shapes
from relance_xl.libreoffice.engine.tables import Tables

if TYPE_CHECKING:
    from relance_xl.libreoffice.engine.app import App

FILTERS = {
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
}
_COLUMNS = re.compile(r"\$?([A-Za-z]+):\$?([A-Za-z]+)")
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")
_TABLE = re.compile(r"([^\W\d]\w*)(?:\[(?:\[?#?(\w*)\]?)?\])?")


class Book(base_classes.Book):
    """One document open in LibreOffice."""

    app: Any = None

    def __init__(self, app: App, document: Any) -> None:
        self.app = app
        self.document = document
        self.questions: Questions = app.questions
        self.formats = NumberFormats(document, self.questions)
        self.every_sheet = document.Sheets
        self.every_table = document.DatabaseRanges
        self._sheets: dict[str, Any] = {}
        self._seen: tuple[Any, Any] = ((), ())
        self._sheets_of_tables: dict[str, int] = {}

    def sheets_of_tables(self) -> Mapping[str, int]:
        """The sheet of each table, counted from 0; asked of LibreOffice again when a table or a sheet is new."""
        seen = (self.every_table.ElementNames, self.every_sheet.ElementNames)
        if seen != self._seen:
            self._sheets_of_tables = {name: area.Sheet for name, area in self.questions.ask("Tables", self.document)}
            self._seen = seen
        return self._sheets_of_tables

    def sheet_named(self, name: str) -> Any:
        """LibreOffice's own sheet of that name, which exists; one known before must still have its name."""
        known = self._sheets.get(name)
        with suppress(uno_bridge.failure()):  # it may have been deleted
            if known is not None and known.Name == name:
                return known
        self._sheets[name] = self.every_sheet.getByName(name)
        return self._sheets[name]

    @property
    def api(self) -> Any:
        return self.document

    @property
    def fullname(self) -> str:
        return str(uno_bridge.file_path(self.document.URL)) if self.document.URL else str(self.document.Title)

    @property
    def name(self) -> str:
        return Path(self.fullname).name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self, self.document.NamedRanges)

    def close(self) -> None:
        """Close without saving."""
        self.document.setModified(False)
        self.document.close(True)

    def activate(self) -> None:
        frame = self.document.CurrentController.Frame
        frame.ContainerWindow.toFront()

    def save(self, path: str | None = None, password: str | None = None) -> None:
        del password
        target = Path(path or self.fullname).resolve()
        options = uno_bridge.properties(FilterName=FILTERS[target.suffix.lower()])
        if path is None:
            self.document.store()
        else:
            self.document.storeAsURL(uno_bridge.file_url(target), options)

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        del quality
        options = uno_bridge.properties(FilterName="calc_pdf_Export")
        self.document.storeToURL(uno_bridge.file_url(Path(path)), options)


class Sheets(base_classes.Sheets):
    """The sheets of a book."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @property
    def api(self) -> Any:
        return self._book.every_sheet

    @property
    def active(self) -> Sheet:
        controller = self._book.document.CurrentController
        return Sheet(self._book, controller.ActiveSheet) if controller else self(1)

    def __call__(self, key: str | int) -> Sheet:
        sheets = self.api
        if isinstance(key, int):
            if not 1 <= key <= sheets.Count:
                raise NoSuchObjectError(f"There is no sheet {key}.")
            return Sheet(self._book, sheets.getByIndex(key - 1))
        if sheets.hasByName(key):
            return Sheet(self._book, self._book.sheet_named(key))
        for name in sheets.ElementNames:
            if name.casefold() == key.casefold():
                return Sheet(self._book, self._book.sheet_named(name))
        raise NoSuchObjectError(f"Sheet {key} doesn't exist.")

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self._book, self._book.sheet_named(name)) for name in self.api.ElementNames)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:
        sheets = self.api
        place = before.index - 1 if before else after.index if after else sheets.Count
        name = name or next(f"Sheet{number}" for number in range(1, 10_000) if not sheets.hasByName(f"Sheet{number}"))
        sheets.insertNewByName(name, place)
        return self(name)


class Sheet(base_classes.Sheet):
    """One sheet."""

    book: Any = None

    def __init__(self, book: Book, xl: Any) -> None:
        self.book = book
        self.xl = xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.xl.Name = name

    @property
    def index(self) -> int:
        return int(self.xl.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        return bool(self.xl.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.xl.IsVisible = value

    @property
    def names(self) -> Names:
        return Names(self.book, self.xl.NamedRanges)

    @property
    def notes(self) -> dict[tuple[int, int], str]:
        """The text of each comment, by row and column counted from 1."""
        return {(row + 1, column + 1): text for row, column, text in self.book.questions.ask("Notes", self.xl)}

    def set_note(self, place: tuple[int, int], text: str) -> None:
        """Give the cell this comment in the place of its own, "" to take it away."""
        found = self.xl.Annotations
        wanted = place[0] - 1, place[1] - 1
        for number in reversed(range(found.Count)):
            position = found.getByIndex(number).Position
            if (position.Row, position.Column) == wanted:
                found.removeByIndex(number)
        if text:
            found.insertNew(self.xl.getCellByPosition(wanted[1], wanted[0]).CellAddress, text)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def cells(self) -> Range:
        return Range(self, 1, 1, ROWS, COLUMNS)

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """The range between two cells or ranges, or the one of an address, a name or a table."""
        if isinstance(arg1, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._resolve(arg1)
        if arg2 is None:
            return first
        last = self._resolve(arg2)
        top, left = min(first.row, last.row), min(first.column, last.column)
        bottom = max(first.row + first.shape[0], last.row + last.shape[0])
        right = max(first.column + first.shape[1], last.column + last.shape[1])
        return Range(self, top, left, bottom - top, right - left)

    def _resolve(self, place: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            if 0 in place[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Range(self, *place)
        match = _CELL.fullmatch(place)
        if match:
            return Range(self, int(match[2]), _column_number(match[1]))
        return self._named(place) or self._addressed(place)

    def _named(self, text: str) -> Range | None:
        """The table or the name of that text, None when it is neither."""
        match = _TABLE.fullmatch(text)
        tables = self.book.document.DatabaseRanges
        if match and tables.hasByName(match[1]):
            cells = tables.getByName(match[1]).getReferredCells()
            whole = from_uno(self.book.sheets(cells.RangeAddress.Sheet + 1), cells)
            if (match[2] or "").casefold() == "all":
                return whole
            return Range(whole.sheet, whole.row + 1, whole.column, whole.shape[0] - 1, whole.shape[1])
        for names in (self.names, self.book.names):
            if names.contains(text):
                found: Range = names(text).refers_to_range
                return found
        return None

    def _addressed(self, address: str) -> Range:
        columns, rows = _COLUMNS.fullmatch(address), _ROWS.fullmatch(address)
        if columns:
            first, last = map(_column_number, columns.groups())
            return Range(self, 1, first, ROWS, last - first + 1)
        if rows:
            top, bottom = map(int, rows.groups())
            return Range(self, top, 1, bottom - top + 1, COLUMNS)
        try:
            return from_uno(self, self.xl.getCellRangeByName(address.replace("$", "")))
        except uno_bridge.failure():
            raise NoSuchObjectError(f"The address/named range '{address}' doesn't exist.") from None

    @property
    def used_range(self) -> Range:
        cursor = self.xl.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        cursor.gotoStartOfUsedArea(False)
        start = cursor.RangeAddress
        top, left = start.StartRow, start.StartColumn
        return Range(self, top + 1, left + 1, end.EndRow - top + 1, end.EndColumn - left + 1)

    def activate(self) -> None:
        if self.book.document.CurrentController:
            self.book.document.CurrentController.setActiveSheet(self.xl)

    def select(self) -> None:
        self.activate()

    def clear(self) -> None:
        self.used_range.clear()

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        self.used_range.clear_formats()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        self.book.document.Sheets.removeByName(self.name)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number

"""Whole ranges of values to and from LibreOffice, in one call each way, with Excel's meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from numbers import Number
from typing import Any, NamedTuple

from relance_xl.libreoffice.engine import formats, uno_bridge
from relance_xl.libreoffice.engine.formulas import from_calc, to_calc
from relance_xl.libreoffice.engine.questions import Questions
from relance_xl.tables.grid import Percent

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's date has no time zone
_DAY = timedelta(days=1)
_MILLISECONDS = 86_400_000
FORMULAS = 16
"""com.sun.star.sheet.CellFlags.FORMULA"""
_COERCED = re.compile(
    r"\s*[-+]?\s*[$€£]?\s*(\d[\d,.\u00a0\u202f ]*|\.\d+)([eE][-+]?\d+)?\s*[%€$£]?\s*"  # 007, 1e5, 12 %, -5
    r"|\s*\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?\s*"  # 1/2, 31/12/2026
    r"|\s*\d{1,2}:\d{2}(:\d{2})?\s*([ap]m)?\s*"  # 12:30
    r"|\s*(true|false|vrai|faux)\s*"
    r"|#(n/a|ref!|value!|div/0!|name\?|num!|null!)",
    re.IGNORECASE,
)


class ExcelWouldCoerce(ValueError):
    """Excel would turn this value into something else; LibreOffice would not, and the fault would stay hidden."""


class ErrorText(str):
    """A spreadsheet error as the cell shows it."""

    __slots__ = ()


Values = list[list[Any]]


class Place(NamedTuple):
    """A cell of the sheet, counted from 0."""

    row: int
    column: int


def read(number_formats: formats.NumberFormats, questions: Questions, cells: Any) -> Values:
    """The values of the cells: float, `Percent`, str, bool, datetime, `ErrorText`, "" for a blank."""
    data = [list(row) for row in cells.getDataArray()]
    address = cells.RangeAddress
    top, left = address.StartRow, address.StartColumn
    _as_shown(number_formats, cells, Place(top, left), data)
    for row, column, text in questions.ask("Failures", cells):
        data[row - top][column - left] = ErrorText(text)
    return data


def _as_shown(number_formats: formats.NumberFormats, cells: Any, corner: Place, data: Values) -> None:
    """Make the numbers the dates, rates and truth values that their cells show.

    Nothing is asked of rows and columns where no number stands: their formats may be many.
    """
    holds = [[type(value) is float for value in row] for row in data]
    rows = [place for place, row in enumerate(holds) if any(row)]
    if not rows:
        return
    first, last = rows[0], rows[-1]
    columns = [place for place, column in enumerate(zip(*holds, strict=True)) if any(column)]
    whole = len(data) == last - first + 1
    asked = cells if whole else cells.getCellRangeByPosition(0, first, len(data[0]) - 1, last)
    for area in number_formats.areas_of_columns(asked, columns):
        convert = _shown_by(area.kind)
        if convert is not None:
            column = area.left - corner.column
            for row in data[area.top - corner.row : area.bottom - corner.row + 1]:
                if type(row[column]) is float:
                    row[column] = convert(row[column])


def _shown_by(kind: int) -> Callable[[float], Any] | None:
    """What a number format of that type makes of a number; None for one that shows it as it is."""
    if kind & formats.LOGICAL:
        return bool
    if kind & formats.CLOCK:
        return from_serial
    return Percent if kind & formats.PERCENT else None


def _places(address: Any) -> Iterator[Place]:
    for row in range(address.StartRow, address.EndRow + 1):
        for column in range(address.StartColumn, address.EndColumn + 1):
            yield Place(row, column)


@lru_cache(maxsize=4096)
def from_serial(serial: float) -> datetime | float:
    """The moment of that number, to the millisecond; a number no date stands for comes back as it is."""
    try:
        return EPOCH + timedelta(milliseconds=round(serial * _MILLISECONDS))
    except OverflowError:
        return serial


def to_serial(value: date) -> float:
    """The number for a date or a datetime; the time zone, if any, is dropped."""
    moment = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return (moment - EPOCH) / _DAY


class Writer:
    """Writes a rectangle of values into cells of the same shape.

    ExcelWouldCoerce for a text that Excel would read as a number, a date, a boolean or an error, and for anything but
    a text in a cell of the text format, which Excel would turn into text.
    """

    def __init__(self, number_formats: formats.NumberFormats, sheet: Any, cells: Any, table: Callable[[], str]) -> None:
        self._formats, self._sheet, self._cells, self._table = number_formats, sheet, cells, table
        address = cells.RangeAddress
        self._top, self._left = address.StartRow, address.StartColumn
        areas = list(number_formats.areas(cells))
        self._texts = [area for area in areas if area.kind == formats.TEXT]
        self._all_text = len(self._texts) == len(areas)
        self._general = [area for area in areas if area.code in formats.GENERAL]
        self._dates: dict[tuple[int, int], list[int]] = {}
        self._booleans: list[Place] = []
        self._formulas: list[tuple[Place, str]] = []

    def write(self, data: Sequence[Sequence[Any]]) -> None:
        """Everything in one call; then, in runs of cells, the formats and formulas that Excel would give.

        A date in a General cell gets the date format of the user's own country.
        """
        self._cells.setDataArray(
            tuple(
                tuple(self._stored(value, Place(self._top + i, self._left + j)) for j, value in enumerate(row))
                for i, row in enumerate(data)
            )
        )
        for (kind, column), rows in self._dates.items():
            for first, last in runs(rows):
                self._formats.set_standard(self._sheet.getCellRangeByPosition(column, first, column, last), kind)
        for place in self._booleans:
            self._formats.set_standard(self._sheet.getCellByPosition(place.column, place.row), formats.LOGICAL)
        for place, formula in self._formulas:
            self._sheet.getCellByPosition(place.column, place.row).setFormula(to_calc(formula, self._table()))

    def _stored(self, value: Any, place: Place) -> str | float:
        """What the data array holds for it.

        Never None: a void value inside `setDataArray` aborts LibreOffice 7.4; "" leaves the cell blank.
        """
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            return self._text(value, place)
        if self._is_text(place):
            raise ExcelWouldCoerce(f"{value!r} in a cell of the text format, {self._where(place)}: Excel makes it text")
        if isinstance(value, Decimal):
            raise ExcelWouldCoerce(
                f"{value!r}, {self._where(place)}: Excel rounds a Decimal and formats it as currency"
            )
        if isinstance(value, bool):
            self._booleans.append(place)
            return float(value)
        if isinstance(value, date):
            kind = formats.CLOCK if isinstance(value, datetime) and value.time() != time() else formats.DATE
            if _among(place, self._general):
                self._dates.setdefault((kind, place.column), []).append(place.row)
            return to_serial(value)
        if isinstance(value, Number):
            return float(value)  # type: ignore[arg-type]  # whatever counts as a number converts
        raise TypeError(f"{value!r} is no value of a cell, {self._where(place)}")

    def _text(self, value: str, place: Place) -> str:
        if self._is_text(place):
            return value
        if value.startswith("'"):
            return value[1:]
        if value.startswith("="):
            self._formulas.append((place, value))
            return ""
        if _COERCED.fullmatch(value) or value[0] in "+-@":
            raise ExcelWouldCoerce(
                f"{value!r}, {self._where(place)}: Excel stores no text here unless number_format is '@'"
            )
        return value

    def _is_text(self, place: Place) -> bool:
        return self._all_text or _among(place, self._texts)

    def _where(self, place: Place) -> str:
        return f"row {place.row + 1}, column {place.column + 1} of {self._sheet.Name}"


def _among(place: Place, areas: Sequence[formats.Area]) -> bool:
    """Whether the cell stands in one of the areas."""
    return any(area.top <= place.row <= area.bottom and area.left <= place.column <= area.right for area in areas)


def formulas(sheet: Any, cells: Any) -> list[list[str]]:
    """The formulas of the cells in Excel's syntax; the content, as it would be typed, of the other cells."""
    found = [[from_calc(text) if text.startswith("=") else text for text in row] for row in cells.getFormulaArray()]
    address = cells.RangeAddress
    for area in cells.queryContentCells(FORMULAS).getRangeAddresses():
        for place in _places(area):
            row, column = place.row - address.StartRow, place.column - address.StartColumn
            if not found[row][column].startswith("="):  # the array holds a link's text in place of its formula
                found[row][column] = from_calc(sheet.getCellByPosition(place.column, place.row).Formula)
    return found


def set_formulas(cells: Any, data: Sequence[Sequence[Any]], table: str) -> None:
    """Write formulas in Excel's syntax (or plain values), one a cell, the whole range in one call."""
    converted = tuple(
        tuple(
            to_calc(value, table) if str(value).startswith("=") else ("" if value is None else value) for value in row
        )
        for row in data
    )
    cells.setFormulaArray(converted)


def fill_formula(cells: Any, formula: str, table: str) -> None:
    """Write one formula into all the cells, its relative references adjusted as Excel does."""
    address = cells.RangeAddress
    cells.getCellByPosition(0, 0).setFormula(to_calc(formula, table))
    direction = "com.sun.star.sheet.FillDirection"
    if address.EndRow > address.StartRow:
        first = cells.getCellRangeByPosition(0, 0, 0, address.EndRow - address.StartRow)
        first.fillAuto(uno_bridge.enum(direction, "TO_BOTTOM"), 1)
    if address.EndColumn > address.StartColumn:
        cells.fillAuto(uno_bridge.enum(direction, "TO_RIGHT"), 1)


def runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of consecutive numbers, given in increasing order."""
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last

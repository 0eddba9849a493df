"""Number formats (US codes, as Excel takes them), colours and fonts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from xlwings import base_classes

from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.libreoffice.engine.questions import Questions

DATE, TIME, PERCENT, TEXT, LOGICAL = 2, 4, 128, 256, 1024
"""com.sun.star.util.NumberFormat"""
CLOCK = DATE | TIME
GENERAL = frozenset({"General", "Standard"})
NO_COLOUR = -1
_ENGLISH = "en"
Colour = tuple[int, int, int] | str | int | None
_BOLD, _LIGHTEST_BOLD, _NORMAL = 150.0, 110.0, 100.0


class Area(NamedTuple):
    """Cells of one number format: its type, first and last row and column counted from 0."""

    kind: int
    code: str
    top: int
    left: int
    bottom: int
    right: int


class NumberFormats:
    """The number formats of a document; each is asked of LibreOffice once."""

    def __init__(self, document: Any, questions: Questions) -> None:
        self._document = document
        self._questions = questions
        self._formats = document.NumberFormats
        self._known: dict[int, tuple[int, str]] = {}

    def _format(self, key: int) -> tuple[int, str]:
        """Type and code of a format."""
        if key not in self._known:
            found = self._formats.getByKey(key)
            self._known[key] = (found.Type, self._in_english(found))
        return self._known[key]

    def _in_english(self, found: Any) -> str:
        """The code of a format as Excel writes it: LibreOffice words it in the country's language, « JJ/MM/AAAA »."""
        if found.Locale.Language == _ENGLISH:
            return str(found.FormatString)
        same = self._formats.addNewConverted(found.FormatString, found.Locale, _english())
        return str(self._formats.getByKey(same).FormatString)

    def areas(self, cells: Any) -> Iterator[Area]:
        """The areas of one number format each that make up `cells`: all of them, or parts of their columns."""
        key, place = _key(cells), cells.RangeAddress
        if key is not None:
            kind, code = self._format(key)
            yield Area(kind, code, place.StartRow, place.StartColumn, place.EndRow, place.EndColumn)
            return
        yield from self.areas_of_columns(cells, range(place.EndColumn - place.StartColumn + 1))

    def areas_of_columns(self, cells: Any, columns: Sequence[int]) -> Iterator[Area]:
        """The areas of one number format each of some columns of `cells`, counted from 0; one question for all."""
        for key, column, top, bottom in self._questions.stretches(cells, columns):
            kind, code = self._format(key)
            yield Area(kind, code, top, column, bottom, column)

    def code_of(self, cells: Any) -> str | None:
        """The number format of the cells as Excel names it; None when they have several."""
        key = _key(cells)
        if key is not None:
            return _excel_code(self._format(key)[1])
        return _one_code({area.code for area in self.areas(cells)})

    def codes_by_row(self, cells: Any) -> list[tuple[int, int, str]]:
        """Start and stop (excluded), from 0, of the stretches of one number format each of one column, with it."""
        top = cells.RangeAddress.StartRow
        return [(area.top - top, area.bottom - top + 1, _excel_code(area.code)) for area in self.areas(cells)]

    def codes_by_column(self, cells: Any, width: int) -> list[str | None]:
        """`code_of` for each column of the cells."""
        left = cells.RangeAddress.StartColumn
        codes: list[set[str]] = [set() for _ in range(width)]
        for area in self.areas_of_columns(cells, range(width)):
            codes[area.left - left].add(area.code)
        return [_one_code(each) for each in codes]

    def set_code(self, cells: Any, code: str) -> None:
        """Give the cells the format of that US code."""
        english = _english()
        key = self._formats.queryKey(code, english, False)
        cells.NumberFormat = self._formats.addNew(code, english) if key == -1 else key

    def set_standard(self, cells: Any, kind: int) -> None:
        """Give the cells the usual format of that type in the document's own country."""
        cells.NumberFormat = self._formats.getStandardFormat(kind, self._document.CharLocale)


def _english() -> Any:
    return uno_bridge.struct("com.sun.star.lang.Locale", _ENGLISH, "US", "")


def _key(cells: Any) -> int | None:
    """The number of the format all the cells have; None when they have several.

    LibreOffice gives a number for several formats too, and not always 0: that of « General » in another country.
    """
    if cells.getPropertyState("NumberFormat").value == "AMBIGUOUS_VALUE":
        return None
    key: int = cells.NumberFormat
    return key


def _one_code(codes: set[str]) -> str | None:
    """The one format; None when there are several.  One code may have a number for each country."""
    return _excel_code(next(iter(codes))) if len(codes) == 1 else None


def _excel_code(code: str) -> str:
    if code in GENERAL:
        return "General"
    return code.replace("DD/MM/YYYY", "dd/mm/yyyy").replace("HH:MM:SS", "hh:mm:ss").replace("HH:MM", "hh:mm")


def colour_number(colour: Colour) -> int:
    """LibreOffice's number for a colour, given as a tuple, « #RRGGBB », Excel's own number, or None for none."""
    if colour is None:
        return NO_COLOUR
    if isinstance(colour, str):
        return int(colour.removeprefix("#"), 16)
    if isinstance(colour, int):  # Excel keeps red in the lowest byte
        return (colour & 255) << 16 | colour & 0xFF00 | colour >> 16 & 255
    red, green, blue = colour
    return red << 16 | green << 8 | blue


def colour_tuple(number: int | None) -> tuple[int, int, int] | None:
    """Red, green and blue of LibreOffice's number; None for no colour, or for several."""
    if number is None or number == NO_COLOUR:
        return None
    return number >> 16 & 255, number >> 8 & 255, number & 255


class Font(base_classes.Font):
    """The characters of a range."""

    def __init__(self, xl: Any) -> None:
        self.xl = xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def bold(self) -> bool:
        return bool(self.xl.CharWeight >= _LIGHTEST_BOLD)

    @bold.setter
    def bold(self, value: bool) -> None:
        self.xl.CharWeight = _BOLD if value else _NORMAL

    @property
    def italic(self) -> bool:
        return bool(self.xl.CharPosture.value == "ITALIC")

    @italic.setter
    def italic(self, value: bool) -> None:
        self.xl.CharPosture = uno_bridge.enum("com.sun.star.awt.FontSlant", "ITALIC" if value else "NONE")

    @property
    def size(self) -> float:
        return float(self.xl.CharHeight)

    @size.setter
    def size(self, value: float) -> None:
        self.xl.CharHeight = float(value)

    @property
    def name(self) -> str:
        return str(self.xl.CharFontName)

    @name.setter
    def name(self, value: str) -> None:
        self.xl.CharFontName = value

    @property
    def color(self) -> tuple[int, int, int]:
        return colour_tuple(self.xl.CharColor) or (0, 0, 0)

    @color.setter
    def color(self, value: Colour) -> None:
        self.xl.CharColor = colour_number(value)

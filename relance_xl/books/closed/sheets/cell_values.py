"""From the XML of a row's cells to plain values."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache, partial
from math import isfinite

from relance_xl.books.closed.sheets.parts_xml import damaged
from relance_xl.books.closed.sheets.ranges import column_number
from relance_xl.books.closed.sheets.serials import Clock, from_serial
from relance_xl.tables.grid import CellError, Percent, Uncomputed, Value, column_letters

CELL = re.compile(
    r'<c((?: r="([A-Z]+)[0-9]+")?(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?)([^>]*?)'
    r"(?:/>|>(?:<v>([^<]*)</v>|(.*?))</c>)",
    re.DOTALL,
)
"""One cell: 1-4 the usual attributes, 5 others, 6 a bare value, 7 any other content."""
_FILLED = re.compile(
    r'<c(?: r="([A-Z]+)[0-9]+")?+((?: s="[0-9]+")?+(?: t="[A-Za-z]+")?+)((?:[^>/]|/(?!>))*+)>'
    r"(?:(?:<f>[^<]*+</f>)?+<v>([^<]+)</v></c>|<is><t>([^<]*)</t></is></c>|(.*?)</c>)",
    re.DOTALL,
)
"""One cell that is more than a style: its letters, style and type, others, a value, a text, other content."""
ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_V = re.compile(r"<v\b[^>]*?(?:/>|>([^<]*)</v>)")
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>([^<]*)</f>)")
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_T = re.compile(r"<t\b[^>]*?(?:/>|>([^<]*)</t>)")
_ENTITY = re.compile(r"&(#[0-9]+|#x[0-9A-Fa-f]+|amp|lt|gt|quot|apos);")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_EXACT_INTEGER = 1 << 53
_REMEMBERED = 20_000
SHARED_STRINGS = "xl/sharedStrings.xml"
_SHORT = 16  # digits that a float holds exactly
_FIRST_PRINTABLE = 0x20


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] != "#":
        return _NAMED[name]
    code = int(f"0{name[1:]}", base=0) if name[1] == "x" else int(name[1:])
    return chr(code) if code <= sys.maxunicode else ""


def _control(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    if code == ord("\r"):
        return "\n"
    return chr(code) if code >= _FIRST_PRINTABLE or code in {9, 10} else ""


def unescaped(text: str) -> str:
    """The text as the user sees it: entities and `_x000A_` decoded, line ends as newlines, control characters gone."""
    if "&" in text:
        text = _ENTITY.sub(_entity, text)
    if "_x" in text:
        text = _ESCAPED.sub(_control, text)
    if "\r" in text or "\n\n" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


@lru_cache(1024)
def cell_attributes(text: str) -> tuple[str, str, str]:
    """Column letters, style and type of a cell whose attributes stand in an unusual order; "" for those not given."""
    given = dict(ATTRIBUTE.findall(text))
    return given.get("r", "").rstrip("0123456789"), given.get("s", ""), given.get("t", "")


def rich_text(xml: str) -> str:
    """The text of a `si` or `is` element: its runs joined, phonetic guides left out."""
    if "<rPh" in xml:
        xml = _PHONETIC.sub("", xml)
    return unescaped("".join(_T.findall(xml)))


def number(text: str) -> int | float:
    """An int when the number is whole and exact, else a float; ValueError when it is no number."""
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return int(value) if value.is_integer() and abs(value) <= _EXACT_INTEGER else value


def _iso(text: str) -> Value:
    """The value of a `t="d"` cell (ISO 8601)."""
    text = text.removesuffix("Z")
    for read in (date.fromisoformat, datetime.fromisoformat, time.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    return text


@lru_cache(64)
def _places(left: int, right: int) -> Mapping[str, int]:
    """Letters of the columns `left` to `right` → place from 0."""
    return {column_letters(column): column - left for column in range(left, right + 1)}


Reading = Callable[[str], Value]


@dataclass(slots=True)
class CellReader:
    """What a workbook's cells mean: its shared strings, date styles and epoch."""

    shared: Callable[[], Sequence[str]]
    clock: Callable[[int], Clock]
    since_1904: bool
    readings: dict[str, Reading] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def row(self, xml: str, left: int, right: int) -> list[Value]:
        """The values of the columns `left` to `right` of a row, blank cells as None."""
        values: list[Value] = [None] * (right - left + 1)
        readings, texts, places = self.readings, self.texts, _places(left, right)
        for letters, attributes, others, bare, text, content in _FILLED.findall(xml):
            if others or not letters:
                return self._unusual_row(xml, left, right)
            place = places.get(letters)
            if place is None:
                continue
            if text:
                values[place] = texts.get(text) or self._text(text)
            elif bare:
                values[place] = (readings.get(attributes) or self._reading(attributes))(bare)
            elif content:
                _, style, kind = cell_attributes(attributes)
                values[place] = self._content(content, kind, style)
        return values

    def _unusual_row(self, xml: str, left: int, right: int) -> list[Value]:
        """The same for a row whose cells bear unusual attributes, or no address: each follows the one before."""
        values: list[Value] = [None] * (right - left + 1)
        column = 0
        for usual, letters, style, kind, others, bare, content in CELL.findall(xml):
            if others and not others.isspace():
                letters, style, kind = cell_attributes(usual + others)  # noqa: PLW2901 - the same, read otherwise
            column = column_number(letters) if letters else column + 1
            if left <= column <= right and (bare or content):
                values[column - left] = self._bare(bare, kind, style) if bare else self._content(content, kind, style)
        return values

    def _reading(self, attributes: str) -> Reading:
        """How a bare value is read in cells of these attributes; remembered, for a sheet has few of them."""
        _, style, kind = cell_attributes(attributes)
        reading: Reading = partial(self._bare, kind=kind, style=style)
        if kind in {"", "n"}:
            clock = self.clock(int(style)) if style else Clock.NUMBER
            reading = self._plain_number if clock is Clock.NUMBER else lru_cache(4096)(reading)
        self.readings[attributes] = reading
        return reading

    def _plain_number(self, text: str) -> Value:
        return int(text) if text.isdecimal() and len(text) < _SHORT else self._number(text, "")

    def _text(self, xml: str) -> Value:
        """A text written in its cell; kept once, for codes, currencies and modes come back on every line."""
        text = unescaped(xml)
        if len(self.texts) >= _REMEMBERED:
            self.texts.clear()
        self.texts[xml] = text
        return text or None

    def _bare(self, text: str, kind: str, style: str) -> Value:
        if kind == "s":
            return self._shared(text)
        if kind in {"", "n"}:
            return self._number(text, style)
        if kind == "b":
            return text.strip() in {"1", "true"}
        if kind == "e":
            return CellError(unescaped(text))
        if kind == "d":
            return _iso(text)
        return unescaped(text) or None

    def _shared(self, text: str) -> Value:
        """The shared string of that number.  DataError when there is none: the workbook is damaged."""
        strings = self.shared()
        number = int(text) if text.isdecimal() else len(strings)
        if number >= len(strings):
            raise damaged(SHARED_STRINGS)
        return strings[number] or None

    def _number(self, text: str, style: str) -> Value:
        try:
            value = number(text)
        except ValueError:
            return unescaped(text)
        if style:
            clock = self.clock(int(style))
            if clock is Clock.PERCENT:
                return Percent(value)
            if clock is not Clock.NUMBER:
                return from_serial(value, clock, since_1904=self.since_1904)
        return value

    def _content(self, content: str, kind: str, style: str) -> Value:
        if kind == "inlineStr" or "<is" in content:
            return rich_text(content) or None
        match = _V.search(content)
        cached = (match[1] or "") if match is not None else ""
        if cached:
            return self._bare(cached, kind, style)
        formula = _FORMULA.search(content)
        if formula is not None and kind != "str":
            return Uncomputed("=" + unescaped(formula[1] or ""))
        return None

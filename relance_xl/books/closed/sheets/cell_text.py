"""From plain values to the XML of a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from math import isfinite
from types import NoneType

from relance_xl.books.closed.sheets.serials import to_serial
from relance_xl.books.closed.sheets.styles import DATE_AND_TIME, SHORT_DATE, Styles
from relance_xl.tables.grid import Link, Written

MAX_TEXT = 32_767
"""Characters a cell can hold, in UTF-16 units; a longer text is cut and ends with « … »."""
MAX_LITERAL = 255
"""Characters of one text inside a formula."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_REMEMBERED = 20_000
"""Values written alike on many lines are worked out once; beyond so many, none of them comes back."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNUSUAL = re.compile("[&<>_\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What may have to be written otherwise; most texts have none of it."""


def escaped(text: str) -> str:
    """The text ready to stand between two tags; what XML forbids is written the spreadsheets' way, `_x0001_`."""
    if len(text) <= MAX_LITERAL and _UNUSUAL.search(text) is None:
        return text
    text = _SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) > 2 * MAX_TEXT:
        text = text.encode("utf-16-le")[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", errors="ignore") + "…"
    text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def number_text(value: float | Decimal) -> str:
    """The shortest text that reads back as `value`; ValueError for what no cell can hold (not a number, infinite)."""
    if not isfinite(value):
        raise ValueError(str(value))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    return repr(value)


def hyperlink(link: Link) -> str:
    """The formula of a clickable cell, without « = »; "" when the target is too long for Excel's HYPERLINK."""
    if len(link.target) > MAX_LITERAL:
        return ""
    return f"HYPERLINK({_literal(link.target)},{_literal(link.text)})"


def _literal(text: str) -> str:
    """A text inside a formula: quotes doubled, cut into joined pieces Excel accepts."""
    if len(text) <= MAX_LITERAL and '"' not in text:
        return f'"{text}"'
    pieces = [text[start : start + MAX_LITERAL] for start in range(0, len(text), MAX_LITERAL)] or [""]
    return "&".join('"{}"'.format(piece.replace('"', '""')) for piece in pieces)


class _Rests(dict[Written, str]):
    """What follows the address in a cell of one style, by its value: many lines bear the same."""

    def __init__(self, write: Callable[[Written], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Written) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        rest = self[value] = self._write(value)
        return rest


@dataclass(slots=True)
class CellWriter:
    """How a workbook wants its cells: date styles and epoch.

    A text is always written as text, whatever it begins with: « =1+1 » typed in a ledger is no formula.
    """

    styles: Styles
    since_1904: bool
    known: dict[str, _Rests] = field(default_factory=dict)

    def cell(self, address: str, value: Written, style: str) -> str:
        """The cell's XML; `style` is the style's number, "" for none."""
        if not style and (value is None or value == ""):
            return ""
        return f'<c r="{address}"{self._rest(value, style)}'

    def column(self, letters: str, first: int, values: Sequence[Written], styles: Sequence[str]) -> list[str]:
        """The same for the cells of one column, from the row `first` down; the quick way for whole tables."""
        kinds = set(map(type, values))
        cells = zip(range(first, first + len(values)), values, styles, strict=True)
        if bool in kinds or ("" in styles and (NoneType in kinds or "" in values)):  # True is 1 to a dictionary
            return [self.cell(f"{letters}{row}", value, style) for row, value, style in cells]
        known = {style: self._rests(style) for style in set(styles)}
        if Link in kinds:
            return [f'<c r="{letters}{row}"{known[style][_text_of(value)]}' for row, value, style in cells]
        if len(known) > 1:
            return [f'<c r="{letters}{row}"{known[style][value]}' for row, value, style in cells]
        (rests,) = known.values()
        return [f'<c r="{letters}{row}"{rests[value]}' for row, value in enumerate(values, start=first)]

    def _rests(self, style: str) -> _Rests:
        if style not in self.known:
            self.known[style] = _Rests(partial(self._rest, style=style))
        return self.known[style]

    def _rest(self, value: Written, style: str) -> str:
        """The cell's XML after its address."""
        if value is None or value == "":
            return f"{_style(style)}/>"
        if isinstance(value, str):
            return self._text(value, style)
        if isinstance(value, Link):
            return self._text(value.text, style)  # the link itself is the cell's: see `links`
        if isinstance(value, bool):
            return f'{_style(style)} t="b"><v>{int(value)}</v></c>'
        if isinstance(value, date):
            return self._date(value, style)
        return f"{_style(style)}><v>{number_text(value)}</v></c>"

    def _text(self, text: str, style: str) -> str:
        space = ' xml:space="preserve"' if text != text.strip() else ""
        return f'{_style(style)} t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'

    def _date(self, value: date, style: str) -> str:
        try:
            serial = to_serial(value, since_1904=self.since_1904)
        except ValueError:  # a day before spreadsheets' first one is kept as text
            return self._text(value.strftime("%d/%m/%Y"), style)
        wanted = DATE_AND_TIME if isinstance(value, datetime) else SHORT_DATE
        dated = self.styles.dated(int(style or 0), wanted)
        return f"{_style(str(dated) if dated else style)}><v>{repr(serial).removesuffix('.0')}</v></c>"

    def formula(self, address: str, formula: str, cached: Written, style: str) -> str:
        """A formula's cell (`formula` without « = ») with its result; None: no result is known yet."""
        return f'<c r="{address}"{self._formula(formula, cached, style)}'

    def _formula(self, formula: str, cached: Written, style: str) -> str:
        text = _formula_text(formula)
        if cached is None:
            return f"{_style(style)}>{text}</c>"
        if isinstance(cached, str):
            return f'{_style(style)} t="str">{text}<v>{escaped(cached)}</v></c>'
        if isinstance(cached, (Link, date)):
            raise TypeError(cached)
        return f"{_style(style)}>{text}<v>{number_text(cached)}</v></c>"


@lru_cache(256)
def _formula_text(formula: str) -> str:
    """The formula's element; a column has the same one in all its rows."""
    return f"<f>{escaped(formula)}</f>"


def _text_of(value: Written) -> Written:
    return value.text if isinstance(value, Link) else value


def _style(style: str) -> str:
    return f' s="{style}"' if style else ""

"""The styles part: which cell styles show dates, date twins of those that do not, and differential formats."""

from __future__ import annotations

import copy
import re

from lxml import etree

from relance_xl.books.closed.sheets.parts_xml import child, namespace
from relance_xl.books.closed.sheets.serials import Clock

_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), Clock.DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), Clock.TIME),
    22: Clock.MOMENT,
    46: Clock.ELAPSED,
    **dict.fromkeys((9, 10), Clock.PERCENT),
}
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|am/pm|a/p', re.IGNORECASE)
SHORT_DATE, DATE_AND_TIME = 14, 22


def clock_of(code: str) -> Clock:
    """What a number format shows: « dd/mm/yyyy » a date, « 0.00 » a number, « [h]:mm » an elapsed time."""
    section = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    if _ELAPSED.search(section):
        return Clock.ELAPSED
    letters = _LITERAL.sub("", section).lower()
    if letters.strip() in {"general", "standard", "@"}:
        return Clock.NUMBER
    if "%" in letters:
        return Clock.PERCENT
    has_time = bool(set(letters) & set("hs"))
    if set(letters) & set("dy") or ("m" in letters and not has_time):
        return Clock.MOMENT if has_time else Clock.DATE
    return Clock.TIME if has_time else Clock.NUMBER


class Styles:
    """`xl/styles.xml`; `changed` tells that it must be written back."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.changed = False
        codes = {
            int(number.get("numFmtId", "0")): clock_of(number.get("formatCode", ""))
            for number in root.iterfind("{*}numFmts/{*}numFmt")
        }
        self._clocks = codes
        self._cell_formats = child(root, "cellXfs")
        formats = [] if self._cell_formats is None else list(self._cell_formats)
        self.clocks = [self._clock(int(xf.get("numFmtId", "0"))) for xf in formats]
        self._twins: dict[tuple[int, int], int] = {}
        self._coloured: dict[tuple[int, str, str], int] = {}

    def _clock(self, number: int) -> Clock:
        return self._clocks.get(number) or _BUILT_IN.get(number, Clock.NUMBER)

    def clock(self, style: int) -> Clock:
        """What the cell style shows of a number; a style that does not exist shows a number."""
        return self.clocks[style] if style < len(self.clocks) else Clock.NUMBER

    def dated(self, style: int, number_format: int) -> int:
        """`style` itself when it shows dates, else its twin with the built-in date format given."""
        if self.clock(style) in {Clock.DATE, Clock.MOMENT} or self._cell_formats is None or not self.clocks:
            return style
        key = (style, number_format)
        if key not in self._twins:
            twin = copy.deepcopy(self._cell_formats[style if style < len(self.clocks) else 0])
            twin.set("numFmtId", str(number_format))
            twin.set("applyNumberFormat", "1")
            self._cell_formats.append(twin)
            self._cell_formats.set("count", str(len(self._cell_formats)))
            self.clocks.append(self._clock(number_format))
            self._twins[key] = len(self.clocks) - 1
            self.changed = True
        return self._twins[key]

    def coloured(self, style: int, ground: str, text: str) -> int:
        """The twin of `style` with these colours, six hexadecimal digits; "" for none of its own."""
        fills, fonts, formats = child(self.root, "fills"), child(self.root, "fonts"), self._cell_formats
        if fills is None or fonts is None or formats is None or style >= len(self.clocks):
            return style
        key = (style, ground, text)
        if key not in self._coloured:
            twin = copy.deepcopy(formats[style])
            twin.set("fillId", str(_added(fills, _fill(self.root, ground)) if ground else 0))
            twin.set("applyFill", "1")
            font = copy.deepcopy(fonts[int(twin.get("fontId", "0"))])
            _colour(font, text)
            twin.set("fontId", str(_added(fonts, font)))
            twin.set("applyFont", "1")
            _added(formats, twin)
            self.clocks.append(self.clocks[style])
            self._coloured[key] = len(self.clocks) - 1
            self.changed = True
        return self._coloured[key]

    @property
    def differential_formats(self) -> etree._Element:
        """The `dxfs` element, made where the schema wants it when the workbook has none."""
        formats = child(self.root, "dxfs")
        if formats is None:
            formats = etree.Element(f"{{{namespace(self.root)}}}dxfs", count="0")
            before = [e for e in self.root if etree.QName(e).localname in {"tableStyles", "colors", "extLst"}]
            self.root.insert(self.root.index(before[0]) if before else len(self.root), formats)
        return formats


def _added(holder: etree._Element, element: etree._Element) -> int:
    """The number of the element, put last into its list."""
    holder.append(element)
    holder.set("count", str(len(holder)))
    return len(holder) - 1


def _fill(root: etree._Element, ground: str) -> etree._Element:
    """A fill of one colour."""
    space = namespace(root)
    fill = etree.Element(f"{{{space}}}fill")
    pattern = etree.SubElement(fill, f"{{{space}}}patternFill", {"patternType": "solid"})
    etree.SubElement(pattern, f"{{{space}}}fgColor", {"rgb": f"FF{ground}"})
    return fill


def _colour(font: etree._Element, text: str) -> None:
    """Give the font its colour, where the schema wants it; "" takes it away."""
    present = child(font, "color")
    if present is not None:
        font.remove(present)
    if text:
        made = etree.Element(f"{{{namespace(font)}}}color", {"rgb": f"FF{text}"})
        before = [e for e in font if etree.QName(e).localname in {"name", "family", "charset", "scheme"}]
        font.insert(font.index(before[0]) if before else len(font), made)

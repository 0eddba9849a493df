"""Numbered lists of a print run: each letter has its own `w:num`, which start again as in its single file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from relance_xl.documents.print_run.values import LISTS, Values
from relance_xl.documents.word.lists import StyleNumbering, WordLists
from relance_xl.ooxml.namespaces import W

_AFTER_NUMBERING = frozenset(
    f"{W}{name}" for name in (
        "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct",
        "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
        "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
        "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip
_AFTER_INDENTS = frozenset(
    f"{W}{name}" for name in (
        "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
        "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip
_OWN = "0123456789"
"""Stands for the letter's own number while the definitions are made ready."""


Used = tuple[tuple[str, int], ...]
"""The lists that a letter uses, in the order of its text: the part that uses each, and its rank in the template."""


class PrintLists:
    """The numbered lists of the letters of one template.

    Letter after letter and part after part, for each of the template's lists a `w:numId` is kept: a header and the text
    count each for itself.
    """

    def __init__(self, lists: WordLists, parts: Sequence[str]) -> None:
        """`parts` are the names of the parts that may have lists."""
        self._lists = lists
        self._numbers = lists.counting
        self._ranks = {number: rank for rank, number in enumerate(self._numbers)}
        self._starts = {part: place * len(self._ranks) for place, part in enumerate(parts)}
        self._ready: dict[Used, list[tuple[int, str, str]]] = {}

    def isolate(self, root: etree._Element, part: str, values: Values) -> Used:
        """Give the numbered paragraphs under `root` the letter's own lists; those used."""
        used: dict[tuple[str, int], None] = {}
        for paragraph in root.iter(f"{W}p") if self._ranks else ():
            number = self._number(paragraph)
            rank = self._ranks.get(number.get(f"{W}val", "")) if number is not None else None
            if number is not None and rank is not None:
                used[part, rank] = None
                number.set(f"{W}val", values.number(LISTS, 1, self._starts[part] + rank))
        return tuple(used)

    def share_a_definition(self, used: Used) -> bool:
        """Whether some of the lists go on from one another, so that it matters which one comes first in a letter."""
        return len({self._lists.abstract(self._numbers[rank]) for _, rank in used}) < len(used)

    def first(self, letter: int) -> int:
        """The `w:numId` of the first list of a letter."""
        return self._lists.first_free + letter * len(self._starts) * len(self._ranks)

    def definitions(self, letter: int, used: Used) -> str:
        """The `w:num` elements of a letter."""
        if used not in self._ready:
            self._ready[used] = list(self._made_ready(used))
        first = self.first(letter)
        return "".join(f"{before}{first + place}{after}" for place, before, after in self._ready[used])

    def _number(self, paragraph: etree._Element) -> etree._Element | None:
        """The element that bears a paragraph's `w:numId`, made when its style numbers it; None without a number."""
        properties = paragraph.find(f"{W}pPr")
        direct = properties.find(f"{W}numPr/{W}numId") if properties is not None else None
        if direct is not None:
            return direct
        styled = self._lists.of_style(_style(properties) or self._lists.default_style)
        return _numbered(paragraph, styled) if styled and styled.number in self._ranks else None

    def _made_ready(self, used: Used) -> Iterator[tuple[int, str, str]]:
        """The definitions, around the letter's own number: of the lists of one definition, the first one restarts."""
        begun: set[tuple[str, str]] = set()
        for part, rank in used:
            number = self._numbers[rank]
            definition = (part, self._lists.abstract(number))
            restarts = definition not in begun or self._lists.starts_by_itself(number)
            begun.add(definition)
            made = self._lists.restarted(number, _OWN) if restarts else self._lists.continued(number, _OWN)
            before, after = _bare(made).split(_OWN)
            yield self._starts[part] + rank, before, after


def with_definitions(numbering: str) -> tuple[str, str]:
    """The part `numbering.xml` before and after the place of more `w:num` elements."""
    ends = [found.end() for found in re.finditer(r"</w:num>|<w:num\b[^>]*/>", numbering)]
    at = ends[-1] if ends else numbering.rindex("</w:numbering>")
    return numbering[:at], numbering[at:]


def _numbered(paragraph: etree._Element, styled: StyleNumbering) -> etree._Element:
    """Number directly a paragraph that its style numbers; the element that bears the `w:numId`."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    numbering = properties.find(f"{W}numPr")
    if numbering is None:
        numbering = etree.Element(f"{W}numPr")
        _placed(properties, numbering, _AFTER_NUMBERING)
    if numbering.find(f"{W}ilvl") is None:
        numbering.insert(0, etree.Element(f"{W}ilvl", {f"{W}val": styled.level}))
    number = etree.Element(f"{W}numId", {f"{W}val": styled.number})
    numbering.insert(1, number)
    if styled.indents is not None and properties.find(f"{W}ind") is None:  # a direct number's indents would win
        _placed(properties, deepcopy(styled.indents), _AFTER_INDENTS)
    return number


def _placed(properties: etree._Element, child: etree._Element, following: frozenset[str]) -> None:
    child.tail = None
    at = next((position for position, other in enumerate(properties) if other.tag in following), len(properties))
    properties.insert(at, child)


def _style(properties: etree._Element | None) -> str:
    style = properties.find(f"{W}pStyle") if properties is not None else None
    return "" if style is None else style.get(f"{W}val", "")


def _bare(element: etree._Element) -> str:
    """The XML of an element whose namespaces the part around it declares."""
    return re.sub(r' xmlns(?::\w+)?="[^"]*"', "", etree.tostring(element, encoding="unicode", with_tail=False))

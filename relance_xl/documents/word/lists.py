"""The numbered lists of a Word document: which definition numbers a paragraph, directly or by its style."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from relance_xl.ooxml.namespaces import W

_LEVELS = 9
_UNNUMBERED = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleNumbering:
    """How a paragraph style numbers: the `w:numId`, the level, and the indents that the style sets."""

    number: str
    level: str
    indents: etree._Element | None


class WordLists:
    """The definitions of `numbering.xml`, and the paragraph styles that use them."""

    def __init__(self, numbering: bytes, styles: bytes) -> None:
        """Read the two parts; b"" for a part that is absent."""
        root = etree.fromstring(numbering) if numbering else etree.Element("none")
        self._abstracts = {each.get(f"{W}abstractNumId", ""): each for each in root.iter(f"{W}abstractNum")}
        self._numbers = {each.get(f"{W}numId", ""): each for each in root.findall(f"{W}num")}
        styled = etree.fromstring(styles) if styles else etree.Element("none")
        self._styles = {each.get(f"{W}styleId", ""): each for each in styled.iter(f"{W}style")}
        self.default_style = next(
            (name for name, each in self._styles.items()
             if each.get(f"{W}type") == "paragraph" and each.get(f"{W}default") in {"1", "true", "on"}), "",
        )  # fmt: skip
        self.first_free = max((int(number) for number in self._numbers if number.isdecimal()), default=0) + 1

    @property
    def counting(self) -> list[str]:
        """The `w:numId` of every list that has numbers."""
        return [number for number in self._numbers if self._counts(number)]

    def _counts(self, number: str) -> bool:
        """Whether the list of a `w:numId` has numbers, and not bullets only."""
        abstract = self._abstracts.get(self.abstract(number))
        if abstract is None:
            return False
        formats = {
            _value(level, "numFmt") for each in (abstract, self._numbers[number]) for level in each.iter(f"{W}lvl")
        }
        return bool(formats - _UNNUMBERED)

    def abstract(self, number: str) -> str:
        """The definition of a `w:numId`, through the style that links to it; "" when unknown."""
        known = self._numbers.get(number)
        abstract = _value(known, "abstractNumId") if known is not None else ""
        definition = self._abstracts.get(abstract)
        link = _value(definition, "numStyleLink") if definition is not None else ""
        if link:
            linked = next((name for name, each in self._abstracts.items() if _value(each, "styleLink") == link), "")
            return linked or abstract
        return abstract

    def starts_by_itself(self, number: str) -> bool:
        """Whether the list says where it starts, instead of going on from another of the same definition."""
        known = self._numbers.get(number)
        return known is not None and next(known.iter(f"{W}startOverride"), None) is not None

    def restarted(self, number: str, own: str) -> etree._Element:
        """A copy of the list under the `w:numId` `own`, in which every level starts again."""
        copy = self.continued(number, own)
        starts = self._starts(number)
        for level in range(_LEVELS):
            override = next((each for each in copy if each.get(f"{W}ilvl") == str(level)), None)
            if override is None:
                if str(level) not in starts:
                    continue
                override = etree.SubElement(copy, f"{W}lvlOverride", {f"{W}ilvl": str(level)})
            if override.find(f"{W}startOverride") is None:
                own_level = override.find(f"{W}lvl")
                start = _value(own_level, "start") if own_level is not None else starts.get(str(level), "1")
                override.insert(0, etree.Element(f"{W}startOverride", {f"{W}val": start or "0"}))
        overrides = sorted(copy.findall(f"{W}lvlOverride"), key=lambda each: int(each.get(f"{W}ilvl", "0")))
        copy.extend(overrides)  # moves them, in their order
        return copy

    def continued(self, number: str, own: str) -> etree._Element:
        """A copy of the list under the `w:numId` `own`, which goes on from others of the same definition."""
        copy = deepcopy(self._numbers[number])
        copy.tail = None
        copy.set(f"{W}numId", own)
        for abstract in copy.findall(f"{W}abstractNumId"):
            abstract.set(f"{W}val", self.abstract(number))
        return copy

    def of_style(self, style: str) -> StyleNumbering | None:
        """How a paragraph style numbers, by itself or by the one it is based on."""
        number = level = ""
        indents: etree._Element | None = None
        seen: set[str] = set()
        while style and style not in seen and style in self._styles:
            seen.add(style)
            properties = self._styles[style].find(f"{W}pPr")
            if properties is not None:
                if indents is None:
                    indents = properties.find(f"{W}ind")
                numbering = properties.find(f"{W}numPr")
                if numbering is not None:
                    level = level or _value(numbering, "ilvl")
                    number = _value(numbering, "numId")
                    level = level or self._level_of(number, style)
            if number:
                break
            style = _value(self._styles[style], "basedOn")
        if not number or number == "0":
            return None
        return StyleNumbering(number=number, level=level or "0", indents=indents)

    def _level_of(self, number: str, style: str) -> str:
        """The level that the definition ties to a style."""
        abstract = self._abstracts.get(self.abstract(number))
        levels = abstract.iter(f"{W}lvl") if abstract is not None else ()
        return next((each.get(f"{W}ilvl", "") for each in levels if _value(each, "pStyle") == style), "")

    def _starts(self, number: str) -> dict[str, str]:
        """Where each level of the definition starts."""
        abstract = self._abstracts.get(self.abstract(number))
        levels = abstract.findall(f"{W}lvl") if abstract is not None else []
        return {each.get(f"{W}ilvl", "0"): _value(each, "start") or "0" for each in levels}


def _value(element: etree._Element, name: str) -> str:
    """The `w:val` of a child, "" without it."""
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")

"""Numbered lists of a print run: each letter has its own `w:num`, which starts again at 1."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ABSTRACT = re.compile(r'<w:abstractNum [^>]*w:abstractNumId="(\d+)".*?</w:abstractNum>', re.DOTALL)
_FIRST_FORMAT = re.compile(r'<w:lvl [^>]*w:ilvl="0".*?<w:numFmt w:val="(\w+)"', re.DOTALL)
_NUM = re.compile(r'<w:num [^>]*w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"\s*/>')
_STYLE = re.compile(r'<w:style [^>]*w:styleId="([^"]+)".*?</w:style>', re.DOTALL)
_NUMBERED = re.compile(r'<w:numId w:val="(\d+)"\s*/>')
_STYLED = re.compile(r'<w:pStyle w:val="([^"]+)"\s*/>')


@dataclass(slots=True)
class Lists:
    """The numbered lists of one template.

    Attributes:
        abstracts: the abstract number of each list, by rank.
        direct, styled: the rank of a `w:numId`, and of a numbered paragraph style.
        first: the first `w:numId` that is free.
    """

    abstracts: list[str] = field(default_factory=list)
    direct: dict[str, int] = field(default_factory=dict)
    styled: dict[str, int] = field(default_factory=dict)
    first: int = 1

    def number(self, letter: int) -> int:
        """The `w:numId` of the first list of a letter."""
        return self.first + letter * len(self.abstracts)

    def definitions(self, letters: int) -> str:
        """The `w:num` elements of all the letters."""
        return "".join(
            f'<w:num w:numId="{self.number(letter) + rank}"><w:abstractNumId w:val="{abstract}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            for letter in range(letters)
            for rank, abstract in enumerate(self.abstracts)
        )


def numbered_lists(source: str, numbering: str, styles: str) -> Lists:
    """The lists that a body uses, directly or by a style; bullets need no restart."""
    formats = {found[1]: _first_format(found[0]) for found in _ABSTRACT.finditer(numbering)}
    numbers = dict(_NUM.findall(numbering))
    lists = Lists(first=max(map(int, numbers), default=0) + 1)

    def rank(number: str) -> int | None:
        abstract = numbers.get(number)
        if abstract is None or formats.get(abstract, "bullet") in {"bullet", "none"}:
            return None
        if number not in lists.direct:
            lists.direct[number] = len(lists.abstracts)
            lists.abstracts.append(abstract)
        return lists.direct[number]

    for number in dict.fromkeys(_NUMBERED.findall(source)):
        rank(number)
    used = set(_STYLED.findall(source))
    for style in _STYLE.finditer(styles):
        number = _NUMBERED.search(style[0])
        if style[1] in used and number and (found := rank(number[1])) is not None:
            lists.styled[style[1]] = found
    return lists


def with_definitions(numbering: str, definitions: str) -> str:
    """The part `numbering.xml` with more `w:num` elements, after those it has."""
    if not definitions:
        return numbering
    end = numbering.rfind("</w:num>")
    at = end + len("</w:num>") if end >= 0 else numbering.rindex("</w:numbering>")
    return numbering[:at] + definitions + numbering[at:]


def _first_format(abstract: str) -> str:
    found = _FIRST_FORMAT.search(abstract)
    return found[1] if found else "bullet"

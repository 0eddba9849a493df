"""One part of a letter made fit to stand beside the same part of other letters, in one document.

The changes are made once in the template's source, when that is certain to give what they would give in each letter;
else in each letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lxml import etree

from relance_xl.documents.merge.template import DynamicPart, WordTemplate
from relance_xl.documents.print_run.fields import isolate_fields, print_properties
from relance_xl.documents.print_run.lists import PrintLists, Used
from relance_xl.documents.print_run.values import NUMBER, KnownValues, TaggedValues, Values
from relance_xl.documents.word.tagged_xml import Tags, depths, parsed, removed, said, tree_of, written
from relance_xl.ooxml.namespaces import W

NOTES_A_LETTER = 1000

_REVISIONS = (
    f"{W}rsid",
    *(f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")),
)
_ROOT = re.compile(r"^(?:\s*<\?[^>]*\?>|\s*<!--.*?-->)*\s*<[^>]*>", re.DOTALL)
_COMMENTED = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_NOTED = tuple(f"{W}{name}" for name in ("footnoteReference", "footnote"))
_LONGEST_NAME, _ROOM = 40, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Isolation:
    """What is known of the letters of a run when their parts are isolated.

    Attributes:
        names: the bookmarks of all the parts.
        bookmark_step: more than the highest of their identifiers.
        lists: the numbered lists.
        properties: the field of a letter that holds each tagged property of the document.
        one_section: a letter is one section of the run.
    """

    names: tuple[str, ...]
    bookmark_step: int
    lists: PrintLists
    properties: dict[str, str]
    one_section: bool

    def apply(self, root: etree._Element, part: str, values: Values) -> Used:
        """Isolate a part, given by its name; the lists it uses."""
        _forget_revisions(root)
        names = {name.casefold(): _own_name(rank, name, values) for rank, name in enumerate(self.names)}
        print_properties(root, self.properties, values)
        isolate_fields(root, names, values, one_section=self.one_section)
        self._bookmarks(root, names, values)
        for note in root.iter(*_NOTED):
            number = note.get(f"{W}id", "")
            if number.isdecimal() and note.get(f"{W}type") is None:
                note.set(f"{W}id", values.number(NUMBER, NOTES_A_LETTER, int(number)))
        return self.lists.isolate(root, part, values)

    def _bookmarks(self, root: etree._Element, names: dict[str, str], values: Values) -> None:
        for mark in root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            number = mark.get(f"{W}id", "")
            if number.isdecimal():
                mark.set(f"{W}id", values.number(NUMBER, self.bookmark_step, int(number)))
            if (name := mark.get(f"{W}name")) is not None:
                mark.set(f"{W}name", names.get(name.casefold(), name))
        for link in root.iter(f"{W}hyperlink"):
            if (anchor := link.get(f"{W}anchor")) is not None:
                link.set(f"{W}anchor", names.get(anchor.casefold(), anchor))


class Shape(Protocol):
    """Gives a part the shape it has in a run."""

    def __call__(self, root: etree._Element, values: Values, constant: Collection[etree._Element] | None) -> bool:
        """Change the tree; False when that cannot be done without knowing the letter.

        `constant` holds the elements that are there in every letter, once; None when the letter is known.
        """


class IsolatedPart:
    """One part of the template, which gives the inside of that part of each letter.

    Attributes:
        head, tail: what stands around the inside: the declaration and the root element.
        says_the_same: whether each letter given says what it says alone.  It is known once for all that the source
            gives: it has the texts and the tags, in their order, of the source of the single; and letter by letter
            for those that were changed each.
    """

    def __init__(self, template: WordTemplate, name: str, isolation: Isolation, shape: Shape) -> None:
        self._template, self._part, self._isolation, self._shape = template, template.part(name), isolation, shape
        self.head, self.tail = _around(self._part)
        self._used: Used = ()
        self.says_the_same = True
        self._ready = self._made_ready()

    @property
    def is_tagged(self) -> bool:
        """Whether the part is not the same whatever the letter."""
        return self._ready is None or "{{" in self._ready.source or "{%" in self._ready.source

    @property
    def is_numbered(self) -> bool:
        """Whether the part refers to its own letter, so that no two letters have the same."""
        return self._ready is None or f"{{{{ {NUMBER}" in self._ready.source or bool(self._used)

    @property
    def draws(self) -> bool:
        """Whether the part may hold drawings."""
        return self._part.draws or self._part.pictured

    def pictured(self, text: str, given: Mapping[str, Any]) -> tuple[list[str], dict[str, bytes]]:
        """The relationships of the part in a letter, and the pictures that it shows, as `WordTemplate.pictured`."""
        return self._template.pictured(self._part, text, given)

    def pieces(self, given: dict[str, Any]) -> tuple[list[str], Used]:
        """The inside for one letter, in pieces as `WordTemplate.pieces`, and the lists it uses."""
        if self._ready is not None:
            return self._template.pieces(self._ready, given), self._used
        return self.known(given, self._shape)

    def known(self, given: dict[str, Any], shape: Shape) -> tuple[list[str], Used]:
        """The same from the letter's own tree, shaped by `shape`."""
        part = self._part
        root = parsed(part.before, self._template.rendered(part, given), part.after)
        values, alone = KnownValues(given), said(root)
        used = self._isolation.apply(root, part.name, values)
        shape(root, values, None)
        self.says_the_same = self.says_the_same and said(root) == alone
        return [_inside(written(root))], used

    def _made_ready(self) -> DynamicPart | None:
        """The part with another source, None when only the letters themselves can be changed."""
        tags = Tags()
        root = tree_of(self._part.before, self._part.source, self._part.after, tags)
        if root is None:
            return None
        constant = {element for element, depth in depths(root, tags).items() if depth == 0}
        alone, known = said(root), len(tags.texts)
        self._used = self._isolation.apply(root, self._part.name, TaggedValues(tags))
        if self._isolation.lists.share_a_definition(self._used):
            return None
        if not self._shape(root, TaggedValues(tags), constant):
            return None
        self.says_the_same = said(root, known) == alone
        return self._template.variant(self._part, tags.written(_inside(written(root))))


def as_it_is(root: etree._Element, values: Values, constant: Collection[etree._Element] | None) -> bool:
    """The shape of a part that needs none."""
    del root, values, constant
    return True


def _around(part: DynamicPart) -> tuple[str, str]:
    """The start and the end of a part: its declaration, the tags of its root element."""
    whole = f"{part.before}{part.source}{part.after}"
    start = _ROOT.match(whole)
    if start is None:
        raise ValueError(f"{part.name} is no XML")
    return start[0], whole[whole.rindex("</") :] if "</" in whole[start.end() :] else ""


def _inside(whole: str) -> str:
    """What the root element holds."""
    start = whole.index(">") + 1
    return whole[start : whole.rindex("</")] if whole[start - 2] != "/" else ""


def _own_name(rank: int, name: str, values: Values) -> str:
    """The letter's name of a bookmark, of 40 characters at most, as Word wants them."""
    kept = name if len(name) <= _LONGEST_NAME - _ROOM else f"{name[: _LONGEST_NAME - 2 * _ROOM]}_{rank}"
    return f"{kept}_{values.number(NUMBER)}"


def _forget_revisions(root: etree._Element) -> None:
    """No rsid, paraId, content control id or comment: they must not stand twice, and weigh more than the text."""
    for element in root.iter(etree.Element):
        for name in [name for name in element.attrib if str(name).startswith(_REVISIONS)]:
            del element.attrib[name]
    for control in root.iter(f"{W}sdtPr"):
        for number in control.findall(f"{W}id"):
            removed(number)
    for comment in list(root.iter(*_COMMENTED)):
        removed(comment)

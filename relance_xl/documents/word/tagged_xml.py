"""A template's source as an XML tree, in which each Jinja tag is a mark in a text; and the tree as a source again.

So what must be changed for all the letters can be changed once, in the source, by the same functions that would change
each letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from relance_xl.ooxml.namespaces import W

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_MARK = re.compile("\ue000(\\d+)\ue001")
_RAW = re.compile(r"\{%[-+]?\s*raw\b")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
_ASSIGNED = re.compile(r"\{%[-+]?\s*set\b[^=]*=")
_OPENING = frozenset({"for", "if", "macro", "call", "filter", "with", "autoescape", "block", "set"})
_DECLARATION = re.compile(r"^<\?xml[^>]*\?>\s*")


@dataclass(slots=True)
class Tags:
    """The Jinja tags of one source, by the number of their mark."""

    texts: list[str] = field(default_factory=list)

    def mark(self, tag: str) -> str:
        """What stands for a tag in the tree."""
        self.texts.append(tag)
        return f"\ue000{len(self.texts) - 1}\ue001"

    def marked(self, source: str) -> str:
        """The source, its tags replaced by marks."""
        return _TAG.sub(lambda found: self.mark(found[0]), source)

    def written(self, text: str) -> str:
        """The text, its marks replaced by the tags."""
        return _MARK.sub(lambda found: self.texts[int(found[1])], text)

    def step(self, text: str | None) -> int:
        """How many blocks the marks of a text open, less those they close."""
        return sum(_step(self.texts[int(number)]) for number in _MARK.findall(text)) if text else 0


def tree_of(before: str, source: str, after: str, tags: Tags) -> etree._Element | None:
    """The tree of a part's source; None when its tags are no part of a text, so that it is not XML."""
    if "\ue000" in source or _RAW.search(source):
        return None
    try:
        return parsed(before, tags.marked(source), after)
    except etree.XMLSyntaxError:
        return None


def parsed(before: str, text: str, after: str) -> etree._Element:
    """The tree of a part.  XMLSyntaxError when it is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    return etree.fromstring(_DECLARATION.sub("", f"{before}{text}{after}").encode(), parser)


def written(root: etree._Element) -> str:
    """The XML of a part, without declaration."""
    return etree.tostring(root, encoding="unicode", with_tail=False)


def said(root: etree._Element, known: int | None = None) -> list[str]:
    """The texts that a document's body prints and its marks, wherever they stand, in their order.

    Of the marks, those of the `known` first tags only, when it is given.
    """
    body = root.find(f"{W}body")
    return list(_said(root if body is None else body, known))


def _said(element: etree._Element, known: int | None) -> Iterator[str]:
    for text in (*map(str, element.attrib.values()), element.text if element.tag != f"{W}t" else None):
        yield from _marks(text, known)
    if element.tag == f"{W}t" and element.text:
        yield _MARK.sub(lambda found: found[0] if known is None or int(found[1]) < known else "", element.text)
    for child in element:
        yield from _said(child, known)
        yield from _marks(child.tail, known)


def _marks(text: str | None, known: int | None) -> Iterator[str]:
    for found in _MARK.finditer(text or ""):
        if known is None or int(found[1]) < known:
            yield found[0]


def depths(root: etree._Element, tags: Tags) -> dict[etree._Element, int]:
    """How many Jinja blocks are open where each element begins; elements in which that changes are left out.

    An element that is found, at depth 0, is there in every letter, once.
    """
    found: dict[etree._Element, int] = {}
    _walk(root, 0, tags, found)
    return found


def _walk(element: etree._Element, depth: int, tags: Tags, found: dict[etree._Element, int]) -> int:
    """Note the depth of an element and of what it holds; the depth at its end."""
    start = depth
    depth += sum(tags.step(str(value)) for value in element.attrib.values()) + tags.step(element.text)
    for child in element:
        depth = _walk(child, depth, tags, found) + tags.step(child.tail)
    if depth == start:
        found[element] = depth
    return depth


def _step(tag: str) -> int:
    statement = _STATEMENT.match(tag)
    if statement is None:
        return 0
    if statement[1].startswith("end"):
        return -1
    return int(statement[1] in _OPENING and not _ASSIGNED.match(tag))


def removed(element: etree._Element) -> None:
    """Take an element out of its parent, leaving the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)

"""A template's source with a mark for each tag, and the proof that it makes well-formed XML whatever the data.

Jinja itself finds the tags, so that comments, raw text and strings that look like tags deceive nobody.  docxtpl parses
each letter and drops, without a word, what is no XML; where this proof holds, it cannot have anything to drop.
What is not understood is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from jinja2 import Environment
from lxml import etree

OPENED, OTHERWISE, CLOSED, PRINTED = MARKS = "\ufdd0\ufdd1\ufdd2\ufdd3"
"""What stands for the tags: characters that no text may hold."""

_STATEMENTS = {
    **dict.fromkeys(("for", "if", "with"), OPENED),
    **dict.fromkeys(("elif", "else"), OTHERWISE),
    **dict.fromkeys(("endfor", "endif", "endwith"), CLOSED),
}
"""Those that print their content in its place, and nothing else; macros and the like bring markup from elsewhere."""

_MARKUP_FILTERS = frozenset({"safe", "e", "escape", "forceescape", "tojson", "urlize", "xmlattr"})
_MARK = re.compile(f"[{MARKS}]")
_MARKED = f"translate(., '{MARKS}', '') != ."
_MARKED_TEXTS = etree.XPath(f".//text()[{_MARKED}]")
_MARKED_ATTRIBUTES = etree.XPath(f".//@*[{_MARKED}]")

Token = tuple[str, str]
Marked = tuple["etree._Element | None", str]  # noqa: SLF001 - lxml's own name of an element
_Said = etree._ElementUnicodeResult  # noqa: SLF001 - lxml's own name of a text that knows its element


def skeleton(source: str, environment: Environment) -> str | None:
    """The source with its marks, None when what a tag prints may be markup."""
    if any(unusual in source for unusual in (*MARKS, "<!", "<?")):
        return None
    pieces: list[str] = []
    tag: list[Token] = []
    for _, kind, text in environment.lex(source):
        if kind == "data":
            pieces.append(text)
        elif kind in {"variable_begin", "block_begin"}:
            tag = []
        elif kind in {"variable_end", "block_end"}:
            mark = None if _makes_markup(tag) else PRINTED if kind == "variable_end" else _mark(tag)
            if mark is None:
                return None
            pieces.append(mark)
        elif kind != "whitespace":
            tag.append((kind, text))
    return "".join(pieces)


def tree_of(skeleton: str) -> etree._Element | None:
    """The skeleton's tree, its marks standing as text; None when it is no XML even with all its blocks printed once."""
    try:
        return etree.fromstring(skeleton)
    except etree.XMLSyntaxError:
        return None


def makes_xml(tree: etree._Element) -> bool:
    """Whether each block begins and ends in the same elements, so that it can be left out or repeated."""
    blocks: list[list[str]] = []
    for element, text in marked_texts(tree):
        path = _path(element)
        for mark in marks_of(text):
            if mark == OPENED:
                blocks.append(path)
            elif mark in {OTHERWISE, CLOSED} and (not blocks or blocks[-1] != path):
                return False
            elif mark == CLOSED:
                blocks.pop()
    return not blocks and all(_balanced(value) for _, value in marked_attributes(tree))


def marked_texts(tree: etree._Element) -> list[Marked]:
    """The texts that hold marks, in their order, each with the element that it stands in."""
    found = []
    for text in cast("list[_Said]", _MARKED_TEXTS(tree)):
        beside = text.getparent()
        found.append((beside.getparent() if beside is not None and text.is_tail else beside, str(text)))
    return found


def marked_attributes(tree: etree._Element) -> list[Marked]:
    """The values of attributes that hold marks, each with its element."""
    return [(value.getparent(), str(value)) for value in cast("list[_Said]", _MARKED_ATTRIBUTES(tree))]


def marks_of(text: str) -> list[str]:
    """The marks of a text, in their order."""
    return _MARK.findall(text)


def _path(element: etree._Element | None) -> list[str]:
    """The names of an element and of those around it, as they are written."""
    around = () if element is None else (element, *element.iterancestors())
    return [f"{each.prefix}:{each.tag}" for each in around]


def _balanced(attribute: str) -> bool:
    """Whether the blocks opened in an attribute are closed in it."""
    depth = 0
    for mark in marks_of(attribute):
        depth += (mark == OPENED) - (mark == CLOSED)
        if depth < (mark == OTHERWISE):
            return False
    return depth == 0


def _makes_markup(tag: Sequence[Token]) -> bool:
    """Whether a tag uses a filter that gives markup."""
    return any(before == ("operator", "|") and name in _MARKUP_FILTERS for before, (_, name) in pairwise(tag))


def _mark(statement: Sequence[Token]) -> str | None:
    """The mark of a statement, "" for one that only gives a name to a value, None when it is not understood."""
    name = statement[0][1] if statement else ""
    if name == "set":
        operators = (text for kind, text in statement if kind == "operator")
        return "" if next((one for one in operators if one in {"=", "|"}), None) == "=" else None
    if name == "for" and ("name", "recursive") in statement:
        return None
    return _STATEMENTS.get(name)

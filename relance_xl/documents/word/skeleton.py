"""A template's source with a mark for each tag, and the proof that it makes well-formed XML whatever the data.

Jinja itself finds the tags, so that comments, raw text and strings that look like tags deceive nobody.  docxtpl parses
each letter and drops, without a word, what is no XML; where this proof holds, it cannot have anything to drop.
What is not understood is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from jinja2 import Environment

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
_TOKEN = re.compile(rf"<(/?)([^\s/>]+)((?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>|([{MARKS}])")

Token = tuple[str, str]


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


def makes_xml(skeleton: str) -> bool:
    """Whether each block begins and ends in the same elements, so that it can be left out or repeated."""
    path: list[str] = []
    blocks: list[list[str]] = []
    for end, name, attributes, empty, mark in _TOKEN.findall(skeleton):
        if mark == OPENED:
            blocks.append(path.copy())
        elif mark in {OTHERWISE, CLOSED}:
            if not blocks or blocks[-1] != path:
                return False
            if mark == CLOSED:
                blocks.pop()
        elif name:
            if not _balanced(attributes) or (end and (not path or path.pop() != name)):
                return False
            if not end and not empty:
                path.append(name)
    return not path and not blocks


def marks_of(text: str) -> list[str]:
    """The marks of a text, in their order."""
    return _MARK.findall(text)


def _balanced(attributes: str) -> bool:
    """Whether the blocks opened in a start tag are closed in it."""
    depth = 0
    for mark in marks_of(attributes):
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

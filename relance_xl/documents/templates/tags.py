"""Where the tags of a text stand, found in one pass however many are left open."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}


def tag_spans(text: str) -> Iterator[tuple[int, int]]:
    """The beginning and the end of each closed tag, comments among them."""
    position = 0
    never_closed = set()
    while found := _OPENING.search(text, position):
        mark = _CLOSING[found[0]]
        end = -1 if mark in never_closed else text.find(mark, found.end())
        if end < 0:
            never_closed.add(mark)
            position = found.start() + 1
        else:
            position = end + len(mark)
            yield found.start(), position


def tags_of(text: str) -> list[str]:
    """The closed tags."""
    return [text[start:end] for start, end in tag_spans(text)]


def without_tags(text: str) -> str:
    """The text around the closed tags, a space in the place of each."""
    pieces: list[str] = []
    done = 0
    for start, end in tag_spans(text):
        pieces += (text[done:start], " ")
        done = end
    return "".join((*pieces, text[done:]))


def leaves_a_tag_open(text: str) -> bool:
    """Whether a tag is opened and never closed."""
    return _OPENING.search(without_tags(text)) is not None

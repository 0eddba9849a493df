"""Line ends and tabs of the data, turned into Word's by docxtpl, in the paragraphs that have some."""

from __future__ import annotations

import re
from collections.abc import Callable

_SPECIAL = re.compile("[\t\a\n\f]")
_PARAGRAPH_START = re.compile(r"<w:p(?: [^>]*)?>")
_PARAGRAPH_END = "</w:p>"


def with_line_breaks(text: str, resolved: Callable[[str], str]) -> str:
    """The XML of a part with what `resolved`, docxtpl's `resolve_listing`, makes of such a paragraph.

    The very same text when there is none.
    """
    if not ("\n" in text or "\t" in text or "\f" in text or "\a" in text):
        return text
    pieces: list[str] = []
    done = 0
    found = _SPECIAL.search(text)
    while found:
        ended = text.rfind(_PARAGRAPH_END, done, found.start())
        start = _PARAGRAPH_START.search(text, done if ended < 0 else ended + len(_PARAGRAPH_END), found.start())
        end = text.find(_PARAGRAPH_END, found.start())
        if start is None or end < 0:
            found = _SPECIAL.search(text, found.end())
            continue
        end += len(_PARAGRAPH_END)
        pieces += (text[done : start.start()], resolved(text[start.start() : end]))
        done = end
        found = _SPECIAL.search(text, done)
    return "".join((*pieces, text[done:])) if pieces else text

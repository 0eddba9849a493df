"""The identifiers of the drawings of a Word document: no two drawings may bear the same one."""

from __future__ import annotations

import re
from itertools import count

FIRST_DRAWING = 1001

_NUMBERED = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*(")')
_ANY = re.compile(r"<(?:[\w.-]+:)?docPr\b")


def numbered_drawings(text: str, numbers: count[int]) -> str:
    """The XML with a new identifier for each drawing."""
    return _NUMBERED.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", text)


def all_can_be_numbered(source: str) -> bool:
    """Whether `numbered_drawings` knows all the drawings of a source, whatever their prefix."""
    return len(_ANY.findall(source)) == len(_NUMBERED.findall(source))

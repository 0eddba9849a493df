"""Texts that others wrote, on their way to a terminal or a log: letters, and nothing that gives orders (N-107).

A code of customer, a file's name or a server's answer may hold what moves the cursor, changes the window's title, or
turns the reading round so that a name shows another one.
"""

from __future__ import annotations

import re

_ORDERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters but for the tabulation and the line's end, marks of direction, halves of characters."""
SHOWN = "\ufffd"


def plain(text: str) -> str:
    """The text with a mark in the place of each order."""
    return _ORDERS.sub(SHOWN, text)


def escaped(json_text: str) -> str:
    """The same for a JSON text, in which nothing is lost: each order stands by its number (RFC 8259, 7)."""
    return _ORDERS.sub(lambda found: f"\\u{ord(found[0]):04x}", json_text)

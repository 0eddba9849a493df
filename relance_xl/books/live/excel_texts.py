"""Texts that Excel takes for something else when given to a cell: « 007 », « 1/2 », « mars 24 », « =A1 »."""

from __future__ import annotations

import re

_SIGNS = frozenset("=+-@'#")
_SPOKEN = frozenset({
    "true", "false", "vrai", "faux", "am", "pm", "e", "er", "st", "nd", "rd", "th", "eur", "usd", "chf", "jan",
    "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february",
    "march", "april", "june", "july", "august", "september", "october", "november", "december", "janv", "févr",
    "fevr", "mars", "avr", "mai", "juin", "juil", "août", "aout", "déc", "janvier", "février", "fevrier", "avril",
    "juillet", "septembre", "octobre", "novembre", "décembre", "decembre",
})  # fmt: skip
"""The words that may stand in what Excel reads as a number, a date, a time or a truth value, in English or French."""
_WORD = re.compile(r"[^\W\d_]+")


def would_be_coerced(text: str) -> bool:
    """Whether Excel could store anything but this very text, unless the cell has the text format.

    Rather once too often: a text of digits, signs and the names of months alone is taken for doubtful.
    """
    bare = text.strip()
    if not bare:
        return False
    if bare[0] in _SIGNS:
        return True
    words = [word.casefold() for word in _WORD.findall(bare)]
    has_digit = any(character.isdigit() for character in bare)
    return all(word in _SPOKEN for word in words) and (has_digit or bool(words))

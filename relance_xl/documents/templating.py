"""The Jinja environment of all letters: sandboxed, escaped, strict, and French by default.

A value printed without a filter is French already: « 1 234,50 », « 15/03/2026 », « oui »; nothing for None.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import Undefined

from relance_xl.documents import french
from relance_xl.documents.number_words import amount_in_words
from relance_xl.documents.quick_jinja import UNPRINTABLE, QuickSandbox

_UNPRINTABLE = re.compile(f"[{UNPRINTABLE}]|\r\n?")


def clean_text(text: str) -> str:
    r"""The text without what a Word document cannot bear.

    Control characters go (among them \f and \a, which docxtpl turns into page breaks and paragraphs);
    line ends become \n, which prints a line break.
    """
    return _UNPRINTABLE.sub(lambda match: "\n" if match[0][0] == "\r" else "", text)


def has_control_characters(text: str) -> bool:
    """Whether `clean_text` takes something away, line ends aside."""
    return any(match[0][0] != "\r" for match in _UNPRINTABLE.finditer(text))


def printed(value: Any) -> Any:
    """What a value prints when its template says nothing more about it."""
    kind = type(value)
    if kind is str:
        return clean_text(value) if _UNPRINTABLE.search(value) else value
    if kind is Decimal:
        return french.amount(value)
    if kind is int:
        return value
    if value is None:
        return ""
    if kind is bool:
        return "oui" if value else "non"
    if isinstance(value, datetime | date):
        return french.short_date(value)
    return value


def _blank_for_none(function: Callable[..., str]) -> Callable[..., str]:
    def filtered(value: Any, *arguments: Any) -> str:
        if isinstance(value, Undefined):
            return str(value)  # which says what is unknown
        return "" if value is None else function(value, *arguments)

    return filtered


FILTERS: dict[str, Callable[..., str]] = {
    "montant": _blank_for_none(french.money),
    "taux": _blank_for_none(french.rate),
    "date_longue": _blank_for_none(french.long_date),
    "date_courte": _blank_for_none(french.short_date),
    "en_lettres": _blank_for_none(amount_in_words),
    "pluriel": _blank_for_none(french.plural),
    "ordinal": _blank_for_none(french.ordinal),
    "telephone": _blank_for_none(french.phone),
    "majuscules": _blank_for_none(str.upper),
}


def letter_environment() -> QuickSandbox:
    """A fresh environment: autoescape on, a misspelt field is an error, nothing of Python within reach."""
    environment = QuickSandbox(printed)
    environment.filters.update(FILTERS)
    return environment

"""The Jinja environment of all letters: sandboxed, escaped, strict, and of one language, French by default.

A value printed without a filter is in that language already: « 1 234,50 », « 15/03/2026 », « oui »; nothing for None.
A word of the workbook's vocabulary, as the nature of a line, is compared in French whatever the language
(`ligne.nature == 'Avoir'`), and printed in the template's: « Credit note ».
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jinja2 import Undefined, nodes

from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.languages.language import Language
from relance_xl.documents.sandbox.currencies import CURRENCY_OF, currency_of, name_currencies
from relance_xl.documents.sandbox.quick_environment import UNPRINTABLE, QuickSandbox

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


def printing(language: Language) -> Callable[[Any], Any]:
    """What a value prints when its template says nothing more about it, as a function of the value."""

    def printed(value: Any) -> Any:
        kind = type(value)
        if kind is str:
            return clean_text(value) if _UNPRINTABLE.search(value) else value
        if kind is Decimal:
            return language.amount(value)
        if kind is int:
            return value
        if value is None:
            return ""
        if kind is bool:
            return language.words.yes if value else language.words.no
        if isinstance(value, datetime | date):
            return language.short_date(value)
        return language.word(value) if isinstance(value, StrEnum) else value

    return printed


def _blank_for_none(function: Callable[..., str]) -> Callable[..., str]:
    def filtered(value: Any, *arguments: Any) -> str:
        if isinstance(value, Undefined):
            return str(value)  # which says what is unknown
        return "" if value is None else function(value, *arguments)

    return filtered


def _worded(function: Callable[..., Any], language: Language) -> Callable[..., Any]:
    """A filter of texts, given the printed word of a value of the vocabulary."""

    def filtered(value: Any, *arguments: Any) -> Any:
        return function(language.word(value) if isinstance(value, StrEnum) else value, *arguments)

    return filtered


def letter_filters(language: Language = FRENCH) -> dict[str, Callable[..., str]]:
    """The filters of our own, by name."""
    return {
        "montant": _blank_for_none(language.money),
        "taux": _blank_for_none(language.rate),
        "date_longue": _blank_for_none(language.long_date),
        "date_courte": _blank_for_none(language.short_date),
        "en_lettres": _blank_for_none(language.in_words),
        "pluriel": _blank_for_none(language.plural),
        "ordinal": _blank_for_none(language.ordinal),
        "telephone": _blank_for_none(language.phone),
        "majuscules": _blank_for_none(_worded(str.upper, language)),
    }


class LetterSandbox(QuickSandbox):
    """The sandbox in which an amount printed without its currency has that of the line it belongs to."""

    def _generate(self, source: nodes.Template, *arguments: Any, **named: Any) -> str:
        name_currencies(source, self)
        return super()._generate(source, *arguments, **named)


def letter_environment(language: Language = FRENCH) -> QuickSandbox:
    """A fresh environment: autoescape on, a misspelt field is an error, nothing of Python within reach."""
    environment = LetterSandbox(printing(language))
    environment.filters[CURRENCY_OF] = currency_of
    for name in ("capitalize", "lower", "title", "upper"):
        environment.filters[name] = _worded(environment.filters[name], language)
    environment.filters.update(letter_filters(language))
    return environment

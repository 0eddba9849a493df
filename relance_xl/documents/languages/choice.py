"""Which language a document speaks: that of its template, whoever the customer is.

`lettre_1.en.docx` speaks English, and so do its amounts, its dates and its words; `lettre_1.docx` speaks French, even
to a customer whose language is another.  A language without formats of its own here prints the French ones.
A language is a module: to add one, write the functions of `english` for it and name it in `LANGUAGES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from relance_xl.documents.languages import english, french
from relance_xl.domain.wording import folded


class Language(Protocol):
    """What the module of a language gives.

    Attributes:
        YES, NO: what a condition prints.
        REMINDER: the subject of a message that states none.
        PAYMENT_CODE: what the QR code is to someone who does not see it.
    """

    YES: str
    NO: str
    REMINDER: str
    PAYMENT_CODE: str

    def amount(self, value: Decimal | int) -> str:
        """An amount without its currency."""

    def money(self, value: Decimal | int, currency: str = ...) -> str:
        """An amount and its currency."""

    def rate(self, value: Decimal | int) -> str:
        """A yearly rate in %."""

    def short_date(self, day: date) -> str:
        """A date for a table."""

    def long_date(self, day: date) -> str:
        """A date for a sentence."""

    def ordinal(self, number: int) -> str:
        """A rank."""

    def plural(self, count: int, one: str, many: str = ...) -> str:
        """The word for so many."""

    def listed(self, texts: list[str]) -> str:
        """An enumeration."""

    def others(self, count: int) -> str:
        """So many more, not named."""

    def phone(self, number: str) -> str:
        """A telephone number of the company."""

    def in_words(self, value: Decimal, currency: str = ...) -> str:
        """An amount in words."""

    def word(self, value: StrEnum) -> str:
        """The printed word for a value of the workbook's vocabulary."""

    def attention(self, contact: str) -> str:
        """The contact's line of the address."""

    def country(self, name: str) -> str:
        """A country's name."""


FRENCH: Language = french
LANGUAGES: Mapping[str, Language] = {"en": english}
"""By code; French, the default, is in no file's name."""

_CODES = {
    "anglais": "en",
    "english": "en",
    "allemand": "de",
    "espagnol": "es",
    "italien": "it",
    "neerlandais": "nl",
}
_FRENCH = frozenset({"", "fr", "francais", "french"})


def language_code(language: str) -> str:
    """« en » for en, EN, Anglais; « en-gb » for en-GB, en_GB; "" for French."""
    word = folded(language).replace("_", "-")
    return "" if word in _FRENCH or word.startswith("fr-") else _CODES.get(word, word)


def translated(stem: str, ending: str, language: str, exists: Callable[[str], bool]) -> str:
    """`lettre_1.en.docx` for `lettre_1`, `.docx` and a customer in English, when it `exists`; else `lettre_1.docx`.

    A template of the country comes first: `lettre_1.en-gb.docx`.
    """
    code = language_code(language)
    names = (f"{stem}.{each}{ending}" for each in (code, code.split("-")[0]) if each)
    return next(filter(exists, names), f"{stem}{ending}")


def language_of(template: str) -> Language:
    """The language of a template's file name: English for `lettre_1.en.docx`, `mail_2.en-gb.txt`; else French.

    The code is what stands between two dots before the ending: `relance.en.cours.docx` is French.
    """
    return LANGUAGES.get(template_code(template).split("-")[0], FRENCH)


def template_code(template: str) -> str:
    """« en » for `lettre_1.en.docx`; "" for a name without a language."""
    stem = template.rpartition(".")[0]
    return language_code(stem.rpartition(".")[2]) if "." in stem else ""

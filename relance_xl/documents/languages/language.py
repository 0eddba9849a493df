"""How a document writes amounts, dates, counts and words in one language.

A language is a folder here, named by its code: `Words`, what it says, written by hand, and `cldr.json`, the months, the
countries and the order of signs as Unicode's CLDR has them (`letter_templates/make_formats.py` writes it).  What holds
in all of them:

* the parts of one amount or one date are never parted at a line's end (U+00A0), but a code from a very long amount;
* the minus of a credit is that of the keyboard and leads: a sum copied into the workbook is a number there;
* the euro has its sign, any other currency its ISO code, « USD 1,234.50 »: a dollar sign has a score of owners;
* thousands are grouped from four digits on: the sums of one column are read below each other.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from relance_xl.documents.languages.countries import territory
from relance_xl.documents.languages.numbers import phone_abroad
from relance_xl.documents.languages.spoken import number_in_words
from relance_xl.domain.model import CENT
from relance_xl.domain.wording import SYMBOLS

FOLDER = Path(__file__).parent
DEFAULT = "fr"
"""The workbook's own language, which is in no file's name."""
WITH_ITS_CODE = 12
"""Signs, « 1,234,567.90 », that have room beside a currency's code in the narrowest column."""

Names = tuple[str, str, str, str]
"""A currency: the unit, several of them, its hundredth, several of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the folder of a language says.

    Attributes:
        yes, no: what a condition prints.
        reminder: the subject of a message that states none.
        subject: the label of the first line of a message's template.
        payment_code: what the QR code is to someone who does not see it.
        attention: the contact's line of the address, `{}` standing for the contact.
        other: « other », « others »: the invoices that a subject has no room to name.
        kinds: the printed words of the workbook's vocabulary, by the French one; empty in French.
        currencies: by ISO code; any other is said by its code, in hundredths.
        unnamed: the hundredth of a currency without a name, one and several; none prints « 50/100 ».
        counted: a number in words before a noun, and the noun.
        ordinal: a rank.
        phone: a telephone number of the company.
        short_date, first, countries: what we write otherwise than CLDR, each with its reason in the folder.
    """

    yes: str
    no: str
    reminder: str
    subject: str
    payment_code: str
    attention: str
    other: tuple[str, str]
    kinds: Mapping[str, str]
    currencies: Mapping[str, Names]
    ordinal: Callable[[int], str]
    counted: Callable[[str, str], str]
    unnamed: tuple[str, str] | None = None
    phone: Callable[[str], str] = phone_abroad
    short_date: str = ""
    first: str = ""
    countries: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Language:
    """One of the languages; nothing is read before something is printed in it."""

    code: str

    @cached_property
    def words(self) -> Words:
        """What its folder says."""
        said: Words = importlib.import_module(f"{__package__}.{self.code}").WORDS
        return said

    @cached_property
    def cldr(self) -> Mapping[str, Any]:
        """Its file of CLDR."""
        read: dict[str, Any] = json.loads((FOLDER / self.code / "cldr.json").read_text(encoding="utf-8"))
        return read

    @cached_property
    def _marks(self) -> Mapping[int, str]:
        return str.maketrans({",": self.cldr["group"], ".": self.cldr["decimal"]})

    def amount(self, value: Decimal | int) -> str:
        """« 1 234,50 »: two decimals, rounded half-up; « -80,00 » for a credit."""
        return f"{Decimal(value).quantize(CENT, ROUND_HALF_UP) + 0:,.2f}".translate(self._marks)

    def money(self, value: Decimal | int, currency: str = "EUR") -> str:
        """« 1 234,50 € », « €1,234.50 », « -80,00 € », « USD 1,000.00 ».

        A code may part from an amount that leaves it no room in a column of the letters: the number is never broken.
        """
        written = self.amount(value)
        figures, sign = written.lstrip("-"), SYMBOLS.get(currency)
        pattern = self.cldr["money"] if sign else self.cldr["money_by_code"]
        made: str = pattern.format(amount=figures, sign=sign or currency)
        if not sign and len(written) > WITH_ITS_CODE:
            made = made.replace("\u00a0", " ")
        return f"-{made}" if written.startswith("-") else made

    def rate(self, value: Decimal | int) -> str:
        """« 12,15 % »: a yearly rate, its needless zeros dropped."""
        return str(self.cldr["rate"].format(self.number(value)))

    def number(self, value: Decimal | int) -> str:
        """« 0,92 »: a number as precise as it is, its needless zeros dropped."""
        text = f"{Decimal(value):,f}"
        bare = text.rstrip("0").rstrip(".") if "." in text else text
        return bare.translate(self._marks)

    def short_date(self, day: date) -> str:
        """A date for a table: « 15/03/2026 »."""
        return self._date(self.words.short_date or self.cldr["short_date"], day)

    def long_date(self, day: date) -> str:
        """A date for a sentence: « 15 mars 2026 », « 1er avril 2026 »."""
        return self._date(self.cldr["long_date"], day, self.words.first)

    def _date(self, pattern: str, day: date, first: str = "") -> str:
        number = first if first and day.day == 1 else day.day
        return pattern.format(day=number, month=day.month, year=day.year, name=self.cldr["months"][day.month - 1])

    def ordinal(self, number: int) -> str:
        """« 1er », « 2e »; « 1st », « 2nd »."""
        return self.words.ordinal(number)

    def plural(self, count: int, one: str, many: str = "") -> str:
        """`one` for one, and for none where the language counts so (0 facture), else `many`, or `one` with an s."""
        single = abs(count) < 2 if self.cldr["zero_is_singular"] else abs(count) == 1
        return one if single else many or f"{one}s"

    def listed(self, texts: list[str]) -> str:
        """« a », « a et b », « a, b et c »."""
        last: str = self.cldr["and"]
        return last.join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)

    def others(self, count: int) -> str:
        """« 1 autre », « 3 autres »."""
        return f"{count} {self.plural(count, self.words.other[0], self.words.other[1])}"

    def phone(self, number: str) -> str:
        """A telephone number of the company."""
        return self.words.phone(number)

    def in_words(self, value: Decimal | int, currency: str = "EUR") -> str:
        """« mille quatre cents euros et cinquante centimes »; ValueError below zero.

        Both parts of an amount are spelt out: nothing can be added after the currency when the cents are written, and
        on a bill of exchange words prevail over figures (C. com. L511-4).
        """
        units, cents = divmod(int((Decimal(value) * 100).quantize(Decimal(1), ROUND_HALF_UP)), 100)
        one, many, cent, pieces = self.words.currencies.get(currency, (currency, currency, "", ""))
        parts = []
        if units or not cents:
            parts.append(self.words.counted(number_in_words(units, self.code), self.plural(units, one, many)))
        if cents and not cent and self.words.unnamed is None:
            return f"{self.words.counted(number_in_words(units, self.code), currency)}{self.cldr['and']}{cents:02d}/100"
        if cents:
            pair = (cent, pieces) if cent else self.words.unnamed or ("", "")
            parts.append(self.words.counted(number_in_words(cents, self.code), self.plural(cents, pair[0], pair[1])))
        return str(self.cldr["and"]).join(parts)

    def word(self, value: StrEnum) -> str:
        """« Credit note » for `Avoir`: the word printed for a value of the workbook's own vocabulary."""
        return self.words.kinds.get(value.value, value.value)

    def attention(self, contact: str) -> str:
        """The contact's line of the address."""
        return self.words.attention.format(contact)

    def country(self, name: str) -> str:
        """« United Kingdom » for « Royaume-Uni »; as the workbook has it in French, or when it is not known.

        It is the last line of the address, the one that the post of departure reads: an internationally known language
        will do there (Universal Postal Union, Regulations, on the address).
        """
        known = {} if self.code == DEFAULT else {**self.cldr["countries"], **self.words.countries}
        return str(known.get(territory(name), name))

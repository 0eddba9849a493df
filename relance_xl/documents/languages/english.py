"""Amounts, dates, counts and words as a letter in English prints them: the functions of `french`.

The letter is read in London, Stockholm or New York, so what one of them could misread is avoided:

* a month is always in letters, « 15 March 2026 », in a table « 15 Mar 2026 »: 03/04/2026 is 3 April in Bristol and
  4 March in New York, and a deadline must be the same day for both;
* commas between thousands, a point before the decimals, as all of them write: « €1,234.50 »;
* the euro's sign before the amount and against it, as the EU's Interinstitutional Style Guide asks in English; any
  other currency by its ISO code, « USD 1,234.50 »: a dollar sign has a score of owners;
* the minus of the keyboard leads, « -€80.00 », as in French;
* the parts of one amount or one date are never parted at a line's end (U+00A0).
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from relance_xl.documents.languages import french
from relance_xl.documents.languages.english_countries import country_in_english
from relance_xl.documents.languages.english_words import amount_in_words
from relance_xl.domain.model import CENT
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from relance_xl.domain.wording import NO_BREAK as NBSP
from relance_xl.domain.wording import SYMBOLS

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
YES, NO = "yes", "no"
REMINDER = "Payment reminder"
PAYMENT_CODE = "Payment QR code"

_WORDS: dict[StrEnum, str] = {
    ItemKind.INVOICE: "Invoice",
    ItemKind.CREDIT_NOTE: "Credit note",
    ItemKind.PAYMENT: "Payment",
    ItemKind.DEPOSIT: "Deposit",
    CustomerKind.BUSINESS: "Business",
    CustomerKind.CONSUMER: "Consumer",
    CustomerKind.PUBLIC: "Public body",
}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_FRENCH_DIGITS = re.compile(r"0[1-9](?:\u00a0\d\d){4}")


def amount(value: Decimal | int) -> str:
    """« 1,234.50 »: two decimals, rounded half-up; « -80.00 » for a credit."""
    cents = Decimal(value).quantize(CENT, ROUND_HALF_UP)
    return f"{_sign(cents)}{abs(cents):,.2f}"


def money(value: Decimal | int, currency: str = "EUR") -> str:
    """« €1,234.50 », « USD 1,000.00 », « -€80.00 »: never parted at a line's end."""
    cents = Decimal(value).quantize(CENT, ROUND_HALF_UP)
    return f"{_sign(cents)}{SYMBOLS.get(currency, f'{currency}{NBSP}')}{abs(cents):,.2f}"


def rate(value: Decimal | int) -> str:
    """« 12.15% »: a yearly rate, its needless zeros dropped, the sign against the number."""
    text = f"{Decimal(value):,f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def short_date(day: date) -> str:
    """« 15 Mar 2026 », for tables: the month in letters, never parted at a line's end."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1][:3]}{NBSP}{day.year}"


def long_date(day: date) -> str:
    """« 15 March 2026 », never parted at a line's end."""
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def ordinal(number: int) -> str:
    """« 1st », « 2nd », « 3rd », « 11th », « 22nd »."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{_ENDINGS.get(number % 10, 'th')}"


def plural(count: int, one: str, many: str = "") -> str:
    """`one` for one only, as English counts (0 invoices, 1 invoice), else `many`, or `one` with an s."""
    return one if abs(count) == 1 else many or f"{one}s"


def listed(texts: list[str]) -> str:
    """« a », « a and b », « a, b and c »."""
    return " and ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def others(count: int) -> str:
    """« 1 other », « 3 others »: the invoices that a subject has no room to name."""
    return f"{count} {plural(count, 'other')}"


def phone(number: str) -> str:
    """« +33 4 72 00 00 00 » from any French writing of it, to be dialled from abroad; a foreign one as it stands."""
    grouped = french.phone(number)
    return f"+33{NBSP}{grouped[1:]}" if _FRENCH_DIGITS.fullmatch(grouped) else grouped


def in_words(value: Decimal, currency: str = "EUR") -> str:
    """« one thousand four hundred euros and fifty cents »; ValueError below zero."""
    return amount_in_words(value, currency)


def word(value: StrEnum) -> str:
    """« Credit note » for `Avoir`: the word printed for a value of the workbook's own vocabulary."""
    return _WORDS.get(value, value.value)


def attention(contact: str) -> str:
    """The contact's line of the address."""
    return f"Attn: {contact}"


def country(name: str) -> str:
    """« United Kingdom » for « Royaume-Uni »; a name not known as it stands.

    It is the last line of the address, the one that the post of departure reads: an internationally known language
    will do there (Universal Postal Union, Regulations, on the address).
    """
    return country_in_english(name)


def _sign(value: Decimal) -> str:
    return "-" if value < 0 else ""

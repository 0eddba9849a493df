"""Amounts, dates, counts and words as a French letter prints them.

Typography: U+202F (narrow no-break space) between thousands, U+00A0 (no-break space) before the currency.  The minus
of a credit is that of the keyboard: a sum copied from a letter into the workbook is a number there.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from relance_xl.documents.languages.french_words import amount_in_words
from relance_xl.domain.model import CENT
from relance_xl.domain.wording import NO_BREAK as NBSP
from relance_xl.domain.wording import THIN, french_amount, french_date

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

YES, NO = "oui", "non"
REMINDER = "Rappel de règlement"
PAYMENT_CODE = "Code de virement"

_FRENCH_MARKS = str.maketrans({",": THIN, ".": ","})
_FRENCH_PHONE = re.compile(r"(?:(?:\+|00)33)?(?:\(0\))?0?([1-9]\d{8})")


def amount(value: Decimal | int) -> str:
    """« 1 234,50 »: two decimals, rounded half-up; « -80,00 » for a credit."""
    cents = Decimal(value).quantize(CENT, ROUND_HALF_UP)
    return f"{cents:,.2f}".translate(_FRENCH_MARKS)


def money(value: Decimal | int, currency: str = "EUR") -> str:
    """« 1 234,50 € », « -80,00 € », « 1 000,00 USD »: the amount and its currency, never parted at a line's end."""
    return french_amount(Decimal(value), currency)


def rate(value: Decimal | int) -> str:
    """« 12,15 % »: a yearly rate, its needless zeros dropped."""
    text = f"{Decimal(value):,f}".translate(_FRENCH_MARKS)
    return f"{text.rstrip('0').rstrip(',') if ',' in text else text}{NBSP}%"


def short_date(day: date) -> str:
    """« 15/03/2026 »."""
    return french_date(day)


def long_date(day: date) -> str:
    """« 15 mars 2026 », « 1er avril 2026 », its parts never parted at a line's end."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def ordinal(number: int, *, feminine: bool = False) -> str:
    """« 1er », « 1re », « 2e »."""
    if number == 1:
        return "1re" if feminine else "1er"
    return f"{number}e"


def plural(count: int, one: str, many: str = "") -> str:
    """`one` below two, as French counts (0 facture, 1 facture), else `many`, or `one` with an s."""
    return one if abs(count) < 2 else many or f"{one}s"


def listed(texts: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return " et ".join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def others(count: int) -> str:
    """« 1 autre », « 3 autres »: the invoices that a subject has no room to name."""
    return f"{count} {plural(count, 'autre')}"


def phone(number: str) -> str:
    """« 04 72 00 00 00 » from any French writing of it; a foreign number as it stands."""
    match = _FRENCH_PHONE.fullmatch(re.sub(r"[\s.\-/]", "", number))
    if not match:
        return number.strip()
    digits = f"0{match[1]}"
    return NBSP.join(digits[start : start + 2] for start in range(0, 10, 2))


def iban(number: str) -> str:
    """« FR76 3000 4000 … »: groups of four."""
    bare = re.sub(r"\s", "", number).upper()
    return NBSP.join(bare[start : start + 4] for start in range(0, len(bare), 4))


def siren(number: str) -> str:
    """« 732 829 320 » for nine digits, « 732 829 320 00074 » for a SIRET; else as it stands."""
    bare = re.sub(r"\s", "", number)
    if not re.fullmatch(r"\d{9}(?:\d{5})?", bare):
        return number.strip()
    return NBSP.join(part for part in (bare[:3], bare[3:6], bare[6:9], bare[9:]) if part)


def in_words(value: Decimal, currency: str = "EUR") -> str:
    """« mille quatre cents euros et cinquante centimes »; ValueError below zero."""
    return amount_in_words(value, currency)


def word(value: StrEnum) -> str:
    """« Avoir »: the workbook's own vocabulary is French."""
    return value.value


def attention(contact: str) -> str:
    """The contact's line of the address."""
    return f"À l’attention de {contact}"


def country(name: str) -> str:
    """A country as the workbook names it."""
    return name

"""Amounts in words in English, as a bill of exchange states them (C. com. L511-4: words prevail over figures).

British usage, which Ireland and the Commonwealth share: « and » before the tens and units (« one hundred and one »,
« one thousand and five »), no commas, hyphens below one hundred.  An amount of money is spelt out with both its
parts: nothing can be added after « euros » when the cents are written.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_UNITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_CURRENCIES = {
    "EUR": ("euro", "euros", "cent", "cents"),
    "USD": ("US dollar", "US dollars", "cent", "cents"),
    "GBP": ("pound sterling", "pounds sterling", "penny", "pence"),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
}
_LARGEST = 10**12


def number_in_words(number: int) -> str:
    """The cardinal number; ValueError from one thousand billion on, or below zero."""
    if not 0 <= number < _LARGEST:
        raise ValueError(number)
    words: list[str] = []
    rest = number
    for size, name in _SCALES:
        count, rest = divmod(rest, size)
        if count:
            words += [_below_thousand(count), name]
    if rest or not words:
        words += ["and"] if words and rest < 100 else []
        words.append(_below_thousand(rest))
    return " ".join(words)


def amount_in_words(value: Decimal, currency: str = "EUR") -> str:
    """« one thousand four hundred euros and fifty cents »; ValueError below zero.

    Currencies without an English name here keep their code, and count hundredths: « two hundred SEK and 50/100 ».
    """
    units, cents = divmod(int((value * 100).quantize(Decimal(1), ROUND_HALF_UP)), 100)
    spoken = number_in_words(units)
    if currency not in _CURRENCIES:
        return f"{spoken} {currency}{f' and {cents:02d}/100' if cents else ''}"
    one, many, cent, pieces = _CURRENCIES[currency]
    parts = []
    if units or not cents:
        parts.append(f"{spoken} {one if units == 1 else many}")
    if cents:
        parts.append(f"{number_in_words(cents)} {cent if cents == 1 else pieces}")
    return " and ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    words = f"{_UNITS[hundreds]} hundred"
    return f"{words} and {_below_hundred(rest)}" if rest else words


def _below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    ten, unit = divmod(number, 10)
    return f"{_TENS[ten]}-{_UNITS[unit]}" if unit else _TENS[ten]

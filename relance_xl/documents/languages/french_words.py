"""Amounts in words, as a bill of exchange states them (C. com. L511-1, L511-4: words prevail over figures).

Traditional spelling, hyphens below one hundred: « quatre-vingt-dix-sept », « soixante et onze »,
« deux cents », « deux cent un », « quatre-vingt mille », « deux millions d'euros ».
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_UNITS = (
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
)
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_CURRENCIES = {"EUR": ("euro", "euros")}
_LARGEST = 10**12


def number_in_words(number: int) -> str:
    """The cardinal number, masculine; ValueError from one thousand billions on, or below zero."""
    if not 0 <= number < _LARGEST:
        raise ValueError(number)
    if number == 0:
        return _UNITS[0]
    words: list[str] = []
    for size, name in ((10**9, "milliard"), (10**6, "million")):
        count, number = divmod(number, size)
        if count:
            words += [_below_thousand(count), f"{name}s" if count > 1 else name]
    thousands, number = divmod(number, 1000)
    if thousands:
        words += ["mille"] if thousands == 1 else [_before_mille(_below_thousand(thousands)), "mille"]
    if number:
        words.append(_below_thousand(number))
    return " ".join(words)


def amount_in_words(value: Decimal, currency: str = "EUR") -> str:
    """« mille quatre cents euros et cinquante centimes »; ValueError below zero.

    « un million d'euros »: million and milliard, being nouns, take « de » when nothing follows them.
    Currencies without a French name keep their code: « deux cents USD ».
    """
    cents = int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))
    units, cents = divmod(cents, 100)
    one, many = _CURRENCIES.get(currency, (currency, currency))
    parts = []
    if units or not cents:
        link = ("d’" if many[0] in "aeiouy" else "de ") if units and units % 10**6 == 0 else ""
        parts.append(f"{number_in_words(units)} {link}{many if units > 1 else one}")
    if cents:
        parts.append(f"{number_in_words(cents)} {'centimes' if cents > 1 else 'centime'}")
    return " et ".join(parts)


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    cent = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
    if not rest:
        return cent if hundreds == 1 else f"{cent}s"
    return f"{cent} {_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    if number < len(_UNITS):
        return _UNITS[number]
    ten, unit = divmod(number, 10)
    if ten in (7, 9):
        unit += 10
    if number == 80:
        return "quatre-vingts"
    if not unit:
        return _TENS[ten]
    link = " et " if unit in (1, 11) and ten < 8 else "-"
    return f"{_TENS[ten]}{link}{_UNITS[unit]}"


def _before_mille(words: str) -> str:
    """« deux cent mille », « quatre-vingt mille »: cent and vingt take no s before mille, which is no noun."""
    return words[:-1] if words.endswith(("cents", "vingts")) else words

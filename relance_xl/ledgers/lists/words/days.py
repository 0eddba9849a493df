"""Days with the month in letters, French or English: « lundi 5 janvier 2026 », « 05-janv-26 », « Feb 4, 2026 »."""

from __future__ import annotations

import re
from datetime import date

from relance_xl.domain.wording import folded

_TOKEN = re.compile(r"[a-z]+|\d+")
_MONTHS = (
    ("janvier", "january"), ("fevrier", "february"), ("mars", "march"), ("avril", "april"), ("mai", "may"),
    ("juin", "june"), ("juillet", "july"), ("aout", "august"), ("septembre", "september"), ("octobre", "october"),
    ("novembre", "november"), ("decembre", "december"),
)  # fmt: skip
_WEEKDAYS = (
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_FILLING = frozenset({"le", "er", "st", "nd", "rd", "th", "of", "the", "de"})
_SHORTEST, _CENTURY = 3, 2000


def month_of(word: str) -> int:
    """The month, 1 to 12, that a folded word names in full or in short; 0 when it names none, or more than one."""
    if len(word) < _SHORTEST:
        return 0
    found = [number for number, names in enumerate(_MONTHS, 1) if any(name.startswith(word) for name in names)]
    return found[0] if len(found) == 1 else 0


def worded_day(written: str) -> date | None:
    """The day that a text names with its month in letters, None when it names none for certain.

    A year of two figures is of this century, and stands last.
    """
    tokens = [token for token in _TOKEN.findall(folded(written)) if token not in _FILLING]
    words = [token for token in tokens if token.isalpha()]
    if len(words) > 1:
        words = [word for word in words if not _is_weekday(word)] or words[-1:]
    numbers = [token for token in tokens if token.isdigit()]
    month = month_of(words[0]) if len(words) == 1 else 0
    if not month or len(numbers) != 2:
        return None
    first, last = numbers
    if len(first) == 4:
        first, last = last, first
    if len(first) > 2 or len(last) not in {2, 4}:
        return None
    try:
        return date(int(last) if len(last) == 4 else int(last) + _CENTURY, month, int(first))
    except ValueError:
        return None


def _is_weekday(word: str) -> bool:
    return len(word) >= _SHORTEST and any(day.startswith(word) for day in _WEEKDAYS)

"""From any spreadsheet's dialect to exact values: text, codes, amounts, dates, yes and no.

Every converter takes one cell's value and returns None (or "" for texts) when the cell is blank.  A value that it
cannot read for certain raises `CellFault`: money and dates are never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from relance_xl.domain.model import CENT
from relance_xl.domain.wording import folded
from relance_xl.tables.grid import CellError, Percent, Uncomputed, Value

EPOCH: Final = date(1899, 12, 30)
"""Day 0 of the spreadsheets' serial numbers, right from 1 March 1900 on."""

EARLIEST, LATEST = date(1980, 1, 1), date(2100, 12, 31)
LARGEST = Decimal(10) ** 12

DATE_EXPECTED = "jj/mm/aaaa"
AMOUNT_EXPECTED = "un montant comme 1 234,56"
LEAST_RATE, MOST_RATE = Decimal("0.05"), Decimal(50)
"""The bounds of a rate in percent; the least but zero that the ECB had."""
_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number: from here on, a code that it took for one has lost the others."""

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009\u2007\u200b\ufeff]+")
_CURRENCY = re.compile(r"^(?:€|\$|£|EUR|USD|GBP|CHF)|(?:€|\$|£|EUR|USD|GBP|CHF)$", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ].*)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORD_DATE = re.compile(r"(\d{1,2})(?:er)? ([^\W\d]+)\.? (\d{4})")
_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
           "decembre")  # fmt: skip
_TRUE = frozenset({"oui", "o", "vrai", "true", "yes", "y", "x", "1", "✓", "✔", "☑"})
_FALSE = frozenset({"non", "n", "faux", "false", "no", "0", "☐", "✗"})


class CellFault(ValueError):
    """A cell that cannot be read: `what` is wrong with it, and what is `expected`."""

    def __init__(self, what: str, expected: str = "") -> None:
        self.what, self.expected = what, expected
        super().__init__(what)


def shown(value: Value) -> str:
    """The value as the user would recognise it in a message."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}" if value.hour or value.minute else f"{value:%d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value).replace(".", ",")
    if isinstance(value, Uncomputed):
        return value.formula
    return str(value)


def is_blank(value: Value) -> bool:
    """Whether the cell holds nothing one can see."""
    return value is None or (isinstance(value, str) and not _SPACES.sub("", value))


def _refuse_formulas(value: Value) -> None:
    if isinstance(value, CellError):
        raise CellFault(f"La cellule contient l'erreur « {value.code} »", "une valeur")
    if isinstance(value, Uncomputed):
        raise CellFault(
            f"La formule « {value.formula} » n'a jamais été calculée",
            "un classeur ouvert puis enregistré une fois dans Excel ou LibreOffice",
        )


def text(value: Value) -> str:
    """The text of the cell, spaces at its ends removed; line breaks are kept."""
    if type(value) is str:
        return value.strip(" \t\r\n\u00a0\u202f\u200b\ufeff")
    if value is None:
        return ""
    _refuse_formulas(value)
    return shown(value)


def code(value: Value) -> str:
    """A code as text: leading zeros kept, a number that a spreadsheet made of it undone (3.0 → « 3 »)."""
    if type(value) is str:
        return _SPACES.sub(" ", value).strip()
    if isinstance(value, float) and not (value.is_integer() and abs(value) < _EXACT):
        raise CellFault(f"« {shown(value)} » n'est pas un code", "un code, saisi comme texte")
    return text(value)


def amount(value: Value) -> Decimal | None:
    """Euros and cents, rounded half-up to the cent."""
    number = _decimal(value, AMOUNT_EXPECTED, "montant")
    return None if number is None else number.quantize(CENT, ROUND_HALF_UP)


def rate(value: Value) -> Decimal | None:
    """A rate or an exchange rate, with all its decimals."""
    return _decimal(value, "un nombre comme 10,25", "nombre")


def percentage(value: Value) -> Decimal | None:
    """Percent, as a person reads the cell: 2.15 where it says « 2,15 », « 2,15 % », or 0.0215 shown in percent (N-39).

    A rate that no year has seen is refused: 0,0215 typed in a cell that does not show percents, or 215.
    """
    if isinstance(value, str):
        value = value.strip(" %\u00a0\u202f")
    number = rate(value)
    if number is not None and isinstance(value, Percent):
        number = (number * 100).normalize() + 0
    if number is not None and number != 0 and not LEAST_RATE <= number <= MOST_RATE:
        raise CellFault(f"« {shown(value)} » n'est pas un taux vraisemblable", "un taux en %, comme 2,15 ou 2,15 %")
    return number


def _decimal(value: Value, expected: str, noun: str) -> Decimal | None:
    if is_blank(value):
        return None
    _refuse_formulas(value)
    number: Decimal | None = None
    if isinstance(value, str):
        number = parse_number(value)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if number is None or not number.is_finite() or abs(number) >= LARGEST:
        raise CellFault(f"« {shown(value)} » n'est pas un {noun}", expected)
    return number


def parse_number(written: str) -> Decimal | None:
    """« 1 234,56 € », « (12,00) », « 12,00- », « 1.234,56 » as an exact number; None when it is none for certain.

    « 1.234 » and « 1,234 » are refused: thousands for some, decimals for others.
    """
    digits = _CURRENCY.sub("", _SPACES.sub("", written)).replace("'", "").replace("’", "").replace("−", "-")
    negative = False
    if digits.startswith("(") and digits.endswith(")"):
        negative, digits = True, _CURRENCY.sub("", digits[1:-1])
    if digits.endswith("-"):
        negative, digits = not negative, digits[:-1]
    plain = _with_decimal_point(digits)
    if plain is None:
        return None
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    return -number if negative else number


def _with_decimal_point(digits: str) -> str | None:
    if not re.fullmatch(r"[+-]?[\d.,]*\d(?:[.,])?(?:[eE][+-]?\d{1,3})?", digits):
        return None
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (".", ",") if comma > point else (",", ".")
        whole, _, cents = digits.partition(decimal)
        grouped = re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{thousands}\d{{3}})+", whole)
        return f"{whole.replace(thousands, '')}.{cents}" if grouped and thousands not in cents else None
    separator = "," if comma >= 0 else "."
    if digits.count(separator) > 1:
        grouped = re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{separator}\d{{3}})+", digits)
        return digits.replace(separator, "") if grouped else None
    if re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}\{separator}\d{{3}}", digits):
        return None
    return digits.replace(separator, ".")


def integer(value: Value) -> int | None:
    """A whole number; 3.0 and « 3 » are 3, 2.5 is refused (S0-06)."""
    if value is None:
        return None
    if type(value) is float and value.is_integer():
        return int(value)
    number = _decimal(value, "un nombre entier", "nombre entier")
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellFault(f"« {shown(value)} » n'est pas un nombre entier", "un nombre entier")
    return int(number)


def day(value: Value) -> date | None:
    """A date; a time of the day is dropped, a serial number is understood, 01/02/2025 is always 1 February."""
    if value is None:
        return None
    if isinstance(value, datetime):
        found: date | None = value.date()
    elif isinstance(value, date):
        found = value
    elif is_blank(value):
        return None
    else:
        _refuse_formulas(value)
        found = _parsed_day(value)
    if found is None or not EARLIEST <= found <= LATEST:
        raise CellFault(f"« {shown(value)} » n'est pas une date", DATE_EXPECTED)
    return found


def _parsed_day(value: Value) -> date | None:
    if isinstance(value, str):
        return parse_day(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool) and 0 < value < 2_958_466:
        return EPOCH + timedelta(days=int(value))
    return None


def parse_day(written: str) -> date | None:
    """The day a text names, in French order or ISO; None when it names none."""
    plain = _SPACES.sub(" ", written).strip()
    try:
        if found := _NUMERIC_DATE.fullmatch(plain):
            year = int(found[3])
            return date(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))
        if found := _ISO_DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _WORD_DATE.fullmatch(plain):
            return date(int(found[3]), _month(found[2]), int(found[1]))
    except ValueError:
        return None
    return None


def _month(word: str) -> int:
    name = folded(word)
    candidates = [number for number, month in enumerate(_MONTHS, 1) if len(name) > 2 and month.startswith(name)]
    if len(candidates) != 1:
        raise ValueError(word)
    return candidates[0]


def yes_no(value: Value) -> bool | None:
    """True for oui, x, vrai, 1…; False for non, faux, 0…."""
    if isinstance(value, bool):
        return value
    if is_blank(value):
        return None
    _refuse_formulas(value)
    word = folded(shown(value))
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellFault(f"« {shown(value)} » n'est ni oui ni non", "oui ou non")


def choice(choices: Sequence[str]) -> Callable[[Value], str | None]:
    """A converter to one of `choices`, case and accents ignored."""
    by_fold = {folded(word): word for word in choices}

    def convert(value: Value) -> str | None:
        if is_blank(value):
            return None
        _refuse_formulas(value)
        found = by_fold.get(folded(shown(value)))
        if found is None:
            raise CellFault(f"« {shown(value)} » n'est pas dans la liste", ", ".join(choices))
        return found

    return convert


def bounded(low: int | None, high: int | None) -> Callable[[Value], int | None]:
    """A converter to a whole number from `low` to `high`, both inclusive; None means no bound."""

    def convert(value: Value) -> int | None:
        number = integer(value)
        if number is None or ((low is None or number >= low) and (high is None or number <= high)):
            return number
        if low is not None and high is not None:
            raise CellFault(f"« {shown(value)} » est hors limites", f"un nombre entier de {low} à {high}")
        limit = f"au moins {low}" if low is not None else f"au plus {high}"
        raise CellFault(f"« {shown(value)} » est hors limites", f"un nombre entier, {limit}")

    return convert


def colour(value: Value) -> str:
    """« #RRGGBB » in capitals, or ""."""
    written = code(value)
    if not written:
        return ""
    if found := re.fullmatch(r"#?([0-9A-Fa-f]{6})", written):
        return f"#{found[1].upper()}"
    raise CellFault(f"« {written} » n'est pas une couleur", "#RRVVBB, comme #FFF2CC")

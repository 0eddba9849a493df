"""Amounts and days as ledger files write them, read fast.

A million lines pass here: the usual spelling is tried first, by slicing; the tolerated ones (those of the tax
administration's own checker, LPF art. A47 A-1) only when it fails.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from relance_xl.domain.model import CENT

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_EXPONENT = re.compile(r"[eE][+-]?\d{1,2}$")
_NUMBER = re.compile(r"(?:\d+[.,]?\d*|[.,]\d+)")
_EARLIEST, _LATEST = 1900, 2199
_NOTHING = frozenset({"0,00", "0.00", "", "0", "0000000000,00"})
_CENTURY = 2000
_EIGHT, _SHORT_YEAR = 8, 2
_LARGEST = Decimal(10) ** 13
"""No amount is as large: a cell holds fifteen figures, two of them cents."""
_LONGEST = 17
"""Characters of an amount that is surely smaller."""


class FigureFault(ValueError):
    """A text is neither an amount nor a day; the message is French and ends without a point."""


def cents(text: str) -> int:
    """The cents of an amount, 0 for a blank one, rounded half-up when it has more than two decimals.

    Read are « 1200,00 », « 1200.00 », « -12,00 », « 12,00- », « 1,2E+03 », « 1 200,00 ».  FigureFault otherwise,
    and from ten thousand billion on.
    """
    if text in _NOTHING:
        return 0
    if text[-3:-2] in {",", "."} and len(text) < _LONGEST:
        try:
            return int(text[:-3] + text[-2:])
        except ValueError:
            pass
    value = amount(text)
    return int(value.quantize(CENT, ROUND_HALF_UP).scaleb(2))


def amount(text: str) -> Decimal:
    """The amount that `text` spells, 0 for a blank one; FigureFault when it spells none."""
    bare = _SPACES.sub("", text)
    if not bare:
        return Decimal(0)
    sign = ""
    if bare[-1] in "+-":
        bare, sign = bare[:-1], bare[-1]
    elif bare[0] in "+-":
        bare, sign = bare[1:], bare[0]
    exponent = _EXPONENT.search(bare)
    mantissa = bare[: exponent.start()] if exponent else bare
    if not _NUMBER.fullmatch(mantissa):
        raise FigureFault(f"« {text.strip()} » n'est pas un montant")
    try:
        value = Decimal(sign + mantissa.replace(",", ".") + (exponent.group() if exponent else ""))
    except InvalidOperation as fault:  # pragma: no cover - the pattern above admits numbers only
        raise FigureFault(f"« {text.strip()} » n'est pas un montant") from fault
    if abs(value) >= _LARGEST:
        raise FigureFault(f"« {text.strip()[:40]} » a trop de chiffres pour un montant")
    return value


def day(text: str) -> date | None:
    """The day that `text` spells, None for a blank one or « 00000000 »; FigureFault when it spells none.

    Read are yyyymmdd, yyyy-mm-dd, dd/mm/yyyy, ddmmyyyy with « / », « - », « . » or nothing between; a time after
    the day is left out.  An eight-figure day is never ambiguous: the years 1900 to 2199 are no months.
    """
    bare = text.strip()[:10].rstrip("Tt ")
    if not bare.strip("0/-. "):
        return None
    parts = re.split(r"[/.\-]", bare)
    if len(parts) == 1 and len(bare) == _EIGHT and bare.isdecimal():
        found = _made(bare[:4], bare[4:6], bare[6:]) or _made(bare[4:], bare[2:4], bare[:2])
    elif len(parts) == 3 and all(part.isdecimal() for part in parts):
        first, middle, last = parts
        found = _made(first, middle, last) if len(first) == 4 else _made(last, middle, first)
    else:
        found = None
    if found is None:
        raise FigureFault(f"« {text.strip()} » n'est pas une date")
    return found


def _made(year: str, month: str, day_of_month: str) -> date | None:
    number = int(year) + (_CENTURY if len(year) == _SHORT_YEAR else 0)
    if not _EARLIEST <= number <= _LATEST:
        return None
    try:
        return date(number, int(month), int(day_of_month))
    except ValueError:
        return None


def decimal_of(value: int) -> Decimal:
    """The amount that makes so many cents, with two decimals."""
    return Decimal(value).scaleb(-2)

"""Amounts and days as banks write them in texts; each value by itself, never guessed."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal

from relance_xl.ledgers.common.figures import FigureFault

__all__ = ["FigureFault", "day_first", "money"]

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_PLAIN = re.compile(r"[+-]?(?:\d{1,15})(?:[.,]\d{0,5})?|[+-]?[.,]\d{1,5}")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d{0,5})?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d{0,5})?")
_AMBIGUOUS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
_LARGEST = Decimal(10) ** 12
_DAY = re.compile(r"\s*(\d{1,2})[/.\- ]\s*(\d{1,2})[/.\-' ]\s*(\d{4}|\d{2})\s*")


def money(text: str) -> Decimal:
    """« 2000,00 », « +1 006,60 », « 1.234,56 »; FigureFault for « 2,000 », which is two or two thousand."""
    bare = _SPACES.sub("", text).replace("−", "-").removesuffix("€")
    if _AMBIGUOUS.fullmatch(bare):
        raise FigureFault(f"« {text.strip()[:40]} » se lit en milliers ou en décimales")
    if _PLAIN.fullmatch(bare):
        value = Decimal(bare.replace(",", "."))
    elif _GROUPED.fullmatch(bare):
        mark = max(bare.rfind(","), bare.rfind("."))
        only_one = ("," in bare) != ("." in bare)
        whole = bare if only_one else bare[:mark]
        value = Decimal(re.sub("[.,]", "", whole) + ("" if only_one else "." + bare[mark + 1 :]))
    else:
        raise FigureFault(f"« {text.strip()[:40]} » n'est pas un montant")
    if abs(value) >= _LARGEST:
        raise FigureFault(f"« {text.strip()[:40]} » n'est pas un montant vraisemblable")
    return value


def day_first(text: str) -> date:
    """« 03/11/2025 », « 03/11'25 », « 3/11/25 », day before month; FigureFault when it names no day."""
    if found := _DAY.fullmatch(text):
        year = int(found[3])
        with suppress(ValueError):
            return date(year if year > 99 else 2000 + year, int(found[2]), int(found[1]))
    raise FigureFault(f"« {text.strip()[:40]} » n'est pas une date")

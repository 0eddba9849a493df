"""French dates, amounts and counts, as the sentences of « Pourquoi » print them."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from relance_xl.domain.model import CENT

NO_BREAK = "\u00a0"
THIN = "\u202f"
SYMBOLS = {"EUR": "€"}
_ALIKE = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "\u200b": None, "\ufeff": None})
"""Ligatures, the curly apostrophe, and the marks without width that web pages leave in a copied text."""


def french_date(day: date) -> str:
    """« 15/03/2026 »."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def french_amount(amount: Decimal, currency: str = "EUR") -> str:
    """« 1 234,50 € », rounded half-up to the cent; thin no-break spaces between thousands, then the currency."""
    digits = f"{amount.quantize(CENT, ROUND_HALF_UP):,.2f}".replace(",", THIN).replace(".", ",")
    return f"{digits}{NO_BREAK}{SYMBOLS.get(currency, currency)}"


def count(number: int, word: str) -> str:
    """« 1 jour », « 34 jours », « -3 jours »; in French the plural begins at two."""
    return f"{number} {word}{'s' if abs(number) > 1 else ''}"


def counted(number: int, one: str, many: str) -> str:
    """« 1 ligne », « 2 lignes »; zero takes the singular, as French does."""
    return f"{number} {one if abs(number) < 2 else many}"


def typeset(sentence: str) -> str:
    """The sentence with the no-break spaces that French wants before : ; ! ? and inside « »."""
    for mark in (":", ";", "!", "?", "»"):
        sentence = sentence.replace(f" {mark}", f"{NO_BREAK}{mark}")
    return sentence.replace("« ", f"«{NO_BREAK}")


def folded(text: str) -> str:
    """What two writings of one word have in common: no case, accent, ligature, double or outer space (S2-05)."""
    if text.isascii():
        return " ".join(text.lower().split())
    letters = unicodedata.normalize("NFKD", text.translate(_ALIKE))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split()).casefold()

"""Cardinal numbers in words, by num2words; it is slow to load, and only a bill of exchange needs it."""

from __future__ import annotations

LARGEST = 10**12
"""Beyond, languages part ways on what a billion is."""


def number_in_words(number: int, language: str) -> str:
    """The cardinal as num2words has it; ValueError from one thousand billion on, or below zero."""
    if not 0 <= number < LARGEST:
        raise ValueError(number)
    from num2words import num2words  # noqa: PLC0415 - it loads the grammars of fifty languages

    return str(num2words(number, lang=language))

"""Invoices told by their ends only: « F2025-0117/0118/0119 », « FA-2025-0117 A 0120 », « FACT 117 ET 121 »."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

_YEAR = re.compile(r"(?:19|20)\d\d")
_LINK = re.compile(r"\s*(?P<link>/|,|;|\+|&|-|ET\b|AU?\b)\s*(?P<end>\d{1,8})(?![\dA-Z]|[.,]\d)")
_TOLD = re.compile(
    r"\b(?:FACT(?:URES?|S)?|FACS?|FAS?|INV(?:OICES?)?) ?(?:N(?:OS?|UMEROS?)?\b)?[ .:°]*"
    r"(?!(?:0?[1-9]|1[0-2])[ /.-](?:19|20)\d\d\b)(?P<first>\d{1,8})(?![\dA-Z]|[.,]\d)"
)
"""A month and its year, « FACTURE 10/2025 », are no number."""
_HEAD = re.compile(r"(.*?)(\d{1,15})")
_RANGE = frozenset({"A", "AU"})
_SHORTEST, _LONGEST_RANGE = 2, 100

Ends = tuple[int, int]
"""A first and a last number, both included; the same twice for a single one."""


def _linked(text: str, at: int) -> Iterator[tuple[bool, str]]:
    """The numbers that follow a place of a text, linked to it, and whether each closes a range."""
    while found := _LINK.match(text, at):
        yield found["link"] in _RANGE, found["end"]
        at = found.end()


def followers(text: str, at: int, key: str) -> Iterator[tuple[str, ...]]:
    """The keys that the numbers after a whole one tell: FA20250117 then « /0118 » → FA20250118.

    A range gives all its keys at once.  It ends before a year and a number longer than the key's own digits.
    """
    for is_range, end in _linked(text, at):
        if len(end) < _SHORTEST or _YEAR.fullmatch(end) or not key[-len(end) :].isdigit() or len(end) >= len(key):
            return
        first, key = key, key[: -len(end)] + end
        yield between(first, key) if is_range else (key,)


def between(first: str, last: str) -> tuple[str, ...]:
    """The keys from one to the other, both included; none when they are not of one series, go down, or are too many."""
    heads = [_HEAD.fullmatch(key) for key in (first, last)]
    (one, start), (other, end) = (found.groups() if found else ("", "") for found in heads)
    if not start or one != other or len(start) != len(end) or not 0 < int(end) - int(start) < _LONGEST_RANGE:
        return ()
    return tuple(f"{one}{number:0{len(start)}d}" for number in range(int(start), int(end) + 1))


def told_numbers(texts: Iterable[str]) -> list[Ends]:
    """The numbers that stand after a word for « facture », short ones too: « FACT 117 A 120 » → (117, 120)."""
    found: list[Ends] = []
    for text in texts:
        for first in _TOLD.finditer(text):
            numbers = [(int(first["first"]), int(first["first"]))]
            for is_range, end in _linked(text, first.end()):
                if is_range:
                    numbers[-1] = numbers[-1][0], int(end)
                else:
                    numbers.append((int(end), int(end)))
            found += [ends for ends in numbers if not _YEAR.fullmatch(str(ends[0]))]
    return list(dict.fromkeys(found))


def told_items(numbers: Iterable[Ends], own: Mapping[int, Collection[int]]) -> frozenset[int] | None:
    """The items of one payer that the numbers tell; None when one of them, or an end of a range, tells no single item.

    `own` gives his items by the last number of their invoices, and by all their digits.
    """
    items: set[int] = set()
    for first, last in numbers:
        if any(len(own.get(end, ())) != 1 for end in (first, last)) or not 0 <= last - first < _LONGEST_RANGE:
            return None
        items.update(index for number in range(first, last + 1) for index in own.get(number, ()))
    return frozenset(items)

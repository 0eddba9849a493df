"""Which items of one customer make an amount together, counted no further than is needed to know it is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

MOST_ITEMS, MOST_PARTS = 40, 4
_ENOUGH = 2


def sums_of(cents: Sequence[int], target: int) -> list[tuple[int, ...]]:
    """The first two sets of at most four places whose cents make `target`; of more than forty, none is searched.

    Two sets mean that neither is sure.  A single place is a set too.
    """
    if len(cents) > MOST_ITEMS:
        return []
    found: list[tuple[int, ...]] = []
    pairs: dict[int, list[tuple[int, int]]] = {}
    for first, second in combinations(range(len(cents)), 2):
        pairs.setdefault(cents[first] + cents[second], []).append((first, second))
    for place, value in enumerate(cents):
        if value == target:
            found.append((place,))
    found += pairs.get(target, [])
    if len(found) < _ENOUGH:
        found += _threes(cents, pairs, target)
    if len(found) < _ENOUGH:
        found += _fours(pairs, target)
    return sorted(set(found), key=lambda places: (len(places), places))[:_ENOUGH]


def _threes(cents: Sequence[int], pairs: dict[int, list[tuple[int, int]]], target: int) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = set()
    for place, value in enumerate(cents):
        for first, second in pairs.get(target - value, ()):
            if place not in {first, second}:
                found.add(tuple(sorted((place, first, second))))
                if len(found) == _ENOUGH:
                    return found
    return found


def _fours(pairs: dict[int, list[tuple[int, int]]], target: int) -> set[tuple[int, ...]]:
    found: set[tuple[int, ...]] = set()
    for total, lower in pairs.items():
        for higher in pairs.get(target - total, ()):
            for pair in lower:
                if len({*pair, *higher}) == MOST_PARTS:
                    found.add(tuple(sorted((*pair, *higher))))
                    if len(found) == _ENOUGH:
                        return found
    return found

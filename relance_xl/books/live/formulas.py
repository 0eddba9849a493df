"""Formulas as hosts give them: nested this way or that, with references that follow their row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

_ROW_NUMBER = re.compile(r"(\$?[A-Z]{1,3})(\d+)\b")


def matrix(formulas: Any, height: int, width: int) -> Sequence[Sequence[Any]]:
    """The formulas of a rectangle, a row a sequence, however the host nests them."""
    if not isinstance(formulas, (list, tuple)):
        return [[formulas]]
    if formulas and isinstance(formulas[0], (list, tuple)):
        return formulas
    return [formulas] if height == 1 else [[each] for each in formulas] if width == 1 else [formulas]


def column(formulas: Any) -> Sequence[Any]:
    """The formulas of one column."""
    rows = matrix(formulas, len(formulas) if isinstance(formulas, (list, tuple)) else 1, 1)
    return [row[0] for row in rows] if len(rows) > 1 or len(rows[0]) == 1 else list(rows[0])


def is_formula(text: str) -> bool:
    """Whether the cell holds a formula, or a text that looks like one."""
    return text.startswith("=")


def relative(formula: str, place: int) -> str:
    """The formula with the row numbers of relative references counted from its own row."""
    return _ROW_NUMBER.sub(
        lambda match: match[0] if match[1].endswith("$") else f"{match[1]}R{int(match[2]) - place}", formula
    )


def alike(formulas: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Start and stop (excluded) of each run of a column that holds one relative formula; "" is none."""
    start = 0
    for place in range(1, len(formulas) + 1):
        first = formulas[start]
        if place < len(formulas) and first and formulas[place]:
            if relative(formulas[place], place) == relative(first, start):
                continue
        elif place < len(formulas) and not first and not formulas[place]:
            continue
        if first:
            yield start, place
        start = place

"""Faults of one kind told together: once, with how many there are and where the others stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from relance_xl.problems import Problem, Severity

FEW_ERRORS: Final = 5
"""Errors of one kind that are each told and each have their link: they are mended one after the other."""

SAME: Final = "De même"
"""Where a sentence that stands for several begins to say where the others are."""

CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
"""An A1 address: its column, its row."""

_NAMED: Final = 12
"""Places named in one sentence; the others are counted."""

_QUOTES: Final = re.compile("«[^»]*»")
_NUMBERS: Final = re.compile(r"\S*\d\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What stands for `number` problems: the first of them, and a sentence about all."""

    problem: Problem
    number: int
    message: str


def unrepeated(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once: the same words of the same place are one."""
    return list({(each.sheet, each.cell, each.file, each.line, each.message): each for each in problems}.values())


def told_together(problems: Iterable[Problem]) -> list[Told]:
    """The problems by kind, in the order in which each kind first comes; those that repeat are one.

    A few errors of a kind are each told all the same.
    """
    kinds: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(_kind(problem), []).append(problem)
    told: list[Told] = []
    for alike in kinds.values():
        if len(alike) == 1 or (alike[0].severity is Severity.ERROR and len(alike) <= FEW_ERRORS):
            told += [Told(problem=each, number=1, message=each.message) for each in alike]
        else:
            message = f"{alike[0].message} {_others(alike)}"
            told.append(Told(problem=alike[0], number=len(alike), message=message))
    return told


def _kind(problem: Problem) -> tuple[str, ...]:
    """What problems of one kind have in common, their column included."""
    told = problem.kind or _NUMBERS.sub("#", _QUOTES.sub("«»", problem.message))
    if problem.customer and not problem.kind:
        told = told.replace(problem.customer, "#")
    return problem.severity.value, problem.sheet, problem.file, _column(problem), told


def _column(problem: Problem) -> str:
    found = CELL.fullmatch(problem.cell)
    return found[1] if found else ""


def _others(alike: Sequence[Problem]) -> str:
    """« De même : M12, M15:M20. », or « De même 3 autres fois. » where no place is known."""
    others = [each for each in alike[1:] if each.cell or each.line]
    if len(others) < len(alike) - 1:
        return f"{SAME} {len(alike) - 1} autre{'s' * (len(alike) > 2)} fois."
    column = _column(alike[1])
    places = _spans(sorted(_row_number(each) for each in others), column)
    rest = sum(number for _, number in places[_NAMED:])
    named = ", ".join(name for name, _ in places[:_NAMED])
    more = f" et {rest} autre{'s' * (rest > 1)}" if rest else ""
    return f"{SAME} : {'' if column else 'lignes '}{named}{more}."


def _row_number(problem: Problem) -> int:
    found = CELL.fullmatch(problem.cell)
    return int(found[2]) if found else problem.line


def _spans(rows: Sequence[int], column: str) -> list[tuple[str, int]]:
    """Rows that follow each other as one span, and how many each holds: « M12:M15 », 4."""
    spans = []
    for _, numbered in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
        run = [row for _, row in numbered]
        between = f"{column}{run[0]}:{column}{run[-1]}" if column else f"{run[0]} à {run[-1]}"
        spans.append((between if len(run) > 1 else f"{column}{run[0]}", len(run)))
    return spans

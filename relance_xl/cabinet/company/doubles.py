"""Which workbooks of a tree are one company twice: letters from both would remind every customer a second time.

A copy beside its original is known by its name.  One that stands elsewhere (a folder kept as a backup, another year's)
is known by what it holds: the same company, owed by the same customers.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from relance_xl.cabinet.company.jobs import Result, State
from relance_xl.domain.wording import folded

_COPIED = ("copie de ", "copy of ")
"""How the systems begin the name of a copy."""
_WORKBOOKS = frozenset({".xlsm", ".xlsx"})
_SKETCH = 16
"""Customers of a company that are kept to know it again: those whose digest is the smallest, in every copy the same."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a company is known by.

    Attributes:
        customers: digests of customers who owe something, at most _SKETCH, the smallest ones.
        issues: whether something would leave for it.
    """

    workbook: str
    company: str
    customers: frozenset[bytes]
    issues: bool


def copies_by_name(workbooks: Iterable[Path]) -> Iterator[Path]:
    """Those which bear the name of another beside them.

    « Relances - Copie.xlsm », « Relances (2).xlsm », « Relances-PC12.xlsm » (OneDrive) or « Copie de Relances.xlsm »
    beside « Relances.xlsm ».
    """
    beside: dict[Path, list[Path]] = {}
    for workbook in workbooks:
        folder = workbook.parent
        if folder not in beside:
            beside[folder] = [each for each in folder.iterdir() if each.suffix.lower() in _WORKBOOKS]
        if any(_is_named_after(folded(workbook.stem), folded(other.stem)) for other in beside[folder]):
            yield workbook


def _is_named_after(name: str, other: str) -> bool:
    rest = name.removeprefix(other)
    if rest != name and rest:
        return not rest[0].isalnum()
    return any(name.startswith(start) and name.removeprefix(start).startswith(other) for start in _COPIED)


def sketch_of(result: Result) -> Sketch | None:
    """What this company is known by; None when it owes nothing to anybody, or may issue nothing anyway."""
    if not result.debtors or result.state is State.NO_MANDATE:
        return None
    digests = sorted(
        hashlib.sha256(f"{folded(debtor.code)}\n{folded(debtor.name)}".encode()).digest()[:8]
        for debtor in result.debtors
    )
    return Sketch(result.workbook, folded(result.company), frozenset(digests[:_SKETCH]), bool(result.documents))


def same_company(sketches: Iterable[Sketch]) -> Mapping[str, str]:
    """Workbook → another one of the same company; where neither would issue anything, they are left alone."""
    named: defaultdict[str, list[Sketch]] = defaultdict(list)
    for sketch in sketches:
        named[sketch.company].append(sketch)
    found: dict[str, str] = {}
    for group in named.values():
        for one, other in combinations(sorted(group, key=lambda sketch: sketch.workbook), 2):
            if (one.issues or other.issues) and _are_alike(one.customers, other.customers):
                found.setdefault(one.workbook, other.workbook)
                found.setdefault(other.workbook, one.workbook)
    return found


def _are_alike(one: frozenset[bytes], other: frozenset[bytes]) -> bool:
    """Whether most of the customers are the same: some have paid since the copy was made."""
    return 2 * len(one & other) > min(len(one), len(other))

"""Two workbooks of one company: both would remind the same customers of the same invoices, so neither does (N-92)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from pathlib import Path

from relance_xl.cabinet.company.jobs import Job, Result, State
from relance_xl.domain.wording import folded, typeset

_NAMED = 2
_COPIED = ("copie de ", "copy of ")
"""How the systems begin the name of a copy."""


def of_one_company(results: Iterable[Result]) -> dict[str, tuple[str, ...]]:
    """Workbook → the others that hold the same debts.

    More than half of the lines in common, or one of them and the name of the company: a copy a month old has that.  A
    company without a mandate reminds nobody.
    """
    traced = [result for result in results if result.trace and result.state is not State.NO_MANDATE]
    holders: dict[int, list[int]] = defaultdict(list)
    for place, result in enumerate(traced):
        for line in result.trace:
            holders[line].append(place)
    shared = Counter(pair for places in holders.values() for pair in combinations(places, 2))
    found: dict[str, list[str]] = defaultdict(list)
    for (one, other), lines in shared.items():
        if _alike(traced[one], traced[other], lines):
            found[traced[one].workbook].append(traced[other].workbook)
            found[traced[other].workbook].append(traced[one].workbook)
    return {workbook: tuple(sorted(others)) for workbook, others in found.items()}


def _alike(one: Result, other: Result, lines: int) -> bool:
    same_name = bool(one.company) and folded(one.company) == folded(other.company)
    return same_name or 2 * lines > min(len(one.trace), len(other.trace))


def copies(workbooks: Sequence[Path]) -> frozenset[Path]:
    """Those that stand beside the one they were copied from, and bear its name.

    « Relances - Copie.xlsm », « Relances (2).xlsm », « Relances-PC12.xlsm » (OneDrive) or « Copie de Relances.xlsm »
    beside « Relances.xlsm ».
    """
    beside: dict[Path, frozenset[str]] = {}
    for folder in {workbook.parent for workbook in workbooks}:
        names = [each for each in folder.iterdir() if each.suffix.lower() in {".xlsm", ".xlsx"}]
        beside[folder] = frozenset(folded(each.stem) for each in names)
    return frozenset(
        workbook
        for workbook in workbooks
        if any(_is_named_after(folded(workbook.stem), other) for other in beside[workbook.parent])
    )


def _is_named_after(name: str, other: str) -> bool:
    rest = name.removeprefix(other)
    if rest != name:
        return bool(rest) and not rest[0].isalnum()
    return any(name.startswith(f"{start}{other}") for start in _COPIED)


def held_as_copy(job: Job) -> Result:
    """The answer for a copy beside its original."""
    said = "Copie d'un classeur qui est à côté : rien n'est émis, pour que personne ne soit relancé deux fois."
    return Result(workbook=job.workbook, state=State.TWICE, code=1, message=said)


def held_as_double(job: Job, others: Sequence[str]) -> Result:
    """The answer for a workbook whose debts stand in others too: which is the right one cannot be known."""
    more = len(others) - _NAMED
    named = (" et " if more <= 0 else ", ").join(f"« {each} »" for each in others[:_NAMED])
    named += f" et {more} de plus" if more > 0 else ""
    said = (
        f"Les mêmes factures sont dans {named} : rien n'est émis, pour que personne ne soit relancé deux fois. "
        "Attendu : un seul classeur par société sous ce dossier"
    )
    return Result(workbook=job.workbook, state=State.TWICE, code=1, message=typeset(said))

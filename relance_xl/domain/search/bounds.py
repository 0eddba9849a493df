"""Whether the bounds of the levels make sense under « Jours de retard »: overlaps and gaps (A14)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from relance_xl.domain import sheets
from relance_xl.domain.model import Ledger, ReminderGroup, ReminderLevel
from relance_xl.domain.search.levels import bounded, levels_of, within
from relance_xl.domain.vocabulary import CountedFrom, Rule
from relance_xl.problems import Problem, Severity


def bound_problems(ledger: Ledger, rule: Rule | None = None) -> list[Problem]:
    """The faults of the bounds of every group that goes by days: an overlap is an error, a gap a warning.

    `rule` is the run's own rule, None for each group's.  Other rules do not look at upper bounds: the table of
    « Bornes enchaînées » may overlap (S4-10).  A fault of the general rows is told once, not for each group.
    """
    problems: dict[str, Problem] = {}
    for group in ledger.groups.values():
        if group.number and (rule or group.rule) is Rule.DAYS_OVERDUE:
            for problem in _group_problems(ledger, group):
                problems.setdefault(str(problem), problem)
    return list(problems.values())


def _group_problems(ledger: Ledger, group: ReminderGroup) -> Iterable[Problem]:
    levels = within(levels_of(ledger.levels, group.number), group)
    for level, lower in bounded(levels):
        if level.upper is not None and level.upper < lower:
            yield _problem(
                level,
                f"Niveau {level.number} : la borne supérieure ({level.upper}) est sous la borne inférieure ({lower})",
                "une borne supérieure plus grande, ou vide",
                field="upper",
            )
    comparable = [pair for pair in bounded(levels) if pair[0].counted_from in (None, CountedFrom.DUE_DATE)]
    for (before, first), (level, lower) in pairwise(comparable):
        if lower <= first or (before.upper is not None and before.upper >= lower):
            yield _problem(
                level,
                f"Les niveaux {before.number} et {level.number} se chevauchent à partir de {lower} jours",
                f"une borne inférieure au-delà de {max(first, before.upper or first)}",
            )
        elif before.upper is not None and before.upper + 1 < lower:
            yield _problem(
                level,
                f"Aucun niveau entre {before.upper + 1} et {lower - 1} jours de retard",
                "des bornes qui se suivent",
                severity=Severity.WARNING,
            )


def _problem(
    level: ReminderLevel, what: str, expected: str, *, field: str = "lower", severity: Severity = Severity.ERROR
) -> Problem:
    value = str(getattr(level, field))
    return Problem(
        what=what, sheet=sheets.LEVELS, row=level.row, field=field, expected=expected, value=value, severity=severity
    )

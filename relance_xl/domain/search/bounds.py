"""Whether the bounds of the levels make sense under « Jours de retard »: overlaps and gaps (A14)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, takewhile

from relance_xl.domain import sheets
from relance_xl.domain.model import Ledger, ReminderGroup, ReminderLevel
from relance_xl.domain.search.levels import Levels, bounded, levels_of, within
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


def unreachable_problems(ledger: Ledger) -> list[Problem]:
    """A warning for each level that no line can ever reach, which « Vérifier » says (N-51).

    A level outside the minimum and maximum of every group; under « Bornes enchaînées » one that comes after a level
    without a lower bound.  That a bound is missing is said apart.
    """
    groups = [group for group in ledger.groups.values() if group.number]
    inside = {level for group in groups for level in within(levels_of(ledger.levels, group.number), group)}
    reached = {level for group in groups for level in _reachable(ledger, group)}
    known = [level for level in ledger.levels if level.group is None or level.group in ledger.groups]
    problems = [_never(level) for level in known if groups and level not in inside]
    problems += [_cut_off(level) for level in known if level in inside - reached and level.lower is not None]
    return problems


def _reachable(ledger: Ledger, group: ReminderGroup) -> Levels:
    levels = within(levels_of(ledger.levels, group.number), group)
    if group.rule is not Rule.SEQUENTIAL:
        return levels
    return tuple(takewhile(lambda level: level.lower is not None, levels))


def _never(level: ReminderLevel) -> Problem:
    what = f"Niveau {level.number} : jamais atteint, hors des niveaux minimum et maximum de chaque groupe"
    return _problem(level, what, "un niveau permis à un groupe", field="number", severity=Severity.WARNING)


def _cut_off(level: ReminderLevel) -> Problem:
    what = f"Niveau {level.number} : jamais atteint, un niveau plus bas n'a pas de borne inférieure"
    return _problem(level, what, "une borne inférieure à chaque niveau plus bas", severity=Severity.WARNING)


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

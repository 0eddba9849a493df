"""Groups whose rule was changed while their lines bear levels reached under another rule (S0-29, A18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from relance_xl.domain import sheets
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import Ledger, ReminderGroup
from relance_xl.domain.vocabulary import Rule
from relance_xl.domain.wording import counted, typeset
from relance_xl.problems import Problem, Severity

APPLIED_PREFIX = "Règle appliquée – groupe "
"""The parameter that remembers a group's rule, its number at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A group whose `lines` open lines were reminded under the rule `before`, which is not its rule any more."""

    group: ReminderGroup
    before: Rule
    lines: int


def switches(ledger: Ledger, applied: Mapping[int, Rule]) -> tuple[Switch, ...]:
    """The groups to warn of; `applied` is the rule under which each group's levels were reached."""
    reached = _reached(ledger)
    return tuple(
        Switch(group=ledger.groups[number], before=rule, lines=reached[number])
        for number, rule in sorted(applied.items())
        if reached[number] and ledger.groups[number].rule is not rule
    )


def to_remember(ledger: Ledger, applied: Mapping[int, Rule]) -> dict[int, Rule]:
    """The rule of each group with open lines; one whose levels come from another rule keeps that one."""
    return {
        number: applied[number] if lines and number in applied else ledger.groups[number].rule
        for number, lines in sorted(_reached(ledger).items())
    }


def switch_problems(found: Iterable[Switch]) -> list[Problem]:
    """One warning a group, at its rule."""
    return [
        Problem(
            what=typeset(
                f"Groupe {switch.group.number} : la règle est passée de « {switch.before} » à « {switch.group.rule} », "
                f"et {counted(switch.lines, 'ligne porte', 'lignes portent')} un niveau atteint sous l'ancienne"
            ),
            expected=typeset(
                "« Remettre les niveaux à blanc », ou, pour les garder, "
                f"« {APPLIED_PREFIX}{switch.group.number} » à « {switch.group.rule} » dans Paramètres"
            ),
            sheet=sheets.GROUPS,
            row=switch.group.row,
            field="rule",
            value=switch.group.rule.value,
            severity=Severity.WARNING,
        )
        for switch in found
    ]


def _reached(ledger: Ledger) -> Counter[int]:
    """For each group with open lines, how many of them bear a level; group 0 left out (S0-07)."""
    groups = {code: customer.group for code, customer in ledger.customers.items() if customer.group in ledger.groups}
    reached: Counter[int] = Counter()
    for item in ledger.items:
        group = groups.get(item.customer)
        if group and (item.level or group not in reached) and not is_settled(item):
            reached[group] += item.level > 0
    return reached

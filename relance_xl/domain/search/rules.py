"""The five rules: which level one line has come to, or why it has not.

A rule looks at one line only.  It may answer the level the line already has: whether a level may be issued twice
is decided for the whole batch, in `domain.search.whole_customer` (S2-19, A9).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from relance_xl.domain.calendar import shifted
from relance_xl.domain.model import Customer, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.search.levels import Levels, Window, day_of, find_level, next_level, windows
from relance_xl.domain.vocabulary import CountedFrom, HoldReason, Rule
from relance_xl.domain.wording import count, french_date, typeset


@dataclass(frozen=True, slots=True)
class Held:
    """The line is not reminded: the reason, the facts its sentence tells, and what comes next when it is known."""

    reason: HoldReason
    facts: Mapping[str, object] = field(default_factory=dict)
    following: str = ""

    @property
    def sentence(self) -> str:
        """The French sentence of « Pourquoi »."""
        then = f" ; {self.following}" if self.following else ""
        return typeset(self.reason.value.format(**self.facts) + then)


@dataclass(frozen=True, slots=True)
class Reached:
    """The line has come to a level.

    Attributes:
        because: the facts, in French, to be printed after « Niveau N : ».
        last: the line was at the last level already, and the rule can only repeat it.
        following: the level that comes next and its first day, "" when there is none or it is not known.
    """

    level: ReminderLevel
    because: str
    last: bool = False
    following: str = ""


Verdict = Held | Reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a rule looks at.

    Attributes:
        allowed: the levels of the group by number, from its minimum to its maximum.
        rule: the run's rule, or the group's own.
        imposed_level: the level of the run, for « Niveau imposé ».
        same_level: whether the run permits a level to be sent again (S2-19).
    """

    item: OpenItem
    customer: Customer
    group: ReminderGroup
    allowed: Levels
    rule: Rule
    imposed_level: int | None
    as_of: date
    same_level: bool = False

    @property
    def days(self) -> int:
        """Days overdue on the run date."""
        return self.item.days_overdue(self.as_of)


def judge(case: Case) -> Verdict:
    """The level of the line under the rule, or why there is none; the interval between reminders is held to (W10).

    Whatever the interval, a line is never reminded twice at one date (N-33).
    """
    if not case.allowed:
        return Held(HoldReason.NO_LEVEL)
    last = case.item.last_reminder
    if last is not None and last >= case.as_of:
        reason = HoldReason.REMINDED_TODAY if last == case.as_of else HoldReason.REMINDED_LATER
        return Held(reason, {"date": french_date(last)})
    verdict = _RULES[case.rule](case)
    if isinstance(verdict, Held) or last is None:
        return verdict
    possible = shifted(last, case.group.interval)
    if case.as_of < possible:
        return Held(HoldReason.INTERVAL, {"date": french_date(last), "next_date": french_date(possible)})
    return verdict


def _increment(case: Case) -> Verdict:
    """One level more at each reminder, up to the group's maximum, never down (S0-14, S0-22, S2-15)."""
    if case.days < 1:
        return Held(HoldReason.NOT_DUE)
    level = next_level(case.allowed, case.item.level)
    if level is not None:
        return Reached(level, f"{count(case.days, 'jour')} de retard, {_history(case.item)}")
    return _last(case)


def _last(case: Case) -> Verdict:
    """The last level again, which only a run that permits the same level sends (S2-19, N-51)."""
    last = find_level(case.allowed, case.item.level)
    if last is None:
        return Held(HoldReason.LAST_LEVEL, {"level": case.item.level})
    return Reached(last, f"dernier niveau, {_history(case.item)}", last=True)


def _customer_card(case: Case) -> Verdict:
    """The level written on the customer's card, whatever the line's own (S2-16)."""
    if not case.customer.card_level:
        return Held(HoldReason.NO_CARD_LEVEL)
    return _chosen(case, case.customer.card_level, "Niveau de la fiche client", "niveau de la fiche client")


def _imposed(case: Case) -> Verdict:
    """The level asked for this run, even downward (S2-17, S2-21)."""
    if case.imposed_level is None:
        return Held(HoldReason.NO_IMPOSED_LEVEL)
    return _chosen(case, case.imposed_level, "Niveau imposé", "niveau imposé pour cette relance")


def _chosen(case: Case, number: int, whose: str, because: str) -> Verdict:
    """The level chosen by someone: only a line overdue, within the group's levels, and in turn where turns are kept."""
    if case.days < 1:
        return Held(HoldReason.NOT_DUE)
    level = find_level(case.allowed, number)
    if level is None:
        reach = " à ".join(dict.fromkeys(str(edge.number) for edge in (case.allowed[0], case.allowed[-1])))
        return Held(HoldReason.OUTSIDE_GROUP, {"level": number, "group": case.group.number, "levels": reach})
    if case.group.rule is Rule.SEQUENTIAL and level.number != case.item.level:
        following = next_level(case.allowed, case.item.level)
        if following is None or following.number != level.number:
            return Held(HoldReason.NOT_SEQUENTIAL, {"whose": whose})
    return Reached(level, f"{because}, {count(case.days, 'jour')} de retard")


def _days_overdue(case: Case) -> Verdict:
    """The level in whose bounds the delay falls, whatever was issued before (S0-13, S2-18, S4-06 to S4-08).

    Of two levels that overlap, the lower one wins (A14).  A group without « Sauts » takes one level at a time (N-31).
    """
    spans = windows(case.allowed, case.item)
    if not spans:
        return Held(HoldReason.NO_LEVEL)
    for index, span in enumerate(spans):
        if span.holds(case.as_of):
            because = _delay(case, span.level, span.level.counted_from)
            step = next_level(case.allowed, case.item.level)
            if not case.group.jumps and step is not None and step.number < span.level.number:
                return Reached(step, f"{because}, un niveau à la fois (niveau {span.level.number} sans cela)")
            return Reached(span.level, because, following=_following(spans[index + 1 :], case.as_of))
    first = min(spans, key=lambda span: span.start)
    if case.as_of < first.start:
        return _too_early(case, first.level, first.start)
    return Held(HoldReason.OUT_OF_BOUNDS, {"days": case.days})


def _sequential(case: Case) -> Verdict:
    """The next level, never skipped, once its lower bound has passed (S4-09, S4-10).

    The first level is counted from the due date, the others from the last reminder unless their row says otherwise.
    Upper bounds do not stop a line that is late (A15).
    """
    level = next_level(case.allowed, case.item.level)
    if level is None:
        return _last(case) if case.same_level else Held(HoldReason.LAST_LEVEL, {"level": case.item.level})
    if level.lower is None:
        return Held(HoldReason.NO_LEVEL)
    habit = CountedFrom.DUE_DATE if case.item.level == 0 else CountedFrom.LAST_REMINDER
    counted_from = level.counted_from or habit
    start = day_of(counted_from, level.lower, case.item)
    if case.as_of < start:
        return _too_early(case, level, start)
    return Reached(level, _delay(case, level, counted_from))


_RULES: dict[Rule, Callable[[Case], Verdict]] = {
    Rule.INCREMENT: _increment,
    Rule.CUSTOMER_CARD: _customer_card,
    Rule.IMPOSED: _imposed,
    Rule.DAYS_OVERDUE: _days_overdue,
    Rule.SEQUENTIAL: _sequential,
}


def _too_early(case: Case, level: ReminderLevel, start: date) -> Held:
    """Not yet: a line not overdue is simply not due, unless the level begins before its due date (S4-07)."""
    if case.days < 1 and start > case.item.due_date:
        return Held(HoldReason.NOT_DUE)
    return Held(HoldReason.TOO_EARLY, {"level": level.number, "date": french_date(start)})


def _delay(case: Case, level: ReminderLevel, counted_from: CountedFrom | None) -> str:
    """« 34 jours de retard (borne 30) », « 6 jours depuis la relance du 20/07/2025 (borne 6) »."""
    bound = f"(borne {level.lower}{', fin de mois' if counted_from is CountedFrom.END_OF_MONTH else ''})"
    last = case.item.last_reminder
    if counted_from is CountedFrom.LAST_REMINDER and last is not None:
        return f"{count((case.as_of - last).days, 'jour')} depuis la relance du {french_date(last)} {bound}"
    if case.days > 0:
        return f"{count(case.days, 'jour')} de retard {bound}"
    return f"échéance dans {count(-case.days, 'jour')} {bound}" if case.days else f"échéance ce jour {bound}"


def _following(spans: Sequence[Window], as_of: date) -> str:
    """« niveau 3 à partir du 05/09/2025 », "" after the last level."""
    later = next((span for span in spans if span.start > as_of), None)
    return f"niveau {later.level.number} à partir du {french_date(later.start)}" if later else ""


def _history(item: OpenItem) -> str:
    """« jamais relancée », « relancée au niveau 1 le 20/07/2025 »."""
    if item.level == 0:
        return "jamais relancée"
    when = f" le {french_date(item.last_reminder)}" if item.last_reminder else ""
    return f"relancée au niveau {item.level}{when}"

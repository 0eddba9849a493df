"""When a formal notice, a level with « Recommandé AR », may be sent to a customer (N-30, N-32).

It follows a reminder of a lower level, and the next one waits: a registered letter as the first word, or two of them in
a fortnight, lose a customer or a lawsuit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from relance_xl.domain.calendar import shifted, working_day
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import Company, OpenItem
from relance_xl.domain.search.levels import Levels, find_level
from relance_xl.domain.search.rules import Case, Held, Reached, Verdict
from relance_xl.domain.vocabulary import HoldReason
from relance_xl.domain.wording import french_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The last formal notice to a customer, and the first day on which another one may be sent."""

    sent_on: date
    next_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a customer has received.

    Attributes:
        reminded: one of his open lines was reminded, at whatever level.
        notice: the formal notice that is running, on a line open or settled since; None when none is.
    """

    reminded: bool
    notice: Notice | None = None

    def keeps_apart(self, item: OpenItem, levels: Levels) -> bool:
        """Whether the line is one of those whose formal notice is running; what was overpaid comes off other lines."""
        return self.notice is not None and item.open_amount > 0 and _is_registered(levels, item.level)


def past_of(items: Iterable[OpenItem], levels: Levels, company: Company, as_of: date) -> Past:
    """What the customer's lines, all of them, say that he has received; `levels` are those of his group.

    A notice runs until its own deadline has passed, and « Délai entre deux mises en demeure » besides.
    """
    lines = tuple(items)
    running = [
        Notice(sent_on=item.last_reminder, next_on=following)
        for item in lines
        if item.last_reminder is not None
        and _is_registered(levels, item.level)
        and (following := _next_notice(item.last_reminder, levels, item.level, company)) > as_of
    ]
    return Past(
        reminded=any(item.level and not is_settled(item) for item in lines),
        notice=max(running, key=lambda notice: notice.next_on, default=None),
    )


def _next_notice(sent_on: date, levels: Levels, number: int, company: Company) -> date:
    level = find_level(levels, number)
    deadline = working_day(shifted(sent_on, level.deadline_days or 0)) if level else sent_on
    return max(shifted(deadline, 1), shifted(sent_on, company.notice_interval))


def _is_registered(levels: Levels, number: int) -> bool:
    level = find_level(levels, number)
    return level is not None and level.registered


def restrained(verdict: Verdict, case: Case, past: Past, levels: Levels, company: Company) -> Verdict:
    """The verdict of the rule, less the formal notices that come too soon; « Pourquoi » says so.

    A customer never reminded gets the highest level below (N-30), and so does a line that was not yet that high when
    another notice is running (N-32); where his group reaches none, the line is held.  `levels` are all those set up for
    the group: a table without any lower one says by itself that the notice comes first.
    """
    if isinstance(verdict, Held) or not verdict.level.registered:
        return verdict
    number = verdict.level.number
    if not past.reminded and not company.notice_without_reminder and levels[0].number < number:
        first = f"le niveau {number} (recommandé AR) attend un premier rappel"
        return _lower(verdict, case, first) or Held(HoldReason.NO_REMINDER_YET, {"level": number})
    if past.notice is None:
        return verdict
    dates = {"date": french_date(past.notice.sent_on), "next_date": french_date(past.notice.next_on)}
    running = "mise en demeure du {date} en cours, pas de nouvelle avant le {next_date}".format(**dates)
    return _lower(verdict, case, running) or Held(HoldReason.NOTICE_RUNNING, dates)


def _lower(verdict: Reached, case: Case, why: str) -> Reached | None:
    """The highest level below that is not registered; None when the line has it already, or the group has none."""
    below = [level for level in case.allowed if level.number < verdict.level.number and not level.registered]
    if not below or below[-1].number <= case.item.level:
        return None
    return replace(verdict, level=below[-1], because=f"{verdict.because}, {why}", last=False, following="")

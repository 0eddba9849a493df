"""The levels that hold for one group, and from which day to which day each of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from relance_xl.domain.calendar import end_of_month, shifted
from relance_xl.domain.model import OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.vocabulary import CountedFrom

Levels = tuple[ReminderLevel, ...]


def levels_of(levels: Iterable[ReminderLevel], group: int) -> Levels:
    """The levels of a group by number; a row with the group overrides the general row of that number (S0-09)."""
    rows = {level.number: level for level in levels if level.group is None}
    rows |= {level.number: level for level in levels if level.group == group}
    return tuple(rows[number] for number in sorted(rows))


def within(levels: Levels, group: ReminderGroup) -> Levels:
    """The levels from the group's minimum to its maximum, both included."""
    return tuple(level for level in levels if group.minimum_level <= level.number <= group.maximum_level)


def find_level(levels: Levels, number: int) -> ReminderLevel | None:
    """The level of that number, None when it is not set up."""
    return next((level for level in levels if level.number == number), None)


def next_level(levels: Levels, stored: int) -> ReminderLevel | None:
    """The first level above the one already issued, None after the last."""
    return next((level for level in levels if level.number > stored), None)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a level may be issued, both inclusive; no `end` means for ever."""

    level: ReminderLevel
    start: date
    end: date | None

    def holds(self, as_of: date) -> bool:
        """Whether the level may be issued that day."""
        return self.start <= as_of and (self.end is None or as_of <= self.end)


def windows(levels: Levels, item: OpenItem) -> list[Window]:
    """When each level holds for the line under « Jours de retard » (S0-13, S2-18, S4-06 to S4-08).

    A level without a lower bound never holds.  A blank upper bound runs to the day before the next level begins.
    """
    starts = [(level, _start(levels, index, item)) for index, level in enumerate(levels)]
    reachable = [(level, start) for level, start in starts if start is not None]
    following = [start for _, start in reachable[1:]]
    return [
        Window(level, start, _end(level, item, after)) for (level, start), after in zip_longest(reachable, following)
    ]


def _start(levels: Levels, index: int, item: OpenItem) -> date | None:
    """The first day of a level, None when the line cannot reach it.

    Counted from the last reminder, a level follows the one before it: it waits for that one, and stays reached.
    """
    level = levels[index]
    if level.lower is None:
        return None
    if level.counted_from is not CountedFrom.LAST_REMINDER:
        return day_of(level.counted_from, level.lower, item)
    if item.level >= level.number:
        return item.due_date
    if index == 0 or item.level != levels[index - 1].number:
        return None
    return day_of(level.counted_from, level.lower, item)


def _end(level: ReminderLevel, item: OpenItem, following: date | None) -> date | None:
    if level.upper is None:
        return None if following is None else shifted(following, -1)
    if level.counted_from is CountedFrom.LAST_REMINDER and item.level >= level.number:
        return None
    return day_of(level.counted_from, level.upper, item)


def day_of(counted_from: CountedFrom | None, bound: int, item: OpenItem) -> date:
    """The day on which `bound` days have passed, counted from the due date unless said otherwise.

    From the end of the month, it is the last day of the month of due date + bound: « 30 jours fin de mois ».
    From the last reminder, a line at a level without a date of reminder is counted from its due date.
    """
    if counted_from is CountedFrom.LAST_REMINDER:
        return shifted(item.last_reminder or item.due_date, bound)
    day = shifted(item.due_date, bound)
    return end_of_month(day) if counted_from is CountedFrom.END_OF_MONTH else day


def bounded(levels: Sequence[ReminderLevel]) -> list[tuple[ReminderLevel, int]]:
    """The levels that have a lower bound, with it."""
    return [(level, level.lower) for level in levels if level.lower is not None]

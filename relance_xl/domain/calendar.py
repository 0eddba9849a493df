"""Days: so many later, the end of a month, the working days and the public holidays of France.

The one file of the core that names a library, python-dateutil: lengths of months and the date of Easter are its trade.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

_FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day."""
_AFTER_EASTER = (1, 39, 50)
"""Days after Easter Sunday: Easter Monday, Ascension Day, Whit Monday."""
_SATURDAY = 5
_TO_THE_END = relativedelta(day=31)


def shifted(day: date, days: int) -> date:
    """The day so many days later; the last or first day there is when it lies beyond: a bound may be huge."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def end_of_month(day: date) -> date:
    """The last day of the month of `day`."""
    return day + _TO_THE_END


def next_day_numbered(number: int, after: date) -> date:
    """The first day of that number (1 to 31) after `after`, itself excluded; the last of a month that is too short."""
    this_month = after + relativedelta(day=number)
    return this_month if this_month > after else after + relativedelta(months=1, day=number)


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven public holidays of all France (C. trav. L3133-1), without the two of Alsace-Moselle."""
    sunday = easter(year)
    fixed = {date(year, month, day) for month, day in _FIXED_HOLIDAYS}
    return frozenset(fixed | {sunday + timedelta(days=days) for days in _AFTER_EASTER})


def is_working_day(day: date) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor a public holiday."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year)


def working_days_later(day: date, number: int) -> date:
    """The day on which so many working days have passed after `day`, itself not counted; the last day there is."""
    for _ in range(number):
        day = working_day(shifted(day, 1))
    return day


def working_day(day: date) -> date:
    """The day itself when it is a working day, else the next one (N-48; as CPC art. 642 has it).

    The last day there is stays what it is.
    """
    while day < date.max and not is_working_day(day):
        day += timedelta(days=1)
    return day

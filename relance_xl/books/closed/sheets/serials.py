"""Dates and times as the numbers spreadsheets keep: days since 1900 (or 1904 in some Mac workbooks)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from functools import lru_cache

_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell's date has no time zone
_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - idem
_DAY = timedelta(days=1)
_MILLISECONDS = 86_400_000
_LEAP_FAULT = 60  # spreadsheets believe in the 29th of February 1900, serial 60


class Clock(Enum):
    """What a cell's number format makes of a number."""

    NUMBER = auto()
    DATE = auto()
    MOMENT = auto()  # a date and a time
    TIME = auto()
    ELAPSED = auto()  # [h]:mm
    PERCENT = auto()


@lru_cache(maxsize=4096)
def from_serial(serial: float, clock: Clock, *, since_1904: bool) -> float | date | datetime | time | timedelta:
    """The date or time that `serial` shows, to the millisecond.

    A number no date can stand for (negative, beyond the year 9999) comes back as the number it is.
    """
    days, milliseconds = divmod(round(serial * _MILLISECONDS), _MILLISECONDS)
    if clock is Clock.ELAPSED:
        return timedelta(days=days, milliseconds=milliseconds)
    if clock is Clock.TIME and days == 0:
        return (_1904 + timedelta(milliseconds=milliseconds)).time()
    if days < (0 if since_1904 else 1):
        return serial
    epoch = _1904 if since_1904 else _1900
    if not since_1904 and days < _LEAP_FAULT:
        days += 1
    try:
        moment = epoch + timedelta(days=days, milliseconds=milliseconds)
    except OverflowError:
        return serial
    return moment.date() if clock is Clock.DATE and milliseconds == 0 else moment


def to_serial(value: date, *, since_1904: bool) -> float:
    """The number for a date or a datetime; the time zone, if any, is dropped.

    ValueError before the first day a spreadsheet knows.
    """
    moment = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    serial = (moment - (_1904 if since_1904 else _1900)) / _DAY
    if not since_1904 and serial <= _LEAP_FAULT:
        serial -= 1
    if serial < (0 if since_1904 else 1):
        raise ValueError(value.isoformat())
    return serial

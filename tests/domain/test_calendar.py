"""Ends of months, working days and public holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from relance_xl.domain.calendar import (
    end_of_month,
    is_working_day,
    next_day_numbered,
    public_holidays,
    shifted,
    working_day,
)
from tests.domain.builders import day


@pytest.mark.parametrize(
    ("given", "last"),
    [("01/02/2026", "28/02/2026"), ("29/02/2028", "29/02/2028"), ("30/04/2026", "30/04/2026")],
)
def test_a_month_ends_on_its_last_day(given: str, last: str) -> None:
    assert end_of_month(day(given)) == day(last)


def test_the_last_month_there_is_ends_too() -> None:
    assert end_of_month(date(9999, 12, 1)) == date.max


@pytest.mark.parametrize(
    ("number", "after", "found"),
    [
        (10, "09/01/2026", "10/01/2026"),
        (10, "10/01/2026", "10/02/2026"),
        (31, "28/01/2026", "31/01/2026"),
        (31, "31/01/2026", "28/02/2026"),
        (31, "28/02/2026", "31/03/2026"),
        (15, "20/12/2026", "15/01/2027"),
    ],
)
def test_the_next_day_of_that_number_comes_after_the_day(number: int, after: str, found: str) -> None:
    assert next_day_numbered(number, after=day(after)) == day(found)


def test_a_huge_bound_stops_at_the_ends_of_the_calendar() -> None:
    assert shifted(day("28/11/2026"), 8) == day("06/12/2026")
    assert shifted(day("28/11/2026"), 10**9) == date.max
    assert shifted(day("28/11/2026"), -(10**9)) == date.min


def test_n_48_the_public_holidays_are_the_fixed_ones_and_those_of_easter() -> None:
    """N-48"""
    assert sorted(public_holidays(2026)) == [
        day(text)
        for text in (
            "01/01/2026", "06/04/2026", "01/05/2026", "08/05/2026", "14/05/2026", "25/05/2026",
            "14/07/2026", "15/08/2026", "01/11/2026", "11/11/2026", "25/12/2026",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "working"),
    [
        ("04/12/2026", "04/12/2026"),  # a Friday
        ("05/12/2026", "07/12/2026"),  # a Saturday
        ("06/12/2026", "07/12/2026"),  # 28/11/2026 + 8, a Sunday
        ("11/11/2026", "12/11/2026"),  # a fixed holiday, a Wednesday
        ("03/04/2026", "03/04/2026"),  # Good Friday is worked
        ("04/04/2026", "07/04/2026"),  # the Saturday before Easter Monday
        ("14/05/2026", "15/05/2026"),  # Ascension Day
        ("23/05/2026", "26/05/2026"),  # the Saturday before Whit Monday
        ("25/12/2026", "28/12/2026"),  # a Friday
        ("01/01/2027", "04/01/2027"),  # over the end of a year, a Friday
        ("31/12/2022", "02/01/2023"),
    ],
)
def test_n_48_a_deadline_goes_to_the_next_working_day(given: str, working: str) -> None:
    """N-48"""
    assert working_day(day(given)) == day(working)


def test_n_48_no_working_day_is_further_than_four_days_away() -> None:
    """N-48"""
    for year in range(2020, 2041):
        for rank in range(365):
            start = date(year, 1, 1) + timedelta(days=rank)
            found = working_day(start)
            assert is_working_day(found)
            assert 0 <= (found - start).days <= 4


def test_the_last_day_of_the_calendar_stays_what_it_is() -> None:
    assert working_day(date.max) == date.max

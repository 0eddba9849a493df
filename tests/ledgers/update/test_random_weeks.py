"""Random weeks: nothing is settled that is owed, nothing is doubled, no reminder is forgotten (N-01 … N-03, N-09)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledgers.update.random_weeks import played


@settings(max_examples=120, deadline=None)
@given(st.integers(min_value=0, max_value=1_000_000))
def test_n_09_no_import_that_asks_nothing_settles_doubles_or_resets_a_line(seed: int) -> None:
    """N-09"""
    assert played(seed).faults == []


def test_most_weeks_are_imported_without_a_question() -> None:
    companies = [played(seed) for seed in range(40)]

    assert sum(company.written for company in companies) > 2 * sum(company.asked for company in companies)

"""The filled rows of a sheet, asked as a plain sequence of rows would be (N-11)."""

from __future__ import annotations

import pytest

from relance_xl.tables.sheet_rows import SheetRows, filled_rows

PLAIN = [(), ("a",), (), ("b", 1)]
ROWS = SheetRows((2, 4), (("a",), ("b", 1)))


def test_n_11_it_reads_as_the_plain_rows_would() -> None:
    """N-11"""
    assert (len(ROWS), list(ROWS), ROWS[1:], ROWS[::-2], ROWS[-1]) == (4, PLAIN, PLAIN[1:], PLAIN[::-2], PLAIN[-1])
    with pytest.raises(IndexError):
        ROWS[4]


def test_n_11_of_plain_rows_all_are_filled() -> None:
    """N-11"""
    assert tuple(map(list, filled_rows(ROWS))) == ([2, 4], [PLAIN[1], PLAIN[3]])
    assert tuple(map(list, filled_rows(PLAIN))) == ([1, 2, 3, 4], PLAIN)

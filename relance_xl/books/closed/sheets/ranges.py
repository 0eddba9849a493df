"""Rectangles of cells and their A1 notation, all counted from 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from relance_xl.tables.grid import column_letters

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """The column's number, counted from 1: A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_position(address: str) -> tuple[int, int]:
    """Row and column of « B12 » or « $B$12 »; ValueError when it is not the address of one cell."""
    match = _CELL.fullmatch(address)
    if match is None:
        raise ValueError(address)
    return int(match[2]), column_number(match[1])


_letters = lru_cache(maxsize=1024)(column_letters)


def cell_address(row: int, column: int) -> str:
    """« B12 » for row 12, column 2."""
    return f"{_letters(column)}{row}"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, its four sides included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, text: str) -> Area:
        """The area written « A1:B2 », « A1 », « A:C » or « 3:5 »; ValueError when it is something else."""
        first, _, last = text.replace("$", "").partition(":")
        last = last or first
        if first.isalpha() and last.isalpha():
            return cls(1, column_number(first), LAST_ROW, column_number(last))
        if first.isdigit() and last.isdigit():
            return cls(int(first), 1, int(last), LAST_COLUMN)
        return cls(*cell_position(first), *cell_position(last))

    def __str__(self) -> str:
        first, last = cell_address(self.top, self.left), cell_address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def is_on_a_sheet(self) -> bool:
        """Whether it has a cell, and all of it within Excel's last row and column."""
        return 1 <= self.top <= self.bottom <= LAST_ROW and 1 <= self.left <= self.right <= LAST_COLUMN

    def meets(self, other: Area) -> bool:
        """Whether the two areas have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def down_to(self, bottom: int) -> Area:
        """The same area, ending at the row `bottom`."""
        return Area(self.top, self.left, bottom, self.right)

"""The filled rows of any sheet: two cells at its far corner weigh as two cells (N-11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from relance_xl.tables.grid import Row

_BLANK: Row = ()


class SheetRows(Sequence[Row]):
    """The rows of a sheet, row i in its line i + 1; a row without a cell is ().

    Attributes:
        numbers: the lines that have cells, counted from 1, in order; `filled` their rows.
        hidden: nobody sees the sheet.
        hidden_lines: those that a filter or the user hides.
    """

    def __init__(
        self, numbers: Sequence[int], filled: Sequence[Row], *, hidden: bool = False, hidden_lines: Sequence[int] = ()
    ) -> None:
        self.numbers, self.filled, self.hidden, self.hidden_lines = numbers, filled, hidden, tuple(hidden_lines)
        self._places = {number: place for place, number in enumerate(numbers)}

    def __len__(self) -> int:
        """The last line that has a cell."""
        return self.numbers[-1] if self.numbers else 0

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        """The row at an index counted from 0, or a list of them."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        place = self._places.get(index % len(self) + 1, -1)
        return self.filled[place] if place >= 0 else _BLANK


def filled_rows(rows: Sequence[Row]) -> tuple[Sequence[int], Sequence[Row]]:
    """The lines that have cells, and their rows; of a plain sequence all of them."""
    if isinstance(rows, SheetRows):
        return rows.numbers, rows.filled
    return range(1, len(rows) + 1), rows

"""What stood in the cells that an action is writing, so that all of it can be put back."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import xlwings
from xlwings.main import Table

from relance_xl.books.live import cells
from relance_xl.books.live.fastened import Fastened, loosen
from relance_xl.books.live.formulas import alike, is_formula, matrix
from relance_xl.books.live.notes import Place, give_notes
from relance_xl.tables.grid import CellError, Value

_PATIENCE = (0.0, 0.1, 0.3, 1.0)
"""Seconds before each try to put things back: a host that is busy now may not be a moment later."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A rectangle as it stood: its values, and the formulas of the same cells, or what would be typed there."""

    cells: xlwings.Range
    values: Sequence[Sequence[Value]]
    formulas: Sequence[Sequence[Any]]

    def put_back(self) -> None:
        """Write the values, then the formulas, each run of one relative formula at once."""
        plain = [
            [None if self._formula(row, place) else value for place, value in enumerate(line)]
            for row, line in enumerate(self.values)
        ]
        cells.write(self.cells, plain)
        for place in range(len(plain[0])):
            texts = [self._formula(row, place) for row in range(len(plain))]
            for start, stop in alike(texts):
                cells.fill_formula(self.cells[start:stop, place], texts[start])

    def _formula(self, row: int, place: int) -> str:
        """The formula of the cell, "" for a value: a text that begins with « = » reads as its own formula."""
        value, text = self.values[row][place], str(self.formulas[row][place] or "")
        if is_formula(text) and text != value:
            return text
        return f"={value.code}" if isinstance(value, CellError) else ""

    def stands(self) -> bool:
        """Whether the cells hold what they held; the result of a formula is its own affair."""
        return all(
            self._formula(row, place) or cells.taken(self.values[row][place], value)
            for row, line in enumerate(cells.read(self.cells))
            for place, value in enumerate(line)
        )


@dataclass(slots=True)
class Keeping:
    """Everything that is about to change, told before it does; empty again once what was written has been saved."""

    _cells: list[_Kept] = field(default_factory=list)
    _formats: list[tuple[xlwings.Range, str]] = field(default_factory=list)
    _sizes: list[tuple[Table, xlwings.Range]] = field(default_factory=list)
    _notes: list[tuple[xlwings.Sheet, dict[Place, str]]] = field(default_factory=list)
    _fastened: list[tuple[xlwings.Range, Fastened, Mapping[int, int]]] = field(default_factory=list)

    def cells(self, target: xlwings.Range) -> None:
        """Keep what these cells hold."""
        height, width = target.shape
        self._cells.append(_Kept(target, cells.read(target), matrix(target.formula, height, width)))

    def formats(self, target: xlwings.Range) -> None:
        """Keep the number formats of a part of a column."""
        self._formats += [(target[start:stop, 0], code) for start, stop, code in cells.row_formats(target)]

    def size(self, table: Table) -> None:
        """Keep where the table ends."""
        self._sizes.append((table, table.range))

    def notes(self, sheet: xlwings.Sheet, present: dict[Place, str]) -> None:
        """Keep the comments of the sheet."""
        self._notes.append((sheet, present))

    def fastened(self, body: xlwings.Range, present: Fastened, now: Mapping[int, int]) -> None:
        """Keep the colours and links of a table's body, whose lines go to the rows `now` gives."""
        self._fastened.append((body, present, now))

    def forget(self) -> None:
        """What was written is settled."""
        self._fastened.clear()
        self._notes.clear()
        self._cells.clear()
        self._formats.clear()
        self._sizes.clear()

    def put_back(self) -> list[str]:
        """Put back sizes, formats and cells, the last change first; the names of the sheets that would not come back.

        A rectangle written twice was kept twice: the older one is put back last, and judged.
        """
        steps = [*self._steps()]
        refused = {sheet for sheet, step in steps if not _insisted(step)}
        changed = {
            each.cells.sheet.name
            for place, each in enumerate(self._cells)
            if not _later(each, self._cells[:place]) and not _stands(each)
        }
        self.forget()
        return sorted(refused | changed)

    def _steps(self) -> Iterator[tuple[str, Callable[[], object]]]:
        for table, whole in reversed(self._sizes):
            yield whole.sheet.name, partial(table.resize, whole)
        for target, code in reversed(self._formats):
            yield target.sheet.name, partial(setattr, target, "number_format", code)
        for kept in reversed(self._cells):
            yield kept.cells.sheet.name, kept.put_back
        for sheet, present in reversed(self._notes):
            yield sheet.name, partial(give_notes, sheet, present)
        for body, fastened, now in reversed(self._fastened):
            yield body.sheet.name, partial(loosen, body, fastened, now)


def _insisted(step: Callable[[], object]) -> bool:
    """Whether the step was taken, at the first try or at a later one."""
    for pause in _PATIENCE:
        time.sleep(pause)
        with contextlib.suppress(Exception):
            step()
            return True
    return False


def _stands(kept: _Kept) -> bool:
    with contextlib.suppress(Exception):
        return kept.stands()
    return False


def _later(kept: _Kept, earlier: Sequence[_Kept]) -> bool:
    """Whether some of these cells had been kept, and written, before: they then held what was not theirs."""
    return any(_meet(kept.cells, other.cells) for other in earlier)


def _meet(one: xlwings.Range, other: xlwings.Range) -> bool:
    return (
        one.sheet.name == other.sheet.name
        and one.row < other.row + other.shape[0]
        and other.row < one.row + one.shape[0]
        and one.column < other.column + other.shape[1]
        and other.column < one.column + one.shape[1]
    )

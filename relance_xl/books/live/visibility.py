"""Which rows nobody sees: asked of each host in the way that costs it least."""

from __future__ import annotations

from collections.abc import Iterator

import xlwings

_VISIBLE = 12
"""Excel's xlCellTypeVisible."""


def hidden_rows(column: xlwings.Range) -> Iterator[int]:
    """The rows of the column that are hidden, counted from 0."""
    if (
        hasattr(column.api, "SpecialCells") and column.shape[0] > 1
    ):  # Excel for Windows; of one cell: of the whole sheet
        shown = _shown(column)
        yield from (place for place in range(column.shape[0]) if column.row + place not in shown)
        return
    yield from _halves(column, 0, column.shape[0])


def _shown(column: xlwings.Range) -> set[int]:
    try:
        areas = column.api.EntireRow.SpecialCells(_VISIBLE).Areas
    except Exception:  # noqa: BLE001 - what Excel raises when there is none
        return set()
    return {row for area in areas for row in range(area.Row, area.Row + area.Rows.Count)}


def _halves(column: xlwings.Range, start: int, stop: int) -> Iterator[int]:
    """Ask for the whole, then for each half of what is mixed."""
    hidden = column[start:stop, 0].rows.hidden
    if hidden is None:
        middle = (start + stop) // 2
        yield from _halves(column, start, middle)
        yield from _halves(column, middle, stop)
    elif hidden:
        yield from range(start, stop)

"""What a document open in LibreOffice holds at a moment: cells, looks of the sheets, places of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relance_xl.books.closed.overlay import Formula, Place
from relance_xl.books.closed.sheet_looks import Looks
from relance_xl.libreoffice.engine import values

Cells = dict[Place, str | float | Formula]
_HUNDREDTHS = 190.0
"""Hundredths of a millimetre in a character of column width."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the cells of a document hold, by sheet, with what can be carried into the package, and its structure.

    Attributes:
        looks: comments, widths, hidden rows and columns, protection, by sheet.
        bottoms: the last row of each table.
        structure: the sheets in their order, the corners of each table but its last row, the cell of each name: when
            one of them differs, rows or columns were inserted or deleted, and cells alone no longer tell all.
    """

    sheets: Mapping[str, Cells]
    looks: Mapping[str, Looks]
    bottoms: Mapping[str, int]
    structure: frozenset[tuple[str, ...]]


def snapshot(document: Any) -> Snapshot:
    """The document as it stands."""
    sheets, ranges = document.Sheets, document.DatabaseRanges
    names = sheets.ElementNames
    return Snapshot(
        {name: dict(_cells(sheets.getByName(name))) for name in names},
        {name: looks_of(sheets.getByName(name)) for name in names},
        {name: ranges.getByName(name).DataArea.EndRow + 1 for name in ranges.ElementNames},
        structure_of(document),
    )


def structure_of(document: Any) -> frozenset[tuple[str, ...]]:
    """See `Snapshot`."""
    found: set[tuple[str, ...]] = {
        ("feuille", str(place), name) for place, name in enumerate(document.Sheets.ElementNames)
    }
    for name in document.DatabaseRanges.ElementNames:
        area = document.DatabaseRanges.getByName(name).DataArea
        found.add(("tableau", name, *map(str, (area.Sheet, area.StartRow, area.StartColumn, area.EndColumn))))
    for name in document.NamedRanges.ElementNames:
        found.add(("nom", name, document.NamedRanges.getByName(name).Content))
    return frozenset(found)


def looks_of(sheet: Any) -> Looks:
    """What the sheet shows beside its contents, as far as the package can be given it."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    every = sheet.Columns
    columns = [every.getByIndex(number) for number in range(end.EndColumn + 1)]
    notes = sheet.Annotations
    return Looks(
        notes={
            (note.Position.Row + 1, note.Position.Column + 1): str(note.String)
            for note in (notes.getByIndex(number) for number in range(notes.Count))
        },
        widths={number: column.Width / _HUNDREDTHS for number, column in enumerate(columns, start=1)},
        hidden_columns=frozenset(_hidden_columns(sheet, end.EndColumn)),
        hidden_rows=frozenset(_hidden_rows(sheet, end.EndRow)),
        protected=bool(sheet.isProtected()),
    )


def _hidden_columns(sheet: Any, last: int) -> Iterator[int]:
    """The hidden columns, counted from 1; when nothing of the first row is seen, each column is looked at."""
    top = sheet.getCellRangeByPosition(0, 0, last, 0)
    shown = {
        column
        for area in top.queryVisibleCells().getRangeAddresses()
        for column in range(area.StartColumn, area.EndColumn + 1)
    }
    for column in range(last + 1):
        if column not in shown and (shown or not sheet.Columns.getByIndex(column).IsVisible):
            yield column + 1


def _hidden_rows(sheet: Any, last: int) -> Iterator[int]:
    """The rows hidden by hand, counted from 1; those of a filter come and go with it."""
    whole = sheet.getCellRangeByPosition(0, 0, 0, last)
    shown = {
        row for area in whole.queryVisibleCells().getRangeAddresses() for row in range(area.StartRow, area.EndRow + 1)
    }
    if len(shown) <= last:
        rows = sheet.Rows
        for row in range(last + 1):
            if row not in shown and not rows.getByIndex(row).IsFiltered:
                yield row + 1


def _cells(sheet: Any) -> Iterator[tuple[Place, str | float | Formula]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    used = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    texts = values.formulas(sheet, used)
    formulas = {
        (row + 1, column + 1)
        for area in used.queryContentCells(values.FORMULAS).getRangeAddresses()
        for row in range(area.StartRow, area.EndRow + 1)
        for column in range(area.StartColumn, area.EndColumn + 1)
    }
    for row, line in enumerate(used.getDataArray(), start=1):
        for column, value in enumerate(line, start=1):
            if (row, column) in formulas:
                yield (row, column), Formula(texts[row - 1][column - 1], value)
            elif value != "":
                yield (row, column), value

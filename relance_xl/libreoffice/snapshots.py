"""What a document open in LibreOffice holds at a moment: cells, looks of the sheets, places of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from relance_xl.books.closed.overlay import Formula, Place
from relance_xl.books.closed.sheet_looks import Looks
from relance_xl.books.closed.sheets.paints import Colours, Paint
from relance_xl.books.closed.sheets.ranges import Area
from relance_xl.books.closed.sheets.sheet_names import following, is_for_excel
from relance_xl.libreoffice.engine import values
from relance_xl.libreoffice.engine.formulas import from_calc
from relance_xl.libreoffice.engine.questions import Questions

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

    @property
    def order(self) -> tuple[str, ...]:
        """The names of the sheets in their order."""
        return tuple(self.sheets)

    def renamed(self, names: Mapping[str, str]) -> Snapshot:
        """The same, its sheets called by their new names: old → new."""
        if not names:
            return self
        return Snapshot(
            {names.get(name, name): _following(cells, names) for name, cells in self.sheets.items()},
            {names.get(name, name): look for name, look in self.looks.items()},
            self.bottoms,
            renamed_structure(self.structure, names),
        )


def renamed_structure(structure: frozenset[tuple[str, ...]], names: Mapping[str, str]) -> frozenset[tuple[str, ...]]:
    """The structure of a document whose sheets are called by their new names: old → new."""
    return frozenset(
        (kind, name, names.get(rest[0], rest[0])) if kind == "feuille"
        else (kind, name, following(rest[0], names)) if kind == "nom"
        else (kind, name, *rest)
        for kind, name, *rest in structure
    )  # fmt: skip


def renames(before: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """Old name → new name of the sheets that were renamed where they stand; {} when that is not all that happened."""
    if len(before) != len(now):
        return {}
    found = {old: new for old, new in zip(before, now, strict=True) if old != new}
    fresh = all(new not in before and is_for_excel(new) for new in found.values())
    return found if fresh else {}


def _following(cells: Cells, names: Mapping[str, str]) -> Cells:
    return {
        place: replace(content, text=following(content.text, names)) if isinstance(content, Formula) else content
        for place, content in cells.items()
    }


def snapshot(document: Any, questions: Questions) -> Snapshot:
    """The document as it stands."""
    every = document.Sheets
    sheets = {name: every.getByName(name) for name in every.ElementNames}
    return Snapshot(
        {name: dict(_cells(sheet)) for name, sheet in sheets.items()},
        {name: looks_of(sheet, questions) for name, sheet in sheets.items()},
        {name: area.EndRow + 1 for name, area in questions.ask("Tables", document)},
        structure_of(document, questions),
    )


def structure_of(document: Any, questions: Questions) -> frozenset[tuple[str, ...]]:
    """See `Snapshot`."""
    found: set[tuple[str, ...]] = {
        ("feuille", str(place), name) for place, name in enumerate(document.Sheets.ElementNames)
    }
    for name, area in questions.ask("Tables", document):
        found.add(("tableau", name, *map(str, (area.Sheet, area.StartRow, area.StartColumn, area.EndColumn))))
    found |= {("nom", name, from_calc(content)) for name, content in questions.ask("Names", document.NamedRanges)}
    return frozenset(found)


def looks_of(sheet: Any, questions: Questions) -> Looks:
    """What the sheet shows beside its contents, as far as the package can be given it."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    columns = questions.ask("Widths", sheet, end.EndColumn + 1)
    return Looks(
        notes={(row + 1, column + 1): text for row, column, text in questions.ask("Notes", sheet)},
        widths={number: width / _HUNDREDTHS for number, (width, _) in enumerate(columns, start=1)},
        hidden_columns=frozenset(number for number, (_, shown) in enumerate(columns, start=1) if not shown),
        hidden_rows=frozenset(_hidden_rows(sheet, end.EndRow)),
        hidden=not sheet.IsVisible,
        protected=bool(sheet.isProtected()),
        paints=tuple(_paints(sheet, end, questions)),
    )


def _paints(sheet: Any, end: Any, questions: Questions) -> Iterator[Paint]:
    """The colours of the cells in use, LibreOffice's own of the whole sheet set aside."""
    used = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    for ground, text, top, left, bottom, right in questions.ask("Paints", used):
        colours = Colours(_digits(ground), _digits(text))
        if colours != Colours():
            yield Paint(colours, top + 1, left + 1, bottom + 1, right + 1)


def _digits(colour: int) -> str:
    return "" if colour < 0 else f"{colour:06X}"


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
    filled: set[Place] = set()
    for row, line in enumerate(used.getDataArray(), start=1):
        for column, value in enumerate(line, start=1):
            if (row, column) in formulas and (row, column) not in filled:
                text = texts[row - 1][column - 1]
                area = _array_of(sheet, row, column) if text.startswith("{") else None
                if area is None:
                    yield (row, column), Formula(text, value)
                    continue
                filled |= {(each, other) for each in range(area.top, area.bottom + 1)
                           for other in range(area.left, area.right + 1)}  # fmt: skip
                cell = sheet.getCellByPosition(column - 1, row - 1)
                yield (row, column), Formula(from_calc(cell.Formula[1:-1]), value, str(area))
            elif value != "":
                yield (row, column), value


def _array_of(sheet: Any, row: int, column: int) -> Area:
    """The area that the array formula of this cell fills."""
    cursor = sheet.createCursorByRange(sheet.getCellByPosition(column - 1, row - 1))
    cursor.collapseToCurrentArray()
    found = cursor.RangeAddress
    return Area(found.StartRow + 1, found.StartColumn + 1, found.EndRow + 1, found.EndColumn + 1)

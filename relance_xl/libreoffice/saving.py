"""What the user saves in LibreOffice goes back into the workbook's own package.

LibreOffice rewrites the whole file its own way: code names, table formulas and styles, text boxes would be lost, and
Excel's macros with them.  So what it writes is only a passage: the cells that have changed are laid over the package
as it was, and every other part keeps its bytes.  LibreOffice's own file stays among the copies.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from relance_xl.books.closed.grafting import grafted
from relance_xl.books.closed.overlay import Content, Formula, Place, Result, laid_over
from relance_xl.books.closed.replacing import replace_file
from relance_xl.libreoffice.engine import formats, uno_bridge, values

Cells = dict[Place, str | float | Formula]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the cells of a document hold, by sheet, and the last row of each table."""

    sheets: Mapping[str, Cells]
    bottoms: Mapping[str, int]


def snapshot(document: Any) -> Snapshot:
    """The document as it stands."""
    sheets = document.Sheets
    ranges = document.DatabaseRanges
    return Snapshot(
        {name: dict(_cells(sheets.getByName(name))) for name in sheets.ElementNames},
        {name: ranges.getByName(name).DataArea.EndRow + 1 for name in ranges.ElementNames},
    )


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


class Keeper:
    """Keeps the workbook's own package while LibreOffice has the file open."""

    def __init__(self, path: Path, document: Any) -> None:
        self._document = document
        self._package = path.read_bytes()
        self._kind = path.suffix.casefold()
        self._known = snapshot(document)

    def saved(self) -> bool:
        """Put the package back with what has changed, once LibreOffice has written the file; whether that was done.

        A workbook whose sheets are not the same any more stays as LibreOffice has written it, but for its macros and
        code names; one saved as another kind of file is none of ours.
        """
        path = uno_bridge.file_path(self._document.URL)
        if path.suffix.casefold() != self._kind:
            return False
        written = path.read_bytes()
        now = snapshot(self._document)
        if list(now.sheets) != list(self._known.sheets) or set(now.bottoms) != set(self._known.bottoms):
            _put(path, grafted(written, self._package, path.name), written)
            return False
        changes = {name: self._changes(name, now.sheets[name]) for name in now.sheets}
        bottoms = {name: row for name, row in now.bottoms.items() if row != self._known.bottoms[name]}
        package = self._package
        if any(changes.values()) or bottoms:
            package = laid_over(path.name, package, changes, bottoms)
        _put(path, package, written)
        self._package, self._known = package, now
        return True

    def _changes(self, sheet: str, now: Cells) -> dict[Place, Content]:
        """The cells of a sheet that hold something else than when it was last known."""
        before = self._known.sheets[sheet]
        changes: dict[Place, Content] = dict.fromkeys(before.keys() - now.keys())
        numbers: dict[Place, float] = {}
        for place, content in now.items():
            old = before.get(place)
            if content == old:
                continue
            if isinstance(content, Formula):
                same = isinstance(old, Formula) and old.text == content.text
                changes[place] = Result(content.result) if same else content
            elif isinstance(content, str):
                changes[place] = content
            else:
                numbers[place] = content
        return changes | self._as_shown(sheet, numbers)

    def _as_shown(self, sheet: str, numbers: Mapping[Place, float]) -> dict[Place, Content]:
        """The numbers as the dates or the truth values that their cells show."""
        if not numbers:
            return {}
        last = max(column for _, column in numbers) - 1, max(row for row, _ in numbers) - 1
        box = self._document.Sheets.getByName(sheet).getCellRangeByPosition(0, 0, *last)
        special = [
            area
            for area in formats.NumberFormats(self._document).areas(box)
            if area.kind & (formats.DATE | formats.LOGICAL)
        ]
        shown: dict[Place, Content] = dict(numbers)
        for (row, column), number in numbers.items():
            for area in special:
                if area.top < row <= area.bottom + 1 and area.left < column <= area.right + 1:
                    logical = area.kind & formats.LOGICAL
                    shown[row, column] = bool(number) if logical else _day(values.from_serial(number))
        return shown


def _put(path: Path, content: bytes, written: bytes) -> None:
    """Give the file this content, LibreOffice's own kept as a copy, without LibreOffice asking who has changed it."""
    moment = path.stat()
    replace_file(path, content, written, datetime.now(tz=UTC).astimezone())
    with suppress(OSError):  # the workbook is saved: LibreOffice may well ask
        os.utime(path, ns=(moment.st_atime_ns, moment.st_mtime_ns))


def _day(moment: datetime | float) -> Content:
    """A date without a time is a day."""
    if isinstance(moment, datetime) and moment.time() == datetime.min.time():
        return moment.date()
    return moment

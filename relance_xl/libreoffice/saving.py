"""What the user saves in LibreOffice goes back into the workbook's own package.

LibreOffice rewrites the whole file its own way: code names, table formulas and styles, text boxes would be lost, and
Excel's macros with them.  So what it writes is only a passage: the cells that have changed are laid over the package
as it was, and every other part keeps its bytes.  LibreOffice's own file stays among the copies.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from relance_xl.books.closed.code.grafting import grafted
from relance_xl.books.closed.overlay import Content, Formula, Place, Result, laid_over, renamed
from relance_xl.books.closed.replacing import keep_copy, replace_file
from relance_xl.libreoffice.engine import formats, uno_bridge, values
from relance_xl.libreoffice.engine.questions import Questions
from relance_xl.libreoffice.snapshots import Cells, renamed_structure, renames, snapshot, structure_of


class Keeper:
    """Keeps the workbook's own package while LibreOffice has the file open."""

    def __init__(self, path: Path, document: Any) -> None:
        self._document = document
        _unmerge(document)
        self._package = path.read_bytes()
        self._kind = path.suffix.casefold()
        self._questions = Questions(document.getScriptProvider())
        self._known = snapshot(document, self._questions)
        self._opened: bytes | None = self._package
        """The workbook as it was before the session, until it stands among the copies."""

    def keeps(self) -> bool:
        """Whether the next save can be carried whole: no row, column or sheet was inserted, deleted or moved."""
        names = renames(self._known.order, self._document.Sheets.ElementNames)
        return structure_of(self._document, self._questions) == renamed_structure(self._known.structure, names)

    def saved(self) -> bool:
        """Put the package back with what has changed, once LibreOffice has written the file; whether that was done.

        A workbook whose sheets, tables or names do not stand where they stood stays as LibreOffice has written it, but
        for its macros and code names; one saved as another kind of file is none of ours.  The state before the session
        is kept among the copies.
        """
        path = uno_bridge.file_path(self._document.URL)
        if path.suffix.casefold() != self._kind:
            return False
        written = path.read_bytes()
        self._keep_opened(path)
        now = snapshot(self._document, self._questions)
        names = renames(self._known.order, now.order)
        known = self._known.renamed(names)
        if now.structure != known.structure:
            _put(path, grafted(written, self._package, path.name), written)
            return False
        changes = {name: self._changes(name, known.sheets[name], now.sheets[name]) for name in now.sheets}
        bottoms = {name: row for name, row in now.bottoms.items() if row != known.bottoms[name]}
        looks = {name: (known.looks[name], look) for name, look in now.looks.items() if look != known.looks[name]}
        package = renamed(path.name, self._package, names) if names else self._package
        if any(changes.values()) or bottoms or looks:
            package = laid_over(path.name, package, changes, bottoms, looks)
        _put(path, package, written)
        self._package, self._known = package, now
        return True

    def _keep_opened(self, path: Path) -> None:
        if self._opened is not None:
            keep_copy(path, self._opened, datetime.now(tz=UTC).astimezone())
            self._opened = None

    def _changes(self, sheet: str, before: Cells, now: Cells) -> dict[Place, Content]:
        """The cells of a sheet that hold something else than when it was last known."""
        changes: dict[Place, Content] = dict.fromkeys(before.keys() - now.keys())
        numbers: dict[Place, float] = {}
        for place, content in now.items():
            old = before.get(place)
            if content == old:
                continue
            if isinstance(content, Formula):
                same = isinstance(old, Formula) and (old.text, old.array) == (content.text, content.array)
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
            for area in formats.NumberFormats(self._document, self._questions).areas(box)
            if area.kind & (formats.DATE | formats.LOGICAL)
        ]
        shown: dict[Place, Content] = dict(numbers)
        for (row, column), number in numbers.items():
            for area in special:
                if area.top < row <= area.bottom + 1 and area.left < column <= area.right + 1:
                    logical = area.kind & formats.LOGICAL
                    shown[row, column] = bool(number) if logical else _day(values.from_serial(number))
        return shown


def _unmerge(document: Any) -> None:
    """Take apart what LibreOffice merges by itself as it opens a file: a text that fills its cell, and the next blank.

    Saved in its own way, no table that holds such a pair could be written any more.
    """
    was_modified = document.isModified()
    for place in range(document.DatabaseRanges.Count):
        area = document.DatabaseRanges.getByIndex(place).DataArea
        cells = document.Sheets.getByIndex(area.Sheet).getCellRangeByPosition(
            area.StartColumn, area.StartRow, area.EndColumn, area.EndRow
        )
        if cells.IsMerged:
            cells.merge(False)
    if not was_modified:
        document.setModified(False)


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

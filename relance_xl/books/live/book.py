"""The port on a workbook open in Excel, or in LibreOffice through our engine: the same code, by xlwings.

Only the open-source part of xlwings is used.  Everything is read and written in whole ranges.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import xlwings
from xlwings.main import Table

from relance_xl.books.arranging import (
    carried,
    changed_cells,
    filled_rows,
    follows,
    missing_name,
    missing_table,
    protected,
    read_only,
    restored_on_failure,
    same,
    spread,
    users_columns,
    with_notes,
)
from relance_xl.books.closed.sheets.ranges import column_number
from relance_xl.books.live import cells, permits
from relance_xl.books.live.colours import set_colours
from relance_xl.books.live.fastened import Fastened, fasten, fastened_to
from relance_xl.books.live.keeping import Keeping
from relance_xl.books.live.notes import give_notes, notes_of
from relance_xl.books.live.table import LiveTable
from relance_xl.tables import schema
from relance_xl.tables.grid import Grid, Value, Written, column_letters

_ONE_CELL = re.compile(r"=(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]+)")
_PROGRAMS, _OTHER = {"excel": "Excel"}, "LibreOffice"
_WIDEST_BOX = 4000
"""Cells read in one call for the named cells of a sheet; farther apart, they are read one by one."""


class _Place(NamedTuple):
    """A cell, its row and column counted from 1."""

    sheet: str
    row: int
    column: int


def calling_workbook() -> xlwings.Book:
    """The workbook whose macro called this Python."""
    return xlwings.Book.caller()


class XlwingsBook:
    """The port `Book` on a live workbook.

    One is made for each click: nobody else changes the workbook meanwhile, so what was read is known until we write.
    """

    def __init__(self, book: xlwings.Book) -> None:
        self._book = book
        self._tables: dict[str, Table] = {}
        self._beside: dict[str, list[Table]] = {}
        self._names: dict[str, _Place] | None = None
        self._live_tables: dict[str, tuple[LiveTable, Grid]] = {}
        self._values: dict[str, Value] = {}
        self._keeping: Keeping | None = None
        self._writing = ""

    @property
    def path(self) -> Path:
        """The workbook's file.  FileUnavailable for one never saved, or that lies in no folder of this machine."""
        try:
            path = Path(str(self._book.fullname))
        except Exception as error:  # xlwings' own, or the host's: the address leads to no folder that they know
            if permits.is_refusal(error):
                raise permits.nowhere() from error
            raise
        if not path.is_absolute():
            raise permits.nowhere()
        return path

    def ensure_writable(self) -> None:
        """FileUnavailable for a workbook that cannot be saved under its name: read-only, or never saved."""
        if permits.is_read_only(self._book):
            raise read_only(self._book.name)
        self.path  # noqa: B018 - it raises

    @contextmanager
    def all_or_nothing(self, tables: Collection[str]) -> Iterator[None]:
        """Do what the body does, or nothing; see the port."""
        with restored_on_failure(self._put_back):
            self._keeping, self._writing = Keeping(), ""
            self._live_tables.clear()
            try:
                self._refuse_protected(self._found()[name].range.sheet for name in tables if name in self._found())
                yield
            except Exception as error:
                if permits.is_refusal(error):
                    raise permits.busy(self._writing, _PROGRAMS.get(self._book.app.engine.name, _OTHER)) from error
                raise
        self._keeping = None
        self._live_tables.clear()

    def _refuse_protected(self, sheets: Iterable[xlwings.Sheet]) -> None:
        """FileUnavailable naming every sheet that is protected."""
        found = {sheet.name: sheet for sheet in sheets}
        refused = sorted(name for name, sheet in found.items() if permits.is_protected(sheet))
        if refused:
            raise protected(refused)

    def _put_back(self) -> Sequence[str]:
        keeping, self._keeping = self._keeping, None
        self._forget()
        return keeping.put_back() if keeping is not None else ()

    def _about_to_write(self, sheet: str) -> None:
        """Note which sheet is being written, for the sentence of a refusal; what was read may change.

        FileUnavailable for a protected sheet that the action had not named.
        """
        if self._keeping is not None and sheet != self._writing:
            self._refuse_protected([self._book.sheets[sheet]])
        self._writing = sheet
        self._forget(sheet)

    def _found(self) -> dict[str, Table]:
        """The tables by their names; with each those that stand on its sheet too."""
        if not self._tables:
            for sheet in self._book.sheets:
                here = list(sheet.tables)
                for table in here:
                    self._tables[table.name] = table
                    self._beside[table.name] = [other for other in here if other is not table]
        return self._tables

    def _live(self, name: str) -> tuple[LiveTable, Grid]:
        """The table and its cells as last read."""
        if name not in self._found():
            raise missing_table(name)
        if name not in self._live_tables:
            live = LiveTable(self._found()[name], self._beside[name], self._keeping)
            self._live_tables[name] = (live, live.grid())
        return self._live_tables[name]

    def _forget(self, sheet: str = "") -> None:
        """What was read may have changed: of that sheet ("" for any), and where formulas lead from it to any other."""
        self._live_tables = {
            name: (live, grid)
            for name, (live, grid) in self._live_tables.items()
            if sheet and grid.sheet != sheet and not live.computed
        }
        self._values.clear()

    def table_names(self) -> frozenset[str]:
        """The names of the tables present."""
        return frozenset(self._found())

    def read_table(self, table: str) -> Grid:
        """The table's cells.  DataError when it is absent or has a totals row."""
        return self._live(table)[1]

    def hidden_rows(self, table: str) -> frozenset[int]:
        """The rows that a filter or a hand hides, counted from 0.  DataError when the table is absent."""
        live, grid = self._live(table)
        return live.hidden(len(grid.rows))

    # ------------------------------------------------------------------ tables

    def replace_rows(
        self,
        table: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[Written]],
        origins: Sequence[int | None] = (),
    ) -> None:
        """Give the table exactly `rows`; see the port."""
        live, grid = self._live(table)
        lines = carried(grid, spread(grid, headers, rows), origins) or [[None] * live.width]
        own = live.own
        present = max(len(grid.rows), live.height)
        live.refuse_occupied(present, len(lines))
        self._about_to_write(grid.sheet)
        notes = notes_of(self._book.sheets[grid.sheet]) if origins else {}
        fastened = fastened_to(live.body(), users_columns(grid)) if origins else Fastened()
        targets = {row: place for place, row in reversed(list(enumerate(origins))) if row is not None}
        if self._keeping is not None:
            self._keeping.fastened(live.body(), fastened, targets)
        live.show_all()
        live.resize(len(lines))
        live.clear(len(lines), present - 1)
        live.unhide()
        live.put(0, lines, own)
        live.fill_formulas(own)
        if notes:
            self._notes_follow(grid, origins, notes)
        fasten(live.body(), fastened, targets)

    def _notes_follow(self, grid: Grid, origins: Sequence[int | None], present: Mapping[tuple[int, int], str]) -> None:
        """Have the comments of the table's cells stand where their lines stand now."""
        places = {place: follows(grid, origins, place) for place in present}
        moved = {target: present[place] for place, target in places.items() if target is not None}
        if moved != present:
            sheet = self._book.sheets[grid.sheet]
            if self._keeping is not None:
                self._keeping.notes(sheet, dict(present))
            give_notes(sheet, moved)

    def append_rows(self, table: str, headers: Sequence[str], rows: Sequence[Sequence[Written]]) -> None:
        """Add `rows` below the last row that is not blank; see the port."""
        live, grid = self._live(table)
        lines = spread(grid, headers, rows)
        if not lines:
            return
        own = live.own
        first, present = filled_rows(grid.rows), len(grid.rows)
        live.refuse_occupied(present, first + len(lines))
        self._about_to_write(grid.sheet)
        live.show_all()
        live.resize(max(present, first + len(lines)))
        live.put(first, lines, own)
        live.fill_formulas(own)

    def update_columns(self, table: str, columns: Mapping[str, Sequence[Written | Value]]) -> None:
        """Overwrite the cells of these columns whose value changes; see the port."""
        live, grid = self._live(table)
        own = live.own
        kept = {grid.headers[place] for place in own}
        changes = changed_cells(grid, {header: values for header, values in columns.items() if header not in kept})
        if not changes:
            return
        self._about_to_write(grid.sheet)
        live.show_all()
        if len(grid.rows) > live.height:  # the rows typed under the table join it
            live.resize(len(grid.rows))
            live.fill_formulas(own)
        live.change(grid, changes)

    def set_row_colours(self, table: str, level_column: str, colours: Mapping[int, tuple[str, str]]) -> None:
        """Colour the table's rows by level (S2-23); a protected sheet keeps the colours it has: they are no data."""
        if table in self._live_tables:
            live, grid = self._live_tables[table]
            headers = grid.headers
        elif table in self._found():
            live = LiveTable(self._found()[table])
            headers = live.headers()
        else:
            raise missing_table(table)
        body = live.body()
        if level_column in headers and not permits.is_protected(body.sheet):
            set_colours(body, live.left + headers.index(level_column), colours)

    def set_notes(self, table: str, header: str, notes: Mapping[int, str]) -> None:
        """Have a column bear exactly these comments of the program; a protected sheet keeps those it has."""
        live, grid = self._live(table)
        sheet = self._book.sheets[grid.sheet]
        if header not in grid.headers or permits.is_protected(sheet):
            return
        column, rows = grid.left + grid.headers.index(header), range(grid.top + 1, grid.top + 1 + live.height)
        present = notes_of(sheet)
        ours = {(grid.top + 1 + row, column): text for row, text in notes.items()}
        wanted = with_notes(present, ours, lambda place: place[1] == column and place[0] in rows)
        if wanted != present:
            if self._keeping is not None:
                self._keeping.notes(sheet, dict(present))
            give_notes(sheet, wanted)

    def show(self, sheet: str) -> None:
        """Bring a sheet of ours to the front, by its table: the user may have given it another name."""
        found = self._found()
        of_tables = (
            found[table.name].range.sheet for table in schema.TABLES if table.sheet == sheet and table.name in found
        )
        named = (each for each in self._book.sheets if each.name == sheet)
        wanted = next(chain(of_tables, named), None)
        if wanted is not None:
            wanted.activate()

    # ------------------------------------------------------------------ named cells

    def _places(self) -> dict[str, _Place]:
        """The place of every name of one cell; the workbook's names do not change during a click."""
        if self._names is None:
            self._names = {}
            for name in self._book.names:
                match = _ONE_CELL.fullmatch(str(name.refers_to))
                if match and "!" not in name.name:
                    sheet = (match[1] or match[2]).replace("''", "'")
                    self._names[name.name] = _Place(sheet, int(match[4]), column_number(match[3]))
        return self._names

    def read_names(self) -> Mapping[str, Value]:
        """The value of every named cell of the book."""
        if not self._values:
            self._values = self._read_names()
        return dict(self._values)

    def _read_names(self) -> dict[str, Value]:
        by_sheet: dict[str, dict[str, _Place]] = {}
        for name, place in self._places().items():
            by_sheet.setdefault(place.sheet, {})[name] = place
        values: dict[str, Value] = {}
        for sheet, places in by_sheet.items():
            values.update(_read_cells(self._book.sheets[sheet], places))
        return values

    def name_address(self, name: str) -> tuple[str, str]:
        """Sheet and A1 address of a named cell.  DataError when the name is absent."""
        if name not in self._places():
            raise missing_name(name)
        sheet, row, column = self._places()[name]
        return sheet, f"{column_letters(column)}{row}"

    def set_names(self, values: Mapping[str, Written]) -> None:
        """Write named cells, those whose value changes.  DataError when a name is absent."""
        for name in values:
            self.name_address(name)
        present = self.read_names()
        for name, value in values.items():
            if not same(value, present[name]):
                place = self._places()[name]
                self._about_to_write(place.sheet)
                target = self._book.sheets[place.sheet].range((place.row, place.column))
                cells.write(target, [[value]], None, self._keeping)
                if not cells.taken(value, cells.read(target)[0][0]):
                    raise permits.not_taken(place.sheet, self.name_address(name)[1])

    # ------------------------------------------------------------------ the user

    def tell(self, message: str, share: float | None = None) -> None:
        """Show the progress in the status bar."""
        self._book.app.status_bar = message if share is None else f"{message} {share:.0%}".replace("%", "\u00a0%")

    def save(self) -> None:
        """Save the workbook: what was written is settled.  FileUnavailable when the host cannot."""
        self.ensure_writable()
        try:
            self._book.save()
        except Exception as error:
            if permits.is_refusal(error) or isinstance(error, OSError):
                raise read_only(self._book.name) from error
            raise
        if self._keeping is not None:
            self._keeping.forget()


def _read_cells(sheet: xlwings.Sheet, places: Mapping[str, _Place]) -> dict[str, Value]:
    """The values of some cells of a sheet, by name: in one call when they stand together."""
    rows = [place.row for place in places.values()]
    columns = [place.column for place in places.values()]
    top, left = min(rows), min(columns)
    if (max(rows) - top + 1) * (max(columns) - left + 1) > _WIDEST_BOX:
        return {name: cells.read(sheet.range((place.row, place.column)))[0][0] for name, place in places.items()}
    box = cells.read(sheet.range((top, left), (max(rows), max(columns))))
    return {name: box[place.row - top][place.column - left] for name, place in places.items()}

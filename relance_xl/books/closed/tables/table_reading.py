"""Reading a table's grid out of its worksheet part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from relance_xl.books.arranging import is_blank, refuse_headers
from relance_xl.books.closed.sheets.cell_values import CellReader
from relance_xl.books.closed.sheets.parts_xml import damaged
from relance_xl.books.closed.sheets.ranges import LAST_ROW, Area
from relance_xl.books.closed.sheets.rows import Rows
from relance_xl.books.closed.sheets.sheet_xml import SheetXml
from relance_xl.books.closed.tables.table_sheet import refuse_merged
from relance_xl.books.closed.tables.table_xml import TableXml
from relance_xl.tables.grid import Grid, Row


def read_grid(table: TableXml, sheet: SheetXml, reader: CellReader, others: Sequence[Area]) -> Grid:
    """The table's cells; rows typed directly under it belong to it, down to a blank one or to one of `others`.

    The rows are those of this moment, read when they are first asked for.  A row that holds nothing but the results of
    its own columns is blank.  DataError for merged cells, a totals row or a missing header row.
    """
    table.refuse_unsupported()
    ref = table.ref
    derived = table.derived()
    width = ref.right - ref.left + 1
    typed = tuple(place for place in range(width) if place not in derived)
    rows = TableRows(
        sheet.rows.as_they_are(), Area(ref.top + 1, ref.left, ref.bottom, ref.right), typed, reader, sheet.part
    )
    free = min(
        (area.top for area in others if area.meets(ref.down_to(LAST_ROW)) and area.top > ref.bottom), default=LAST_ROW
    )
    rows.take_below(free)
    refuse_merged(sheet, table, Area(ref.top + 1, ref.left, ref.top + max(len(rows), 1), ref.right))
    grid = Grid(
        table=table.name,
        sheet=table.sheet,
        top=ref.top,
        left=ref.left,
        headers=_headers(table, sheet, reader),
        rows=rows,
    )
    return refuse_headers(grid, table.column_names)


@dataclass(slots=True, eq=False)
class TableRows(Sequence[Row]):
    """The rows of a table's `body`, read at once when the first of them is asked for.

    Many a caller wants the headers alone, or the number of rows.  `typed` are the places (from 0) of the columns that
    make a row a line of the table.
    """

    source: Rows
    body: Area
    typed: Sequence[int]
    reader: CellReader
    part: str
    _values: list[Row] | None = field(default=None, init=False)

    def __len__(self) -> int:
        return self.body.bottom - self.body.top + 1

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self._read()[place]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._read())

    def take_below(self, free: int) -> None:
        """Make the body end with the last row typed directly under it, above the row `free`."""
        row = self._reading()
        bottom = self.body.bottom
        while bottom + 1 < free and not is_blank(row(self.source.get(bottom + 1))):
            bottom += 1
        self.body = self.body.down_to(bottom)

    def _read(self) -> list[Row]:
        if self._values is None:
            row = self._reading()
            values: list[Row] = [row(b"")] * len(self)
            for number, content in self.source.between(self.body.top, self.body.bottom):
                values[number - self.body.top] = row(content)
            self._values = values
            self.source = Rows()
        return self._values

    def _reading(self) -> Callable[[bytes], Row]:
        """What a row's bytes hold.  DataError when they name a shared text that does not exist."""
        left, right, typed, read = self.body.left, self.body.right, self.typed, self.reader.row
        blank: Row = (None,) * (right - left + 1)
        derived = len(blank) - len(typed)

        def row(content: bytes) -> Row:
            try:
                values = read(content.decode(), left, right)
            except IndexError as error:
                raise damaged(self.part) from error
            filled = len(values) - values.count(None)
            full = filled > derived or (filled and any(values[place] is not None for place in typed))
            return values if full else blank

        return row


def _headers(table: TableXml, sheet: SheetXml, reader: CellReader) -> tuple[str, ...]:
    """The headers as the sheet shows them; the table part's own where the sheet's cell is blank."""
    shown = reader.row(sheet.row_xml(table.ref.top), table.ref.left, table.ref.right)
    names = table.column_names
    return tuple(
        str(text) if text is not None else (names[place] if place < len(names) else "")
        for place, text in enumerate(shown)
    )

"""One table of a live spreadsheet: reading it, growing it, filling it, in whole ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import xlwings
from xlwings.main import Table

from relance_xl.books.arranging import header_key, is_blank, refuse_headers
from relance_xl.books.closed.sheets.serials import Clock
from relance_xl.books.closed.sheets.styles import clock_of
from relance_xl.books.live import cells, visibility
from relance_xl.books.live.excel_texts import would_be_coerced
from relance_xl.books.live.formulas import column, matrix, relative
from relance_xl.books.live.keeping import Keeping
from relance_xl.books.live.permits import not_taken
from relance_xl.problems import DataError, Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Grid, Percent, Row, Value, Written, column_letters
from relance_xl.tables.schema import Kind

LOOK_AHEAD = 64
"""Rows read under the table in the same call: those typed there belong to it."""
LONGEST_PLAIN = 60
"""Characters of a text that nobody has formatted in part."""
_LINK = "=HYPERLINK("
_SCHEMA = {
    table.name: {header_key(column.header): column.formula for column in table.columns} for table in schema.TABLES
}
_RATES = {
    schema.PARAMETERS.name: frozenset({header_key("Valeur")}),
    **{
        table.name: frozenset(header_key(column.header) for column in table.columns if column.kind is Kind.PERCENT)
        for table in schema.TABLES
        if any(column.kind is Kind.PERCENT for column in table.columns)
    },
}
"""The columns, by table, in which « 12,15 % » may stand: a host gives 0.1215 for it."""


class LiveTable:
    """A table as it stands at this moment.

    Attributes:
        top, left: row and column of the first header cell, counted from 1.
        height: rows of the body, as the spreadsheet states it (0 for a table that only has its header).
        width: columns.
        own: the columns' own formulas, by position counted from 0, once the grid has been read.
        computed: whether any cell of the grid holds a formula: another sheet may then change what it shows.
    """

    def __init__(self, table: Table, beside: Sequence[Table] = (), keeping: Keeping | None = None) -> None:
        """`beside`: the other tables of its sheet; `keeping` is told of all that changes.

        DataError for a totals row: no row could be added under the last.
        """
        self._table = table
        self._beside = beside
        self._keeping = keeping
        whole = table.range
        self._sheet = whole.sheet
        self.top, self.left = whole.row, whole.column
        self.height, self.width = whole.shape[0] - 1, whole.shape[1]
        self.own: dict[int, str] = {}
        self.computed = True
        if table.show_totals:
            raise DataError(
                Problem(
                    sheet=self._sheet.name,
                    what=f"Le tableau « {table.name} » a une ligne de total",
                    expected="un tableau sans ligne de total (Création de tableau, décochez « Ligne Total »)",
                )
            )

    def _cells(self, first: int, last: int, start: int = 0, stop: int | None = None) -> xlwings.Range:
        """Rows `first` to `last` of the body (included), columns `start` to `stop` (excluded), counted from 0."""
        right = self.left + (self.width if stop is None else stop) - 1
        found: xlwings.Range = self._sheet.range(
            (self.top + 1 + first, self.left + start), (self.top + 1 + last, right)
        )
        return found

    # ------------------------------------------------------------------ reading

    def grid(self) -> Grid:
        """The table's cells; the rows typed directly under it belong to it."""
        whole = self._cells(-1, max(self.height, 1) - 1 + self._free(LOOK_AHEAD))
        header, *rows = cells.read(whole)
        self.computed = cells.holds_formulas(whole)
        headers = _texts(header)
        bare = Grid(
            table=self._table.name, sheet=self._sheet.name, top=self.top, left=self.left, headers=headers, rows=()
        )
        refuse_headers(bare)
        self.own = self._formulas(headers)
        typed = [place for place in range(self.width) if place not in self.own]
        blank: Row = (None,) * self.width
        shown: list[Row] = [row if any(row[place] is not None for place in typed) else blank for row in rows]
        return replace(bare, rows=self._with_percents(headers, self._with_rows_below(shown)))

    def headers(self) -> tuple[str, ...]:
        """The headers alone."""
        return _texts(cells.read(self._cells(-1, -1))[0])

    def _with_percents(self, headers: Sequence[str], rows: Sequence[Row]) -> tuple[Row, ...]:
        """The rows, each rate that its cell shows in percent said to be one, as a closed file says it (N-39)."""
        wanted = _RATES.get(self._table.name, frozenset())
        if not wanted or cells.tells_percents(self._cells(-1, -1)):
            return tuple(map(tuple, rows))
        found = [list(row) for row in rows]
        for position, header in enumerate(headers):
            if header_key(header) not in wanted:
                continue
            whole = self._cells(0, max(len(found), 1) - 1, position, position + 1).number_format
            for place, row in enumerate(found):
                value = row[position]
                if isinstance(value, int | float) and not isinstance(value, bool):
                    code = whole or self._cells(place, place, position, position + 1).number_format
                    row[position] = Percent(value) if clock_of(code or "") is Clock.PERCENT else value
        return tuple(map(tuple, found))

    def _with_rows_below(self, rows: list[Row]) -> list[Row]:
        """The body, and what stands under it down to a blank row or to another table."""
        height = max(self.height, 1)
        while True:
            for place in range(height, len(rows)):
                if is_blank(rows[place]):
                    return rows[:place]
            height = len(rows)
            room = self._free(height - max(self.height, 1) + 1000) - (height - max(self.height, 1))
            if room <= 0:
                return rows
            rows = [*rows, *cells.read(self._cells(height, height + room - 1))]

    def _free(self, wanted: int) -> int:
        """How many rows under the body may be looked at, up to `wanted`: another table is not ours."""
        bottom = self.top + max(self.height, 1)
        for other in self._beside:
            theirs = other.range
            beside = theirs.column > self.left + self.width - 1 or theirs.column + theirs.shape[1] <= self.left
            if not beside and theirs.row > bottom:
                wanted = min(wanted, theirs.row - bottom - 1)
        return wanted

    def _formulas(self, headers: Sequence[str]) -> dict[int, str]:
        """The columns' own formulas, by position, as they stand in the body's first row.

        A column of ours has the formula the schema gives it, or none; a column of the user's has one when every row
        holds the same.  A link is a value.
        """
        known = _SCHEMA.get(self._table.name, {})
        first = matrix(self._cells(0, 0).formula, 1, self.width)[0] if self.computed else [""] * self.width
        found: dict[int, str] = {}
        for position, header in enumerate(headers):
            stated, present = known.get(header_key(header)), str(first[position] or "")
            is_formula = present.startswith("=") and not present.startswith(_LINK)
            if stated:
                found[position] = present if is_formula else stated
            elif stated is None and is_formula and self._is_wholecolumn(position):
                found[position] = present
        return found

    def _is_wholecolumn(self, position: int) -> bool:
        """Whether every row of the column holds one and the same formula."""
        formulas = column(self._cells(0, max(self.height, 1) - 1, position, position + 1).formula)
        return len({relative(str(formula), place) for place, formula in enumerate(formulas)}) == 1

    # ------------------------------------------------------------------ writing

    def resize(self, height: int) -> None:
        """Give the body that many rows, the header staying where it is.  DataError when they are not free."""
        if height != self.height:
            if self._keeping is not None:
                self._keeping.size(self._table)
            self._table.resize(self._cells(-1, max(height, 1) - 1))
        self.height = height

    def refuse_occupied(self, old: int, new: int) -> None:
        """DataError when the rows from `old` to `new` (counted from 0) and one more are not blank.

        What would then stand directly under the table would be taken for its rows.
        """
        if new <= old:
            return
        for place, row in enumerate(cells.read(self._cells(old, new)), start=old):
            for position, value in enumerate(row):
                if value is not None:
                    raise self._occupied(f"{column_letters(self.left + position)}{self.top + 1 + place}")

    def _occupied(self, address: str) -> DataError:
        return DataError(
            Problem(
                sheet=self._sheet.name,
                cell=address,
                what=f"Le tableau « {self._table.name} » ne peut pas s'allonger : cette cellule est occupée",
                expected="des lignes libres sous le tableau",
            )
        )

    def show_all(self) -> None:
        """Let the filter hide nothing: rows about to be replaced must be seen."""
        if self._table.show_autofilter:
            self._table.autofilter.clear()

    def hidden(self, height: int) -> frozenset[int]:
        """Which of the first `height` rows nobody sees, counted from 0."""
        return frozenset(visibility.hidden_rows(self._cells(0, height - 1, 0, 1)))

    def unhide(self) -> None:
        """Show the rows of the body that were hidden by hand: they hold other lines now."""
        self.body().rows.hidden = False

    def put(self, first: int, lines: Sequence[Sequence[Written]], own: Mapping[int, str]) -> None:
        """Write whole rows from the row `first`; the columns with a formula of their own are filled with it."""
        last = first + len(lines) - 1
        formats = self._same_formats(first, last)
        for start, stop in cells.runs(place for place in range(self.width) if place not in own):
            block = [line[start:stop] for line in lines]
            self._write(self._cells(first, last, start, stop), block, formats[start:stop])

    def _write(
        self, target: xlwings.Range, block: Sequence[Sequence[Written | Value]], formats: Sequence[str] | None = None
    ) -> None:
        """Write the cells and read them again.  DataError, with the first cell, for a host that took something else."""
        cells.write(target, block, formats, self._keeping)
        for row, (line, present) in enumerate(zip(block, cells.stored(target), strict=True)):
            for place, (value, found) in enumerate(zip(line, present, strict=True)):
                if not cells.taken(value, found):
                    raise not_taken(self._sheet.name, target[row, place].get_address(False, False))

    def fill_formulas(self, own: Mapping[int, str]) -> None:
        """Write the columns' own formulas over the whole body."""
        for position, formula in own.items():
            target = self._cells(0, self.height - 1, position, position + 1)
            if self._keeping is not None:
                self._keeping.cells(target)
                self._keeping.formats(target)
            cells.fill_formula(target, formula)

    def _same_formats(self, first: int, last: int) -> list[str]:
        """The number format of each column, that of the body's first row, given to the rows about to be written."""
        formats: list[str] = []
        for position, code in enumerate(cells.column_formats(self._cells(0, last))):
            formats.append(str(code or self._cells(0, 0, position, position + 1).number_format))
            if code is None:
                target = self._cells(first, last, position, position + 1)
                if self._keeping is not None:
                    self._keeping.formats(target)
                target.number_format = formats[-1]
        return formats

    def change(self, grid: Grid, changes: Mapping[int, Mapping[int, Written]]) -> None:
        """Overwrite cells: row of the body → position of the column → value, both counted from 0; in runs of rows."""
        columns: dict[int, dict[int, Written | Value]] = {}
        for place, row in changes.items():
            for position, value in row.items():
                columns.setdefault(position, {})[place] = value
        for position, changed in columns.items():
            joined = changed | self._between(grid, position, changed)
            for start, stop in cells.runs(joined):
                self._change_run(position, start, [joined[place] for place in range(start, stop)])

    def _between(self, grid: Grid, position: int, changed: Mapping[int, object]) -> dict[int, Written | Value]:
        """The unchanged plain values between the changed ones: writing them too makes one range of many.

        What a value does not tell whole stays untouched: a formula, an error, a text long enough to have its own bold.
        """
        first, last = min(changed), max(changed)
        if last - first < len(changed):
            return {}
        formulas = column(self._cells(first, last, position, position + 1).formula)
        return {
            place: grid.rows[place][position]
            for place in range(first, last + 1)
            if place not in changed
            and not str(formulas[place - first] or "").startswith("=")
            and _is_plain(grid.rows[place][position])
        }

    def _change_run(self, position: int, first: int, values: Sequence[Written | Value]) -> None:
        """Overwrite consecutive cells of a column; those of several formats one by one."""
        target = self._cells(first, first + len(values) - 1, position, position + 1)
        if len(values) > 1 and target.number_format is None:
            middle = len(values) // 2
            self._change_run(position, first, values[:middle])
            self._change_run(position, first + middle, values[middle:])
            return
        self._write(target, [[value] for value in values])

    def clear(self, first: int, last: int) -> None:
        """Empty the rows `first` to `last` (included); their looks stay."""
        if last >= first:
            if self._keeping is not None:
                self._keeping.cells(self._cells(first, last))
            self._cells(first, last).clear_contents()

    def body(self) -> xlwings.Range:
        """The cells under the header."""
        return self._cells(0, max(self.height, 1) - 1)


def _texts(header: Sequence[Value]) -> tuple[str, ...]:
    return tuple("" if text is None else str(text) for text in header)


def _is_plain(value: Value) -> bool:
    """Whether writing the value again leaves the cell as it was."""
    if isinstance(value, str):
        return len(value) <= LONGEST_PLAIN and "\n" not in value and not would_be_coerced(value)
    return value is None or isinstance(value, (bool, int, float, date))

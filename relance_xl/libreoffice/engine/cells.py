"""Ranges of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from relance_xl.books.closed.sheets.cell_text import hyperlink
from relance_xl.libreoffice.engine import formats, uno_bridge, values
from relance_xl.libreoffice.engine.rules import ConditionalFormats
from relance_xl.tables.grid import Link, column_letters

if TYPE_CHECKING:
    from relance_xl.libreoffice.engine.sheets import Sheet
    from relance_xl.libreoffice.engine.tables import Table

ROWS = 1_048_576
COLUMNS = 1024
"""Of LibreOffice's usual grid."""
CONTENTS, LOOKS, NOTES = 1 | 2 | 4 | 16, 32 | 64, 8
"""com.sun.star.sheet.CellFlags: values, dates, texts, formulas; hard attributes and styles; annotations."""
_HYPERLINK = re.compile(r'=HYPERLINK\("((?:[^"]|"")*)"')
_PLACE = re.compile(r"#(.+)\.(\$?[A-Z]{1,3}\$?[0-9]+)")
_WIDTH_UNIT, _POINT = 190.0, 35.28
"""Hundredths of a millimetre in a character of column width, and in a point."""


class Range(base_classes.Range):
    """A rectangle of cells; rows and columns counted from 1."""

    sheet: Any = None
    row: int = 0
    column: int = 0
    shape: tuple[int, int] = (1, 1)
    options: Any = None
    has_array = False
    max_cells_per_read = None
    max_cells_per_write = None

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.sheet = sheet
        self.row, self.column = int(row), int(column)
        self.shape = (int(rows), int(columns))
        self.options = {}
        self._xl: Any = None

    @property
    def xl(self) -> Any:
        """The range as LibreOffice knows it."""
        if self._xl is None:
            top, left = self.row - 1, self.column - 1
            self._xl = self.sheet.xl.getCellRangeByPosition(
                left, top, left + self.shape[1] - 1, top + self.shape[0] - 1
            )
        return self._xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def document(self) -> Any:
        """The document the range belongs to."""
        return self.sheet.book.document

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, self.row, self.column, *self.shape)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, self.row + row - 1, self.column + column - 1)

    @property
    def rows(self) -> list[Range]:
        return [Range(self.sheet, self.row + index, self.column, 1, self.shape[1]) for index in range(self.shape[0])]

    @property
    def columns(self) -> list[Range]:
        return [Range(self.sheet, self.row, self.column + index, self.shape[0], 1) for index in range(self.shape[1])]

    def _used(self) -> Range:
        """The range itself, a whole row or column clipped to what the sheet uses."""
        if self.shape[0] < ROWS and self.shape[1] < COLUMNS:
            return self
        used = self.sheet.used_range
        rows = min(self.shape[0], max(1, used.row + used.shape[0] - self.row))
        columns = min(self.shape[1], max(1, used.column + used.shape[1] - self.column))
        return Range(self.sheet, self.row, self.column, rows, columns)

    @property
    def raw_value(self) -> Any:
        target = self._used()
        data = values.read(self.sheet.book.formats, self.sheet.book.questions, target.xl)
        return (data[0][0] if data[0][0] != "" else None) if len(target) == 1 else data

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if not isinstance(data, (list, tuple)):
            data = [[data] * self.shape[1]] * self.shape[0]
        elif data and not isinstance(data[0], (list, tuple)):
            data = [data]
        with self._notes_kept():
            values.Writer(self.sheet.book.formats, self.sheet.xl, self.xl, self._table_name).write(data)

    def stored(self) -> Sequence[Sequence[str | float]]:
        """What the cells hold, in one call: a date as its number, "" for a blank, nothing good for an error."""
        found: Sequence[Sequence[str | float]] = self.xl.getDataArray()
        return found

    @property
    def has_formula(self) -> bool:
        """Whether any of the cells holds a formula."""
        return bool(self.xl.queryContentCells(values.FORMULAS).Count)

    def column_formats(self) -> list[str | None]:
        """`number_format` of each column, in one call."""
        found: list[str | None] = self.sheet.book.formats.codes_by_column(self.xl, self.shape[1])
        return found

    def row_formats(self) -> list[tuple[int, int, str]]:
        """Start and stop (excluded), from 0, of each stretch of a column that has one `number_format`, with it."""
        found: list[tuple[int, int, str]] = self.sheet.book.formats.codes_by_row(self.xl)
        return found

    @contextmanager
    def _notes_kept(self) -> Iterator[None]:
        """Have the comments of the cells outlive what is written into them: LibreOffice drops them with the content."""
        before = self.sheet.notes
        yield
        if before:
            after = self.sheet.notes
            for place, text in before.items():
                if place not in after:
                    self.sheet.set_note(place, text)

    def _table_name(self) -> str:
        """The table the first cell stands in, "" for none."""
        table = self.table
        return "" if table is None else table.name

    @property
    def formula(self) -> Any:
        found = values.formulas(self.sheet.xl, self._used().xl)
        return found[0][0] if len(found) == len(found[0]) == 1 else found

    @formula.setter
    def formula(self, data: str | Sequence[Any]) -> None:
        texts = [area for area in self.sheet.book.formats.areas(self.xl) if area.kind == formats.TEXT]
        if texts:
            raise values.ExcelWouldCoerce(f"{self.address} of {self.sheet.name} has the text format: no formula there")
        with self._notes_kept():
            if isinstance(data, str):
                values.fill_formula(self.xl, data, self._table_name())
                return
            rows = data if isinstance(data[0], (list, tuple)) else [data]
            values.set_formulas(self.xl, rows, self._table_name())

    formula2 = formula

    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:  # noqa: FBT001, FBT002 - xlwings' signature
        def cell(row: int, column: int) -> str:
            return f"{'$' if col_absolute else ''}{column_letters(column)}{'$' if row_absolute else ''}{row}"

        address = cell(self.row, self.column)
        if len(self) > 1:
            address += ":" + cell(self.row + self.shape[0] - 1, self.column + self.shape[1] - 1)
        return f"'[{self.sheet.book.name}]{self.sheet.name}'!{address}" if external else address

    @property
    def address(self) -> str:
        return self.get_address()

    def end(self, direction: str) -> Range:
        vertical = direction in {"down", "d", "up", "u"}
        step = 1 if direction in {"down", "d", "right", "r"} else -1
        filled, place, edge = self._line(vertical=vertical)
        stop = _end(filled, place, step, edge - 1) + 1
        return Range(self.sheet, stop, self.column) if vertical else Range(self.sheet, self.row, stop)

    def _line(self, *, vertical: bool) -> tuple[list[bool], int, int]:
        """Which cells of the range's first column (or row) are filled; the range's place in it; its length."""
        used = self.sheet.used_range
        if vertical:
            last = max(used.row + used.shape[0] - 1, self.row)
            data = self.sheet.xl.getCellRangeByPosition(self.column - 1, 0, self.column - 1, last - 1).getDataArray()
            return [row[0] != "" for row in data], self.row - 1, ROWS
        last = max(used.column + used.shape[1] - 1, self.column)
        data = self.sheet.xl.getCellRangeByPosition(0, self.row - 1, last - 1, self.row - 1).getDataArray()
        return [value != "" for value in data[0]], self.column - 1, COLUMNS

    @property
    def current_region(self) -> Range:
        cursor = self.sheet.xl.createCursorByRange(self.xl)
        cursor.collapseToCurrentRegion()
        return from_uno(self.sheet, cursor)

    def clear_contents(self) -> None:
        self.xl.clearContents(CONTENTS)

    def clear_formats(self) -> None:
        self.xl.clearContents(LOOKS)

    def clear(self) -> None:
        self.xl.clearContents(CONTENTS | LOOKS | NOTES)

    def select(self) -> None:
        self.document.CurrentController.select(self.xl)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        del copy_origin
        mode = uno_bridge.enum("com.sun.star.sheet.CellInsertMode", "RIGHT" if shift == "right" else "DOWN")
        self.sheet.xl.insertCells(self.xl.RangeAddress, mode)

    def delete(self, shift: str | None = None) -> None:
        mode = uno_bridge.enum("com.sun.star.sheet.CellDeleteMode", "LEFT" if shift == "left" else "UP")
        self.sheet.xl.removeRange(self.xl.RangeAddress, mode)

    def autofit(self, axis: str | None = None) -> None:
        if axis in {None, "columns", "c"}:
            self.xl.Columns.OptimalWidth = True
        if axis in {None, "rows", "r"}:
            self.xl.Rows.OptimalHeight = True

    def merge(self, across: bool = False) -> None:  # noqa: FBT001, FBT002 - xlwings' signature
        for row in self.rows if across else [self]:
            row.xl.merge(True)

    def unmerge(self) -> None:
        self.xl.merge(False)

    @property
    def merge_cells(self) -> bool:
        return bool(self.xl.IsMerged)

    @property
    def color(self) -> tuple[int, int, int] | None:
        return formats.colour_tuple(self.xl.CellBackColor)

    @color.setter
    def color(self, value: formats.Colour) -> None:
        self.xl.CellBackColor = formats.colour_number(value)

    @property
    def number_format(self) -> str | None:
        found: str | None = self.sheet.book.formats.code_of(self._used().xl)
        return found

    @number_format.setter
    def number_format(self, code: str) -> None:
        self.sheet.book.formats.set_code(self.xl, code)

    @property
    def column_width(self) -> float:
        return float(self.xl.Columns.getByIndex(0).Width) / _WIDTH_UNIT

    @column_width.setter
    def column_width(self, width: float) -> None:
        self.xl.Columns.Width = round(width * _WIDTH_UNIT)

    @property
    def row_height(self) -> float:
        return float(self.xl.Rows.getByIndex(0).Height) / _POINT

    @row_height.setter
    def row_height(self, height: float) -> None:
        self.xl.Rows.Height = round(height * _POINT)

    @property
    def row_hidden(self) -> bool | None:
        """Whether the rows are hidden; None when some are and some are not."""
        first = Range(self.sheet, self.row, self.column, self.shape[0]).xl
        shown = sum(area.EndRow - area.StartRow + 1 for area in first.queryVisibleCells().getRangeAddresses())
        return None if 0 < shown < self.shape[0] else shown == 0

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.xl.Rows.IsVisible = not value

    @property
    def wrap_text(self) -> bool:
        return bool(self.xl.IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self.xl.IsTextWrapped = value

    @property
    def font(self) -> formats.Font:
        return formats.Font(self.xl)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)

    @property
    def name(self) -> Any:
        for name in self.sheet.book.names:
            cells = name.api.getReferredCells()
            if cells is not None and cells.AbsoluteName == self.xl.AbsoluteName:
                return name
        return None

    @name.setter
    def name(self, name: str) -> None:
        quoted = self.sheet.name.replace("'", "''")
        self.sheet.book.names.add(name, refers_to=f"='{quoted}'!{self.address}")

    @property
    def table(self) -> Table | None:
        for table in self.sheet.tables:
            whole: Range = table.range
            if 0 <= self.row - whole.row < whole.shape[0] and 0 <= self.column - whole.column < whole.shape[1]:
                found: Table = table
                return found
        return None

    def set_links(self, links: Sequence[Link | None]) -> None:
        """Give each cell of the column its link, all at once; a cell without one is left blank.

        A link of LibreOffice's own is a field inside the text, set cell by cell; a formula of this column is copied to
        no other row here, and becomes the cell's own link when the workbook is saved.  Cells of the text format take no
        formula: they get the field.
        """
        if any(area.kind == formats.TEXT for area in self.sheet.book.formats.areas(self.xl)):
            self._set_fields(links)
            return
        self.formula = [(f"={hyperlink(link)}" if link else "",) for link in links]

    def _set_fields(self, links: Sequence[Link | None]) -> None:
        """Give each cell its link as a field, the whole of its text."""
        with self._notes_kept():
            for row, link in enumerate(links):
                cell = self.xl.getCellByPosition(0, row)
                cell.setString("")
                if link:
                    field = self.sheet.book.document.createInstance("com.sun.star.text.TextField.URL")
                    field.URL, field.Representation = _as_libreoffice_says(link.target), link.text
                    cell.insertTextContent(cell.createTextCursor(), field, False)

    def links(self) -> Iterator[tuple[int, Link]]:
        """The links of a column by row, counted from 0: those inside its texts, and its formulas."""
        for row, _, target, text in self.sheet.book.questions.ask("Fields", self.xl):
            yield row + 1 - self.row, Link(_inside(target), text)
        if self.has_formula:
            shown = self.xl.getDataArray()
            for place, (formula,) in enumerate(values.formulas(self.sheet.xl, self.xl)):
                match = _HYPERLINK.match(formula)
                if match is not None:
                    yield place, Link(str(match[1]).replace('""', '"'), str(shown[place][0]))

    def grounds(self) -> Iterator[tuple[tuple[int, int], tuple[int, int, int]]]:
        """The colour of each cell that has one, by row and column counted from 0."""
        for ground, _, top, left, bottom, right in self.sheet.book.questions.ask("Paints", self.xl):
            colour = formats.colour_tuple(ground)
            if colour is not None:
                for row in range(top + 1 - self.row, bottom + 2 - self.row):
                    for column in range(left + 1 - self.column, right + 2 - self.column):
                        yield (row, column), colour

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        del screen_tip
        self.set_links([Link(address, text_to_display or address)])

    @property
    def hyperlink(self) -> str:
        match = _HYPERLINK.match(self(1).formula)
        if match is None:
            raise ValueError("The cell doesn't seem to contain a hyperlink!")
        return str(match[1]).replace('""', '"')


def _inside(target: str) -> str:
    """A place of the workbook as Excel writes it: LibreOffice says « #Feuille.A1 »."""
    match = _PLACE.fullmatch(target)
    return f"#{match[1]}!{match[2]}" if match else target


def _as_libreoffice_says(target: str) -> str:
    """The reverse of `_inside`."""
    sheet, inside, cell = target.rpartition("!")
    return f"{sheet}.{cell}" if inside and target.startswith("#") else target


def _end(filled: Sequence[bool], place: int, step: int, edge: int) -> int:
    """Where Ctrl+arrow leads from `place`, counted from 0."""

    def full(index: int) -> bool:
        return 0 <= index < len(filled) and filled[index]

    index = place + step
    if full(place) and full(index):
        while full(index + step):
            index += step
        return index
    while 0 <= index < len(filled) and not full(index):
        index += step
    return index if full(index) else (edge if step > 0 else 0)


def from_uno(sheet: Sheet, cells: Any) -> Range:
    """The range for LibreOffice's own cells of that sheet."""
    return from_address(sheet, cells.RangeAddress)


def from_address(sheet: Sheet, place: Any) -> Range:
    """The range of that address, counted from 0."""
    return Range(
        sheet,
        place.StartRow + 1,
        place.StartColumn + 1,
        place.EndRow - place.StartRow + 1,
        place.EndColumn - place.StartColumn + 1,
    )

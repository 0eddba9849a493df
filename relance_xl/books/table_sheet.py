"""Rewriting the rows of a table inside its worksheet part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from relance_xl.books import shared_formulas
from relance_xl.books.arranging import as_stored
from relance_xl.books.cell_text import CellWriter
from relance_xl.books.column_formulas import column_formulas
from relance_xl.books.formulas import compute, operands
from relance_xl.books.ranges import Area, cell_address
from relance_xl.books.sheet_xml import Cell, SheetXml, areas_of, ruled, set_areas
from relance_xl.books.table_xml import TableXml
from relance_xl.problems import DataError, Problem
from relance_xl.tables.grid import Grid, Value, Written


class TableSheet:
    """One table and the worksheet it stands in, ready to be written.

    Attributes:
        table_changed: whether the table part must be written back too.
    """

    def __init__(self, table: TableXml, sheet: SheetXml, grid: Grid, writer: CellWriter) -> None:
        self.table = table
        self.sheet = sheet
        self.table_changed = False
        self._grid = grid
        self._writer = writer
        if any(b'"shared"' in row for row in sheet.rows.values()):
            shared_formulas.write_out(sheet)
        self._formulas = column_formulas(table, sheet)
        first = sheet.cells(table.ref.top + 1)
        self._styles = [first[column].style if column in first else "" for column in self._columns]
        self._height = sheet.height(table.ref.top + 1)

    @property
    def _columns(self) -> range:
        return range(self.table.ref.left, self.table.ref.right + 1)

    def replace(self, lines: Sequence[Sequence[Written]]) -> None:
        """Give the table exactly `lines`; with none it keeps one blank row."""
        top, count = self.table.ref.top, max(len(lines), 1)
        present = len(self._grid.rows)
        self._make_room(top + present, top + count)
        if self.table.clear_filter():
            self.table_changed = True
            for number in range(top + 1, top + 1 + max(count, present)):
                self.sheet.show(number)
        for place, line in enumerate(lines or [[None] * len(self._columns)]):
            self._put(top + 1 + place, line)
        for number in range(top + 1 + count, top + 1 + max(present, self.table.ref.bottom - top)):
            cells = self.sheet.cells(number)
            self.sheet.put(number, {column: cell for column, cell in cells.items() if column not in self._columns})
        self._end_at(top + count)

    def append(self, first: int, lines: Sequence[Sequence[Written]]) -> None:
        """Write `lines` from the row `first` of the body (counted from 0), over blank rows then below them."""
        top, present = self.table.ref.top, len(self._grid.rows)
        bottom = top + max(present, first + len(lines))
        self._make_room(top + present, bottom)
        self._adopt(range(min(first, present)))
        for place, line in enumerate(lines, start=top + 1 + first):
            self._put(place, line)
        self._end_at(bottom)

    def update(self, changes: Mapping[int, Mapping[int, Written]]) -> None:
        """Overwrite cells: row of the body → position of the column → value, both counted from 0.

        The column formulas of those rows are computed again.
        """
        self._adopt([place for place in range(len(self._grid.rows)) if place not in changes])
        operands_of_all = {header for formula in self._formulas.values() for header in operands(formula.text)}
        computing = {place for place, header in enumerate(self._grid.headers) if header in operands_of_all}
        for place, cells in changes.items():
            number = self.table.ref.top + 1 + place
            if number <= self.table.ref.bottom and computing.isdisjoint(cells) and self._swap(number, cells):
                continue
            row = list(self._grid.rows[place])
            present = self.sheet.cells(number)
            for position, value in cells.items():
                row[position] = as_stored(value)
                self._set(present, number, position, value)
            if number > self.table.ref.bottom or not computing.isdisjoint(cells):
                self._compute(present, number, row)
            self.sheet.put(number, present)
        self._end_at(self.table.ref.top + len(self._grid.rows))

    def _swap(self, number: int, values: Mapping[int, Written]) -> bool:
        """Overwrite cells that are there already; False, the row as it was, when one of them is not."""
        left = self.table.ref.left

        def write(column: int, style: str) -> str:
            return self._writer.cell(cell_address(number, column), values[column - left], style)

        return self.sheet.swap(number, [left + position for position in values], write)

    def _adopt(self, places: Collection[int]) -> None:
        """Give the rows typed under the table its column formulas, those of `places` only."""
        for place in places:
            number = self.table.ref.top + 1 + place
            if number > self.table.ref.bottom and self._formulas:
                cells = self.sheet.cells(number)
                self._compute(cells, number, self._grid.rows[place])
                self.sheet.put(number, cells)

    def _make_room(self, old_bottom: int, new_bottom: int) -> None:
        """DataError when the rows the table would grow over are not free.

        One more row must be: what would then stand directly under the table would be taken for its rows.
        """
        if new_bottom <= old_bottom:
            return
        below = Area(old_bottom + 1, self.table.ref.left, new_bottom + 1, self.table.ref.right)
        for row, column in self.sheet.used(below):
            address = cell_address(row, column)
            raise DataError(
                Problem(
                    sheet=self.table.sheet,
                    cell=address,
                    what=f"Le tableau « {self.table.name} » ne peut pas s'allonger : cette cellule est occupée",
                    expected="des lignes libres sous le tableau",
                )
            )
        refuse_merged(self.sheet, self.table, below)

    def _put(self, number: int, line: Sequence[Written]) -> None:
        """Write a whole row of the table; what stands beside the table in the same row stays."""
        cells = self.sheet.cells(number)
        for position in range(len(self._columns)):
            if position not in self._formulas:
                self._set(cells, number, position, line[position])
        self._compute(cells, number, [as_stored(value) for value in line])
        self.sheet.put(number, cells, self._height)

    def _style(self, cells: Mapping[int, Cell], number: int, position: int) -> str:
        """The cell's own style, or for a new row that of the table's first row."""
        cell = cells.get(self.table.ref.left + position)
        if cell is None or (number > self.table.ref.bottom and cell.style in {"", "0"}):
            return self._styles[position]
        return cell.style

    def _set(self, cells: dict[int, Cell], number: int, position: int, value: Written) -> None:
        column = self.table.ref.left + position
        style = self._style(cells, number, position)
        xml = self._writer.cell(cell_address(number, column), value, style)
        if xml:
            cells[column] = Cell(xml, style)
        else:
            cells.pop(column, None)

    def _compute(self, cells: dict[int, Cell], number: int, row: Sequence[Value]) -> None:
        """Write the row's column formulas with their results, as far as they can be computed here."""
        if not self._formulas:
            return
        values = dict(zip(self._grid.headers, row, strict=True))
        for position, formula in self._formulas.items():
            column = self.table.ref.left + position
            style = self._style(cells, number, position)
            address = cell_address(number, column)
            result = compute(formula.text, values)
            cells[column] = Cell(self._writer.formula(address, formula.at(address), result, style), style)

    def _end_at(self, bottom: int) -> None:
        """Resize the table; conditional formats and validations that covered its body follow."""
        old = self.table.ref
        if self.table.resize(bottom):
            self.table_changed = True
            self._stretch_rules(old, bottom)
        self.sheet.grow_dimension(self.table.ref)

    def _stretch_rules(self, old: Area, bottom: int) -> None:
        for element in ruled(self.sheet.frame):
            areas = areas_of(element)
            stretched = [_stretched(area, old, bottom) for area in areas]
            if stretched != areas:
                set_areas(element, stretched)
                self.sheet.frame_has_changed()


def _stretched(text: str, table: Area, bottom: int) -> str:
    """The area ending with the table's new last row, if it covered the body and ended with the old one."""
    try:
        area = Area.parse(text)
    except ValueError:
        return text
    covers = area.top <= table.top + 1 and area.bottom == table.bottom and area.meets(table)
    return str(area.down_to(bottom)) if covers else text


def refuse_merged(sheet: SheetXml, table: TableXml, body: Area) -> None:
    """DataError for merged cells inside `body`: a row of a table has one value a column."""
    problems = [
        Problem(
            sheet=table.sheet,
            cell=str(area),
            what=f"Des cellules sont fusionnées dans le tableau « {table.name} »",
            expected="aucune cellule fusionnée (Accueil, Fusionner et centrer, Annuler la fusion)",
        )
        for area in sheet.merged()
        if area.meets(body)
    ]
    if problems:
        raise DataError(problems)

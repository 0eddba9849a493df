"""Rewriting the rows of a table inside its worksheet part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from relance_xl.books.arranging import as_stored
from relance_xl.books.closed.sheets.cell_text import CellWriter
from relance_xl.books.closed.sheets.ranges import Area, cell_address
from relance_xl.books.closed.sheets.sheet_xml import Cell, Shape, SheetXml, areas_of, ruled, set_areas
from relance_xl.books.closed.tables import shared_formulas
from relance_xl.books.closed.tables.column_formulas import column_formulas
from relance_xl.books.closed.tables.table_xml import TableXml
from relance_xl.books.formulas import compute, operands
from relance_xl.problems import DataError, Problem
from relance_xl.tables.grid import Grid, Link, Value, Written, column_letters

_AT_ONCE = 256
"""Rows written together: enough to gain by it, few enough to hold in memory beside the sheet."""

Standing = tuple[str, list[str], str]
"""What stands in a row before the table, the style of each of the table's cells, and what stands behind it."""


class TableSheet:
    """One table and the worksheet it stands in, ready to be written.

    Attributes:
        table_changed: whether the table part must be written back too.
        links: those written, by row and column.
    """

    def __init__(self, table: TableXml, sheet: SheetXml, grid: Grid, writer: CellWriter) -> None:
        self.table = table
        self.sheet = sheet
        self.table_changed = False
        self.links: dict[tuple[int, int], Link] = {}
        self._grid = grid
        self._writer = writer
        if sheet.shares_formulas:
            shared_formulas.write_out(sheet)
        self._formulas = column_formulas(table, sheet)
        wanted = {header for formula in self._formulas.values() for header in operands(formula.text)}
        self._operands = [(place, header) for place, header in enumerate(grid.headers) if header in wanted]
        first = sheet.cells(table.ref.top + 1)
        self._styles = [first[column].style if column in first else "" for column in self._columns]
        self._height = sheet.height(table.ref.top + 1)
        self._letters = [column_letters(column) for column in self._columns]
        self._known: dict[tuple[Shape, bool], list[str] | None] = {}

    @property
    def _columns(self) -> range:
        return range(self.table.ref.left, self.table.ref.right + 1)

    def replace(self, lines: Sequence[Sequence[Written]], origins: Sequence[int | None] = ()) -> None:
        """Give the table exactly `lines`; with none it keeps one blank row.

        The looks of the present row that each is the line of, in `origins`, follow it.
        """
        top, count = self.table.ref.top, max(len(lines), 1)
        present = len(self._grid.rows)
        self._make_room(top + present, top + count)
        if self.table.clear_filter():
            self.table_changed = True
        for number in range(top + 1, top + 1 + max(count, present)):
            if self.sheet.is_hidden(number):
                self.sheet.show(number)
        standing = [self._standing(top + 1 + place) for place in range(max(count, present))]
        looks = self._looks(origins, [styles for _, styles, _ in standing[:present]])
        self._put(top + 1, lines or [[None] * len(self._columns)], standing[:count], looks)
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
        self._put(top + 1 + first, lines, [self._standing(top + 1 + first + place) for place in range(len(lines))])
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
            _, styles, _ = self._standing(number)
            for position, value in cells.items():
                row[position] = as_stored(value)
                self._set(present, styles, number, position, value)
            if number > self.table.ref.bottom or not computing.isdisjoint(cells):
                self._compute(present, styles, number, row)
            self.sheet.put(number, present)
        self._end_at(self.table.ref.top + len(self._grid.rows))

    def _swap(self, number: int, values: Mapping[int, Written]) -> bool:
        """Overwrite cells that are there already; False, the row as it was, when one of them is not."""
        left = self.table.ref.left

        if any(isinstance(value, Link) for value in values.values()):
            return False

        def write(column: int, style: str) -> str:
            return self._writer.cell(cell_address(number, column), values[column - left], style)

        return self.sheet.swap(number, [left + position for position in values], write)

    def _adopt(self, places: Collection[int]) -> None:
        """Give the rows typed under the table its column formulas, those of `places` only."""
        for place in places:
            number = self.table.ref.top + 1 + place
            if number > self.table.ref.bottom and self._formulas:
                cells = self.sheet.cells(number)
                _, styles, _ = self._standing(number)
                self._compute(cells, styles, number, self._grid.rows[place])
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

    def _looks(self, origins: Sequence[int | None], present: Sequence[list[str]]) -> list[list[str]]:
        """The style of each cell of the rows to come: of the line's own row; a new line has the usual one."""
        if not origins:
            return []
        usual = list(Counter(map(tuple, present)).most_common(1)[0][0]) if present else self._styles
        return [usual if origin is None else present[origin] for origin in origins]

    def _put(
        self,
        first: int,
        lines: Sequence[Sequence[Written]],
        standing: Sequence[Standing],
        looks: Sequence[Sequence[str]] = (),
    ) -> None:
        """Write whole rows of the table from `first`; what stands beside the table in the same rows stays."""
        for start in range(0, len(lines), _AT_ONCE):
            block = slice(start, start + _AT_ONCE)
            self._put_block(first + start, lines[block], standing[block], looks[block])

    def _put_block(
        self,
        first: int,
        lines: Sequence[Sequence[Written]],
        standing: Sequence[Standing],
        looks: Sequence[Sequence[str]],
    ) -> None:
        """The same for a few rows: column by column, for the cells of one are written alike."""
        styles = looks or [styles for _, styles, _ in standing]
        columns = [
            self._writer.column(letters, first, column, column_styles)
            for letters, column, column_styles in zip(
                self._letters, zip(*lines, strict=True), zip(*styles, strict=True), strict=True
            )
        ]
        for position in self._formulas:
            columns[position] = self._formula_column(position, first, lines, styles)
        self._note_links(first, lines)
        rows = zip(zip(*columns, strict=True), standing, strict=True)
        for number, (cells, (before, _, after)) in enumerate(rows, start=first):
            self.sheet.put_xml(number, "".join([before, *cells, after]), self._height)

    def _formula_column(
        self, position: int, first: int, lines: Sequence[Sequence[Written]], styles: Sequence[Sequence[str]]
    ) -> list[str]:
        return [
            self._computed(
                number, position, {header: as_stored(line[place]) for place, header in self._operands}, looks[position]
            )
            for number, (line, looks) in enumerate(zip(lines, styles, strict=True), start=first)
        ]

    def _note_links(self, first: int, lines: Sequence[Sequence[Written]]) -> None:
        for column, values in zip(self._columns, zip(*lines, strict=True), strict=True):
            if Link in set(map(type, values)):
                for number, value in enumerate(values, start=first):
                    if isinstance(value, Link):
                        self.links[number, column] = value

    def _standing(self, number: int) -> Standing:
        """What stands in the row before the table, the style of each of the table's cells, and what stands behind.

        Rows are alike: the styles are worked out once for all those of the same shape.
        """
        new = number > self.table.ref.bottom
        shape = self.sheet.shape(number)
        if shape is not None:
            key = shape, new
            if key not in self._known:
                alone = all(column in self._columns for column, _ in shape)
                self._known[key] = self._styles_over(dict(shape), new=new) if alone else None
            styles = self._known[key]
            if styles is not None:
                return "", styles, ""
        cells = sorted(self.sheet.cells(number).items())
        before = "".join(cell.xml for column, cell in cells if column < self._columns.start)
        after = "".join(cell.xml for column, cell in cells if column >= self._columns.stop)
        return before, self._styles_over({column: cell.style for column, cell in cells}, new=new), after

    def _styles_over(self, present: Mapping[int, str], *, new: bool) -> list[str]:
        """The style of each of the table's cells: its own, or in a `new` row that of the table's first row."""
        return [
            style if column not in present or (new and present[column] in {"", "0"}) else present[column]
            for column, style in zip(self._columns, self._styles, strict=True)
        ]

    def _by_header(self, row: Sequence[Value]) -> dict[str, Value]:
        return dict(zip(self._grid.headers, row, strict=True))

    def _computed(self, number: int, position: int, values: Mapping[str, Value], style: str) -> str:
        """The cell of a column formula with its result for the row's `values`, as far as it can be computed here."""
        formula = self._formulas[position]
        address = cell_address(number, self.table.ref.left + position)
        return self._writer.formula(address, formula.at(address), compute(formula.text, values), style)

    def _set(self, cells: dict[int, Cell], styles: Sequence[str], number: int, position: int, value: Written) -> None:
        column = self.table.ref.left + position
        if isinstance(value, Link):
            self.links[number, column] = value
        xml = self._writer.cell(cell_address(number, column), value, styles[position])
        if xml:
            cells[column] = Cell(xml, styles[position])
        else:
            cells.pop(column, None)

    def _compute(self, cells: dict[int, Cell], styles: Sequence[str], number: int, row: Sequence[Value]) -> None:
        """Write the row's column formulas."""
        values = self._by_header(row)
        for position in self._formulas:
            xml = self._computed(number, position, values, styles[position])
            cells[self.table.ref.left + position] = Cell(xml, styles[position])

    def end_at(self, bottom: int) -> None:
        """Let the table end at the row `bottom`, whatever it holds there; its rules follow."""
        self._end_at(bottom)

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

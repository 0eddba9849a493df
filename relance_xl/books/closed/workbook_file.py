"""The closed workbook file: read without a spreadsheet, written by patching only the parts that change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from weakref import WeakValueDictionary
from xml.parsers import expat

from relance_xl.books.arranging import (
    carried,
    changed_cells,
    filled_rows,
    follows,
    header_key,
    header_keys,
    missing_name,
    missing_table,
    restored_on_failure,
    same,
    spread,
    with_notes,
)
from relance_xl.books.closed.comments import Place, comments_follow, comments_of, give_comments
from relance_xl.books.closed.links import relink
from relance_xl.books.closed.locks import refuse_if_missing, refuse_if_unavailable
from relance_xl.books.closed.package import Package
from relance_xl.books.closed.replacing import replace_file
from relance_xl.books.closed.sheets.cell_text import CellWriter
from relance_xl.books.closed.sheets.cell_values import CellReader, rich_text
from relance_xl.books.closed.sheets.parts_xml import damaged, parse, plain, serialise
from relance_xl.books.closed.sheets.ranges import Area, cell_address, column_number
from relance_xl.books.closed.sheets.row_colours import set_colours
from relance_xl.books.closed.sheets.sheet_xml import Cell, SheetXml
from relance_xl.books.closed.sheets.styles import Styles
from relance_xl.books.closed.tables.stale_results import COMPUTED_SHEETS, forget_results
from relance_xl.books.closed.tables.table_reading import read_grid
from relance_xl.books.closed.tables.table_sheet import TableSheet
from relance_xl.books.closed.tables.table_xml import TableXml
from relance_xl.books.closed.workbook_xml import WorkbookXml
from relance_xl.ooxml.namespaces import SPREADSHEET
from relance_xl.problems import FileUnavailable, Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Grid, Row, Value, Written
from relance_xl.tables.sheet_rows import SheetRows

_SHARED_STRING = re.compile(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_LINKED = frozenset({"invoice", "document", "cell"})
"""Fields of the columns where the program writes links."""
_NO_STYLES = f'<styleSheet xmlns="{SPREADSHEET}"/>'.encode()
_LAST_CELL = re.compile(r'<c [^>]*?\br="([A-Z]+)[0-9]+"')
_HIDDEN = re.compile(r'\bhidden="(?:1|true)"')
_MOST_COLUMNS = 512
_FORMAT_USE = re.compile(rb'[dD]xfId="([0-9]+)"')


def _now() -> datetime:
    return datetime.now(tz=UTC).astimezone()


def _silent(message: str, share: float | None) -> None:
    del message, share


class WorkbookFile:
    """The port `Book` on a closed .xlsm or .xlsx.

    Sheets are read when first asked for.  `tell` receives the progress, `now` dates the copies.

    Attributes:
        remarks: what went wrong once the file was replaced: warnings, for the workbook is saved (N-100).
    """

    def __init__(
        self,
        path: Path,
        *,
        tell: Callable[[str, float | None], None] = _silent,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """FileUnavailable when the file is missing or is no workbook; DataError when it is damaged or a trap."""
        self._path = path.resolve()
        self.remarks: list[Problem] = []
        self._tell = tell
        self._now = now
        refuse_if_missing(self._path)
        try:
            content = self._path.read_bytes()
        except OSError as error:
            raise FileUnavailable(
                Problem(file=path.name, what="Ce classeur n'a pas pu être lu", expected="un classeur fermé")
            ) from error
        self._take(content)

    def _take(self, content: bytes) -> None:
        """Start anew from the bytes of the file."""
        self._content = content
        self._adopted = False
        self._package = Package(content, self._path.name)
        self._workbook = WorkbookXml(self._package)
        self._sheets: dict[str, SheetXml] = {}
        self._touched: set[str] = set()
        self._grids: WeakValueDictionary[str, Grid] = WeakValueDictionary()
        self._tables = self._find_tables()
        part = self._workbook.styles
        self._styles = Styles(self._package.xml(part) if part else parse(_NO_STYLES, "styles.xml"))
        self._strings: list[str] | None = None
        since_1904 = self._workbook.since_1904
        self._reader = CellReader(self._shared_strings, self._styles.clock, since_1904)
        self._writer = CellWriter(self._styles, since_1904)

    def adopt(self, content: bytes) -> None:
        """Go on with `content` in place of the file's own bytes, which the next `save` replaces, a copy kept."""
        original = self._content
        self._take(content)
        self._content, self._adopted = original, True

    def _find_tables(self) -> dict[str, TableXml]:
        found: dict[str, TableXml] = {}
        for sheet, part in self._workbook.sheets.items():
            for relation in self._package.relations(part).values():
                if relation.kind == "table" and relation.part in self._package:
                    table = TableXml(self._package.xml(relation.part), relation.part, sheet)
                    found[table.name] = table
        return found

    def _shared_strings(self) -> Sequence[str]:
        if self._strings is None:
            part = self._workbook.shared_strings
            text = plain(self._package.read(part), part).decode() if part else ""
            self._strings = [rich_text(inner) for inner in _SHARED_STRING.findall(text)]
        return self._strings

    def _sheet(self, name: str) -> SheetXml:
        if name not in self._sheets:
            part = self._workbook.sheets[name]
            self._sheets[name] = SheetXml(self._package.read(part), part)
        return self._sheets[name]

    def _table(self, name: str) -> TableXml:
        if name not in self._tables:
            raise missing_table(name)
        return self._tables[name]

    @property
    def path(self) -> Path:
        """The workbook's file, links followed."""
        return self._path

    def ensure_writable(self) -> None:
        """FileUnavailable when the file is open elsewhere or cannot be replaced: to be asked before any work."""
        refuse_if_unavailable(self._path)

    @contextmanager
    def all_or_nothing(self, tables: Collection[str]) -> Iterator[None]:
        """Do what the body does, or nothing; see the port.  The file itself changes at `save` alone."""
        del tables
        with restored_on_failure(self._put_back):
            yield

    def _put_back(self) -> Sequence[str]:
        self._take(self._content)
        return ()

    def table_names(self) -> frozenset[str]:
        """The names of the tables present."""
        return frozenset(self._tables)

    def read_table(self, table: str) -> Grid:
        """The table's cells.  DataError when it is absent, has merged cells or a totals row."""
        grid = self._grids.get(table)
        if grid is None:
            found = self._table(table)
            others = [t.ref for t in self._tables.values() if t.sheet == found.sheet and t is not found]
            grid = self._grids[table] = read_grid(found, self._sheet(found.sheet), self._reader, others)
        return grid

    def hidden_rows(self, table: str) -> frozenset[int]:
        """The rows of the table that a filter or a hand hides, counted from 0.  DataError when it is absent."""
        grid = self.read_table(table)
        sheet = self._sheet(grid.sheet)
        return frozenset(place for place in range(len(grid.rows)) if sheet.is_hidden(grid.top + 1 + place))

    def sheet_names(self) -> tuple[str, ...]:
        """The worksheets, in the workbook's order."""
        return tuple(self._workbook.sheets)

    def read_sheet(self, sheet: str) -> list[Row]:
        """All the rows of a sheet from its first line and first column; KeyError when there is no such sheet."""
        part = self._sheet(sheet)
        width = part.last_column()
        return [self._reader.row(part.row_xml(number), 1, width) for number in range(1, part.last_row() + 1)]

    def filled_rows(self, sheet: str) -> SheetRows:
        """The rows of a sheet that have cells, each as long as its own last one; KeyError when there is no such sheet.

        Columns beyond the 512th are left out: no list has so many.
        """
        part = self._sheet(sheet)
        numbers, rows, hidden = [], [], []
        for number, content in part.rows.between(1, part.last_row()):
            xml = content.decode()
            row = self._reader.row(xml, 1, _width(xml, part.last_column))
            while row and row[-1] is None:
                row.pop()
            if row:
                numbers.append(number)
                rows.append(row)
            if _HIDDEN.search(xml, 0, xml.find(">")):
                hidden.append(number)
        return SheetRows(numbers, rows, hidden=sheet in self._workbook.hidden, hidden_lines=hidden)

    def read_names(self) -> Mapping[str, Value]:
        """The value of every name of one cell."""
        return {name: self._value(*place) for name, place in self._workbook.named_cells().items()}

    def _value(self, sheet: str, row: int, column: int) -> Value:
        return self._reader.row(self._sheet(sheet).row_xml(row), column, column)[0]

    def name_address(self, name: str) -> tuple[str, str]:
        """Sheet and A1 address of a named cell.  DataError when the name is absent."""
        sheet, row, column = self._named(name)
        return sheet, cell_address(row, column)

    def _named(self, name: str) -> tuple[str, int, int]:
        places = self._workbook.named_cells()
        if name not in places:
            raise missing_name(name)
        return places[name]

    def replace_rows(
        self,
        table: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[Written]],
        origins: Sequence[int | None] = (),
    ) -> None:
        """Give the table exactly `rows`; see the port."""
        grid = self.read_table(table)
        lines = carried(grid, spread(grid, headers, rows), origins)
        self._write(table, lambda target: target.replace(lines, origins), grid, origins)

    def append_rows(self, table: str, headers: Sequence[str], rows: Sequence[Sequence[Written]]) -> None:
        """Add `rows` below the last row that is not blank; see the port."""
        grid = self.read_table(table)
        lines = spread(grid, headers, rows)
        if lines:
            self._write(table, lambda target: target.append(filled_rows(grid.rows), lines))

    def update_columns(self, table: str, columns: Mapping[str, Sequence[Written | Value]]) -> None:
        """Overwrite the cells of these columns whose value changes; see the port."""
        grid = self.read_table(table)
        own = {header_key(grid.headers[place]) for place in self._table(table).formulas() if place < len(grid.headers)}
        given = {header: values for header, values in columns.items() if header_key(header) not in own}
        changes = changed_cells(grid, given)
        if changes:
            self._write(table, lambda target: target.update(changes))

    def _write(
        self,
        name: str,
        change: Callable[[TableSheet], None],
        grid: Grid | None = None,
        origins: Sequence[int | None] = (),
    ) -> None:
        """Change the table; `grid` is what stood there when all its rows are replaced by others, from `origins`."""
        table = self._table(name)
        target = TableSheet(table, self._sheet(table.sheet), self.read_table(name), self._writer)
        change(target)
        if grid is not None:
            moved = _moves(grid, origins)
            if origins:
                comments_follow(self._package, target.sheet.part, moved)
            relink(self._package, target.sheet, target.links, _links_move(grid, moved))
        elif target.links:
            relink(self._package, target.sheet, target.links, _unmoved)
        if target.table_changed:
            self._package.write(table.part, serialise(table.root))
        self._touch(table.sheet)

    def _touch(self, sheet: str) -> None:
        self._touched.add(sheet)
        for name in [name for name, grid in self._grids.items() if grid.sheet == sheet]:
            del self._grids[name]

    def set_names(self, values: Mapping[str, Written]) -> None:
        """Write named cells, those whose value changes.  DataError when a name is absent."""
        places = {name: self._named(name) for name in values}
        for name, value in values.items():
            sheet, row, column = places[name]
            if same(value, self._value(sheet, row, column)):
                continue
            part = self._sheet(sheet)
            cells = part.cells(row)
            style = cells[column].style if column in cells else ""
            cells[column] = Cell(self._writer.cell(cell_address(row, column), value, style), style)
            part.put(row, cells)
            part.grow_dimension(Area(row, column, row, column))
            self._touch(sheet)

    def set_row_colours(self, table: str, level_column: str, colours: Mapping[int, tuple[str, str]]) -> None:
        """Colour the table's rows by level; the rules are the sheet's conditional formats (S2-23)."""
        grid = self.read_table(table)
        ref = self._table(table).ref
        keys = [header_key(header) for header in grid.headers]
        if header_key(level_column) not in keys:
            return
        position = keys.index(header_key(level_column))
        sheet = self._sheet(grid.sheet)
        body = Area(ref.top + 1, ref.left, ref.bottom, ref.right)
        if set_colours(sheet, self._styles, body, ref.left + position, colours, self._format_uses):
            self._touch(grid.sheet)

    def set_notes(self, table: str, header: str, notes: Mapping[int, str]) -> None:
        """Have a column bear exactly these comments of the program; see the port."""
        grid = self.read_table(table)
        if header not in grid.headers:
            return
        column, sheet = grid.left + grid.headers.index(header), self._sheet(grid.sheet)
        present = comments_of(self._package, sheet.part)
        ours = {(grid.top + 1 + row, column): text for row, text in notes.items()}
        wanted = with_notes(present, ours, lambda place: place[1] == column and _is_inside(grid, place))
        if wanted != present:
            give_comments(self._package, sheet, wanted)
            self._touch(grid.sheet)

    def _format_uses(self) -> Counter[int]:
        """How many rules and tables use each differential format."""
        uses: Counter[int] = Counter()
        parts = [self._package.read(table.part) for table in self._tables.values()]
        for name, part in self._workbook.sheets.items():
            parts.append(self._sheets[name].frame_bytes() if name in self._sheets else self._package.read(part))
        for content in parts:
            uses.update(int(number) for number in _FORMAT_USE.findall(content))
        return uses

    def tell(self, message: str, share: float | None = None) -> None:
        """Pass the progress on."""
        self._tell(message, share)

    def save(self) -> None:
        """Replace the file, keeping a dated copy; nothing at all when nothing has changed."""
        if not self._touched and not self._styles.changed and not self._adopted:
            return
        refuse_if_unavailable(self._path)
        self._forget_stale_results()
        for name in self._touched:
            part = self._workbook.sheets[name]
            self._package.write_pieces(part, _well_formed(self._sheet(name).content(), part))
            del self._sheets[name]
        if self._styles.changed and self._workbook.styles:
            self._package.write(self._workbook.styles, serialise(self._styles.root))
        self._package.drop_calculation_chain()
        self._workbook.recalculate_on_load()
        content = self._package.content()
        self.adopt(content)  # what could not be opened again is refused while the file is as it was
        self.remarks += replace_file(self._path, content, self._content, self._now())
        self._content, self._adopted = content, False

    def _forget_stale_results(self) -> None:
        """Have the figures of the program's own sheets computed anew when the workbook is next opened."""
        for name in COMPUTED_SHEETS:
            if name in self._workbook.sheets:
                tables = [table.ref for table in self._tables.values() if table.sheet == name]
                if forget_results(self._sheet(name), tables):
                    self._touched.add(name)


def _unmoved(place: Place) -> Place | None:
    return place


def _moves(grid: Grid, origins: Sequence[int | None]) -> Callable[[Place], Place | None]:
    """Where what is fastened to a cell of the table goes with its line; it stays without `origins`."""
    return partial(follows, grid, origins) if origins else _unmoved


def _links_move(grid: Grid, moved: Callable[[Place], Place | None]) -> Callable[[Place], Place | None]:
    """The same for links: those of the columns that bear the program's own are written anew, and go."""
    table = next((table for table in schema.TABLES if table.name == grid.table), None)
    linked = {header_key(column.header) for column in table.columns if column.field in _LINKED} if table else set()
    columns = {grid.left + place for place, key in enumerate(header_keys(grid.headers)) if key in linked}

    def follow(place: Place) -> Place | None:
        return None if place[1] in columns and _is_inside(grid, place) else moved(place)

    return follow


def _is_inside(grid: Grid, place: Place) -> bool:
    row, column = place[0] - grid.top - 1, place[1] - grid.left
    return 0 <= row < len(grid.rows) and 0 <= column < len(grid.headers)


def _width(row: str, last_column: Callable[[], int]) -> int:
    """The column of the last cell of a row; that of the sheet's when the cells bear no address."""
    last = _LAST_CELL.search(row, max(row.rfind("<c "), 0))
    return min(column_number(last[1]) if last else last_column(), _MOST_COLUMNS)


def _well_formed(pieces: Iterable[bytes], part: str) -> Iterator[bytes]:
    """The pieces themselves; a last guard before the user's file is replaced: what we wrote must be XML."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            yield piece
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(part) from error

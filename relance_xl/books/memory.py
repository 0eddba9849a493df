"""A workbook without a spreadsheet nor a file: what tests and scenarios talk to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from relance_xl.books.arranging import (
    as_stored,
    carried,
    changed_cells,
    filled_rows,
    is_blank,
    missing_name,
    missing_table,
    protected,
    read_only,
    refuse_headers,
    restored_on_failure,
    same,
    spread,
    with_notes,
)
from relance_xl.books.formulas import compute
from relance_xl.domain import sheets
from relance_xl.tables import schema
from relance_xl.tables.grid import Grid, Row, Value, Written

HEADER_ROW = 7
"""The worksheet's row of the headers in a book made from the schema."""


@dataclass(slots=True)
class MemoryTable:
    """A table as the fake holds it; `formulas` are the columns' own, by header; `hidden` rows count from 0.

    `comments` are those of its cells, by row (from 0) and header.
    """

    sheet: str
    headers: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    top: int = HEADER_ROW
    left: int = 1
    formulas: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    comments: dict[tuple[int, str], str] = field(default_factory=dict)


class MemoryBook:
    """The port `Book` in memory.

    Attributes:
        tables: by name; a test may change them at will.
        names: the value of every named cell.
        addresses: sheet and A1 address of every named cell.
        colours: what `set_row_colours` received, by table.
        messages: what `tell` received.
        saves: how many times `save` was called.
        protected: the sheets that nobody may write to; `set_row_colours` leaves them as they are.
        read_only: whether it could not be saved.
    """

    def __init__(
        self,
        path: Path,
        tables: Mapping[str, MemoryTable],
        names: Mapping[str, Value] | None = None,
        addresses: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self._path = path
        self.tables = dict(tables)
        self.names: dict[str, Value] = dict(names or {})
        self.addresses = {name: (sheets.PROPOSALS, f"C{row}") for row, name in enumerate(self.names, start=1)}
        self.addresses.update(addresses or {})
        self.colours: dict[str, dict[int, tuple[str, str]]] = {}
        self.messages: list[tuple[str, float | None]] = []
        self.saves = 0
        self.protected: set[str] = set()
        self.read_only = False
        self._before = self._state()

    @classmethod
    def empty(cls, path: Path) -> Self:
        """All the tables of the schema, without a row; the named cells with their defaults."""
        tables: dict[str, MemoryTable] = {}
        for table in schema.TABLES:
            beside = [other for other in tables.values() if other.sheet == table.sheet]
            tables[table.name] = MemoryTable(
                table.sheet,
                table.headers,
                left=1 + sum(len(other.headers) + 1 for other in beside),
                formulas={column.header: column.formula for column in table.columns if column.formula},
            )
        names: dict[str, Value] = {cell.name: cell.default or None for cell in schema.CRITERIA}
        card = {cell.name: (sheets.CARD, f"C{row}") for row, cell in enumerate(schema.CARD_CELLS, start=1)}
        addresses = {schema.LAST_IMPORT: (sheets.HOME, "C3"), schema.BROKEN_PROMISES: (sheets.HOME, "C4")}
        addresses |= {schema.BALANCE_DAY: (sheets.HOME, "C5"), schema.DSO: (sheets.HOME, "C6")}
        addresses |= {
            name: (sheets.CHARGES, f"C{row}") for row, name in ((1, schema.CHARGES_DAY), (2, schema.CHARGES_TOLD))
        }
        addresses |= card
        return cls(path, tables, names | dict.fromkeys(addresses), addresses)

    def fill(self, table: str, rows: Iterable[Mapping[str, Value]]) -> MemoryBook:
        """The book itself, the table holding exactly `rows`, each given by header; blank where a header is not named.

        KeyError for a header the table does not have.
        """
        found = self._table(table)
        found.rows = []
        for row in rows:
            unknown = set(row) - set(found.headers)
            if unknown:
                raise KeyError(f"{table}: {', '.join(sorted(unknown))}")
            found.rows.append(self._computed(found, [row.get(header) for header in found.headers]))
        return self

    def rows(self, table: str) -> list[dict[str, Value]]:
        """The rows that are not blank, by header."""
        found = self._table(table)
        return [dict(zip(found.headers, row, strict=True)) for row in found.rows if not is_blank(row)]

    def _table(self, name: str) -> MemoryTable:
        if name not in self.tables:
            raise missing_table(name)
        return self.tables[name]

    @staticmethod
    def _computed(table: MemoryTable, row: Sequence[Value]) -> Row:
        """The row with its column formulas computed; a row with nothing else stays blank."""
        values = dict(zip(table.headers, row, strict=True))
        given = [value for header, value in values.items() if header not in table.formulas]
        for header, formula in table.formulas.items():
            if header in values:
                values[header] = None if is_blank(given) else as_stored(compute(formula, values))
        return list(values.values())

    @property
    def path(self) -> Path:
        """The path given; nothing is read or written there."""
        return self._path

    def table_names(self) -> frozenset[str]:
        """The names of the tables present."""
        return frozenset(self.tables)

    def read_table(self, table: str) -> Grid:
        """The table's cells.  DataError when it is absent."""
        found = self._table(table)
        rows: list[Row] = [list(row) for row in found.rows] or [[None] * len(found.headers)]
        return refuse_headers(
            Grid(table=table, sheet=found.sheet, top=found.top, left=found.left, headers=found.headers, rows=rows)
        )

    def hidden_rows(self, table: str) -> frozenset[int]:
        """The rows told to be hidden.  DataError when the table is absent."""
        return frozenset(self._table(table).hidden)

    def read_names(self) -> Mapping[str, Value]:
        """The value of every named cell."""
        return dict(self.names)

    def name_address(self, name: str) -> tuple[str, str]:
        """Sheet and A1 address of a named cell.  DataError when the name is absent."""
        if name not in self.names:
            raise missing_name(name)
        return self.addresses[name]

    def _named(self, name: str) -> Value:
        self.name_address(name)
        return self.names[name]

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
        found = self._writable(table)
        found.rows = [self._stored(found, line) for line in lines]
        found.hidden = frozenset()
        if origins:
            places = {origin: place for place, origin in enumerate(origins) if origin is not None}
            found.comments = {
                (places[row], header): text for (row, header), text in found.comments.items() if row in places
            }

    def append_rows(self, table: str, headers: Sequence[str], rows: Sequence[Sequence[Written]]) -> None:
        """Add `rows` below the last row that is not blank; see the port."""
        lines = spread(self.read_table(table), headers, rows)
        found = self._writable(table)
        first = filled_rows(found.rows)
        found.rows[first : first + len(lines)] = [self._stored(found, line) for line in lines]

    def _writable(self, name: str) -> MemoryTable:
        self._refuse_protected([self._table(name).sheet])
        return self._table(name)

    def _stored(self, table: MemoryTable, line: Sequence[Written]) -> Row:
        return self._computed(table, [as_stored(value) for value in line])

    def update_columns(self, table: str, columns: Mapping[str, Sequence[Written | Value]]) -> None:
        """Overwrite whole columns, their own formulas excepted; see the port."""
        grid = self.read_table(table)
        found = self._table(table)
        own = set(found.formulas)
        changes = changed_cells(grid, {header: values for header, values in columns.items() if header not in own})
        if changes:
            self._refuse_protected([found.sheet])
        for place, cells in changes.items():
            row = list(grid.rows[place])
            for position, value in cells.items():
                row[position] = as_stored(value)
            found.rows[place : place + 1] = [self._computed(found, row)]

    def set_names(self, values: Mapping[str, Written]) -> None:
        """Write named cells.  DataError when a name is absent."""
        written = [self.name_address(name)[0] for name, value in values.items() if not same(value, self._named(name))]
        self._refuse_protected(written)
        self.names.update({name: as_stored(value) for name, value in values.items()})

    def set_row_colours(self, table: str, level_column: str, colours: Mapping[int, tuple[str, str]]) -> None:
        """Remember the colours of a table that has this column."""
        found = self._table(table)
        if level_column in found.headers and found.sheet not in self.protected:
            self.colours[table] = dict(colours)

    def set_notes(self, table: str, header: str, notes: Mapping[int, str]) -> None:
        """Have a column bear exactly these comments of the program; see the port."""
        found = self._table(table)
        if header not in found.headers or found.sheet in self.protected:
            return
        found.comments = with_notes(found.comments, {(row, header): text for row, text in notes.items()},
                                    lambda place: place[1] == header)  # fmt: skip

    def tell(self, message: str, share: float | None = None) -> None:
        """Remember the progress told."""
        self.messages.append((message, share))

    def ensure_writable(self) -> None:
        """FileUnavailable for a book told to be read-only: memory is never open elsewhere."""
        if self.read_only:
            raise read_only(self._path.name)

    @contextmanager
    def all_or_nothing(self, tables: Collection[str]) -> Iterator[None]:
        """Do what the body does, or nothing; see the port."""
        self._before = self._state()
        with restored_on_failure(self._put_back):
            self._refuse_protected(self.tables[name].sheet for name in tables if name in self.tables)
            yield

    def _refuse_protected(self, sheets: Iterable[str]) -> None:
        refused = self.protected.intersection(sheets)
        if refused:
            raise protected(sorted(refused))

    def _state(self) -> tuple[dict[str, list[Row]], dict[str, dict[tuple[int, str], str]], dict[str, Value]]:
        rows = {name: list(table.rows) for name, table in self.tables.items()}
        return rows, {name: dict(table.comments) for name, table in self.tables.items()}, dict(self.names)

    def _put_back(self) -> Sequence[str]:
        rows, comments, self.names = self._before
        for name, table in self.tables.items():
            table.rows, table.comments = rows[name], comments[name]
        return ()

    def save(self) -> None:
        """Count the saves: what was written is settled.  FileUnavailable when it is read-only."""
        self.ensure_writable()
        self.saves += 1
        self._before = self._state()

"""The port to any spreadsheet: a few verbs, plain values.

Three spreadsheets serve it (`relance_xl.books`): memory, the closed file, live Excel or LibreOffice.
Tables are Excel tables (ListObjects), found by name; columns are found by header, in whatever order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CellError:
    """A spreadsheet error as the cell shows it: « #N/A », « #REF! »."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Uncomputed:
    """A formula that no spreadsheet has computed yet: it has no value to trust."""

    formula: str


class Percent(float):
    """A number that the cell shows in percent: 0.0215, shown as « 2,15 % »."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere when clicked: « #'Factures'!B12 », a path, or an address."""

    target: str
    text: str


Value = None | str | int | float | bool | Decimal | date | datetime | time | timedelta | CellError | Uncomputed
Written = None | str | int | float | Decimal | date | datetime | Link
Row = Sequence[Value]


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Grid:
    """The cells of one table as they stand in the sheet, below its header.

    Attributes:
        top, left: row and column of the first header cell, counted from 1.
        headers: as written in the sheet, in the sheet's order.
        rows: one sequence a row, as long as `headers`; blank rows included, so that row i stands in the
            worksheet's row `top + 1 + i`.
    """

    table: str
    sheet: str
    top: int
    left: int
    headers: tuple[str, ...]
    rows: Sequence[Row]

    def address(self, row: int, column: int) -> str:
        """The A1 address of the cell at `row` and `column` of this grid, both counted from 0."""
        return f"{column_letters(self.left + column)}{self.top + 1 + row}"


class Book(Protocol):
    """One open workbook.

    Writes are seen by later reads of the same book.  `save` makes them last: the closed file is then replaced
    atomically, a dated copy kept; a live spreadsheet saves its workbook.
    """

    @property
    def path(self) -> Path:
        """The file; its folder receives letters, drafts and the copies."""

    def ensure_writable(self) -> None:
        """FileUnavailable when the workbook could not be saved under its name: to be asked before any work."""

    def all_or_nothing(self, tables: Collection[str]) -> AbstractContextManager[None]:
        """Do what the body does, or nothing: when it raises, every cell is again as it was at the last `save`, or here.

        `tables` are those that the body may write to, a named cell counting for a table of its sheet; those that the
        workbook lacks are no matter here.  FileUnavailable, before the body, when the sheet of one of them is
        protected.  The exception gets a note that says what has become of the workbook.  To be entered before any
        other write.
        """

    def table_names(self) -> frozenset[str]:
        """The names of the tables present."""

    def read_table(self, table: str) -> Grid:
        """The table's cells.  Rows typed directly under the table belong to it.  DataError when it is absent."""

    def hidden_rows(self, table: str) -> frozenset[int]:
        """The rows of `read_table`, counted from 0, that a filter or a hand hides.  DataError when it is absent."""

    def read_names(self) -> Mapping[str, Value]:
        """The value of every named cell of the book (names of one cell only)."""

    def name_address(self, name: str) -> tuple[str, str]:
        """Sheet and A1 address of a named cell.  DataError when the name is absent."""

    def replace_rows(
        self,
        table: str,
        headers: Sequence[str],
        rows: Sequence[Sequence[Written]],
        origins: Sequence[int | None] = (),
    ) -> None:
        """Give the table exactly `rows`; `headers` names their columns.

        The header row, formats, validations and the columns' own formulas stay.  `origins` says of each row which
        present one (counted from 0, each once) it is the line of: the user's own columns, and the comments of its
        cells, follow it.  Without them these columns are emptied, and comments stay where they are.  No rows: the table
        keeps one blank row, as Excel does.
        """

    def append_rows(self, table: str, headers: Sequence[str], rows: Sequence[Sequence[Written]]) -> None:
        """Add `rows` below the last row that is not blank; the table grows, its column formulas are filled."""

    def update_columns(self, table: str, columns: Mapping[str, Sequence[Written | Value]]) -> None:
        """Give whole columns new values, one a row of `read_table`; a cell whose value is unchanged stays untouched.

        An error or a formula read from a cell may be given back: that cell is left as it is.
        """

    def set_names(self, values: Mapping[str, Written]) -> None:
        """Write named cells."""

    def set_row_colours(self, table: str, level_column: str, colours: Mapping[int, tuple[str, str]]) -> None:
        """Colour the table's rows by the level in `level_column`: level → (fill, text), « #RRGGBB » or "" (S2-23)."""

    def set_notes(self, table: str, header: str, notes: Mapping[int, str]) -> None:
        """Have a column bear exactly these comments of the program: row of `read_table`, from 0, → text.

        Those of a person, which do not begin with `NOTE_SIGN`, stay.  A table without the column has none.
        """

    def tell(self, message: str, share: float | None = None) -> None:
        """Show progress: a sentence, and the share done from 0 to 1 when known."""

    def save(self) -> None:
        """Make the writes last.  FileUnavailable when the file is open elsewhere or cannot be written."""


NOTE_SIGN = "⚠"
"""How a comment of the program's begins."""


def column_letters(number: int) -> str:
    """The letters of a column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""LibreOffice made to behave as public reports say Excel does; nobody has seen Excel here.

Each habit is a context manager laid on our xlwings engine; what only a person with Excel can confirm stands in
`docs/excel_smoke_test.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from relance_xl.libreoffice.engine import sheets, uno_bridge
from relance_xl.libreoffice.engine.cells import Range

Setter = Callable[[Range, Any], None]
Habit = Callable[[], AbstractContextManager[None]]


class CallRejected(Exception):
    """RPC_E_CALL_REJECTED, 0x800AC472: what pywin32 raises while Excel is busy."""


CallRejected.__module__ = "pywintypes"


@contextmanager
def _setter(owner: type, name: str, make: Callable[[Setter], Setter]) -> Iterator[None]:
    """Lay `make(setter)` over the setter of a property for a while."""
    old: property = getattr(owner, name)
    assert old.fset is not None
    setattr(owner, name, old.setter(make(old.fset)))
    try:
        yield
    finally:
        setattr(owner, name, old)


def filtered_writes() -> AbstractContextManager[None]:
    """An array written over rows that a filter hides: its first row goes into each visible one, the others get nothing.

    xlwings issues 679 (open), 747 and 2619.
    """

    def make(write: Setter) -> Setter:
        def raw_value(self: Range, data: Any) -> None:
            height, width = self.shape
            if height == 1 or self.row_hidden is False or not isinstance(data, (list, tuple)):
                write(self, data)
                return
            shown = [row for row in range(height) if not self.xl.Rows.getByIndex(row).IsFiltered]
            if len(shown) == height:
                write(self, data)
                return
            first = list(data[0]) if isinstance(data[0], (list, tuple)) else list(data)
            for row in shown:
                write(Range(self.sheet, self.row + row, self.column, 1, width), [first])

        return raw_value

    return _setter(Range, "raw_value", make)


def formulas_fill_table_columns() -> AbstractContextManager[None]:
    """Formulas written to a table column become one calculated column: the first one fills all the rows.

    xlwings issues 2383 and 2113; office-js 2093, by design.
    """

    def make(write: Setter) -> Setter:
        def formula(self: Range, data: Any) -> None:
            table = None if isinstance(data, str) else self.table
            if table is None or self.shape[1] != 1 or self.shape[0] == 1:
                write(self, data)
                return
            whole = table.range
            first = data[0][0] if isinstance(data[0], (list, tuple)) else data[0]
            body = Range(self.sheet, whole.row + 1, self.column, whole.shape[0] - 1, 1)
            write(body, [(first,)] * (whole.shape[0] - 1))

        return formula

    return _setter(Range, "formula", make)


@contextmanager
def silent_locked_cells() -> Iterator[None]:
    """A write to a locked cell of a protected sheet does nothing and says nothing, as on macOS.

    xlwings issues 1845, 177 and 175.
    """

    def make(write: Setter) -> Setter:
        def value(self: Range, data: Any) -> None:
            if not self.sheet.xl.isProtected():
                write(self, data)

        return value

    with _setter(Range, "raw_value", make), _setter(Range, "formula", make):
        yield


@contextmanager
def refused_call(number: int) -> Iterator[list[int]]:
    """The write of that number, counted from 1, is refused once: a cell is being typed, a dialogue is open.

    Threads of pywin32 and xlwings on RPC_E_CALL_REJECTED.  Gives a list that holds how many writes there were.
    """
    writes = [0]

    def make(write: Setter) -> Setter:
        def value(self: Range, data: Any) -> None:
            writes[0] += 1
            if writes[0] == number:
                raise CallRejected(-2147418111, "Call was rejected by callee.")
            write(self, data)

        return value

    with _setter(Range, "raw_value", make), _setter(Range, "formula", make), _setter(Range, "number_format", make):
        yield writes


@contextmanager
def unmapped_cloud() -> Iterator[None]:
    """`fullname` raises for a workbook of OneDrive or SharePoint that is in no folder of this machine.

    xlwings issues 2554, 2652, 1630, 2396 and 1946.
    """
    import xlwings  # noqa: PLC0415 - slow to import, and this habit alone needs it

    def fullname(self: sheets.Book) -> str:
        raise xlwings.XlwingsError(f"Couldn't find the local path of {self.document.Title}")

    old = sheets.Book.fullname
    sheets.Book.fullname = property(fullname)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        sheets.Book.fullname = old  # type: ignore[method-assign]


def filter_table(table: Any, column: int, text: str) -> None:
    """Have the table's filter arrow of that column (from 0) show the rows that hold the text alone."""
    field = uno_bridge.struct("com.sun.star.sheet.TableFilterField2")
    field.Field, field.Operator = column, 2  # com.sun.star.sheet.FilterOperator2.EQUAL
    field.IsNumeric, field.StringValue = False, text
    table.xl.AutoFilter = True
    table.xl.FilterDescriptor.FilterFields2 = (field,)
    table.xl.FilterDescriptor.ContainsHeader = True
    table.xl.refresh()

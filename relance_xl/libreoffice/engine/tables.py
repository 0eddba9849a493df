"""Tables: LibreOffice's database ranges, which is what it makes of Excel's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from relance_xl.libreoffice.engine.cells import Range, from_address

if TYPE_CHECKING:
    from relance_xl.libreoffice.engine.sheets import Sheet


class Table(base_classes.Table):
    """One table of a sheet."""

    show_headers = True
    show_totals = False
    totals_row_range = insert_row_range = None
    table_style = None

    def __init__(self, sheet: Sheet, name: str) -> None:
        self._sheet, self._name = sheet, name
        self._xl: Any = None

    @property
    def xl(self) -> Any:
        """The table as LibreOffice knows it."""
        if self._xl is None:
            self._xl = self._sheet.book.every_table.getByName(self._name)
        return self._xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def parent(self) -> Sheet:
        return self._sheet

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self.xl.Name = self._name = name

    display_name = name

    @property
    def range(self) -> Range:
        return from_address(self._sheet, self.xl.DataArea)

    @property
    def header_row_range(self) -> Range:
        whole = self.range
        return Range(self._sheet, whole.row, whole.column, 1, whole.shape[1])

    @property
    def data_body_range(self) -> Range | None:
        whole = self.range
        if whole.shape[0] == 1:
            return None
        return Range(self._sheet, whole.row + 1, whole.column, whole.shape[0] - 1, whole.shape[1])

    @property
    def autofilter(self) -> AutoFilter:
        return AutoFilter(self.xl)

    @property
    def show_autofilter(self) -> bool:
        return bool(self.xl.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self.xl.AutoFilter = value

    def resize(self, target: Any) -> None:
        """Give the table another last row or column; the header stays where it is."""
        whole, wanted = self.range, target.impl
        if (wanted.row, wanted.column) != (whole.row, whole.column) or wanted.shape[0] < 2:
            raise ValueError("A table keeps its header and at least one row")
        self.xl.DataArea = wanted.xl.RangeAddress


class AutoFilter(base_classes.AutoFilter):
    """What the filter arrows of a table hide."""

    def __init__(self, xl: Any) -> None:
        self._xl = xl

    def clear(self, field: int | None = None) -> None:
        """Show all the rows again."""
        del field
        descriptor = self._xl.FilterDescriptor
        if descriptor.FilterFields or descriptor.FilterFields2:
            descriptor.FilterFields2 = ()
            cells = self._xl.getReferredCells()  # to refresh without criteria would leave the rows hidden
            everything = cells.createFilterDescriptor(True)
            everything.ContainsHeader = True  # else the table loses its header, and its formulas count it for a line
            cells.filter(everything)


class Tables(base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, parent: Sheet) -> None:
        self.parent = parent

    @property
    def api(self) -> Any:
        return self.parent.book.every_table

    def _items(self) -> list[Table]:
        place, sheets = self.parent.index - 1, self.parent.book.sheets_of_tables()
        return [Table(self.parent, name) for name, sheet in sheets.items() if sheet == place]

    def __len__(self) -> int:
        return len(self._items())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._items())

    def __contains__(self, key: str | int) -> bool:
        if isinstance(key, str):
            return any(table.name == key for table in self._items())
        return 1 <= key <= len(self)

    def __call__(self, key: str | int) -> Table:
        items = self._items()
        if isinstance(key, int):
            return items[key - 1]
        for table in items:
            if table.name.casefold() == key.casefold():
                return table
        raise KeyError(key)

    def add(
        self,
        source_type: Any = None,
        source: Any = None,
        link_source: Any = None,
        has_headers: Any = True,  # noqa: FBT002 - xlwings' signature
        destination: Any = None,
        table_style_name: Any = None,
        name: str | None = None,
    ) -> Table:
        """A new table over `source`.  LibreOffice 7.4 does not write it as a table into an Excel file."""
        del source_type, link_source, destination, table_style_name
        found = self.api
        name = name or next(f"Table{number}" for number in range(1, 10_000) if not found.hasByName(f"Table{number}"))
        found.addNewByName(name, source.impl.xl.RangeAddress)
        made = found.getByName(name)
        made.ContainsHeader = bool(has_headers)
        made.AutoFilter = True
        return Table(self.parent, name)

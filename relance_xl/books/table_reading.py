"""Reading a table's grid out of its worksheet part."""

from __future__ import annotations

from collections.abc import Sequence

from relance_xl.books.arranging import is_blank
from relance_xl.books.cell_values import CellReader
from relance_xl.books.ranges import LAST_ROW, Area
from relance_xl.books.sheet_xml import SheetXml
from relance_xl.books.table_sheet import refuse_merged
from relance_xl.books.table_xml import TableXml
from relance_xl.tables.grid import Grid, Row, Value


def read_grid(table: TableXml, sheet: SheetXml, reader: CellReader, others: Sequence[Area]) -> Grid:
    """The table's cells; rows typed directly under it belong to it, down to a blank one or to one of `others`.

    A row that holds nothing but the results of its own columns is blank.  DataError for merged cells, a totals row or
    a missing header row.
    """
    table.refuse_unsupported()
    ref = table.ref
    derived = table.derived()
    typed = [place for place in range(ref.right - ref.left + 1) if place not in derived]

    def row(number: int) -> Row:
        content = sheet.rows.get(number)
        if content is None:
            return blank
        values = reader.row(content.decode(), ref.left, ref.right)
        return values if any(values[place] is not None for place in typed) else blank

    blank: Sequence[Value] = (None,) * (ref.right - ref.left + 1)
    rows = [row(number) for number in range(ref.top + 1, ref.bottom + 1)]
    free = min(
        (area.top for area in others if area.meets(ref.down_to(LAST_ROW)) and area.top > ref.bottom), default=LAST_ROW
    )
    for number in range(ref.bottom + 1, free):
        values = row(number)
        if is_blank(values):
            break
        rows.append(values)
    refuse_merged(sheet, table, Area(ref.top + 1, ref.left, ref.top + max(len(rows), 1), ref.right))
    return Grid(
        table=table.name,
        sheet=table.sheet,
        top=ref.top,
        left=ref.left,
        headers=_headers(table, sheet, reader),
        rows=rows,
    )


def _headers(table: TableXml, sheet: SheetXml, reader: CellReader) -> tuple[str, ...]:
    """The headers as the sheet shows them; the table part's own where the sheet's cell is blank."""
    shown = reader.row(sheet.row_xml(table.ref.top), table.ref.left, table.ref.right)
    names = table.column_names
    return tuple(
        str(text) if text is not None else (names[place] if place < len(names) else "")
        for place, text in enumerate(shown)
    )

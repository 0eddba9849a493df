"""Rows given by field, laid out as a table of the schema has its columns: nothing is written by position."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from relance_xl.tables.grid import Written
from relance_xl.tables.schema import Column, Table

Fields = Mapping[str, Written]
"""Field of the schema → value; fields left out are blank."""


def laid_out(
    table: Table, rows: Iterable[Fields], columns: Sequence[Column] | None = None
) -> tuple[list[str], list[list[Written]]]:
    """The headers and the rows to hand to a book's `replace_rows` or `append_rows`, in the same order.

    `columns` are those to write; None means all that have no formula of their own, which the table fills itself.
    KeyError for a field that the table has not: no value is lost by a slip of the pen.
    """
    written = [column for column in table.columns if not column.formula] if columns is None else columns
    fields = [column.field for column in written]
    known = {column.field for column in table.columns}
    alike: set[tuple[str, ...]] = set()
    values: list[list[Written]] = []
    for row in rows:
        shape = tuple(row)
        if shape not in alike:  # rows are alike: the fields are looked at once for all those of one shape
            if not row.keys() <= known:
                raise KeyError(*sorted(row.keys() - known))
            alike.add(shape)
        values.append(list(map(row.get, fields)))
    return [column.header for column in written], values

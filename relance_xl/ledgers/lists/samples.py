"""The columns of a list with what they are read as (N-14)."""

from __future__ import annotations

from collections.abc import Sequence

from relance_xl.ledgers.common.seen import SeenColumn, SeenFile, samples
from relance_xl.ledgers.lists.column_names import (
    SEARCHED_ROWS,
    Header,
    find_directory,
    find_headed,
    find_header,
    name_key,
    nearest_header,
)
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.shape import by_values
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

_LOOKED_AT = 200


def columns_seen(rows: Sequence[Sequence[Value]], place: str, options: ListOptions, numbers: Sequence[int]) -> SeenFile:
    """The columns of a list, whether it can be imported or not."""
    header = _header(rows, options.for_rows(rows))
    if header is None:
        return SeenFile(place=place, line=0, columns=())
    body = rows[header.row + 1 : header.row + 1 + _LOOKED_AT]
    header = by_values(header, body)
    fields = {position: field for field, position in header.columns.items()}
    columns = [
        SeenColumn(title=title, field=fields.get(position, ""), samples=samples(body, position))
        for position, cell in enumerate(rows[header.row])
        if (title := cells.shown(cell).strip())
    ]
    return SeenFile(place=place, line=numbers[header.row], columns=tuple(columns))


def _header(rows: Sequence[Sequence[Value]], options: ListOptions) -> Header | None:
    """The header that an import would take; else the row most like one; else the first row of several texts."""
    mapping = options.mapping
    found = find_header(rows, mapping) or find_headed(rows, mapping) or find_directory(rows, mapping)
    nearest = found or nearest_header(rows, mapping)
    if nearest is None or nearest.columns:
        return nearest
    widest = max(range(min(len(rows), SEARCHED_ROWS)), key=lambda index: _texts(rows[index]))
    return nearest_header([()] * widest + [rows[widest]], mapping) if _texts(rows[widest]) else None


def _texts(row: Sequence[Value]) -> int:
    return sum(1 for cell in row if isinstance(cell, str) and name_key(cell))

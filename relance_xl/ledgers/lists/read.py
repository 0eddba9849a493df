"""A list of invoices, as any invoicing program exports it: the rows of a CSV or of an Excel sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.lists.column_names import SEARCHED_ROWS, Header, find_header, nearest_header
from relance_xl.ledgers.lists.items import ListItems
from relance_xl.ledgers.lists.lines.cutting import Broken
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.rows import AMOUNTS, DAYS, NoItem, RowReader
from relance_xl.ledgers.lists.shape import shape_of
from relance_xl.ledgers.lists.values import DateOrder, decimal_mark, is_ambiguous, order_of
from relance_xl.problems import DataError, Problem
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

Rows = Sequence[Sequence[Value]]


def read_list(
    rows: Rows,
    file: str,
    options: ListOptions | None = None,
    numbers: Sequence[int] | None = None,
    broken: Sequence[Broken] = (),
) -> Imported:
    """The open items of a list given as rows of cells; `numbers` are the rows' lines in `file`, from 1 when None.

    `broken` are lines that could not be cut into cells.

    DataError when no header is found, or when the days of the file prove no order and its headers are not French:
    its text is then the question to the user, whom `ListOptions.date_order` lets answer.  A row that cannot be read
    is set aside and said.
    """
    options = options or ListOptions()
    header = find_header(rows, options.mapping)
    if header is None:
        raise DataError(_no_header(rows, file, options))
    numbers = range(1, len(rows) + 1) if numbers is None else numbers
    body = rows[header.row + 1 :]
    reader = RowReader(
        header=header,
        order=_order(body, header, options, file, numbers[header.row]),
        marks={name: decimal_mark(_column(body, header, name)) for name in AMOUNTS if name in header.columns},
    )
    items = ListItems(file, options, shape_of(body, header))
    for lost in broken:
        items.fault(lost.line, cells.CellFault(lost.why), *reader.identity(lost.fields))
    for line, row in zip(numbers[header.row + 1 :], body, strict=True):
        _take(items, reader, line, row)
    return replace(items.imported(), columns=header.titles, unused_columns=header.unused)


def _take(items: ListItems, reader: RowReader, line: int, row: Sequence[Value]) -> None:
    try:
        found = reader.read(row)
        if found is NoItem.BLANK:
            items.blank += 1
        elif found is NoItem.TITLE:
            items.title(line, reader.heading(row), reader.identity(row))
        elif found is NoItem.TOTAL:
            items.aside.totals.append(line)
        else:
            items.add(line, found, row)
    except cells.CellFault as fault:
        items.fault(line, fault, *reader.identity(row))


def _order(body: Rows, header: Header, options: ListOptions, file: str, line: int) -> DateOrder:
    """The order of the days: the user's answer, what the columns prove, or that of French headers."""
    if options.date_order is not None:
        return options.date_order
    values = [value for name in DAYS if name in header.columns for value in _column(body, header, name)]
    seen = order_of(values)
    if seen.mixed:
        raise DataError(
            Problem(
                file=file,
                line=line,
                what="Des dates s'y lisent jour/mois et d'autres mois/jour",
                expected="un seul ordre dans tout le fichier, ou l'ordre à retenir",
            )
        )
    if seen.order is not None:
        return seen.order
    doubtful = next((str(value) for value in values if is_ambiguous(value)), "")
    if doubtful and header.english:
        raise DataError(
            Problem(
                file=file,
                line=line,
                what=f"« {doubtful} » peut se lire jour/mois ou mois/jour, et aucune date du fichier n'en décide",
                expected="l'ordre des dates, jj/mm/aaaa ou mm/jj/aaaa",
                value=doubtful,
            )
        )
    return DateOrder.DAY_FIRST


def _column(body: Rows, header: Header, name: str) -> list[Value]:
    place = header.columns[name]
    return [row[place] if place < len(row) else None for row in body]


def _no_header(rows: Rows, file: str, options: ListOptions) -> Problem:
    header = nearest_header(rows, options.mapping)
    seen = next((row for row in rows if any(not cells.is_blank(value) for value in row)), ())
    if header is not None and header.columns:
        seen = rows[header.row]
        known = ", ".join(header.titles.values())
        what = f"Parmi les {SEARCHED_ROWS} premières lignes, les seules colonnes reconnues sont : {known}"
    else:
        what = f"Aucune des {SEARCHED_ROWS} premières lignes ne porte des noms de colonnes connus"
    return Problem(
        file=file,
        line=header.row + 1 if header is not None and header.columns else 0,
        what=what,
        expected="un client, un montant, et un numéro de facture ou une date",
        value=" ; ".join(cells.shown(value) for value in seen)[:80],
    )

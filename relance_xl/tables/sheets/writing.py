"""From the domain to the rows of the sheets; formats and colours stay the workbook's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import PurePath

from relance_xl.domain.issue.phone import Call
from relance_xl.domain.model import OpenItem, ReminderLevel
from relance_xl.domain.outcome import LineKey, ProposedLine
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Link, Value, Written
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.places import located


def yes_no(value: bool) -> str:  # noqa: FBT001 - the value written, not an option
    """« oui » or « non »."""
    return schema.YES if value else schema.NO


def item_link(item: OpenItem) -> Link | str:
    """The invoice number, leading to the line's row in `Factures` (S2-04)."""
    if not item.row:
        return item.invoice
    return Link(f"#'{schema.ITEMS.sheet}'!B{item.row}", item.invoice)


def document_link(item: OpenItem, folder: PurePath | None) -> Link | None:
    """The name of the document of `Pièce`, leading to it; a bare name is looked for in `folder`."""
    if not item.document:
        return None
    path = PurePath(item.document)
    target = path if path.is_absolute() or folder is None else folder / path
    return Link(str(target), path.name)


def proposal_rows(
    lines: Iterable[ProposedLine],
    reference: str,
    folder: PurePath | None = None,
    numbers: Mapping[LineKey, str] | None = None,
) -> list[list[Written]]:
    """The rows of `Relances`, in the shipped order of its columns; blank currencies show the reference's.

    `numbers` are those of registered letters typed so far.
    """
    typed = numbers or {}
    return [
        [
            line.alert or None,
            yes_no(line.ticked),
            line.customer.code,
            line.customer.name,
            item_link(line.item),
            line.item.due_date,
            line.days_overdue,
            line.item.currency or reference,
            line.item.amount,
            line.item.paid or None,
            line.item.open_amount,
            line.item.level,
            line.level,
            line.channel.value,
            line.template or None,
            line.why,
            line.item.last_reminder,
            line.customer.group,
            line.group.manager or None,
            document_link(line.item, folder),
            typed.get(line.key),
        ]
        for line in lines
    ]


def call_rows(calls: Iterable[Call], reference: str, folder: PurePath | None = None) -> list[list[Written]]:
    """The rows of `Appels`, the columns of the call's outcome left blank."""
    return [
        [
            call.customer.code,
            call.customer.name,
            call.customer.contact or None,
            call.customer.phone or None,
            call.customer.email or None,
            item_link(call.item),
            call.item.due_date,
            call.days_overdue,
            call.item.currency or reference,
            call.item.open_amount,
            call.customer_total,
            call.level,
            call.manager or None,
            None,
            None,
            None,
            None,
            document_link(call.item, folder),
        ]
        for call in calls
    ]


def replace_present(
    book: Book, table: schema.Table, rows: Sequence[Sequence[Written]], optional: Collection[str]
) -> None:
    """Give the table `rows`, in the shipped order of its columns, without the `optional` fields that it lacks.

    A workbook made before these columns goes on without them.  DataError when another column has values and is absent.
    """
    grid = book.read_table(table.name)
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.field not in optional or column_of(grid, column) is not None
    ]
    if len(kept) < len(table.columns):
        rows = [[row[place] for place in kept] for row in rows]
    book.replace_rows(table.name, [table.columns[place].header for place in kept], rows)


def write_problems(book: Book, problems: Sequence[Problem]) -> None:
    """Fill `Contrôle`: errors first, each with a link to its cell."""
    ordered = sorted(located(book, problems), key=lambda problem: problem.severity is not Severity.ERROR)
    rows = [
        [problem.severity.value, problem.sheet or problem.file or None, _cell_link(problem), problem.value or None,
         typeset(problem.message)]
        for problem in ordered
    ]  # fmt: skip
    book.replace_rows(schema.CONTROL.name, schema.CONTROL.headers, rows)


def _cell_link(problem: Problem) -> Link | str | None:
    if problem.sheet and problem.cell:
        quoted = problem.sheet.replace("'", "''")
        return Link(f"#'{quoted}'!{problem.cell}", problem.cell)
    return f"ligne {problem.line}" if problem.line else None


def colours(levels: Iterable[ReminderLevel]) -> dict[int, tuple[str, str]]:
    """Level → (fill, text) as `Niveaux` states them; the row for all groups speaks before a group's own (S2-23)."""
    stated: dict[int, tuple[str, str]] = {}
    for level in sorted(levels, key=lambda level: level.group is not None):
        stated.setdefault(level.number, (level.fill_colour, level.text_colour))
    return stated


def write_colours(book: Book, levels: Iterable[ReminderLevel]) -> None:
    """Give the coloured tables the colours of `Niveaux`."""
    stated = colours(levels)
    for table in schema.TABLES:
        if table.colour_by and table.name in book.table_names():
            book.set_row_colours(table.name, table.colour_by, stated)


def set_cells(book: Book, table: schema.Table, changes: Mapping[int, Mapping[str, Written]]) -> None:
    """Overwrite some cells of a table: worksheet row → field → value; every other cell keeps its value.

    DataError when a value has no column to stand in: nothing is lost in silence.
    """
    if not changes:
        return
    grid = book.read_table(table.name)
    fields = {field for change in changes.values() for field in change}
    columns: dict[str, list[Written | Value]] = {}
    for field in sorted(fields):
        column = table.column(field)
        position = column_of(grid, column)
        values: list[Written | Value] = [None if position is None else row[position] for row in grid.rows]
        for row, change in changes.items():
            if field in change:
                values[row - grid.top - 1] = change[field]
        columns[column.header if position is None else grid.headers[position]] = values
    book.update_columns(table.name, columns)

"""From the domain to the rows of the sheets; formats and colours stay the workbook's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby, zip_longest
from pathlib import PurePath
from typing import Final

from relance_xl.domain.issue.batches import Reckoned
from relance_xl.domain.issue.phone import Call
from relance_xl.domain.model import OpenItem, ReminderLevel
from relance_xl.domain.outcome import LineKey, ProposedLine
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.alike import CELL, SAME, told_together, unrepeated
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Book, Grid, Link, Value, Written, column_letters
from relance_xl.tables.records import column_of
from relance_xl.tables.rows import Fields, laid_out
from relance_xl.tables.sheets.places import located


def yes_no(value: bool) -> str:  # noqa: FBT001 - the value written, not an option
    """« oui » or « non »."""
    return schema.YES if value else schema.NO


def item_link(item: OpenItem, column: str) -> Link | str:
    """The invoice number, leading to the line's row in `column` of `Factures`, « 'Factures'!B » (S2-04)."""
    return Link(f"#{column}{item.row}", item.invoice) if item.row else item.invoice


def invoice_column(book: Book) -> str:
    """« 'Factures'!B »: where the invoices' numbers stand, whatever the user has called the sheet."""
    grid = book.read_table(schema.ITEMS.name)
    place = column_of(grid, schema.ITEMS.column("invoice"))
    return f"{quoted(grid.sheet)}!{column_letters(grid.left + (place or 0))}"


def quoted(sheet: str) -> str:
    """The name of a worksheet as a reference has it."""
    return "'{}'".format(sheet.replace("'", "''"))


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
    invoices: str,
    folder: PurePath | None = None,
    numbers: Mapping[LineKey, str] | None = None,
    reckonings: Iterable[Reckoned] = (),
) -> list[Fields]:
    """The rows of `Relances`, by field; blank currencies show the reference's.

    `invoices` is what `invoice_column` gives; `numbers` are those of registered letters typed so far; `reckonings`, one
    a line, feed the running totals.
    """
    typed = numbers or {}
    return [
        {
            "alert": line.alert or None,
            "ticked": yes_no(line.ticked),
            "customer": line.customer.code,
            "name": line.customer.name,
            "invoice": item_link(line.item, invoices),
            "due_date": line.item.due_date,
            "days_overdue": line.days_overdue,
            "currency": line.item.currency or reference,
            "amount": line.item.amount,
            "paid": line.item.paid or None,
            "open_amount": line.item.open_amount,
            "level_reached": line.item.level,
            "level_proposed": line.level,
            "channel": line.channel.value,
            "template": line.template or None,
            "why": line.why,
            "last_reminder": line.item.last_reminder,
            "group": line.customer.group,
            "manager": line.group.manager or None,
            "document": document_link(line.item, folder),
            "registered_number": typed.get(line.key),
            "computed_tick": yes_no(line.computed.ticked),
            "computed_level": line.computed.level,
            "computed_channel": line.computed.channel.value,
            "batch": None,
            "reference_balance": counted.balance if counted else None,
            "customer_rank": counted.customer if counted else None,
            "reminder_number": counted.reminder if counted else None,
        }
        for line, counted in zip_longest(lines, reckonings)
    ]


def call_rows(
    calls: Iterable[Call], reference: str, invoices: str, folder: PurePath | None = None
) -> list[dict[str, Written]]:
    """The rows of `Appels`, by field, those of the call's outcome left out.

    A row without an invoice opens each customer: what is typed there counts for all his lines (N-35).
    """
    rows: list[dict[str, Written]] = []
    for code, his in groupby(calls, key=lambda call: call.customer.code):
        lines = list(his)
        rows.append(_opening_row(code, lines, reference))
        rows += [_call_row(call, reference, invoices, folder) for call in lines]
    return rows


Place = tuple[str, str, date | None]
"""Customer, invoice and due date of a row of `Appels`: no invoice and no date for the row that opens a customer."""


def call_places(calls: Iterable[Call]) -> Iterator[Place]:
    """The places of `call_rows`, in their order."""
    for code, his in groupby(calls, key=lambda call: call.customer.code):
        yield code, "", None
        for call in his:
            yield code, call.item.invoice, call.item.due_date


def _opening_row(code: str, lines: Sequence[Call], reference: str) -> dict[str, Written]:
    """The customer's row: his total, the highest level reached, what was said last.

    His e-mail stands on his lines: here a long contact runs over its column.
    """
    said = dict.fromkeys(call.follow_up for call in lines if call.follow_up)
    return {
        "customer": code,
        **_whom(lines[0]),
        "email": None,
        "currency": reference,
        "open_amount": lines[0].customer_total,
        "customer_total": lines[0].customer_total,
        "level_reached": max(call.level for call in lines),
        "follow_up": " | ".join(said) or None,
    }


def _whom(call: Call) -> dict[str, Written]:
    customer = call.customer
    told = {"name": customer.name, "contact": customer.contact, "phone": customer.phone, "email": customer.email}
    return {name: value or None for name, value in {**told, "manager": call.manager}.items()}


def _call_row(call: Call, reference: str, invoices: str, folder: PurePath | None) -> dict[str, Written]:
    return {
        "customer": call.customer.code,
        **_whom(call),
        "invoice": item_link(call.item, invoices),
        "due_date": call.item.due_date,
        "days_overdue": call.days_overdue,
        "currency": call.item.currency or reference,
        "open_amount": call.item.open_amount,
        "customer_total": call.customer_total,
        "level_reached": call.level,
        "follow_up": call.follow_up or None,
        "document": document_link(call.item, folder),
    }


def replace_present(book: Book, table: schema.Table, rows: Iterable[Fields], optional: Collection[str]) -> None:
    """Give the table `rows`, without the `optional` fields that it lacks.

    A workbook made before these columns goes on without them.  DataError when another column has values and is absent.
    """
    grid = book.read_table(table.name)
    kept = [
        column
        for column in table.columns
        if not column.formula and (column.field not in optional or column_of(grid, column) is not None)
    ]
    rows = list(rows)
    book.replace_rows(table.name, *laid_out(table, rows, kept), origins_of(grid, table, rows))


def origins_of(grid: Grid, table: schema.Table, rows: Sequence[Fields]) -> list[int | None]:
    """Which present row (from 0) each of `rows` is the line of, None for a new line: what the user put beside follows.

    Lines alike are told apart by their order.
    """
    columns = [table.column(field) for field in _LINE[table.name]]
    places = [column_of(grid, column) for column in columns]
    present: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(grid.rows):
        present[tuple(None if place is None else _told(row[place]) for place in places)].append(number)
    fields = [column.field for column, place in zip(columns, places, strict=True) if place is not None]
    found: list[int | None] = []
    for fields_of_row in rows:
        key = tuple(_told(fields_of_row.get(column.field)) if column.field in fields else None for column in columns)
        standing = present.get(key)
        found.append(standing.pop(0) if standing and any(key) else None)
    return found


_LINE: Final = {
    schema.PROPOSALS.name: ("customer", "invoice", "due_date"),
    schema.CALLS.name: ("customer", "invoice", "due_date"),
    schema.CONTROL.name: ("sheet", "cell", "message"),
}
"""What a line is known by, from one writing of its sheet to the next."""


def _told(value: Written | Value) -> object:
    """What two writings of a cell have in common: of a sentence that stands for several, what it says of one."""
    if isinstance(value, Link):
        value = value.text
    if isinstance(value, datetime):
        return value.date()
    return " ".join(value.partition(SAME)[0].split()) if isinstance(value, str) else value


def write_control(book: Book, problems: Iterable[Problem], origin: str = "", met: Iterable[Problem] = ()) -> None:
    """Fill `Contrôle` with the faults of the workbook, and with what the action `origin` met beside them.

    What other actions met stays.  DataError when the workbook has no such table.
    """
    grid = book.read_table(schema.CONTROL.name)
    known = unrepeated(located(book, problems))
    own = _unknown(unrepeated(located(book, met)), known)
    names = _sheets_now(book, {problem.sheet for problem in (*known, *own) if problem.cell})
    rows = [
        *_control_rows(known, names, ""),
        *_control_rows(own, names, origin),
        *(row for row in _met_before(grid) if row["origin"] != origin),
    ]
    rows.sort(key=lambda row: row["severity"] != Severity.ERROR.value)
    replace_present(book, schema.CONTROL, rows, {"number", "origin"})


def has_met(book: Book, origin: str) -> bool:
    """Whether `Contrôle` holds something that this action met when it was last done."""
    if schema.CONTROL.name not in book.table_names():
        return False
    return any(row["origin"] == origin for row in _met_before(book.read_table(schema.CONTROL.name)))


def _unknown(met: Iterable[Problem], known: Iterable[Problem]) -> list[Problem]:
    """Of what an action met, what the workbook does not show: neither the same words, nor a named kind of it."""
    said = {_words(each) for each in known}
    kinds = {(each.kind, each.value) for each in known if each.kind}
    return [each for each in met if _words(each) not in said and (each.kind, each.value) not in kinds]


def _words(problem: Problem) -> tuple[str, str, str]:
    return problem.sheet, problem.cell, problem.message


def _control_rows(problems: Sequence[Problem], names: Mapping[str, str], origin: str) -> list[Fields]:
    return [
        {
            "severity": told.problem.severity.value,
            "number": told.number,
            "sheet": told.problem.sheet or told.problem.file or None,
            "cell": _cell_link(told.problem, names),
            "value": told.problem.value or None,
            "message": typeset(told.message),
            "origin": origin or None,
        }
        for told in told_together(problems)
    ]


def _met_before(grid: Grid) -> list[Fields]:
    """The rows that an action left, as they stand; none in a workbook that does not say which they are."""
    places = {column.field: column_of(grid, column) for column in schema.CONTROL.columns}
    if places["origin"] is None:
        return []
    rows = ({field: None if at is None else row[at] for field, at in places.items()} for row in grid.rows)
    return [_standing(row) for row in rows if row["origin"]]


def _standing(row: Mapping[str, object]) -> Fields:
    told = {field: shown(value) or None for field, value in row.items() if field != "number"}  # type: ignore[arg-type]
    number = row["number"]
    cell, sheet = told["cell"], told["sheet"]
    link = Link(f"#{quoted(sheet)}!{cell}", cell) if sheet and cell and CELL.fullmatch(cell) else cell
    return {**told, "cell": link, "number": int(number) if isinstance(number, int | float) else 1}


def _sheets_now(book: Book, sheets: Collection[str]) -> dict[str, str]:
    """What the user calls these sheets of ours now: a link to the old name would lead nowhere."""
    present = book.table_names()
    tables = {table.sheet: table.name for table in reversed(schema.TABLES) if table.name in present}
    return {sheet: book.read_table(tables[sheet]).sheet for sheet in sheets if sheet in tables}


def _cell_link(problem: Problem, names: Mapping[str, str]) -> Link | str | None:
    if problem.sheet and problem.cell:
        return Link(f"#{quoted(names.get(problem.sheet, problem.sheet))}!{problem.cell}", problem.cell)
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


def append_records(book: Book, table: schema.Table, rows: Iterable[Fields]) -> None:
    """Add rows given by field below the table; an older workbook goes without its later columns."""
    grid = book.read_table(table.name)
    columns = [
        column
        for column in table.columns
        if not column.formula and not (column.recent and column_of(grid, column) is None)
    ]
    book.append_rows(table.name, *laid_out(table, rows, columns))


def set_cells(book: Book, table: schema.Table, changes: Mapping[int, Mapping[str, Written]]) -> None:
    """Overwrite some cells of a table: worksheet row → field → value; every other cell keeps its value.

    DataError when a value has no column to stand in: nothing is lost in silence, but what older workbooks
    have no column for.
    """
    if not changes:
        return
    grid = book.read_table(table.name)
    fields = {field for change in changes.values() for field in change}
    columns: dict[str, list[Written | Value]] = {}
    for field in sorted(fields):
        column = table.column(field)
        position = column_of(grid, column)
        if position is None and column.recent:
            continue  # a workbook made before does not keep it
        values: list[Written | Value] = [None if position is None else row[position] for row in grid.rows]
        for row, change in changes.items():
            if field in change:
                values[row - grid.top - 1] = change[field]
        columns[column.header if position is None else grid.headers[position]] = values
    book.update_columns(table.name, columns)

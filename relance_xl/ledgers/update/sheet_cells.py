"""Customers and items as cells of the sheets `Clients` and `Factures`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from relance_xl.domain.model import Customer, OpenItem
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.update.directory import address_cells
from relance_xl.tables import schema
from relance_xl.tables.grid import Written
from relance_xl.tables.rows import Fields

Changes = Mapping[int, Fields]
"""Worksheet row → field of the schema → new value; every other cell keeps its value."""


def contact_changes(customers: Mapping[str, Customer], imported: Imported) -> Changes:
    """The cells of `Clients` to overwrite when the user asks for the file's names and addresses.

    Only what the file states and the sheet has otherwise; an address is replaced as a whole.
    """
    changes: dict[int, Mapping[str, Written]] = {}
    for code, stated in imported.customers.items():
        known = customers.get(code)
        if known is None or not known.row:
            continue
        cells = {
            field: getattr(stated, field)
            for field in ("name", "postal_code", "city", "country", "contact", "phone", "email")
            if getattr(stated, field) and getattr(stated, field) != getattr(known, field)
        }
        if stated.address and stated.address != known.address:
            cells |= address_cells(stated)
        if cells:
            changes[known.row] = cells
    return changes


def customer_rows(customers: Iterable[Customer]) -> Iterator[Fields]:
    """The rows to append to `Clients`."""
    for customer in customers:
        address = address_cells(customer)
        stated = (column.field for column in schema.CUSTOMERS.columns if column.field not in address)
        yield {**address, **{field: _cell(customer, field) for field in stated}}


def item_rows(items: Iterable[OpenItem]) -> Iterator[Fields]:
    """The rows to append to `Factures`; the table fills its own formulas."""
    fields = [column.field for column in schema.ITEMS.columns if not column.formula]
    return ({field: _cell(item, field) for field in fields} for item in items)


def _cell(record: Customer | OpenItem, field: str) -> Written:
    value = getattr(record, field)
    if field == "paid" and not value:
        return None
    return None if value == "" else getattr(value, "value", value)


def item_differences(before: OpenItem, after: OpenItem) -> dict[str, Written]:
    """The cells that make `after` of the row `before`."""
    fields = ("amount", "paid", "due_date", "issue_date", "currency", "payment_method", "note",
              "computed_terms", "import_settled")  # fmt: skip
    return {field: _cell(after, field) for field in fields if getattr(before, field) != getattr(after, field)}

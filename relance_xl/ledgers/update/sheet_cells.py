"""Customers and items as cells of the sheets `Clients` and `Factures`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from relance_xl.domain.model import Customer, OpenItem
from relance_xl.ledgers.common.imported import Imported
from relance_xl.tables import schema
from relance_xl.tables.grid import Written

Changes = Mapping[int, Mapping[str, Written]]
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
            cells |= _address_cells(stated)
        if cells:
            changes[known.row] = cells
    return changes


def customer_rows(customers: Iterable[Customer]) -> tuple[tuple[str, ...], list[list[Written]]]:
    """Headers and rows to append to `Clients`."""
    columns = schema.CUSTOMERS.columns
    rows = []
    for customer in customers:
        address = _address_cells(customer)
        rows.append([address[each.field] if each.field in address else _cell(customer, each.field) for each in columns])
    return tuple(column.header for column in columns), rows


def item_rows(items: Iterable[OpenItem]) -> tuple[tuple[str, ...], list[list[Written]]]:
    """Headers and rows to append to `Factures`; the table fills its own formulas."""
    columns = [column for column in schema.ITEMS.columns if not column.formula]
    return (
        tuple(column.header for column in columns),
        [[_cell(item, column.field) for column in columns] for item in items],
    )


def _cell(record: Customer | OpenItem, field: str) -> Written:
    value = getattr(record, field)
    if field == "paid" and not value:
        return None
    return None if value == "" else getattr(value, "value", value)


def _address_cells(customer: Customer) -> dict[str, Written]:
    lines = (*customer.address, "", "", "")
    return {f"address_{number}": lines[number - 1] or None for number in (1, 2, 3)}


def item_differences(before: OpenItem, after: OpenItem) -> dict[str, Written]:
    """The cells that make `after` of the row `before`."""
    fields = ("amount", "paid", "due_date", "issue_date", "currency", "payment_method", "note")
    return {field: _cell(after, field) for field in fields if getattr(before, field) != getattr(after, field)}

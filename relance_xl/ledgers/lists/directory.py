"""The customers' own sheet, beside the invoices: names and addresses for the codes that the list bears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from relance_xl.domain.model import Customer
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.common.spelling import spaced
from relance_xl.ledgers.lists.column_names import Header, nearest_header
from relance_xl.tables import cells
from relance_xl.tables.grid import Row, Value

_TEXTS = ("postal_code", "city", "country", "contact", "phone", "email", "payment_terms")


def completed(imported: Imported, sheets: Mapping[str, Sequence[Row]]) -> Imported:
    """The import whose customers are completed from the sheets that list customers; what the list says stays."""
    known: dict[str, Customer] = {}
    for rows in sheets.values():
        known = _listed(rows) | known
    return replace(
        imported,
        customers={
            code: _completed(customer, known[code]) if code in known else customer
            for code, customer in imported.customers.items()
        },
    )


def _listed(rows: Sequence[Row]) -> dict[str, Customer]:
    """The customers of a sheet that has a code and a name and no amount; none for any other sheet."""
    for mapping in ({}, {"customer": "id"}):
        header = nearest_header(rows, mapping)
        if header and {"customer", "name"} <= header.columns.keys() and header.columns.keys().isdisjoint(_OF_INVOICES):
            found = (_customer(row, header) for row in rows[header.row + 1 :])
            return {customer.code: customer for customer in found if customer.code}
    return {}


_OF_INVOICES = frozenset({"amount", "open_amount", "debit", "credit", "invoice"})


def _customer(row: Row, header: Header) -> Customer:
    def text(name: str) -> str:
        place = header.columns.get(name, -1)
        value: Value = row[place] if 0 <= place < len(row) else None
        try:
            return spaced(cells.code(value))
        except cells.CellFault:
            return ""  # coordinates are a help, never a fault

    return Customer(
        code=text("customer"),
        name=text("name"),
        address=tuple(part for name in ("address_1", "address_2", "address_3") if (part := text(name))),
        **{name: text(name) for name in _TEXTS},  # type: ignore[arg-type]  # all these fields are texts
    )


def _completed(customer: Customer, other: Customer) -> Customer:
    named = customer if customer.name not in {"", customer.code} else replace(customer, name=other.name)
    blank = {name: getattr(other, name) for name in (*_TEXTS, "address") if not getattr(named, name)}
    return replace(named, **blank)

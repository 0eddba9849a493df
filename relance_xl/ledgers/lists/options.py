"""What the user says of a list of invoices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from relance_xl.domain.model import Customer
from relance_xl.ledgers.lists.values import DateOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """How to read a list.

    Attributes:
        mapping: field → header of the file, the user's correction of the usual names; remembered by the workbook.
        date_order: the user's answer when the days of the file prove no order.
        cut_off: state at the end of that day: invoices settled later are open, invoices issued later are left out.
        customers: those of the workbook, to find the code of a customer whom the file only names.
        terms: customers' own payment terms by code; `default_terms` for the others.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    cut_off: date | None = None
    customers: Mapping[str, Customer] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    default_terms: str = "30 jours"
    reference_currency: str = "EUR"

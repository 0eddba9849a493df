"""What the user says of a list of invoices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from relance_xl.domain.model import Customer
from relance_xl.ledgers.lists.column_names import SEARCHED_ROWS, shape_mark
from relance_xl.ledgers.lists.values import DateOrder
from relance_xl.tables.grid import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """How to read a list.

    Attributes:
        mapping: field → header of the file, the user's correction of the usual names; remembered by the workbook.
        shapes: the same, remembered for the lists of one shape only.
        told: the same, told this time: it comes before what is remembered.
        date_order: the user's answer when the days of the file prove no order.
        cut_off: state at the end of that day: invoices settled later are open, invoices issued later are left out.
        customers: those of the workbook, to find the code of a customer whom the file only names.
        terms: customers' own payment terms by code; `default_terms` for the others.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    shapes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None
    cut_off: date | None = None
    customers: Mapping[str, Customer] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    default_terms: str = "30 jours"
    reference_currency: str = "EUR"

    def for_rows(self, rows: Sequence[Sequence[Value]]) -> ListOptions:
        """The options for a list: the columns remembered for its shape are in `mapping`."""
        if not self.shapes:
            return self
        marks = [mark for row in rows[:SEARCHED_ROWS] if (mark := shape_mark(row)) in self.shapes]
        known = self.shapes[marks[0]] if marks else {}
        return replace(self, mapping={**self.mapping, **known, **self.told}, shapes={})

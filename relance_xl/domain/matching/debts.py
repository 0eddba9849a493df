"""What the customers owe while the operations of one statement are being placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from relance_xl.domain.matching.operations import Allocation
from relance_xl.domain.model import ZERO, Customer, OpenItem

_COMMON = 5


class Debts:
    """The items, and what is still open of each after what has been settled so far.

    Amounts are compared within one currency; an item without one bears its customer's, else the reference currency.
    """

    def __init__(self, items: Sequence[OpenItem], customers: Mapping[str, Customer], reference_currency: str) -> None:
        self.items = items
        self.open = [item.open_amount for item in items]
        self.currency = [
            item.currency
            or (customers[item.customer].currency if item.customer in customers else "")
            or reference_currency
            for item in items
        ]
        self._amounts = Counter(zip(self.open, self.currency, strict=True))
        self.of_customer: dict[str, list[int]] = {}
        for index, item in enumerate(items):
            self.of_customer.setdefault(item.customer, []).append(index)

    def owed(self, customer: str, currency: str, on: date | None = None) -> list[int]:
        """The customer's open items in a currency, oldest first; with `on`, those issued by that day."""
        found = [
            index
            for index in self.of_customer.get(customer, ())
            if self.open[index] != ZERO and self.currency[index] == currency and self._is_issued(index, on)
        ]
        return sorted(found, key=lambda index: (self.items[index].due_date, index))

    def _is_issued(self, index: int, on: date | None) -> bool:
        issued = self.items[index].issue_date
        return on is None or issued is None or issued <= on

    def total(self, indexes: Iterable[int]) -> Decimal:
        """What is open of these items together."""
        return sum((self.open[index] for index in indexes), ZERO)

    def settle(self, allocations: Iterable[Allocation]) -> None:
        """Takes an operation's parts off the items; negative parts reopen them."""
        for allocation in allocations:
            self.open[allocation.item] -= allocation.amount

    def is_common(self, amount: Decimal, currency: str) -> bool:
        """Whether so many items were of this amount that it is a price of the catalogue, which singles nobody out."""
        return self._amounts[amount, currency] >= _COMMON

    def owners_of(self) -> dict[tuple[Decimal, str], set[str]]:
        """Amount and currency → the customers who have an open item of it."""
        found: dict[tuple[Decimal, str], set[str]] = {}
        for index, amount in enumerate(self.open):
            if amount > ZERO:
                found.setdefault((amount, self.currency[index]), set()).add(self.items[index].customer)
        return found

    def whole(self, indexes: Iterable[int]) -> tuple[Allocation, ...]:
        """Each of the items, to the last cent of it."""
        return tuple(Allocation(index, self.open[index]) for index in indexes)

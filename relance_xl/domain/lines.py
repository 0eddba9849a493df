"""What recognises an open line, whether it is settled, and whether it was reminded since the sheet was reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from relance_xl.domain.model import CENT, Ledger, OpenItem
from relance_xl.domain.outcome import LineKey, Review


def keyed(items: Iterable[OpenItem]) -> Iterator[tuple[LineKey, OpenItem]]:
    """Every line with what recognises it; lines alike are counted in the order of the rows, settled ones too."""
    seen: Counter[tuple[str, str, date]] = Counter()
    for item in items:
        same = (item.customer, item.invoice, item.due_date)
        yield LineKey(customer=same[0], invoice=same[1], due_date=same[2], occurrence=seen[same]), item
        seen[same] += 1


def in_customers_currencies(ledger: Ledger) -> Ledger:
    """The ledger whose lines without a currency bear their customer's (N-47).

    An import compares lines as they stand in the sheet, and does without.
    """
    usual = {code: customer.currency for code, customer in ledger.customers.items() if customer.currency}
    if not usual:
        return ledger
    items = tuple(
        replace(item, currency=usual[item.customer]) if not item.currency and item.customer in usual else item
        for item in ledger.items
    )
    return replace(ledger, items=items)


def is_settled(item: OpenItem) -> bool:
    """Whether nothing is owed on the line any more: less than half a cent."""
    return abs(item.open_amount) < CENT / 2


def reminded_since(item: OpenItem, review: Review) -> bool:
    """Whether the line's level or last reminder is no more what the reviewed sheet showed: the decision is spent."""
    return review.shown and (item.level, item.last_reminder) != (review.level_reached, review.last_reminder)

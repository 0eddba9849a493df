"""What recognises an open line, whether it is settled, and whether it was reminded since the sheet was reviewed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import CENT, Ledger, OpenItem
from relance_xl.domain.outcome import LineKey, Review


def keyed(items: Iterable[OpenItem]) -> Iterator[tuple[LineKey, OpenItem]]:
    """Every line with what recognises it; lines alike are counted in the order of the rows, settled ones too."""
    seen: Counter[tuple[str, str, date]] = Counter()
    for item in items:
        same = (item.customer, item.invoice, item.due_date)
        yield LineKey(customer=same[0], invoice=same[1], due_date=same[2], occurrence=seen[same]), item
        seen[same] += 1


def ranks(items: Iterable[OpenItem]) -> dict[tuple[str, str, date], list[tuple[int, Decimal]]]:
    """For each customer, invoice and due date the lines alike in the order of the rows: rank and amount of each."""
    waiting: dict[tuple[str, str, date], list[tuple[int, Decimal]]] = defaultdict(list)
    for item in items:
        same = waiting[item.customer, item.invoice, item.due_date]
        same.append((len(same), item.amount))
    return waiting


def take_rank(waiting: list[tuple[int, Decimal]], amount: Decimal | None) -> int | None:
    """Remove and return the occurrence of this amount, else the first left; None when none is left."""
    if not waiting:
        return None
    found = next((pair for pair in waiting if pair[1] == amount), waiting[0])
    waiting.remove(found)
    return found[0]


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

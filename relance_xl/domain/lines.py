"""What recognises an open line, whether it is settled, and whether it was reminded since the sheet was reviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from relance_xl.domain.model import CENT, OpenItem
from relance_xl.domain.outcome import LineKey, Review


def keyed(items: Iterable[OpenItem]) -> Iterator[tuple[LineKey, OpenItem]]:
    """Every line with what recognises it; lines alike are counted in the order of the rows, settled ones too."""
    seen: Counter[tuple[str, str, date]] = Counter()
    for item in items:
        same = (item.customer, item.invoice, item.due_date)
        yield LineKey(customer=same[0], invoice=same[1], due_date=same[2], occurrence=seen[same]), item
        seen[same] += 1


def is_settled(item: OpenItem) -> bool:
    """Whether nothing is owed on the line any more: less than half a cent."""
    return abs(item.open_amount) < CENT / 2


def reminded_since(item: OpenItem, review: Review) -> bool:
    """Whether the line's level or last reminder is no more what the reviewed sheet showed: the decision is spent."""
    return review.shown and (item.level, item.last_reminder) != (review.level_reached, review.last_reminder)

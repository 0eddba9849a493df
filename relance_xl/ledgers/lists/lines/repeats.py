"""One invoice written on several rows of a list: an article each, or a row that was copied (N-18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from relance_xl.domain.model import OpenItem
from relance_xl.tables.grid import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """The places, in the order of the file, of rows that repeat another.

    Attributes:
        copies: rows equal to another in every cell.
        articles: rows that bear the same invoice with the same total as another, which differ in the rest.
    """

    copies: tuple[int, ...] = ()
    articles: tuple[int, ...] = ()


@dataclass(slots=True)
class _Rows:
    places: list[int] = field(default_factory=list)
    amounts: set[object] = field(default_factory=set)


def repeats(items: Sequence[OpenItem], cells: Sequence[Sequence[Value]]) -> Repeats:
    """The rows that state an invoice again; `cells` are the rows of the items, in the same order.

    Rows of one number, customer, days and total are one invoice.  Where the totals differ they are parts of it, and
    only a row copied whole is left out.
    """
    groups: defaultdict[object, _Rows] = defaultdict(_Rows)
    for place, item in enumerate(items):
        key = item.customer, item.invoice, item.issue_date, item.due_date, item.currency, item.kind
        groups[key].places.append(place)
        groups[key].amounts.add((item.amount, item.paid))
    copies: list[int] = []
    articles: list[int] = []
    for rows in groups.values():
        if len(rows.places) > 1:
            copied = set(_copied(rows.places, cells))
            copies += copied
            if len(rows.amounts) == 1:
                articles += [place for place in rows.places[1:] if place not in copied]
    return Repeats(copies=tuple(sorted(copies)), articles=tuple(sorted(articles)))


def _copied(places: Iterable[int], cells: Sequence[Sequence[Value]]) -> Iterable[int]:
    seen: set[tuple[Value, ...]] = set()
    for place in places:
        row = tuple(cells[place])
        if row in seen:
            yield place
        seen.add(row)

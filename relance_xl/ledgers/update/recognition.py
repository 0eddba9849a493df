"""Which row of the workbook is which line of the file: money moves, document numbers repeat, users correct dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from relance_xl.domain.model import OpenItem
from relance_xl.ledgers.common.spelling import spaced

Pairs = dict[int, int]
"""Index of the row → index of the line of the file."""

Key = Callable[[OpenItem], Hashable]


def recognised(rows: Sequence[OpenItem], lines: Sequence[OpenItem]) -> Pairs:
    """The rows that stand for a line of the file; every row and every line at most once.

    Among the rows of one customer and document, an invoice never stands for a payment.  Tried in turn: the due date
    and the amount; the due date, in the order of the rows, open ones first; the day of issue, for a due date that
    was corrected or put off; where a day of issue is missing, the amount; and for a line of no amount, « reste 0 »
    alone, its number.  Two documents that only share their
    number are therefore two (PieceRef need not be unique).
    """
    pairs: Pairs = {}
    left_rows = sorted(range(len(rows)), key=lambda index: not rows[index].open_amount)  # a settled row comes last
    left_lines = list(range(len(lines)))
    for key in (_due_and_amount, _due, _issued_and_amount, _issued):
        _pair(pairs, rows, lines, left_rows, left_lines, key)
        left_rows = [index for index in left_rows if index not in pairs]
        taken = set(pairs.values())
        left_lines = [index for index in left_lines if index not in taken]
    undated = [index for index in left_rows if rows[index].issue_date is None]
    _pair(pairs, rows, lines, undated, left_lines, _amount)
    taken = set(pairs.values())
    undated_lines = [index for index in left_lines if index not in taken and lines[index].issue_date is None]
    _pair(pairs, rows, lines, [index for index in left_rows if index not in pairs], undated_lines, _amount)
    taken = set(pairs.values())
    bare = [index for index in left_lines if index not in taken and not lines[index].amount]
    _pair(pairs, rows, lines, [index for index in left_rows if index not in pairs], bare, _unsigned)
    return pairs


def _pair(
    pairs: Pairs,
    rows: Sequence[OpenItem],
    lines: Sequence[OpenItem],
    left_rows: Iterable[int],
    left_lines: Iterable[int],
    key: Key,
) -> None:
    """Pair what is left by `key`, in order: the first row of a key with its first line."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in left_rows:
        found = key(rows[index])
        if found is not None:
            waiting[found].append(index)
    for queue in waiting.values():
        queue.reverse()
    for index in left_lines:
        queue = waiting.get(key(lines[index]), [])
        if queue:
            pairs[queue.pop()] = index


def _document(item: OpenItem) -> tuple[str, str, bool]:
    return item.customer, spaced(item.invoice).casefold(), item.amount > 0


def _due_and_amount(item: OpenItem) -> Hashable:
    return *_document(item), item.due_date, item.amount


def _due(item: OpenItem) -> Hashable:
    return *_document(item), item.due_date


def _issued_and_amount(item: OpenItem) -> Hashable:
    return None if item.issue_date is None else (*_document(item), item.issue_date, item.amount)


def _issued(item: OpenItem) -> Hashable:
    return None if item.issue_date is None else (*_document(item), item.issue_date)


def _amount(item: OpenItem) -> Hashable:
    return *_document(item), item.amount


def _unsigned(item: OpenItem) -> Hashable:
    return item.customer, spaced(item.invoice).casefold()

"""Which row of the workbook is which line of the file: money moves, document numbers repeat, users correct dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace

from relance_xl.domain.model import OpenItem
from relance_xl.ledgers.common.spelling import spaced
from relance_xl.ledgers.update.spelling import number_key

_INSTALMENTS = 50

Pairs = dict[int, int]
"""Index of the row → index of the line of the file."""

Key = Callable[[OpenItem], Hashable]


def recognised(rows: Sequence[OpenItem], lines: Sequence[OpenItem]) -> Pairs:
    """The rows that stand for a line of the file; every row and every line at most once.

    Among the rows of one customer and document, an invoice never stands for a payment.  Tried in turn: the due date
    and the amount; the due date, in the order of the rows, open ones first; the day of issue, for a due date that
    was corrected or put off; each with the number as it is written, then however it is spelt; where a day of issue is
    missing, the amount; and for a line of no amount, « reste 0 » alone, its number.  Two documents that only share
    their number are therefore two (PieceRef need not be unique).
    """
    pairs: Pairs = {}
    left_rows = sorted(range(len(rows)), key=lambda index: not rows[index].open_amount)  # a settled row comes last
    left_lines = list(range(len(lines)))
    for key in (
        _due_and_amount,
        _spelt(_due_and_amount),
        _due,
        _spelt(_due),
        _issued_and_amount,
        _spelt(_issued_and_amount),
        _issued,
    ):
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
    """Pair what is left by `key`: a line with the row of its key whose due date is the nearest, the first of equals."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index in left_rows:
        found = key(rows[index])
        if found is not None:
            waiting[found].append(index)
    for index in left_lines if waiting else ():
        queue = waiting.get(key(lines[index]), [])
        if queue:
            pairs[queue.pop(_nearest(rows, queue, lines[index]))] = index


def _nearest(rows: Sequence[OpenItem], queue: Sequence[int], line: OpenItem) -> int:
    """The place in `queue`, an open row before a settled one; of the first fifty: no document has more instalments."""

    def far(place: int) -> tuple[bool, int]:
        row = rows[queue[place]]
        return not row.open_amount, abs((row.due_date - line.due_date).days)

    return min(range(min(len(queue), _INSTALMENTS)), key=far)


def _spelt(key: Key) -> Key:
    """The same key, blind to how the number is spelt: « FA-101 », « FA 0101 »."""

    def of(item: OpenItem) -> Hashable:
        bare = number_key(item.invoice)
        return key(replace(item, invoice=bare)) if bare else None

    return of


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

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
    and the amount, the due date, each with the number as it is written, then however it is spelt; the day of issue,
    for a due date that was corrected or put off, an open row before a settled one however the number is spelt; where
    a day of issue is missing, the amount; and for a line of no amount, « reste 0 » alone, its number.  Two documents
    that only share their number are therefore two (PieceRef need not be unique).
    """
    pairs: Pairs = {}
    left_rows = sorted(range(len(rows)), key=lambda index: not rows[index].open_amount)  # a settled row comes last
    left_lines = list(range(len(lines)))
    for key in (
        _due_and_amount,
        _spelt(_due_and_amount),
        _due,
        _spelt(_due),
        _spelt(_issued_and_amount),
        _issued_and_amount,
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
    """Pair what is left by `key`: of a document's rows and lines, those whose due dates are the nearest first."""
    waiting: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index in left_rows:
        found = key(rows[index])
        if found is not None:
            waiting[found][0].append(index)
    for index in left_lines if waiting else ():
        if (found := key(lines[index])) in waiting:
            waiting[found][1].append(index)
    for of_rows, of_lines in waiting.values():
        while of_rows and of_lines:
            _pair_nearest(pairs, rows, lines, of_rows, of_lines)


def _pair_nearest(
    pairs: Pairs, rows: Sequence[OpenItem], lines: Sequence[OpenItem], of_rows: list[int], of_lines: list[int]
) -> None:
    """Take the nearest of the first fifty of each, open rows before settled ones: no document has more instalments."""
    near = sorted(
        (*_far(rows[row], lines[line]), at_line, at_row)
        for at_line, line in enumerate(of_lines[:_INSTALMENTS])
        for at_row, row in enumerate(of_rows[:_INSTALMENTS])
    )
    taken_rows: set[int] = set()
    taken_lines: set[int] = set()
    for *_, at_line, at_row in near:
        row, line = of_rows[at_row], of_lines[at_line]
        if row not in taken_rows and line not in taken_lines:
            pairs[row] = line
            taken_rows.add(row)
            taken_lines.add(line)
    of_rows[:] = [row for row in of_rows if row not in taken_rows]
    of_lines[:] = [line for line in of_lines if line not in taken_lines]


def _far(row: OpenItem, line: OpenItem) -> tuple[bool, int, bool]:
    """How far a row is from a line: settled, days between the due dates, the number written another way."""
    return not row.open_amount, abs((row.due_date - line.due_date).days), row.invoice != line.invoice


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

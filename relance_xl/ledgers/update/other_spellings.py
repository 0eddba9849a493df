"""Rows and lines that no exact key has paired, looked at once more: a corrected number, day or amount (N-08, N-09)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from relance_xl.domain.model import OpenItem
from relance_xl.ledgers.update.spelling import days_apart, number_key

_SAME_YEAR, _A_MONTH = 180, 31
"""Days: numbers begin again every year; a day is corrected within a month."""
_CORRECTED = Decimal("0.1")
"""Share of the amount: what a correction may change of it."""

Key = Callable[[OpenItem], Hashable]


@dataclass(slots=True, kw_only=True)
class Other:
    """What looking again has found.

    Attributes:
        pairs: index of the row → index of the line: the same debt.
        uncertain: (row, line) that may be the same debt and may be two.
        standing: rows that one opening entry repeats all together: they stay as they are.
        repeated: lines that do so: they are nothing new.
    """

    pairs: dict[int, int] = field(default_factory=dict)
    uncertain: list[tuple[int, int]] = field(default_factory=list)
    standing: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)


def other_spellings(
    rows: Sequence[OpenItem],
    lines: Sequence[OpenItem],
    left: tuple[Iterable[int], Iterable[int]],
    opening: frozenset[int],
) -> Other:
    """The rows of `left` that are one of its lines all the same; `opening` are the lines that are opening entries.

    A number that differs by its spelling only, with the same day or amount; the same number whose day or amount was
    corrected by little; an opening entry by its number and amount, else by its amount, else by the sum of the
    customer's rows.  Only where one row and one line answer: two of either say nothing.
    """
    found = Other()
    open_rows = [row for row in left[0] if rows[row].open_amount]
    open_lines = list(left[1])
    for row, line in _ones(rows, lines, (open_rows, open_lines), _number):
        before, after = rows[row], lines[line]
        if (_same_amount(before, after) and line in opening) or _corrected(before, after):
            found.pairs[row] = line
        elif days_apart(before, after) <= _SAME_YEAR:
            found.uncertain.append((row, line))
    rest = _still(open_rows, open_lines, found)
    for row, line in _ones(rows, lines, (rest[0], [line for line in rest[1] if line in opening]), _owed):
        found.pairs[row] = line
    rest = _still(open_rows, open_lines, found)
    for row, line in _ones(rows, lines, (rest[0], [line for line in rest[1] if line not in opening]), _day_and_amount):
        if _one_holds_the_other(rows[row], lines[line]):
            found.pairs[row] = line
        else:
            found.uncertain.append((row, line))
    _opened_in_sum(rows, lines, found, _still(open_rows, open_lines, found), opening)
    return found


def _still(rows: Iterable[int], lines: Iterable[int], found: Other) -> tuple[list[int], list[int]]:
    """The rows and lines of which nothing is said yet."""
    told_rows = {*found.pairs, *(row for row, _ in found.uncertain)}
    told_lines = {*found.pairs.values(), *(line for _, line in found.uncertain)}
    return [row for row in rows if row not in told_rows], [line for line in lines if line not in told_lines]


def _ones(
    rows: Sequence[OpenItem], lines: Sequence[OpenItem], left: tuple[Iterable[int], Iterable[int]], key: Key
) -> Iterator[tuple[int, int]]:
    """Each row and line that are alone with their key."""
    groups: defaultdict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row in left[0]:
        groups[key(rows[row])][0].append(row)
    for line in left[1]:
        if (sought := key(lines[line])) in groups:
            groups[sought][1].append(line)
    for of_rows, of_lines in groups.values():
        if len(of_rows) == len(of_lines) == 1:
            yield of_rows[0], of_lines[0]


def _corrected(row: OpenItem, line: OpenItem) -> bool:
    """Whether the same document had its number's spelling, its day or its amount corrected."""
    apart = days_apart(row, line)
    if _same_amount(row, line):
        return apart <= _SAME_YEAR
    if apart == 0 or row.due_date == line.due_date:
        return True
    if row.issue_date is None and line.issue_date is None and abs(line.amount) < abs(row.amount):
        return apart <= _SAME_YEAR  # a list of what is left: a part was paid
    return apart <= _A_MONTH and abs(row.amount - line.amount) <= abs(row.amount) * _CORRECTED


def _same_amount(row: OpenItem, line: OpenItem) -> bool:
    """Whether the totals, or what is left of them, are the same."""
    return row.currency == line.currency and (row.amount == line.amount or row.open_amount == line.open_amount)


def _one_holds_the_other(row: OpenItem, line: OpenItem) -> bool:
    one, other = number_key(row.invoice), number_key(line.invoice)
    return one.endswith(other) or other.endswith(one)


def _opened_in_sum(
    rows: Sequence[OpenItem],
    lines: Sequence[OpenItem],
    found: Other,
    left: tuple[list[int], list[int]],
    opening: frozenset[int],
) -> None:
    """One opening entry for all that a customer owed: his rows stay, the entry is nothing new."""
    of_customer: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in left[0]:
        of_customer[rows[row].customer, rows[row].currency].append(row)
    for line in left[1]:
        item = lines[line]
        standing = of_customer.get((item.customer, item.currency), [])
        if line in opening and standing and sum(rows[row].open_amount for row in standing) == item.open_amount:
            found.standing.update(standing)
            found.repeated.add(line)
            del of_customer[item.customer, item.currency]


def _sign(item: OpenItem) -> tuple[str, bool]:
    return item.customer, item.amount > 0


def _number(item: OpenItem) -> Hashable:
    return *_sign(item), number_key(item.invoice) or item.invoice


def _owed(item: OpenItem) -> Hashable:
    return item.customer, item.currency, item.open_amount


def _day_and_amount(item: OpenItem) -> Hashable:
    return *_sign(item), item.currency, item.amount, item.issue_date or item.due_date

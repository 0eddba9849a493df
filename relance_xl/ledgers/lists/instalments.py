"""Several instalments on one row, « Échéance 1 ; Montant 1 ; Échéance 2 ; Montant 2 », each made a row (N-22)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relance_xl.ledgers.lists.column_names import SEARCHED_ROWS, name_key
from relance_xl.tables.cells import is_blank
from relance_xl.tables.grid import Value

Rows = Sequence[Sequence[Value]]

_DUE = re.compile(r"(?:dated?)?(?:echeance|ech|duedate)(\d{1,2})")
_AMOUNT = re.compile(r"(?:montant|amount)(?:del)?(?:echeance|ech)?(\d{1,2})")
_OF_THE_WHOLE = re.compile(
    r"(?:montant|total|net).*(?:ttc|total|facture|apayer)|^total.*|^ttc$|grandtotal|invoiceamount|^montant$|^amount$"
)


def unfolded(rows: Rows, numbers: Sequence[int]) -> tuple[Rows, Sequence[int]]:
    """The rows and their lines, a row for each instalment; as they are when the header has not two of them.

    What the whole invoice amounts to is left out: it is the sum of its instalments.
    """
    for index, row in enumerate(rows[:SEARCHED_ROWS]):
        pairs = _pairs(row)
        if len(pairs) > 1:
            return _one_each(rows, numbers, index, pairs)
    return rows, numbers


def _pairs(row: Sequence[Value]) -> list[tuple[int, int]]:
    """The columns of due date and amount of each instalment."""
    keys = [name_key(cell) if isinstance(cell, str) else "" for cell in row]
    dues = {found[1]: place for place, key in enumerate(keys) if (found := _DUE.fullmatch(key))}
    amounts = {found[1]: place for place, key in enumerate(keys) if (found := _AMOUNT.fullmatch(key))}
    return [(dues[number], amounts[number]) for number in dues if number in amounts]


def _one_each(
    rows: Rows, numbers: Sequence[int], at_header: int, pairs: Sequence[tuple[int, int]]
) -> tuple[Rows, Sequence[int]]:
    header = rows[at_header]
    gone = {place for pair in pairs for place in pair}
    gone |= {place for place, title in enumerate(header) if _OF_THE_WHOLE.search(name_key(title))}
    kept = [place for place in range(len(header)) if place not in gone]
    made: list[Sequence[Value]] = [*rows[:at_header], [*(header[place] for place in kept), "Échéance", "Montant TTC"]]
    lines = list(numbers[: at_header + 1])
    for row, line in zip(rows[at_header + 1 :], numbers[at_header + 1 :], strict=True):
        common = [_cell(row, place) for place in kept]
        found = [(_cell(row, due), _cell(row, amount)) for due, amount in pairs]
        stated = [pair for pair in found if not (is_blank(pair[0]) and is_blank(pair[1]))] or [(None, None)]
        for due, amount in stated:
            made.append([*common, due, amount])
            lines.append(line)
    return made, lines


def _cell(row: Sequence[Value], place: int) -> Value:
    return row[place] if place < len(row) else None

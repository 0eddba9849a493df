"""What a whole list shows of itself: who its customers' column names, and how often."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from relance_xl.ledgers.lists.column_names import Header
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

_ACCOUNT = re.compile(r"[1-7]\d{2,}")
_SHARE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The habits of one list.

    Attributes:
        grouped: the customer is written once for several rows, so that a row without one belongs to the one above;
            elsewhere a row without a customer is a fault, not a guess.
        has_accounts: the customers are accounts of a ledger (411…), other accounts may stand among them.
    """

    grouped: bool = False
    has_accounts: bool = False


def is_account(code: str) -> bool:
    """Whether a code is the number of an account of the French chart."""
    return _ACCOUNT.fullmatch(code) is not None


def shape_of(body: Sequence[Sequence[Value]], header: Header) -> Shape:
    """The shape of the rows below the header; grouped when a quarter of the invoices at least bear no customer."""
    who = [header.columns[name] for name in ("customer", "name") if name in header.columns]
    what = [header.columns[name] for name in ("invoice", "issue_date", "due_date") if name in header.columns]
    invoices = [row for row in body if _states(row, what)]
    anonymous = sum(1 for row in invoices if not _states(row, who))
    codes = {cells.shown(row[who[0]]).strip() for row in invoices if who[0] < len(row)}
    return Shape(
        grouped=anonymous * _SHARE >= len(invoices) > 0 < anonymous,
        has_accounts=any(code.startswith("411") and is_account(code) for code in codes),
    )


def _states(row: Sequence[Value], places: Sequence[int]) -> bool:
    return any(place < len(row) and not cells.is_blank(row[place]) for place in places)

"""What a whole list shows of itself: who its customers' column names, and how often."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from relance_xl.ledgers.common.spelling import condensed
from relance_xl.ledgers.lists.column_names import Header, name_key
from relance_xl.ledgers.lists.values import money
from relance_xl.tables import cells
from relance_xl.tables.grid import Value

_ACCOUNT = re.compile(r"[1-7]\d{2}[0-9A-Z]*", re.IGNORECASE)
_CUSTOMERS_ACCOUNT = re.compile(r"411[0-9A-Z]*", re.IGNORECASE)
_ACCOUNTS_COLUMN = re.compile(r"compte|account|auxiliaire|compaux")
_CREDIT_NUMBER = re.compile(r"(?:AV|AVO|AVOIR|AVC|NC|CN|RINV|RFAC|CRN|CM)(?![A-Z])", re.IGNORECASE)
_SHARE, _LONG, _FEW = 4, 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The habits of one list.

    Attributes:
        grouped: the customer is written once for several rows, so that a row without one belongs to the one above;
            elsewhere a row without a customer is a fault, not a guess.
        signed: debit and credit, or « Sens », say the sign of each row: it is a ledger's.
        credit_numbers: half of the numbers at most begin as a credit note's do (AV, NC…): those are credit notes.
        few_grouped: so few rows have no customer that some may have lost theirs.
        headed: the customers have no column, but rows of their own above their invoices.
        has_accounts: the customers are accounts of a ledger (411…), other accounts may stand among them.
    """

    grouped: bool = False
    few_grouped: bool = False
    headed: bool = False
    has_accounts: bool = False
    signed: bool = False
    credit_numbers: bool = False


def is_account(code: str) -> bool:
    """Whether a code is that of an account of the French chart: « 401000 », « 411ALPHA »."""
    return _ACCOUNT.fullmatch(code) is not None


def shape_of(body: Sequence[Sequence[Value]], header: Header) -> Shape:
    """The shape of the rows below the header; grouped when a quarter of the invoices at least bear no customer."""
    who = [header.columns[name] for name in ("customer", "name") if name in header.columns]
    what = [header.columns[name] for name in ("invoice", "issue_date", "due_date") if name in header.columns]
    invoices = [row for row in body if _states(row, what)]
    anonymous = sum(1 for row in invoices if not _states(row, who))
    grouped = anonymous * _SHARE >= len(invoices) > 0 < anonymous and not _repeated(invoices, who)
    codes = {cells.shown(row[place]).strip() for row in invoices for place in who[:1] if place < len(row)}
    numbers = [
        cells.shown(row[place]) for row in invoices if 0 <= (place := header.columns.get("invoice", -1)) < len(row)
    ]
    signed = not header.columns.keys().isdisjoint({"debit", "credit", "sense"})
    return Shape(
        headed=not who,
        signed=signed,
        credit_numbers=not signed and 2 * sum(map(is_credit_number, numbers)) <= len(numbers),
        grouped=grouped,
        few_grouped=grouped and anonymous < _FEW,
        has_accounts=_has_accounts(header, codes),
    )


def _repeated(invoices: Sequence[Sequence[Value]], who: Sequence[int]) -> bool:
    """Whether a customer is written on two rows that follow each other: in a grouped list the second has none."""
    names = [tuple(cells.shown(row[place]) for place in who if place < len(row)) for row in invoices]
    return any(one == other and any(one) for one, other in pairwise(names))


def is_credit_number(invoice: str) -> bool:
    """Whether a number is that of a credit note by its first letters: « AV2026-001 », « RINV/2026/0001 »."""
    return _CREDIT_NUMBER.match(invoice.strip()) is not None


def _has_accounts(header: Header, codes: Collection[str]) -> bool:
    """Whether the customers are accounts: one begins with 411, and is long, or the column is one of accounts."""
    found = [code for code in codes if _CUSTOMERS_ACCOUNT.fullmatch(code)]
    column = name_key(header.titles.get("customer", ""))
    return bool(found) and (_ACCOUNTS_COLUMN.search(column) is not None or any(len(code) > _LONG for code in found))


def _states(row: Sequence[Value], places: Sequence[int]) -> bool:
    return any(place < len(row) and not cells.is_blank(row[place]) for place in places)


_PAYMENT_COLUMNS = frozenset({"reglement", "reglements", "paiement", "paiements"})


def by_values(header: Header, body: Sequence[Sequence[Value]]) -> Header:
    """The header with the columns whose name says one thing and whose cells say another.

    « Règlement » is how one pays, or what was paid when it holds amounts; « Payé » is an amount, or oui and non.
    """
    columns, titles = dict(header.columns), dict(header.titles)
    for field, other, fits, names in (
        ("payment_method", "paid", _is_amount, _PAYMENT_COLUMNS),
        ("paid", "payment_status", _is_yes_or_no, None),
    ):
        place = columns.get(field, -1)
        if place < 0 or other in columns or (names is not None and name_key(titles[field]) not in names):
            continue
        values = [row[place] for row in body if place < len(row) and not cells.is_blank(row[place])]
        if values and all(map(fits, values)):
            columns[other], titles[other] = columns.pop(field), titles.pop(field)
    return replace(header, columns=columns, titles=titles)


def _is_amount(value: Value) -> bool:
    try:
        return money(value, "").amount is not None
    except cells.CellFault:
        return False


def _is_yes_or_no(value: Value) -> bool:
    return isinstance(value, bool) or condensed(cells.shown(value)) in {"oui", "non", "yes", "no", "x", "vrai", "faux"}

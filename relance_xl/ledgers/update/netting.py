"""Payments set against invoices when the ledger does not say which: proposed, and done only when the user asks.

Many ledgers never match.  Their open items are then all the invoices and all the payments of the year; what a
customer really owes is the difference, and the oldest invoices are taken as paid first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from relance_xl.domain.model import ZERO, OpenItem
from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.common.spelling import spaced

Account = tuple[str, str]
"""A customer's code and a currency: two currencies are never added (A2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nettable:
    """A customer who has both debts and credits open.

    Attributes:
        credits: how many payments and credit notes are not matched.
        amount: their total, positive.
        owed: total of the open debts.
    """

    customer: str
    currency: str
    credits: int
    amount: Decimal
    owed: Decimal


def nettable(items: Sequence[OpenItem]) -> list[Nettable]:
    """The customers for whom payments and debts are both open, in the order of their first item.

    « 2 règlements non lettrés : 1 250,00 € » is said of them before any letter.
    """
    found = []
    for (customer, currency), indexes in _accounts(items).items():
        amounts = [items[index].open_amount for index in indexes]
        owed = sum((each for each in amounts if each > 0), ZERO)
        credits_ = [each for each in amounts if each < 0]
        if owed and credits_:
            total = -sum(credits_, ZERO)
            found.append(Nettable(customer=customer, currency=currency, credits=len(credits_), amount=total, owed=owed))
    return found


def net(imported: Imported, customers: Collection[str] | None = None) -> Imported:
    """The same import with each customer's credits applied to his debts; only those of `customers` when given.

    A credit goes first to a debt of the same document, then to one of exactly its amount, then to the oldest due.
    What is applied stands in `paid`; lines that become settled leave the open items and count as matched.
    """
    items = list(imported.items)
    applied = ZERO
    for (customer, currency), indexes in _accounts(items).items():
        if customers is None or customer in customers:
            parts = _applied(items, indexes)
            for index, part in parts.items():
                items[index] = replace(items[index], paid=items[index].paid + part)
            if not currency:
                applied += sum((part for part in parts.values() if part > 0), ZERO)
    return _without_settled(imported, items, applied)


def _without_settled(imported: Imported, items: Sequence[OpenItem], applied: Decimal) -> Imported:
    """The import with these items, the settled ones left out; `applied` leaves both its totals."""
    kept = [index for index, item in enumerate(items) if item.open_amount]
    places = {index: place for place, index in enumerate(kept)}
    codes = {items[index].customer for index in kept}
    settled = len(items) - len(kept)
    before = imported.report
    return replace(
        imported,
        items=tuple(items[index] for index in kept),
        origins=tuple(imported.origins[index] for index in kept),
        computed_due=frozenset(places[index] for index in imported.computed_due if index in places),
        opening=frozenset(places[index] for index in imported.opening if index in places),
        customers={code: customer for code, customer in imported.customers.items() if code in codes},
        report=replace(
            before,
            open_lines=before.open_lines - settled,
            matched_lines=before.matched_lines + settled,
            open_items=len(kept),
            customers=len(codes),
            debit=before.debit - applied,
            credit=before.credit - applied,
        ),
    )


def _applied(items: Sequence[OpenItem], indexes: Sequence[int]) -> dict[int, Decimal]:
    """What is settled of each item of one account, of the item's own sign."""
    left = {index: items[index].open_amount for index in indexes}
    by_age = sorted(indexes, key=lambda index: (items[index].due_date, index))
    credits_ = [index for index in by_age if left[index] < 0]
    debts = [index for index in by_age if left[index] > 0]
    of_document: defaultdict[str, list[int]] = defaultdict(list)
    of_amount: defaultdict[Decimal, list[int]] = defaultdict(list)
    for debt in debts:
        of_document[_document(items[debt])].append(debt)
    for credit in credits_:
        _settle(left, [credit], of_document.get(_document(items[credit]), []))
    for debt in debts:
        of_amount[left[debt]].append(debt)
    for credit in credits_:
        same = of_amount.get(-left[credit], [])
        if left[credit] and same:
            _settle(left, [credit], [same.pop(0)])
    _settle(left, credits_, debts)
    return {index: items[index].open_amount - rest for index, rest in left.items() if rest != items[index].open_amount}


def _settle(left: dict[int, Decimal], credits_: Iterable[int], debts: Iterable[int]) -> None:
    """Apply credits to debts in their orders until one side is used up."""
    waiting = iter(debts)
    debt = next(waiting, None)
    for credit in credits_:
        while left[credit] and debt is not None:
            part = min(-left[credit], left[debt])
            left[credit] += part
            left[debt] -= part
            if not left[debt]:
                debt = next(waiting, None)


def _document(item: OpenItem) -> str:
    return spaced(item.invoice).casefold()


def _accounts(items: Sequence[OpenItem]) -> Mapping[Account, list[int]]:
    found: defaultdict[Account, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        found[item.customer, item.currency].append(index)
    return found

"""How many days of sales are still owed (DSO), by count-back: the latest sales exhaust the debt first.

Unlike a mean over a year, it does not move with the seasons.  It is told only where the sheet can know it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import ZERO, Ledger, OpenItem
from relance_xl.domain.money.currencies import Exchange, MissingRateError, exchange_on
from relance_xl.domain.vocabulary import ItemKind

MONTHS = 3
"""Whole months of sales before the current one, without which nothing is told."""

_NOT_KEPT = "les factures réglées ne sont pas conservées dans « Factures »"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outstanding:
    """The days, or None and why they are not told (French, without a full stop); "" when they are."""

    days: int | None = None
    why: str = ""


def days_outstanding(ledger: Ledger, as_of: date) -> Outstanding:
    """The days of sales (VAT included) that the debt of `as_of` exhausts, the latest month first, rounded half-even.

    A month wholly exhausted counts for its days (those elapsed for the current one), the last one in proportion of its
    sales; sales are invoices less credit notes, settled ones included.  Not told without a debt, with a currency
    without rate, an invoice without date, no settled invoice, fewer than `MONTHS` whole months of sales, or a debt that
    all known sales do not exhaust.
    """
    exchange = exchange_on(ledger, as_of)
    try:
        owed = sum((exchange.balance(item) for item in ledger.items if not is_settled(item)), ZERO)
        sales = [item for item in ledger.items if item.kind in (ItemKind.INVOICE, ItemKind.CREDIT_NOTE)]
        known = min((day for day in map(_settled_on, sales) if day is not None), default=None)
        why = _untold(sales, owed, known, as_of)
        if why or known is None:
            return Outstanding(why=why)
        return _counted_back(owed, _by_month(exchange, sales, as_of), known.replace(day=1), as_of)
    except MissingRateError:
        return Outstanding(why="une devise n'a pas de cours")


def _settled_on(item: OpenItem) -> date | None:
    """The date of a settled invoice: from the first one on, the sheet holds all sales, not only what stayed open."""
    return item.issue_date if item.kind is ItemKind.INVOICE and item.amount and is_settled(item) else None


def _untold(sales: Iterable[OpenItem], owed: Decimal, known: date | None, as_of: date) -> str:
    if owed <= 0:
        return "rien n'est dû"
    if any(item.issue_date is None for item in sales if item.kind is ItemKind.INVOICE):
        return "une facture n'a pas de date"
    if known is None:
        return _NOT_KEPT
    if _months_between(known, as_of) <= MONTHS:
        return f"il faut au moins {MONTHS} mois entiers de ventes dans « Factures »"
    return ""


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def _by_month(exchange: Exchange, sales: Iterable[OpenItem], as_of: date) -> Mapping[date, Decimal]:
    """What was sold in each month, by its first day, up to `as_of`.  MissingRateError."""
    sold: defaultdict[date, Decimal] = defaultdict(lambda: ZERO)
    for item in sales:
        if item.issue_date is not None and item.issue_date <= as_of:
            amount = exchange.in_reference(item.amount, exchange.currency_of(item))
            sold[item.issue_date.replace(day=1)] += amount
    return sold


def _counted_back(owed: Decimal, sold: Mapping[date, Decimal], oldest: date, as_of: date) -> Outstanding:
    """The days exhausted, back to the month after `oldest`, which may be known in part.

    A month without sales, or with more credit notes than invoices, counts for all its days.
    """
    days, last = ZERO, as_of
    while last.replace(day=1) > oldest:
        month = max(sold.get(last.replace(day=1), ZERO), ZERO)
        if owed < month:
            return Outstanding(days=int((days + last.day * owed / month).to_integral_value()))
        owed -= month
        days += last.day
        if not owed:
            return Outstanding(days=int(days))
        last = last.replace(day=1) - timedelta(days=1)
    return Outstanding(why="les ventes de « Factures » ne remontent pas assez loin")

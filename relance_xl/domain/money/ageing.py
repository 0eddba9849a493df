"""How old the debt is: the aged balance, and the lines by level reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import ZERO, Ledger, OpenItem
from relance_xl.domain.money.currencies import Exchange, MissingRateError, exchange_on, to_cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """One bracket of days overdue, `low` and `high` inclusive; None is without bound."""

    label: str
    low: int | None
    high: int | None

    def holds(self, days: int) -> bool:
        """Whether a line so many days overdue belongs to it."""
        return (self.low is None or days >= self.low) and (self.high is None or days <= self.high)


BRACKETS = (
    Bracket(label="Non échu", low=None, high=0),
    Bracket(label="1-30 jours", low=1, high=30),
    Bracket(label="31-60 jours", low=31, high=60),
    Bracket(label="61-90 jours", low=61, high=90),
    Bracket(label="Plus de 90 jours", low=91, high=None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """One row of a balance: its label, what is owed in the reference currency, how many lines."""

    label: str
    amount: Decimal
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedBalance:
    """The whole balance.

    Attributes:
        rows: one for each bracket, the youngest first; credits count in the bracket of their own date.
        missing_currencies: currencies without a rate, whose lines are left out: to be said beside the figures.
    """

    rows: tuple[Aged, ...]
    missing_currencies: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """What is owed in all, in the reference currency."""
        return sum((row.amount for row in self.rows), ZERO)

    def share(self, row: Aged) -> Decimal:
        """The part of the total that stands in the row, from 0 to 1 when nothing is in credit; 0 without a total."""
        return row.amount / self.total if self.total else ZERO


def aged_balance(ledger: Ledger, as_of: date, customer: str | None = None) -> AgedBalance:
    """What every customer owes by age, or one of them: all open lines, group 0, disputed and excluded ones included.

    It is the state of the accounts, not a reminder.  Amounts in the reference currency.
    """
    amounts, missing = _balances(ledger, as_of, customer)
    rows = []
    for bracket in BRACKETS:
        inside = [amount for item, amount in amounts if bracket.holds(item.days_overdue(as_of))]
        rows.append(Aged(label=bracket.label, amount=sum(inside, ZERO), lines=len(inside)))
    return AgedBalance(rows=tuple(rows), missing_currencies=missing)


def balance_by_level(ledger: Ledger, as_of: date) -> tuple[Aged, ...]:
    """What is overdue for each level reached, level 0 first; levels without a line are left out."""
    amounts, _ = _balances(ledger, as_of, None)
    late = [(item, amount) for item, amount in amounts if item.days_overdue(as_of) >= 1 and amount > 0]
    return tuple(_level_row(level, late) for level in sorted({item.level for item, _ in late}))


def _level_row(level: int, late: Iterable[tuple[OpenItem, Decimal]]) -> Aged:
    inside = [amount for item, amount in late if item.level == level]
    return Aged(label=f"Niveau {level}" if level else "Jamais relancée", amount=sum(inside, ZERO), lines=len(inside))


def _balances(
    ledger: Ledger, as_of: date, customer: str | None
) -> tuple[list[tuple[OpenItem, Decimal]], tuple[str, ...]]:
    """The open lines with their balance in the reference currency, and the currencies without a rate."""
    exchange, amounts, missing = exchange_on(ledger, as_of), [], set()
    for item in ledger.items:
        if is_settled(item) or customer not in (None, item.customer):
            continue
        amount = _converted(exchange, item, item.open_amount)
        if amount is None:
            missing.add(exchange.currency_of(item))
        else:
            amounts.append((item, amount))
    return amounts, tuple(sorted(missing))


def _converted(exchange: Exchange, item: OpenItem, amount: Decimal) -> Decimal | None:
    try:
        return to_cent(exchange.in_reference(amount, exchange.currency_of(item)))
    except MissingRateError:
        return None

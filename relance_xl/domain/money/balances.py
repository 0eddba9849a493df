"""Who owes what since when: the aged balance by customer, by currency and by manager, from one look at each line.

It is the state of the accounts, not a reminder: group 0, disputed and excluded lines are in it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import ZERO, Customer, Ledger
from relance_xl.domain.money.ageing import BRACKETS, Aged, AgedBalance
from relance_xl.domain.money.currencies import MissingRateError, exchange_on, to_cent

_LAST_DAYS = [bracket.high for bracket in BRACKETS if bracket.high is not None]
"""The last day of each bracket but the last one, which has none."""


@dataclass(slots=True)
class Ages:
    """Amounts by bracket, in the order of `ageing.BRACKETS`, and how many lines stand in each."""

    amounts: list[Decimal]
    lines: list[int]

    @classmethod
    def none(cls) -> Ages:
        """Nothing owed."""
        return cls([ZERO] * len(BRACKETS), [0] * len(BRACKETS))

    def add(self, bracket: int, amount: Decimal) -> None:
        """Count one line."""
        self.amounts[bracket] += amount
        self.lines[bracket] += 1

    @property
    def total(self) -> Decimal:
        """What is owed in all."""
        return sum(self.amounts, ZERO)

    @property
    def overdue(self) -> Decimal:
        """What is owed since yesterday or before, credits deducted."""
        return sum(self.amounts[1:], ZERO)

    @property
    def overdue_share(self) -> Decimal:
        """The part of the total that is overdue, from 0 to 1 when nothing is in credit; 0 without a total."""
        return self.overdue / self.total if self.total else ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Balances:
    """Every aged balance of a ledger.

    Attributes:
        whole: in the reference currency.
        customers: by customer, in the reference currency, those who owe most first; settled customers left out.
        currencies: by currency, in that currency, the reference currency first.
        managers: by manager of the customer's group ("" without one), in the reference currency.
        missing_currencies: currencies without a rate: their lines stand in `currencies` alone, which is to be said.
    """

    whole: Ages
    customers: tuple[tuple[Customer, Ages], ...]
    currencies: Mapping[str, Ages]
    managers: Mapping[str, Ages]
    missing_currencies: tuple[str, ...] = ()

    @property
    def aged(self) -> AgedBalance:
        """The whole balance, bracket after bracket."""
        rows = zip(BRACKETS, self.whole.amounts, self.whole.lines, strict=True)
        return AgedBalance(
            rows=tuple(Aged(label=bracket.label, amount=amount, lines=lines) for bracket, amount, lines in rows),
            missing_currencies=self.missing_currencies,
        )


def balances(ledger: Ledger, as_of: date) -> Balances:
    """The balances on `as_of`; credits count in the bracket of their own due date."""
    exchange = exchange_on(ledger, as_of)
    whole, missing = Ages.none(), set()
    customers: dict[str, Ages] = {}
    currencies: dict[str, Ages] = {exchange.reference: Ages.none()}
    for item in ledger.items:
        if is_settled(item):
            continue
        bracket = bisect_left(_LAST_DAYS, item.days_overdue(as_of))
        currency = exchange.currency_of(item)
        currencies.setdefault(currency, Ages.none()).add(bracket, to_cent(item.open_amount))
        try:
            amount = exchange.balance(item)
        except MissingRateError:
            missing.add(currency)
            continue
        whole.add(bracket, amount)
        customers.setdefault(item.customer, Ages.none()).add(bracket, amount)
    return Balances(
        whole=whole,
        customers=_ranked(ledger, customers),
        currencies={code: ages for code, ages in currencies.items() if any(ages.lines)},
        managers=_by_manager(ledger, customers),
        missing_currencies=tuple(sorted(missing)),
    )


def _ranked(ledger: Ledger, customers: Mapping[str, Ages]) -> tuple[tuple[Customer, Ages], ...]:
    found = [(_debtor(ledger, code), ages) for code, ages in customers.items()]
    return tuple(sorted(found, key=lambda pair: (-pair[1].total, pair[0].name, pair[0].code)))


def _debtor(ledger: Ledger, code: str) -> Customer:
    return ledger.customers.get(code) or Customer(code=code, name=code)


def manager_of(ledger: Ledger, customer: Customer) -> str:
    """Who follows the customer: the manager of the group, "" without one."""
    group = None if customer.group is None else ledger.groups.get(customer.group)
    return group.manager if group else ""


def _by_manager(ledger: Ledger, customers: Mapping[str, Ages]) -> dict[str, Ages]:
    managers: dict[str, Ages] = {}
    for code, ages in customers.items():
        manager = managers.setdefault(manager_of(ledger, _debtor(ledger, code)), Ages.none())
        for bracket, (amount, lines) in enumerate(zip(ages.amounts, ages.lines, strict=True)):
            manager.amounts[bracket] += amount
            manager.lines[bracket] += lines
    return dict(sorted(managers.items(), key=lambda pair: (not pair[0], pair[0])))

"""Dated exchange rates and conversion; a missing rate is an error, never 1:1 (S0-10, S0-11, A2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from relance_xl.domain.model import CENT, ZERO, ExchangeRate, Ledger, OpenItem

Totals = tuple[tuple[str, Decimal], ...]
"""One (currency, amount) for each currency, the reference currency first, then by code."""


class MissingRateError(LookupError):
    """No rate at or before the run date for `currency`."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        super().__init__(currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The rates in force on one day.

    Attributes:
        reference: the company's own currency.
        enabled: the company's module Devises; off, every amount is in the reference currency (S0-10).
        rates: for each other currency, what one unit is worth in the reference currency, and since when.
    """

    reference: str
    enabled: bool
    rates: Mapping[str, ExchangeRate]

    def currency_of(self, item: OpenItem) -> str:
        """The ISO code of the line's amounts; a blank one is the reference currency."""
        return (item.currency.strip().upper() or self.reference) if self.enabled else self.reference

    def in_reference(self, amount: Decimal, currency: str) -> Decimal:
        """The amount in the reference currency, rounded half-up to the cent.  MissingRateError without a rate."""
        if currency == self.reference:
            return to_cent(amount)
        if currency not in self.rates:
            raise MissingRateError(currency)
        return to_cent(amount * self.rates[currency].value)

    def balance(self, item: OpenItem) -> Decimal:
        """What is still owed on the line, in the reference currency.  MissingRateError without a rate."""
        return self.in_reference(item.open_amount, self.currency_of(item))

    def totals(self, items: Iterable[OpenItem]) -> Totals:
        """What is still owed on the lines, for each currency: two currencies are never added (A2)."""
        return sorted_totals(((self.currency_of(item), to_cent(item.open_amount)) for item in items), self.reference)


def exchange_on(ledger: Ledger, as_of: date) -> Exchange:
    """The latest rate of each currency dated `as_of` or before, unless the company finds it too old (N-42)."""
    company = ledger.company
    return Exchange(
        reference=company.reference_currency.strip().upper(),
        enabled=company.currencies_enabled,
        rates=rates_on(ledger.rates, as_of, company.exchange_rate_age),
    )


def rates_on(rates: Iterable[ExchangeRate], as_of: date, oldest: int | None = None) -> dict[str, ExchangeRate]:
    """For each currency its latest rate dated `as_of` or before; of two rates of one day, the last row's.

    A rate of zero or less is no rate, and neither is one more than `oldest` days old.
    """
    latest: dict[str, ExchangeRate] = {}
    for rate in rates:
        code = rate.currency.strip().upper()
        usable = rate.value > 0 and rate.on <= as_of and (oldest is None or (as_of - rate.on).days <= oldest)
        if usable and (code not in latest or rate.on >= latest[code].on):
            latest[code] = rate
    return latest


def sorted_totals(amounts: Iterable[tuple[str, Decimal]], reference: str) -> Totals:
    """The amounts summed for each currency, the reference currency first, then by code (A2)."""
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        sums[currency] = sums.get(currency, ZERO) + amount
    return tuple(sorted(sums.items(), key=lambda total: (total[0] != reference, total[0])))


def to_cent(amount: Decimal) -> Decimal:
    """The amount rounded half-up to the cent."""
    return amount.quantize(CENT, ROUND_HALF_UP)

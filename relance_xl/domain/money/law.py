"""What the law adds to a late debt: interest (C. com. L441-10 II) and the recovery fee (C. com. D441-5).

Both run from the day after the due date, without any reminder.  Nothing here is posted: it is printed.
The ECB's rates are data, in the sheet `Taux`: each half-year has its row, dated its first day or any day since the
half-year before began.  A half-year without a row has no rate, and none is guessed (N-42).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from relance_xl.domain.model import ZERO, Customer, OpenItem, PenaltyRate
from relance_xl.domain.money.currencies import to_cent
from relance_xl.domain.vocabulary import Block, CustomerKind, ItemKind
from relance_xl.domain.wording import french_date

_JULY = 7
_YEAR = 365  # in leap years too: the practice, and the least that can be disputed


class MissingPenaltyRateError(LookupError):
    """No penalty rate in force on `day`; its text is a French sentence."""

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(f"Taux de pénalités inconnu au {french_date(day)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest:
    """Interest over a stretch of days at one rate: a line that anyone can check by hand.

    Attributes:
        first, last: the days that count, both inclusive.
        rate: percent a year.
        amount: base × rate / 100 × days / 365, rounded half-up to the cent.
    """

    first: date
    last: date
    base: Decimal
    rate: Decimal
    amount: Decimal

    @property
    def days(self) -> int:
        """How many days count."""
        return (self.last - self.first).days + 1


def late_interest(
    balance: Decimal,
    due_date: date,
    until: date,
    kind: CustomerKind,
    rates: Sequence[PenaltyRate],
    contract_rate: Decimal | None = None,
) -> tuple[Interest, ...]:
    """The interest on what is still owed, VAT included, one part for each rate met; () when none is due.

    The due date does not count, `until` does.  Between businesses each half-year has the rate of its first day (N-41),
    `contract_rate`, percent a year, in its place.  A public buyer owes one rate to the end, that of the half-year in
    which interest began to run (N-40).  A consumer owes nothing under L441-10.
    Raises MissingPenaltyRateError when the legal rate of a day is unknown.
    """
    if kind is CustomerKind.CONSUMER or balance <= 0 or until <= due_date:
        return ()
    first = due_date + timedelta(days=1)
    if kind is CustomerKind.BUSINESS and contract_rate is not None:
        return (_interest(first, until, balance, contract_rate),)
    if kind is CustomerKind.PUBLIC:
        return (_interest(first, until, balance, rate_on(first, kind, rates)),)
    halves = [first, *half_years(first + timedelta(days=1), until)]
    met = [(start, rate_on(start, kind, rates)) for start in halves]
    changes = met[:1] + [after for before, after in pairwise(met) if after[1] != before[1]]
    ends = [start - timedelta(days=1) for start, _ in changes[1:]] + [until]
    return tuple(_interest(start, end, balance, rate) for (start, rate), end in zip(changes, ends, strict=True))


def half_year(day: date) -> date:
    """The first day of its half-year: 1 January or 1 July."""
    return date(day.year, _JULY if day.month >= _JULY else 1, 1)


def half_years(first: date, last: date) -> list[date]:
    """The first days of half-years from `first` to `last`, both inclusive."""
    starts = (date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, _JULY))
    return [start for start in starts if first <= start <= last]


def rate_on(day: date, kind: CustomerKind, rates: Iterable[PenaltyRate]) -> Decimal:
    """The legal rate of the half-year of that day, percent a year.  MissingPenaltyRateError when it has no row.

    A row dated inside a half-year counts from the next (N-41).  Of two rows of one date, the one with the larger margin
    is the one between businesses.
    """
    row = row_of(half_year(day), rates)
    if row is None:
        raise MissingPenaltyRateError(day)
    return row.ecb_rate + (row.public_margin if kind is CustomerKind.PUBLIC else row.margin)


def row_of(start: date, rates: Iterable[PenaltyRate]) -> PenaltyRate | None:
    """The row of the half-year that begins on `start`, None when it has none."""
    before = half_year(start - timedelta(days=1))
    known = (rate for rate in rates if before < rate.on <= start)
    return max(known, key=lambda rate: (rate.on, rate.margin), default=None)


def _interest(first: date, last: date, base: Decimal, rate: Decimal) -> Interest:
    days = (last - first).days + 1
    amount = to_cent(base * rate * days / (100 * _YEAR))
    return Interest(first=first, last=last, base=base, rate=rate, amount=amount)


def recovery_fee(customer: Customer, items: Iterable[OpenItem], as_of: date, each: Decimal) -> Decimal:
    """`each`, in euros, for each invoice late, once for all its instalments, not split by a part payment.

    The amount is a parameter: 40 euros since 1 January 2013 (C. com. D441-5, décret n° 2012-1115).

    Nothing for a consumer, for a customer never reminded, under insolvency proceedings (C. com. L622-7), nor for a
    credit note, a line excluded or disputed, or one not yet late.
    """
    exempt = customer.kind is CustomerKind.CONSUMER or customer.block is Block.INSOLVENCY or customer.group == 0
    if exempt:
        return ZERO
    late = {item.invoice for item in items if _owes_fee(item, as_of)}
    return each * len(late)


def _owes_fee(item: OpenItem, as_of: date) -> bool:
    claimed = item.kind is ItemKind.INVOICE and item.open_amount > 0 and item.exclusion is None
    return claimed and item.days_overdue(as_of) >= 1

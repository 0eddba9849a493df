"""What the law adds to a late debt: interest (C. com. L441-10 II) and the recovery fee (C. com. D441-5).

Both run from the day after the due date, without any reminder.  Nothing here is posted: it is printed.
The ECB's rates are data, in the sheet `Taux`; the rate of 1 January holds for the first half of the year, the rate
of 1 July for the second.
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

RECOVERY_FEE = Decimal(40)
"""Euros for each invoice paid late, since 1 January 2013 (C. com. D441-5, décret n° 2012-1115)."""

PUBLIC_MARGIN = Decimal(8)
"""Points above the ECB's rate that a public buyer owes (C. commande publique, R2192-31)."""

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

    The due date does not count, `until` does.  `contract_rate`, percent a year, replaces the legal rate between
    businesses.  A public buyer owes the ECB's rate and 8 points.  A consumer owes nothing under L441-10.
    Raises MissingPenaltyRateError when the legal rate of a day is unknown.
    """
    if kind is CustomerKind.CONSUMER or balance <= 0 or until <= due_date:
        return ()
    first = due_date + timedelta(days=1)
    if kind is CustomerKind.BUSINESS and contract_rate is not None:
        return (_interest(first, until, balance, contract_rate),)
    changes = sorted({rate.on for rate in rates if first < rate.on <= until})
    starts = [first, *changes, until + timedelta(days=1)]
    return tuple(
        _interest(start, following - timedelta(days=1), balance, rate_on(start, kind, rates))
        for start, following in pairwise(starts)
    )


def rate_on(day: date, kind: CustomerKind, rates: Iterable[PenaltyRate]) -> Decimal:
    """The legal rate in force that day, percent a year.  MissingPenaltyRateError when the table begins later.

    Of two rows of one date, the one with the larger margin is the one between businesses.
    """
    known = [rate for rate in rates if rate.on <= day]
    if not known:
        raise MissingPenaltyRateError(day)
    latest = max(known, key=lambda rate: (rate.on, rate.margin))
    return latest.ecb_rate + (PUBLIC_MARGIN if kind is CustomerKind.PUBLIC else latest.margin)


def _interest(first: date, last: date, base: Decimal, rate: Decimal) -> Interest:
    days = (last - first).days + 1
    amount = to_cent(base * rate * days / (100 * _YEAR))
    return Interest(first=first, last=last, base=base, rate=rate, amount=amount)


def recovery_fee(customer: Customer, items: Iterable[OpenItem], as_of: date) -> Decimal:
    """40 euros for each invoice late, once for all its instalments, not split by a part payment.

    Nothing for a consumer, for a customer never reminded, under insolvency proceedings (C. com. L622-7), nor for a
    credit note, a line excluded or disputed, or one not yet late.
    """
    exempt = customer.kind is CustomerKind.CONSUMER or customer.block is Block.INSOLVENCY or customer.group == 0
    if exempt:
        return ZERO
    late = {item.invoice for item in items if _owes_fee(item, as_of)}
    return RECOVERY_FEE * len(late)


def _owes_fee(item: OpenItem, as_of: date) -> bool:
    claimed = item.kind is ItemKind.INVOICE and item.open_amount > 0 and item.exclusion is None
    return claimed and item.days_overdue(as_of) >= 1

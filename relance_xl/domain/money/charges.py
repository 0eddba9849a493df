"""Late interest and recovery fee of one reminder, as its level asks for them (S0-27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.money.currencies import Totals, sorted_totals
from relance_xl.domain.money.law import Interest, MissingPenaltyRateError, late_interest, recovery_fee
from relance_xl.domain.outcome import LineKey, Reminder, ReminderLine
from relance_xl.domain.vocabulary import CustomerKind, ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Charges:
    """What a reminder adds to the balance, printed and never posted.

    Attributes:
        interest: for each line that bears some, its parts, in the line's printed currency.
        interest_totals: the interest for each currency (A2).
        fee: the recovery fee, in euros; `each` is that of one invoice.
        margin: points above the ECB's rate, the same for every rate met; None for a rate agreed by contract.
    """

    interest: Mapping[LineKey, tuple[Interest, ...]] = field(default_factory=dict)
    interest_totals: Totals = ()
    fee: Decimal = ZERO
    each: Decimal = ZERO
    margin: Decimal | None = None

    @property
    def invoices_charged(self) -> int:
        """How many invoices bear the fee."""
        return int(self.fee / self.each) if self.each else 0

    @property
    def rate(self) -> Decimal | None:
        """The rate of all the interest, percent a year; None when there is none or when it changed on the way."""
        rates = {part.rate for parts in self.interest.values() for part in parts}
        return rates.pop() if len(rates) == 1 else None

    def interest_of(self, line: ReminderLine) -> Decimal:
        """The interest on one line, zero when it bears none."""
        return sum((part.amount for part in self.interest.get(line.key, ())), ZERO)


def reminder_charges(reminder: Reminder, ledger: Ledger) -> Charges:
    """The interest and the fee that the reminder's level asks for; neither when it asks for none.

    Raises MissingPenaltyRateError when the legal rate of a day is unknown.
    """
    late = [line for line in reminder.lines if line.days_overdue >= 1 and line.item.kind is ItemKind.INVOICE]
    interest = _interest(reminder, late, ledger) if reminder.level.late_interest else {}
    fee = ZERO
    if reminder.level.recovery_fee:
        fee = recovery_fee(
            reminder.customer,
            (line.item for line in late if line.item.invoice not in reminder.fee_elsewhere),
            reminder.as_of,
            ledger.company.printed_fee,
        )
    return Charges(
        interest=interest,
        interest_totals=sorted_totals(
            ((line.currency, part.amount) for line in late for part in interest.get(line.key, ())),
            ledger.company.reference_currency,
        ),
        fee=fee,
        each=ledger.company.printed_fee if fee else ZERO,
        margin=_margin(reminder.customer.kind, ledger) if interest else None,
    )


def _margin(kind: CustomerKind, ledger: Ledger) -> Decimal | None:
    """The points that the letter may name, None when no single number is true of all its rates.

    Of two rows of one date, the larger margin is the one between businesses (see `law.rate_on`).
    """
    if kind is CustomerKind.PUBLIC:
        points = {rate.public_margin for rate in ledger.penalty_rates}
        return points.pop() if len(points) == 1 else None
    by_date: dict[date, Decimal] = {}
    for rate in ledger.penalty_rates:
        by_date[rate.on] = max(rate.margin, by_date.get(rate.on, rate.margin))
    margins = set(by_date.values())
    return margins.pop() if len(margins) == 1 and ledger.company.penalty_rate is None else None


def _interest(reminder: Reminder, late: list[ReminderLine], ledger: Ledger) -> dict[LineKey, tuple[Interest, ...]]:
    if "penalty_rate" in ledger.company.faulty and reminder.customer.kind is CustomerKind.BUSINESS:
        raise MissingPenaltyRateError(reminder.as_of)
    found = {
        line.key: late_interest(
            line.balance,
            line.item.due_date,
            reminder.as_of,
            reminder.customer.kind,
            ledger.penalty_rates,
            ledger.company.penalty_rate,
        )
        for line in late
    }
    return {key: parts for key, parts in found.items() if parts}

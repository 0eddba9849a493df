"""Late interest and recovery fee of every line overdue, stretch of days after stretch: a sum that anyone can check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.model import ZERO, Customer, Ledger, OpenItem
from relance_xl.domain.money.currencies import exchange_on
from relance_xl.domain.money.law import Interest, MissingPenaltyRateError, late_interest, recovery_fee
from relance_xl.domain.vocabulary import Block, CustomerKind, ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeDetail:
    """One line of the calculation.

    Attributes:
        interest: a stretch of days at one rate, in the line's currency; None for a line that owes the fee alone.
        currency: of the line.
        fee: the recovery fee in euros, on the first line of its invoice only.
    """

    customer: Customer
    item: OpenItem
    interest: Interest | None
    currency: str
    fee: Decimal = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargesDetailed:
    """Every detail, and the first day whose legal rate is unknown: the interest of its lines is left out."""

    details: tuple[ChargeDetail, ...]
    missing_rate: date | None = None


def charge_details(ledger: Ledger, as_of: date) -> ChargesDetailed:
    """What the law adds to each invoice overdue on `as_of`, customer after customer, the oldest line first.

    Consumers, group 0, insolvency proceedings, lines excluded or disputed owe nothing of it (C. com. L441-10, D441-5,
    L622-7).  Whether the customer's level prints it plays no part.
    """
    details: list[ChargeDetail] = []
    missing: list[date] = []
    exchange, charged = exchange_on(ledger, as_of), set()
    for customer, item in _late(ledger, as_of):
        each = ZERO if (customer.code, item.invoice) in charged else ledger.company.printed_fee
        fee = recovery_fee(customer, [item], as_of, each)
        if fee:
            charged.add((customer.code, item.invoice))
        parts: tuple[Interest, ...] = ()
        try:
            _refuse_faulty_rate(ledger, customer, as_of)
            parts = late_interest(item.open_amount, item.due_date, as_of, customer.kind, ledger.penalty_rates,
                                  ledger.company.penalty_rate)  # fmt: skip
        except MissingPenaltyRateError as error:
            missing.append(error.day)
        for place, part in enumerate(parts or ((None,) if fee else ())):
            details.append(
                ChargeDetail(customer=customer, item=item, interest=part, currency=exchange.currency_of(item),
                             fee=ZERO if place else fee)
            )  # fmt: skip
    return ChargesDetailed(details=tuple(details), missing_rate=min(missing, default=None))


def _refuse_faulty_rate(ledger: Ledger, customer: Customer, as_of: date) -> None:
    """MissingPenaltyRateError when the rate agreed with businesses cannot be read: the legal one is not it (N-39)."""
    if "penalty_rate" in ledger.company.faulty and customer.kind is CustomerKind.BUSINESS:
        raise MissingPenaltyRateError(as_of)


def _late(ledger: Ledger, as_of: date) -> Iterator[tuple[Customer, OpenItem]]:
    """The invoices overdue that can bear interest, in the order of the customers' names."""
    found = [
        (customer, item)
        for item in ledger.items
        if item.kind is ItemKind.INVOICE and item.exclusion is None and item.days_overdue(as_of) >= 1
        and item.open_amount > 0 and (customer := ledger.customers.get(item.customer)) is not None
        and customer.group != 0 and customer.block is not Block.INSOLVENCY
    ]  # fmt: skip
    yield from sorted(found, key=lambda pair: (pair[0].name, pair[0].code, pair[1].due_date, pair[1].invoice))

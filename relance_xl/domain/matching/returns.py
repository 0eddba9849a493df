"""Payments taken back: an unpaid cheque or direct debit, a chargeback, a refund reopen what they had paid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from relance_xl.domain.matching.claims import customers_of
from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.operations import Allocation, Decision, Operation, Outcome, PastPayment
from relance_xl.domain.matching.references import Named, Strength
from relance_xl.domain.model import ZERO

LATEST = timedelta(days=396)
"""A debtor may have a debit without mandate refunded for 13 months (EPC rulebook)."""


_NUMBER = re.compile(r"[1-9]")
"""A reference of zeros, or of words (« LOYER »), is everybody's: it links nothing."""


class Past:
    """The payments settled so far, by amount, each of which may come back once."""

    def __init__(self, payments: Iterable[PastPayment]) -> None:
        self._by_amount: dict[Decimal, list[PastPayment]] = {}
        self._by_item: dict[int, list[tuple[date, Decimal]]] = {}
        for payment in payments:
            for part in payment.allocations:
                self._by_item.setdefault(part.item, []).append((payment.operation.booked_on, part.amount))
            self._by_amount.setdefault(payment.operation.amount, []).append(payment)

    def received_after(self, item: int, day: date) -> Decimal:
        """What an item received by payments later than a day: nothing of that can have come back by then."""
        return sum((amount for booked_on, amount in self._by_item.get(item, ()) if booked_on > day), ZERO)

    def taken_back_by(self, operation: Operation) -> list[PastPayment]:
        """The payments of that amount and currency, made in the thirteen months before."""
        return [
            payment
            for payment in self._by_amount.get(-operation.amount, ())
            if payment.operation.currency == operation.currency
            and payment.operation.booked_on <= operation.booked_on <= payment.operation.booked_on + LATEST
        ]

    def forget(self, decision: Decision) -> None:
        """The payment that came back is not there to come back again."""
        items = {part.item for part in decision.allocations}
        payments = self._by_amount.get(-decision.operation.amount, [])
        for place, payment in enumerate(payments):
            if {part.item for part in payment.allocations} == items:
                del payments[place]
                return


def returned(operation: Operation, named: Named, customers: Sequence[str], past: Past, debts: Debts) -> Decision:
    """The reopening when one payment, or the only item named, is what came back; else whom to hold.

    `customers` are those whom the payer's IBAN or name tells.
    """
    candidates = past.taken_back_by(operation)
    linked = [
        payment
        for payment in candidates
        if _is_linked(operation, named, payment) and (not customers or payment.customer in customers)
    ]
    if len(linked) == 1 and operation.sure:
        return _reopened(operation, linked[0].customer, linked[0].allocations)
    owners = customers_of(named.items, debts)
    only = _only_item(operation, named, past, debts)
    if only is not None and operation.sure and not (customers and owners[0] not in customers):
        return _reopened(operation, owners[0], (Allocation(only, -operation.amount),))
    same = {payment.customer for payment in candidates}
    found = tuple(dict.fromkeys((*owners, *customers))) or (tuple(same) if len(same) == 1 else ())
    if not found:
        why = f"{_what(operation)} : aucun paiement enregistré ne lui correspond sûrement"
        return Decision(operation=operation, outcome=Outcome.UNKNOWN, why=why)
    why = f"{_what(operation)} : la facture à rouvrir n'est pas sûre"
    return Decision(operation=operation, outcome=Outcome.TO_CHECK, customers=found, why=why)


def _is_linked(operation: Operation, named: Named, payment: PastPayment) -> bool:
    before = payment.operation
    if _NUMBER.search(operation.reference) and operation.reference == before.reference:
        return True
    if operation.mandate and operation.mandate == before.mandate:
        return True
    return bool(named.items) and {part.item for part in payment.allocations} <= named.items


def _only_item(operation: Operation, named: Named, past: Past, debts: Debts) -> int | None:
    """The one item that the texts name whole, if by that day it had received what came back."""
    if len(named.items) != 1 or named.strength is not Strength.WHOLE:
        return None
    (item,) = named.items
    received = debts.items[item].amount - debts.open[item] - past.received_after(item, operation.booked_on)
    return item if received >= -operation.amount else None


def _reopened(operation: Operation, customer: str, allocations: Sequence[Allocation]) -> Decision:
    return Decision(
        operation=operation,
        outcome=Outcome.CERTAIN,
        customers=(customer,),
        allocations=tuple(Allocation(part.item, -abs(part.amount)) for part in allocations),
        why=f"{_what(operation)} : ce qu'il avait réglé est de nouveau dû",
    )


def _what(operation: Operation) -> str:
    return f"Paiement revenu ({operation.reason})" if operation.reason else "Paiement revenu"

"""What keeps a line out of reminders before any rule is asked: its customer, its state, its promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from relance_xl.domain.model import Customer, Ledger, OpenItem, PaymentToPlace, ReminderGroup
from relance_xl.domain.search.calls import announcement_hold
from relance_xl.domain.search.rules import Held
from relance_xl.domain.vocabulary import Block, Exclusion, HoldReason, ItemKind
from relance_xl.domain.wording import folded, french_amount, french_date

OUTSIDE = frozenset({HoldReason.NOT_APPLICABLE, HoldReason.DISPUTED, HoldReason.POSITIVE_CREDIT})
"""Lines in no total and in no letter (S4-03, S0-24)."""

SILENT = OUTSIDE | {HoldReason.PROMISED, HoldReason.PAYMENT_METHOD, HoldReason.NOT_RECEIVED}
"""Lines that no reminder claims, and no statement of account joined to one lists (N-44)."""

UNCLAIMED = SILENT | {HoldReason.CLEARED}
"""Lines that no reminder claims, those among them that a person has taken out of it (S0-24)."""

FIRM = SILENT | {
    HoldReason.GROUP_ZERO,
    HoldReason.NO_GROUP,
    HoldReason.UNKNOWN_GROUP,
    HoldReason.ROW_ERROR,
    HoldReason.BLOCKED,
    HoldReason.INSOLVENCY,
    HoldReason.NOT_BEFORE,
    HoldReason.PAYMENT_TO_PLACE,
    HoldReason.PAYMENT_ANNOUNCED,
    HoldReason.CREDIT,
    HoldReason.COVERED_BY_CREDITS,
    HoldReason.NO_RATE,
    HoldReason.REMINDED_LATER,
    HoldReason.REMINDED_TODAY,
}
"""Reasons that a level chosen by hand does not lift."""


def customer_hold(ledger: Ledger, customer: Customer, as_of: date) -> Held | None:
    """Why nothing of this customer is reminded, None when he may be."""
    if customer.group == 0:
        return Held(HoldReason.GROUP_ZERO)
    if customer.code in ledger.set_aside or customer.code not in ledger.customers:
        return Held(HoldReason.ROW_ERROR)
    if customer.block is Block.INSOLVENCY:
        return Held(HoldReason.INSOLVENCY)
    if customer.block is Block.DO_NOT_REMIND:
        return Held(HoldReason.BLOCKED)
    if customer.code in ledger.to_place:
        return _payment_hold(ledger, ledger.to_place[customer.code])
    if customer.group is None:
        return Held(HoldReason.NO_GROUP)
    if customer.group not in ledger.groups:
        return Held(HoldReason.UNKNOWN_GROUP, {"group": customer.group})
    if customer.not_before is not None and as_of < customer.not_before:
        return Held(HoldReason.NOT_BEFORE, {"date": french_date(customer.not_before)})
    return announcement_hold(ledger, customer.code, as_of)


def _payment_hold(ledger: Ledger, payment: PaymentToPlace) -> Held:
    """« Encaissement du 12/11 à affecter : 1 250,00 € »: who has paid is not reminded (N-81)."""
    amount = french_amount(payment.amount, payment.currency or ledger.company.reference_currency)
    return Held(HoldReason.PAYMENT_TO_PLACE, {"date": f"{payment.booked_on:%d/%m}", "amount": amount})


def line_hold(item: OpenItem, customer: Customer, excluded: frozenset[str], as_of: date) -> Held | None:
    """Why this line is never asked for today, None when a rule may be asked.

    `excluded` holds the payment methods never reminded, folded (A12).  A promise holds the line up to its date,
    included.
    """
    if item.exclusion is Exclusion.NOT_APPLICABLE:
        return Held(HoldReason.NOT_APPLICABLE)
    if item.exclusion is Exclusion.DISPUTED:
        return Held(HoldReason.DISPUTED)
    if item.open_amount < 0:
        kind = "Trop-perçu" if item.kind is ItemKind.INVOICE else item.kind.value
        return Held(HoldReason.CREDIT, {"kind": kind})
    if item.kind is not ItemKind.INVOICE:
        return Held(HoldReason.POSITIVE_CREDIT, {"kind": item.kind.value})
    method = payment_method(item, customer)
    if method and folded(method) in excluded:
        return Held(HoldReason.PAYMENT_METHOD, {"method": method})
    if item.promised_on is not None and as_of <= item.promised_on:
        return Held(HoldReason.PROMISED, {"date": french_date(item.promised_on)})
    return None


def payment_method(item: OpenItem, customer: Customer) -> str:
    """The line's payment method, else the customer's."""
    return item.payment_method.strip() or customer.payment_method.strip()


def group_of(customer: Customer, groups: Mapping[int, ReminderGroup]) -> ReminderGroup:
    """The customer's group; a group without a name when it is blank or not set up: nothing of it is reminded."""
    number = customer.group or 0
    return groups.get(number, ReminderGroup(number=number)) if customer.group is not None else ReminderGroup(number=0)

"""What a reminder claims: one answer, asked by the letter, its subject, code and draft, the e-mail, the figures (N-44).

The principal is what is due of the lines listed, the credits deducted once; the sum to pay adds the charges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.money.charges import Charges, reminder_charges
from relance_xl.domain.money.currencies import Totals, sorted_totals
from relance_xl.domain.money.law import MissingPenaltyRateError
from relance_xl.domain.outcome import Reminder
from relance_xl.domain.search.levels import find_level, levels_of
from relance_xl.domain.vocabulary import ItemKind

EURO = "EUR"
"""The recovery fee is in euros, whatever the currency of the letter (C. com. D441-5)."""


def charges_of(reminder: Reminder, ledger: Ledger) -> Charges:
    """The interest and the fee that the reminder may put in figures: no interest where a rate is missing (N-42)."""
    try:
        return reminder_charges(reminder, ledger)
    except MissingPenaltyRateError:
        without = replace(reminder, level=replace(reminder.level, late_interest=False))
        return reminder_charges(without, ledger)


def to_pay(due: Totals, charges: Charges, reference: str) -> Totals:
    """What is due and the charges, for each currency; () when nothing is due: charges alone are not claimed."""
    if not any(amount > 0 for _, amount in due):
        return ()
    fee = [(EURO, charges.fee)] if charges.fee else []
    return sorted_totals([*due, *charges.interest_totals, *fee], reference)


def with_claims(reminders: Iterable[Reminder], ledger: Ledger) -> Iterator[Reminder]:
    """The reminders of one batch, each with what it claims; the fee of an invoice stands in one of them (N-46).

    Of several reminders that list an invoice, the one of the highest level that asks for the fee bears it; so does one
    that has left already on that date, a letter before an e-mail.
    """
    each = list(reminders)
    bearer: dict[tuple[str, str], int] = {}
    for place, reminder in sorted(enumerate(each), key=lambda pair: -pair[1].level.number):
        if reminder.level.recovery_fee:
            for invoice in _late_invoices(reminder):
                bearer.setdefault((reminder.customer.code, invoice), place)
    reference = ledger.company.reference_currency
    gone = _charged(ledger, each)
    for place, reminder in enumerate(each):
        code, number = reminder.customer.code, reminder.level.number
        elsewhere = frozenset(
            invoice
            for invoice in _late_invoices(reminder)
            if bearer.get((code, invoice), place) != place or gone.get((code, invoice), 0) >= number
        )
        mine = replace(reminder, fee_elsewhere=elsewhere)
        yield replace(mine, to_pay=to_pay(mine.due, charges_of(mine, ledger), reference))


def _charged(ledger: Ledger, reminders: Iterable[Reminder]) -> dict[tuple[str, str], int]:
    """For each customer and invoice, the highest level asking for the fee that was already sent on the same date."""
    asking = {
        reminder.customer.code: (reminder.as_of, levels_of(ledger.levels, reminder.group.number))
        for reminder in reminders
    }
    sent: dict[tuple[str, str], int] = {}
    for item in ledger.items:
        on, levels = asking.get(item.customer, (None, ()))
        level = find_level(levels, item.level) if on and item.last_reminder == on else None
        if level is not None and level.recovery_fee:
            sent[item.customer, item.invoice] = max(level.number, sent.get((item.customer, item.invoice), 0))
    return sent


def _late_invoices(reminder: Reminder) -> set[str]:
    return {
        line.item.invoice
        for line in reminder.lines
        if line.days_overdue >= 1 and line.item.kind is ItemKind.INVOICE and line.balance > ZERO
    }

"""The bill of exchange printed at the bottom of a letter (S3-09): whom it is asked of, and for what sum (A8)."""

from __future__ import annotations

from datetime import date

from relance_xl.domain.outcome import Reminder
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Channel, CustomerKind
from relance_xl.domain.wording import french_date

CURRENCY = "EUR"
NO_DRAFT = "la lettre ne peut pas porter de lettre de change, son solde n'est pas en euros seulement, ou n'est pas dû"


def why_no_draft(reminder: Reminder, maturity: date) -> str:
    """Why this letter bears no bill of exchange although the run asks for some, "" when it bears one.

    A public accountant pays upon an order of payment (mandat) only, not upon a bill.  A maturity after the
    deadline of a formal notice would grant the debtor the time that the notice refuses.
    """
    if reminder.customer.kind is CustomerKind.PUBLIC:
        return "un acheteur public règle par mandat administratif, il ne signe pas de traite"
    if not reminder.level.registered:
        return ""
    latest = reminder.deadline or reminder.as_of
    if maturity <= latest:
        return ""
    return (
        f"échue le {french_date(maturity)}, elle accorderait un délai au-delà du {french_date(latest)} "
        "qu'exige la mise en demeure"
    )


def can_be_drafted(reminder: Reminder) -> bool:
    """Whether what the letter asks to pay is one amount, in euros (A8)."""
    owed = [(currency, amount) for currency, amount in reminder.to_pay or reminder.totals if amount]
    return len(owed) == 1 and owed[0][0] == CURRENCY and owed[0][1] > 0


def bears_its_draft(reminder: Reminder, criteria: Criteria) -> bool:
    """Whether the letter has the bill that the run asks for, or needs none; else its customer is left out (N-50)."""
    maturity = criteria.bill_maturity if criteria.joined_bill else None
    if maturity is None or reminder.channel is Channel.PHONE or why_no_draft(reminder, maturity):
        return True
    return can_be_drafted(reminder)

"""Bills of exchange sent for acceptance and not returned: to remind, to wait for, to purge (S0-15, S0-30).

They are reminded before their maturity, from the portfolio of bills, and never touch the levels of the invoices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from relance_xl.domain import sheets
from relance_xl.domain.issue.posting import lack
from relance_xl.domain.model import BillOfExchange, Customer, Ledger
from relance_xl.domain.search.holds import customer_hold
from relance_xl.domain.wording import count, french_date, typeset
from relance_xl.problems import Problem, Severity


class BillState(StrEnum):
    """What is to be done with a bill; the value is the sentence shown."""

    TO_REMIND = "À relancer : {elapsed} sans retour depuis le {since}"
    ACCEPTED = "Acceptée"
    TOO_EARLY = "Trop tôt : relance à partir du {date}"
    TOO_CLOSE = "Trop proche de l'échéance du {maturity} : à épurer"
    MATURED = "Échue le {maturity} : à épurer"
    NO_DATE = "Date d'envoi ou de tirage à compléter"
    HELD = "{why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BillStatus:
    """One bill and what is to be done with it.

    Attributes:
        why: the French sentence of the state, with its dates.
    """

    bill: BillOfExchange
    customer: Customer
    state: BillState
    why: str

    @property
    def purge(self) -> bool:
        """Whether the bill belongs to the list to purge (S0-30)."""
        return self.state in (BillState.MATURED, BillState.TOO_CLOSE)


def review_bills(ledger: Ledger, as_of: date) -> tuple[BillStatus, ...]:
    """Every bill with its state, those to remind first, then by maturity; group 0 is absent (S0-07)."""
    statuses = [_status(ledger, bill, _drawee(ledger, bill), as_of) for bill in ledger.bills]
    reminded = [status for status in statuses if status.customer.group != 0]
    return tuple(
        sorted(reminded, key=lambda status: (status.state is not BillState.TO_REMIND, status.bill.maturity_date))
    )


def to_remind(statuses: Iterable[BillStatus]) -> tuple[BillStatus, ...]:
    """The bills whose acceptance is to be asked for now."""
    return tuple(status for status in statuses if status.state is BillState.TO_REMIND)


def doubtful_bills(statuses: Iterable[BillStatus]) -> Iterator[Problem]:
    """The bills to purge, and those whose delay cannot be counted: said, never deleted by us (S0-30)."""
    for status in statuses:
        undated = status.state is BillState.NO_DATE
        if status.purge or undated:
            yield Problem(
                what=f"Traite {status.bill.number} : {status.why[0].lower()}{status.why[1:]}",
                expected="une date" if undated else "une ligne que vous retirez du portefeuille",
                sheet=sheets.BILLS,
                row=status.bill.row,
                field="sent_on" if undated else "maturity_date",
                value=status.bill.number,
                severity=Severity.WARNING,
            )


def _drawee(ledger: Ledger, bill: BillOfExchange) -> Customer:
    return ledger.customers.get(bill.customer) or Customer(code=bill.customer, name=bill.customer)


def _status(ledger: Ledger, bill: BillOfExchange, customer: Customer, as_of: date) -> BillStatus:
    held = None if bill.accepted else customer_hold(ledger, customer, as_of)
    state = BillState.HELD if held else _state(ledger, bill, as_of)
    why = held.sentence if held else ""
    if state is BillState.TO_REMIND and (lacking := lack(ledger.company, customer)):
        state, why = BillState.HELD, f"Lettre impossible : {lacking}"
    since = last_move(bill)
    facts = {
        "why": why,
        "maturity": french_date(bill.maturity_date),
        "since": french_date(since) if since else "",
        "elapsed": count((as_of - since).days, "jour") if since else "",
        "date": french_date(since + _patience(ledger)) if since else "",
    }
    return BillStatus(bill=bill, customer=customer, state=state, why=typeset(state.value.format(**facts)))


def _state(ledger: Ledger, bill: BillOfExchange, as_of: date) -> BillState:
    """The state of a bill whose customer may be reminded.

    The delays are the company's: at least so many days since the bill was sent, or reminded, inclusive; not within
    so many days of its maturity, inclusive.
    """
    if bill.accepted:
        return BillState.ACCEPTED
    if as_of >= bill.maturity_date:
        return BillState.MATURED
    if as_of >= bill.maturity_date - timedelta(days=ledger.company.bill_days_before_maturity):
        return BillState.TOO_CLOSE
    since = last_move(bill)
    if since is None:
        return BillState.NO_DATE
    if as_of < since + _patience(ledger):
        return BillState.TOO_EARLY
    return BillState.TO_REMIND


def last_move(bill: BillOfExchange) -> date | None:
    """From when the delay runs: the last reminder, else the day the bill was sent, else the day it was drawn."""
    return bill.last_reminder or bill.sent_on or bill.drawn_on


def _patience(ledger: Ledger) -> timedelta:
    return timedelta(days=ledger.company.bill_days_after_issue)

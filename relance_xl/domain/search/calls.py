"""What was said on the telephone, and what a search makes of it (N-35)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from relance_xl.domain.calendar import shifted, working_days_later
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import CENT, ZERO, LastCall, Ledger, OpenItem
from relance_xl.domain.search.rules import Held
from relance_xl.domain.vocabulary import CallOutcome, HoldReason
from relance_xl.domain.wording import counted, french_amount, french_date

Calls = Mapping[tuple[str, str, date], LastCall]


def with_calls(ledger: Ledger, calls: Calls) -> Ledger:
    """The ledger with the last calls about its lines, and the customers who said that they had paid.

    An announcement counts as long as one of the lines it was made of is open.
    """
    announced: dict[str, date] = {}
    for item in ledger.items if calls else ():
        call = calls.get(place_of(item))
        if call is not None and call.outcome is CallOutcome.PAID and not is_settled(item):
            announced[item.customer] = max(call.on, announced.get(item.customer, call.on))
    return replace(ledger, calls=calls, announced=announced)


def place_of(item: OpenItem) -> tuple[str, str, date]:
    """By what a call knows its line: instalments of one date share their calls."""
    return item.customer, item.invoice, item.due_date


def announcement_hold(ledger: Ledger, customer: str, as_of: date) -> Held | None:
    """The customer says that he has paid: time is left for the money to come; the last day is included."""
    said = ledger.announced.get(customer)
    if said is None or said > as_of:
        return None
    until = working_days_later(said, ledger.company.payment_wait)
    if as_of > until:
        return None
    return Held(HoldReason.PAYMENT_ANNOUNCED, {"date": french_date(said), "until": french_date(until)})


def call_hold(ledger: Ledger, item: OpenItem, as_of: date) -> Held | None:
    """Why the last call keeps the line back today, None when it does not."""
    call = ledger.calls.get(place_of(item))
    if call is None or call.on > as_of:
        return None
    if call.outcome is CallOutcome.NOT_RECEIVED:
        first = shifted(working_days_later(call.on, ledger.company.payment_wait), 1)
        if as_of < first:
            return Held(HoldReason.NOT_RECEIVED, {"date": french_date(call.on), "next_date": french_date(first)})
    if is_to_call_back(call) and call.until is not None and as_of < call.until:
        return Held(HoldReason.CALL_BACK, {"date": french_date(call.until)})
    return None


def is_to_call_back(call: LastCall) -> bool:
    """Whether the customer wants to be called again."""
    return call.outcome is CallOutcome.TO_CALL_BACK


def call_is_due(ledger: Ledger, item: OpenItem, as_of: date) -> bool:
    """Whether the day has come on which the customer is to be called back about the line."""
    call = ledger.calls.get(place_of(item))
    return call is not None and is_to_call_back(call) and call.until is not None and call.until <= as_of


def is_broken(ledger: Ledger, item: OpenItem, as_of: date) -> bool:
    """Whether the promise on the line was not kept: its day has passed, and what was promised is still owed.

    Of a partial promise, known by the call, the line must owe less than then by the amount promised.
    """
    if item.promised_on is None or item.promised_on >= as_of or item.open_amount < CENT:
        return False
    call = ledger.calls.get(place_of(item))
    if call is None or call.until != item.promised_on or call.promised is None or call.owed is None:
        return True
    return item.open_amount > call.owed - call.promised


def told_of_calls(ledger: Ledger, item: OpenItem, as_of: date) -> Iterator[str]:
    """What « Pourquoi » adds: a promise not kept, and the last call."""
    if is_broken(ledger, item, as_of) and item.promised_on is not None:
        yield f"promesse du {french_date(item.promised_on)} non tenue"
    call = ledger.calls.get(place_of(item))
    if call is not None and call.on <= as_of:
        yield f"appel du {french_date(call.on)} : {_said(call, item.currency or ledger.company.reference_currency)}"


def _said(call: LastCall, currency: str) -> str:
    """« promesse au 20/03/2026 de 200,00 € », « à rappeler le 20/03/2026 », « répondeur »."""
    words = f"{call.outcome.value[0].lower()}{call.outcome.value[1:]}"
    if call.until is not None:
        words += f" {'le' if is_to_call_back(call) else 'au'} {french_date(call.until)}"
    return words if call.promised is None else f"{words} de {french_amount(call.promised, currency)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPromises:
    """The promises not kept: how many, a customer's of one day counting for one, and what is owed on their lines.

    Attributes:
        totals: for each currency, what the lines still owe.
    """

    number: int
    totals: tuple[tuple[str, Decimal], ...]

    @property
    def sentence(self) -> str:
        """« 3 promesses non tenues : 12 400,00 € », "" for none."""
        if not self.number:
            return ""
        sums = " + ".join(french_amount(amount, currency) for currency, amount in self.totals)
        return f"{counted(self.number, 'promesse non tenue', 'promesses non tenues')} : {sums}"


def broken_promises(ledger: Ledger, as_of: date) -> BrokenPromises:
    """The promises of open lines not kept on `as_of`, lines excluded or disputed left out."""
    promises: set[tuple[str, date | None]] = set()
    sums: dict[str, Decimal] = {}
    reference = ledger.company.reference_currency
    for item in ledger.items:
        if item.promised_on is not None and item.exclusion is None and is_broken(ledger, item, as_of):
            promises.add((item.customer, item.promised_on))
            currency = item.currency or reference
            sums[currency] = sums.get(currency, ZERO) + item.open_amount
    totals = tuple(sorted(sums.items(), key=lambda each: (each[0] != reference, each[0])))
    return BrokenPromises(number=len(promises), totals=totals)

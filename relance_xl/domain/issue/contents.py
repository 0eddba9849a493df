"""Which lines a reminder lists, and its amounts in the letter's currency, rounded once a line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from relance_xl.domain.money.currencies import Exchange, Totals, sorted_totals, to_cent
from relance_xl.domain.outcome import ProposedLine, ReminderLine
from relance_xl.domain.search.holds import SILENT
from relance_xl.domain.vocabulary import Content, HoldReason, LetterCurrency


def listed(lines: Iterable[ProposedLine], climbing: Sequence[ProposedLine], content: Content) -> list[ProposedLine]:
    """The lines of one customer that his only reminder lists, in the order given.

    « Relancées »: the lines reminded and the credits that come in deduction.  « Échues »: every overdue line
    besides.  « Relevé »: every open line.  A line excluded or disputed is never listed (S4-03, S0-24): a formal
    notice asks only for what is certain and due (C. civ. 1344).  A line whose formal notice is running stands in no
    other reminder (N-32).  A line promised, or paid by a method never
    reminded, is not claimed either (N-44).
    """
    reminded = {line.key for line in climbing}
    return [line for line in lines if line.key in reminded or _accompanies(line, content)]


def _accompanies(line: ProposedLine, content: Content) -> bool:
    if line.hold in SILENT or line.apart:
        return False
    if content is Content.STATEMENT or line.hold is HoldReason.CREDIT:
        return True
    return content is Content.OVERDUE and line.days_overdue >= 1


def printed(line: ProposedLine, level: int | None, currency: LetterCurrency, exchange: Exchange) -> ReminderLine:
    """The line as printed: in its own currency, or in the reference currency at the day's rate (S0-11).

    Amount and balance are rounded half-up to the cent; what was paid is their difference, so that the row adds up.
    Raises MissingRateError without a rate.
    """
    item, shown, rate = line.item, exchange.currency_of(line.item), None
    amount, balance = to_cent(item.amount), to_cent(item.open_amount)
    if currency is LetterCurrency.REFERENCE:
        amount, balance = exchange.in_reference(item.amount, shown), exchange.balance(item)
        shown, rate = exchange.reference, exchange.rates.get(shown)
    return ReminderLine(
        item=item,
        key=line.key,
        days_overdue=line.days_overdue,
        currency=shown,
        amount=amount,
        paid=amount - balance,
        balance=balance,
        level=level,
        rate=rate,
    )


def totals(lines: Iterable[ReminderLine], exchange: Exchange) -> Totals:
    """The balance to pay for each currency, the reference currency first: never one sum of two (A2)."""
    return sorted_totals(((line.currency, line.balance) for line in lines), exchange.reference)


def is_to_come(balance: Decimal, due_date: date, as_of: date) -> bool:
    """Whether the line is a debt not yet due: it is shown, and never claimed.  A credit always comes off what is."""
    return balance > 0 and due_date >= as_of


def due(lines: Iterable[ReminderLine], as_of: date, exchange: Exchange) -> Totals:
    """What is overdue for each currency, credits deducted: what a letter may claim."""
    late = (line for line in lines if not is_to_come(line.balance, line.item.due_date, as_of))
    return sorted_totals(((line.currency, line.balance) for line in late), exchange.reference)

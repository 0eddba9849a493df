"""The page of one customer: what was sent, said and promised, how late he usually pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.issue.customer_card import CustomerCard, PastEntry, PromiseState, customer_card
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import Channel, JournalEntry
from tests.domain.builders import client, item, ledger

RUN = date(2026, 3, 16)


def entry(nature: JournalEntry, day: date = RUN, **stated: object) -> PastEntry:
    given: dict[str, object] = {"batch": "L1", "invoice": "F1", "due_date": RUN, "amount": Decimal(100)}
    return PastEntry(nature=nature, day=day, **given | stated)  # type: ignore[arg-type]


def card(*history: PastEntry, **stated: Any) -> CustomerCard:
    """The page of the customer of one open line, F1, due `RUN` unless `stated` otherwise."""
    made = ledger([item("F1", **({"due_date": RUN} | stated))])
    (customer,) = made.customers.values()
    return customer_card(made, customer, RUN, propose(made, Criteria(), RUN).lines, history)


def test_what_is_owed_and_since_when() -> None:
    found = card(due_date=RUN - timedelta(days=75), level=1)

    assert found.owed == found.overdue
    assert (found.oldest, found.reached) == (75, 1)
    assert found.proposed is not None
    assert card().oldest == 0


def test_a_customer_without_a_group_has_none() -> None:
    found = customer_card(ledger([]), replace(client(), group=None), RUN, (), ())

    assert (found.group, found.proposed, found.reached, found.promises) == (None, None, 0, (0, 0))


def test_a_letter_is_told_once_with_its_sums_by_currency_the_latest_first() -> None:
    sent = card(
        entry(JournalEntry.REMINDER, RUN - timedelta(days=30), words="a.docx", level=1, channel=Channel.LETTER),
        entry(JournalEntry.REMINDER, words="b.docx", level=2, invoice="F2", amount=Decimal(50)),
        entry(JournalEntry.REMINDER, words="b.docx", level=1, invoice="F3", currency="USD", amount=None),
    ).sent

    assert [(each.document, each.level, each.lines) for each in sent] == [("b.docx", 2, 2), ("a.docx", 1, 1)]
    assert sent[0].totals == (("EUR", Decimal(50)), ("USD", Decimal(0)))


@pytest.mark.parametrize(
    ("promised_on", "invoice", "state"),
    [
        (None, "F1", None),
        (RUN - timedelta(days=1), "F1", PromiseState.BROKEN),
        (RUN, "F1", PromiseState.WAITED_FOR),
        (RUN - timedelta(days=9), "PAID", PromiseState.KEPT),
    ],
)
def test_a_promise_is_broken_the_day_after_its_date(
    promised_on: date | None, invoice: str, state: PromiseState | None
) -> None:
    found = card(entry(JournalEntry.CALL, words="Promesse", promised_on=promised_on, invoice=invoice))

    assert [each.state for each in found.spoken] == [state]
    assert found.promises == (int(state is PromiseState.KEPT), int(state in {PromiseState.KEPT, PromiseState.BROKEN}))


def test_the_usual_delay_is_the_median_of_three_settled_lines_or_more() -> None:
    def paid(invoice: str, days: int) -> PastEntry:
        return entry(JournalEntry.PAYMENT, RUN + timedelta(days=days), invoice=invoice)

    three = [paid("P1", -2), paid("P2", 1), paid("P2", 12), paid("P3", 40)]

    assert (card(*three).usual_delay, card(*three).settled) == (12, 3), "the last payment of a line settles it"
    assert card(*three[:3]).usual_delay is None
    assert card(*three[:3], paid("F1", 5)).settled == 2, "a line still open is not settled"
    assert card(entry(JournalEntry.PAYMENT, due_date=None)).settled == 0

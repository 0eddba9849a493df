"""N-50, A8: the bill of exchange that a letter can bear, or not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.issue.drafts import bears_its_draft
from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.model import ExchangeRate
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Channel, CustomerKind
from tests.domain.builders import client, day, item, ledger, levels
from tests.domain.test_agreement import decided

RUN = day("10/08/2025")
MATURITY = date(2025, 9, 30)
WITH_BILL = Criteria(joined_bill=True, bill_maturity=MATURITY)
RATES = (ExchangeRate(currency="USD", on=RUN, value=Decimal(1)),)


@pytest.mark.parametrize(
    ("facts", "currency", "left"),
    [
        ({}, "", ["F1"]),
        ({}, "USD", []),
        ({"kind": CustomerKind.PUBLIC}, "USD", ["F1"]),  # bears none, and its letter leaves
        ({"channel": Channel.PHONE}, "USD", ["F1"]),
    ],
)
def test_n_50_who_is_left_out_when_a_draft_is_asked_for(facts: dict[str, Any], currency: str, left: list[str]) -> None:
    books = ledger(
        [item(currency=currency)],
        customers={"C1": client(**facts)},
        rates=RATES,
    )
    lines = ticked_proposals(books, WITH_BILL, RUN).lines
    ticked = {line.key: replace(decided(line), ticked=True) for line in lines}
    done = issue(books, WITH_BILL, RUN, ticked)

    assert [line.item.invoice for reminder in done.reminders for line in reminder.climbing] == left
    assert [line.ticked for line in lines] == [bool(left)]
    assert bool(done.skipped) is not bool(left)


def test_a_formal_notice_whose_deadline_comes_first_needs_no_draft() -> None:
    books = ledger([item(currency="USD")], rates=RATES, levels=levels(10, registered=True, deadline_days=8))
    (line,) = ticked_proposals(books, WITH_BILL, RUN).lines
    (late,) = issue(books, WITH_BILL, RUN, {line.key: decided(line)}).reminders

    assert bears_its_draft(late, WITH_BILL)
    assert bears_its_draft(late, Criteria())
    assert not bears_its_draft(replace(late, deadline=MATURITY), WITH_BILL)

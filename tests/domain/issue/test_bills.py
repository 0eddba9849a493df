"""Bills of exchange sent for acceptance: S0-15 and S0-30."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.issue.bills import BillState, review_bills, to_remind
from relance_xl.domain.model import BillOfExchange, Customer
from tests.domain.builders import client, day, ledger


def bill(number: str = "T1", **facts: Any) -> BillOfExchange:
    facts.setdefault("sent_on", day("01/06/2025"))
    facts.setdefault("maturity_date", day("31/07/2025"))
    facts.setdefault("customer", "C1")
    return BillOfExchange(number=number, amount=Decimal(500), **facts)


def reviewed(as_of: date, *bills: BillOfExchange, customer: Customer | None = None) -> list[tuple[BillState, str]]:
    books = ledger([], bills=bills, customers={"C1": customer or client()})
    return [(status.state, status.why) for status in review_bills(books, as_of)]


@pytest.mark.parametrize(
    ("run", "state", "why"),
    [
        ("10/06/2025", BillState.TOO_EARLY, "Trop tôt\u00a0: relance à partir du 16/06/2025"),
        ("15/06/2025", BillState.TOO_EARLY, "Trop tôt\u00a0: relance à partir du 16/06/2025"),
        ("16/06/2025", BillState.TO_REMIND, "À relancer\u00a0: 15 jours sans retour depuis le 01/06/2025"),
        ("20/06/2025", BillState.TO_REMIND, "À relancer\u00a0: 19 jours sans retour depuis le 01/06/2025"),
        ("20/07/2025", BillState.TO_REMIND, "À relancer\u00a0: 49 jours sans retour depuis le 01/06/2025"),
        ("21/07/2025", BillState.TOO_CLOSE, "Trop proche de l'échéance du 31/07/2025\u00a0: à épurer"),
        ("25/07/2025", BillState.TOO_CLOSE, "Trop proche de l'échéance du 31/07/2025\u00a0: à épurer"),
        ("31/07/2025", BillState.MATURED, "Échue le 31/07/2025\u00a0: à épurer"),
        ("01/08/2025", BillState.MATURED, "Échue le 31/07/2025\u00a0: à épurer"),
    ],
)
def test_s0_15_s0_30_a_bill_not_returned_is_reminded_between_two_delays(run: str, state: BillState, why: str) -> None:
    assert reviewed(day(run), bill()) == [(state, why)]


@pytest.mark.parametrize("run", ["20/06/2025", "01/08/2025"])
def test_s0_15_a_bill_accepted_is_never_reminded(run: str) -> None:
    assert reviewed(day(run), bill(accepted=True))[0][0] is BillState.ACCEPTED


def test_s0_07_a_bill_of_group_0_is_absent() -> None:
    assert reviewed(day("20/06/2025"), bill(), customer=client(group=0)) == []


def test_a_bill_of_an_unknown_customer_is_held_and_says_so() -> None:
    assert reviewed(day("20/06/2025"), bill(customer="C9"))[0][0] is BillState.HELD


def test_the_delay_runs_again_from_the_last_reminder_and_else_from_the_day_it_was_drawn() -> None:
    run = day("20/06/2025")
    assert reviewed(run, bill(last_reminder=day("16/06/2025")))[0][0] is BillState.TOO_EARLY
    assert reviewed(run, bill(sent_on=None, drawn_on=day("01/06/2025")))[0][0] is BillState.TO_REMIND
    assert reviewed(run, bill(sent_on=None))[0][0] is BillState.NO_DATE


def test_bills_to_remind_come_first_and_the_others_by_maturity() -> None:
    books = ledger(
        [],
        customers={"C1": client()},
        bills=(
            bill("T1", maturity_date=day("01/07/2025"), accepted=True),
            bill("T2", maturity_date=day("31/08/2025")),
            bill("T3", maturity_date=day("10/06/2025")),
        ),
    )
    statuses = review_bills(books, day("20/06/2025"))
    assert [status.bill.number for status in statuses] == ["T2", "T3", "T1"]
    assert [status.bill.number for status in to_remind(statuses)] == ["T2"]
    assert [status.purge for status in statuses] == [False, True, False]


def test_n_37_a_bill_of_a_customer_without_an_address_waits_for_it() -> None:
    found = reviewed(day("20/06/2025"), bill(), customer=client(address=(), city=""))
    assert found == [
        (BillState.HELD, "Lettre impossible\u00a0: adresse postale à compléter dans «\u00a0Clients\u00a0»")
    ]

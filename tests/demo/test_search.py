"""The sample company put to the proof: a real search on it shows every level and every reason for not reminding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.demo.company import DEMO_DATE, demo_tables
from relance_xl.domain.issue.bills import BillState, review_bills, to_remind
from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.outcome import ProposedLine
from relance_xl.domain.search.bounds import bound_problems
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import Proposals, propose
from relance_xl.domain.vocabulary import Channel, HoldReason, Rule
from relance_xl.problems import Severity
from relance_xl.tables.sheets.ledger import read_ledger
from tests.domain.issue.test_reminders import recorded
from tests.domain.test_agreement import decided


def company_book() -> MemoryBook:
    book = MemoryBook.empty(Path("Relances.xlsm"))
    for name, (headers, rows) in demo_tables().items():
        book.replace_rows(name, headers, rows)
    return book


LEDGER, READING_PROBLEMS = read_ledger(company_book())


def searched(criteria: Criteria | None = None, as_of: date = DEMO_DATE) -> Proposals:
    return propose(LEDGER, criteria or Criteria(), as_of)


def reasons(lines: Iterable[ProposedLine]) -> set[HoldReason]:
    return {line.hold for line in lines if line.hold is not None}


def why(invoice: str) -> str:
    return next(line.why for line in searched().lines if line.item.invoice == invoice).replace("\u00a0", " ")


def test_one_error_and_one_warning_are_met_in_reading() -> None:
    faults = [(problem.severity, problem.sheet, problem.cell[0], problem.value) for problem in READING_PROBLEMS]
    assert faults == [
        (Severity.ERROR, "Factures", "F", "31/02/2026"),
        (Severity.WARNING, "Factures", "H", "AV-26-0124"),
    ]
    assert LEDGER.set_aside == {"YONN01"}


def test_levels_neither_overlap_nor_leave_a_gap() -> None:
    assert bound_problems(LEDGER) == []


RUN_REASONS = {
    HoldReason.GROUP_ZERO,  # absent from the sheet, counted in the summary (S0-07)
    HoldReason.UNKNOWN_GROUP,  # the workbook has its ten groups
    HoldReason.NOT_SEQUENTIAL,  # takes a level imposed for the run
    HoldReason.PAYMENT_TO_PLACE,  # takes a bank statement
    HoldReason.REMINDED_LATER,  # takes a run dated in the past
    HoldReason.REMINDED_TODAY,  # takes a second run at the same date
    HoldReason.NO_REMINDER_YET,  # takes a group that begins at the formal notice
    HoldReason.CLEARED,  # takes a person's hand
    HoldReason.PAYMENT_ANNOUNCED,  # takes a call, and the two that follow too
    HoldReason.NOT_RECEIVED,
    HoldReason.CALL_BACK,
}


@pytest.mark.parametrize("reason", sorted(set(HoldReason) - RUN_REASONS))
def test_each_reason_for_not_reminding_is_met_at_an_ordinary_search(reason: HoldReason) -> None:
    assert reason in reasons(searched().lines)


def test_s0_07_group_0_is_counted_apart() -> None:
    lines = searched().lines
    assert "0000001" not in {line.customer.code for line in lines}
    assert [(one.customers, one.lines) for one in searched().withheld] == [(1, 3)]


def test_an_imposed_level_wakes_its_group_and_stops_where_levels_are_sequential() -> None:
    lines = searched(Criteria(rule=Rule.IMPOSED, imposed_level=3)).lines
    assert HoldReason.NOT_SEQUENTIAL in reasons(lines)
    assert {line.level for line in lines if line.customer.code == "LAND01"} == {None, 3}


def test_a_search_dated_in_the_past_is_held_by_later_reminders() -> None:
    assert HoldReason.REMINDED_LATER in reasons(searched(as_of=date(2026, 3, 1)).lines)


def test_every_level_is_proposed_and_every_channel_used() -> None:
    proposed = [line for line in searched().lines if line.level is not None]
    levels = Counter(line.level for line in proposed)
    assert set(levels) == {1, 2, 3}
    assert min(levels.values()) >= 20
    assert {line.channel for line in proposed} == set(Channel)


def test_every_rule_but_the_imposed_level_proposes_something() -> None:
    rules = {line.group.rule for line in searched().lines if line.level is not None}
    assert rules == set(Rule) - {Rule.IMPOSED}


def test_a17_a_postponed_due_date_lowers_a_level_and_is_left_unticked() -> None:
    lowered = [line for line in searched().lines if line.lowered]
    assert [(line.customer.code, line.item.level, line.level, line.ticked) for line in lowered] == [
        ("SAVO01", 2, 1, False)
    ]


def test_s1_06_addresses_that_cannot_be_used_are_flagged() -> None:
    alerts = {line.customer.code for line in searched().lines if line.alert}
    assert {"BOCA01", "BRET01", "CEVE01"} <= alerts
    assert "TROY01" not in alerts


def test_s4_06_a_courtesy_reminder_leaves_before_the_due_date() -> None:
    early = [line for line in searched().lines if line.level and line.days_overdue < 0]
    assert {line.customer.group for line in early} == {7}


def test_each_promise_reason_tells_its_date() -> None:
    promised = next(line for line in searched().lines if line.hold is HoldReason.PROMISED)
    assert promised.item.promised_on
    assert f"{promised.item.promised_on:%d/%m/%Y}" in why(promised.item.invoice)


@pytest.mark.parametrize("state", list(BillState))
def test_s0_15_bills_meet_every_state(state: BillState) -> None:
    assert state in {status.state for status in review_bills(LEDGER, DEMO_DATE)}


def test_s0_30_two_bills_are_to_be_asked_for_and_group_0_is_absent() -> None:
    statuses = review_bills(LEDGER, DEMO_DATE)
    assert [status.bill.number for status in to_remind(statuses)] == ["LC-26-002", "LC-26-003"]
    assert "0000001" not in {status.customer.code for status in statuses}


def test_n_33_n_31_no_line_is_reminded_twice_at_a_date_and_no_customer_climbs_from_1_to_3_within_ten_days() -> None:
    """N-31, N-33: three clicks at the company's date, then every day for ten days, everything ticked being issued."""
    books = LEDGER
    reminded: set[str] = set()
    for day in (0, 0, 0, *range(1, 11)):
        today = DEMO_DATE + timedelta(day)
        lines = ticked_proposals(books, Criteria(), today).lines
        done = issue(books, Criteria(), today, {line.key: decided(line) for line in lines})
        climbing = [line for reminder in done.reminders for line in reminder.climbing]
        assert all(line.item.last_reminder != today for line in climbing)
        assert len({line.key for line in climbing}) == len(climbing)
        assert not reminded & {line.item.customer for line in climbing if line.level == 3}
        reminded |= {line.item.customer for line in climbing if line.level == 1}
        books = recorded(books, done, today)
    assert len(reminded) > 5

"""What holds for any company: what may be claimed, how often, and how soon again (N-32, N-33, N-38, N-44 to N-46)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from relance_xl.domain.issue.reminders import Issue, issue
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import ZERO, Ledger, OpenItem
from relance_xl.domain.money.currencies import exchange_on
from relance_xl.domain.outcome import Reminder, ReminderLine
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.holds import customer_hold, payment_method
from relance_xl.domain.vocabulary import ItemKind
from tests.domain.issue.test_reminders import recorded
from tests.domain.random_companies import RUN, a_run, after, company
from tests.domain.test_agreement import decided

WEEKS = 30
seeds = st.integers(0, 1_000_000)
ROUNDING = Decimal("0.05")
"""A conversion is rounded line by line."""


def tried(number: int) -> settings:
    """So many companies, the same ones every time."""
    return settings(max_examples=number, deadline=None, derandomize=True)


def all_ticked(books: Ledger, run: Criteria, as_of: date) -> Issue:
    """What leaves when a person ticks every line, at the level proposed or at the first one."""
    lines = ticked_proposals(books, run, as_of).lines
    forced = {line.key: replace(decided(line), ticked=True, level=line.level or 1) for line in lines}
    return issue(books, run, as_of, forced)


def as_proposed(books: Ledger, run: Criteria, as_of: date) -> Issue:
    """What leaves when nothing is changed by hand."""
    return issue(books, run, as_of, {line.key: decided(line) for line in ticked_proposals(books, run, as_of).lines})


def claimed(reminder: Reminder) -> Sequence[ReminderLine]:
    """The lines that its sum is made of."""
    return [line for line in reminder.lines if line.balance < 0 or line.days_overdue > 0]


def never_claimed(books: Ledger, item: OpenItem, as_of: date) -> bool:
    """Whether no reminder may claim the line, by what its cells and its customer's say."""
    customer = books.customers[item.customer]
    excluded = payment_method(item, customer) in books.company.excluded_payment_methods and item.open_amount > 0
    promised = item.promised_on is not None and item.promised_on >= as_of and item.open_amount > 0
    wrong = item.kind is not ItemKind.INVOICE and item.open_amount > 0
    shut = customer_hold(books, customer, as_of) is not None
    return item.exclusion is not None or excluded or promised or wrong or shut or is_settled(item)


@tried(60)
@given(seeds)
def test_n_44_nothing_promised_disputed_excluded_paid_or_of_a_held_customer_is_in_a_claimed_sum(seed: int) -> None:
    books = company(seed)
    for reminder in all_ticked(books, a_run(seed), RUN).reminders:
        for line in claimed(reminder):
            assert not never_claimed(books, line.item, RUN), line


@tried(60)
@given(seeds)
@example(979)  # the letter that bore the credits was refused, and another left without them
def test_n_45_the_letters_of_a_customer_never_claim_more_than_he_owes_net(seed: int) -> None:
    books = company(seed)
    exchange = exchange_on(books, RUN)
    for done in (as_proposed(books, a_run(seed), RUN), all_ticked(books, a_run(seed), RUN)):
        asked: dict[str, Decimal] = {}
        for reminder in done.reminders:
            total = sum((exchange.in_reference(amount, currency) for currency, amount in reminder.due), ZERO)
            asked[reminder.customer.code] = asked.get(reminder.customer.code, ZERO) + total
        for code, total in asked.items():
            his = [item for item in books.items if item.customer == code and not never_claimed(books, item, RUN)]
            late = [item for item in his if item.open_amount < 0 or item.days_overdue(RUN) > 0]
            assert total <= sum(map(exchange.balance, late), ZERO) + ROUNDING


@tried(60)
@given(seeds)
def test_n_46_the_fee_of_an_invoice_stands_in_one_letter(seed: int) -> None:
    bearers: list[tuple[str, str]] = []
    for reminder in all_ticked(company(seed), a_run(seed), RUN).reminders:
        if reminder.level.recovery_fee:
            late = {line.item.invoice for line in claimed(reminder) if line.item.kind is ItemKind.INVOICE}
            bearers += [(reminder.customer.code, invoice) for invoice in late - reminder.fee_elsewhere]
    assert len(bearers) == len(set(bearers))


@tried(60)
@given(seeds)
def test_n_38_what_a_search_ticks_the_letters_do_not_refuse(seed: int) -> None:
    assert as_proposed(company(seed), a_run(seed), RUN).skipped == ()


@tried(60)
@given(seeds, st.data())
def test_n_34_a_search_after_a_search_says_the_same_whatever_was_decided(seed: int, data: st.DataObject) -> None:
    books, run = company(seed), a_run(seed)
    shown = ticked_proposals(books, run, RUN).lines
    chosen = data.draw(st.sets(st.integers(0, len(shown) - 1), max_size=6)) if shown else set()
    by_hand = {
        shown[place].key: replace(
            decided(shown[place]),
            ticked=data.draw(st.sampled_from([None, True, False])),
            level=data.draw(st.sampled_from([None, 0, 1, 2, 3])),
            channel=None,
        )
        for place in chosen
    }
    first = ticked_proposals(books, run, RUN, by_hand)
    again = ticked_proposals(books, run, RUN, first.decisions)

    assert again.lines == first.lines
    assert again.decisions == first.decisions
    for line in first.lines:
        review = by_hand.get(line.key)
        assert not (review and review.ticked is False and line.ticked)  # who was unticked stays so


@tried(6)
@given(seeds)
def test_n_32_n_33_thirty_weeks_of_letters_and_payments_never_press_too_hard(seed: int) -> None:
    """No two formal notices to a customer within the interval, no line twice at one date, none after its payment."""
    chance = Random(seed)  # noqa: S311 - no secret is made of it
    books = company(seed)
    noticed: dict[str, date] = {
        item.customer: max(item.last_reminder, date.min)
        for item in sorted(books.items, key=lambda item: item.last_reminder or date.min)
        if item.last_reminder and _is_notice(books, item)
    }
    for week in range(WEEKS):
        today = RUN + timedelta(7 * week)
        books = after(books, 7 * week, chance) if week else books
        for _ in range(2):  # a second click on the same day
            done = as_proposed(books, Criteria(), today)
            for reminder in done.reminders:
                assert all(line.item.last_reminder != today for line in reminder.climbing)
                if reminder.level.registered:
                    _check_notice(books, noticed, reminder, today)
            books = recorded(books, done, today)


def _is_notice(books: Ledger, item: OpenItem) -> bool:
    group = books.customers[item.customer].group
    rows = [row for row in books.levels if row.number == item.level and row.group in (None, group)]
    return bool(rows) and max(rows, key=lambda row: row.group is not None).registered


def _check_notice(books: Ledger, noticed: dict[str, date], reminder: Reminder, today: date) -> None:
    code = reminder.customer.code
    before = noticed.get(code)
    if before is not None and before != today:
        assert (today - before).days >= books.company.notice_interval, (code, before, today)
    noticed[code] = today

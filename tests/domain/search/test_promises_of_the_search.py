"""What holds for every ledger, whatever is written in it: tried on hundreds of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.lines import is_settled, keyed
from relance_xl.domain.model import Customer, ExchangeRate, Ledger, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.holds import FIRM
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import (
    Block,
    Content,
    CountedFrom,
    Display,
    Exclusion,
    Grouping,
    HoldReason,
    ItemKind,
    Rule,
)
from tests.domain.builders import ledger
from tests.domain.issue.test_reminders import recorded

RUN = date(2026, 3, 15)
near = st.integers(-60, 200).map(lambda days: RUN - timedelta(days=days))
money = st.decimals("-500", "900", places=2)
CODES = ["C0", "C1", "C2", "C3"]

items = st.builds(
    OpenItem,
    customer=st.sampled_from(CODES),
    invoice=st.sampled_from(["F1", "F2", "F3", "F4"]),
    due_date=near,
    amount=money,
    paid=st.sampled_from([Decimal(0), Decimal(0), Decimal(100)]),
    kind=st.sampled_from([ItemKind.INVOICE, ItemKind.INVOICE, ItemKind.CREDIT_NOTE, ItemKind.PAYMENT]),
    currency=st.sampled_from(["", "", "", "USD", "GBP"]),
    level=st.integers(0, 4),
    last_reminder=st.none() | near,
    exclusion=st.sampled_from([None, None, None, *Exclusion]),
    promised_on=st.none() | near,
)
customers = st.builds(
    Customer,
    code=st.just(""),
    name=st.just("Client"),
    group=st.sampled_from([1, 1, 2, None]),
    card_level=st.none() | st.integers(0, 4),
    block=st.sampled_from([None, None, None, *Block]),
    email=st.sampled_from(["", "a@b.fr"]),
)
groups = st.builds(
    ReminderGroup,
    number=st.just(1),
    rule=st.sampled_from(Rule),
    minimum_level=st.integers(1, 2),
    maximum_level=st.integers(2, 4),
    interval=st.sampled_from([0, 15]),
    grouping=st.sampled_from(Grouping),
    content=st.sampled_from(Content),
    minimum_amount=st.none() | st.just(Decimal(50)),
)
bounds = st.tuples(
    st.none() | st.integers(-10, 90), st.none() | st.integers(-10, 99), st.none() | st.sampled_from(CountedFrom)
)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Four customers, one of them in group 0, two groups with rules of their own, three levels."""
    cards = {code: draw(customers) for code in CODES}
    first = draw(groups)
    return ledger(
        draw(st.lists(items, max_size=12)),
        customers={
            code: Customer(
                code=code,
                name=card.name,
                group=0 if code == "C0" else card.group,
                card_level=card.card_level,
                block=card.block,
                email=card.email,
            )
            for code, card in cards.items()
        },
        groups={0: ReminderGroup(number=0), 1: first, 2: ReminderGroup(number=2, rule=Rule.INCREMENT)},
        levels=tuple(
            ReminderLevel(number=number, lower=lower, upper=upper, counted_from=counted)
            for number, (lower, upper, counted) in enumerate(draw(st.lists(bounds, max_size=3)), start=1)
        ),
        rates=(ExchangeRate(currency="USD", on=date(2026, 1, 1), value=Decimal("0.92")),),
    )


runs = st.builds(
    Criteria,
    display=st.just(Display.ALL),
    same_level=st.booleans(),
    imposed_level=st.none() | st.integers(1, 4),
    rule=st.none() | st.sampled_from(Rule),
    grouping=st.none() | st.sampled_from(Grouping),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ledgers(), runs)
def test_every_open_line_is_there_once_with_a_level_or_a_reason(books: Ledger, run: Criteria) -> None:
    found = propose(books, run, RUN)
    expected = {key for key, line in keyed(books.items) if not is_settled(line) and line.customer != "C0"}
    assert len(found.lines) == len(expected)
    assert {line.key for line in found.lines} == expected
    for line in found.lines:
        assert line.why
        assert (line.level is None) != (line.hold is None)
        assert line.ticked <= (line.level is not None)
        assert line.level is None or (line.item.exclusion is None and line.item.open_amount > 0)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ledgers(), runs)
def test_no_reminder_goes_out_twice_nor_asks_for_nothing(books: Ledger, run: Criteria) -> None:
    sheet = {
        line.key: Review(
            ticked=line.level is not None,
            level=line.level,
            channel=line.channel,
            shown=True,
            level_reached=line.item.level,
            last_reminder=line.item.last_reminder,
        )
        for line in propose(books, run, RUN).lines
    }
    done = issue(books, run, RUN, sheet)
    climbing = [line for reminder in done.reminders for line in reminder.climbing]
    assert len({line.key for line in climbing}) == len(climbing)
    for reminder in done.reminders:
        assert reminder.customer.group not in (0, None)
        assert any(total > 0 for _, total in reminder.totals)
        assert all(line.item.exclusion is None for line in reminder.lines)
        assert all(line.amount - line.paid == line.balance for line in reminder.lines)
    left = {skipped.invoice for skipped in done.skipped}
    ticked = {key for key, review in sheet.items() if review.ticked}
    assert {key.invoice for key in ticked - {line.key for line in climbing}} <= left
    again = issue(recorded(books, done, RUN), run, RUN, sheet)
    sent = {line.key for line in climbing}
    repeated = {line.key for reminder in again.reminders for line in reminder.climbing} & sent
    changed = {line.key for line in climbing if (line.item.level, line.item.last_reminder) != (line.level, RUN)}
    assert not repeated & changed


@settings(max_examples=60, deadline=None, derandomize=True)
@given(ledgers(), runs, st.integers(1, 4))
def test_no_level_typed_by_hand_lifts_a_firm_reason(books: Ledger, run: Criteria, level: int) -> None:
    computed = {line.key: line for line in propose(books, run, RUN).lines}
    typed = {key: Review(ticked=True, level=level, channel=None) for key in computed}
    for line in propose(books, run, RUN, typed).lines:
        if computed[line.key].hold in FIRM - {HoldReason.COVERED_BY_CREDITS}:
            assert line.level is None

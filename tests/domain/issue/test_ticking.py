"""N-38: what the search ticks can be issued as it stands; what could not is not ticked, and says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.model import Ledger, ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import ProposedLine, Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import Content, CountedFrom, Grouping, ItemKind
from tests.domain.builders import client, day, item, ledger, levels

RUN = date(2025, 8, 10)


def ticked(books: Ledger, run: date = RUN, **criteria: Any) -> dict[str, tuple[bool, str]]:
    found = ticked_proposals(books, Criteria(**criteria), run)
    assert all(line.ticked == line.computed.ticked for line in found.lines)
    return {line.item.invoice: (line.ticked, line.why) for line in found.lines}


def test_n_38_a_line_that_the_customers_credits_cover_alone_is_not_ticked() -> None:
    books = ledger([item("F1"), item("F2"), item("A1", "-150", kind=ItemKind.CREDIT_NOTE)])
    asked = Criteria(invoice="F1", grouping=Grouping.INVOICE)
    assert propose(books, asked, RUN).lines[0].ticked, "the rules alone would tick it"

    tick, why = ticked(books, invoice="F1", grouping=Grouping.INVOICE)["F1"]

    assert not tick
    assert why.endswith(
        "non cochée\u00a0: F1\u00a0: Avoirs et règlements non affectés couvrent les lignes de cette relance"
    )


def test_n_38_a_level_that_claims_is_not_ticked_before_the_due_date() -> None:
    scale = (
        ReminderLevel(number=1, lower=-5),
        ReminderLevel(number=2, lower=3, counted_from=CountedFrom.LAST_REMINDER),
    )
    early = item("F1", due_date=day("20/08/2025"), level=1, last_reminder=day("05/08/2025"))

    tick, why = ticked(ledger([early], levels=scale))["F1"]

    assert not tick
    assert "non cochée\u00a0: F1\u00a0: rien n'est échu au 10/08/2025" in why


def test_n_38_a_courtesy_reminder_before_the_due_date_is_ticked_as_it_was() -> None:
    early = item("F1", due_date=day("12/08/2025"))
    assert ticked(ledger([early], levels=levels(-5, 30)))["F1"][0]


@pytest.mark.parametrize(
    ("credit", "later", "what"),
    [("-100", "0.01", "ce qui est échu"), ("-100", "0", "la dette"), ("-600", "500", "la dette")],
)
def test_n_38_credits_are_said_to_cover_what_they_cover_and_no_more(credit: str, later: str, what: str) -> None:
    lines = [item("F1"), item("P1", credit, kind=ItemKind.PAYMENT), item("F2", later, due_date=day("01/12/2025"))]
    assert ticked(ledger(lines))["F1"] == (False, f"Avoirs et règlements non affectés couvrent {what}")


def test_n_38_credits_that_cover_the_reminded_lines_only_are_not_said_to_cover_the_debt() -> None:
    waiting = item("F2", "70", level=1, last_reminder=day("05/08/2025"))
    lines = [item("F1"), waiting, item("A1", "-120", kind=ItemKind.CREDIT_NOTE)]
    group = {1: ReminderGroup(number=1, content=Content.REMINDED, interval=10)}
    found = ticked(ledger(lines, groups=group))
    assert found["F1"] == (False, "Avoirs et règlements non affectés couvrent les lignes à relancer")


def _sheet(lines: tuple[ProposedLine, ...]) -> dict[Any, Review]:
    return {line.key: Review(ticked=line.ticked, level=line.level, channel=line.channel) for line in lines}


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(st.sampled_from(["100", "40", "-60", "-100", "-150"]), min_size=1, max_size=5),
    late=st.lists(st.sampled_from([-10, 0, 12, 40, 90]), min_size=5, max_size=5),
    reached=st.lists(st.integers(0, 3), min_size=5, max_size=5),
    grouping=st.sampled_from(Grouping),
    content=st.sampled_from(Content),
    bounds=st.sampled_from([(10, 30, 60), (-15, 30, 60)]),
)
def test_n_38_whatever_is_ticked_is_issued(
    amounts: list[str],
    late: list[int],
    reached: list[int],
    grouping: Grouping,
    content: Content,
    bounds: tuple[int, int, int],
) -> None:
    lines = [
        item(
            f"F{rank}",
            amount,
            due_date=date.fromordinal(RUN.toordinal() - late[rank]),
            kind=ItemKind.INVOICE if float(amount) > 0 else ItemKind.CREDIT_NOTE,
            level=reached[rank] if float(amount) > 0 else 0,
            last_reminder=day("01/07/2025") if reached[rank] else None,
        )
        for rank, amount in enumerate(amounts)
    ]
    group = {1: ReminderGroup(number=1, grouping=grouping, content=content)}
    books = ledger(lines, groups=group, levels=levels(*bounds), customers={"C1": client("C1")})

    found = ticked_proposals(books, Criteria(), RUN)

    assert issue(books, Criteria(), RUN, _sheet(found.lines)).skipped == ()


def test_n_38_credits_that_cover_what_is_due_are_named_though_more_will_fall_due() -> None:
    later = item("F2", "500", due_date=day("01/12/2025"))
    books = ledger([item("F1"), later, item("A1", "-150", kind=ItemKind.CREDIT_NOTE)])
    both = {
        line.key: Review(ticked=True, level=2, channel=line.channel)
        for line in propose(books, Criteria(), RUN).lines
        if line.item.kind is ItemKind.INVOICE
    }

    made = issue(books, Criteria(), RUN, both)

    assert made.reminders == ()
    assert {each.why.partition("\u00a0: ")[2] for each in made.skipped} == {
        "Avoirs et règlements non affectés couvrent ce qui est échu"
    }

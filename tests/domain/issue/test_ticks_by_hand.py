"""N-34 and N-38 together: a tick given by hand that the letters would refuse falls, and is said."""

from __future__ import annotations

from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.outcome import LineKey, Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Display
from tests.domain.builders import day, item, ledger, only

RUN = day("10/08/2025")
EARLY = item(due_date=day("20/08/2025"))
KEY = LineKey(customer="C1", invoice="F1", due_date=EARLY.due_date)


def test_n_34_n_38_a_tick_that_the_letters_refuse_falls_and_the_level_stays() -> None:
    found = ticked_proposals(ledger([EARLY]), Criteria(), RUN, {KEY: Review(ticked=True, level=2, channel=None)})

    assert not only(found.lines).ticked
    assert found.fallen == (KEY,)
    assert [(left.ticked, left.level) for left in found.decisions.values()] == [(None, 2)]


def test_n_34_a_fallen_tick_alone_leaves_no_decision() -> None:
    lowered = item(level=2, last_reminder=day("01/07/2025"), due_date=day("05/08/2025"))
    books = ledger([lowered])
    key = LineKey(customer="C1", invoice="F1", due_date=lowered.due_date)
    found = ticked_proposals(books, Criteria(), RUN, {key: Review(ticked=True, level=None, channel=None)})

    assert (found.fallen, found.decisions) == ((key,), {})


def test_n_34_a_line_that_must_be_confirmed_is_ticked_by_hand_and_says_so() -> None:
    lowered = item(level=3, last_reminder=day("01/06/2025"), due_date=day("01/07/2025"))
    key = LineKey(customer="C1", invoice="F1", due_date=lowered.due_date)
    asked = only(ticked_proposals(ledger([lowered]), Criteria(display=Display.ALL), RUN).lines)
    ticked = only(
        ticked_proposals(ledger([lowered]), Criteria(), RUN, {key: Review(ticked=True, level=None, channel=None)}).lines
    )

    assert (asked.ticked, ticked.ticked) == (False, True)
    assert asked.why.endswith("à cocher pour confirmer")
    assert ticked.why.endswith("cochée à la main")

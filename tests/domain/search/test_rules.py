"""The five rules, each with the vectors of the systems that they come from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from relance_xl.domain.model import ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import ProposedLine
from relance_xl.domain.search.levels import Levels
from relance_xl.domain.vocabulary import CountedFrom, HoldReason, Rule
from tests.domain.builders import CHAIN, DUE, EBP, NEW, client, day, item, ledger, levels, only, ruled, search

JULY_10, JULY_20, AUGUST_10 = date(2025, 7, 10), date(2025, 7, 20), date(2025, 8, 10)


def judged(
    own: Rule,
    scale: Levels,
    as_of: date,
    *,
    stored: int = 0,
    last: date | None = None,
    card_level: int | None = None,
    group: dict[str, Any] | None = None,
    **criteria: Any,
) -> ProposedLine:
    """The one line due 07/07/2025 of a customer whose group follows the rule `own`, up to level 3."""
    books = ledger(
        [item(level=stored, last_reminder=last)],
        levels=scale,
        groups=ruled(own, **({"maximum_level": 3} | (group or {}))),
        customers={"C1": client(card_level=card_level)},
    )
    return only(search(books, as_of, **criteria))


NONE, SAME, LEFT = None, "=", "none left"
Expected = int | str | None

TABLE: list[tuple[date, int, date | None, Expected, Expected, Expected, Expected]] = [
    # run, stored level, last reminder, Incrémentation, NEW 10/30/60, EBP 8/15/30, Bornes enchaînées
    (date(2025, 7, 6), 0, None, NONE, NONE, NONE, NONE),
    (JULY_10, 0, None, 1, NONE, NONE, 1),
    (JULY_20, 0, None, 1, 1, 1, 1),
    (date(2025, 7, 24), 1, JULY_20, 2, SAME, 2, NONE),
    (date(2025, 7, 26), 1, JULY_20, 2, SAME, 2, 2),
    (AUGUST_10, 0, None, 1, 2, 3, 1),
    (AUGUST_10, 1, JULY_20, 2, 2, 3, 2),
    (AUGUST_10, 2, JULY_20, 3, SAME, 3, 3),
    (date(2025, 9, 30), 3, AUGUST_10, SAME, SAME, SAME, LEFT),
]
MODES = [(Rule.INCREMENT, NEW), (Rule.DAYS_OVERDUE, NEW), (Rule.DAYS_OVERDUE, EBP), (Rule.SEQUENTIAL, CHAIN)]
CELLS = [
    pytest.param(rule, scale, run, stored, last, row[column], id=f"{run:%d-%m} niveau {stored} {name}")
    for row in TABLE
    for run, stored, last in [row[:3]]
    for column, (name, (rule, scale)) in enumerate(
        zip(["classique", "NEW", "EBP-D", "séquentiel"], MODES, strict=True), start=3
    )
]


@pytest.mark.parametrize(("rule", "scale", "run", "stored", "last", "expected"), CELLS)
def test_one_line_under_every_mode(
    rule: Rule, scale: Levels, run: date, stored: int, last: date | None, expected: Expected
) -> None:
    """S0-13, S0-14, S0-22, S2-15, S2-18, S2-19, S4-09, S4-10, A15: the integrated table, cell by cell."""
    line = judged(rule, scale, run, stored=stored, last=last)
    again = judged(rule, scale, run, stored=stored, last=last, same_level=True)
    if expected == SAME:
        assert (line.level, line.hold) in [(None, HoldReason.SAME_LEVEL), (None, HoldReason.LAST_LEVEL)]
        assert again.level == stored
    elif expected == LEFT:  # unless the same level is permitted, which applies to every rule (N-51)
        assert (line.level, line.hold) == (None, HoldReason.LAST_LEVEL)
        assert again.level == stored
    else:
        assert line.level == expected
        assert again.level == expected


@pytest.mark.parametrize(("own", "scale"), MODES[:3])
def test_s2_20_and_s2_21_an_imposed_level_goes_down_from_3_to_1(own: Rule, scale: Levels) -> None:
    line = judged(own, scale, date(2025, 9, 30), stored=3, last=AUGUST_10, rule=Rule.IMPOSED, imposed_level=1)
    assert (line.level, line.ticked, line.lowered) == (1, True, True)
    assert "baisse depuis le niveau 3" in line.why


def test_an_imposed_level_never_breaks_a_chain_of_bounds() -> None:
    refused = judged(
        Rule.SEQUENTIAL, CHAIN, date(2025, 9, 30), stored=3, last=AUGUST_10, rule=Rule.IMPOSED, imposed_level=1
    )
    in_turn = judged(Rule.SEQUENTIAL, CHAIN, AUGUST_10, stored=1, last=JULY_20, rule=Rule.IMPOSED, imposed_level=2)
    assert (refused.level, refused.hold) == (None, HoldReason.NOT_SEQUENTIAL)
    assert in_turn.level == 2


@pytest.mark.parametrize(("days", "level"), [(9, None), (10, 1), (29, 1), (30, 2), (75, 3)])
def test_s0_13_the_level_follows_the_delay_even_when_never_reminded(days: int, level: int | None) -> None:
    assert judged(Rule.DAYS_OVERDUE, NEW, DUE + timedelta(days=days)).level == level


@pytest.mark.parametrize(("days", "level"), [(7, None), (8, 1), (15, 2), (29, 2), (30, 3), (300, 3)])
def test_s2_18_the_highest_level_whose_days_have_passed(days: int, level: int | None) -> None:
    assert judged(Rule.DAYS_OVERDUE, EBP, DUE + timedelta(days=days)).level == level


@pytest.mark.parametrize(("stored", "level"), [(0, 1), (1, 2), (2, 3), (3, None)])
def test_s2_15_each_reminder_is_one_level_more_up_to_the_third(stored: int, level: int | None) -> None:
    assert judged(Rule.INCREMENT, NEW, AUGUST_10, stored=stored).level == level


def test_s0_22_the_first_level_is_the_minimum_of_the_group_and_the_last_its_maximum() -> None:
    bounds = {"minimum_level": 2, "maximum_level": 2}
    assert judged(Rule.INCREMENT, NEW, AUGUST_10, group=bounds).level == 2
    assert judged(Rule.INCREMENT, NEW, AUGUST_10, stored=2, group=bounds).hold is HoldReason.LAST_LEVEL


def test_increment_never_goes_down_from_a_level_above_the_maximum() -> None:
    line = judged(Rule.INCREMENT, NEW, AUGUST_10, stored=9, same_level=True)
    assert (line.level, line.hold) == (None, HoldReason.LAST_LEVEL)


@pytest.mark.parametrize(("stored", "level"), [(0, 2), (1, 2), (3, 2)])
def test_s2_16_the_card_of_the_customer_imposes_its_level(stored: int, level: int) -> None:
    assert judged(Rule.CUSTOMER_CARD, NEW, AUGUST_10, stored=stored, card_level=2).level == level


def test_s2_19_the_level_of_the_card_already_sent_is_not_sent_again_unless_allowed() -> None:
    assert judged(Rule.CUSTOMER_CARD, NEW, AUGUST_10, stored=2, card_level=2).hold is HoldReason.SAME_LEVEL
    assert judged(Rule.CUSTOMER_CARD, NEW, AUGUST_10, stored=2, card_level=2, same_level=True).level == 2


def test_s2_17_the_level_of_the_run_is_the_level_of_the_line() -> None:
    line = judged(Rule.DAYS_OVERDUE, NEW, AUGUST_10, rule=Rule.IMPOSED, imposed_level=3)
    assert (line.level, line.why) == (3, "Niveau 3\u00a0: niveau imposé pour cette relance, 34 jours de retard")


def test_s2_19_an_imposed_level_equal_to_the_level_reached_is_not_sent() -> None:
    line = judged(Rule.DAYS_OVERDUE, NEW, AUGUST_10, stored=2, rule=Rule.IMPOSED, imposed_level=2)
    assert line.hold is HoldReason.SAME_LEVEL


@pytest.mark.parametrize("rule", [Rule.INCREMENT, Rule.CUSTOMER_CARD, Rule.IMPOSED])
def test_a_line_due_today_is_not_late(rule: Rule) -> None:
    """A13: only bounds may speak before the first day late."""
    assert judged(rule, NEW, DUE, card_level=1, imposed_level=1).hold is HoldReason.NOT_DUE


def test_a_level_outside_those_of_the_group_is_never_sent() -> None:
    line = judged(Rule.IMPOSED, NEW, AUGUST_10, imposed_level=4)
    assert (line.level, line.hold) == (None, HoldReason.OUTSIDE_GROUP)
    assert line.why == "Niveau 4 hors des niveaux du groupe 1 (1 à 3)"


AKUITEO = levels((-5, 10), (11, 20), (21, None))


@pytest.mark.parametrize(
    ("run", "level"),
    [("01/07/2025", None), ("02/07/2025", 1), ("07/07/2025", 1), ("17/07/2025", 1), ("18/07/2025", 2)],
)
def test_s4_06_s4_07_s4_08_bounds_are_inclusive_negative_and_skip_levels(run: str, level: int | None) -> None:
    assert judged(Rule.DAYS_OVERDUE, AKUITEO, day(run)).level == level


@pytest.mark.parametrize(
    ("run", "why"),
    [
        ("02/07/2025", "Niveau 1\u00a0: échéance dans 5 jours (borne -5)"),
        ("07/07/2025", "Niveau 1\u00a0: échéance ce jour (borne -5)"),
        ("08/07/2025", "Niveau 1\u00a0: 1 jour de retard (borne -5)"),
        ("01/07/2025", "Trop tôt\u00a0: niveau 1 à partir du 02/07/2025"),
    ],
)
def test_w2_pourquoi_says_the_delay_and_the_bound(run: str, why: str) -> None:
    assert judged(Rule.DAYS_OVERDUE, AKUITEO, day(run)).why == why


@pytest.mark.parametrize(
    ("run", "stored", "last", "level"),
    [
        ("06/07/2025", 0, None, None),
        ("10/07/2025", 0, None, 1),
        ("20/07/2025", 0, None, 1),
        ("15/07/2025", 1, "10/07/2025", None),
        ("16/07/2025", 1, "10/07/2025", 2),
        ("26/07/2025", 2, "16/07/2025", 3),
        ("30/12/2025", 3, "26/07/2025", None),
        ("10/08/2025", 1, None, 2),  # a level typed by hand, without a date: counted from the due date
    ],
)
def test_s4_09_s4_10_a15_levels_follow_one_another(run: str, stored: int, last: str | None, level: int | None) -> None:
    line = judged(Rule.SEQUENTIAL, CHAIN, day(run), stored=stored, last=day(last) if last else None)
    assert line.level == level


def test_a_chain_may_count_its_second_level_from_the_due_date() -> None:
    scale = levels((0, None), (30, None), counted_from=CountedFrom.DUE_DATE)
    early = judged(Rule.SEQUENTIAL, scale, day("05/08/2025"), stored=1, last=JULY_10)
    line = judged(Rule.SEQUENTIAL, scale, day("06/08/2025"), stored=1, last=JULY_10)
    assert early.why == "Trop tôt\u00a0: niveau 2 à partir du 06/08/2025"
    assert (line.level, line.why) == (2, "Niveau 2\u00a0: 30 jours de retard (borne 30)")


def test_a_chain_without_a_lower_bound_proposes_nothing() -> None:
    assert judged(Rule.SEQUENTIAL, (ReminderLevel(number=1),), AUGUST_10).hold is HoldReason.NO_LEVEL
    assert judged(Rule.DAYS_OVERDUE, (ReminderLevel(number=1),), AUGUST_10).hold is HoldReason.NO_LEVEL
    assert judged(Rule.DAYS_OVERDUE, (), AUGUST_10).hold is HoldReason.NO_LEVEL


@pytest.mark.parametrize(
    ("due", "first"),
    [("07/07/2025", "31/08/2025"), ("01/01/2026", "31/01/2026"), ("31/01/2025", "31/03/2025")],
)
def test_thirty_days_end_of_month_begins_on_the_last_day_of_the_month(due: str, first: str) -> None:
    scale = levels(30, counted_from=CountedFrom.END_OF_MONTH)
    books = ledger([item(due_date=day(due))], levels=scale)
    start = day(first)
    before, on = only(search(books, start - timedelta(days=1))), only(search(books, start))
    assert before.why == f"Trop tôt\u00a0: niveau 1 à partir du {first}"
    assert on.level == 1
    assert on.why.endswith("(borne 30, fin de mois)")


def test_a_level_counted_from_the_last_reminder_waits_for_the_level_before() -> None:
    scale = (*levels(10), ReminderLevel(number=2, lower=15, upper=40, counted_from=CountedFrom.LAST_REMINDER))
    assert judged(Rule.DAYS_OVERDUE, scale, AUGUST_10).level == 1
    assert judged(Rule.DAYS_OVERDUE, scale, AUGUST_10, stored=1, last=JULY_20).level == 2
    assert judged(Rule.DAYS_OVERDUE, scale, AUGUST_10, stored=1, last=day("01/08/2025")).hold is HoldReason.SAME_LEVEL
    assert judged(Rule.DAYS_OVERDUE, scale, AUGUST_10, stored=2, last=day("01/08/2025")).hold is HoldReason.SAME_LEVEL
    assert judged(Rule.DAYS_OVERDUE, scale[1:], AUGUST_10).hold is HoldReason.NO_LEVEL


def test_a_bound_beyond_the_calendar_is_never_reached_and_never_crashes() -> None:
    far = judged(Rule.DAYS_OVERDUE, levels((10, 9_999_999_999)), AUGUST_10)
    never = judged(Rule.DAYS_OVERDUE, levels(99_999_999), AUGUST_10)
    always = judged(Rule.DAYS_OVERDUE, levels(-99_999_999), AUGUST_10)
    assert (far.level, never.hold, always.level) == (1, HoldReason.TOO_EARLY, 1)


def test_a_line_already_at_its_level_says_from_when_the_next_one_comes() -> None:
    waiting = judged(Rule.DAYS_OVERDUE, NEW, day("24/07/2025"), stored=1, last=JULY_20)
    last = judged(Rule.DAYS_OVERDUE, NEW, day("30/09/2025"), stored=3, last=AUGUST_10)
    assert waiting.why == "Déjà relancée au niveau 1\u00a0; niveau 2 à partir du 06/08/2025"
    assert last.why == "Déjà relancée au niveau 3"


def test_w10_a_line_waits_for_the_interval_of_its_group() -> None:
    waiting = judged(Rule.INCREMENT, NEW, day("29/07/2025"), stored=1, last=JULY_20, group={"interval": 10})
    ready = judged(Rule.INCREMENT, NEW, day("30/07/2025"), stored=1, last=JULY_20, group={"interval": 10})
    assert waiting.why == "Relancée le 20/07/2025\u00a0: prochaine relance possible le 30/07/2025"
    assert (ready.level, ready.why) == (
        2,
        "Niveau 2\u00a0: 23 jours de retard, relancée au niveau 1 le 20/07/2025",
    )


def test_a_run_dated_before_the_last_reminder_is_refused_for_the_line() -> None:
    line = judged(Rule.INCREMENT, NEW, day("19/07/2025"), stored=1, last=JULY_20)
    assert (line.hold, line.why) == (
        HoldReason.REMINDED_LATER,
        "Dernière relance le 20/07/2025, après la date de relance",
    )


def test_a14_of_two_levels_that_overlap_the_lower_one_wins_and_a_gap_is_no_level() -> None:
    assert judged(Rule.DAYS_OVERDUE, levels((0, 20), (10, 30)), JULY_20).level == 1
    gap = judged(Rule.DAYS_OVERDUE, levels((0, 10), (20, 30)), JULY_20)
    beyond = judged(Rule.DAYS_OVERDUE, levels((0, 10), (20, 30)), AUGUST_10)
    assert (gap.hold, gap.why) == (HoldReason.OUT_OF_BOUNDS, "Hors bornes\u00a0: aucun niveau pour 13 jours")
    assert beyond.hold is HoldReason.OUT_OF_BOUNDS


def test_s0_09_each_group_has_its_own_rhythm() -> None:
    """S0-09: group 1 reminds after 10 days, group 2 after 30; both lines are 15 days late."""
    scale = (ReminderLevel(number=1, lower=10), ReminderLevel(number=1, group=2, lower=30))
    books = ledger(
        [item("F1", customer="C1"), item("F2", customer="C2")],
        levels=scale,
        groups={1: ReminderGroup(number=1), 2: ReminderGroup(number=2)},
        customers={"C1": client("C1"), "C2": client("C2", group=2)},
    )
    found = {line.item.invoice: line.level for line in search(books, DUE + timedelta(days=15))}
    assert found == {"F1": 1, "F2": None}

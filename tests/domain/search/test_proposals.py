"""The search: what is proposed, what is held and why, in which order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.model import Company, Customer, ExchangeRate, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import CLEARED, Computed, LineKey, Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import Proposals, propose
from relance_xl.domain.vocabulary import (
    Block,
    Channel,
    Content,
    Display,
    Exclusion,
    Grouping,
    HoldReason,
    ItemKind,
    LetterCurrency,
    Rule,
)
from relance_xl.problems import Severity
from tests.domain.builders import NEW, client, day, item, ledger, levels, only, proposed, ruled, search

RUN = date(2025, 8, 10)  # 34 days after the due date of the builders
INCREMENT = ruled(Rule.INCREMENT, maximum_level=3)


def keyed(line: OpenItem, occurrence: int = 0) -> LineKey:
    return LineKey(customer=line.customer, invoice=line.invoice, due_date=line.due_date, occurrence=occurrence)


def by_hand(line: OpenItem, level: int | None = None, channel: Channel | None = None) -> dict[LineKey, Review]:
    return {keyed(line): Review(ticked=None, level=level, channel=channel)}


def hold_of(**facts: Any) -> tuple[HoldReason | None, str]:
    line = only(search(ledger([item(**facts)]), RUN))
    assert line.level is None
    return line.hold, line.why


def customer_hold_of(**facts: Any) -> tuple[HoldReason | None, str]:
    line = only(search(ledger([item()], customers={"C1": client(**facts)}), RUN))
    assert line.level is None
    return line.hold, line.why


# --- silences -------------------------------------------------------------------------------------------------


def test_s0_07_group_0_is_absent_and_counted() -> None:
    books = ledger(
        [item(amount="10000", due_date=day("06/07/2024"), customer="DIVERS"), item()],
        customers={"DIVERS": client("DIVERS", group=0), "C1": client()},
    )
    found = propose(books, Criteria(display=Display.ALL), RUN)
    assert [line.key.customer for line in found.lines] == ["C1"]
    (withheld,) = found.withheld
    assert (withheld.why, withheld.customers, withheld.lines) == ("Groupe 0\u00a0: jamais relancé", 1, 1)
    assert withheld.totals == (("EUR", Decimal("10000.00")),)


def test_a1_a_blank_group_is_not_reminded_and_asked_for() -> None:
    books = ledger([item()], customers={"C1": client(group=None, row=5)})
    found = propose(books, Criteria(), RUN)
    assert only(found.lines).hold is HoldReason.NO_GROUP
    (problem,) = found.problems
    assert (problem.severity, problem.where, problem.field) == (Severity.WARNING, "Clients, ligne 5", "group")


def test_s0_06_a_group_absent_from_groupes_is_not_guessed() -> None:
    found = propose(ledger([item()], customers={"C1": client(group=7)}), Criteria(), RUN)
    assert only(found.lines).why == "Groupe 7 absent de la feuille Groupes"
    assert [problem.customer for problem in found.problems] == ["C1"]


def test_a_customer_set_aside_or_unknown_gets_nothing() -> None:
    aside = only(search(ledger([item()], set_aside=frozenset({"C1"})), RUN))
    unknown = only(search(ledger([item()], customers={}), RUN))
    assert aside.hold is unknown.hold is HoldReason.ROW_ERROR


def test_w4_a_blocked_customer_says_why() -> None:
    assert customer_hold_of(block=Block.INSOLVENCY)[1] == "Procédure collective\u00a0: aucune relance"
    assert customer_hold_of(block=Block.DO_NOT_REMIND)[0] is HoldReason.BLOCKED
    assert customer_hold_of(not_before=day("11/08/2025"))[1] == "Pas avant le 11/08/2025"
    assert only(search(ledger([item()], customers={"C1": client(not_before=RUN)}), RUN)).level == 2


def test_s4_03_s0_24_na_and_disputed_lines_are_never_reminded_but_their_sisters_are() -> None:
    books = ledger(
        [item("F1", exclusion=Exclusion.NOT_APPLICABLE), item("F2", exclusion=Exclusion.DISPUTED), item("F3")]
    )
    found = {line.item.invoice: (line.level, line.why) for line in search(books, RUN)}
    assert found["F1"] == (None, "Exclue (NA)")
    assert found["F2"] == (None, "Litige")
    assert found["F3"][0] == 2
    assert {line.subtotal for line in search(books, RUN)} == {Decimal(100)}


def test_a_promise_holds_up_to_its_date_included() -> None:
    assert hold_of(promised_on=RUN)[1] == "Promesse de règlement au 10/08/2025"
    assert only(search(ledger([item(promised_on=day("09/08/2025"))]), RUN)).level == 2


def test_a12_an_excluded_payment_method_is_held_and_warned_of() -> None:
    company = Company(excluded_payment_methods=frozenset({"Prélèvement"}))
    books = ledger([item(payment_method="PRELEVEMENT")], company=company)
    found = propose(books, Criteria(), RUN)
    assert only(found.lines).why == "Mode de règlement exclu\u00a0: PRELEVEMENT"
    assert [problem.sheet for problem in found.problems] == ["Paramètres"]
    not_late = ledger([item(payment_method="PRELEVEMENT", due_date=RUN), item("F2")], company=company)
    assert propose(not_late, Criteria(), RUN).problems == ()
    by_customer = ledger([item()], company=company, customers={"C1": client(payment_method="Prélèvement")})
    assert only(search(by_customer, RUN)).hold is HoldReason.PAYMENT_METHOD


def test_credits_are_shown_and_come_in_deduction() -> None:
    books = ledger(
        [
            item("F1", "500"),
            item("A1", "-50", kind=ItemKind.CREDIT_NOTE),
            item("F2", "100", paid=Decimal(130)),
            item("A2", "20", kind=ItemKind.CREDIT_NOTE),
        ]
    )
    found = {line.item.invoice: line.why for line in search(books, RUN)}
    assert found["A1"] == "Avoir\u00a0: vient en déduction"
    assert found["F2"] == "Trop-perçu\u00a0: vient en déduction"
    assert found["A2"] == "Avoir au solde positif\u00a0: signe à vérifier"
    assert found["F1"].startswith("Niveau 2")


def test_a_settled_line_is_absent() -> None:
    books = ledger([item("F1", paid=Decimal(100)), item("F2", "0.004"), item("F3"), item("F4", "0.005")])
    assert [line.item.invoice for line in search(books, RUN)] == ["F3", "F4"]


def test_an_open_line_not_yet_due_says_so() -> None:
    assert hold_of(due_date=RUN)[1] == "Pas encore échue"
    assert hold_of(due_date=day("05/08/2025"))[1] == "Trop tôt\u00a0: niveau 1 à partir du 15/08/2025"


# --- one customer, one level ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "expected"),
    [((1, 0), (2, 2)), ((0, 0), (1, 1)), ((2, 0, 0), (3, 3, 3)), ((3, 1), (3, 3)), ((3, 3), (None, None))],
)
def test_s1_09_s1_10_a9_the_highest_level_is_written_to_every_line(
    stored: tuple[int, ...], expected: tuple[int | None, ...]
) -> None:
    books = ledger([item(f"F{n}", level=level) for n, level in enumerate(stored)], groups=INCREMENT)
    assert tuple(proposed(books, RUN).values()) == expected


@pytest.mark.parametrize("grouping", [Grouping.INVOICE, Grouping.LEVEL])
def test_s1_08_ungrouped_each_line_has_its_own_level(grouping: Grouping) -> None:
    books = ledger([item("F1", level=1), item("F2", level=0)], groups=INCREMENT)
    assert proposed(books, RUN, grouping=grouping) == {"F1": 2, "F2": 1}


def test_grouped_by_invoice_the_instalments_of_one_invoice_share_its_level() -> None:
    lines = [item("F1", level=1), item("F1", due_date=day("15/07/2025")), item("F2")]
    found = search(ledger(lines, groups=INCREMENT), RUN, grouping=Grouping.INVOICE)
    assert [(line.item.invoice, line.level) for line in found] == [("F1", 2), ("F2", 1), ("F1", 2)]


def test_grouped_client_with_na_and_litige_lines_leaves_these_at_their_level() -> None:
    """The vector that ends the integrated table: stored 1, stored 0, NA, litige."""
    books = ledger(
        [
            item("F1", level=1),
            item("F2"),
            item("F3", exclusion=Exclusion.NOT_APPLICABLE),
            item("F4", exclusion=Exclusion.DISPUTED),
        ],
        groups=INCREMENT,
    )
    assert proposed(books, RUN) == {"F1": 2, "F2": 2, "F3": None, "F4": None}


def test_a_line_at_its_level_goes_along_when_another_one_moves() -> None:
    books = ledger([item("F1", level=2), item("F2", due_date=day("25/07/2025"))])
    found = {line.item.invoice: (line.level, line.why) for line in search(books, RUN)}
    assert found["F1"] == (2, "Niveau 2\u00a0: 34 jours de retard (borne 30)\u00a0; de nouveau au même niveau")
    assert found["F2"] == (
        2,
        "Niveau 2\u00a0: le plus haut du lot\u00a0; seule, niveau 1\u00a0: 16 jours de retard (borne 10)",
    )


def test_w10_a_line_still_in_its_interval_does_not_hold_the_others_back() -> None:
    books = ledger(
        [item("F1", level=1, last_reminder=day("05/08/2025")), item("F2")],
        groups=ruled(Rule.INCREMENT, interval=15),
    )
    assert proposed(books, RUN) == {"F1": None, "F2": 1}


def test_a17_a_level_lowered_by_the_calendar_is_shown_and_must_be_ticked_by_the_user() -> None:
    line = only(search(ledger([item(level=3)]), RUN))
    assert (line.level, line.lowered, line.ticked) == (2, True, False)
    assert line.why.endswith("baisse depuis le niveau 3\u00a0; à cocher pour confirmer")


def test_a17_a_lowered_line_does_not_lead_the_batch_but_may_follow_it() -> None:
    late = item("F1", due_date=day("01/05/2025"))
    lowered = item("F2", level=3)
    recent = item("F3", due_date=day("25/07/2025"))
    assert proposed(ledger([late, lowered]), RUN) == {"F1": 3, "F2": 3}
    found = {line.item.invoice: (line.level, line.ticked) for line in search(ledger([lowered, recent]), RUN)}
    assert found == {"F2": (2, False), "F3": (1, True)}


def test_a17_a_lowered_line_that_waits_for_its_tick_does_not_send_its_sisters_twice() -> None:
    lowered, unchanged = item("F1", level=3), item("F2", level=1, due_date=day("25/07/2025"))
    assert proposed(ledger([lowered, unchanged]), RUN) == {"F1": 2, "F2": None}
    assert proposed(ledger([lowered, item("F3", level=2, due_date=day("25/07/2025"))]), RUN) == {"F1": 2, "F3": None}


# --- thresholds and credits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("owed", "level"), [("49.99", None), ("50", 2), ("50.01", 2)])
def test_s0_21_a6_the_group_threshold_is_reached_at_equality(owed: str, level: int | None) -> None:
    groups = {1: ReminderGroup(number=1, minimum_amount=Decimal(50))}
    line = only(search(ledger([item(amount=owed)], groups=groups), RUN))
    assert line.level == level
    assert level or line.why == "Sous le seuil de 50,00\u00a0€"


def test_a6_the_threshold_of_a_level_is_compared_with_the_total_of_the_customer() -> None:
    scale = (*levels(10), ReminderLevel(number=2, lower=30, minimum_amount=Decimal("1234.5")))
    line = only(search(ledger([item(amount="1000")], levels=scale), RUN))
    assert line.why == "Sous le seuil de 1\u202f234,50\u00a0€"
    assert proposed(ledger([item("F1", "1000"), item("F2", "234.50")], levels=scale), RUN) == {"F1": 2, "F2": 2}


@pytest.mark.parametrize(("credit", "level"), [("-99.99", 2), ("-100", None), ("-120", None)])
def test_a16_credits_that_cover_the_overdue_debt_stop_the_reminder(credit: str, level: int | None) -> None:
    lines = [item("F1"), item("P1", credit, kind=ItemKind.PAYMENT), item("F2", "500", due_date=day("01/12/2025"))]
    found = propose(ledger(lines), Criteria(), RUN)
    line = next(line for line in found.lines if line.item.invoice == "F1")
    assert line.level == level
    assert level or line.hold is HoldReason.COVERED_BY_CREDITS
    (problem,) = found.problems
    assert problem.severity is Severity.WARNING
    assert "non affectés" in problem.what


def test_a16_a_letter_of_the_reminded_lines_only_never_asks_for_nothing() -> None:
    lines = [
        item("F1", "80"),
        item("F2", "100", level=1, last_reminder=day("09/08/2025")),
        item("P1", "-90", kind=ItemKind.PAYMENT),
    ]
    groups = ruled(Rule.INCREMENT, interval=5, content=Content.REMINDED)
    assert proposed(ledger(lines, groups=groups), RUN)["F1"] is None
    overdue = ruled(Rule.INCREMENT, interval=5, content=Content.OVERDUE)
    assert proposed(ledger(lines, groups=overdue), RUN)["F1"] == 1


def test_a16_a_promised_or_disputed_line_does_not_weigh_against_the_credits() -> None:
    lines = [
        item("F1"),
        item("F3", due_date=RUN),
        item("F2", promised_on=day("01/09/2025")),
        item("P1", "-100", kind=ItemKind.PAYMENT),
    ]
    assert proposed(ledger(lines), RUN)["F1"] is None


# --- currencies -----------------------------------------------------------------------------------------------


def test_s0_11_a_missing_rate_holds_the_customer_and_is_an_error() -> None:
    books = ledger([item("F1", currency="USD"), item("F2"), item("F3", exclusion=Exclusion.DISPUTED)])
    found = propose(books, Criteria(exposure=None), RUN)
    assert {line.item.invoice: line.why for line in found.lines} == {
        "F1": "Cours manquant pour USD",
        "F2": "Cours manquant pour USD",
        "F3": "Litige",
    }
    (problem,) = found.problems
    assert (problem.severity, problem.customer, problem.value) == (Severity.ERROR, "C1", "USD")


def test_s0_11_the_total_of_the_customer_is_in_the_reference_currency() -> None:
    rates = (ExchangeRate(currency="USD", on=day("01/08/2025"), value=Decimal("0.92")),)
    line = search(ledger([item("F1", "1000", currency="USD"), item("F2", "80")], rates=rates), RUN)[0]
    assert line.subtotal == Decimal("1000.00")


def test_s0_11_the_latest_rate_at_or_before_the_run_date_holds_whatever_the_order_of_the_rows() -> None:
    rates = tuple(
        ExchangeRate(currency=" usd ", on=day(on), value=Decimal(value))
        for on, value in [
            ("10/08/2025", "0"),
            ("09/08/2025", "0.90"),
            ("01/01/2025", "0.80"),
            ("10/08/2025", "0.91"),
            ("10/08/2025", "0.92"),
            ("11/08/2025", "0.99"),
        ]
    )
    line = only(search(ledger([item(amount="1000", currency="usd")], rates=rates), RUN))
    older = only(search(ledger([item(amount="1000", currency="USD")], rates=rates[:3]), RUN))
    assert (line.subtotal, older.subtotal) == (Decimal("920.00"), Decimal("900.00"))


def test_s0_10_without_the_module_devises_every_amount_is_in_the_reference_currency() -> None:
    books = ledger([item(currency="USD"), item("F2", "0.01")], company=Company(currencies_enabled=False))
    found = propose(books, Criteria(), RUN)
    assert {(line.level, line.subtotal) for line in found.lines} == {(2, Decimal("100.01"))}
    assert [problem.what for problem in found.problems] == [
        "Lignes en USD comptées en EUR, le module Devises étant arrêté\u00a0: 1"
    ]


# --- criteria -------------------------------------------------------------------------------------------------


def test_s1_02_s2_03_the_criteria_tick_or_restrict() -> None:
    books = ledger([item(f"F{n}", customer=f"C{n}", payment_method="VIR" if n > 2 else "PREL") for n in range(1, 6)])
    everything = search(books, RUN, payment_method="prel", display=Display.ALL)
    assert [line.ticked for line in everything] == [True, True, False, False, False]
    assert "hors des critères" in everything[-1].why
    found = propose(books, Criteria(payment_method="prel"), RUN)
    assert [line.item.invoice for line in found.lines] == ["F1", "F2"]
    assert [(withheld.why, withheld.lines) for withheld in found.withheld] == [("Hors des critères de recherche", 3)]


def test_s1_03_s1_04_criteria_combine_with_and() -> None:
    lines = [
        item("F1", customer="C1", level=1, payment_method="PRELEVEMENT"),
        item("F2", customer="C2", level=1, payment_method="VIR"),
        item("F3", customer="C3", level=0, payment_method="PRELEVEMENT"),
    ]
    found = search(ledger(lines, groups=INCREMENT), RUN, level_proposed=2, payment_method="Prélèvement")
    assert [line.item.invoice for line in found] == ["F1"]


def test_s1_10_the_batch_is_made_of_the_selected_lines() -> None:
    """A line left out by the criteria neither leads nor climbs."""
    books = ledger([item("F1", level=1), item("F2", due_date=day("20/07/2025"))], groups=INCREMENT)
    found = search(books, RUN, due_from=day("10/07/2025"), display=Display.ALL)
    assert {line.item.invoice: (line.level, line.ticked) for line in found} == {"F1": (2, False), "F2": (1, True)}


FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({"name": "epic"}, ["F1"]),
    ({"due_from": day("07/07/2025")}, ["F1", "F2"]),
    ({"due_to": day("06/07/2025")}, ["F3"]),
    ({"invoice": " f2 "}, ["F2"]),
    ({"warranty": "G7"}, ["F3"]),
    ({"days": 34}, ["F1", "F3"]),
    ({"days": 35}, ["F3"]),
    ({"exposure": Decimal(100)}, ["F1", "F2"]),
    ({"exposure": Decimal("100.01")}, ["F2"]),
    ({"level_reached": 0}, ["F1", "F3"]),
    ({"level_reached": 1}, ["F2"]),
    ({"level_proposed": 3}, ["F3"]),
    ({"group": 2}, ["F2"]),
    ({"manager": "AMELIE"}, ["F2"]),
    ({"payment_method": "virement"}, ["F3"]),
    ({}, ["F1", "F2", "F3"]),
]


@pytest.mark.parametrize(("criteria", "invoices"), FILTERS, ids=[str(criteria) for criteria, _ in FILTERS])
def test_s2_05_to_s2_09_a4_each_criterion_keeps_its_lines(criteria: dict[str, Any], invoices: list[str]) -> None:
    books = ledger(
        [
            item("F1", "100", "C1"),
            item("F2", "500", "C2", due_date=day("08/07/2025"), level=1),
            item("F3", "99.99", "C3", due_date=day("01/05/2025"), warranty="g7"),
        ],
        customers={
            "C1": client("C1", name="Épicerie du Port"),
            "C2": client("C2", group=2),
            "C3": client("C3", payment_method="Virement"),
        },
        groups={1: ReminderGroup(number=1, manager="Luc"), 2: ReminderGroup(number=2, manager="Amélie Roy")},
    )
    assert sorted(line.item.invoice for line in search(books, RUN, **criteria)) == invoices


def test_s2_08_a_customer_whose_total_is_unknown_reaches_no_exposure() -> None:
    found = propose(ledger([item(currency="USD")]), Criteria(exposure=Decimal(1)), RUN)
    assert found.lines == ()
    assert found.problems[0].value == "USD"


# --- what survives, what is told ------------------------------------------------------------------------------


def test_s1_12_a_level_chosen_by_hand_survives_the_next_search() -> None:
    line = item()
    found = only(propose(ledger([line]), Criteria(), RUN, by_hand(line, level=1)).lines)
    assert (found.level, found.ticked, found.why) == (1, True, "Niveau 1 choisi à la main (calculé\u00a0: 2)")
    early = item(due_date=day("05/08/2025"))
    found = only(propose(ledger([early]), Criteria(), RUN, by_hand(early, level=1)).lines)
    assert (found.level, found.why) == (
        1,
        "Niveau 1 choisi à la main (calculé\u00a0: aucun, trop tôt\u00a0: niveau 1 à partir du 15/08/2025)",
    )


def test_a_level_chosen_by_hand_is_left_out_by_the_criteria_as_any_other() -> None:
    line = item()
    decided = by_hand(line, level=1)
    assert propose(ledger([line]), Criteria(invoice="X"), RUN, decided).lines == ()
    shown = only(propose(ledger([line]), Criteria(invoice="X", display=Display.ALL), RUN, decided).lines)
    assert (shown.level, shown.ticked) == (1, False)


def test_a_level_chosen_by_hand_is_spent_once_the_line_was_reminded() -> None:
    line = item(level=1, last_reminder=day("01/08/2025"))
    spent = {keyed(line): Review(ticked=True, level=1, channel=None, shown=True)}
    found = only(propose(ledger([line], groups=INCREMENT), Criteria(), RUN, spent).lines)
    assert (found.level, found.why[:10]) == (2, "Niveau 2\u00a0:")


@pytest.mark.parametrize(
    "facts",
    [
        {"exclusion": Exclusion.DISPUTED},
        {"last_reminder": day("11/08/2025")},
        {"exclusion": Exclusion.NOT_APPLICABLE},
        {"promised_on": RUN},
        {"amount": "-5"},
    ],
)
def test_a_level_chosen_by_hand_never_lifts_a_firm_hold(facts: dict[str, Any]) -> None:
    line = item(**facts)
    assert only(propose(ledger([line]), Criteria(), RUN, by_hand(line, level=1)).lines).level is None


def test_a_level_chosen_by_hand_must_exist() -> None:
    line = item()
    assert only(propose(ledger([line]), Criteria(), RUN, by_hand(line, level=7)).lines).hold is HoldReason.NO_LEVEL


def test_credits_cover_even_a_level_chosen_by_hand() -> None:
    line = item()
    books = ledger([line, item("P1", "-100", kind=ItemKind.PAYMENT)])
    found = propose(books, Criteria(), RUN, by_hand(line, level=1)).lines
    assert {line.hold for line in found} == {HoldReason.COVERED_BY_CREDITS, HoldReason.CREDIT}


def test_s1_12_the_answer_of_the_rules_is_kept_beside_the_level_chosen_by_hand() -> None:
    line = item("F1", "100", due_date=RUN - timedelta(days=34))
    (found,) = propose(ledger([line]), Criteria(), RUN, by_hand(line, level=1)).lines
    (untouched,) = propose(ledger([line]), Criteria(), RUN).lines
    assert (found.level, found.computed.level) == (1, untouched.level)
    assert untouched.computed == Computed(ticked=untouched.ticked, level=untouched.level, channel=untouched.channel)


def test_s1_12_a_level_chosen_where_none_was_computed_has_none_beside_it() -> None:
    early = item("F1", "100", due_date=RUN - timedelta(days=1))
    found = only(propose(ledger([early]), Criteria(), RUN, by_hand(early, level=1)).lines)
    assert (found.level, found.computed.level, found.computed.ticked) == (1, None, True)  # so that « non » is a choice


def test_n_34_a_line_unticked_stays_so_even_reminded_elsewhere_a_tick_does_not() -> None:
    line = item(level=1, last_reminder=day("01/07/2025"))
    books = ledger([line], groups=INCREMENT)
    for ticked, kept in ((False, False), (True, None)):
        spent = {keyed(line): Review(ticked=ticked, level=1, channel=Channel.EMAIL, shown=True)}
        found = propose(books, Criteria(), RUN, spent)
        assert only(found.lines).ticked is (kept is None)
        assert [(left.ticked, left.level, left.channel) for left in found.decisions.values()] == (
            [] if kept is None else [(False, None, None)]
        )
        assert found.fallen == ()


@pytest.mark.parametrize("level", [7, 1])
def test_n_34_a_level_chosen_that_something_holds_waits_and_is_never_taken_for_one_erased(level: int) -> None:
    line = item()
    books = ledger([line, item("P1", "-100", kind=ItemKind.PAYMENT)])
    found = propose(books, Criteria(), RUN, by_hand(line, level=level))
    held = next(each for each in found.lines if each.item.invoice == "F1")
    assert (held.level, held.computed.level) == (None, None)
    assert held.why.endswith(f"niveau {level} choisi à la main, en attente")
    assert [left.level for left in found.unseen_decisions().values()] == [level]


def test_n_34_a_level_erased_stands_beside_the_one_computed_and_its_line_is_in_no_balance_of_credits() -> None:
    line = item()
    books = ledger([line, item("F2", "50"), item("P1", "-60", kind=ItemKind.PAYMENT)])
    found = propose(books, Criteria(), RUN, by_hand(line, level=CLEARED))
    erased, other, _ = found.lines
    assert (erased.hold, erased.computed.level, erased.ticked) == (HoldReason.CLEARED, 2, False)
    assert erased.why == "Niveau effacé à la main (calculé : 2)"
    assert other.hold is HoldReason.COVERED_BY_CREDITS
    assert (list(found.decisions), found.unseen_decisions()) == ([keyed(line)], {})


def test_n_34_a_channel_by_hand_that_cannot_be_used_waits() -> None:
    line = item()
    books = ledger([line], customers={"C1": client(email="")})
    found = propose(books, Criteria(), RUN, by_hand(line, channel=Channel.EMAIL))
    assert only(found.lines).channel is Channel.LETTER
    assert [left.channel for left in found.unseen_decisions().values()] == [Channel.EMAIL]


def test_n_34_a_tick_that_the_rules_give_too_is_no_decision_any_more() -> None:
    line = item()
    ticked = {keyed(line): Review(ticked=True, level=None, channel=None)}
    found = propose(ledger([line]), Criteria(), RUN, ticked)
    assert (only(found.lines).why, found.unseen_decisions()) == ("Niveau 2 : 34 jours de retard (borne 30)", {})
    elsewhere = propose(ledger([line]), Criteria(invoice="X"), RUN, ticked)
    assert [left.ticked for left in elsewhere.unseen_decisions().values()] == [True]


CHANNELS: list[tuple[Channel | None, Channel | None, Channel | None, Channel | None, Channel]] = [
    # by hand, the run's, the level's, the customer's, expected
    (None, None, None, None, Channel.LETTER),
    (None, None, None, Channel.PHONE, Channel.PHONE),
    (None, None, Channel.LETTER, Channel.EMAIL, Channel.LETTER),
    (None, Channel.EMAIL, Channel.LETTER, Channel.PHONE, Channel.EMAIL),
    (Channel.PHONE, Channel.EMAIL, Channel.LETTER, Channel.LETTER, Channel.PHONE),
]


@pytest.mark.parametrize(("hand", "run", "level", "card", "expected"), CHANNELS)
def test_s1_07_w7_the_first_channel_that_is_set_holds(
    hand: Channel | None, run: Channel | None, level: Channel | None, card: Channel | None, expected: Channel
) -> None:
    line = item()
    books = ledger([line], customers={"C1": client(channel=card)}, levels=levels(10, 30, channel=level))
    found = only(propose(books, Criteria(method=run), RUN, by_hand(line, channel=hand)).lines)
    assert found.channel is expected


def test_s0_28_a5_an_email_without_an_address_becomes_a_letter_and_says_so() -> None:
    books = ledger([item()], customers={"C1": client(email="  ", channel=Channel.EMAIL)})
    line = only(search(books, RUN))
    assert (line.channel, line.alert, line.template) == (
        Channel.LETTER,
        "⚠ Aucune adresse e-mail",
        "lettre_2.docx",
    )
    assert line.why.endswith("\u00a0; e-mail impossible, courrier à la place")


def test_s4_11_the_template_is_the_level_s_own_for_the_channel_or_the_shipped_one() -> None:
    own = levels(10, 30, letter_template="dure.docx", mail_template="doux")
    for scale, channel, expected in [
        (own, Channel.LETTER, "dure.docx"),
        (own, Channel.EMAIL, "doux"),
        (NEW, Channel.EMAIL, "mail_2"),
        (NEW, Channel.PHONE, ""),
    ]:
        books = ledger([item()], levels=scale, customers={"C1": client(channel=channel)})
        assert only(search(books, RUN)).template == expected
    assert only(search(ledger([item(exclusion=Exclusion.DISPUTED)]), RUN)).template == ""


def test_the_sheet_begins_with_the_highest_level_then_the_biggest_total_then_the_name() -> None:
    lines = [
        item("F1", "100", "A", exclusion=Exclusion.DISPUTED),
        item("F2", "100", "B"),
        item("F3", "100", "C", due_date=day("01/01/2025")),
        item("F4", "900", "D"),
        item("F5", "50", "E", due_date=day("25/07/2025")),
        item("F6", "50", "E", due_date=day("05/07/2025")),
        item("F7", "100", "F"),
    ]
    assert [line.item.invoice for line in search(ledger(lines), RUN)] == ["F3", "F4", "F2", "F6", "F5", "F7", "F1"]


def test_lines_alike_are_told_apart_by_their_order_even_after_one_is_settled() -> None:
    books = ledger([item(paid=Decimal(100)), item(), item()])
    assert [line.key.occurrence for line in search(books, RUN)] == [1, 2]


def problems_of(books_groups: dict[int, ReminderGroup], **facts: Any) -> Proposals:
    rule = facts.pop("rule", None)
    scale = facts.pop("levels", NEW)
    books = ledger([item(**facts)], groups=books_groups, levels=scale)
    return propose(books, Criteria(rule=rule), RUN)


def test_s2_17_a_run_that_imposes_no_level_is_an_error() -> None:
    found = problems_of(INCREMENT, rule=Rule.IMPOSED)
    assert only(found.lines).hold is HoldReason.NO_IMPOSED_LEVEL
    assert [(problem.sheet, problem.severity) for problem in found.problems] == [("Relances", Severity.ERROR)]
    group = problems_of(ruled(Rule.IMPOSED))
    assert [(problem.sheet, problem.severity) for problem in group.problems] == [("Relances", Severity.WARNING)]


@pytest.mark.parametrize("card", [None, 0])
def test_s2_16_a_card_without_a_level_is_an_error(card: int | None) -> None:
    books = ledger([item()], groups=ruled(Rule.CUSTOMER_CARD), customers={"C1": client(card_level=card)})
    found = propose(books, Criteria(), RUN)
    assert only(found.lines).hold is HoldReason.NO_CARD_LEVEL
    assert [(problem.sheet, problem.severity) for problem in found.problems] == [("Clients", Severity.ERROR)]


def test_a18_s0_29_another_rule_than_the_group_s_on_lines_with_levels_is_warned_of() -> None:
    assert problems_of(INCREMENT, rule=Rule.DAYS_OVERDUE).problems == ()
    (problem,) = problems_of(INCREMENT, rule=Rule.DAYS_OVERDUE, level=1).problems
    assert problem.severity is Severity.WARNING
    assert problem.what.endswith("sur des lignes déjà relancées\u00a0: 1")
    assert problems_of(INCREMENT, level=1).problems == ()
    assert problems_of(INCREMENT, rule=Rule.INCREMENT, level=1).problems == ()


def test_a14_overlaps_are_errors_and_gaps_warnings_under_the_rule_by_days_only() -> None:
    overlap = levels((0, 20), (10, 30))
    gap = levels((0, 10), (20, 30))
    upside_down = levels((10, 5))
    assert [p.severity for p in problems_of(ruled(Rule.DAYS_OVERDUE), levels=overlap).problems] == [Severity.ERROR]
    assert [p.severity for p in problems_of(ruled(Rule.DAYS_OVERDUE), levels=gap).problems] == [Severity.WARNING]
    assert [p.severity for p in problems_of(ruled(Rule.DAYS_OVERDUE), levels=upside_down).problems] == [Severity.ERROR]
    assert problems_of(ruled(Rule.SEQUENTIAL), levels=overlap).problems == ()
    twice = {1: ReminderGroup(number=1), 2: ReminderGroup(number=2)}
    located = tuple(replace(level, row=4 + level.number) for level in overlap)
    (problem,) = problems_of(twice, levels=located).problems
    assert (problem.where, problem.field) == ("Niveaux, ligne 6", "lower")


def test_a11_s1_05_a_search_changes_nothing() -> None:
    books = ledger([item(level=1)], groups=INCREMENT)
    before = books.items
    assert proposed(books, RUN) == {"F1": 2} == proposed(books, RUN)
    assert books.items == before


def test_the_letter_currency_plays_no_part_in_the_search() -> None:
    scale = levels(10, letter_currency=LetterCurrency.REFERENCE)
    assert only(search(ledger([item()], levels=scale), RUN)).subtotal == Decimal(100)


def test_a_customer_of_the_items_alone_keeps_his_code_as_his_name() -> None:
    line = only(search(ledger([item(customer="Z9")], customers={}), RUN))
    assert line.customer == Customer(code="Z9", name="Z9")


def test_n_76_a_formal_notice_never_leaves_by_e_mail_without_a_word() -> None:
    by_mail = client("C1", channel=Channel.EMAIL)
    scale = (ReminderLevel(number=1, lower=10, registered=True),)
    line = only(search(ledger([item("F1")], customers={"C1": by_mail}, levels=scale), RUN))
    assert line.channel is Channel.EMAIL
    assert line.why.endswith("recommandé AR demandé, part par e-mail\u00a0: rien ne prouvera sa réception")

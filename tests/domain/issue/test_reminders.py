"""The issue: decisions kept, data read again, nothing sent twice, every line left out said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.issue.reminders import Issue, issue
from relance_xl.domain.model import Company, ExchangeRate, Ledger, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import LineKey, Reminder, Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import (
    Block,
    Channel,
    Content,
    CustomerKind,
    Exclusion,
    Grouping,
    ItemKind,
    LetterCurrency,
    Rule,
)
from tests.domain.builders import NEW, client, day, item, ledger, levels, ruled, search

RUN = date(2025, 8, 10)
INCREMENT = ruled(Rule.INCREMENT, maximum_level=3)
USD = (ExchangeRate(currency="USD", on=day("01/08/2025"), value=Decimal("0.92")),)


def reviewed(books: Ledger, run: date = RUN, **criteria: Any) -> dict[LineKey, Review]:
    """The sheet as the search left it."""
    return {
        line.key: Review(
            ticked=line.ticked,
            level=line.level,
            channel=line.channel,
            shown=True,
            level_reached=line.item.level,
            last_reminder=line.item.last_reminder,
        )
        for line in propose(books, Criteria(**criteria), run).lines
    }


def issued(books: Ledger, run: date = RUN, **criteria: Any) -> Issue:
    """A search and the issue right after it."""
    return issue(books, Criteria(**criteria), run, reviewed(books, run, **criteria))


def recorded(books: Ledger, done: Issue, run: date = RUN) -> Ledger:
    """The ledger once levels and dates are written."""
    new = {id(line.item): line.level or 0 for reminder in done.reminders for line in reminder.climbing}
    return replace(
        books,
        items=tuple(
            replace(line, level=new[id(line)], last_reminder=run) if id(line) in new else line for line in books.items
        ),
    )


def changed(books: Ledger, invoice: str, **facts: Any) -> Ledger:
    """The ledger after somebody wrote into one line."""
    lines = tuple(replace(line, **facts) if line.invoice == invoice else line for line in books.items)
    return replace(books, items=lines)


def listing(reminder: Reminder) -> list[tuple[str, int | None]]:
    return [(line.item.invoice, line.level) for line in reminder.lines]


def test_s1_09_a_customer_receives_one_letter_at_the_highest_level() -> None:
    books = ledger([item("F1", "900", level=1), item("F2", "500"), item("F3", customer="C2")], groups=INCREMENT)
    done = issued(books)
    assert [(r.customer.code, r.level.number, listing(r)) for r in done.reminders] == [
        ("C1", 2, [("F1", 2), ("F2", 2)]),
        ("C2", 1, [("F3", 1)]),
    ]
    assert done.reminders[0].totals == (("EUR", Decimal("1400.00")),)
    assert done.skipped == ()


def test_a11_a_second_issue_gives_nothing_and_says_why() -> None:
    books = ledger([item("F1", level=1), item("F2")], groups=INCREMENT)
    sheet = reviewed(books)
    after = recorded(books, issue(books, Criteria(), RUN, sheet))
    again = issue(after, Criteria(), RUN, sheet)
    assert again.reminders == ()
    assert [skipped.why for skipped in again.skipped] == [
        "F1 a été relancée au niveau 2 le 10/08/2025, depuis la recherche",
        "F2 a été relancée au niveau 2 le 10/08/2025, depuis la recherche",
    ]


@pytest.mark.parametrize("same_level", [True, False])
def test_a11_a_second_issue_gives_nothing_even_when_the_sheet_did_not_show_the_last_reminder(same_level: bool) -> None:
    books = ledger([item("F1")], groups=INCREMENT)
    sheet = {key: replace(review, shown=False) for key, review in reviewed(books).items()}
    criteria = Criteria(same_level=same_level)
    after = recorded(books, issue(books, criteria, RUN, sheet))
    again = issue(after, criteria, RUN, sheet)
    assert again.reminders == ()
    assert [skipped.why for skipped in again.skipped] == ["F1 a déjà été relancée au niveau 1 le 10/08/2025"]


def test_s2_19_the_same_level_is_issued_again_only_when_allowed() -> None:
    books = ledger([item(level=2)])
    sheet = {key: replace(review, ticked=True, level=2) for key, review in reviewed(books).items()}
    refused = issue(books, Criteria(), RUN, sheet)
    assert [skipped.why for skipped in refused.skipped] == ["F1\u00a0: déjà relancée au niveau 2"]
    allowed = issue(books, Criteria(same_level=True), RUN, sheet)
    assert [reminder.level.number for reminder in allowed.reminders] == [2]


def test_s2_15_each_search_and_issue_is_one_level_more() -> None:
    books, reached = ledger([item()], groups=INCREMENT), []
    for week in range(4):  # a line is never reminded twice at one date (N-33)
        as_of = RUN + timedelta(weeks=week)
        books = recorded(books, issued(books, as_of))
        reached.append(books.items[0].level)
    assert reached == [1, 2, 3, 3]


def test_s2_20_s2_21_an_imposed_level_is_issued_downward() -> None:
    done = issued(ledger([item(level=3)]), rule=Rule.IMPOSED, imposed_level=1)
    assert [listing(reminder) for reminder in done.reminders] == [[("F1", 1)]]


SINCE: list[tuple[dict[str, Any], str]] = [
    ({"paid": Decimal(100)}, "F1 a été réglée depuis la recherche"),
    ({"exclusion": Exclusion.DISPUTED}, "F1\u00a0: Litige"),
    ({"exclusion": Exclusion.NOT_APPLICABLE}, "F1\u00a0: Exclue (NA)"),
    ({"promised_on": RUN}, "F1\u00a0: Promesse de règlement au 10/08/2025"),
    ({"level": 1}, "F1 a changé de niveau depuis la recherche (0 puis 1)"),
    (
        {"due_date": day("01/09/2025")},
        "F1 (échéance du 07/07/2025) n'est plus dans la feuille Factures\u00a0: refaites la recherche",
    ),
]


@pytest.mark.parametrize(("facts", "why"), SINCE)
def test_what_changed_since_the_search_is_left_out_and_said(facts: dict[str, Any], why: str) -> None:
    books = ledger([item("F1"), item("F2")])
    done = issue(changed(books, "F1", **facts), Criteria(), RUN, reviewed(books))
    assert [(skipped.invoice, skipped.why) for skipped in done.skipped] == [("F1", why)]
    assert [line.item.invoice for reminder in done.reminders for line in reminder.climbing] == ["F2"]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"group": 0}, "F1\u00a0: Groupe 0\u00a0: jamais relancé"),
        ({"block": Block.INSOLVENCY}, "F1\u00a0: Procédure collective\u00a0: aucune relance"),
        ({"block": Block.DO_NOT_REMIND}, "F1\u00a0: Client bloqué\u00a0: ne pas relancer"),
    ],
)
def test_a_customer_blocked_since_the_search_receives_nothing(facts: dict[str, Any], why: str) -> None:
    books = ledger([item()])
    done = issue(replace(books, customers={"C1": client(**facts)}), Criteria(), RUN, reviewed(books))
    assert (done.reminders, [skipped.why for skipped in done.skipped]) == ((), [why])


def test_a_customer_set_aside_since_the_search_receives_nothing() -> None:
    books = ledger([item()])
    done = issue(replace(books, set_aside=frozenset({"C1"})), Criteria(), RUN, reviewed(books))
    assert done.reminders == ()
    assert done.skipped[0].why.startswith("F1\u00a0: Erreur de saisie")


def test_the_reviewed_level_is_the_decision_even_when_the_rule_would_now_say_otherwise() -> None:
    books = ledger([item()])
    sheet = {key: replace(review, level=1) for key, review in reviewed(books).items()}
    assert [r.level.number for r in issue(books, Criteria(), RUN, sheet).reminders] == [1]


def test_a_level_typed_by_hand_that_is_not_set_up_is_left_out_and_said() -> None:
    books = ledger([item()])
    sheet = {key: replace(review, level=7) for key, review in reviewed(books).items()}
    done = issue(books, Criteria(), RUN, sheet)
    assert (done.reminders, [skipped.why for skipped in done.skipped]) == (
        (),
        ["F1\u00a0: Aucun niveau paramétré pour ce groupe"],
    )


def test_the_letter_takes_the_highest_level_and_each_line_the_level_of_the_sheet() -> None:
    books = ledger([item("F1"), item("F2")])
    sheet = {
        key: replace(review, level=1) if key.invoice == "F1" else review for key, review in reviewed(books).items()
    }
    (reminder,) = issue(books, Criteria(), RUN, sheet).reminders
    assert (reminder.level.number, listing(reminder)) == (2, [("F1", 1), ("F2", 2)])


def test_a_line_ticked_without_a_level_is_left_out_and_said() -> None:
    books = ledger([item(due_date=day("05/08/2025"))])
    sheet = {key: replace(review, ticked=True) for key, review in reviewed(books).items()}
    done = issue(books, Criteria(), RUN, sheet)
    assert [skipped.why for skipped in done.skipped] == [
        "F1 n'a pas de niveau proposé\u00a0: Trop tôt\u00a0: niveau 1 à partir du 15/08/2025"
    ]


def test_s2_12_a_line_not_ticked_does_not_climb_but_the_letter_may_list_it() -> None:
    books = ledger([item("F1"), item("F2")])
    sheet = {key: replace(review, ticked=key.invoice == "F1") for key, review in reviewed(books).items()}
    (reminder,) = issue(books, Criteria(invoice="nothing"), RUN, sheet).reminders
    assert listing(reminder) == [("F1", 2), ("F2", None)]
    nothing = issue(books, Criteria(), RUN, {key: replace(review, ticked=False) for key, review in sheet.items()})
    assert (nothing.reminders, nothing.skipped) == ((), ())


def test_s0_24_a_line_whose_level_was_cleared_by_hand_is_not_in_the_letter() -> None:
    books = ledger([item("F1"), item("F2"), item("F3", due_date=day("09/08/2025"))])
    sheet = {
        key: replace(review, level=None) if key.invoice == "F2" else review for key, review in reviewed(books).items()
    }
    done = issue(books, Criteria(), RUN, sheet)
    assert [listing(reminder) for reminder in done.reminders] == [[("F1", 2), ("F3", None)]]
    assert [skipped.invoice for skipped in done.skipped] == ["F2"]


CONTENTS = [
    (Content.REMINDED, ["F1", "A1"], "70.00"),
    (Content.OVERDUE, ["F1", "F2", "A1"], "170.00"),
    (Content.STATEMENT, ["F1", "F2", "A1", "F7"], "270.00"),
]


@pytest.mark.parametrize(("content", "invoices", "total"), CONTENTS)
def test_the_content_of_the_letter_lists_its_lines(content: Content, invoices: list[str], total: str) -> None:
    """S4-03, S0-24, § 5.3: NA and disputed lines are in no total; a promised line is in none either (N-44)."""
    books = ledger(
        [
            item("F1"),
            item("F2", level=1, last_reminder=day("09/08/2025")),
            item("F3", exclusion=Exclusion.NOT_APPLICABLE),
            item("F4", exclusion=Exclusion.DISPUTED),
            item("F5", promised_on=day("01/09/2025")),
            item("F6", payment_method="LCR"),
            item("A1", "-30", kind=ItemKind.CREDIT_NOTE, due_date=day("01/08/2025")),
            item("A2", "40", kind=ItemKind.CREDIT_NOTE),
            item("F7", due_date=RUN),
        ],
        groups=ruled(Rule.INCREMENT, interval=10, content=content),
        company=Company(excluded_payment_methods=frozenset({"LCR"})),
    )
    (reminder,) = issued(books).reminders
    assert [line.item.invoice for line in reminder.lines] == invoices
    assert [line.item.invoice for line in reminder.climbing] == ["F1"]
    assert reminder.totals == (("EUR", Decimal(total)),)
    assert (
        reminder.principal == reminder.due == (("EUR", Decimal("70.00" if content is Content.REMINDED else "170.00")),)
    )


@pytest.mark.parametrize(
    ("grouping", "letters"),
    [
        (Grouping.CUSTOMER, [["A1", "F1", "F2"]]),
        (Grouping.INVOICE, [["A1", "F1"], ["F2"]]),
        (Grouping.LEVEL, [["A1", "F1"], ["F2"]]),
    ],
)
def test_s1_08_several_letters_never_list_a_line_or_deduct_a_credit_twice(
    grouping: Grouping, letters: list[list[str]]
) -> None:
    books = ledger([item("F1", level=1), item("F2"), item("A1", "-10", kind=ItemKind.CREDIT_NOTE)], groups=INCREMENT)
    done = issued(books, grouping=grouping)
    assert [[line.item.invoice for line in reminder.lines] for reminder in done.reminders] == letters
    assert {reminder.grouping for reminder in done.reminders} == {grouping}


def test_two_channels_for_one_customer_are_two_reminders_without_a_line_in_common() -> None:
    books = ledger([item("F1"), item("F2"), item("F3", due_date=day("01/08/2025"))])
    sheet = {
        key: replace(review, channel=Channel.EMAIL if key.invoice == "F2" else Channel.LETTER)
        for key, review in reviewed(books).items()
    }
    done = issue(books, Criteria(), RUN, sheet)
    assert [(reminder.channel, listing(reminder)) for reminder in done.reminders] == [
        (Channel.LETTER, [("F1", 2)]),
        (Channel.EMAIL, [("F2", 2)]),
    ]


def test_a16_a_payment_that_came_since_the_search_stops_the_letter() -> None:
    books = ledger([item()])
    paid = replace(books, items=(*books.items, item("P1", "-100", kind=ItemKind.PAYMENT)))
    done = issue(paid, Criteria(), RUN, reviewed(books))
    assert (done.reminders, done.skipped[0].why) == (
        (),
        "F1\u00a0: Avoirs et règlements non affectés couvrent la dette",
    )


@pytest.mark.parametrize("payment", ["-80", "-90"])
def test_a16_a_letter_that_would_ask_for_nothing_is_left_out(payment: str) -> None:
    """Two lines are proposed, only the small one is ticked, and a payment is as big or bigger."""
    books = ledger(
        [item("F1", "80"), item("F2"), item("P1", payment, kind=ItemKind.PAYMENT)],
        groups=ruled(Rule.INCREMENT, content=Content.REMINDED),
    )
    sheet = {key: replace(review, ticked=key.invoice == "F1") for key, review in reviewed(books).items()}
    done = issue(books, Criteria(), RUN, sheet)
    assert done.reminders == ()
    assert [skipped.invoice for skipped in done.skipped] == ["F1"]


@pytest.mark.parametrize(
    ("currency", "line", "total"),
    [
        (LetterCurrency.CUSTOMER, ("USD", "1000.00"), ("USD", "1000.00")),
        (LetterCurrency.REFERENCE, ("EUR", "920.00"), ("EUR", "920.00")),
    ],
)
def test_s0_11_the_letter_states_the_customer_s_currency_or_the_reference(
    currency: LetterCurrency, line: tuple[str, str], total: tuple[str, str]
) -> None:
    """S0-11, S0-12: 1 000 USD at 0.92."""
    books = ledger([item(amount="1000", currency="USD")], rates=USD, levels=levels(10, letter_currency=currency))
    (reminder,) = issued(books).reminders
    assert (reminder.lines[0].currency, reminder.lines[0].balance) == (line[0], Decimal(line[1]))
    assert reminder.totals == ((total[0], Decimal(total[1])),)


def test_a2_two_currencies_have_two_totals_the_reference_first() -> None:
    lines = [item("F1", "10", currency="CHF"), item("F2", "1000", currency="USD"), item("F3", "50")]
    rates = (*USD, ExchangeRate(currency="CHF", on=day("01/01/2025"), value=Decimal("1.05")))
    (reminder,) = issued(ledger(lines, rates=rates)).reminders
    assert [(currency, str(amount)) for currency, amount in reminder.totals] == [
        ("EUR", "50.00"),
        ("CHF", "10.00"),
        ("USD", "1000.00"),
    ]


def test_s0_10_without_the_module_devises_the_letter_is_in_the_reference_currency() -> None:
    books = ledger([item(currency="USD")], company=Company(currencies_enabled=False, reference_currency="CHF"))
    (reminder,) = issued(books).reminders
    assert reminder.totals == (("CHF", Decimal("100.00")),)


def test_s3_04_amount_paid_and_balance_add_up_after_conversion_and_rounding() -> None:
    books = ledger(
        [item(amount="1200.01", paid=Decimal("300.01"), currency="USD")],
        rates=(ExchangeRate(currency="USD", on=day("01/08/2025"), value=Decimal("0.92345")),),
        levels=levels(10, letter_currency=LetterCurrency.REFERENCE),
    )
    line = issued(books).reminders[0].lines[0]
    assert (line.amount, line.balance) == (Decimal("1108.15"), Decimal("831.11"))
    assert line.amount - line.paid == line.balance


def test_s3_06_the_deadline_is_a_date() -> None:
    scale = (*NEW[:2], ReminderLevel(number=3, lower=60, deadline_days=8))
    (reminder,) = issued(ledger([item()], levels=scale), run=day("15/09/2025")).reminders
    assert reminder.deadline == day("23/09/2025")
    assert issued(ledger([item()])).reminders[0].deadline is None


def test_s1_06_the_alert_travels_with_the_reminder() -> None:
    books = ledger([item()], customers={"C1": client(email="", kind=CustomerKind.CONSUMER)})
    (reminder,) = issued(books).reminders
    assert (reminder.alert, reminder.channel) == ("⚠ Aucune adresse e-mail", Channel.LETTER)


def test_no_line_is_ever_in_two_reminders() -> None:
    lines: list[OpenItem] = [
        item(f"F{n % 7}", str(50 + n), f"C{n % 3}", level=n % 3, due_date=day(f"{1 + n % 28:02d}/06/2025"))
        for n in range(60)
    ]
    for grouping in Grouping:
        books = ledger(lines, groups={1: ReminderGroup(number=1, rule=Rule.INCREMENT, maximum_level=3)})
        done = issued(books, grouping=grouping)
        keys = [line.key for reminder in done.reminders for line in reminder.climbing]
        assert len(keys) == len(set(keys)) == 60


def undue(level: ReminderLevel, *items: OpenItem) -> Issue:
    """What becomes of a line not yet due, its level typed by hand."""
    books = ledger(items or [item(due_date=day("20/08/2025"))], levels=(level,))
    sheet = {
        key: replace(review, ticked=True, level=level.number) if key.invoice == "F1" else review
        for key, review in reviewed(books).items()
    }
    return issue(books, Criteria(), RUN, sheet)


@pytest.mark.parametrize(
    "level",
    [
        ReminderLevel(number=2, lower=30),
        ReminderLevel(number=3, lower=60),
        ReminderLevel(number=1, lower=10, registered=True),
        ReminderLevel(number=3, lower=-5, registered=True),
    ],
)
def test_a_letter_that_claims_waits_until_something_is_due_and_says_so(level: ReminderLevel) -> None:
    done = undue(level)

    assert done.reminders == ()
    (skipped,) = done.skipped
    assert skipped.why == (
        f"F1\u00a0: rien n'est échu au 10/08/2025, et une relance de niveau {level.number} réclame. "
        "Attendez l'échéance, ou ramenez la ligne au niveau 1"
    )


@pytest.mark.parametrize("level", [ReminderLevel(number=1, lower=10), ReminderLevel(number=2, lower=-5)])
def test_s4_06_a_courtesy_reminder_leaves_before_the_due_date(level: ReminderLevel) -> None:
    assert len(undue(level).reminders) == 1


def test_a_credit_that_covers_what_is_due_leaves_nothing_to_claim() -> None:
    items = (
        item("F1", "100", due_date=day("01/08/2025")),
        item("A1", "-150", kind=ItemKind.CREDIT_NOTE),
        item("F2", "200", due_date=day("20/08/2025")),
    )
    books = ledger(
        items, groups=ruled(Rule.DAYS_OVERDUE, content=Content.STATEMENT), levels=(ReminderLevel(number=2, lower=5),)
    )
    sheet = {
        key: replace(review, ticked=key.invoice == "F2", level=2 if key.invoice == "F2" else review.level)
        for key, review in reviewed(books).items()
    }

    assert issue(books, Criteria(), RUN, sheet).reminders == ()


def credited(*lines: OpenItem, **criteria: Any) -> tuple[Reminder, ...]:
    """The reminders of lines at two levels, their customer's charges asked for."""
    charged = tuple(replace(level, recovery_fee=True) for level in NEW)
    return issued(ledger(lines, groups=INCREMENT, levels=charged), **criteria).reminders


@pytest.mark.parametrize("grouping", [Grouping.INVOICE, Grouping.LEVEL])
def test_n_45_credits_come_off_once_on_the_letter_of_the_highest_level(grouping: Grouping) -> None:
    """N-45"""
    credit = item("A1", "-300", kind=ItemKind.CREDIT_NOTE)
    first, second = credited(item("F1", "1000"), item("F2", "1000", level=1), credit, grouping=grouping)
    assert [(listing(each), each.due) for each in (first, second)] == [
        ([("A1", None), ("F2", 2)], (("EUR", Decimal("700.00")),)),
        ([("F1", 1)], (("EUR", Decimal("1000.00")),)),
    ]


@pytest.mark.parametrize("grouping", [Grouping.INVOICE, Grouping.LEVEL])
def test_n_45_a_credit_that_covers_one_letter_joins_it_to_the_next(grouping: Grouping) -> None:
    """N-45"""
    credit = item("A1", "-1900", kind=ItemKind.CREDIT_NOTE)
    (only_one,) = credited(item("F1", "1000"), item("F2", "1000", level=1), credit, grouping=grouping)
    assert (only_one.level.number, only_one.due) == (2, (("EUR", Decimal("100.00")),))
    assert {line.item.invoice: line.level for line in only_one.climbing} == {"F1": 1, "F2": 2}


def test_n_46_the_fee_of_an_invoice_stands_in_one_letter_of_the_batch() -> None:
    """N-46"""
    later = day("20/07/2025")
    first, second = credited(
        item("F1", "1000", level=1),
        item("F1", "500", due_date=later),
        item("F2", due_date=later),
        grouping=Grouping.LEVEL,
    )
    assert [each.to_pay for each in (first, second)] == [
        (("EUR", Decimal("1040.00")),),
        (("EUR", Decimal("640.00")),),
    ]


@pytest.mark.parametrize("leaving", [0, 1], ids=["the highest first", "the lowest first"])
@pytest.mark.parametrize("grouping", [Grouping.INVOICE, Grouping.LEVEL])
@pytest.mark.parametrize("level", [0, 1])
def test_n_45_what_left_by_letter_takes_its_part_from_the_e_mail_of_the_same_day(
    leaving: int, grouping: Grouping, level: int
) -> None:
    """N-45, N-46: two clicks, letters and e-mails, claim what one would have claimed."""
    lines = [
        item("F1", "1000"),
        item("F2", "600", level=level, due_date=day("15/07/2025")),
        item("F2", "400", level=1, due_date=day("16/07/2025")),
        item("A1", "-300", kind=ItemKind.CREDIT_NOTE),
    ]
    charged = tuple(replace(each, recovery_fee=True) for each in NEW)
    books = ledger(lines, groups=ruled(Rule.INCREMENT, content=Content.STATEMENT, grouping=grouping), levels=charged)
    sheet = reviewed(books)
    at_once = issue(books, Criteria(), RUN, sheet)
    ahead = replace(at_once, reminders=at_once.reminders[leaving : leaving + 1])
    later = issue(recorded(books, ahead), Criteria(), RUN, sheet)

    assert len(at_once.reminders) == 2
    assert [(listing(each), each.due, each.to_pay) for each in (*ahead.reminders, *later.reminders)] == [
        (listing(each), each.due, each.to_pay)
        for each in (*ahead.reminders, *(each for each in at_once.reminders if each not in ahead.reminders))
    ]


def test_n_45_credits_larger_than_what_left_the_same_day_come_off_what_follows() -> None:
    """N-45: a letter alone told the whole account; the one that a person adds claims no more than what is due."""
    credit = item("A1", "-1300", kind=ItemKind.CREDIT_NOTE)
    books = ledger([item("F1", "1000", level=1), item("F2", "2000"), credit], groups=ruled(Rule.INCREMENT))
    sheet = reviewed(books)
    key = next(key for key in sheet if key.invoice == "F1")
    first = issue(books, Criteria(), RUN, {key: sheet[key]})
    second = issue(recorded(books, first), Criteria(), RUN, sheet)

    assert [each.due for each in (*first.reminders, *second.reminders)] == [
        (("EUR", Decimal("1700.00")),),
        (("EUR", Decimal("700.00")),),
    ]


def test_n_44_what_is_not_due_is_listed_and_not_claimed() -> None:
    """N-44"""
    books = ledger(
        [item("F1"), item("F2", "1000", promised_on=day("01/09/2025")), item("F3", "5000", due_date=day("01/10/2025"))],
        groups=ruled(Rule.INCREMENT, content=Content.STATEMENT),
    )
    (reminder,) = issued(books).reminders
    assert reminder.principal == reminder.to_pay == (("EUR", Decimal("100.00")),)


def test_n_44_a_courtesy_reminder_announces_and_asks_nothing_yet() -> None:
    """N-44"""
    books = ledger([item(due_date=day("12/08/2025"))], levels=levels(-5, 30))
    (reminder,) = issued(books).reminders
    assert (reminder.principal, reminder.to_pay) == ((("EUR", Decimal("100.00")),), ())


def test_n_45_credits_borne_by_a_letter_that_is_refused_come_off_the_next_one() -> None:
    """A level typed on a line to come ranks first, bears the credit, and may not leave."""
    books = ledger(
        [item("F1"), item("F2", "900", due_date=RUN + timedelta(9)), item("P1", "-60", kind=ItemKind.PAYMENT)],
        groups=ruled(Rule.DAYS_OVERDUE, grouping=Grouping.INVOICE),
    )
    ticked = {
        line.key: Review(ticked=True, level=2 if line.item.invoice == "F2" else 1, channel=None)
        for line in search(books, RUN)
        if line.item.amount > 0
    }
    done = issue(books, Criteria(), RUN, ticked)

    assert [(listing(reminder), reminder.due) for reminder in done.reminders] == [
        ([("F1", 1), ("P1", None)], (("EUR", Decimal(40)),))
    ]
    assert [skipped.invoice for skipped in done.skipped] == ["F2"]

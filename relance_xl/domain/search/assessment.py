"""Each open line judged on its own: what keeps it out, or the level its rule gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from relance_xl.domain.lines import is_settled, keyed, reminded_since
from relance_xl.domain.model import ZERO, Customer, Ledger, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.money.currencies import Exchange, MissingRateError, exchange_on
from relance_xl.domain.outcome import CLEARED, LineKey, Review
from relance_xl.domain.search.calls import call_hold
from relance_xl.domain.search.criteria import Criteria, matches_customer, matches_line
from relance_xl.domain.search.holds import FIRM, OUTSIDE, customer_hold, group_of, line_hold
from relance_xl.domain.search.levels import Levels, find_level, levels_of, within
from relance_xl.domain.search.notices import Past, past_of, restrained
from relance_xl.domain.search.rules import Case, Held, Reached, Verdict, judge
from relance_xl.domain.vocabulary import Grouping, HoldReason, Rule
from relance_xl.domain.wording import folded


@dataclass(slots=True, kw_only=True)
class Judgement:
    """One open line on its way to a decision.

    Attributes:
        own: what the rule says of the line alone, or what keeps it out.
        level: the level to issue so far; None once held.
        held: why it is not reminded; None as long as it has a level.
        because: the facts printed after « Niveau N : ».
        by_hand: the level was chosen in the sheet (S1-12).
        selected: the line answers the criteria.
        apart: the line's formal notice is running: it draws no other line to its level (N-32).
        asking: the level goes down by the calendar alone: the user must tick it himself (A17).
    """

    key: LineKey
    item: OpenItem
    days: int
    own: Verdict
    level: ReminderLevel | None = None
    held: Held | None = None
    because: str = ""
    by_hand: bool = False
    selected: bool = True
    apart: bool = False
    asking: bool = False

    @property
    def lowered(self) -> bool:
        """Whether the level to issue is below the one already issued."""
        return self.level is not None and self.level.number < self.item.level

    def hold(self, held: Held) -> None:
        """Keep the line back."""
        self.level, self.held = None, held


@dataclass(slots=True, kw_only=True)
class Dossier:
    """One customer and his open lines.

    Attributes:
        subtotal: what he owes in all, credits deducted, lines excluded or disputed left out, in the reference
            currency; None when a rate is missing.
        missing_currency: that currency, "" when every rate is known.
    """

    customer: Customer
    group: ReminderGroup
    rule: Rule
    grouping: Grouping
    judgements: list[Judgement] = field(default_factory=list)
    subtotal: Decimal | None = None
    missing_currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What stays the same from one line to the next during a search.

    Attributes:
        excluded_methods: the payment methods never reminded, folded (A12).
        levels: for each group, every level set up for it.
        allowed: for each group, its levels from its minimum to its maximum.
    """

    ledger: Ledger
    criteria: Criteria
    as_of: date
    exchange: Exchange
    excluded_methods: frozenset[str]
    levels: Mapping[int, Levels]
    allowed: Mapping[int, Levels]


def open_desk(ledger: Ledger, criteria: Criteria, as_of: date) -> Desk:
    """The tables of a search, computed once."""
    groups = {0: ReminderGroup(number=0), **ledger.groups}
    levels = {number: levels_of(ledger.levels, number) for number in groups}
    return Desk(
        ledger=ledger,
        criteria=criteria,
        as_of=as_of,
        exchange=exchange_on(ledger, as_of),
        excluded_methods=frozenset(map(folded, ledger.company.excluded_payment_methods)),
        levels=levels,
        allowed={number: within(levels[number], group) for number, group in groups.items()},
    )


def assess(desk: Desk, reviews: Mapping[LineKey, Review]) -> Iterator[Dossier]:
    """Every customer with open lines, in the order of the workbook, each line judged on its own."""
    lines: dict[str, list[tuple[LineKey, OpenItem]]] = {}
    settled: dict[str, list[OpenItem]] = {}
    for key, item in keyed(desk.ledger.items):
        if is_settled(item):
            settled.setdefault(item.customer, []).append(item)
        else:
            lines.setdefault(item.customer, []).append((key, item))
    for code, rows in lines.items():
        yield _dossier(desk, rows, settled.get(code, ()), reviews)


def _dossier(
    desk: Desk,
    rows: Sequence[tuple[LineKey, OpenItem]],
    settled: Sequence[OpenItem],
    reviews: Mapping[LineKey, Review],
) -> Dossier:
    code = rows[0][1].customer
    customer = desk.ledger.customers.get(code) or Customer(code=code, name=code)
    group = group_of(customer, desk.ledger.groups)
    dossier = Dossier(
        customer=customer,
        group=group,
        rule=desk.criteria.rule or group.rule,
        grouping=desk.criteria.grouping or group.grouping,
    )
    held = customer_hold(desk.ledger, customer, desk.as_of)
    levels = desk.levels.get(group.number, ())
    past = past_of([*settled, *(item for _, item in rows)], levels, desk.ledger.company, desk.as_of)
    for key, item in rows:
        own = held or _line_hold(desk, item, customer) or _judge(desk, dossier, item, past)
        apart = past.keeps_apart(item, levels)
        dossier.judgements.append(
            Judgement(key=key, item=item, days=item.days_overdue(desk.as_of), own=own, apart=apart)
        )
    _sum_up(desk, dossier)
    for judgement in dossier.judgements:
        _decide(desk, dossier, judgement, reviews.get(judgement.key))
    _select(desk, dossier)
    return dossier


def _line_hold(desk: Desk, item: OpenItem, customer: Customer) -> Held | None:
    return line_hold(item, customer, desk.excluded_methods, desk.as_of) or call_hold(desk.ledger, item, desk.as_of)


def _judge(desk: Desk, dossier: Dossier, item: OpenItem, past: Past) -> Verdict:
    case = Case(
        item=item,
        customer=dossier.customer,
        group=dossier.group,
        allowed=desk.allowed[dossier.group.number],
        rule=dossier.rule,
        imposed_level=desk.criteria.imposed_level,
        same_level=desk.criteria.same_level,
        as_of=desk.as_of,
    )
    return restrained(judge(case), case, past, desk.levels[dossier.group.number], desk.ledger.company)


def _sum_up(desk: Desk, dossier: Dossier) -> None:
    """Total what the customer owes; one currency without a rate holds him whole (S0-11)."""
    try:
        counted = [judgement for judgement in dossier.judgements if not is_outside(judgement)]
        dossier.subtotal = sum((desk.exchange.balance(judgement.item) for judgement in counted), ZERO)
    except MissingRateError as missing:
        dossier.missing_currency = missing.currency
        held = Held(HoldReason.NO_RATE, {"currency": missing.currency})
        for judgement in dossier.judgements:
            if not (isinstance(judgement.own, Held) and judgement.own.reason in FIRM):
                judgement.own = held


def _all_open(desk: Desk, dossier: Dossier) -> Decimal | None:
    """All that the customer has open, in the reference currency; None when a rate is missing (N-51)."""
    try:
        return sum((desk.exchange.balance(judgement.item) for judgement in dossier.judgements), ZERO)
    except MissingRateError:
        return None


def is_outside(judgement: Judgement) -> bool:
    """Whether the line belongs to no total: excluded, disputed, or a credit of the wrong sign (S4-03).

    The line itself is asked: the whole customer may be held for another reason.
    """
    if isinstance(judgement.own, Held) and judgement.own.reason in OUTSIDE:
        return True
    return judgement.item.exclusion is not None


def _decide(desk: Desk, dossier: Dossier, judgement: Judgement, review: Review | None) -> None:
    """Take the level chosen by hand, unless it is spent or a firm reason forbids it; else what the rule says."""
    firm = isinstance(judgement.own, Held) and judgement.own.reason in FIRM
    if review is not None and review.level is not None and not firm and not reminded_since(judgement.item, review):
        judgement.by_hand = True
        judgement.level = find_level(desk.levels[dossier.group.number], review.level)
        if judgement.level is None:
            judgement.held = Held(HoldReason.CLEARED if review.level == CLEARED else HoldReason.NO_LEVEL)
        return
    if isinstance(judgement.own, Held):
        judgement.held = judgement.own
        return
    judgement.level, judgement.because = judgement.own.level, judgement.own.because
    judgement.asking = judgement.lowered and dossier.rule is Rule.DAYS_OVERDUE


def _select(desk: Desk, dossier: Dossier) -> None:
    """Mark the lines that answer the criteria, before they are grouped (S1-02, S1-10)."""
    exposure = None if desk.criteria.exposure is None else _all_open(desk, dossier)
    wanted = matches_customer(desk.criteria, dossier.customer, dossier.group, exposure)
    for judgement in dossier.judgements:
        proposed = judgement.level.number if judgement.level else None
        judgement.selected = wanted and matches_line(
            desk.criteria, judgement.item, dossier.customer, desk.as_of, proposed
        )


def own_level(judgement: Judgement) -> Reached | None:
    """What the rule reached for the line alone, None when it is held."""
    return judgement.own if isinstance(judgement.own, Reached) else None

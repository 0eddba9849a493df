"""The issue: what was ticked in the sheet, checked again on fresh data, as ready reminders.

The sheet `Relances` carries decisions, not data: its ticks, levels and channels are kept; every amount, and every
reason to stay silent that came up since the search, comes from the ledger read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from relance_xl.domain.calendar import shifted, working_day
from relance_xl.domain.issue.batches import batch_key
from relance_xl.domain.issue.claims import with_claims
from relance_xl.domain.issue.contents import due, listed, printed, totals
from relance_xl.domain.issue.drafts import NO_DRAFT, bears_its_draft
from relance_xl.domain.issue.posting import lack, lack_problems
from relance_xl.domain.lines import is_settled, keyed, reminded_since
from relance_xl.domain.model import ZERO, Company, Customer, Ledger, OpenItem, ReminderLevel
from relance_xl.domain.money.currencies import Exchange, exchange_on
from relance_xl.domain.outcome import LineKey, ProposedLine, Reminder, Review, Skipped
from relance_xl.domain.search.criteria import Criteria, unfiltered
from relance_xl.domain.search.holds import FIRM
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import Channel, Content, Grouping, HoldReason
from relance_xl.domain.wording import french_date, typeset
from relance_xl.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What leaves, what does not after all, and why; a line is in one reminder at most."""

    reminders: tuple[Reminder, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True, kw_only=True)
class _Sorting:
    """The ticked lines sorted into batches, one batch a reminder; `unposted` are customers no letter can reach."""

    company: Company
    unposted: dict[str, Customer] = field(default_factory=dict)
    batches: dict[tuple[object, ...], list[ProposedLine]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, key: LineKey, why: str) -> None:
        self.skipped.append(Skipped(customer=key.customer, invoice=key.invoice, why=typeset(why)))


def issue(ledger: Ledger, criteria: Criteria, as_of: date, reviews: Mapping[LineKey, Review]) -> Issue:
    """The reminders of the ticked lines, at the levels reviewed; a second issue after recording gives none.

    The reviewed level is the decision, even when the rule would now say otherwise.  But a line settled, disputed,
    promised, excluded, of a customer blocked or set aside, or reminded since the search is left out, and said.
    The criteria give the grouping and « même niveau »; their filters play no part any more.
    """
    ticked = {key: review for key, review in reviews.items() if review.ticked}
    fresh = propose(ledger, unfiltered(criteria), as_of, ticked)
    by_customer: dict[str, list[ProposedLine]] = {}
    for line in fresh.lines:
        if not _dropped(line, reviews.get(line.key)):
            by_customer.setdefault(line.key.customer, []).append(line)
    sorting = _Sorting(company=ledger.company)
    _report_absent(ledger, ticked, {line.key for line in fresh.lines}, sorting)
    for line in fresh.lines:
        if line.key in ticked:
            _sort(line, ticked[line.key], criteria, sorting)
    batches = [batch for batch in sorting.batches.values() if _moves(batch, criteria, sorting)]
    exchange = exchange_on(ledger, as_of)

    def made(left: Sequence[Sequence[ProposedLine]]) -> list[Reminder]:
        return list(with_claims(_reminders(left, by_customer, criteria, as_of, exchange), ledger))

    return Issue(
        reminders=tuple(_leaving(batches, made, criteria, exchange, sorting)),
        skipped=tuple(sorting.skipped),
        problems=(*fresh.problems, *lack_problems(ledger.company, sorting.unposted.values())),
    )


def _leaving(
    batches: Sequence[Sequence[ProposedLine]],
    made: Callable[[Sequence[Sequence[ProposedLine]]], list[Reminder]],
    criteria: Criteria,
    exchange: Exchange,
    sorting: _Sorting,
) -> list[Reminder]:
    """The reminders that may leave; where one may not, the others are made again without its lines.

    The credits that it bore come off another one then (N-45).
    """
    while True:
        reminders = made(batches)
        refused = {
            line.key
            for reminder in reminders
            if not _may_leave(reminder, criteria, exchange, sorting)
            for line in reminder.climbing
        }
        if not refused:
            return reminders
        batches = [left for batch in batches if (left := [line for line in batch if line.key not in refused])]


def _may_leave(reminder: Reminder, criteria: Criteria, exchange: Exchange, sorting: _Sorting) -> bool:
    asks = _asks_money(reminder, exchange, sorting) and _asks_its_due(reminder, sorting)
    return asks and _has_its_draft(reminder, criteria, sorting)


def _dropped(line: ProposedLine, review: Review | None) -> bool:
    """Whether the level of the line was cleared by hand: the letter does not list it (S0-24)."""
    return review is not None and review.level is None and line.level is not None


def _report_absent(ledger: Ledger, ticked: Mapping[LineKey, Review], present: set[LineKey], sorting: _Sorting) -> None:
    """Say what became of the ticked lines that are open no more."""
    items = dict(keyed(ledger.items))
    for key in ticked:
        if key not in present:
            sorting.skip(key, _absence(key, items.get(key)))


def _absence(key: LineKey, item: OpenItem | None) -> str:
    if item is None:
        due = french_date(key.due_date)
        return f"{key.invoice} (échéance du {due}) n'est plus dans la feuille Factures : refaites la recherche"
    if is_settled(item):
        return f"{key.invoice} a été réglée depuis la recherche"
    return f"{key.invoice} : {HoldReason.GROUP_ZERO.value}"


def _sort(line: ProposedLine, review: Review, criteria: Criteria, sorting: _Sorting) -> None:
    """Put the line into its batch, or say why it is left out."""
    obstacle = _obstacle(line, review)
    if not obstacle and line.channel is Channel.LETTER and (why := lack(sorting.company, line.customer)):
        sorting.unposted.setdefault(line.key.customer, line.customer)
        obstacle = f": {why}"
    if obstacle:
        sorting.skip(line.key, f"{line.item.invoice} {obstacle}")
        return
    sorting.batches.setdefault((*batch_key(line, criteria.grouping), line.channel), []).append(line)


def _obstacle(line: ProposedLine, review: Review) -> str:
    """Why the line cannot be issued, "" when it can."""
    if review.level is None:
        return f"n'a pas de niveau proposé : {line.reason}"
    item = line.item
    when = f" le {french_date(item.last_reminder)}" if item.last_reminder else ""
    if line.hold in FIRM - {HoldReason.REMINDED_TODAY}:
        return f": {line.reason}"
    if reminded_since(item, review):
        if item.last_reminder != review.last_reminder and item.last_reminder is not None:
            return f"a été relancée au niveau {item.level}{when}, depuis la recherche"
        return f"a changé de niveau depuis la recherche ({review.level_reached} puis {item.level})"
    if line.hold is HoldReason.REMINDED_TODAY:
        return f"a déjà été relancée au niveau {item.level}{when}"
    return f": {line.reason}" if line.hold is not None else ""


def _moves(batch: Sequence[ProposedLine], criteria: Criteria, sorting: _Sorting) -> bool:
    """Whether the batch may leave: some line changes level, or the same level may be sent again (S2-19)."""
    if criteria.same_level or any(line.level != line.item.level for line in batch):
        return True
    for line in batch:
        sorting.skip(line.key, f"{line.item.invoice} : déjà relancée au niveau {line.item.level}")
    return False


def _reminders(
    batches: Sequence[Sequence[ProposedLine]],
    by_customer: Mapping[str, Sequence[ProposedLine]],
    criteria: Criteria,
    as_of: date,
    exchange: Exchange,
) -> Iterator[Reminder]:
    """One reminder a batch; a customer's only one lists his other lines too, as its content says.

    Of several to one customer, the one of the highest level bears his credits; where they cover it, the next one is
    joined to it, so that they come off once, and where they can be seen (N-45).  A reminder of the same date that has
    left already, a letter before an e-mail, is one of them.
    """
    received: dict[str, list[Sequence[ProposedLine]]] = {}
    for batch in batches:
        received.setdefault(batch[0].key.customer, []).append(batch)
    for code, his in received.items():
        grouping = criteria.grouping or his[0][0].group.grouping
        content = his[0][0].group.content
        lines = by_customer[code]
        gone = [line for line in lines if line.hold is HoldReason.REMINDED_TODAY]
        if len(his) == 1 and not gone and grouping is not Grouping.INVOICE:
            yield _reminder(his[0], listed(lines, his[0], content), grouping, as_of, exchange)
            continue
        left = _left(lines, gone, his, exchange)
        first, *others = _credits_taken(his, left, exchange)
        yield _reminder(first, listed(left, first, Content.REMINDED), grouping, as_of, exchange)
        for batch in others:
            yield _reminder(batch, batch, grouping, as_of, exchange)


def _left(
    lines: Sequence[ProposedLine],
    gone: Sequence[ProposedLine],
    batches: Sequence[Sequence[ProposedLine]],
    exchange: Exchange,
) -> Sequence[ProposedLine]:
    """The lines of a customer less the credits that came off those `gone` the same day, of a level as high (N-45).

    Credits that these could not bear come off again: rather too little claimed than too much.
    """
    if not gone:
        return lines
    place = {line.key: -number for number, line in enumerate(lines)}
    borne = max((line.item.level, place[line.key]) for line in gone)
    to_leave = max((_highest(batch).number, place[batch[0].key]) for batch in batches)
    deducted = [line for line in lines if line.hold is HoldReason.CREDIT]
    if borne < to_leave or _in_reference([*gone, *deducted], exchange) < 0:
        return lines
    return [line for line in lines if line.hold is not HoldReason.CREDIT]


def _in_reference(lines: Iterable[ProposedLine], exchange: Exchange) -> Decimal:
    return sum((exchange.balance(line.item) for line in lines), ZERO)


def _credits_taken(
    batches: Sequence[Sequence[ProposedLine]], lines: Sequence[ProposedLine], exchange: Exchange
) -> list[Sequence[ProposedLine]]:
    """The batches of one customer, the highest level first, joined to the next ones as long as his credits cover it."""
    ranked = sorted(batches, key=lambda batch: -_highest(batch).number)
    taken = [line for line in lines if line.hold is HoldReason.CREDIT]
    first, others = list(ranked[0]), ranked[1:]
    while others and _in_reference([*taken, *first], exchange) <= 0:
        first += others.pop(0)
    return [first, *others]


def _reminder(
    batch: Sequence[ProposedLine],
    lines: Sequence[ProposedLine],
    grouping: Grouping,
    as_of: date,
    exchange: Exchange,
) -> Reminder:
    level, first = _highest(batch), batch[0]
    climbing = {line.key: line.level for line in batch}
    rows = tuple(printed(line, climbing.get(line.key), level.letter_currency, exchange) for line in lines)
    return Reminder(
        customer=first.customer,
        group=first.group,
        level=level,
        channel=first.channel,
        grouping=grouping,
        content=first.group.content,
        as_of=as_of,
        deadline=None if level.deadline_days is None else working_day(shifted(as_of, level.deadline_days)),
        lines=rows,
        totals=totals(rows, exchange),
        due=due(rows, as_of, exchange),
        alert=first.alert,
    )


def _highest(batch: Sequence[ProposedLine]) -> ReminderLevel:
    """The parameters of the highest level of the batch: its wording is the letter's (S1-09)."""
    return max((line.reminder_level for line in batch if line.reminder_level), key=lambda level: level.number)


def _asks_money(reminder: Reminder, exchange: Exchange, sorting: _Sorting) -> bool:
    """Whether something remains to be paid; else its lines are left out and said (A16)."""
    owed = sum((exchange.in_reference(amount, currency) for currency, amount in reminder.totals), ZERO)
    if owed > 0:
        return True
    _skip_covered(reminder, "les lignes de cette relance", sorting)
    return False


def _skip_covered(reminder: Reminder, what: str, sorting: _Sorting) -> None:
    why = HoldReason.COVERED_BY_CREDITS.value.format(what=what)
    for line in reminder.climbing:
        sorting.skip(line.key, f"{line.item.invoice} : {why}")


def _asks_its_due(reminder: Reminder, sorting: _Sorting) -> bool:
    """Whether the letter may leave as far as what is due goes; else its lines are left out and said.

    A level typed by hand or imposed, or counted from the last reminder, may be reached before the due date: a letter
    that claims would claim what is not due, and a formal notice would be void (C. civ. 1344).
    """
    if _is_courtesy(reminder.level) or any(amount > 0 for _, amount in reminder.due):
        return True
    if any(line.days_overdue >= 1 and line.balance > 0 for line in reminder.lines):
        _skip_covered(reminder, "ce qui est échu", sorting)
        return False
    for line in reminder.climbing:
        sorting.skip(
            line.key,
            f"{line.item.invoice} : rien n'est échu au {french_date(reminder.as_of)}, et une relance de niveau "
            f"{reminder.level.number} réclame. Attendez l'échéance, ou ramenez la ligne au niveau 1",
        )
    return False


def _has_its_draft(reminder: Reminder, criteria: Criteria, sorting: _Sorting) -> bool:
    """Whether the letter has the bill of exchange asked for, or needs none; else its lines are left out (N-50)."""
    if bears_its_draft(reminder, criteria):
        return True
    for line in reminder.climbing:
        sorting.skip(line.key, f"{line.item.invoice} : {NO_DRAFT}")
    return False


def _is_courtesy(level: ReminderLevel) -> bool:
    """Whether the level may be sent before the due date: the first, or one whose bound says so (S4-06)."""
    early = level.lower is not None and level.lower < 0
    return not level.registered and (level.number == 1 or early)

"""The search: every open line, the level proposed for it or the reason why it is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from relance_xl.domain.channels import (
    FALLBACK,
    UNREGISTERED,
    email_alert,
    possible_channel,
    template_of,
    wanted_channel,
)
from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.money.currencies import Totals
from relance_xl.domain.outcome import Computed, LineKey, ProposedLine, Review
from relance_xl.domain.search.assessment import Desk, Dossier, Judgement, assess, open_desk
from relance_xl.domain.search.calls import told_of_calls
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.decisions import NOTHING, living, tick_fallen, told, unseen
from relance_xl.domain.search.problems import search_problems
from relance_xl.domain.search.rules import Reached, Verdict
from relance_xl.domain.search.whole_customer import agree
from relance_xl.domain.vocabulary import Channel, Display, HoldReason
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

BY_HAND = "choisi à la main"
TO_CONFIRM, OUTSIDE = "à cocher pour confirmer", "hors des critères"
UNTICKED = (TO_CONFIRM, OUTSIDE)
"""What « Pourquoi » says of a line that has a level and, as a rule, no tick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """Open lines absent from the sheet, counted so that the summary can say it.

    Attributes:
        why: the reason, in French.
        totals: what is owed on them, for each currency.
    """

    why: str
    customers: int
    lines: int
    totals: Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """The answer of a search.

    Attributes:
        lines: in the order of the sheet: customers with a proposal first, the highest level first, then the biggest
            total owed, then the name; inside a customer by due date.
        withheld: what the sheet does not show: group 0 (S0-07), and the lines that the criteria leave out (S2-03).
        problems: errors and warnings found on the way.
        decisions: what is left of what was decided by hand, line by line, the sheet showing the line or not (N-34).
        fallen: the lines ticked by hand that something holds now: their tick is given up.
    """

    lines: tuple[ProposedLine, ...]
    withheld: tuple[Withheld, ...]
    problems: tuple[Problem, ...]
    decisions: Mapping[LineKey, Review] = field(default_factory=dict)
    fallen: tuple[LineKey, ...] = ()

    def unseen_decisions(self) -> dict[LineKey, Review]:
        """What of the decisions the sheet does not show, and must be kept beside it until the next search."""
        lines = {line.key: line for line in self.lines if line.key in self.decisions}
        kept = ((key, unseen(decision, lines.get(key))) for key, decision in self.decisions.items())
        return {key: decision for key, decision in kept if decision.decides}


def propose(
    ledger: Ledger, criteria: Criteria, as_of: date, reviews: Mapping[LineKey, Review] | None = None
) -> Proposals:
    """What to remind on `as_of`; no level changes (A11).

    `reviews` bears the ticks, levels and channels changed by hand that must survive a new search (S1-12, N-34).
    """
    decided = reviews or {}
    desk = open_desk(ledger, criteria, as_of)
    dossiers = list(assess(desk, decided))
    for dossier in dossiers:
        agree(desk, dossier)
    dossiers.sort(key=_rank)
    reminded = [dossier for dossier in dossiers if dossier.customer.group != 0]
    return Proposals(
        lines=tuple(line for dossier in reminded for line in _lines(desk, dossier, decided)),
        withheld=tuple(_withheld(desk, dossiers)),
        problems=tuple(search_problems(desk, reminded)),
        decisions=_living(dossiers, decided),
        fallen=_fallen(dossiers, decided),
    )


def judged(ledger: Ledger, criteria: Criteria, as_of: date) -> tuple[ProposedLine, ...]:
    """Every open line as the rules judge it, those of group 0 included, which no search shows (S0-07)."""
    desk = open_desk(ledger, criteria, as_of)
    dossiers = list(assess(desk, {}))
    for dossier in dossiers:
        agree(desk, dossier)
    return tuple(line for dossier in dossiers for line in _lines(desk, dossier, {}))


def _rank(dossier: Dossier) -> tuple[int, object, str, str]:
    levels = [judgement.level.number for judgement in dossier.judgements if judgement.level and judgement.selected]
    return (-max(levels, default=0), -(dossier.subtotal or ZERO), dossier.customer.name, dossier.customer.code)


def _shown(desk: Desk, judgement: Judgement) -> bool:
    """Whether the sheet shows the line: the criteria restrict it (S2-03), or only tick it (S1-02)."""
    return judgement.selected or desk.criteria.display is Display.ALL


def _lines(desk: Desk, dossier: Dossier, reviews: Mapping[LineKey, Review]) -> Iterator[ProposedLine]:
    alert = email_alert(dossier.customer)
    shown = (judgement for judgement in dossier.judgements if _shown(desk, judgement))
    for judgement in sorted(shown, key=lambda judgement: (judgement.item.due_date, judgement.item.invoice)):
        review = reviews.get(judgement.key)
        yield _line(desk, dossier, judgement, alert, review)


def _line(desk: Desk, dossier: Dossier, judgement: Judgement, alert: str, review: Review | None) -> ProposedLine:
    decision = NOTHING if review is None else living(review, judgement)
    wanted = wanted_channel(dossier.customer, judgement.level, desk.criteria.method, decision.channel)
    channel = possible_channel(wanted, dossier.customer)
    usual = judgement.level is not None and not judgement.asking and judgement.selected
    ticked = usual if decision.ticked is None else decision.ticked
    level = judgement.level.number if judgement.level else None
    reason = _why(judgement, ticked=ticked, remarks=_remarks(judgement, wanted, channel))
    line = ProposedLine(
        key=judgement.key,
        item=judgement.item,
        customer=dossier.customer,
        group=dossier.group,
        days_overdue=judgement.days,
        level=level,
        reminder_level=judgement.level,
        hold=judgement.held.reason if judgement.held else None,
        why=reason,
        reason=reason,
        channel=channel,
        template=template_of(judgement.level, channel),
        alert=alert,
        ticked=ticked,
        computed=Computed(ticked=usual, level=level, channel=channel)
        if review is None
        else _computed(desk, dossier, judgement, usual=usual),
        apart=judgement.apart,
        lowered=judgement.lowered,
        subtotal=dossier.subtotal,
    )
    parts = [*told(decision, line), *told_of_calls(desk.ledger, judgement.item, desk.as_of)]
    return replace(line, why=typeset(" ; ".join([line.why, *parts]))) if parts else line


def _computed(desk: Desk, dossier: Dossier, judgement: Judgement, *, usual: bool) -> Computed:
    """The answer of the rules alone: for a level chosen by hand, that of the line's own rule.

    A level chosen that something holds has none beside it: a blank cell there would be taken for a level erased.
    """
    level = judgement.level
    if judgement.by_hand and (level is not None or _is_cleared(judgement)):
        level = judgement.own.level if isinstance(judgement.own, Reached) else None
    channel = wanted_channel(dossier.customer, level, desk.criteria.method, None)
    return Computed(
        ticked=usual,
        level=level.number if level else None,
        channel=possible_channel(channel, dossier.customer),
    )


def _why(judgement: Judgement, *, ticked: bool, remarks: Iterable[str]) -> str:
    """« Niveau 2 : 34 jours de retard (borne 30) », or the reason of the hold."""
    if judgement.level is None:
        return _held_because(judgement)
    parts = [_reason(judgement, judgement.level.number)]
    if judgement.lowered:
        parts.append(f"baisse depuis le niveau {judgement.item.level}")
    if judgement.level.number == judgement.item.level and not judgement.by_hand:
        parts.append("de nouveau au même niveau")
    if judgement.asking and not ticked:
        parts.append(TO_CONFIRM)
    if not judgement.selected:
        parts.append(OUTSIDE if ticked else f"{OUTSIDE}, non cochée")
    return typeset(" ; ".join([*parts, *remarks]))


def _remarks(judgement: Judgement, wanted: Channel, channel: Channel) -> Iterator[str]:
    """What is to be said of the channel."""
    if channel is not wanted:
        yield FALLBACK
    if channel is Channel.EMAIL and judgement.level is not None and judgement.level.registered:
        yield UNREGISTERED


def _is_cleared(judgement: Judgement) -> bool:
    return judgement.held is not None and judgement.held.reason is HoldReason.CLEARED


def _held_because(judgement: Judgement) -> str:
    sentence = judgement.held.sentence if judgement.held else ""
    return typeset(f"{sentence} (calculé : {_own_answer(judgement.own)})") if _is_cleared(judgement) else sentence


def _reason(judgement: Judgement, level: int) -> str:
    if not judgement.by_hand:
        return f"Niveau {level} : {judgement.because}"
    return f"Niveau {level} {BY_HAND} (calculé : {_own_answer(judgement.own)})"


def _own_answer(own: Verdict) -> str:
    """« 2 », or « aucun, trop tôt : niveau 1 à partir du 20/07/2025 »."""
    if isinstance(own, Reached):
        return str(own.level.number)
    return f"aucun, {own.sentence[0].lower()}{own.sentence[1:]}"


def _living(dossiers: Iterable[Dossier], reviews: Mapping[LineKey, Review]) -> dict[LineKey, Review]:
    left = ((each.key, living(review, each)) for each, review in _reviewed(dossiers, reviews))
    return {key: decision for key, decision in left if decision.decides}


def _fallen(dossiers: Iterable[Dossier], reviews: Mapping[LineKey, Review]) -> tuple[LineKey, ...]:
    return tuple(each.key for each, review in _reviewed(dossiers, reviews) if tick_fallen(review, each))


def _reviewed(dossiers: Iterable[Dossier], reviews: Mapping[LineKey, Review]) -> Iterator[tuple[Judgement, Review]]:
    for dossier in dossiers if reviews else ():
        for judgement in dossier.judgements:
            review = reviews.get(judgement.key)
            if review is not None:
                yield judgement, review


def _withheld(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Withheld]:
    absent: dict[str, list[Judgement]] = {}
    for dossier in dossiers:
        for judgement in dossier.judgements:
            if dossier.customer.group == 0:
                absent.setdefault(typeset(HoldReason.GROUP_ZERO.value), []).append(judgement)
            elif not _shown(desk, judgement):
                absent.setdefault("Hors des critères de recherche", []).append(judgement)
    for why, judgements in sorted(absent.items()):
        yield Withheld(
            why=why,
            customers=len({judgement.key.customer for judgement in judgements}),
            lines=len(judgements),
            totals=desk.exchange.totals(judgement.item for judgement in judgements),
        )

"""The search: every open line, the level proposed for it or the reason why it is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from relance_xl.domain.channels import FALLBACK, possible_channel, template_of, wanted_channel
from relance_xl.domain.email_addresses import address_alert
from relance_xl.domain.model import ZERO, Ledger
from relance_xl.domain.money.currencies import Totals
from relance_xl.domain.outcome import Computed, LineKey, ProposedLine, Review
from relance_xl.domain.search.assessment import Desk, Dossier, Judgement, assess, open_desk
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.problems import search_problems
from relance_xl.domain.search.rules import Reached, Verdict
from relance_xl.domain.search.whole_customer import agree
from relance_xl.domain.vocabulary import Display, HoldReason
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

BY_HAND = "choisi à la main"


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
    """

    lines: tuple[ProposedLine, ...]
    withheld: tuple[Withheld, ...]
    problems: tuple[Problem, ...]


def propose(
    ledger: Ledger, criteria: Criteria, as_of: date, reviews: Mapping[LineKey, Review] | None = None
) -> Proposals:
    """What to remind on `as_of`; no level changes (A11).

    `reviews` bears the levels and channels chosen by hand that must survive a new search (S1-12).
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
    )


def _rank(dossier: Dossier) -> tuple[int, object, str, str]:
    levels = [judgement.level.number for judgement in dossier.judgements if judgement.level and judgement.selected]
    return (-max(levels, default=0), -(dossier.subtotal or ZERO), dossier.customer.name, dossier.customer.code)


def _shown(desk: Desk, judgement: Judgement) -> bool:
    """Whether the sheet shows the line: the criteria restrict it (S2-03), or only tick it (S1-02)."""
    return judgement.selected or desk.criteria.display is Display.ALL


def _lines(desk: Desk, dossier: Dossier, reviews: Mapping[LineKey, Review]) -> Iterator[ProposedLine]:
    alert = address_alert(dossier.customer.email)
    shown = (judgement for judgement in dossier.judgements if _shown(desk, judgement))
    for judgement in sorted(shown, key=lambda judgement: (judgement.item.due_date, judgement.item.invoice)):
        review = reviews.get(judgement.key)
        yield _line(desk, dossier, judgement, alert, review)


def _line(desk: Desk, dossier: Dossier, judgement: Judgement, alert: str, review: Review | None) -> ProposedLine:
    wanted = wanted_channel(dossier.customer, judgement.level, desk.criteria.method, review.channel if review else None)
    channel = possible_channel(wanted, dossier.customer)
    ticked = judgement.level is not None and not judgement.asking and judgement.selected
    return ProposedLine(
        key=judgement.key,
        item=judgement.item,
        customer=dossier.customer,
        group=dossier.group,
        days_overdue=judgement.days,
        level=judgement.level.number if judgement.level else None,
        reminder_level=judgement.level,
        hold=judgement.held.reason if judgement.held else None,
        why=_why(judgement, fallen_back=channel is not wanted),
        channel=channel,
        template=template_of(judgement.level, channel),
        alert=alert,
        ticked=ticked,
        computed=Computed(ticked=ticked, level=judgement.level.number if judgement.level else None, channel=channel)
        if review is None
        else _computed(desk, dossier, judgement),
        apart=judgement.apart,
        lowered=judgement.lowered,
        subtotal=dossier.subtotal,
    )


def _computed(desk: Desk, dossier: Dossier, judgement: Judgement) -> Computed:
    """The answer of the rules alone: for a level chosen by hand, that of the line's own rule."""
    own = judgement.own.level if judgement.by_hand and isinstance(judgement.own, Reached) else None
    level = own if judgement.by_hand else judgement.level
    channel = wanted_channel(dossier.customer, level, desk.criteria.method, None)
    return Computed(
        ticked=level is not None and not judgement.asking and judgement.selected,
        level=level.number if level else None,
        channel=possible_channel(channel, dossier.customer),
    )


def _why(judgement: Judgement, *, fallen_back: bool) -> str:
    """« Niveau 2 : 34 jours de retard (borne 30) », or the reason of the hold."""
    if judgement.level is None:
        return judgement.held.sentence if judgement.held else ""
    parts = [_reason(judgement, judgement.level.number)]
    if judgement.lowered:
        parts.append(f"baisse depuis le niveau {judgement.item.level}")
    if judgement.level.number == judgement.item.level and not judgement.by_hand:
        parts.append("de nouveau au même niveau")
    if judgement.asking:
        parts.append("à cocher pour confirmer")
    if not judgement.selected:
        parts.append("hors des critères, non cochée")
    if fallen_back:
        parts.append(FALLBACK)
    return typeset(" ; ".join(parts))


def _reason(judgement: Judgement, level: int) -> str:
    if not judgement.by_hand:
        return f"Niveau {level} : {judgement.because}"
    return f"Niveau {level} {BY_HAND} (calculé : {_own_answer(judgement.own)})"


def _own_answer(own: Verdict) -> str:
    """« 2 », or « aucun, trop tôt : niveau 1 à partir du 20/07/2025 »."""
    if isinstance(own, Reached):
        return str(own.level.number)
    return f"aucun, {own.sentence[0].lower()}{own.sentence[1:]}"


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

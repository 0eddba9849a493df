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
from relance_xl.domain.search.assessment import Desk, Dossier, Draft, assess, open_desk
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.problems import search_problems
from relance_xl.domain.search.rules import Reached, Verdict
from relance_xl.domain.search.whole_customer import settle
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
        settle(desk, dossier)
    dossiers.sort(key=_rank)
    reminded = [dossier for dossier in dossiers if dossier.customer.group != 0]
    return Proposals(
        lines=tuple(line for dossier in reminded for line in _lines(desk, dossier, decided)),
        withheld=tuple(_withheld(desk, dossiers)),
        problems=tuple(search_problems(desk, reminded)),
    )


def _rank(dossier: Dossier) -> tuple[int, object, str, str]:
    levels = [draft.level.number for draft in dossier.drafts if draft.level and draft.selected]
    return (-max(levels, default=0), -(dossier.subtotal or ZERO), dossier.customer.name, dossier.customer.code)


def _shown(desk: Desk, draft: Draft) -> bool:
    """Whether the sheet shows the line: the criteria restrict it (S2-03), or only tick it (S1-02)."""
    return draft.selected or desk.criteria.display is Display.ALL


def _lines(desk: Desk, dossier: Dossier, reviews: Mapping[LineKey, Review]) -> Iterator[ProposedLine]:
    alert = address_alert(dossier.customer.email)
    shown = (draft for draft in dossier.drafts if _shown(desk, draft))
    for draft in sorted(shown, key=lambda draft: (draft.item.due_date, draft.item.invoice)):
        review = reviews.get(draft.key)
        yield _line(desk, dossier, draft, alert, review)


def _line(desk: Desk, dossier: Dossier, draft: Draft, alert: str, review: Review | None) -> ProposedLine:
    wanted = wanted_channel(dossier.customer, draft.level, desk.criteria.method, review.channel if review else None)
    channel = possible_channel(wanted, dossier.customer)
    ticked = draft.level is not None and not draft.asking and draft.selected
    return ProposedLine(
        key=draft.key,
        item=draft.item,
        customer=dossier.customer,
        group=dossier.group,
        days_overdue=draft.days,
        level=draft.level.number if draft.level else None,
        reminder_level=draft.level,
        hold=draft.held.reason if draft.held else None,
        why=_why(draft, fallen_back=channel is not wanted),
        channel=channel,
        template=template_of(draft.level, channel),
        alert=alert,
        ticked=ticked,
        computed=_computed(desk, dossier, draft),
        apart=draft.apart,
        lowered=draft.lowered,
        subtotal=dossier.subtotal,
    )


def _computed(desk: Desk, dossier: Dossier, draft: Draft) -> Computed:
    """The answer of the rules alone: for a level chosen by hand, that of the line's own rule."""
    own = draft.own.level if draft.by_hand and isinstance(draft.own, Reached) else None
    level = own if draft.by_hand else draft.level
    channel = wanted_channel(dossier.customer, level, desk.criteria.method, None)
    return Computed(
        ticked=level is not None and not draft.asking and draft.selected,
        level=level.number if level else None,
        channel=possible_channel(channel, dossier.customer),
    )


def _why(draft: Draft, *, fallen_back: bool) -> str:
    """« Niveau 2 : 34 jours de retard (borne 30) », or the reason of the hold."""
    if draft.level is None:
        return draft.held.sentence if draft.held else ""
    parts = [_reason(draft, draft.level.number)]
    if draft.lowered:
        parts.append(f"baisse depuis le niveau {draft.item.level}")
    if draft.level.number == draft.item.level and not draft.by_hand:
        parts.append("de nouveau au même niveau")
    if draft.asking:
        parts.append("à cocher pour confirmer")
    if not draft.selected:
        parts.append("hors des critères, non cochée")
    if fallen_back:
        parts.append(FALLBACK)
    return typeset(" ; ".join(parts))


def _reason(draft: Draft, level: int) -> str:
    if not draft.by_hand:
        return f"Niveau {level} : {draft.because}"
    return f"Niveau {level} {BY_HAND} (calculé : {_own_answer(draft.own)})"


def _own_answer(own: Verdict) -> str:
    """« 2 », or « aucun, trop tôt : niveau 1 à partir du 20/07/2025 »."""
    if isinstance(own, Reached):
        return str(own.level.number)
    return f"aucun, {own.sentence[0].lower()}{own.sentence[1:]}"


def _withheld(desk: Desk, dossiers: Iterable[Dossier]) -> Iterator[Withheld]:
    absent: dict[str, list[Draft]] = {}
    for dossier in dossiers:
        for draft in dossier.drafts:
            if dossier.customer.group == 0:
                absent.setdefault(typeset(HoldReason.GROUP_ZERO.value), []).append(draft)
            elif not _shown(desk, draft):
                absent.setdefault("Hors des critères de recherche", []).append(draft)
    for why, drafts in sorted(absent.items()):
        yield Withheld(
            why=why,
            customers=len({draft.key.customer for draft in drafts}),
            lines=len(drafts),
            totals=desk.exchange.totals(draft.item for draft in drafts),
        )

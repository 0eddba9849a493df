"""The lines of one customer settled together: one level for the batch, no useless or absurd reminder.

One reminder for a customer at the highest level of his lines (S1-09, S1-10, A9), nothing sent twice at the same
level (S2-19), nothing below a threshold (A6), nothing when his credits cover what he owes (A16).
"""

from __future__ import annotations

from decimal import Decimal

from relance_xl.domain.model import CENT, ZERO
from relance_xl.domain.search.assessment import Desk, Dossier, Judgement, own_level
from relance_xl.domain.search.holds import UNCLAIMED
from relance_xl.domain.search.rules import Held
from relance_xl.domain.vocabulary import Content, Grouping, HoldReason
from relance_xl.domain.wording import french_amount


def agree(desk: Desk, dossier: Dossier) -> None:
    """Give each line of the customer its final level, or its reason not to be reminded."""
    for batch in _batches(dossier):
        _raise_to_highest(batch)
        if not desk.criteria.same_level:
            _hold_unchanged(batch)
    if dossier.subtotal is not None:
        _hold_covered(desk, dossier)
        _hold_small(desk, dossier, dossier.subtotal)


def _batches(dossier: Dossier) -> list[list[Judgement]]:
    """The lines that share a level: the customer's selected ones, or the instalments of one invoice.

    A line whose formal notice is running draws no other up (N-32).  A line chosen by hand keeps its level; a line that
    the criteria leave out stands alone, as does every line grouped by level.
    """
    batches: dict[object, list[Judgement]] = {}
    for judgement in dossier.judgements:
        if judgement.level is None or judgement.by_hand:
            continue
        shared: object = judgement.key
        if judgement.selected and dossier.grouping is Grouping.CUSTOMER:
            shared = (Grouping.CUSTOMER, judgement.apart)
        elif judgement.selected and dossier.grouping is Grouping.INVOICE:
            shared = (judgement.item.invoice, judgement.apart)
        batches.setdefault(shared, []).append(judgement)
    return list(batches.values())


def _raise_to_highest(batch: list[Judgement]) -> None:
    """Write the highest level of the batch to every line; one that would go down and must ask does not lead."""
    leaders = [judgement for judgement in batch if not judgement.asking] or batch
    top = max((judgement.level for judgement in leaders if judgement.level), key=lambda level: level.number)
    for judgement in batch:
        if judgement.level is None or judgement.level.number == top.number:
            continue
        if judgement.asking and judgement.item.level > top.number:
            continue
        judgement.because = f"le plus haut du lot ; seule, niveau {judgement.level.number} : {judgement.because}"
        judgement.level = top
        judgement.asking = judgement.asking and judgement.lowered


def _hold_unchanged(batch: list[Judgement]) -> None:
    """Hold the batch when no line of it would change level (S2-19); a line that must ask does not count."""
    certain = [judgement for judgement in batch if not judgement.asking]
    if any(judgement.level is not None and judgement.level.number != judgement.item.level for judgement in certain):
        return
    for judgement in certain:
        own = own_level(judgement)
        reason = HoldReason.LAST_LEVEL if own and own.last else HoldReason.SAME_LEVEL
        same = own is not None and own.level.number == judgement.item.level
        following = own.following if own is not None and same else ""
        judgement.hold(Held(reason, {"level": judgement.item.level}, following))


def _hold_covered(desk: Desk, dossier: Dossier) -> None:
    """Hold the customer whose credits cover what he must pay now: no letter asks for nothing (A16).

    « Pourquoi » says what they cover, no more: the whole debt, what is overdue, or the lines to remind (N-38).
    """
    credit = -sum((_balance(desk, judgement) for judgement in dossier.judgements if is_credit(judgement)), ZERO)
    climbing = [judgement for judgement in dossier.judgements if judgement.level]
    if not credit or not climbing:
        return
    claimed = sum((_balance(desk, judgement) for judgement in dossier.judgements if is_claimed(judgement)), ZERO)
    asked = sum((_balance(desk, judgement) for judgement in climbing if judgement.selected), ZERO)
    alone = dossier.group.content is Content.REMINDED and dossier.grouping is Grouping.CUSTOMER
    if credit >= claimed or (alone and asked and credit >= asked):
        covered = covered_words(dossier.subtotal, claimed - credit)
        for judgement in climbing:
            judgement.hold(Held(HoldReason.COVERED_BY_CREDITS, {"what": covered}))


def covered_words(owed: Decimal | None, due: Decimal) -> str:
    """What credits cover of a customer who owes `owed` in all and `due` now, credits deducted from both."""
    if owed is not None and owed <= 0:
        return "la dette"
    return "ce qui est échu" if due <= 0 else "les lignes à relancer"


def is_credit(judgement: Judgement) -> bool:
    """Whether the line comes in deduction of what the customer owes."""
    return judgement.held is not None and judgement.held.reason is HoldReason.CREDIT


def is_claimed(judgement: Judgement) -> bool:
    """Whether the line must be paid now: overdue, or reminded before its due date, and nothing sets it aside."""
    if judgement.level is not None:
        return True
    unclaimed = judgement.held is not None and judgement.held.reason in UNCLAIMED
    return judgement.days >= 1 and judgement.item.open_amount > 0 and not unclaimed


def _hold_small(desk: Desk, dossier: Dossier, owed: Decimal) -> None:
    """Hold the lines of a customer who owes less than his group's or the level's minimum; equality passes (A6)."""
    least = max(dossier.group.minimum_amount or CENT, CENT)
    for judgement in dossier.judgements:
        if judgement.level is None or judgement.by_hand:
            continue
        floor = max(least, judgement.level.minimum_amount or CENT)
        if owed < floor:
            judgement.hold(Held(HoldReason.BELOW_THRESHOLD, {"amount": french_amount(floor, desk.exchange.reference)}))


def _balance(desk: Desk, judgement: Judgement) -> Decimal:
    return desk.exchange.balance(judgement.item)

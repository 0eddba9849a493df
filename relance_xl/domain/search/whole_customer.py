"""The lines of one customer settled together: one level for the batch, no useless or absurd reminder.

One reminder for a customer at the highest level of his lines (S1-09, S1-10, A9), nothing sent twice at the same
level (S2-19), nothing below a threshold (A6), nothing when his credits cover what he owes (A16).
"""

from __future__ import annotations

from decimal import Decimal

from relance_xl.domain.model import CENT, ZERO
from relance_xl.domain.search.assessment import Desk, Dossier, Draft, own_level
from relance_xl.domain.search.holds import SILENT
from relance_xl.domain.search.rules import Held
from relance_xl.domain.vocabulary import Content, Grouping, HoldReason
from relance_xl.domain.wording import french_amount


def settle(desk: Desk, dossier: Dossier) -> None:
    """Give each line of the customer its final level, or its reason not to be reminded."""
    for batch in _batches(dossier):
        _raise_to_highest(batch)
        if not desk.criteria.same_level:
            _hold_unchanged(batch)
    if dossier.subtotal is not None:
        _hold_covered(desk, dossier)
        _hold_small(desk, dossier, dossier.subtotal)


def _batches(dossier: Dossier) -> list[list[Draft]]:
    """The lines that share a level: the customer's selected ones, or the instalments of one invoice.

    A line whose formal notice is running draws no other up (N-32).  A line chosen by hand keeps its level; a line that
    the criteria leave out stands alone, as does every line grouped by level.
    """
    batches: dict[object, list[Draft]] = {}
    for draft in dossier.drafts:
        if draft.level is None or draft.by_hand:
            continue
        shared: object = draft.key
        if draft.selected and dossier.grouping is Grouping.CUSTOMER:
            shared = (Grouping.CUSTOMER, draft.apart)
        elif draft.selected and dossier.grouping is Grouping.INVOICE:
            shared = (draft.item.invoice, draft.apart)
        batches.setdefault(shared, []).append(draft)
    return list(batches.values())


def _raise_to_highest(batch: list[Draft]) -> None:
    """Write the highest level of the batch to every line; one that would go down and must ask does not lead."""
    leaders = [draft for draft in batch if not draft.asking] or batch
    top = max((draft.level for draft in leaders if draft.level), key=lambda level: level.number)
    for draft in batch:
        if draft.level is None or draft.level.number == top.number:
            continue
        if draft.asking and draft.item.level > top.number:
            continue
        draft.because = f"niveau le plus haut du lot (cette ligne : niveau {draft.level.number}, {draft.because})"
        draft.level = top
        draft.asking = draft.asking and draft.lowered


def _hold_unchanged(batch: list[Draft]) -> None:
    """Hold the batch when no line of it would change level (S2-19); a line that must ask does not count."""
    certain = [draft for draft in batch if not draft.asking]
    if any(draft.level is not None and draft.level.number != draft.item.level for draft in certain):
        return
    for draft in certain:
        own = own_level(draft)
        reason = HoldReason.LAST_LEVEL if own and own.last else HoldReason.SAME_LEVEL
        same = own is not None and own.level.number == draft.item.level
        following = own.following if own is not None and same else ""
        draft.hold(Held(reason, {"level": draft.item.level}, following))


def _hold_covered(desk: Desk, dossier: Dossier) -> None:
    """Hold the customer whose credits cover what he must pay now: no letter asks for nothing (A16)."""
    credit = -sum((_balance(desk, draft) for draft in dossier.drafts if is_credit(draft)), ZERO)
    climbing = [draft for draft in dossier.drafts if draft.level]
    if not credit or not climbing:
        return
    claimed = sum((_balance(desk, draft) for draft in dossier.drafts if is_claimed(draft)), ZERO)
    asked = sum((_balance(desk, draft) for draft in climbing if draft.selected), ZERO)
    alone = dossier.group.content is Content.REMINDED and dossier.grouping is Grouping.CUSTOMER
    if credit >= claimed or (alone and asked and credit >= asked):
        for draft in climbing:
            draft.hold(Held(HoldReason.COVERED_BY_CREDITS))


def is_credit(draft: Draft) -> bool:
    """Whether the line comes in deduction of what the customer owes."""
    return draft.held is not None and draft.held.reason is HoldReason.CREDIT


def is_claimed(draft: Draft) -> bool:
    """Whether the line must be paid now: overdue, or reminded before its due date, and nothing sets it aside."""
    if draft.level is not None:
        return True
    silent = draft.held is not None and draft.held.reason in SILENT
    return draft.days >= 1 and draft.item.open_amount > 0 and not silent


def _hold_small(desk: Desk, dossier: Dossier, owed: Decimal) -> None:
    """Hold the lines of a customer who owes less than his group's or the level's minimum; equality passes (A6)."""
    least = max(dossier.group.minimum_amount or CENT, CENT)
    for draft in dossier.drafts:
        if draft.level is None or draft.by_hand:
            continue
        floor = max(least, draft.level.minimum_amount or CENT)
        if owed < floor:
            draft.hold(Held(HoldReason.BELOW_THRESHOLD, {"amount": french_amount(floor, desk.exchange.reference)}))


def _balance(desk: Desk, draft: Draft) -> Decimal:
    return desk.exchange.balance(draft.item)

"""What a bank statement has settled and the ledger does not know yet: an import does not take it back (N-83)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from relance_xl.domain.model import ZERO, OpenItem
from relance_xl.domain.wording import counted, french_amount
from relance_xl.ledgers.update.merge import Changed, Merge
from relance_xl.problems import Problem, Severity


def with_bank_parts(merged: Merge, parts: Mapping[int, Decimal], imported: Iterable[OpenItem]) -> Merge:
    """The merge that keeps what statements settled (worksheet row → amount) of rows whose payment the file lowers.

    A part gives way when the file tells the payment itself: the row as paid, or an unmatched credit of the same
    customer and amount.
    """
    entered_credits = {(item.customer, -item.amount) for item in imported if item.amount < ZERO}
    kept: list[tuple[Changed, Decimal]] = []
    changed: list[Changed] = []
    for change in merged.changed:
        part = parts.get(change.before.row, ZERO)
        taken_back = min(part, change.before.paid - change.after.paid)
        entered = (change.before.customer, part) in entered_credits
        if change.before.amount != change.after.amount or taken_back <= ZERO or entered:
            changed.append(change)
            continue
        after = replace(change.after, paid=change.after.paid + taken_back)
        kept.append((change, taken_back))
        if after != change.before:
            changed.append(Changed(before=change.before, after=after))
    if not kept:
        return merged
    return replace(
        merged,
        changed=tuple(changed),
        unchanged=merged.unchanged + len(merged.changed) - len(changed),
        open_after=_less(merged.open_after, kept),
        problems=(*merged.problems, _told(kept)),
    )


def _less(totals: Mapping[str, Decimal], kept: Iterable[tuple[Changed, Decimal]]) -> dict[str, Decimal]:
    left = dict(totals)
    for change, amount in kept:
        if change.before.currency in left:
            left[change.before.currency] -= amount
    return left


def _told(kept: list[tuple[Changed, Decimal]]) -> Problem:
    lines = counted(len(kept), "ligne réglée", "lignes réglées")
    total = french_amount(sum((amount for _, amount in kept), ZERO))
    what = f"{lines} par un relevé bancaire et pas encore par la comptabilité : le règlement de {total} est gardé"
    return Problem(what=what, severity=Severity.WARNING)

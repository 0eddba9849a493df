"""Receipts that name no invoice: certain by who paid and exactly how much."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from relance_xl.domain.matching.claims import Claim, Evidence
from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.operations import Allocation
from relance_xl.domain.matching.sums import sums_of

_SAFE_LINES, _SAFE_LINES_WITH_CENTS = 4, 10
_EURO = 1000


def one_item_each(evidences: Sequence[Evidence], debts: Debts) -> list[Claim]:
    """The claims of one payer's receipts of one amount, when as many of his items have it and nothing else makes it.

    The receipts are all from the same customer, in one currency, of one amount.
    """
    first = evidences[0]
    amount = first.operation.amount
    oldest = min(evidence.operation.booked_on for evidence in evidences)
    owed = debts.owed(first.payer, first.currency, oldest)
    exact = [index for index in owed if debts.open[index] == amount]
    if len(exact) != len(evidences):
        return []
    others = [index for index in owed if index not in exact]
    if sums_of(_thousandths_of(others, debts), _thousandths(amount)):
        return []
    return [
        Claim(
            evidence=evidence,
            customer=first.payer,
            allocations=(Allocation(index, amount),),
            why=f"{_who(evidence)}, et le montant est exactement celui de {debts.items[index].invoice}",
        )
        for evidence, index in zip(evidences, exact, strict=True)
    ]


def whole_due(evidence: Evidence, debts: Debts) -> Claim | None:
    """The claim of a payer known by IBAN or remembered name on all that he owes, or on the only sum that makes it."""
    operation = evidence.operation
    if not evidence.known:
        return None
    owed = debts.owed(evidence.known, evidence.currency, operation.booked_on)
    due = [index for index in owed if debts.items[index].due_date <= operation.booked_on]
    for items, what in ((owed, "de tout ce qu'il doit"), (due, "de tout ce qui est échu")):
        if len(items) > 1 and debts.total(items) == operation.amount:
            return _claim(evidence, items, debts, f"celui {what}")
    found = sums_of(_thousandths_of(owed, debts), _thousandths(operation.amount))
    if len(found) == 1 and _is_safe(owed, debts):
        items = [owed[place] for place in found[0]]
        return _claim(evidence, items, debts, "celui d'une seule somme de ses factures")
    return None


def _claim(evidence: Evidence, items: Sequence[int], debts: Debts, what: str) -> Claim:
    why = f"{_who(evidence)}, et le montant est exactement {what}"
    return Claim(evidence=evidence, customer=evidence.known, allocations=debts.whole(items), why=why)


def _is_safe(owed: Sequence[int], debts: Debts) -> bool:
    """Whether so few items make sums that an unrelated payment hits none by chance: four, ten with cents."""
    with_cents = all(value % _EURO for value in _thousandths_of(owed, debts))
    return len(owed) <= (_SAFE_LINES_WITH_CENTS if with_cents else _SAFE_LINES)


def _who(evidence: Evidence) -> str:
    if evidence.operation.payer_iban and evidence.known:
        return "L'IBAN ou le nom du payeur est connu"
    return "Le nom du payeur est connu" if evidence.known else "Le nom est celui de ce seul client"


def _thousandths_of(items: Sequence[int], debts: Debts) -> list[int]:
    return [_thousandths(debts.open[index]) for index in items]


def _thousandths(amount: Decimal) -> int:
    return int(amount.scaleb(3))

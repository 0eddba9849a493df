"""Receipts that name invoices: certain when the money is exactly theirs, or a part of the only one named."""

from __future__ import annotations

from collections.abc import Sequence

from relance_xl.domain.matching.claims import Claim, Evidence, customers_of
from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.hints import shape_of_gap
from relance_xl.domain.matching.operations import Allocation
from relance_xl.domain.matching.references import Strength
from relance_xl.domain.model import ZERO
from relance_xl.domain.wording import french_amount

_ON_ACCOUNT = frozenset({"", "ACOMPTE", "AVANCE"})


def by_reference(evidence: Evidence, debts: Debts) -> Claim | None:
    """The claim on the named items, None when they do not prove it.

    The items must be of one customer, and the payer, when it is known, that customer.  Beside another's number, or a
    word for money asked before any invoice, digits alone prove nothing: « FA-2025-0117 » is not our FA-2026-0117.
    """
    owners = customers_of(evidence.named.items, debts)
    if len(owners) != 1 or evidence.collective or (evidence.payer and evidence.payer != owners[0]):
        return None
    if evidence.whole and owners[0] not in evidence.whole:
        return None
    if evidence.named.strength is Strength.HINT and evidence.payer != owners[0]:
        return None
    if evidence.named.strength < Strength.WHOLE and evidence.named.foreign:
        return None
    items = sorted(evidence.named.items)
    return _exact(evidence, owners[0], items, debts) or _part(evidence, owners[0], items, debts)


def _exact(evidence: Evidence, customer: str, items: Sequence[int], debts: Debts) -> Claim | None:
    amount = evidence.operation.amount
    if debts.total(items) != amount:
        one = [index for index in items if debts.open[index] == amount]
        same_invoice = len({debts.items[index].invoice for index in items}) == 1
        if not (same_invoice and len(one) == 1):
            return None
        items = one
    why = f"Le libellé nomme {_listed(items, debts)} et le montant est exactement le sien"
    return Claim(evidence=evidence, customer=customer, allocations=debts.whole(items), why=_plural(why, items))


def _part(evidence: Evidence, customer: str, items: Sequence[int], debts: Debts) -> Claim | None:
    """A payment on account: smaller than the only item named, by more than a discount or charges would be."""
    amount = evidence.operation.amount
    if len(items) != 1 or evidence.named.strength is not Strength.WHOLE or evidence.named.foreign not in _ON_ACCOUNT:
        return None
    if evidence.named.aside:
        return None
    rest = debts.open[items[0]] - amount
    if rest <= ZERO or shape_of_gap(debts.open[items[0]], amount):
        return None
    left = french_amount(rest, evidence.currency)
    why = f"Le libellé nomme {_listed(items, debts)} : acompte, il reste {left}"
    return Claim(evidence=evidence, customer=customer, allocations=(Allocation(items[0], amount),), why=why)


def _listed(items: Sequence[int], debts: Debts) -> str:
    names = list(dict.fromkeys(debts.items[index].invoice for index in items))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} et {names[-1]}"


def _plural(why: str, items: Sequence[int]) -> str:
    return why.replace("le sien", "le leur") if len(items) > 1 else why


def entered(evidence: Evidence, debts: Debts) -> Claim | None:
    """The claim, on nothing that is left to settle, of a payment that the ledger has entered and matched already.

    It names settled items only, of one customer who is not another than the payer, and is exactly what they were.
    """
    named, amount = evidence.named, evidence.operation.amount
    owners = customers_of(named.settled, debts)
    if named.items or named.foreign or len(owners) != 1 or evidence.collective or named.strength < Strength.DIGITS:
        return None
    if (evidence.payer and evidence.payer != owners[0]) or (evidence.whole and owners[0] not in evidence.whole):
        return None
    if sum((debts.items[item].amount for item in named.settled), ZERO) != amount:
        return None
    why = f"{_listed(sorted(named.settled), debts)} : la comptabilité porte déjà ce règlement"
    return Claim(evidence=evidence, customer=owners[0], allocations=(), why=why)

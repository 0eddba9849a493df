"""Receipts that nothing proves: whom they probably concern, so that he is held; or nobody."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from relance_xl.domain.matching.claims import Evidence, customers_of
from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.names import Names
from relance_xl.domain.matching.operations import Decision, Operation, Outcome
from relance_xl.domain.matching.references import Named, Strength
from relance_xl.domain.model import CENT, ZERO
from relance_xl.domain.wording import french_amount

_DISCOUNTS = tuple(Decimal(rate).scaleb(-3) for rate in (5, 10, 15, 20, 25, 30))
_FEES_AT_MOST, _SHARE_OF_FEES = Decimal(30), Decimal("0.1")

DEPOSIT = "Remise de plusieurs paiements"

Owners = Mapping[tuple[Decimal, str], set[str]]


def shape_of_gap(total: Decimal, paid: Decimal) -> str:
    """What the little that is missing may be: « un escompte de 2 % », « des frais de banque », one of them; or ""."""
    for rate in _DISCOUNTS:
        if (total * rate).quantize(CENT, ROUND_HALF_UP) == total - paid > ZERO:
            return f"un escompte de {(rate * 100).normalize():f} %".replace(".", ",")
    is_small = ZERO < total - paid <= min(_FEES_AT_MOST, total * _SHARE_OF_FEES)
    return "des frais de banque" if is_small else ""


def hinted(evidence: Evidence, debts: Debts, names: Names, owners: Owners) -> Decision:
    """« À vérifier » with the customers to hold, or « Inconnu »; the first hint that speaks is told."""
    operation = evidence.operation
    named = customers_of(evidence.named.items or evidence.named.settled, debts)
    payer = (evidence.known,) if evidence.known else evidence.whole
    found = tuple(dict.fromkeys((*named, *payer)))
    if found:
        return _to_check(evidence, found, _why(evidence, named, payer, debts))
    likely = names.likely(operation)
    if likely:
        return _to_check(evidence, likely, "Le libellé ressemble au nom de ce client, sans le porter en entier")
    same = owners.get((operation.amount, evidence.currency), set())
    if len(same) == 1:
        return _to_check(
            evidence, tuple(same), "Le montant est celui d'une facture de ce seul client, rien ne le nomme"
        )
    why = "Ni numéro de facture, ni payeur connu, et le montant ne désigne pas un seul client"
    return Decision(operation=operation, outcome=Outcome.UNKNOWN, why=why)


def deposited(
    operation: Operation, named: Named, debts: Debts, names: Names, owners: Owners, currency: str
) -> Decision:
    """A deposit is taken apart by its list only; whom its text or its sum tells is held until then."""
    same = owners.get((operation.amount, currency), set())
    found = customers_of(named.items, debts) or names.likely(operation) or (tuple(same) if len(same) == 1 else ())
    if not found:
        return Decision(operation=operation, outcome=Outcome.UNKNOWN, why=f"{DEPOSIT} : sa liste dira qui a payé")
    why = f"{DEPOSIT}, ou d'un seul qui serait celui de ce client : sa liste dira qui a payé"
    return Decision(operation=operation, outcome=Outcome.TO_CHECK, customers=found, why=why)


def _to_check(evidence: Evidence, customers: tuple[str, ...], why: str) -> Decision:
    return Decision(operation=evidence.operation, outcome=Outcome.TO_CHECK, customers=customers, why=why)


def _why(evidence: Evidence, named: tuple[str, ...], payer: tuple[str, ...], debts: Debts) -> str:
    if evidence.collective:
        return "Ce payeur règle pour plusieurs clients"
    if named and payer and not set(named) & set(payer):
        return f"Le libellé nomme une facture de {named[0]}, mais le payeur est {payer[0]} : les deux sont retenus"
    if len(named) > 1:
        return "Le libellé nomme des factures de plusieurs clients"
    if evidence.named.items:
        return _gap(evidence, debts)
    if len(payer) > 1:
        return "Plusieurs clients portent ce nom"
    if payer and not evidence.payer:
        return "Le payeur porte le nom de ce client, mais ce peut être celui d'un autre"
    if evidence.named.aside:
        return f"Le libellé nomme {evidence.named.aside}"
    if evidence.named.foreign:
        return f"Le libellé dit {evidence.named.foreign}, que Factures ne contient pas"
    return "Le payeur est connu, mais le montant ne désigne pas sûrement ses factures"


def _gap(evidence: Evidence, debts: Debts) -> str:
    """What the difference with the named items may be: one shape, a discount or charges, never both."""
    total, paid = debts.total(evidence.named.items), evidence.operation.amount
    if paid == total and evidence.named.strength is Strength.HINT:
        return "Le libellé porte un numéro trop court, ou coupé, pour prouver la facture"
    gap = french_amount(abs(total - paid), evidence.currency)
    if paid > total:
        return f"Le libellé nomme une facture, mais {gap} sont payés en trop"
    if shape := shape_of_gap(total, paid):
        return f"Le libellé nomme une facture ; il manque {gap}, {shape} ?"
    return "Le libellé nomme une facture, mais le montant n'est pas exactement le sien"

"""N-81: statements that try to make a wrong payment certain; none is, and who may have paid is held."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from relance_xl.domain.matching.matching import Books, matched
from relance_xl.domain.matching.operations import Decision, Meaning, Memory, Operation
from relance_xl.domain.model import Customer, OpenItem

NAMES = {
    "D1": "Dupont et Fils SARL", "D2": "Dupont", "M1": "Martin", "M2": "Martin SAS", "G": "Garage",
    "C": "Garage du Centre", "P": "Pierre Paul", "U": "Acme Inc", "S": "Société Durand", "B": "Boulangerie Leroy",
}  # fmt: skip
CUSTOMERS = {
    code: Customer(code=code, name=name, group=1, currency="USD" if code == "U" else "") for code, name in NAMES.items()
}
ITEMS = tuple(
    OpenItem(customer=customer, invoice=invoice, amount=Decimal(amount), due_date=date(2026, 9, 30))
    for customer, invoice, amount in (
        ("D1", "FA-2026-0117", "1200"), ("D1", "FA-2026-0118", "300"), ("D2", "FA-2026-0119", "500.50"),
        ("M1", "FA-2026-0120", "700.10"), ("M2", "FA-2026-0121", "700.10"), ("G", "FA-2026-0122", "640"),
        ("C", "FA-2026-0123", "641"), ("P", "FA-2026-0125", "1000"), ("U", "FA-2026-0126", "1000"),
        ("S", "FA-2026-0127", "250"), ("S", "FA-2026-0128", "250"), ("B", "2026-1234", "410"),
        ("B", "FA-2026-0130", "-60"), ("D1", "FA-2026-0140", "2026"), ("B", "26-117", "33.33"),
    )
)  # fmt: skip
REMEMBERED = Memory(names={"MARTIN": "M1", "STRIPE": "G"}, ibans={"FR7612": "D1"}, collective=frozenset({"PLATEFORME"}))


def read(*operations: Operation) -> tuple[Decision, ...]:
    return matched(operations, Books(items=ITEMS, customers=CUSTOMERS, memory=REMEMBERED))


def paid(label: str, amount: str, **more: object) -> Operation:
    told: dict[str, object] = {"booked_on": date(2026, 11, 12), "meaning": Meaning.RECEIPT, **more}
    return Operation(label=label, amount=Decimal(amount), **told)  # type: ignore[arg-type]  # a table of cases


@pytest.mark.parametrize(
    ("operation", "held"),
    [
        (paid("VIR SEPA PIERRE PAUL", "1200"), "P"),
        (paid("VIR SEPA PIERRE PAUL FA-2026-0117", "1200"), "D1 P"),
        (paid("FA-2026-0117", "1200", payer="Pierre Paul"), "D1 P"),
        (paid("VIR SEPA MARTIN", "700.10"), "M1 M2"),
        (paid("VIR SEPA GARAGE DU PORT", "640"), "G"),
        (paid("VIR SEPA GARAGE DES FLEURS FACTURE", "640"), "G"),
        (paid("VIR SEPA GARAGE DU CENTRE", "640"), "C"),
        (paid("VIR SEPA GARAGE POUR DUPONT", "640"), "D2 G"),
        (paid("VIR SEPA DUPONT FRERES", "500.50"), "D2"),
        (paid("VIR SEPA MME DUPONT MARIE", "500.50"), "D2"),
        (paid("VIR SEPA SOCIETE DURAND", "250"), "S"),
        (paid("VIR FA-2026-0117", "1300"), "D1"),
        (paid("VIR FA-2026-0117", "1176"), "D1"),
        (paid("VIR FA-2026-0117", "1190"), "D1"),
        (paid("VIR SEPA DUPONT ET FILS", "400"), "D1"),
        (paid("VIR SEPA ACME INC FA-2026-0126", "1000", currency="EUR"), "U"),
        (paid("VIR SEPA PIERRE PAUL FA-2026-0125", "1000", currency="USD"), "P"),
        (paid("VIR SEPA X 2026", "2026"), "D1"),
        (paid("VIR SEPA X TEL 0320260117", "1200"), "D1"),
        (paid("VIR SEPA DUPONT ET FILS FA-2026-0999", "1200"), "D1"),
        (paid("VIR SEPA DUPONT ET FILS 1234", "410"), "B D1"),
        (paid("VIR SEPA INCONNU 117", "33.33"), "B"),
        (paid("VIR SEPA INCONNU 1234", "410"), "B"),
        (paid("VIR SEPA BOULANGERIE LEROY", "350.01"), "B"),
        (paid("VIR SEPA PIERRE PAUL", "1000", booked_on=date(2026, 1, 2)), "P"),
        (paid("VIR", "640", payer="Garage", payer_iban="FR7612"), "D1"),
        (paid("VIR FA-2026-0122", "640", payer_iban="FR7612"), "G D1"),
        (paid("VIR FA-2026-0122", "640", payer="PLATEFORME"), "G"),
        (paid("VIR", "640", payer="STRIPE"), "G"),
        (paid("VIR SEPA DRFIP ILE DE FRANCE FA-2026-0122", "640"), "G"),
        (paid("VIR SEPA PIERRE PAUL JACQUES", "1000"), "P"),
        (paid("VIR FA-2026-0117 FA-2026-0119", "1700.50"), "D1 D2"),
        (paid("VIR SEPA PIERRE PAUL DEVIS 12", "1000"), "P"),
        (paid("VIR FA-2026-0117", "1200", sure=False), "D1"),
        (paid("REJET VIR FA-2026-0117", "-1200", meaning=Meaning.RETURN), "D1"),
    ],
    ids=lambda case: f"{case.label} {case.payer} {case.amount}" if isinstance(case, Operation) else None,
)
def test_n81_nothing_false_is_certain_and_who_may_have_paid_is_held(operation: Operation, held: str) -> None:
    """N-81"""
    (decision,) = read(operation)

    assert (decision.outcome.value, decision.customers) == ("À vérifier", tuple(held.split())), decision.why


def test_n81_the_same_payment_twice_and_one_too_many_are_all_to_be_checked() -> None:
    """N-81"""
    twice = read(*[paid("VIR FA-2026-0117", "1200")] * 2)
    thrice = read(*[paid("VIR SEPA SOCIETE DURAND", "250")] * 3)

    assert {decision.outcome.value for decision in (*twice, *thrice)} == {"À vérifier"}


def test_n82_a_return_older_than_the_payment_does_not_take_that_payment_back() -> None:
    """N-82"""
    back = paid("REJET VIR FA-2026-0117", "-1200", meaning=Meaning.RETURN, booked_on=date(2026, 11, 10))
    decisions = read(back, paid("VIR FA-2026-0117", "1200"))

    assert [decision.outcome.value for decision in decisions] == ["À vérifier", "Certain"]

"""N-81: statements that try to make a wrong payment certain; none is, and who may have paid is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from relance_xl.domain.matching.matching import Books, matched
from relance_xl.domain.matching.operations import Allocation, Decision, Meaning, Memory, Operation, PastPayment
from relance_xl.domain.model import Customer, OpenItem

NAMES = {
    "D1": "Dupont et Fils SARL", "D2": "Dupont", "M1": "Martin", "M2": "Martin SAS", "G": "Garage",
    "C": "Garage du Centre", "P": "Pierre Paul", "U": "Acme Inc", "S": "Société Durand", "B": "Boulangerie Leroy",
    "T": "Bâtiments et travaux du Sud",
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
        ("S", "FA-2026-0150", "440"), ("T", "FA-2026-0151", "808"), ("P", "FA-2026-0152", "1000.01"),
    )
)  # fmt: skip
REMEMBERED = Memory(
    names={"MARTIN": "M1", "STRIPE": "G", "MAISON VERTE": "G"},
    ibans={"FR7612": "D1"},
    collective=frozenset({"PLATEFORME"}),
)


def read(*operations: Operation, past: Sequence[PastPayment] = ()) -> tuple[Decision, ...]:
    return matched(operations, Books(items=ITEMS, customers=CUSTOMERS, memory=REMEMBERED, past=past))


def paid(label: str, amount: str, **more: object) -> Operation:
    told: dict[str, object] = {"booked_on": date(2026, 11, 12), "meaning": Meaning.RECEIPT, **more}
    return Operation(label=label, amount=Decimal(amount), **told)  # type: ignore[arg-type]  # a table of cases


@pytest.mark.parametrize(
    ("operation", "held"),
    [
        (paid("VIR SEPA GARAGE 2000", "640"), "G"),
        (paid("VIR SEPA GARAGE DU 8 MAI", "640"), "G"),
        (paid("VIR SEPA GARAGE NOTRE DAME", "640"), "G"),
        (paid("VIR INST MAISON VERTE 24", "999"), "G"),
        (paid("VIR SEPA MME DURAND", "440"), "S"),
        (paid("VIR SEPA", "440", payer="M. Durand"), "S"),
        (paid("VIR SEPA", "808", payer="BATIMENTS ET TRAVAUX DU SUD"), "T"),
        (paid("VIR SEPA PIERRE PAUL FA-2025-0125", "1000"), "P"),
        (paid("VIR SEPA PIERRE PAUL", "1000", texts=("DEVIS 0125",)), "P"),
        (paid("REMISE CHEQUE 7654321", "1000.01", meaning=Meaning.DEPOSIT), "P"),
        (paid("REMISE CHEQUE FA-2026-0117", "1700", meaning=Meaning.DEPOSIT), "D1"),
        (paid("REMISE CHEQUES BOULANGERIE LEROY", "90", meaning=Meaning.DEPOSIT), "B"),
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


@pytest.mark.parametrize(
    ("label", "amount", "later", "outcome"),
    [
        ("VIREMENT DE DUPONT ET FILS FA-2026-0117", "100", 0, "À vérifier"),
        ("VIREMENT DE DUPONT ET FILS FA-2026-0117", "100", 3, "À vérifier"),
        ("VIREMENT DE DUPONT ET FILS FA-2026-0117", "100", 8, "Certain"),
        ("VIREMENT DE DUPONT ET FILS FA-2026-0117", "101", 0, "Certain"),
        ("VIREMENT DE DUPONT ET FILS FA-2026-0118", "300", 0, "Certain"),
    ],
)
def test_n80_a_payment_told_again_by_another_kind_of_file_settles_nothing_twice(
    label: str, amount: str, later: int, outcome: str
) -> None:
    """N-80"""
    before = PastPayment(
        operation=paid("VIR SEPA FA-2026-0117", "100"), customer="D1", allocations=(Allocation(0, Decimal(100)),)
    )
    (decision,) = read(paid(label, amount, booked_on=date(2026, 11, 12 + later)), past=[before])

    assert decision.outcome.value == outcome, decision.why


@pytest.mark.parametrize(
    ("reference", "payer", "customer", "outcome"),
    [
        ("E2E-117", "", "D1", "Certain"),
        ("E2E-117", "Dupont et Fils", "D1", "Certain"),
        ("E2E-117", "Pierre Paul", "P", "À vérifier"),
        ("0000000000000000", "", "D1", "À vérifier"),
        ("LOYER", "", "D1", "À vérifier"),
    ],
)
def test_n82_a_reference_that_everybody_writes_or_another_payers_reopens_nothing(
    reference: str, payer: str, customer: str, outcome: str
) -> None:
    """N-82"""
    before = PastPayment(
        operation=paid("VIR SEPA", "1200", reference=reference), customer="D1", allocations=(Allocation(0, Decimal(1)),)
    )
    back = paid("IMPAYE", "-1200", reference=reference, payer=payer, meaning=Meaning.RETURN)
    (decision,) = read(back, past=[before])

    assert (decision.customers, decision.outcome.value) == ((customer,), outcome), decision.why


@pytest.mark.parametrize(
    ("amount", "until", "outcome"),
    [
        ("400", date(2026, 11, 12), "À vérifier"),
        ("400", None, "À vérifier"),
        ("400", date(2026, 11, 11), "Certain"),
        ("800", date(2026, 11, 12), "Certain"),
        ("500", date(2026, 11, 12), "Certain"),
        ("100", date(2026, 11, 12), "À vérifier"),
    ],
)
def test_n83_a_part_that_the_ledger_has_entered_already_is_not_counted_twice(
    amount: str, until: date | None, outcome: str
) -> None:
    """N-83"""
    items = [replace(ITEMS[0], paid=Decimal(400))]
    books = Books(items=items, customers=CUSTOMERS, entered_until=until)
    (decision,) = matched([paid("VIR DUPONT ET FILS FA-2026-0117", amount)], books)

    assert (decision.customers, decision.outcome.value) == (("D1",), outcome), decision.why

"""N-82: what a person's choice settles: his invoices in turn, in their currency, of one customer only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from relance_xl.domain.matching.choosing import Choice, Chooser
from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.names import payer_name
from relance_xl.domain.matching.operations import Operation
from relance_xl.domain.model import Customer, OpenItem

CUSTOMERS = {code: Customer(code=code, name=name, group=1) for code, name in (("A", "Alpha"), ("B", "Bêta"))}


def item(customer: str, invoice: str, amount: str, paid: str = "0", currency: str = "") -> OpenItem:
    return OpenItem(
        customer=customer,
        invoice=invoice,
        amount=Decimal(amount),
        paid=Decimal(paid),
        due_date=date(2026, 9, 30),
        currency=currency,
    )


ITEMS = (
    item("A", "F1", "100"), item("A", "F2", "200"), item("A", "AV1", "-30"), item("A", "F3", "50", "50"),
    item("A", "F4", "10", currency="USD"), item("B", "F5", "70"), item("B", "F6", "70"), item("A", "F7", "5"),
    item("A", "F8", "6"), item("A", "F9", "7.5"),
)  # fmt: skip


def chosen(amount: str, customer: str = "", invoices: str = "") -> tuple[dict[str, str], str]:
    chooser = Chooser(Debts(ITEMS, CUSTOMERS, "EUR"), {code: each.name for code, each in CUSTOMERS.items()})
    found = chooser.settled(Choice(amount=Decimal(amount), currency="EUR", customer=customer, invoices=invoices))
    return {ITEMS[part.item].invoice: str(part.amount) for part in found.allocations}, found.fault


@pytest.mark.parametrize(
    ("amount", "customer", "invoices", "settled"),
    [
        ("120", "", "F1 ; F2", {"F1": "100", "F2": "20"}),
        ("70", "", "F1, AV1", {"AV1": "-30", "F1": "100"}),
        ("300", "alpha", "", {"F1": "100", "F2": "200"}),
        ("140", "B", "", {"F5": "70", "F6": "70"}),
        ("-50", "", "F3", {"F3": "-50"}),
        ("-40", "", "F3 F3;F3", {}),
        ("-40", "", "F1;F3", {"F3": "-40"}),
    ],
)
def test_n82_invoices_are_settled_in_turn_and_credit_notes_whole(
    amount: str, customer: str, invoices: str, settled: dict[str, str]
) -> None:
    """N-82"""
    assert chosen(amount, customer, invoices)[0] == settled


@pytest.mark.parametrize(
    ("amount", "customer", "invoices", "said"),
    [
        ("10", "", "F4", "ne sont pas en EUR"),
        ("10", "", "F3", "déjà réglées"),
        ("-60", "", "F3", "il manque 10,00"),
        ("-60", "A", "", "de nouveau dû"),
        ("70", "B", "", "choisissez aussi les factures : F5 du 30/09/2026"),
        ("1", "A", "", "…"),
        ("1", "", ";", "n'est pas une facture"),
    ],
)
def test_n82_what_cannot_be_followed_says_what_to_choose(amount: str, customer: str, invoices: str, said: str) -> None:
    """N-82"""
    settled, fault = chosen(amount, customer, invoices)

    assert (settled, said in fault) == ({}, True), fault


def test_n82_a_customer_who_owes_nothing_is_told() -> None:
    """N-82"""
    chooser = Chooser(Debts((), CUSTOMERS, "EUR"), {"A": "Alpha"})

    assert "ne doit rien" in chooser.settled(Choice(amount=Decimal(1), currency="EUR", customer="A")).fault


@pytest.mark.parametrize(
    ("label", "payer", "name"),
    [
        ("VIR SEPA GARAGE DU CENTRE FA 117", "", "GARAGE DU CENTRE"),
        ("VIR SEPA MARTIN NORD LOYER NOVEMBRE", "", "MARTIN NORD"),
        ("VIR SEPA RECU /DE MARTIN NORD /MOTIF F1", "", "MARTIN NORD"),
        ("VIR SEPA MARTIN NORD LES DEUX PO", "", ""),
        ("REMISE CB 12/11", "", ""),
        ("peu importe", " Martin Nord ", "Martin Nord"),
    ],
)
def test_n82_the_name_remembered_is_the_payers_whole_name(label: str, payer: str, name: str) -> None:
    """N-82"""
    assert payer_name(Operation(booked_on=date(2026, 11, 12), amount=Decimal(1), label=label, payer=payer)) == name

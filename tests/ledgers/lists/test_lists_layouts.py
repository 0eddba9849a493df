"""How lists are laid out: customers in rows of their own, instalments, a second header; and what is no list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from relance_xl.domain.model import Customer
from relance_xl.ledgers.common.imported import Imported, Motive
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.ledgers.lists.read import read_list
from relance_xl.problems import DataError
from relance_xl.tables.grid import Value

DAY = date(2026, 2, 4)


def read(*rows: Sequence[Value], options: ListOptions | None = None) -> Imported:
    imported = read_list(rows, "liste.csv", options)
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    return imported


def told(imported: Imported) -> list[tuple[str, str, str]]:
    return [(item.customer, item.invoice, str(item.open_amount)) for item in imported.items]


LEDGER = ("Date", "Pièce", "Libellé", "Débit", "Crédit", "Solde")


def test_n_22_customers_may_stand_in_rows_of_their_own() -> None:
    """N-22"""
    imported = read(
        LEDGER,
        ("Compte : 411ALPHA - ALPHA SARL", None, None, None, None, None),
        ("05/01/2026", "F1", "Facture", "100,00", None, "100,00"),
        ("Total 411ALPHA", None, None, "100,00", None, "100,00"),
        ("401FOUR", "Fournisseur SA", None, None, None, None),
        ("06/01/2026", "A1", "Achat", None, "50,00", "-50,00"),
        ("Total 401FOUR", None, None, None, "50,00", "-50,00"),
        ("07/01/2026", "F9", "À personne", "10,00", None, "10,00"),
        ("Client DUVAL", None, None, None, None, None),
        ("06/01/2026", "F2", "Facture", "20,00", None, "20,00"),
    )

    assert told(imported) == [("411ALPHA", "F1", "100.00"), ("DUVAL", "F2", "20.00")]
    assert imported.customers["411ALPHA"].name == "ALPHA SARL"
    assert imported.report.other_lines == 1
    assert [(row.invoice, row.why) for row in imported.doubted] == [("F9", "Le client manque")]


def test_n_22_each_instalment_is_a_line_and_blank_ones_are_none() -> None:
    """N-22"""
    imported = read(
        (
            "Client",
            "Facture",
            "Date échéance 1",
            "Montant échéance 1",
            "Date échéance 2",
            "Montant échéance 2",
            "Total TTC",
        ),
        ("C1", "F1", "04/02/2026", "60,00", "04/03/2026", "40,00", "100,00"),
        ("C2", "F2", "04/02/2026", "10,00", None, None, "10,00"),
    )

    assert told(imported) == [("C1", "F1", "60.00"), ("C1", "F1", "40.00"), ("C2", "F2", "10.00")]
    assert [item.due_date.month for item in imported.items] == [2, 3, 2]
    assert [origin.line for origin in imported.origins] == [2, 2, 3]


def test_a_second_header_in_another_order_governs_the_rows_below_it() -> None:
    imported = read(
        ("Client", "Facture", "Date", "Échéance", "Solde"),
        ("C1", "F1", date(2026, 1, 5), DAY, "1.000,00"),
        ("Client", "Facture", "Échéance", "Date", "Solde"),
        ("C2", "F2", DAY, date(2026, 1, 5), "2,000.00"),
    )

    assert told(imported) == [("C1", "F1", "1000.00"), ("C2", "F2", "2000.00")]
    assert {item.due_date for item in imported.items} == {DAY}


@pytest.mark.parametrize(
    ("title", "values", "open_amounts"),
    [
        ("Règlement", ("4,00", "0,00"), ["6.00", "10.00"]),
        ("Règlement", ("Virement", "Chèque"), ["10.00", "10.00"]),
        ("Payé", ("oui", "non"), ["10.00"]),
        ("Payé", ("4,00", ""), ["6.00", "10.00"]),
    ],
)
def test_a_column_is_what_its_cells_say(title: str, values: Sequence[str], open_amounts: list[str]) -> None:
    rows = [("C1", f"F{number}", DAY, "10,00", value) for number, value in enumerate(values)]
    imported = read(("Client", "Facture", "Échéance", "Montant TTC", title), *rows)

    assert [amount for _, _, amount in told(imported)] == open_amounts


def test_n_04_a_header_alone_is_a_doubt() -> None:
    """N-04"""
    header = ("Client", "Facture", "Échéance", "Solde")

    assert [doubt.motif for doubt in read(header).doubts] == [Motive.HEADER_ONLY]
    assert read(header, ("C1", "F1", DAY, 1)).doubts == ()


OTHERS = {
    "une balance âgée": ("Client", "À échoir", "1-30 jours", "31-60 jours", "Plus de 60 jours", "Total"),
    "un relevé bancaire": ("Date opération", "Date valeur", "Libellé", "Débit", "Crédit"),
    "une liste de règlements": ("N° règlement", "Client", "Date", "Mode de règlement", "Montant"),
    "une liste de devis": ("N° devis", "Client", "Date", "Total TTC", "Statut"),
    "une liste de factures récurrentes": ("Client", "Prochaine facture", "Fréquence", "Montant", "Date"),
    "une liste de fournisseurs": ("Code fournisseur", "Facture", "Échéance", "Montant"),
    "un tableau croisé dynamique": ("Étiquettes de lignes", "Somme de Solde"),
    "un échéancier par mois": ("Client", "Facture", "janvier 2026", "févr-26", "Total"),
}


@pytest.mark.parametrize("meaning", OTHERS)
def test_n_15_other_tables_are_named_for_what_they_are(meaning: str) -> None:
    """N-15"""
    with pytest.raises(DataError, match=meaning):
        read(OTHERS[meaning], ("x",) * len(OTHERS[meaning]))


def test_n_15_what_the_user_says_of_the_columns_is_believed() -> None:
    """N-15"""
    header = ("N° devis", "Client", "Date", "Total TTC")
    options = ListOptions(mapping={"invoice": "N° devis"})

    assert told(read(header, ("D1", "C1", DAY, 10), options=options)) == [("C1", "D1", "10.00")]


def test_n_14_a_refusal_for_want_of_a_column_shows_the_option_that_maps_it() -> None:
    """N-14"""
    with pytest.raises(DataError, match="--colonne Facture=En-tête"):
        read(("Client", "Facture", "Reliquat"), ("C1", "F1", 10))


def test_an_amount_without_vat_alone_is_said() -> None:
    with pytest.raises(DataError, match="« Montant HT » est hors taxes"):
        read(("Client", "Facture", "Échéance", "Montant HT"), ("C1", "F1", DAY, 10))


def test_what_a_customer_owes_in_all_is_no_balance_and_is_said() -> None:
    imported = read(("Client", "Facture", "Échéance", "Montant", "Encours"), ("C1", "F1", DAY, 10, 25))

    assert told(imported) == [("C1", "F1", "10.00")]
    assert imported.unused_columns == ("Encours",)
    assert "« Encours »" in imported.report.problems[0].what


PROGRAMS = {
    "Odoo": (
        ("Number", "Invoice Partner Display Name", "Invoice/Bill Date", "Due Date", "Tax Excluded", "Total",
         "Amount Due", "Payment Status", "Status"),
        ("F1", "Duval", "2026-01-05", "2026-02-04", "8.0", "10.0", "10.0", "Not Paid", "Posted"),
    ),
    "Odoo in French": (
        ("Numéro", "Nom d'affichage du partenaire de la facture", "Date de facturation", "Date d'échéance",
         "Montant HT", "Total", "Montant dû", "Statut du paiement", "État"),
        ("F1", "Duval", "2026-01-05", "2026-02-04", "8.0", "10.0", "10.0", "Non payées", "Comptabilisé"),
    ),
    "Odoo, technical names": (
        ("name", "invoice_partner_display_name", "invoice_date", "invoice_date_due", "amount_total", "amount_residual",
         "payment_state", "state", "move_type"),
        ("F1", "Duval", "2026-01-05", "2026-02-04", "10", "10", "not_paid", "posted", "out_invoice"),
    ),
    "ERPNext": (
        ("ID", "Customer Name", "Date", "Payment Due Date", "Grand Total", "Outstanding Amount", "Status", "Currency"),
        ("F1", "Duval", "2026-01-05", "2026-02-04", "10.0", "10.0", "Overdue", "EUR"),
    ),
    "QuickBooks": (
        ("", "Date", "Transaction Type", "Num", "Customer", "Due Date", "Amount", "Open Balance"),
        ("", "01/25/2026", "Invoice", "F1", "Duval", "02/04/2026", "10.00", "10.00"),
    ),
    "Zoho": (
        ("Customer Name", "Invoice Number", "Invoice Date", "Due Date", "Total", "Balance", "Invoice Status",
         "Currency Code"),
        ("Duval", "F1", "2026-01-05", "2026-02-04", "10.00", "10.00", "Overdue", "EUR"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_usual_export_is_read_without_any_option(program: str) -> None:
    imported = read(*PROGRAMS[program])

    assert told(imported) == [("Duval", "F1", "10.00")]
    assert imported.items[0].due_date == DAY
    assert imported.report.problems == ()


def test_n_12_the_collective_account_of_a_list_is_nobody() -> None:
    """N-12"""
    header = ("Compte", "Nom", "Pièce", "Échéance", "Débit", "Crédit")
    imported = read(
        header,
        ("411000", "DUVAL", "F1", DAY, 10, None),
        ("411000", "EPI", "F2", DAY, 20, None),
        ("411000", "Clients divers", "F3", DAY, 30, None),
        ("411NORI", "Nori", "F4", DAY, 40, None),
    )

    assert told(imported) == [("DUVAL", "F1", "10.00"), ("EPI", "F2", "20.00"), ("411NORI", "F4", "40.00")]
    assert [(row.invoice, row.line) for row in imported.doubted] == [("F3", 4)]


def test_n_12_an_account_that_the_workbook_knows_as_one_customers_stays_his() -> None:
    """N-12"""
    options = ListOptions(customers={"411000": Customer(code="411000", name="Duval")})
    header = ("Compte", "Nom", "Pièce", "Échéance", "Débit")

    assert told(read(header, ("411000", "DUVAL", "F1", DAY, 10), options=options)) == [("411000", "F1", "10.00")]


def test_amounts_in_thousands_are_refused() -> None:
    with pytest.raises(DataError, match="en milliers"):
        read(("Client", "Facture", "Échéance", "Montant (k€)"), ("C1", "F1", DAY, 1.5))


def test_two_columns_of_balances_give_the_sign() -> None:
    header = ("Client", "Facture", "Échéance", "Solde débiteur", "Solde créditeur")

    assert told(read(header, ("C1", "F1", DAY, 10, None), ("C1", "A1", DAY, None, 4))) == [
        ("C1", "F1", "10.00"),
        ("C1", "A1", "-4.00"),
    ]


def test_a_row_that_lost_its_customer_is_not_given_the_one_above() -> None:
    rows = [
        ("Code client", "Facture", "Échéance", "Solde"),
        ("C1", "F1", "04/02/2026", "10,00"),
        ("", "F2", "04/02/2026", "20,00"),
        ("C3", "F3", "04/02/2026", "30,00"),
    ]
    few = read_list(rows, "liste.csv")
    assert [doubt.motif for doubt in few.doubts] == [Motive.CUSTOMER_CARRIED]
    assert "ligne 3" in few.doubts[0].detail

    sure = read_list([*rows, ("C3", "F4", "04/02/2026", "40,00")], "liste.csv")
    assert [item.invoice for item in sure.items] == ["F1", "F3", "F4"]
    assert sure.doubted[0].invoice == "F2"


XERO = (
    "ContactName,EmailAddress,POAddressLine1,POCity,POPostalCode,InvoiceNumber,Reference,InvoiceDate,DueDate,Total,"
    "TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,Description,Quantity,UnitAmount,LineAmount,Currency,Type,Sent,Status"
)


def test_n_18_the_invoices_of_xero_are_read_one_row_an_article() -> None:
    """N-18"""
    line = "Acme,a@b.fr,1 rue A,Lyon,69001,INV-1,,25/01/2026,24/02/2026,120,20,20,100,"
    line += "{0},1,50,50,EUR,Sales invoice,Sent,{1}"
    rows = [
        line.format("vis", "Awaiting Payment"),
        line.format("clou", "Awaiting Payment"),
        line.format("vis", "Paid").replace("INV-1", "INV-2").replace(",20,100,", ",120,0,"),
        line.format("vis", "Voided").replace("INV-1", "INV-3"),
        line.format("vis", "Awaiting Approval").replace("INV-1", "INV-4"),
        line.format("vis", "Awaiting Payment").replace("INV-1", "CN-1").replace("Sales invoice", "Sales credit note"),
    ]
    imported = read_list([XERO.split(","), *(row.split(",") for row in rows)], "xero.csv")

    found = [(item.invoice, str(item.open_amount)) for item in imported.items]
    assert found == [("INV-1", "100.00"), ("CN-1", "-100.00")]
    assert (imported.customers["Acme"].address, imported.customers["Acme"].city) == (("1 rue A",), "Lyon")
    assert [item.invoice for item in imported.settled] == ["INV-2", "INV-3", "INV-4"]


def test_n_13_the_due_date_that_an_administrations_portal_states_is_taken() -> None:
    """N-13 N-16"""
    found = read(
        (
            "Numéro de facture",
            "Destinataire",
            "Date de facture",
            "Date d'échéance de paiement",
            "Montant TTC",
            "Statut",
        ),
        ("12", "Mairie", "05/01/2026", "19/02/2026", "1200,00", "Déposée"),
        ("13", "Mairie", "05/01/2026", "19/02/2026", "100,00", "Mise en paiement"),
    )

    assert [(item.invoice, item.due_date) for item in found.items] == [("12", date(2026, 2, 19))]
    assert [item.invoice for item in found.settled] == ["13"]
    assert not found.computed_due

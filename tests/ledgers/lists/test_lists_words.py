"""The words of lists: statuses, currencies, senses, kinds, days in letters; what is not known is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.lists.read import read_list
from relance_xl.ledgers.lists.values import money
from relance_xl.ledgers.lists.words.currencies import currency_named, currency_of_header
from relance_xl.ledgers.lists.words.days import worded_day
from relance_xl.ledgers.lists.words.statuses import Standing, standing, together
from relance_xl.tables.cells import CellFault
from relance_xl.tables.grid import Value

STATUSES = {
    Standing.OPEN: "À venir|"
    "Impayée|En retard|Envoyée|Validée|Non payées|Not Paid|Overdue|Sent|AUTHORISED|Posted|En attente de "
    "règlement|À régler|À payer|Échue|Unpaid and Discounted|Comptabilisé|Prélèvement rejeté|Mise à disposition|Return|",
    Standing.PAID: "Mise en paiement|Payée|Soldé|Réglé|Soldée|Paid|"
    "Payée (virement)|Payée le 10/02/2026|Classée payée|Réglé totalement|Solde : 0|"
    "Solde 0,00|Paiement reçu|En paiement|in_payment|Encaissée|Paiement transmis|Closed|Acquittée",
    Standing.PARTLY: "Partiellement payée|Partially Paid|PartiallyPaid|Partly Paid|Règlement commencé|Paiement partiel|"
    "Réglée partiellement|partial",
    Standing.VOID: "Annulée|Brouillon|Draft|Cancelled|Void|VOIDED|Provisoire|À valider|Abandonnée|Refusée|Rejetée|"
    "Devis|"
    "En attente de validation|Awaiting approval",
    Standing.CLOSED: "Remboursée|Refunded|Extourné|Reversed|Avoir émis|Irrécouvrable|Perdue|Passée en perte|"
    "Written off|Credit Note Issued|uncollectible",
    Standing.HELD: "En litige|Contentieux|Chez l'huissier|En recouvrement|Suspendue",
    Standing.UNKNOWN: "Archivée|Zébulon|Solde : 120,00",
}


@pytest.mark.parametrize(
    ("word", "found"), [(word, found) for found, words in STATUSES.items() for word in words.split("|")]
)
def test_n_16_the_usual_words_of_a_status_are_known(word: str, found: Standing) -> None:
    """N-16"""
    assert standing(word) is found


def test_n_16_the_payments_status_wins_but_a_void_document_is_owed_by_nobody() -> None:
    """N-16"""
    assert together("Posted", "Paid")[0] is Standing.PAID
    assert together("Brouillon", "Non payée")[0] is Standing.VOID
    assert together("Envoyée", "")[0] is Standing.OPEN
    assert together("Zébulon", "Payée")[0] is Standing.PAID


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("1 000,00 €", "1000.00", "EUR"), ("$500.00", "500.00", "USD"), ("-$500.00", "-500.00", "USD"),
        ("£300.00", "300.00", "GBP"), ("CHF 12.50", "12.50", "CHF"), ("12,50 Euros", "12.50", "EUR"),
        ("CA$10.00", "10.00", "CAD"), ("1 000,00 D", "1000.00", ""), ("400,00 C", "-400.00", ""),
        ("400,00 € Cr", "-400.00", "EUR"), ("1,5E+3", "1500.00", ""),
    ],
)  # fmt: skip
def test_n_17_a_sign_is_never_dropped(written: str, amount: str, currency: str) -> None:
    """N-17"""
    found = money(written, "")

    assert (str(found.amount), found.currency) == (amount, currency)


@pytest.mark.parametrize("written", ["100 points", "n/a", "-", "#N/A", "12 + 3"])
def test_n_17_what_is_no_amount_in_a_known_currency_is_refused(written: str) -> None:
    """N-17"""
    with pytest.raises(CellFault):
        money(written, "")


def test_n_17_currencies_are_known_by_code_name_and_header() -> None:
    """N-17"""
    words = {
        "Euro": "EUR",
        "EUROS": "EUR",
        "€": "EUR",
        "US Dollar": "USD",
        "USD - US Dollar": "USD",
        "usd": "USD",
        "": "",
    }

    assert {word: currency_named(word) for word in words} == words
    titles = {"Solde (USD)": "USD", "Montant EUR": "EUR", "Total ($)": "USD", "Solde TTC": "", "Montant (HT)": ""}
    assert {title: currency_of_header(title) for title in titles} == titles
    with pytest.raises(CellFault):
        currency_named("Zorkmid")


DAY = date(2026, 2, 4)


@pytest.mark.parametrize(
    "written",
    [
        "4 février 2026", "04-févr-26", "04-févr.-2026", "4/févr/2026", "mercredi 4 février 2026", "mer. 4 févr. 2026",
        "4 Feb 2026", "Feb 4 2026", "Feb 4, 2026", "Wednesday, February 4th, 2026", "4-Feb-26", "2026-Feb-04",
    ],
)  # fmt: skip
def test_n_22_days_in_letters_french_and_english(written: str) -> None:
    """N-22"""
    assert worded_day(written) == DAY


def test_n_22_what_is_no_day_in_letters() -> None:
    """N-22"""
    assert [
        worded_day(text) for text in ("fin de mois", "4 jui 2026", "31 février 2026", "4 2026", "février 2026")
    ] == [None] * 5
    assert worded_day("1er mars 2026") == worded_day("dim. 1 mars 2026") == date(2026, 3, 1)


HEADER = ("Client", "Facture", "Échéance", "Montant TTC")


def read(*rows: Sequence[Value], header: Sequence[Value] = HEADER) -> Imported:
    return read_list([header, *rows], "liste.csv")


def faults(imported: Imported) -> list[str]:
    return [row.why for row in imported.doubted]


def test_n_15_sense_gives_the_sign_and_what_is_none_is_refused() -> None:
    """N-15"""
    rows = [("C1", f"F{number}", DAY, 10, sense) for number, sense in enumerate(("D", "C", "Crédit", "-", "+", "zut"))]
    imported = read(*rows, header=(*HEADER, "Sens"))

    assert [item.amount for item in imported.items] == [10, -10, -10, -10, 10]
    assert faults(imported) == ["« zut » n'est pas un sens"]


def test_n_17_the_amounts_currency_and_the_columns_must_agree() -> None:
    """N-17"""
    rows = [
        ("C1", "F1", DAY, "$10.00", "CAD"),
        ("C1", "F2", DAY, "£10.00", "EUR"),
        ("C1", "F3", DAY, "10,00", "Zorkmid"),
    ]
    imported = read(*rows, header=(*HEADER, "Devise"))

    assert [(item.invoice, item.currency) for item in imported.items] == [("F1", "CAD")]
    assert faults(imported) == [
        "Le montant est en GBP et la devise de la ligne est EUR",
        "« Zorkmid » n'est pas une devise connue",
    ]


def test_n_16_a_paid_status_beside_a_balance_is_no_payment_and_no_debt() -> None:
    """N-16"""
    imported = read(("C1", "F1", DAY, 10, 4, "Payée"), header=(*HEADER, "Solde", "Statut"))

    assert faults(imported) == ["« Payée », mais il reste un solde"]


def test_n_15_suppliers_invoices_and_quotes_are_no_debts() -> None:
    """N-15"""
    rows = [("C1", "F1", DAY, 10, "in_invoice"), ("C1", "F2", DAY, 10, "Devis"), ("C1", "F3", DAY, 10, "out_refund")]
    imported = read(*rows, header=(*HEADER, "Type"))

    assert [(item.invoice, int(item.amount)) for item in imported.items] == [("F3", -10)]
    assert (imported.report.other_lines, imported.report.set_aside_lines) == (1, 1)


def test_n_15_numbers_that_all_begin_alike_are_no_credit_notes() -> None:
    """N-15"""
    rows = [("C1", f"AV{number}", DAY, 10) for number in range(3)]

    assert [item.amount for item in read(*rows).items] == [10, 10, 10]


def test_n_18_a_copied_row_counts_once_and_parts_of_an_invoice_all_count() -> None:
    """N-18"""
    rows = [("C1", "F1", DAY, 10), ("C1", "F1", DAY, 10), ("C1", "F2", DAY, 10), ("C1", "F2", DAY, 20)]
    imported = read(*rows)

    assert [(item.invoice, int(item.amount)) for item in imported.items] == [("F1", 10), ("F2", 10), ("F2", 20)]
    assert [problem.what for problem in imported.report.problems] == [
        "Ligne 3\N{NO-BREAK SPACE}: copies exactes d'une autre ligne, comptées une fois"
    ]


def test_n_18_two_equal_lines_of_a_ledger_are_two() -> None:
    """N-18"""
    rows = [("C1", "F1", DAY, 10), ("C1", "F1", DAY, 10)]

    assert len(read(*rows, header=("Client", "Facture", "Échéance", "Débit")).items) == 2

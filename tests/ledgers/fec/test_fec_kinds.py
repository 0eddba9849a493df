"""Ledgers that are not quite as the law has them: what each program does, read right or held (N-08, N-12, N-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from relance_xl.ledgers.common.imported import Imported, Motive
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.labels import customer_in, number_in
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from tests.places import SHARED

CASES = SHARED / "cases" / "import" / "fec"


def entry(
    customer: str = "C1",
    *,
    account: str = "411000",
    account_label: str = "Clients",
    piece: str = "F1",
    label: str = "Facture",
    number: str = "1",
    journal: str = "VE",
    debit: str = "10,00",
) -> list[str]:
    name = f"Société {customer}" if customer else ""
    head = [journal, "Ventes", number, "20260105", account, account_label, customer, name, piece, "20260105", label]
    return [*head, debit, "0,00", "", "", "", "", ""]


def read(folder: Path, *entries: Sequence[str], columns: Sequence[str] = COLUMNS, top: str = "") -> Imported:
    return from_bytes(folder, (top + "\n".join("|".join(row) for row in (columns, *entries))).encode())


def from_bytes(folder: Path, content: bytes) -> Imported:
    path = folder / "fec.txt"
    path.write_bytes(content)
    return of(path)


def of(path: Path) -> Imported:
    imported = read_files([path], lambda _: {}, FecOptions(), ListOptions())
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    assert all(problem.file and problem.line for problem in report.problems)
    return imported


def told(imported: Imported) -> str:
    lines = [f"{item.customer} {item.invoice} {item.open_amount}" for item in imported.items]
    return "; ".join([*lines, *(f"? {row.customer} {row.invoice}" for row in imported.doubted)])


SHARED_CASES = {
    "collectif.txt": "GARAGE DUVAL F101 500.00; BOULANGERIE NORI F102 700.00",
    "dolibarr_fec.txt": "CU2601-00001 FA2601-0001 1200.00",
    "odoo_fec.txt": "57 INV/2026/00001 240.00; 57 BNK1/2026/00001 -240.00; ? 57 OUVERTURE/2026",
    "odoo_octets.txt": "58 INV/1 240.00; ? 57 OUVERTURE/2026",
    "fec_entete_fr.txt": "CD F1 1000.00",
    "fec_sans_piece.txt": "CD 2026-001 1000.00; CE 2026-002 900.00",
    "fec_411nom.txt": "411DUVAL F1 1000.00",
    "fec_compte_apostrophe.txt": "58 F1 240.00; 59 F2 140.00",
    "fec_sans_client.txt": "",
    "fec_nul.txt": "CD F1 1000.00",
    "fec_dates_heure.txt": "CD F1 1000.00",
    "fec_ligne_vide.txt": "CD F1 1000.00",
    "fec_titre.txt": "CD F1 1000.00",
    "fec_utf16.txt": "CD F1 1000.00",
    "fec_utf16_sansbom.txt": "CD F1 1000.00",
    "fec_oxygene.txt": "CDUV F1 100.00",
    "fec_quoted.csv": "CDUV F1 500.00",
    "fec_tab_label.txt": "CD F1 1000.00; CD F2 10.00",
    "fec_melange.txt": "58 INV/1 240.00; 59 INV/2 100.00",
    "fec_vide_montants.txt": "",
    "negdebit.txt": "CD F1 1000.00; CD A1 -200.00",
    "partiel.txt": "CD F2 300.00",
}


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not on this machine")
@pytest.mark.parametrize("name", SHARED_CASES)
def test_each_shared_ledger_is_read_or_held(name: str) -> None:
    assert told(of(CASES / name)) == SHARED_CASES[name]


@pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not on this machine")
def test_every_line_beyond_a_nul_byte_far_in_the_file_is_read() -> None:
    imported = of(CASES / "fec_nul_loin.txt")

    assert len(imported.items) == 300
    assert [problem.line for problem in imported.report.problems] == [201]


def test_n_13_the_stated_due_date_is_never_replaced_by_a_computed_one(tmp_path: Path) -> None:
    """N-13"""
    columns = (*COLUMNS, "DateLimitReglmt", "NumFacture")
    imported = read(tmp_path, [*entry(), "20260306", "FA-9"], [*entry(piece="F2"), "", ""], columns=columns)

    assert [(item.invoice, item.due_date) for item in imported.items] == [
        ("FA-9", date(2026, 3, 6)),
        ("F2", date(2026, 2, 4)),
    ]
    assert imported.computed_due == {1}
    assert imported.items[0].note == ""


def test_n_12_a_collective_account_never_becomes_a_customer(tmp_path: Path) -> None:
    """N-12"""
    imported = read(
        tmp_path,
        entry("", label="FAC 101 GARAGE DUVAL"),
        entry("", label="Vir. Garage Duval", journal="BQ", debit="-4,00"),
        entry("", label="Ventes de janvier", piece="F3"),
        entry("", label="CLIENTS DIVERS", piece="F4", account="411100"),
        entry("", label="x", piece="F5", account_label="Garage Nori", account="411200"),
    )

    assert told(imported) == "GARAGE DUVAL F1 10.00; GARAGE DUVAL F1 -4.00; 411200 F5 10.00; ? 411000 F3; ? 411100 F4"
    assert imported.customers["GARAGE DUVAL"].name == "GARAGE DUVAL"
    assert set(imported.customers) == {"GARAGE DUVAL", "411200"}


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("FAC 101 GARAGE DUVAL", "GARAGE DUVAL"),
        ("Facture n° 12 - Boulangerie Nori", "Boulangerie Nori"),
        ("VIR SEPA DUPONT & FILS 12/01/2026", "DUPONT & FILS"),
        ("Facture travaux toiture", ""),
        ("facture du 12/01", ""),
        ("Fact. janvier", ""),
        ("CLIENTS DIVERS", ""),
        ("", ""),
    ],
)
def test_n_12_a_label_names_a_customer_or_nobody(label: str, name: str) -> None:
    """N-12"""
    assert customer_in(label, "") == name


def test_n_12_the_number_of_a_document_is_read_in_its_label() -> None:
    """N-12"""
    labels = {
        "FAC 2026-001": "2026-001",
        "Facture FA2601-0001 ": "FA2601-0001",
        "Avoir n° 12": "12",
        "Vente": "",
        "x": "",
    }

    assert {label: number_in(label) for label in labels} == labels


def test_n_08_an_opening_balance_without_a_document_is_held_and_said(tmp_path: Path) -> None:
    """N-08"""
    imported = read(
        tmp_path,
        entry(journal="AN", piece="", label="A NOUVEAU", number="1"),
        entry(journal="AN", piece="F2", label="A NOUVEAU"),
        entry(journal="AN", piece="", label="Facture F-3"),
    )

    assert told(imported) == "C1 F2 10.00; C1 F-3 10.00; ? C1 1"
    assert "solde d'ouverture" in imported.report.problems[0].what


def test_n_04_a_ledger_without_any_customer_is_a_doubt(tmp_path: Path) -> None:
    """N-04"""
    imported = read(tmp_path, entry(account="706000"))

    assert [doubt.motif for doubt in imported.doubts] == [Motive.NO_CUSTOMER]
    assert read(tmp_path, entry()).doubts == ()


@pytest.mark.parametrize("account", ["'411100", "41 1100", "b'411100'", '"411100', " 411NOM "])
def test_accounts_that_a_spreadsheet_or_a_script_spelt_are_customers(tmp_path: Path, account: str) -> None:
    imported = read(tmp_path, entry(account=account), entry(account="512000"))

    assert told(imported) == "C1 F1 10.00"
    assert imported.report.other_lines == 1


def test_a_header_in_french_and_a_title_above_it_are_understood(tmp_path: Path) -> None:
    columns = (
        "Code journal", "Libellé journal", "N° écriture", "Date écriture", "N° compte", "Libellé compte",
        "Compte auxiliaire", "Libellé auxiliaire", "Réf. pièce", "Date pièce", "Libellé écriture", "Débit", "Crédit",
        "Lettrage", "Date lettrage", "Date validation", "Montant devise", "Devise",
    )  # fmt: skip
    imported = read(tmp_path, entry("C1"), columns=columns, top="Export du 15/03/2026\n\n")

    assert told(imported) == "C1 F1 10.00"
    assert imported.customers["C1"].name == "Société C1"
    assert imported.origins[0].line == 4


def test_nul_bytes_are_left_out_and_said(tmp_path: Path) -> None:
    rows = "\n".join("|".join(row) for row in (COLUMNS, entry(), entry(piece="F\0002")))
    imported = from_bytes(tmp_path, rows.encode())

    assert told(imported) == "C1 F1 10.00; C1 F2 10.00"
    assert [(problem.line, "nul" in problem.what) for problem in imported.report.problems] == [(3, True)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf_16_is_seen_with_or_without_its_mark(tmp_path: Path, encoding: str) -> None:
    rows = "\r\n".join("|".join(row) for row in (COLUMNS, entry("Épi")))

    assert told(from_bytes(tmp_path, rows.encode(encoding))) == "Épi F1 10.00"


def test_every_field_between_quotes_and_none_doubled(tmp_path: Path) -> None:
    row = entry()
    row[7] = 'Garage "Duval", fils'
    text = "\n".join(",".join(f'"{field}"' for field in fields) for fields in (COLUMNS, row))
    imported = from_bytes(tmp_path, text.encode())

    assert imported.customers["C1"].name == 'Garage "Duval", fils'

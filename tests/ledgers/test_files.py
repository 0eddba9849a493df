"""Any file goes to its reader; several make one import, unless they would count the same invoices twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions
from relance_xl.problems import DataError
from relance_xl.tables.grid import Row

FEC_LINE = (
    "VE",
    "Ventes",
    "1",
    "20250131",
    "411000",
    "Clients",
    "C1",
    "Dupont",
    "F1",
    "20250131",
    "x",
    "10,00",
    "0,00",
)
SHEETS: Mapping[str, Sequence[Row]] = {
    "Garde": [("Export du 15/03/2025",)],
    "Factures": [("Client", "Facture", "Échéance", "Montant"), ("C2", "F2", date(2025, 2, 28), 20.0)],
}


def fec(folder: Path) -> Path:
    path = folder / "fec.txt"
    path.write_text("\n".join(["\t".join(COLUMNS), "\t".join((*FEC_LINE, "", "", "", "", ""))]), encoding="utf-8")
    return path


def csv(folder: Path) -> Path:
    path = folder / "liste.csv"
    path.write_text("Client;Facture;Échéance;Montant\nC3;F3;28/02/2025;30,00\nC3;F4;cinq;30,00\n", encoding="cp1252")
    return path


def workbook(folder: Path) -> Path:
    path = folder / "liste.xlsx"
    path.write_bytes(b"PK\x03\x04")
    return path


def read(*paths: Path) -> Imported:
    return read_files(paths, lambda _: SHEETS, FecOptions(), ListOptions())


def test_a_fec_a_csv_and_a_workbook_each_go_to_their_reader(tmp_path: Path) -> None:
    found = [read(make(tmp_path)).items[0].invoice for make in (fec, csv, workbook)]

    assert found == ["F1", "F3", "F2"]


def test_two_lists_make_one_import_with_every_line_counted(tmp_path: Path) -> None:
    imported = read(csv(tmp_path), workbook(tmp_path))
    report = imported.report

    assert [item.invoice for item in imported.items] == ["F3", "F2"]
    assert [origin.file for origin in imported.origins] == ["liste.csv", "liste.xlsx"]
    assert set(imported.customers) == {"C2", "C3"}
    assert (report.lines, report.open_lines, report.set_aside_lines) == (3, 2, 1)
    assert report.debit == Decimal("50.00")


def test_a_fec_and_a_list_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="ils compteraient deux fois les mêmes factures"):
        read(fec(tmp_path), csv(tmp_path))


def test_progress_is_told_with_its_share(tmp_path: Path) -> None:
    path = fec(tmp_path)
    line = "\t".join((*FEC_LINE, "", "", "", "", ""))
    path.write_text("\n".join(["\t".join(COLUMNS), *[line] * 40_000]), encoding="utf-8")
    said: list[tuple[str, float | None]] = []
    read_files([path], lambda _: SHEETS, FecOptions(), ListOptions(), lambda text, share: said.append((text, share)))

    assert said[0][0] == "Lecture de fec.txt"
    shares = [share or 0.0 for _, share in said]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1


def test_a_fec_opened_in_a_spreadsheet_is_refused(tmp_path: Path) -> None:
    sheets: Mapping[str, Sequence[Row]] = {"FEC": [COLUMNS, (*FEC_LINE, "", "", "", "", "")]}

    with pytest.raises(DataError, match="le fichier texte d'origine"):
        read_files([workbook(tmp_path)], lambda _: sheets, FecOptions(), ListOptions())


def test_a_sheet_of_customers_gives_names_and_addresses_to_the_codes(tmp_path: Path) -> None:
    sheets: Mapping[str, Sequence[Row]] = {
        "Clients": [("id", "nom", "email", "Ville"), (5, "Tech Solutions", "info@tech.example", "Lyon")],
        "Factures": [("numero", "client_id", "montant", "date_echeance"), ("F1", 5, 10.5, "2024-12-07")],
    }
    imported = read_files([workbook(tmp_path)], lambda _: sheets, FecOptions(), ListOptions())
    customer = imported.customers["5"]

    assert (customer.name, customer.email, customer.city) == ("Tech Solutions", "info@tech.example", "Lyon")
    assert imported.items[0].due_date == date(2024, 12, 7)


def test_a_line_that_two_lists_have_counts_once(tmp_path: Path) -> None:
    first = csv(tmp_path)
    second = tmp_path / "autre.csv"
    second.write_bytes(first.read_bytes().replace(b"F4;cinq", b"F5;28/02/2025"))
    imported = read(first, second)
    report = imported.report

    assert [(item.invoice, origin.file) for item, origin in zip(imported.items, imported.origins, strict=True)] == [
        ("F3", "liste.csv"),
        ("F5", "autre.csv"),
    ]
    assert (report.lines, report.open_lines, report.set_aside_lines, report.debit) == (4, 2, 2, Decimal("60.00"))
    assert "déjà dans un autre fichier" in report.problems[-1].what

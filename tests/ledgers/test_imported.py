"""What every reader says beside the items: what is paid, what is doubted, whom and which days the file speaks of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from relance_xl.ledgers.common.imported import Imported, Nature
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.files import read_files
from relance_xl.ledgers.lists.options import ListOptions

LIST = """Client;Facture;Date;Échéance;Montant TTC;Solde;Statut
C1;F1;05/01/2026;04/02/2026;100,00;100,00;
C2;F2;06/01/2026;04/02/2026;100,00;0,00;
C3;F3;06/01/2026;31/02/2026;100,00;100,00;
C4;F4;07/01/2026;04/02/2026;100,00;;Payée
"""


def read(folder: Path, text: str) -> Imported:
    path = folder / "fichier.txt"
    path.write_text(text, encoding="utf-8")
    return read_files([path], lambda _: {}, FecOptions(), ListOptions())


def ledger(*lines: str) -> str:
    return "\n".join(["|".join(COLUMNS), *lines])


def test_n_01_lines_that_the_list_names_as_paid_are_handed_over(tmp_path: Path) -> None:
    """N-01"""
    imported = read(tmp_path, LIST)

    assert [item.invoice for item in imported.settled] == ["F2", "F4"]
    assert imported.report.matched_lines == 2


def test_n_03_a_row_that_cannot_be_read_is_handed_over_with_its_customer_and_number(tmp_path: Path) -> None:
    """N-03"""
    (row,) = read(tmp_path, LIST).doubted

    assert (row.customer, row.invoice, row.file, row.line) == ("C3", "F3", "fichier.txt", 4)
    assert row.why == "« 31/02/2026 » n'est pas une date"


def test_n_03_a_line_of_a_ledger_too(tmp_path: Path) -> None:
    """N-03"""
    bad = "VE|Ventes|1|20260105|411000|Clients|C1|Dupont|F1|20260105|x|1o0,00|0,00|||||"
    (row,) = read(tmp_path, ledger(bad)).doubted

    assert (row.customer, row.invoice, row.line) == ("C1", "F1", 2)


def test_n_02_the_file_says_what_it_covers(tmp_path: Path) -> None:
    """N-02"""
    imported = read(tmp_path, LIST)

    assert imported.nature is Nature.LIST
    assert imported.named == {"C1", "C2", "C4"}
    assert (imported.first_entry, imported.last_entry) == (date(2026, 1, 5), date(2026, 1, 7))


def test_n_02_a_ledger_says_what_it_covers(tmp_path: Path) -> None:
    """N-02"""
    imported = read(
        tmp_path,
        ledger(
            "VE|Ventes|1|20260105|411000|Clients|C1|Dupont|F1|20260105|x|10,00|0,00|||||",
            "VE|Ventes|2|20260106|411000|Clients|C2|Nori|F2|20260106|x|10,00|0,00|A||||",
            "BQ|Banque|3|20260107|411000|Clients|C2|Nori|R2|20260107|x|0,00|10,00|A||||",
            "BQ|Banque|3|20260109|512000|Banque|||R2|20260109|x|10,00|0,00|||||",
        ),
    )

    assert imported.nature is Nature.LEDGER
    assert imported.named == {"C1", "C2"}
    assert imported.accounts == ("411", "4191")
    assert (imported.first_entry, imported.last_entry) == (date(2026, 1, 5), date(2026, 1, 9))

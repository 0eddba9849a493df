"""N-91: one workbook for all: a row a company, links, totals, common debtors, faults; never two currencies added."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from relance_xl.books.memory import MemoryBook
from relance_xl.cabinet.company.figures import debtors_of
from relance_xl.cabinet.consolidated.workbook import write_consolidated
from relance_xl.domain.money.balances import balances
from relance_xl.problems import FileUnavailable
from relance_xl.tables.sheets.ledger import read_ledger
from tests.cabinet.firms import DAY, make_company
from tests.cabinet.test_firm import NOW, run


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl leaves Excel's own data bars unread
def test_the_consolidated_workbook_shows_rows_links_totals_common_debtors_and_faults(tmp_path: Path) -> None:
    root = tmp_path / "Cabinet & Associés"
    make_company(root / "Alpha #1", "Alpha", **{"Responsable du dossier": "Anne"})
    make_company(root / "Bêta", "Bêta", **{"Devise de référence": "CHF"})
    make_company(root / "Gamma", "Gamma")
    (root / "Gamma" / "Relances.xlsm").write_bytes(b"?")

    report = run(root)
    assert report.workbook == root / "Cabinet.xlsx"
    book = openpyxl.load_workbook(report.workbook)
    sheet = book["Cabinet"]
    headers = [cell.value for cell in sheet[10]]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=11)}

    assert rows["Gamma"][0].value == "Illisible"
    assert rows["Gamma"][headers.index("Encours")].value == "?"
    link = rows["Alpha"][1].hyperlink
    assert link is not None
    assert str(link.target).replace("\\", "/") == "Alpha %231/Relances.xlsm"
    assert (rows["Alpha"][0].value, rows["Alpha"][2].value) == ("À relancer", "Anne")
    assert rows["Alpha"][headers.index("Encours")].value == 1150
    assert rows["Alpha"][headers.index("Niveau 1")].value == 1
    assert rows["Bêta"][headers.index("Devise")].value == "CHF"
    total = sheet.cell(9, headers.index("Encours") + 1).value
    assert total == '=SUMIF(tCabinet[Devise],"EUR",tCabinet[Encours])'  # francs and euros are never added
    assert list(sheet.tables) == ["tCabinet"]
    assert len(sheet._charts) == 2  # type: ignore[attr-defined]  # openpyxl names the charts it read nowhere else
    common = [[cell.value for cell in row] for row in book["Débiteurs communs"].iter_rows(min_row=3)]
    assert [row[0:3] + row[4:5] for row in common] == [
        ["Dupont & Fils", "nom et code postal", 2, "Alpha"],
        ["Dupont & Fils", "nom et code postal", 2, "Bêta"],
    ]
    assert [row[3] for row in common] == [None, None]  # what he owes in two currencies has no total
    faults = [[cell.value for cell in row] for row in book["Anomalies"].iter_rows(min_row=3)]
    assert faults[0][0] == "Gamma"
    assert faults[0][2] == "Erreur"


def test_an_open_consolidated_workbook_is_left_and_another_name_taken(tmp_path: Path) -> None:
    make_company(tmp_path / "Alpha", "Alpha")
    (tmp_path / "~$Cabinet.xlsx").touch()

    report = run(tmp_path)

    assert report.workbook == tmp_path / "Cabinet 2026-03-16 06h12m00.xlsx"
    assert not (tmp_path / "Cabinet.xlsx").exists()
    assert "ouvert" in str(report.problems[0])
    with pytest.raises(FileUnavailable, match="ouvert"):
        write_consolidated(tmp_path / "Cabinet.xlsx", (), lambda _name: None, DAY, NOW)


def test_a_siren_in_a_column_of_the_users_own_recognises_a_debtor_for_certain() -> None:
    """A SIRET begins with it; without either, name and postcode; nobody on a name alone."""
    book = MemoryBook.empty(Path("Relances.xlsm"))
    customers = book.tables["tClients"]
    customers.headers = (*customers.headers, "Siret")
    book.fill(
        "tClients",
        [
            {"Code": "A", "Nom": "Durand", "Groupe": 1, "Siret": "732 829 320 00074"},
            {"Code": "B", "Nom": "Éts  Durand", "Groupe": 1, "Code postal": "39100"},
            {"Code": "C", "Nom": "Durand", "Groupe": 1},
        ],
    )
    book.fill(
        "tFactures",
        [{"Client": code, "Facture": code, "Échéance": DAY, "Montant": 100, "Niveau": 0} for code in "ABC"],
    )
    ledger, _ = read_ledger(book)

    found = debtors_of(book, balances(ledger, DAY))

    assert [(each.code, each.key, each.certain, each.owed) for each in found] == [
        ("A", "732829320", True, Decimal("100.00")),
        ("B", "ets durand|39100", False, Decimal("100.00")),
    ]

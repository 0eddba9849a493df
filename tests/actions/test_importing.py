"""« Importer » through a workbook: every kind of file, what the user told remembered, nothing of his lost."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from relance_xl.actions.common.run import Run
from relance_xl.actions.importing import Wanted, import_files
from relance_xl.actions.imports.habits import Habits, columns_told
from relance_xl.books.memory import MemoryBook
from relance_xl.ledgers.lists.values import DateOrder
from relance_xl.problems import DataError, UsageError
from tests.ledgers.fec import test_fec as fec

RUN = Run(now=datetime(2026, 3, 16, 9, 30), user="comptable")
LIST = """Journal des ventes;;;;
Code client;Nom du client;N° facture;Échéance;Solde
D1;Dupont & Fils;FA-1;15/02/2026;1 200,00 €
D1;Dupont & Fils;FA-2;28/02/2026;300,00
M2;Martin;FA-3;10/03/2026;(50,00)
"""


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    made = MemoryBook.empty(tmp_path / "Relances.xlsm")
    made.fill("tNiveaux", [{"Niveau": 1, "Borne inférieure": 10}])
    made.fill("tGroupes", [{"Groupe": 1, "Règle": "Jours de retard"}])
    return made.fill("tParametres", [{"Paramètre": "Groupe par défaut", "Valeur": 1}])


def written(tmp_path: Path, text: str, name: str = "ventes.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode("cp1252"))
    return path


def test_a_csv_list_adds_customers_in_the_default_group_and_their_lines(book: MemoryBook, tmp_path: Path) -> None:
    report = import_files(book, RUN, [written(tmp_path, LIST)])

    assert [(row["Code"], row["Nom"], row["Groupe"]) for row in book.rows("tClients")] == [
        ("D1", "Dupont & Fils", 1),
        ("M2", "Martin", 1),
    ]
    assert [(row["Facture"], row["Échéance"], row["Solde"]) for row in book.rows("tFactures")] == [
        ("FA-1", date(2026, 2, 15), Decimal(1200)),
        ("FA-2", date(2026, 2, 28), Decimal(300)),
        ("FA-3", date(2026, 3, 10), Decimal(-50)),
    ]
    assert "2 nouveaux clients, 3 nouvelles lignes" in report.summary


def test_the_same_file_twice_changes_nothing(book: MemoryBook, tmp_path: Path) -> None:
    import_files(book, RUN, [written(tmp_path, LIST)])
    before = book.rows("tClients"), book.rows("tFactures")

    report = import_files(book, RUN, [written(tmp_path, LIST)])

    assert (book.rows("tClients"), book.rows("tFactures")) == before
    assert "rien à changer" in report.summary


def test_what_the_user_typed_survives_an_update(book: MemoryBook, tmp_path: Path) -> None:
    import_files(book, RUN, [written(tmp_path, LIST)])
    grid = book.read_table("tFactures")
    book.update_columns(
        "tFactures",
        {
            "Niveau": [2, 1, None],
            "Dernière relance": [date(2026, 3, 1), date(2026, 3, 1), None],
            "Promesse le": [date(2026, 3, 20), None, None],
            "Exclusion": [None, "Litige", None],
            "Note": ["appeler lundi", None, None],
        },
    )
    assert len(grid.rows) == 3

    import_files(
        book, RUN, [written(tmp_path, LIST.replace("1 200,00 €", "700,00").replace("M2;Martin;FA-3", "N3;Noé;FA-9"))]
    )

    first, second, third, fourth = book.rows("tFactures")
    assert (first["Montant"], first["Niveau"], first["Promesse le"]) == (Decimal(700), 2, date(2026, 3, 20))
    assert first["Note"] == "appeler lundi"
    assert (second["Niveau"], second["Exclusion"]) == (1, "Litige")
    assert (third["Solde"], third["Note"]) == (0, "Soldée à l'import du 16/03/2026")
    assert fourth["Client"] == "N3"


def test_a_partial_list_settles_nothing(book: MemoryBook, tmp_path: Path) -> None:
    import_files(book, RUN, [written(tmp_path, LIST)])
    first_only = "".join(LIST.splitlines(keepends=True)[:3])

    import_files(book, RUN, [written(tmp_path, first_only)], Wanted(partial=True))

    assert [row["Solde"] for row in book.rows("tFactures")] == [1200, 300, -50]


def test_a_column_told_once_is_remembered(book: MemoryBook, tmp_path: Path) -> None:
    strange = LIST.replace("N° facture", "Bidule").replace("Échéance", "Machin")
    told = Wanted(habits=Habits(columns=columns_told({"Facture": "Bidule", "échéance": "Machin"})))
    import_files(book, RUN, [written(tmp_path, strange)], told)

    report = import_files(book, RUN, [written(tmp_path, strange.replace("300,00", "250,00"))])

    assert "1 ligne mise à jour" in report.summary
    assert [row["Facture"] for row in book.rows("tFactures")] == ["FA-1", "FA-2", "FA-3"]


def test_a_column_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(UsageError, match=r"« Fracture » n'est pas une colonne connue.*facture"):
        columns_told({"Fracture": "N°"})


def test_undecidable_dates_are_asked_for_and_the_answer_is_remembered(book: MemoryBook, tmp_path: Path) -> None:
    english = "Customer ID;Name;Invoice number;Due date;Balance\nD1;Dupont;FA-1;02/03/2026;100\n"
    with pytest.raises(DataError):
        import_files(book, RUN, [written(tmp_path, english)])

    import_files(book, RUN, [written(tmp_path, english)], Wanted(habits=Habits(date_order=DateOrder.MONTH_FIRST)))
    import_files(book, RUN, [written(tmp_path, english.replace("100", "90"))])

    assert [(row["Échéance"], row["Solde"]) for row in book.rows("tFactures")] == [(date(2026, 2, 3), Decimal(90))]


def test_an_excel_list_is_read_like_a_csv(book: MemoryBook, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["Code client", "Nom", "N° facture", "Échéance", "Solde"])
    sheet.append(["007", "Bond", 42, datetime(2026, 2, 15), 1200.5])
    made.save(tmp_path / "ventes.xlsx")

    import_files(book, RUN, [tmp_path / "ventes.xlsx"])

    (line,) = book.rows("tFactures")
    assert (line["Client"], line["Facture"], line["Solde"]) == ("007", "42", Decimal("1200.5"))


def test_unmatched_payments_are_said_of_each_customer(book: MemoryBook, tmp_path: Path) -> None:
    report = import_files(book, RUN, [written(tmp_path, LIST.replace("M2;Martin;FA-3", "D1;Dupont & Fils;RG-3"))])

    told = [problem.what.replace("\u202f", " ").replace("\u00a0", " ") for problem in report.problems]
    assert "D1 : 1 règlement non lettré, 50,00 €" in told


def test_payments_may_be_set_against_the_oldest_invoices_on_demand(book: MemoryBook, tmp_path: Path) -> None:
    text = LIST.replace("M2;Martin;FA-3", "D1;Dupont & Fils;RG-3")

    import_files(book, RUN, [written(tmp_path, text)], Wanted(habits=Habits(netted=True)))

    assert [(row["Facture"], row["Solde"]) for row in book.rows("tFactures")] == [("FA-1", 1150), ("FA-2", 300)]


def test_names_and_addresses_are_taken_over_only_when_asked(book: MemoryBook, tmp_path: Path) -> None:
    import_files(book, RUN, [written(tmp_path, LIST)])
    renamed = written(tmp_path, LIST.replace("Dupont & Fils", "Dupont et Filles"))

    import_files(book, RUN, [renamed])
    kept = book.rows("tClients")[0]["Nom"]
    import_files(book, RUN, [renamed], Wanted(contacts=True))

    assert (kept, book.rows("tClients")[0]["Nom"]) == ("Dupont & Fils", "Dupont et Filles")


def test_n_11_more_lines_than_a_sheet_can_hold_are_refused_before_any_is_written(
    book: MemoryBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-11"""
    monkeypatch.setattr("relance_xl.actions.importing.LAST_ROW", 4)

    with pytest.raises(DataError, match="aurait"):
        import_files(book, RUN, [written(tmp_path, LIST)])
    assert not book.rows("tFactures")
    assert not book.rows("tClients")


def test_an_order_of_dates_that_is_none_is_refused_where_it_is_remembered(book: MemoryBook, tmp_path: Path) -> None:
    book.fill("tParametres", [{"Paramètre": "Import – Ordre des dates", "Valeur": "au hasard"}])

    with pytest.raises(DataError, match="« au hasard » n'est pas un ordre de dates"):
        import_files(book, RUN, [written(tmp_path, LIST)])


def test_n03_a_ledger_that_matches_nothing_says_so_before_any_letter(book: MemoryBook, tmp_path: Path) -> None:
    """N-03"""
    paid = fec.line(credit="100,00", journal="BQ", account="411000", piece="R1")
    path = fec.written(tmp_path, [fec.line(debit="100,00"), fec.line(debit="50,00", piece="F2"), paid])

    report = import_files(book, RUN, [path], Wanted(confirmed=True))

    said = [problem.what for problem in report.problems]
    assert f"{path.name} ne lettre aucun règlement : les relances porteraient sur des factures déjà payées" in said

"""N-82: a deposit slip given as a file takes its deposit apart, read with the statement or after it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from relance_xl.actions.bank.statements import read_statements
from relance_xl.actions.batches.undoing import undo
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError
from tests.actions.bank.test_statements import RUN, book, paid, statement, why

__all__ = ["book"]

DEPOSIT = "14/11/2026;REMISE CHEQUES 0004512;2 377,00;2 377,00\n"
HEAD = "Tireur;N° chèque;Montant;Facture"
LINES = [
    HEAD,
    "Dupont et Fils;12;300,00;FA-2026-0118",
    "M2;14;2 000,00;",
    "Inconnu;9;77,00;",
]


def slip(folder: Path, lines: Sequence[str] = LINES, name: str = "bordereau.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, "Total;;2 377,00;"]), encoding="utf-8")
    return path


def in_excel(folder: Path) -> Path:
    path = folder / "bordereau.xlsx"
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["Remise du 14/11"])
    for row in (["Client", "Montant"], ["D1", 300], ["Martin Nord", 2000], ["Inconnu", 77], [None, 2377]):
        sheet.append(row)
    made.save(path)
    return path


def placed(book: MemoryBook) -> list[tuple[object, ...]]:
    return [(row["Montant"], row["Client"], row["Certitude"]) for row in book.rows("tBanque")]


PLACED = [(300, "D1", "Certain"), (2000, "M2", "Certain"), (77, None, "Inconnu")]


def test_n82_a_slip_read_with_its_statement_stands_for_the_deposit(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    before = book.rows("tFactures")
    report = read_statements(book, RUN, [slip(tmp_path), statement(tmp_path, DEPOSIT)])

    assert placed(book) == PLACED
    assert paid(book) == [None, Decimal(300), Decimal(2000)]
    assert report.summary.startswith("relevé.csv, bordereau.csv : 2 encaissements affectés")
    assert read_statements(book, RUN, [statement(tmp_path, DEPOSIT)]).summary.endswith("rien à ajouter.")
    undo(book, RUN)
    assert (book.rows("tFactures"), book.rows("tBanque")) == (before, [])


@pytest.mark.parametrize("made", [slip, in_excel])
def test_n82_a_slip_read_later_takes_apart_the_deposit_that_waits(
    book: MemoryBook, tmp_path: Path, made: object
) -> None:
    """N-82"""
    assert callable(made)
    read_statements(book, RUN, [statement(tmp_path, DEPOSIT)])
    before = book.rows("tFactures"), book.rows("tBanque")
    read_statements(book, RUN, [made(tmp_path)])

    assert placed(book) == [(2377, None, "Certain"), *PLACED]
    assert "3 paiements" in str(book.rows("tBanque")[0]["Pourquoi"])
    assert "affecté" not in str(why(book))
    assert read_statements(book, RUN, [made(tmp_path), statement(tmp_path, DEPOSIT)]).decisions == ()
    with pytest.raises(DataError, match="d'aucune remise"):
        read_statements(book, RUN, [slip(tmp_path, name="autre.csv")])
    undo(book, RUN)
    assert (book.rows("tFactures"), book.rows("tBanque")) == before


def test_n82_an_unpaid_cheque_of_a_slip_reopens_its_own_lines_only(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, DEPOSIT), slip(tmp_path)])
    back = "20/11/2026;CHQ IMPAYE DUPONT ET FILS FA-2026-0118;-300,00;2 077,00\n"
    read_statements(book, RUN, [statement(tmp_path, back, name="suite.csv")])

    assert paid(book) == [None, None, Decimal(2000)]
    assert placed(book)[-1] == (-300, "D1", "Certain")


def test_n82_an_unpaid_cheque_that_names_its_drawer_only_holds_him(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, DEPOSIT), slip(tmp_path)])
    back = "20/11/2026;CHQ IMPAYE MARTIN NORD;-2 000,00;377,00\n"
    read_statements(book, RUN, [statement(tmp_path, back, name="suite.csv")])

    assert paid(book) == [None, Decimal(300), Decimal(2000)]
    assert placed(book)[-1] == (-2000, "M2", "À vérifier")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([HEAD, "Dupont;1;12,00;"], "1 paiement, 12,00"),
        ([HEAD, "Dupont;1;douze;"], "n'est pas un montant"),
        ([HEAD], "0 paiement"),
    ],
)
def test_n82_a_slip_of_no_deposit_is_refused_whole(
    book: MemoryBook, tmp_path: Path, lines: Sequence[str], told: str
) -> None:
    """N-82"""
    with pytest.raises(DataError) as refusal:
        read_statements(book, RUN, [statement(tmp_path, DEPOSIT), slip(tmp_path, lines)])

    assert told in str(refusal.value).replace("\xa0", " ").replace("\u202f", " ")
    assert book.rows("tBanque") == []


@pytest.mark.parametrize("head", ["Date;Libellé;Émetteur;Montant", "Date;Nom;Montant", "Date;Tireur;Montant;Solde"])
def test_n82_a_statement_with_the_payers_name_is_no_slip(book: MemoryBook, tmp_path: Path, head: str) -> None:
    """N-82"""
    path = tmp_path / "relevé.csv"
    row = {"Date": "14/11/2026", "Montant": "300,00", "Solde": "300,00"}
    path.write_text(f"{head}\n{';'.join(row.get(name, 'VIR SEPA X') for name in head.split(';'))}\n", encoding="utf-8")

    assert len(read_statements(book, RUN, [path]).decisions) == 1


def test_n82_a_slip_takes_apart_a_deposit_that_holds_whom_its_sum_tells(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, DEPOSIT.replace("2 377,00", "2 000,00"))])
    held = placed(book)
    lines = [HEAD, "Dupont et Fils;12;300,00;FA-2026-0118", "Inconnu;9;1 700,00;"]
    path = tmp_path / "bordereau.csv"
    path.write_text("\n".join([*lines, "Total;;2 000,00;"]), encoding="utf-8")
    read_statements(book, RUN, [path])

    assert held == [(2000, "M2", "À vérifier")]
    assert sorted(str(row[2]) for row in placed(book)) == ["Certain", "Certain", "Inconnu"]
    assert paid(book) == [None, Decimal(300), None]
    undo(book, RUN)
    assert placed(book) == held

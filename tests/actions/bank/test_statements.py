"""N-83: a statement is read, reviewed in `Banque`, undone like any other batch; who has paid is not reminded."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.actions.bank.columns import bank_columns_told
from relance_xl.actions.bank.statements import BankChoice, BankReport, read_statements
from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.common.run import Run
from relance_xl.actions.importing import Wanted, import_files
from relance_xl.actions.searching import search
from relance_xl.actions.undoing import undo as undo_last
from relance_xl.books.memory import MemoryBook
from relance_xl.problems import DataError, UsageError
from relance_xl.tables.sheets.parameters import write_parameters

RUN = Run(now=datetime(2026, 11, 16, 9, 30), user="comptable", as_of=date(2026, 11, 16))
HEAD = "Date;Libellé;Montant;Solde\n"
CERTAIN = "12/11/2026;VIR SEPA DUPONT ET FILS FA-2026-0117;1 200,00;1 200,00\n"
HELD = "12/11/2026;VIR SEPA MARTIN NORD;1 250,00;2 450,00\n"
UNKNOWN = "13/11/2026;VIR SEPA INCONNU;77,10;2 527,10\n"
FEE = "13/11/2026;COMMISSION;-2,00;2 525,10\n"


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    made = MemoryBook.empty(tmp_path / "Relances.xlsm")
    made.fill("tNiveaux", [{"Niveau": 1, "Borne inférieure": 10}])
    made.fill("tGroupes", [{"Groupe": 1, "Règle": "Jours de retard"}])
    made.fill(
        "tClients",
        [
            {"Code": "D1", "Nom": "Dupont et Fils SARL", "Groupe": 1},
            {"Code": "M2", "Nom": "Martin Nord", "Groupe": 1},
        ],
    )
    lines = [("D1", "FA-2026-0117", 1200.0), ("D1", "FA-2026-0118", 300.0), ("M2", "FA-2026-0119", 2000.0)]
    return made.fill(
        "tFactures",
        [
            {"Client": code, "Facture": invoice, "Échéance": date(2026, 9, 30), "Montant": amount}
            for code, invoice, amount in lines
        ],
    )


def statement(tmp_path: Path, *rows: str, name: str = "relevé.csv") -> Path:
    path = tmp_path / name
    path.write_bytes((HEAD + "".join(rows)).encode("cp1252"))
    return path


def whole(tmp_path: Path) -> Path:
    return statement(tmp_path, CERTAIN, HELD, UNKNOWN, FEE)


def paid(book: MemoryBook) -> list[object]:
    return [row["Réglé"] for row in book.rows("tFactures")]


def why(book: MemoryBook) -> dict[object, object]:
    search(book, RUN)
    return {row["Facture"]: row["Pourquoi"] for row in book.rows("tRelances")}


def test_n81_the_certain_are_settled_the_likely_hold_their_customer_the_unknown_are_shown(
    book: MemoryBook, tmp_path: Path
) -> None:
    """N-81"""
    report = read_statements(book, RUN, [whole(tmp_path)])
    rows = book.rows("tBanque")

    assert paid(book) == [Decimal("1200.00"), None, None]
    assert [(row["Client"], row["Certitude"]) for row in rows] == [
        ("D1", "Certain"),
        ("M2", "À vérifier"),
        (None, "Inconnu"),
    ]
    assert {row["Lot"] for row in rows} == {report.batch}
    assert "1 encaissement affecté, 1 à vérifier (1 client retenu), 1 non reconnu" in report.summary
    assert why(book)["FA-2026-0119"] == "Encaissement du 12/11 à affecter\u00a0: 1\u202f250,00\u00a0€"


def test_n83_the_same_statement_twice_and_an_overlapping_one_add_nothing_twice(
    book: MemoryBook, tmp_path: Path
) -> None:
    """N-83"""
    read_statements(book, RUN, [whole(tmp_path)])
    again = read_statements(book, RUN, [whole(tmp_path)])
    later = "13/11/2026;VIR SEPA DUPONT ET FILS;300,00;2 825,10\n"
    overlap = statement(tmp_path, HELD, UNKNOWN, FEE, later, name="suite.csv")
    asked = read_statements(book, RUN, [overlap], BankChoice(confirmed=False))
    confirmed = read_statements(book, RUN, [overlap], BankChoice(confirmed=True))

    assert "rien à ajouter" in again.summary
    assert (asked.exit_code, [doubt.reason for doubt in asked.doubts]) == (1, ["chevauchement"])
    assert confirmed.certain == 1
    assert paid(book) == [Decimal("1200.00"), Decimal("300.00"), None]
    assert len(book.rows("tBanque")) == 4


def test_n83_the_batch_is_undone_and_can_be_read_again(book: MemoryBook, tmp_path: Path) -> None:
    """N-83"""
    before = book.rows("tFactures")
    read_statements(book, RUN, [whole(tmp_path)])
    undone = undo(book, RUN)

    assert book.rows("tFactures") == before
    assert book.rows("tBanque") == []
    assert "annulé" in undone.summary
    assert "à affecter" not in str(why(book)["FA-2026-0119"])
    assert read_statements(book, RUN, [whole(tmp_path)]).certain == 1


def test_n83_a_statement_that_only_holds_is_undone_too(book: MemoryBook, tmp_path: Path) -> None:
    """N-83"""
    read_statements(book, RUN, [statement(tmp_path, HELD)])
    undo(book, RUN)

    assert book.rows("tBanque") == []


def test_n83_a_line_changed_since_is_left_as_it_is(book: MemoryBook, tmp_path: Path) -> None:
    """N-83"""
    read_statements(book, RUN, [whole(tmp_path)])
    book.tables["tFactures"].rows[0] = tuple(
        Decimal(5) if header == "Réglé" else value
        for header, value in zip(book.tables["tFactures"].headers, book.tables["tFactures"].rows[0], strict=True)
    )
    report = undo(book, RUN)

    assert any("son solde a changé" in problem.what for problem in report.problems)


def test_n83_another_account_and_a_broken_balance_ask_first(book: MemoryBook, tmp_path: Path) -> None:
    """N-83"""
    book.fill("tParametres", [{"Paramètre": "IBAN", "Valeur": "FR76 3000 4000 0312 3456 7890 143"}])
    path = tmp_path / "releve.ofx"
    path.write_text(
        "<OFX><STMTRS><CURDEF>EUR<ACCTID>99999999999<STMTTRN><DTPOSTED>20261112<TRNAMT>1200.00"
        "<NAME>VIR FA-2026-0117</STMTTRN></STMTRS></OFX>"
    )
    broken = statement(tmp_path, CERTAIN, HELD.replace("2 450,00", "9 999,00"))
    other = read_statements(book, RUN, [path], BankChoice(confirmed=False))
    wrong = read_statements(book, RUN, [broken], BankChoice(confirmed=False))

    assert [doubt.reason for doubt in (*other.doubts, *wrong.doubts)] == ["autre compte", "solde"]
    assert book.rows("tBanque") == []
    assert read_statements(book, RUN, [path], BankChoice(confirmed=True)).certain == 0


def test_n83_an_older_statement_asks_the_user(book: MemoryBook, tmp_path: Path) -> None:
    """N-83"""
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    read_statements(book, RUN, [whole(tmp_path)])
    older = statement(tmp_path, "02/11/2026;VIR SEPA DUPONT ET FILS;300,00;300,00\n", name="vieux.csv")
    report = read_statements(book, Run(now=RUN.now, confirm=refuse), [older])

    assert "Banque va déjà jusqu'au 13/11/2026" in asked[0]
    assert report.summary.startswith("Rien n'a été écrit")


def test_n82_a_payment_that_came_back_reopens_its_invoice(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, CERTAIN)])
    back = statement(tmp_path, "20/11/2026;REJET VIREMENT FA-2026-0117;-1 200,00;0,00\n", name="rejet.csv")
    report = read_statements(book, RUN, [back])

    assert report.certain == 1
    assert paid(book)[0] is None


def ledger_list(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "balance.csv"
    head = "Code client;Nom;N° facture;Nature;Échéance;Montant TTC;Réglé\n"
    others = "D1;Dupont;FA-2026-0118;Facture;30/09/2026;300,00;0,00\n"
    path.write_bytes((head + "".join(rows) + others).encode("cp1252"))
    return path


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["D1;Dupont;FA-2026-0117;Facture;30/09/2026;1200,00;0,00\n"], "1200.00"),
        (["D1;Dupont;FA-2026-0117;Facture;30/09/2026;1200,00;1200,00\n"], "1200.00"),
        (
            [
                "D1;Dupont;FA-2026-0117;Facture;30/09/2026;1200,00;0,00\n",
                "D1;Dupont;RGT-1;Règlement;12/11/2026;-1200,00;0,00\n",
            ],
            "0",
        ),
    ],
    ids=["not entered yet", "entered and matched", "entered, not matched"],
)
def test_n83_the_ledgers_later_import_counts_the_payment_once(
    book: MemoryBook, tmp_path: Path, rows: list[str], expected: str
) -> None:
    """N-83"""
    read_statements(book, RUN, [statement(tmp_path, CERTAIN)])
    import_files(book, RUN, [ledger_list(tmp_path, *rows)], Wanted(confirmed=True))
    (amount,) = (row["Réglé"] or 0 for row in book.rows("tFactures") if row["Facture"] == "FA-2026-0117")

    assert amount == Decimal(expected)


UNPAID = "D1;Dupont;FA-2026-0117;Facture;30/09/2026;1200,00;0,00\n"
ENTERED = "D1;Dupont;FA-2026-0117;Facture;30/09/2026;1200,00;1200,00\n"


@pytest.mark.parametrize("row", [UNPAID, ENTERED], ids=["not entered yet", "entered"])
def test_n05_n83_an_import_after_a_statement_is_undone_then_the_statement(
    book: MemoryBook, tmp_path: Path, row: str
) -> None:
    """N-05 N-83"""
    start = book.rows("tFactures"), book.rows("tBanque")
    read_statements(book, RUN, [whole(tmp_path)])
    settled = book.rows("tFactures"), book.rows("tBanque")
    import_files(book, RUN, [ledger_list(tmp_path, row)], Wanted(confirmed=True))
    undo_last(book, RUN)
    assert (book.rows("tFactures"), book.rows("tBanque")) == settled
    undo_last(book, RUN)
    assert (book.rows("tFactures"), book.rows("tBanque")) == start


@pytest.mark.parametrize(("row", "expected"), [(UNPAID, 1200), (ENTERED, 1200)], ids=["not entered yet", "entered"])
def test_n83_a_statement_undone_then_read_after_the_import_counts_the_payment_once(
    book: MemoryBook, tmp_path: Path, row: str, expected: int
) -> None:
    """N-83"""
    read_statements(book, RUN, [statement(tmp_path, CERTAIN)])
    undo(book, RUN)
    import_files(book, RUN, [ledger_list(tmp_path, row)], Wanted(confirmed=True))
    read_statements(book, RUN, [statement(tmp_path, CERTAIN)], BankChoice(confirmed=True))

    assert paid(book)[0] == expected
    read_statements(book, RUN, [statement(tmp_path, CERTAIN)], BankChoice(confirmed=True))
    import_files(book, RUN, [ledger_list(tmp_path, row)], Wanted(confirmed=True))
    assert paid(book)[0] == expected


def test_n81_another_account_and_a_day_to_come_are_never_certain(book: MemoryBook, tmp_path: Path) -> None:
    """N-81"""
    write_parameters(book, {"IBAN": "FR76 3000 4000 0312 3456 7890 143"})
    path = tmp_path / "relevé.csv"
    rows = (
        "12/11/2026;VIR FA-2026-0117;1200,00;FR7630004000031234567890143",
        "12/11/2026;VIR FA-2026-0119;2000,00;FR7610107001011234567890129",
        "12/11/2062;VIR FA-2026-0118;300,00;FR7630004000031234567890143",
    )
    path.write_text("\n".join(["Date;Libellé;Montant;Numéro de compte", *rows]), encoding="utf-8")
    report = read_statements(book, RUN, [path])

    assert [each.outcome.value for each in report.decisions] == ["Certain", "À vérifier", "À vérifier"]
    assert paid(book) == [1200, None, None]


def test_n82_a_refund_that_says_so_holds_its_customer(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    rows = ("REMBOURSEMENT MARTIN NORD FA-2026-0119", "VIR EMIS MARTIN NORD", "REMBOURSEMENT PRET MARTIN NORD")
    read_statements(book, RUN, [statement(tmp_path, *(f"12/11/2026;{label};-20,00;\n" for label in rows))])

    assert [(row["Client"], row["Certitude"]) for row in book.rows("tBanque")] == [("M2", "À vérifier")]


def test_n14_the_names_of_columns_are_told_in_french() -> None:
    """N-14"""
    assert bank_columns_told({"libelle": "Texte"}) == {"label": "Texte"}
    with pytest.raises(UsageError, match="n'est pas une colonne connue"):
        bank_columns_told({"couleur": "x"})


def test_n80_a_file_that_is_no_statement_changes_nothing(book: MemoryBook, tmp_path: Path) -> None:
    """N-80"""
    path = tmp_path / "lettre.txt"
    path.write_text("Bonjour")
    with pytest.raises(DataError):
        read_statements(book, RUN, [path])

    assert book.rows("tBanque") == []
    assert isinstance(read_statements(book, RUN, [statement(tmp_path, FEE)]), BankReport)

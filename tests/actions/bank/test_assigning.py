"""N-82: what a person chooses in `Banque` is settled and remembered; undo gives all back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.actions.bank.assigning import assign
from relance_xl.actions.bank.columns import bank_columns_told
from relance_xl.actions.bank.emptying import empty_unknown
from relance_xl.actions.bank.statements import BankChoice, read_statements
from relance_xl.actions.batches.undoing import undo
from relance_xl.books.memory import MemoryBook
from tests.actions.bank.test_statements import CERTAIN, HELD, RUN, UNKNOWN, book, paid, statement, whole, why

__all__ = ["book"]

PARENT = "14/11/2026;VIR SEPA HOLDING MARTIN MOTIF;2 000,00;4 527,10\n"


def choose(made: MemoryBook, place: int, **cells: str) -> None:
    """Type into the row of `Banque` at `place`, counted from 0."""
    table = made.tables["tBanque"]
    names = {"client": "Client", "factures": "Factures", "decision": "Décision"}
    typed = {names[name]: value for name, value in cells.items()}
    table.rows[place] = tuple(
        typed.get(header, value) for header, value in zip(table.headers, table.rows[place], strict=True)
    )


def banque(made: MemoryBook) -> list[tuple[object, ...]]:
    return [(row["Client"], row["Factures"], row["Certitude"]) for row in made.rows("tBanque")]


def test_n82_yes_and_an_invoice_fill_what_is_paid_and_free_the_customer(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [whole(tmp_path)])
    assert "à affecter" in str(why(book)["FA-2026-0119"])
    choose(book, 1, factures="FA-2026-0119")
    report = assign(book, RUN)

    assert paid(book) == [Decimal("1200.00"), None, Decimal("1250.00")]
    assert "1 encaissement affecté" in report.summary
    assert banque(book)[1] == ("M2", "FA-2026-0119", "Certain")
    assert "à affecter" not in str(why(book)["FA-2026-0119"])


def test_n82_undo_gives_back_the_money_the_row_the_choice_and_the_memory(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [whole(tmp_path)])
    choose(book, 1, factures="FA-2026-0119")
    before = {name: book.rows(name) for name in ("tFactures", "tBanque", "tPayeurs")}
    assign(book, RUN)
    assert [(row["Payeur"], row["Client"]) for row in book.rows("tPayeurs")] == [("MARTIN NORD", "M2")]
    report = undo(book, RUN)

    assert "1 ligne rendue à son état d'avant" in report.summary
    assert {name: book.rows(name) for name in before} == before
    assert "à affecter" in str(why(book)["FA-2026-0119"])
    assert assign(book, RUN).assigned


def test_n82_the_choice_is_remembered_for_the_next_statement(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, PARENT)])
    assert banque(book)[0][2] == "Inconnu" or banque(book)[0][2] == "À vérifier"
    choose(book, 0, client="D1", factures="FA-2026-0117 ; FA-2026-0118")
    report = assign(book, RUN)
    assert paid(book)[:2] == [Decimal("1200.00"), Decimal("300.00")]
    assert any("500,00\u00a0€ sont payés en trop" in str(problem) for problem in report.problems)
    book.append_rows(
        "tFactures",
        ["Client", "Facture", "Échéance", "Montant"],
        [["D1", "FA-2026-0200", RUN.now.date(), Decimal(640)], ["D1", "FA-2026-0201", RUN.now.date(), Decimal(81)]],
    )
    later = statement(tmp_path, "20/11/2026;VIR SEPA HOLDING MARTIN MOTIF;640,00;5 167,10\n", name="suite.csv")

    assert read_statements(book, RUN, [later]).certain == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"client": "M2", "factures": "FA-2026-0117"}, "FA-2026-0117 n'est pas une facture de ce client"),
        ({"client": "Z9"}, "« Z9 » n'est pas un client"),
        ({"client": "D1"}, "choisissez aussi les factures"),
        ({"factures": "FA-9"}, "FA-9 n'est pas une facture connue"),
        ({"factures": "FA-2026-0117;FA-2026-0119"}, "ne font pas la remise"),
        ({"decision": "oui"}, "ni client ni facture"),
    ],
)
def test_n82_a_choice_that_cannot_be_followed_changes_nothing_and_says_what_to_choose(
    book: MemoryBook, tmp_path: Path, cells: dict[str, str], said: str
) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, UNKNOWN)])
    choose(book, 0, **cells)
    before = book.rows("tFactures"), book.rows("tBanque"), book.rows("tJournal")
    report = assign(book, RUN)

    assert any(said in str(problem) and problem.cell for problem in report.problems) or said in str(report.problems)
    assert (book.rows("tFactures"), book.rows("tBanque"), book.rows("tJournal")) == before
    assert not report.batch


def test_n82_an_unknown_payment_holds_the_customer_as_soon_as_he_is_chosen(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, UNKNOWN)])
    choose(book, 0, client="D1")

    assert "à affecter" in str(why(book)["FA-2026-0117"])
    choose(book, 0, client="D1", decision="non")
    assert "à affecter" not in str(why(book)["FA-2026-0117"])


def test_n82_nothing_chosen_says_what_to_do(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, CERTAIN, HELD)])

    assert "choisissez « Client » ou « Factures »" in assign(book, RUN).summary


def test_n82_a_statement_undone_after_its_payment_was_assigned_keeps_that_payment(
    book: MemoryBook, tmp_path: Path
) -> None:
    """N-82"""
    first = read_statements(book, RUN, [whole(tmp_path)]).batch
    choose(book, 1, decision="oui", factures="FA-2026-0119")
    assign(book, RUN)
    undo(book, RUN, batch=first)

    assert paid(book) == [None, None, Decimal("1250.00")]
    assert banque(book) == [("M2", "FA-2026-0119", "Certain")]
    again = read_statements(book, RUN, [whole(tmp_path)])
    assert (again.certain, paid(book)) == (1, [Decimal("1200.00"), None, Decimal("1250.00")])


def test_n82_a_name_chosen_for_two_customers_pays_for_several_from_then_on(book: MemoryBook, tmp_path: Path) -> None:
    """N-82"""
    other = "15/11/2026;VIR SEPA HOLDING MARTIN MOTIF;300,00;4 827,10\n"
    third = "16/11/2026;VIR SEPA HOLDING MARTIN MOTIF;1 200,00;6 027,10\n"
    read_statements(book, RUN, [statement(tmp_path, PARENT, other)])
    choose(book, 0, decision="oui")
    choose(book, 1, client="D1", factures="FA-2026-0118")
    assert len(assign(book, RUN).assigned) == 2
    later = read_statements(book, RUN, [statement(tmp_path, third, name="suite.csv")])

    assert [decision.outcome.value for decision in later.decisions if "HOLDING" in decision.operation.label] != []
    assert later.certain == 0


def test_n82_a_row_whose_former_state_cannot_be_read_holds_its_customer_after_an_undo(
    book: MemoryBook, tmp_path: Path
) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, UNKNOWN)])
    choose(book, 0, client="M2", factures="FA-2026-0119")
    assign(book, RUN)
    table = book.tables["tBanque"]
    at = table.headers.index("Avant")
    table.rows[0] = [*table.rows[0][:at], "{", *table.rows[0][at + 1 :]]
    undo(book, RUN)

    assert banque(book) == [("M2", "FA-2026-0119", "À vérifier")]
    assert "à affecter" in str(why(book)["FA-2026-0119"])


def test_n83_who_is_no_customer_is_erased_in_one_gesture_and_does_not_come_back(
    book: MemoryBook, tmp_path: Path
) -> None:
    """Labels and IBANs of people who are not customers are nowhere in the workbook any more."""
    read_statements(book, RUN, [whole(tmp_path)])
    assert empty_unknown(book, replace(RUN, confirm=lambda _question: False)).emptied == 0
    report = empty_unknown(book, RUN)

    assert (report.emptied, [row["Libellé"] for row in book.rows("tBanque")][2]) == (1, None)
    assert "INCONNU" not in str([book.rows(name) for name in book.table_names()])
    assert read_statements(book, RUN, [whole(tmp_path)]).summary.endswith("rien à ajouter.")
    assert "Aucun" in empty_unknown(book, RUN).summary
    choose(book, 1, decision="non")
    assert empty_unknown(book, RUN).emptied == 1
    assert "à affecter" not in str(why(book)["FA-2026-0119"])


def test_n10_n14_the_columns_told_once_are_remembered(book: MemoryBook, tmp_path: Path) -> None:
    """N-14"""
    path = tmp_path / "banque.csv"
    path.write_text("Jour;Texte;Somme\n12/11/2026;VIR SEPA DUPONT ET FILS FA-2026-0117;1 200,00\n", encoding="utf-8")
    told = bank_columns_told({"Date": "Jour", "Libellé": "Texte", "Montant": "Somme"})
    first = read_statements(book, RUN, [path], BankChoice(columns=told))
    assert "Colonnes retenues dans Paramètres : Date = Jour, Libellé = Texte, Montant = Somme" in first.summary
    undo(book, RUN)

    assert read_statements(book, RUN, [path]).certain == 1


def test_n82_a_deposit_slip_is_taken_apart_by_the_invoices_that_a_person_lists(
    book: MemoryBook, tmp_path: Path
) -> None:
    """N-82"""
    read_statements(book, RUN, [statement(tmp_path, "14/11/2026;REMISE CHEQUES 0004512;2 300,00;2 300,00\n")])
    choose(book, 0, factures="FA-2026-0118 ; FA-2026-0119")
    before = book.rows("tFactures"), book.rows("tBanque")
    assign(book, RUN)

    assert paid(book) == [None, Decimal("300.00"), Decimal("2000.00")]
    assert book.rows("tPayeurs") == []
    assert "Remise détaillée" in str(book.rows("tBanque")[0]["Pourquoi"])
    undo(book, RUN)
    assert (book.rows("tFactures"), book.rows("tBanque")) == before

"""« Enregistrer les appels »: what scenarios cannot show."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.calling import NOTHING_RIGHT, CallsReport, record_calls
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.cli.json_documents import calls_document
from relance_xl.tables.grid import Book, Written
from tests.actions.company import Rows, click, column, in_a_file, in_memory, rows, type_in

DUE = date(2026, 3, 1)
TABLES: Mapping[str, Rows] = {
    "tFactures": [
        {"Client": "Dupont", "Facture": "F1", "Échéance": DUE, "Montant": 100, "Niveau": 1,
         "Dernière relance": date(2026, 2, 1)},
        {"Client": "Dupont", "Facture": "F1", "Échéance": DUE, "Montant": 250},
    ]
}  # fmt: skip


def called(book: Book, **typed: list[Written]) -> CallsReport:
    """A phone list filled, results typed by column, then recorded."""
    search(book, click())
    fill_phone_list(book, click())
    for header, values in typed.items():
        type_in(book, "tAppels", header.replace("_", " "), values)
    return record_calls(book, click())


def test_s2_14_instalments_alike_receive_each_their_own_result(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    amounts = column(book, "tAppels", "Solde")
    type_in(book, "tAppels", "Résultat", ["Litige" if amount == 250 else "Répondeur" for amount in amounts])

    record_calls(book, click())

    assert column(book, "tFactures", "Exclusion") == [None, "Litige"]
    assert column(book, "tFactures", "Niveau") == [1, None]
    assert column(book, "tFactures", "Dernière relance") == [date(2026, 2, 1), None]


def test_of_two_lines_alike_the_one_that_was_listed_receives_the_result(tmp_path: Path) -> None:
    alike: dict[str, Written] = {"Client": "Dupont", "Facture": "F1", "Échéance": DUE, "Montant": 100}
    book = in_memory(tmp_path, {"tFactures": [{**alike, "Exclusion": "NA"}, alike]})

    called(book, Résultat=["Litige"])

    assert column(book, "tFactures", "Exclusion") == ["NA", "Litige"]


def test_the_closed_file_keeps_promises_and_forgets_what_was_typed(tmp_path: Path) -> None:
    book = in_a_file(tmp_path, TABLES)
    before = rows(book, "tFactures")

    called(book, Résultat=["Promesse", None], Promesse_le=[date(2026, 3, 20), None], Note=["ok", None])

    assert sorted(map(str, column(book, "tFactures", "Promesse le"))) == ["2026-03-20", "None"]
    assert column(book, "tAppels", "Résultat") == [None, None]
    assert "Promesse au 20/03/2026" in column(book, "tJournal", "Document")
    undo(book, click(1))
    assert rows(book, "tFactures") == before


def test_a_note_alone_is_kept(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)

    report = called(book, Note=["rappeler lundi", None])

    assert [call.words for call in report.calls] == ["Note"]
    assert "15/03/2026 rappeler lundi" in column(book, "tFactures", "Note")


def test_a_dispute_does_not_replace_another_exclusion(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    type_in(book, "tFactures", "Exclusion", ["NA", "NA"])
    type_in(book, "tAppels", "Résultat", ["Litige", "Litige"])

    report = record_calls(book, click())

    assert column(book, "tFactures", "Exclusion") == ["NA", "NA"]
    assert len(report.calls) == 2


def test_a_line_that_left_factures_since_the_list_is_an_error_at_its_cell(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    type_in(book, "tAppels", "Résultat", ["Répondeur", "Répondeur"])
    book.tables["tFactures"].rows.pop()

    report = record_calls(book, click())

    assert report.exit_code == 1
    (problem,) = report.problems
    assert (problem.where, problem.what) == (
        "Appels!F9",
        "La ligne F1 n'est plus dans « Factures », ou y porte une erreur",
    )
    assert len(report.calls) == 1


def test_a_result_out_of_the_list_is_left_to_mend(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)

    report = called(book, Résultat=["peut-être", None])

    assert report.summary == NOTHING_RIGHT
    assert "peut-être" in column(book, "tAppels", "Résultat")
    assert report.exit_code == 1


@pytest.mark.parametrize("amount", [0, -5])
def test_a_promised_amount_is_positive(tmp_path: Path, amount: int) -> None:
    book = in_memory(tmp_path, TABLES)

    report = called(book, Résultat=["Promesse", None], Promesse_le=[date(2026, 3, 20), None],
                    Montant_promis=[amount, None])  # fmt: skip

    assert (report.calls, report.exit_code) == ((), 1)


def test_an_invoice_paid_since_the_list_is_recorded_and_told(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    type_in(book, "tFactures", "Réglé", [100, 250])
    type_in(book, "tAppels", "Résultat", ["Dit avoir payé", None])

    report = record_calls(book, click())

    assert [call.words for call in report.calls] == ["Dit avoir payé"]
    assert "est soldée depuis la liste d'appels" in str(report.problems[0])


def test_the_json_document_says_each_result(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)

    document = calls_document(called(book, Résultat=["Promesse", None], Promesse_le=[date(2026, 3, 20), None]))

    assert (document["lot"], document["date"], document["problemes"]) == ("2026-03-15-093000", "2026-03-15", [])
    assert document["appels"] == [
        {"client": "Dupont", "facture": "F1", "echeance": "2026-03-01", "resultat": "Promesse",
         "promesse": "2026-03-20", "texte": "Promesse au 20/03/2026"}
    ]  # fmt: skip

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
from relance_xl.cli.answers.desk import calls_document
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
        type_in(book, "tAppels", header.replace("_", " "), [None, *values])  # the first row opens the customer
    return record_calls(book, click())


def test_s2_14_instalments_alike_receive_each_their_own_result(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    amounts = column(book, "tAppels", "Solde")
    type_in(
        book,
        "tAppels",
        "Résultat",
        ["Litige" if amount == 250 else "Répondeur" if amount else None for amount in amounts],
    )

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
    assert column(book, "tAppels", "Résultat") == [None, None, None]
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
    type_in(book, "tAppels", "Résultat", [None, "Litige", "Litige"])

    report = record_calls(book, click())

    assert column(book, "tFactures", "Exclusion") == ["NA", "NA"]
    assert len(report.calls) == 2


def test_a_line_that_left_factures_since_the_list_is_an_error_at_its_cell(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    type_in(book, "tAppels", "Résultat", [None, "Répondeur", "Répondeur"])
    book.tables["tFactures"].rows.pop()

    report = record_calls(book, click())

    assert report.exit_code == 1
    (problem,) = report.problems
    assert (problem.where, problem.what) == (
        "Appels!B10",
        "La ligne F1 n'est plus dans « Factures », ou y porte une erreur",
    )
    assert len(report.calls) == 1


def test_a_result_out_of_the_list_is_left_to_mend(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)

    report = called(book, Résultat=["peut-être", None])

    assert report.summary == NOTHING_RIGHT
    assert "peut-être" in column(book, "tAppels", "Résultat")
    assert report.exit_code == 1


def test_a_promise_whose_amount_cannot_be_read_is_left_to_mend(tmp_path: Path) -> None:
    """N-35"""
    book = in_memory(tmp_path, TABLES)
    report = called(book, Résultat=["Promesse", None], Montant_promis=["beaucoup", None])

    assert [problem.cell[0] for problem in report.problems] == ["N"]
    assert column(book, "tFactures", "Promesse le") == [None, None]
    assert column(book, "tAppels", "Montant promis") == [None, "beaucoup", None]


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
    type_in(book, "tAppels", "Résultat", [None, "Dit avoir payé", None])

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


TWO_CURRENCIES: Mapping[str, Rows] = {
    "tDevises": [{"Devise": "USD", "Date": date(2026, 3, 1), "Cours": 1}],
    "tFactures": [
        {"Client": "Dupont", "Facture": "F1", "Échéance": DUE, "Montant": 100},
        {"Client": "Dupont", "Facture": "F2", "Échéance": DUE, "Montant": 100, "Devise": "USD"},
    ],
}


def opened(book: Book, **typed: Written) -> CallsReport:
    """A phone list filled, a result typed on the row that opens its customer, then recorded."""
    search(book, click())
    fill_phone_list(book, click())
    for header, value in typed.items():
        lines = len(book.read_table("tAppels").rows) - 1
        type_in(book, "tAppels", header.replace("_", " "), [value, *[None] * lines])
    return record_calls(book, click())


@pytest.mark.parametrize(
    ("tables", "typed", "told"),
    [
        (TABLES, {"Résultat": "Promesse"}, "La promesse sur Dupont n'a pas de date"),
        (TABLES, {"Résultat": "À rappeler", "Promesse_le": DUE}, "Le rappel sur Dupont est déjà passé"),
        (TABLES, {"Résultat": "Répondeur", "Promesse_le": date(2026, 4, 1)}, "« Promesse le » est rempli"),
        (TABLES, {"Résultat": "À rappeler", "Montant_promis": 5}, "« Montant promis » est rempli pour Dupont"),
        (TABLES, {"Résultat": "peut-être"}, "peut-être"),
        (TABLES, {"Résultat": "Promesse", "Promesse_le": date(2026, 4, 1), "Montant_promis": -5}, "n'est pas positif"),
        (
            TWO_CURRENCIES,
            {"Résultat": "Promesse", "Promesse_le": date(2026, 4, 1), "Montant_promis": 5},
            "Dupont doit dans plusieurs devises",
        ),
    ],
)
def test_n_35_a_result_for_a_whole_customer_with_a_fault_is_left_to_mend(
    tmp_path: Path, tables: Mapping[str, Rows], typed: dict[str, Written], told: str
) -> None:
    report = opened(in_memory(tmp_path, tables), **typed)

    assert (report.calls, report.exit_code) == ((), 1)
    assert told in str(report.problems[0]).replace("\u00a0", " ")


def test_n_35_a_customer_who_promises_more_than_he_owes_is_told_and_recorded(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)

    report = opened(book, Résultat="Promesse", Promesse_le=date(2026, 4, 1), Montant_promis=400)

    assert "dépasse son solde (350,00" in str(report.problems[0])
    assert column(book, "tJournal", "Montant promis") == [100, 250]
    assert column(book, "tAppels", "Résultat") == [None, None, None]


def test_n_35_a_result_for_a_whole_customer_reaches_his_overdue_lines_that_the_list_leaves_out(tmp_path: Path) -> None:
    young: dict[str, Written] = {"Client": "Dupont", "Montant": 5, "Échéance": date(2026, 3, 10)}
    more: Rows = [
        {**young, "Facture": "F2"},
        {**young, "Facture": "F3", "Échéance": date(2026, 3, 20)},
        {**young, "Facture": "F4", "Exclusion": "NA"},
        {**young, "Facture": "F5", "Montant": -5},
        {**young, "Facture": "F6", "Client": "Martin"},
    ]
    for outcome, reached in (("Répondeur", ["F1", "F1", "F2"]), ("Litige", ["F1", "F1"])):
        folder = tmp_path / outcome
        folder.mkdir()
        book = in_memory(folder, {"tFactures": [*TABLES["tFactures"], *more]})
        search(book, click())
        ticks = [invoice == "F1" for invoice in column(book, "tRelances", "Facture")]
        type_in(book, "tRelances", "Relancer", ["oui" if tick else "non" for tick in ticks])
        fill_phone_list(book, click())
        type_in(book, "tAppels", "Résultat", [outcome, None, None])

        assert [call.item.invoice for call in record_calls(book, click()).calls] == reached


def test_n_35_a_customer_of_whom_nothing_is_left_is_an_error_at_his_row(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    type_in(book, "tFactures", "Réglé", [100, 250])
    type_in(book, "tAppels", "Résultat", ["Répondeur", None, None])

    report = record_calls(book, click())

    assert (report.calls, report.problems[0].where) == ((), "Appels!P8")
    assert "Aucune ligne de Dupont n'est en retard" in report.problems[0].what


def test_n_35_results_typed_for_a_whole_customer_outlive_a_list_made_again(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    type_in(book, "tAppels", "Résultat", ["Répondeur", None, None])

    fill_phone_list(book, click())

    assert column(book, "tAppels", "Résultat") == ["Répondeur", None, None]


def test_n_35_a_journal_made_before_keeps_no_result_and_a_search_goes_on(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    journal = book.tables["tJournal"]
    journal.headers = tuple(f"Ancien {header}" if header == "Résultat" else header for header in journal.headers)
    called(book, Résultat=["Dit avoir payé", "Dit avoir payé"])

    search(book, click(1))

    assert column(book, "tRelances", "Relancer") == ["oui", "oui"]
    del book.tables["tJournal"]
    search(book, click(2))
    assert column(book, "tRelances", "Relancer") == ["oui", "oui"]


def test_n_35_the_promises_not_kept_stand_on_accueil(tmp_path: Path) -> None:
    promised: Rows = [
        {"Client": name, "Facture": "F1", "Échéance": DUE, "Montant": 6200, "Promesse le": date(2026, 3, 10)}
        for name in ("Dupont", "Martin")
    ]
    book = in_memory(tmp_path, {"tFactures": promised})
    search(book, click())
    assert book.read_names()["promesses_non_tenues"] == "2 promesses non tenues\u00a0: 12\u202f400,00\u00a0€"

    type_in(book, "tFactures", "Réglé", [6200, 6200])
    search(book, click())
    assert book.read_names()["promesses_non_tenues"] is None


def test_n_35_a_small_promise_of_a_customer_reaches_his_oldest_line_alone(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)

    report = opened(book, Résultat="Promesse", Promesse_le=date(2026, 4, 1), Montant_promis=60)

    assert [call.words.replace("\u00a0", " ") for call in report.calls] == ["Promesse au 01/04/2026 : 60,00 €"]


TWO_CUSTOMERS: Mapping[str, Rows] = {
    "tFactures": [
        *TABLES["tFactures"],
        {"Client": "Dupont", "Facture": "F2", "Échéance": DUE, "Montant": 40},
        {"Client": "Martin", "Facture": "M1", "Échéance": DUE, "Montant": 70},
    ]
}


def test_what_was_typed_outlives_a_new_list_though_the_line_has_left_it(tmp_path: Path) -> None:
    """A line unticked since, one of two alike, a whole customer, a date that no one can read: nothing is lost."""
    book = in_memory(tmp_path, TWO_CUSTOMERS)
    search(book, click())
    fill_phone_list(book, click())
    sheet = [row[:2] for row in rows(book, "tAppels")]
    places = {(name, invoice, amount): place for place, ((name, invoice), amount) in enumerate(
        zip(sheet, column(book, "tAppels", "Solde"), strict=True))}  # fmt: skip
    notes: list[Written] = [None] * len(sheet)
    days: list[Written] = [None] * len(sheet)
    for key in (("Dupont", "F1", 250), ("Dupont", "F2", 40), ("Martin", None, 70), ("Martin", "M1", 70)):
        notes[places[key]] = " ".join(map(str, key))
    days[places["Martin", "M1", 70]] = "fin du mois"
    type_in(book, "tAppels", "Note", notes)
    type_in(book, "tAppels", "Promesse le", days)
    ticks = zip(column(book, "tRelances", "Facture"), column(book, "tRelances", "Client"), strict=True)
    type_in(book, "tRelances", "Relancer", ["non" if "F2" in pair or "Martin" in pair else "oui" for pair in ticks])

    report = fill_phone_list(book, click())

    assert "3 résultats tapés hors de cette liste" in report.summary
    kept = list(zip(*(column(book, "tAppels", name) for name in ("Nom", "Facture", "Solde", "Note")), strict=True))
    assert kept == [
        ("Dupont", None, 390, None),
        ("Dupont", "F1", 100, None),
        ("Dupont", "F1", 250, "Dupont F1 250"),
        ("Dupont", "F2", 40, "Dupont F2 40"),
        ("Martin", None, 70, "Martin None 70"),
        ("Martin", "M1", 70, "Martin M1 70"),
    ]
    assert "fin du mois" in column(book, "tAppels", "Promesse le")
    assert "hors de cette liste" in fill_phone_list(book, click()).summary

    assert len(record_calls(book, click()).calls) == 2
    assert "hors de cette liste" in fill_phone_list(book, click()).summary, "what has a fault is still there to mend"


def test_the_row_of_a_customer_pasted_twice_counts_once(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TABLES)
    search(book, click())
    fill_phone_list(book, click())
    type_in(book, "tAppels", "Résultat", ["Répondeur", None, None])
    table = book.tables["tAppels"]
    table.rows.append(list(table.rows[0]))

    report = record_calls(book, click())

    assert [call.words for call in report.calls] == ["Répondeur", "Répondeur"]
    assert report.exit_code == 1

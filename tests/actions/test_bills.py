"""« Traites »: what scenarios cannot show (S0-15, S0-30)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.bills import follow_bills, issue_bill_letters, rehearse_bill_letters
from relance_xl.cli.answers.issued import bills_document
from relance_xl.problems import DataError, FileUnavailable
from tests.actions.company import Rows, UnsavableBook, click, column, files_below, in_a_file, in_memory

DAY = date(2026, 6, 20)
BILLS: Mapping[str, Rows] = {
    "tTraites": [
        {"Traite": "T1", "Client": "Dupont", "Tirée le": date(2026, 6, 1), "Échéance": date(2026, 7, 31),
         "Montant": 1000, "Note": "à moi"},
        {"Traite": "T2", "Client": "Durand", "Tirée le": date(2026, 5, 1), "Échéance": date(2026, 6, 10),
         "Montant": 500},
    ]
}  # fmt: skip


def test_s0_15_the_closed_file_receives_the_reminder_of_a_bill_and_gives_it_back(tmp_path: Path) -> None:
    book = in_a_file(tmp_path, BILLS)

    report = issue_bill_letters(book, click(day=DAY))

    assert [letter.file for letter in report.letters] == ["Lettres/2026-06-20/Traites/Dupont Dupont T1.docx"]
    assert report.print_runs == ("Lettres/2026-06-20/À imprimer – traites.docx",)
    assert column(book, "tTraites", "Relances") == [1, None]
    assert column(book, "tTraites", "Dernière relance") == [DAY, None]
    assert column(book, "tTraites", "Note") == ["à moi", None]
    undo(book, click(1, day=DAY))
    assert column(book, "tTraites", "Relances") == [None, None]
    assert files_below(tmp_path / "Lettres") == {
        "Annulées/2026-06-20-093000/Traites/Dupont Dupont T1.docx",
        "Annulées/2026-06-20-093000/À imprimer – traites.docx",
    }


def test_the_letters_are_taken_back_when_the_workbook_cannot_be_saved(tmp_path: Path) -> None:
    book = in_memory(tmp_path, BILLS, UnsavableBook)

    with pytest.raises(FileUnavailable):
        issue_bill_letters(book, click(day=DAY))

    assert not (tmp_path / "Lettres").exists() or files_below(tmp_path / "Lettres") == set()


def test_without_its_template_nothing_is_written_and_the_template_is_named(tmp_path: Path) -> None:
    book = in_memory(tmp_path, BILLS)
    (tmp_path / "Modèles" / "traite.docx").unlink()

    with pytest.raises(DataError, match=r"traite\.docx"):
        issue_bill_letters(book, click(day=DAY))

    assert column(book, "tTraites", "Relances") == [None, None]


def test_s0_30_the_list_needs_no_template(tmp_path: Path) -> None:
    book = in_memory(tmp_path, BILLS)
    (tmp_path / "Modèles" / "traite.docx").unlink()

    report = follow_bills(book, click(day=DAY))

    assert [status.bill.number for status in report.to_purge] == ["T2"]
    assert column(book, "tTraites", "Relances") == [None, None]


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    book = in_memory(tmp_path, BILLS)

    report = rehearse_bill_letters(book, click(day=DAY))

    assert (report.summary[:12], len(report.letters), report.batch) == ("Simulation :", 1, "")
    assert column(book, "tTraites", "État") == [None, None]
    assert files_below(tmp_path / "Lettres") == set() if (tmp_path / "Lettres").exists() else True


def test_saying_no_writes_nothing(tmp_path: Path) -> None:
    book = in_memory(tmp_path, BILLS)

    assert issue_bill_letters(book, click(day=DAY, confirm=False)).letters == ()
    assert column(book, "tTraites", "Relances") == [None, None]


def test_a_workbook_without_bills_says_so(tmp_path: Path) -> None:
    book = in_memory(tmp_path, BILLS)
    del book.tables["tTraites"]

    with pytest.raises(DataError, match="Le tableau « tTraites » est absent"):
        follow_bills(book, click(day=DAY))


def test_a_bill_without_dates_is_told_at_its_cell(tmp_path: Path) -> None:
    book = in_memory(
        tmp_path,
        {"tTraites": [{"Traite": "T1", "Client": "Dupont", "Échéance": date(2026, 9, 1), "Montant": 10}]},
    )

    (problem,) = follow_bills(book, click(day=DAY)).problems

    assert (problem.sheet, problem.cell) == ("Traites", "G8")
    assert column(book, "tControle", "Valeur") == ["T1"]


def test_the_json_document_says_states_letters_and_what_to_purge(tmp_path: Path) -> None:
    document = bills_document(issue_bill_letters(in_memory(tmp_path, BILLS), click(day=DAY)))

    assert [(each["traite"], each["etat"], each["montant"], each["devise"]) for each in document["traites"]] == [
        ("T1", "a_relancer", "1000.00", "EUR"),
        ("T2", "echue", "500.00", "EUR"),
    ]
    assert document["a_epurer"] == ["T2"]
    assert document["lettres"] == [
        {"traite": "T1", "client": "Dupont", "fichier": "Lettres/2026-06-20/Traites/Dupont Dupont T1.docx"}
    ]
    assert document["tirages"] == ["Lettres/2026-06-20/À imprimer – traites.docx"]
    assert document["lot"] == "2026-06-20-093000"

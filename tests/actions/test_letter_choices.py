"""What the parameters add to a letter, and the PDF of each print run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import pytest

from relance_xl.actions.letters import LetterChoice, LettersReport, issue_letters
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.tables.grid import Written
from tests.actions.company import click, in_memory

LATE: Mapping[str, Written] = {"Client": "D1", "Facture": "FA-1", "Échéance": date(2026, 2, 1), "Montant": 100}
NOT_DUE: Mapping[str, Written] = {"Client": "D1", "Facture": "FA-2", "Échéance": date(2026, 4, 30), "Montant": 250}
CREDIT: Mapping[str, Written] = {
    "Client": "D1",
    "Facture": "AV-3",
    "Nature": "Avoir",
    "Échéance": date(2026, 2, 1),
    "Montant": -10,
}
DISPUTED: Mapping[str, Written] = {
    "Client": "D1",
    "Facture": "FA-4",
    "Échéance": date(2026, 2, 1),
    "Montant": 99,
    "Exclusion": "Litige",
}


def company(folder: Path, *switches: str) -> MemoryBook:
    folder.mkdir(exist_ok=True)
    parameters = [
        {"Paramètre": "Société", "Valeur": "Ateliers"},
        {"Paramètre": "IBAN", "Valeur": "FR1420041010050500013M02606"},
        *({"Paramètre": switch, "Valeur": "oui"} for switch in switches),
    ]
    return in_memory(folder, {"tFactures": [LATE, NOT_DUE, CREDIT, DISPUTED], "tParametres": parameters})


def letters(book: MemoryBook, choice: LetterChoice | None = None) -> LettersReport:
    search(book, click())
    return issue_letters(book, click(1), choice)


def text_of(book: MemoryBook, report: LettersReport) -> str:
    document = docx.Document(str(book.path.parent / report.letters[0].file))
    return "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_s0_26_the_statement_lists_every_open_line_but_those_in_dispute(tmp_path: Path) -> None:
    book = company(tmp_path, "Lettres : relevé de compte joint")

    shown = text_of(book, letters(book))

    assert "FA-1" in shown
    assert "FA-2" in shown
    assert "AV-3" in shown
    assert "FA-4" not in shown


def test_without_the_switch_a_letter_does_not_list_what_is_not_due(tmp_path: Path) -> None:
    book = company(tmp_path)

    assert "FA-2" not in text_of(book, letters(book))


def test_the_payment_code_is_a_picture_in_the_letter(tmp_path: Path) -> None:
    plain, coded = company(tmp_path / "a"), company(tmp_path / "b", "Lettres : QR code de virement")

    pictures = [len(docx.Document(str(book.path.parent / letters(book).letters[0].file)).inline_shapes)
                for book in (plain, coded)]  # fmt: skip

    assert pictures == [0, 1]


def test_the_cover_sheet_stands_first_in_the_print_run(tmp_path: Path) -> None:
    book = company(tmp_path, "Lettres : bordereau en tête", "Lettres : recto verso")

    report = letters(book)

    run = docx.Document(str(book.path.parent / report.print_runs[0].file))
    assert len(run.sections) == 2
    assert report.print_runs[0].letters == 1


def test_a_line_raised_with_its_batch_shows_its_own_level_afterwards(tmp_path: Path) -> None:
    book = in_memory(tmp_path, {"tFactures": [LATE]})

    letters(book)

    (row,) = [row for row in book.rows("tRelances") if row["Facture"] == "FA-1"]
    assert (row["Niveau atteint"], row["Relancer"]) == (2, "non")


def test_a_journal_of_the_first_fourteen_columns_keeps_the_proof(tmp_path: Path) -> None:
    book = in_memory(tmp_path, {"tFactures": [LATE]})
    journal = book.tables["tJournal"]
    journal.headers = journal.headers[:14]
    journal.rows = []

    letters(book)

    (line,) = book.rows("tJournal")
    assert (line["Client"], line["Niveau après"], line["État"]) == ("D1", 2, "Émise")


@pytest.mark.libreoffice
def test_each_print_run_becomes_a_pdf_beside_it(tmp_path: Path) -> None:
    book = company(tmp_path)

    (run,) = letters(book, LetterChoice(pdf=True)).print_runs

    assert run.pdf == run.file.replace(".docx", ".pdf")
    assert (tmp_path / run.pdf).read_bytes().startswith(b"%PDF")

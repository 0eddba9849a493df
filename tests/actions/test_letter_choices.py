"""What the parameters add to a letter, and the PDF of each print run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import pytest

from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.letters import LetterChoice, LettersReport, issue_letters
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.machine import programs
from relance_xl.problems import FileUnavailable, UsageError
from relance_xl.tables.grid import Written
from tests.actions.company import click, in_memory
from tests.documents.pdf.word_imitation import ComError, ImitatedDocument, Machine

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
    assert report.print_runs[0].ranks == (0,)


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

    (run,) = letters(book, LetterChoice(run_pdfs=True)).print_runs

    assert run.pdf == run.file.replace(".docx", ".pdf")
    assert (tmp_path / run.pdf).read_bytes().startswith(b"%PDF")


@pytest.mark.libreoffice
def test_each_letter_becomes_a_pdf_beside_it_when_that_is_asked_for(tmp_path: Path) -> None:
    report = letters(company(tmp_path), LetterChoice(letter_pdfs=True))

    assert [letter.pdf for letter in report.letters] == [letter.file[:-5] + ".pdf" for letter in report.letters]
    assert all((tmp_path / letter.pdf).read_bytes().startswith(b"%PDF") for letter in report.letters)
    assert [run.pdf for run in report.print_runs] == [""]


# ---- the PDF of a print run, where Word makes it (an imitation of its objects) ----


@pytest.fixture
def word(monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "_USUAL_PLACES", ())
    return Machine().install(monkeypatch)


def documents(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder / "Lettres").as_posix() for path in folder.rglob("Lettres/**/*.*"))


def test_without_libreoffice_word_makes_the_pdf_of_the_print_run_and_of_nothing_else(
    tmp_path: Path, word: Machine
) -> None:
    book = company(tmp_path)

    (run,) = letters(book, LetterChoice(run_pdfs=True)).print_runs

    assert (tmp_path / run.pdf).read_bytes().startswith(b"%PDF")
    assert [line for line in word.log if line.startswith("Export")] == ["Export À imprimer – niveau 2.docx"]
    assert [line for line, _share in book.messages if line.startswith("PDF")] == ["PDF : 0 sur 1", "PDF : 1 sur 1"]


def test_a_pdf_that_cannot_be_made_leaves_no_letter_and_records_nothing(
    tmp_path: Path, word: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(_document: ImitatedDocument, **_options: object) -> None:
        raise ComError(-2147352567, "Une exception s'est produite.", "Erreur d'exportation.")

    monkeypatch.setattr(ImitatedDocument, "ExportAsFixedFormat", refusing)
    book = company(tmp_path)

    with pytest.raises(FileUnavailable, match=r"À imprimer – niveau 2\.docx .*Erreur d'exportation"):
        letters(book, LetterChoice(run_pdfs=True))

    assert documents(tmp_path) == []
    assert book.rows("tJournal") == []
    assert [row["Niveau"] for row in book.rows("tFactures")] == [None] * 4
    assert word.log[-1] == "Quit"


def test_no_program_for_pdfs_is_said_before_anything_is_written(tmp_path: Path, word: Machine) -> None:
    word.fault = lambda: ComError(-2147221005, "Chaîne de classe incorrecte")
    word.registered = False
    book = company(tmp_path)

    with pytest.raises(UsageError, match="Ni LibreOffice ni Word"):
        letters(book, LetterChoice(run_pdfs=True))

    assert documents(tmp_path) == []


@pytest.mark.usefixtures("word")
def test_the_pdf_keeps_the_number_of_its_print_run_and_is_undone_with_it(tmp_path: Path) -> None:
    book = company(tmp_path)
    letters(book)
    book.update_columns("tFactures", {"Niveau": [None] * 4, "Dernière relance": [None] * 4})
    search(book, click(2))

    (second,) = issue_letters(book, click(3), LetterChoice(run_pdfs=True)).print_runs

    assert second.file.endswith("/À imprimer – niveau 2 (2).docx")
    assert second.pdf.endswith("/À imprimer – niveau 2 (2).pdf")
    undo(book, click(4))
    assert not (tmp_path / second.pdf).exists()

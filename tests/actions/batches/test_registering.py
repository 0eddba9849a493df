"""The number of a registered letter, from `Relances` to the print run, the journal and the JSON document (S3-06)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import docx
import pytest

from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.common.control import all_problems
from relance_xl.actions.letters import LettersReport, issue_letters, rehearse_letters
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.cli.answers.issued import letters_document
from relance_xl.problems import DataError, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, CellError, Value, Written
from tests.actions.company import Rows, click, column, files_below, in_a_file, in_memory, type_in

NUMBER = "1A 123 456 7890 1"
LATE = date(2026, 1, 1)
HEADER = "N° recommandé"


def registered(*lines: Mapping[str, Written]) -> dict[str, Rows]:
    """Lines that a registered letter reminds of, two customers when none is given."""
    usual = ({"Client": "Dupont", "Facture": "F1"}, {"Client": "Martin", "Facture": "F2"})
    return {
        "tNiveaux": [{"Niveau": 3, "Borne inférieure": 10, "Recommandé AR": "oui"}],
        "tFactures": [{"Échéance": LATE, "Montant": 100, **line} for line in lines or usual],
        "tParametres": [{"Paramètre": "Lettres : bordereau en tête", "Valeur": "oui"}],
    }


def numbered(folder: Path, *numbers: Value) -> MemoryBook:
    """A searched book, these numbers typed on its lines."""
    book = in_memory(folder, registered())
    search(book, click())
    book.update_columns("tRelances", {HEADER: list(numbers)})
    return book


def without_column(book: MemoryBook, name: str) -> None:
    """Take the column of the number away, and those kept or computed for the user, as in a workbook made before."""
    table = book.tables[name]
    schemas = {each.name: each for each in (schema.PROPOSALS, schema.JOURNAL)}
    later = {column.header for column in schemas[name].columns if column.hidden or column.formula} | {HEADER}
    kept = [place for place, header in enumerate(table.headers) if header not in later]
    table.headers = tuple(table.headers[place] for place in kept)
    table.rows = [[row[place] for place in kept] for row in table.rows]


def typed(book: MemoryBook, *numbers: Value) -> None:
    """Put values into the column of the number that no spreadsheet would let pass as they are."""
    table = book.tables["tRelances"]
    place = table.headers.index(HEADER)
    table.rows = [[*row[:place], number, *row[place + 1 :]] for row, number in zip(table.rows, numbers, strict=True)]


def told(report: LettersReport) -> str:
    return "\n".join(str(problem) for problem in report.problems).replace("\u00a0", " ")


def test_s3_06_the_sheet_before_the_print_run_shows_the_number_of_each_letter(tmp_path: Path) -> None:
    report = issue_letters(numbered(tmp_path, NUMBER, None), click(1))

    summary = docx.Document(str(tmp_path / report.print_runs[0].file)).tables[0]
    assert [[row.cells[1].text, row.cells[5].text] for row in summary.rows] == [
        ["Client", "N° de recommandé"],
        ["Dupont", NUMBER],
        ["Martin", ""],
    ]


def test_s3_06_the_document_of_the_command_gives_the_number_or_an_empty_text(tmp_path: Path) -> None:
    report = issue_letters(numbered(tmp_path, NUMBER, None), click(1))

    assert [(letter["client"], letter["recommande"]) for letter in letters_document(report)["lettres"]] == [
        ("Dupont", NUMBER),
        ("Martin", ""),
    ]


def test_a_number_is_kept_as_it_was_typed_spaces_tidied_and_zeros_kept(tmp_path: Path) -> None:
    book = numbered(tmp_path, "  00 12\u00a0 3456 ", 87001234567890.0)

    report = issue_letters(book, click(1))

    assert [letter.reminder.registered_number for letter in report.letters] == ["00 12 3456", "87001234567890"]
    assert column(book, "tJournal", HEADER) == ["00 12 3456", "87001234567890"]


@pytest.mark.parametrize("unreadable", [1.2345678901234567e16, CellError("#N/A")])
def test_a_number_that_cannot_be_read_sets_its_letter_aside(tmp_path: Path, unreadable: Value) -> None:
    book = in_memory(tmp_path, registered())
    search(book, click())
    typed(book, unreadable, NUMBER)

    report = issue_letters(book, click(1))

    assert [letter.reminder.customer.code for letter in report.letters] == ["Martin"]
    assert "Relances!M8 : " in told(report)
    assert [(skipped.customer, skipped.invoice) for skipped in report.skipped] == [("Dupont", "F1")]


def test_a_number_that_cannot_be_read_is_not_wiped_in_silence_by_a_search(tmp_path: Path) -> None:
    book = in_memory(tmp_path, registered())
    search(book, click())
    typed(book, CellError("#N/A"), None)

    report = search(book, click(1))

    assert "tapé pour F1 (Dupont) n'est pas gardé : il n'a pas pu être lu" in "\n".join(
        str(problem).replace("\u00a0", " ") for problem in report.problems
    )


def test_a_word_without_a_digit_is_no_number(tmp_path: Path) -> None:
    report = issue_letters(numbered(tmp_path, "à venir", NUMBER), click(1))

    assert [letter.reminder.customer.code for letter in report.letters] == ["Martin"]
    assert "« à venir » n'est pas un numéro de recommandé : il n'a aucun chiffre" in told(report)
    assert report.exit_code == 1


@pytest.mark.parametrize("number", ["2C 123 456 7890 1", "RK 12 345 678 9 FR", "LRE-2026/000123", "42"])
def test_no_number_is_refused_for_its_form(tmp_path: Path, number: str) -> None:
    report = issue_letters(numbered(tmp_path, number, None), click(1))

    assert report.letters[0].reminder.registered_number == number
    assert report.problems == []


def test_the_number_of_a_customer_left_out_is_not_free_for_another(tmp_path: Path) -> None:
    book = numbered(tmp_path, NUMBER, NUMBER.lower())
    type_in(book, "tRelances", "Relancer", ["non", "oui"])

    report = issue_letters(book, click(1))

    assert report.letters == ()
    assert "est donné à deux lettres : F2 (Martin) et F1 (Dupont)" in told(report)


def test_a_simulation_tells_the_same_faults_and_keeps_the_numbers(tmp_path: Path) -> None:
    book = numbered(tmp_path, NUMBER, NUMBER)

    assert "est donné à deux lettres" in told(rehearse_letters(book, click(1)))
    assert column(book, "tRelances", HEADER) == [NUMBER, NUMBER]


def test_the_sheet_says_the_number_that_left_and_nothing_can_use_it_again(tmp_path: Path) -> None:
    book = numbered(tmp_path, NUMBER, None)
    issue_letters(book, click(1))

    assert column(book, "tRelances", HEADER) == [None, None]
    assert f"au niveau 3, recommandé {NUMBER} (lot " in str(column(book, "tRelances", "Pourquoi")[0])
    search(book, click(2))
    assert column(book, "tRelances", HEADER) == [None, None]


def test_an_undo_keeps_the_number_in_the_journal_and_frees_it(tmp_path: Path) -> None:
    book = numbered(tmp_path, NUMBER, None)
    issue_letters(book, click(1))

    undo(book, click(2))

    assert column(book, "tJournal", HEADER) == [NUMBER, None]
    assert column(book, "tJournal", "État") == ["Annulée", "Annulée"]
    search(book, click(3))
    type_in(book, "tRelances", HEADER, [None, NUMBER])
    assert [letter.reminder.registered_number for letter in issue_letters(book, click(4)).letters] == ["", NUMBER]


def test_a_number_typed_later_in_the_journal_is_taken_too(tmp_path: Path) -> None:
    book = numbered(tmp_path, None, None)
    type_in(book, "tRelances", "Relancer", ["oui", "non"])
    issue_letters(book, click(1))
    type_in(book, "tJournal", HEADER, [NUMBER])
    search(book, click(2))
    rows = book.rows("tRelances")
    type_in(book, "tRelances", HEADER, [NUMBER if row["Facture"] == "F2" else None for row in rows])
    type_in(book, "tRelances", "Relancer", ["oui" if row["Facture"] == "F2" else "non" for row in rows])

    report = issue_letters(book, click(3))

    assert report.letters == ()
    assert "est déjà au journal : lettre du 15/03/2026 à Dupont, F1 (Journal, ligne 8)" in told(report)


def test_a_letter_with_two_numbers_in_the_journal_is_told_by_the_check(tmp_path: Path) -> None:
    book = in_memory(tmp_path, registered({"Client": "Dupont", "Facture": "F1"}, {"Client": "Dupont", "Facture": "F2"}))
    search(book, click())
    issue_letters(book, click(1))
    type_in(book, "tJournal", HEADER, ["1A 1", "1A 2"])

    (found,) = [problem for problem in all_problems(book, click(2)) if problem.sheet == "Journal"]

    assert (found.cell, found.value, found.severity) == ("Y9", "1A 2", Severity.WARNING)
    assert "n'est pas le seul de sa lettre" in found.what


def test_a_workbook_made_before_goes_on_as_it_did(tmp_path: Path) -> None:
    book = in_memory(tmp_path, registered())
    without_column(book, "tRelances")
    without_column(book, "tJournal")

    search(book, click())
    report = issue_letters(book, click(1))

    assert [letter.reminder.registered_number for letter in report.letters] == ["", ""]
    assert report.problems == []
    assert column(book, "tJournal", "Niveau après") == [3, 3]
    assert undo(book, click(2)).problems == []


def test_a_level_typed_in_a_workbook_made_before_outlives_the_next_search(tmp_path: Path) -> None:
    levels = [{"Niveau": number, "Borne inférieure": 10 * number} for number in (1, 2)]
    book = in_memory(tmp_path, registered() | {"tNiveaux": levels})
    without_column(book, "tRelances")
    search(book, click())
    book.update_columns("tRelances", {"Niveau proposé": [1, 1]})

    search(book, click())

    assert column(book, "tRelances", "Niveau proposé") == [1, 1]


def test_the_columns_of_the_contract_are_enough_even_with_documents_to_lead_to(tmp_path: Path) -> None:
    book = in_memory(tmp_path, registered({"Client": "Dupont", "Facture": "F1", "Pièce": "F1.pdf"}))
    for name in ("tRelances", "tAppels"):
        table = book.tables[name]
        table.headers = tuple(header for header in table.headers if header not in {HEADER, "Pièce"})
        table.rows = []

    search(book, click())

    assert fill_phone_list(book, click()).problems == []
    assert [row["Facture"] for row in book.rows("tAppels")] == [None, "F1"]
    assert len(issue_letters(book, click(1)).letters) == 1


def test_a_journal_that_cannot_keep_the_number_stops_before_any_letter(tmp_path: Path) -> None:
    book = numbered(tmp_path, NUMBER, None)
    without_column(book, "tJournal")

    with pytest.raises(DataError, match="La colonne « N° recommandé » manque dans le tableau tJournal"):
        issue_letters(book, click(1))

    assert column(book, "tFactures", "Niveau") == [None, None]
    assert not files_below(tmp_path / "Lettres")


def renamed(path: Path) -> None:
    """Give another name to the columns of the number in a closed workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in parts.items():
            archive.writestr(info, data.replace(HEADER.encode(), b"Colonne a moi"))


def test_a_closed_workbook_made_before_goes_on_as_it_did(tmp_path: Path) -> None:
    place = in_a_file(tmp_path, registered()).path
    renamed(place)

    for action in (search, issue_letters):
        book = WorkbookFile(place)
        action(book, click())
        book.save()

    assert HEADER not in WorkbookFile(place).read_table("tRelances").headers
    assert column(WorkbookFile(place), "tJournal", "Niveau après") == [3, 3]


def test_a_closed_workbook_keeps_the_number_as_text_from_search_to_journal(tmp_path: Path) -> None:
    place = in_a_file(tmp_path, registered()).path
    numbers: list[Written] = ["0012345678901", "1A 123 456 7890 1"]

    def clicked(act: object) -> Book:
        book = WorkbookFile(place)
        act(book)  # type: ignore[operator]  # any action of one book
        book.save()
        return WorkbookFile(place)

    clicked(lambda book: search(book, click()))
    clicked(lambda book: type_in(book, "tRelances", HEADER, numbers))
    book = clicked(lambda book: search(book, click(1)))
    assert column(book, "tRelances", HEADER) == numbers
    book = clicked(lambda book: issue_letters(book, click(2)))

    assert column(book, "tJournal", HEADER) == numbers
    assert column(book, "tRelances", HEADER) == [None, None]


def test_the_number_stands_beside_the_decisions_and_last_in_sight_in_the_journal() -> None:
    headers = schema.PROPOSALS.headers
    in_sight = [column.header for column in schema.JOURNAL.columns if not column.hidden]
    assert headers[headers.index("Pourquoi") + 1] == in_sight[-1] == HEADER


def test_a_workbook_without_a_journal_has_no_number_in_doubt(tmp_path: Path) -> None:
    book = numbered(tmp_path, NUMBER, None)
    del book.tables["tJournal"]

    assert "N° recommandé" not in "\n".join(map(str, all_problems(book, click(1))))

"""« Annuler »: what scenarios cannot show, files and refusals (S2-22, S3-08, S0-24)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.batches.undoing import rehearse_undo, undo
from relance_xl.actions.letters import issue_letters
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.cli.answers.issued import undo_document
from relance_xl.problems import DataError, FileUnavailable
from relance_xl.tables.grid import Book, Written
from tests.actions.company import Rows, UnsavableBook, click, column, files_below, in_a_file, in_memory, rows, type_in

TWO_CUSTOMERS: Mapping[str, Rows] = {
    "tFactures": [
        {"Client": "Dupont", "Facture": "F1", "Échéance": date(2026, 3, 1), "Montant": 100, "Note": "à moi"},
        {"Client": "Durand", "Facture": "F2", "Échéance": date(2026, 3, 1), "Montant": 200, "Niveau": 0},
    ]
}
FIRST = "2026-03-15-093000"


def issued(book: Book, second: int = 0) -> str:
    search(book, click(second))
    return issue_letters(book, click(second)).batch


def factures_part(workbook: Path) -> bytes:
    """The part of the file that holds `Factures`, byte for byte."""
    with zipfile.ZipFile(workbook) as archive:
        return archive.read("xl/worksheets/sheet3.xml")


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    return in_memory(tmp_path, TWO_CUSTOMERS)


def test_s0_24_documents_and_print_run_are_set_aside_under_the_number_of_the_batch(book: MemoryBook) -> None:
    issued(book)

    report = undo(book, click(1))

    assert files_below(book.path.parent / "Lettres") == {
        f"Annulées/{FIRST}/Niveau 1/Dupont Dupont.docx",
        f"Annulées/{FIRST}/Niveau 1/Durand Durand.docx",
        f"Annulées/{FIRST}/À imprimer – niveau 1.docx",
    }
    assert (
        "Lettres/2026-03-15/À imprimer – niveau 1.docx",
        f"Lettres/Annulées/{FIRST}/À imprimer – niveau 1.docx",
    ) in (report.documents)
    assert not (book.path.parent / "Lettres/2026-03-15").exists()


def test_s0_24_the_closed_file_is_given_back_cell_for_cell(tmp_path: Path) -> None:
    book = in_a_file(tmp_path, TWO_CUSTOMERS)
    before = {name: rows(book, name) for name in ("tFactures", "tClients")}
    sheet = factures_part(book.path)
    issued(book)
    assert column(book, "tFactures", "Niveau") == [1, 1]

    undo(book, click(1))

    assert {name: rows(book, name) for name in before} == before
    assert factures_part(book.path) == sheet
    assert column(book, "tJournal", "État") == ["Annulée", "Annulée"]
    assert column(book, "tFactures", "Niveau") == [None, 0]


def test_the_documents_are_back_in_their_place_when_the_workbook_cannot_be_saved(tmp_path: Path) -> None:
    book = in_memory(tmp_path, TWO_CUSTOMERS)
    issued(book)
    documents = files_below(tmp_path / "Lettres")
    open_elsewhere = UnsavableBook(book.path, book.tables, book.names, book.addresses)

    with pytest.raises(FileUnavailable):
        undo(open_elsewhere, click(1))

    assert files_below(tmp_path / "Lettres") == documents


def test_the_print_run_stays_as_long_as_one_of_its_letters_holds(book: MemoryBook) -> None:
    issued(book)
    type_in(book, "tFactures", "Niveau", [3, 1])

    report = undo(book, click(1))

    assert [kept.line.invoice for kept in report.kept] == ["F1"]
    assert files_below(book.path.parent / "Lettres") == {
        "2026-03-15/Niveau 1/Dupont Dupont.docx",
        "2026-03-15/À imprimer – niveau 1.docx",
        f"Annulées/{FIRST}/Niveau 1/Durand Durand.docx",
    }


def test_what_was_left_can_be_undone_later_by_the_number_of_its_batch(book: MemoryBook) -> None:
    issued(book)
    type_in(book, "tFactures", "Niveau", [3, 1])
    undo(book, click(1))
    type_in(book, "tFactures", "Niveau", [1, None])

    report = undo(book, click(2), FIRST)

    assert [each.line.invoice for each in report.restored] == ["F1"]
    assert column(book, "tFactures", "Niveau") == [None, None]
    assert not (book.path.parent / "Lettres/2026-03-15").exists()


def test_a_letter_on_several_lines_stays_while_one_of_them_holds(tmp_path: Path) -> None:
    lines = [
        {"Client": "Dupont", "Facture": name, "Échéance": date(2026, 3, 1), "Montant": 100} for name in ("F1", "F2")
    ]
    book = in_memory(tmp_path, {"tFactures": lines})
    issued(book)
    type_in(book, "tFactures", "Niveau", [3, 1])

    assert undo(book, click(1)).documents == ()
    assert column(book, "tFactures", "Niveau") == [3, None]


def test_the_pdf_of_a_letter_goes_along_with_it(book: MemoryBook) -> None:
    issued(book)
    (book.path.parent / "Lettres/2026-03-15/À imprimer – niveau 1.pdf").write_bytes(b"%PDF")

    undo(book, click(1))

    assert (book.path.parent / f"Lettres/Annulées/{FIRST}/À imprimer – niveau 1.pdf").is_file()


def test_a_letter_thrown_away_by_the_user_is_no_obstacle(book: MemoryBook) -> None:
    issued(book)
    (book.path.parent / "Lettres/2026-03-15/Niveau 1/Dupont Dupont.docx").unlink()

    assert len(undo(book, click(1)).restored) == 2


def test_a_path_of_the_journal_that_leads_elsewhere_is_never_followed(book: MemoryBook) -> None:
    issued(book)
    precious = book.path.parent / "contrat.docx"
    precious.write_bytes(b"mine")
    type_in(book, "tJournal", "Document", ["contrat.docx", "Lettres/../contrat.docx"])

    undo(book, click(1))

    assert precious.read_bytes() == b"mine"


def test_the_same_names_set_aside_twice_do_not_replace_each_other(book: MemoryBook) -> None:
    issued(book)
    earlier = book.path.parent / f"Lettres/Annulées/{FIRST}/À imprimer – niveau 1.docx"
    earlier.parent.mkdir(parents=True)
    earlier.write_bytes(b"older")

    undo(book, click(1))

    assert earlier.read_bytes() == b"older"
    assert earlier.with_name("À imprimer – niveau 1 (2).docx").is_file()


def test_saying_no_changes_nothing(book: MemoryBook) -> None:
    issued(book)
    documents = files_below(book.path.parent / "Lettres")

    report = undo(book, click(1, confirm=False))

    assert report.restored == ()
    assert column(book, "tFactures", "Niveau") == [1, 1]
    assert files_below(book.path.parent / "Lettres") == documents


def test_a_rehearsal_says_what_would_be_undone_and_does_nothing(book: MemoryBook) -> None:
    issued(book)
    saves = book.saves

    report = rehearse_undo(book, click(1))

    assert report.summary.startswith("Simulation : Lot 2026-03-15-093000 annulé : 2 lignes rendues à leur état d'avant")
    assert (column(book, "tFactures", "Niveau"), book.saves) == ([1, 1], saves)


def test_s0_24_the_undo_of_an_undo_is_refused_with_the_reason(book: MemoryBook) -> None:
    issued(book)
    undo(book, click(1))

    with pytest.raises(DataError, match="est déjà annulé : une annulation ne s'annule pas"):
        undo(book, click(2), FIRST)


def test_an_unknown_batch_is_refused(book: MemoryBook) -> None:
    issued(book)

    with pytest.raises(DataError, match=r"ne connaît pas de lot « lundi ».*comme 2026-03-15-093000"):
        undo(book, click(1), "lundi")


def test_n_05_the_order_of_the_rows_says_which_batch_is_last_and_a_batch_may_be_named(book: MemoryBook) -> None:
    """N-05"""
    issued(book)
    later = click(5, day=date(2026, 4, 20))
    search(book, later)
    issue_letters(book, later)
    book.tables["tJournal"].rows.reverse()

    with pytest.raises(DataError, match="toutes ses lignes ont changé depuis"):
        undo(book, click(9))
    report = undo(book, click(9), "2026-04-20-093005")

    assert report.batch == "2026-04-20-093005"
    assert column(book, "tFactures", "Niveau") == [1, 1]


def test_n104_an_undo_that_was_interrupted_goes_on_with_its_batch_and_not_with_an_older_one(book: MemoryBook) -> None:
    """N-104: killed in the open workbook, half of its lines given back in `Factures`, one of them in the journal."""
    issued(book)
    later = click(5, day=date(2026, 4, 20))
    search(book, later)
    issue_letters(book, later)
    type_in(book, "tFactures", "Niveau", [1, 2])
    type_in(book, "tFactures", "Dernière relance", [date(2026, 3, 15), date(2026, 4, 20)])
    journal = column(book, "tJournal", "Facture")
    type_in(book, "tJournal", "État", ["Annulée" if (place, name) in {(2, "F1"), (3, "F1")} else "Émise"
                                       for place, name in enumerate(journal)])  # fmt: skip

    assert undo(book, click(9)).batch == "2026-04-20-093005"
    assert column(book, "tFactures", "Niveau") == [1, 1]
    assert column(book, "tJournal", "État") == ["Émise"] * 2 + ["Annulée"] * 2
    assert undo(book, click(10)).batch == FIRST
    assert column(book, "tFactures", "Niveau") == [None, 0]


def test_n104_a_document_that_a_killed_undo_left_in_both_places_goes_aside_once(book: MemoryBook) -> None:
    """N-104: killed between the two halves of a move."""
    issued(book)
    letter = book.path.parent / "Lettres/2026-03-15/Niveau 1/Dupont Dupont.docx"
    aside = book.path.parent / f"Lettres/Annulées/{FIRST}/Niveau 1/Dupont Dupont.docx"
    aside.parent.mkdir(parents=True)
    aside.hardlink_to(letter)

    undo(book, click(1))

    assert files_below(book.path.parent / "Lettres/Annulées") == {
        f"{FIRST}/Niveau 1/Dupont Dupont.docx",
        f"{FIRST}/Niveau 1/Durand Durand.docx",
        f"{FIRST}/À imprimer – niveau 1.docx",
    }
    assert not letter.exists()


def test_n104_a_line_given_back_before_the_kill_is_undone_once_the_journal_says_so(book: MemoryBook) -> None:
    """N-104: every cell of `Factures` was given back, and nothing was written into the journal."""
    issued(book)
    type_in(book, "tFactures", "Niveau", [None, 0])
    type_in(book, "tFactures", "Dernière relance", [None, None])

    report = undo(book, click(1))

    assert (len(report.restored), report.kept) == (2, ())
    assert column(book, "tJournal", "État") == ["Annulée", "Annulée"]


def test_e_mails_that_left_cannot_be_called_back_and_it_is_said(book: MemoryBook) -> None:
    issued(book)
    type_in(book, "tJournal", "Canal", ["E-mail", "Courrier"])

    report = undo(book, click(1))

    assert "un message déjà envoyé ne se rappelle pas" in str(report.problems[0])
    assert report.exit_code == 0


def test_a_line_that_left_the_sheet_is_told_and_the_others_are_given_back(book: MemoryBook) -> None:
    issued(book)
    del book.tables["tFactures"].rows[0]

    report = undo(book, click(1))

    assert [(kept.line.invoice, kept.why) for kept in report.kept] == [("F1", "elle n'est plus dans la feuille")]
    assert column(book, "tFactures", "Niveau") == [0]


def test_lines_alike_are_told_apart_by_their_balance(tmp_path: Path) -> None:
    lines = [
        {"Client": "Dupont", "Facture": "F1", "Échéance": date(2026, 3, 1), "Montant": amount, "Niveau": level}
        for amount, level in ((100, None), (200, 0))
    ]
    book = in_memory(tmp_path, {"tFactures": lines})
    issued(book)
    book.tables["tFactures"].rows.reverse()

    undo(book, click(1))

    assert sorted(zip(column(book, "tFactures", "Montant"), column(book, "tFactures", "Niveau"), strict=True)) == [
        (100, None),
        (200, 0),
    ]


def test_of_two_lines_alike_the_one_that_the_batch_reminded_is_given_back(tmp_path: Path) -> None:
    alike: dict[str, Written] = {"Client": "Dupont", "Facture": "F1", "Échéance": date(2026, 3, 1), "Montant": 100}
    book = in_memory(tmp_path, {"tFactures": [{**alike, "Exclusion": "Litige"}, alike]})
    issued(book)
    assert column(book, "tFactures", "Niveau") == [None, 1]

    report = undo(book, click(1))

    assert report.kept == ()
    assert column(book, "tFactures", "Niveau") == [None, None]


def test_levels_blanked_with_their_trace_in_the_journal_come_back(book: MemoryBook) -> None:
    issued(book)
    next_day = date(2026, 3, 16)
    blanked: dict[str, Written] = {
        "Lot": "2026-03-16-080000", "Horodatage": click(day=next_day).now, "Client": "Dupont", "Facture": "F1",
        "Échéance": date(2026, 3, 1), "Nature": "Remise à blanc", "Niveau avant": 1,
        "Relance précédente": date(2026, 3, 15), "État": "Émise",
    }  # fmt: skip
    book.append_rows("tJournal", list(blanked), [list(blanked.values())])
    type_in(book, "tFactures", "Niveau", [None, 1])
    type_in(book, "tFactures", "Dernière relance", [None, date(2026, 3, 15)])

    undo(book, click(1, day=next_day))

    assert column(book, "tFactures", "Niveau") == [1, 1]


def test_the_json_document_says_what_came_back_what_did_not_and_where_documents_went(book: MemoryBook) -> None:
    issued(book)
    type_in(book, "tFactures", "Niveau", [3, 1])

    document = undo_document(undo(book, click(1)))

    assert document["lot"] == FIRST
    assert document["message"] == (
        f"Lot {FIRST} annulé : 1 ligne rendue à son état d'avant, 1 document mis de côté dans « Annulées » ; "
        "1 ligne laissée telle quelle."
    )
    assert document["annulees"] == [
        {"client": "Durand", "facture": "F2", "echeance": "2026-03-01", "nature": "Relance", "canal": "Courrier"}
    ]
    assert document["ignores"] == [
        {"client": "Dupont", "facture": "F1", "pourquoi": "son niveau est 3, le lot avait écrit 1"}
    ]
    assert document["documents"] == [
        {
            "de": "Lettres/2026-03-15/Niveau 1/Durand Durand.docx",
            "vers": f"Lettres/Annulées/{FIRST}/Niveau 1/Durand Durand.docx",
        }
    ]
    assert document["problemes"][0]["gravite"] == "Avertissement"


def test_a_document_that_cannot_be_moved_stops_the_undo_before_anything_changes(book: MemoryBook) -> None:
    issued(book)
    (book.path.parent / "Lettres" / "Annulées").write_bytes(b"a file where the folder should be")

    with pytest.raises(FileUnavailable, match="ne peut pas être mis de côté"):
        undo(book, click(1))

    assert column(book, "tFactures", "Niveau") == [1, 1]
    assert "2026-03-15/À imprimer – niveau 1.docx" in files_below(book.path.parent / "Lettres")


def test_a_workbook_without_the_sheet_relances_is_undone_all_the_same(book: MemoryBook) -> None:
    issued(book)
    del book.tables["tRelances"]

    assert len(undo(book, click(1)).restored) == 2


def test_s0_24_when_every_batch_is_undone_the_last_one_is_named_with_those_before(book: MemoryBook) -> None:
    issued(book)
    undo(book, click(1))
    issued(book, 2)
    undo(book, click(3))

    with pytest.raises(DataError, match="est déjà annulé, comme tous ceux d'avant : une annulation ne s'annule pas"):
        undo(book, click(4))


def test_a_document_that_cannot_come_back_is_named_when_the_workbook_cannot_be_saved(tmp_path: Path) -> None:
    class Rewritten(UnsavableBook):
        """Somebody writes the same letters again while the workbook is refused."""

        def save(self) -> None:
            for letter in letters:
                letter.write_bytes(b"d'un autre")
            super().save()

    book = in_memory(tmp_path, TWO_CUSTOMERS)
    issued(book)
    letters = [tmp_path / "Lettres" / each for each in files_below(tmp_path / "Lettres")]
    letters = [each for each in letters if each.is_file()]

    with pytest.raises(FileUnavailable, match="n'a pas pu être remis à sa place, et rien n'est annulé"):
        undo(Rewritten(book.path, book.tables, book.names, book.addresses), click(1))

    assert {each.read_bytes() for each in letters} == {b"d'un autre"}

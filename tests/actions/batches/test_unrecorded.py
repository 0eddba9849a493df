"""N-66: documents that the journal does not hold are found by the next run, settled by asking, and never doubled."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from relance_xl.actions.batches import document_log
from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.bills import issue_bill_letters
from relance_xl.actions.common.run import Run, Settling
from relance_xl.actions.letters import LettersReport, issue_letters, rehearse_letters
from relance_xl.actions.mail.drafting import draft_mails, rehearse_mails
from relance_xl.actions.mail.sending import send_mails
from relance_xl.actions.searching import search
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.cli.main import main
from relance_xl.problems import FileUnavailable
from tests.actions.company import Rows, click, column, files_below, in_a_file, in_memory, rows

ITEMS: Rows = [
    {"Client": code, "Facture": f"F-{code}", "Échéance": date(2026, 1, day), "Montant": 100 + day}
    for code, day in (("Dupont", 5), ("Martin", 20))
]
BILLS: Rows = [
    {"Traite": "T1", "Client": "Dupont", "Tirée le": date(2026, 2, 1), "Échéance": date(2026, 7, 31), "Montant": 1000}
]
Issue = Callable[[MemoryBook, Run], object]


def answering(way: Settling | None, asked: list[str] | None = None, *, second: int = 5) -> Run:
    """A click whose person answers the question so."""

    def settle(question: str) -> Settling | None:
        if asked is not None:
            asked.append(question.replace("\u00a0", " "))
        return way

    return replace(click(second), settle=settle)


def closed_without_saving(folder: Path, issue: Issue = issue_letters, *, channel: str = "Courrier") -> MemoryBook:
    """A workbook searched, whose documents were issued, then brought back to what it was before them."""
    sender = [{"Paramètre": "E-mail", "Valeur": "compta@client.example"}]
    book = in_memory(folder, {"tFactures": ITEMS, "tTraites": BILLS, "tParametres": sender})
    book.update_columns("tClients", {"Canal": [channel] * 2})
    search(book, click())
    before = deepcopy(book.tables)
    issue(book, click(1))
    book.tables = before
    return book


def shown(report: LettersReport) -> str:
    return report.summary.replace("\u00a0", " ")


def test_n_66_letters_of_a_workbook_closed_without_saving_stop_the_next_run_until_somebody_says_what_they_are(
    tmp_path: Path,
) -> None:
    """N-66"""
    book = closed_without_saving(tmp_path)
    documents = files_below(tmp_path / "Lettres")
    asked: list[str] = []

    report = issue_letters(book, answering(None, asked))

    assert asked[0].startswith("2 lettres du 15/03/2026 (lot 2026-03-15-093001) : ces documents existent sans être")
    assert (report.exit_code, report.batch, report.letters) == (1, "", ())
    assert [doubt.motif for doubt in report.doubts] == ["documents_sans_journal"]
    assert files_below(tmp_path / "Lettres") == documents
    assert (column(book, "tJournal", "Lot"), column(book, "tFactures", "Niveau")) == ([None], [None, None])


def test_n_66_what_is_taken_up_is_recorded_as_it_would_have_been_and_no_letter_is_written_again(tmp_path: Path) -> None:
    """N-66"""
    book = in_memory(tmp_path, {"tFactures": ITEMS})
    search(book, click())
    before = deepcopy(book.tables)
    issue_letters(book, click(1))
    recorded = deepcopy(book.tables)
    book.tables = before
    documents = files_below(tmp_path / "Lettres")

    taken = issue_letters(book, answering(Settling.TAKE_UP, second=1))
    again = issue_letters(book, answering(None, second=6))

    assert "2 documents repris au journal" in shown(taken)
    assert (taken.batch, taken.exit_code, book.saves) == ("2026-03-15-093001", 0, 2)
    for name in ("tJournal", "tFactures", "tRelances", "tBalance"):
        assert book.tables[name].rows == recorded[name].rows, name
    assert again.letters == ()
    assert files_below(tmp_path / "Lettres") == documents
    undo(book, click(7))
    assert column(book, "tFactures", "Niveau") == [None, None]


def test_n_66_what_is_set_aside_makes_room_and_the_action_goes_on_without_a_second_name(tmp_path: Path) -> None:
    """N-66"""
    book = closed_without_saving(tmp_path)
    documents = files_below(tmp_path / "Lettres")

    report = issue_letters(book, answering(Settling.SET_ASIDE))

    aside = {f"Annulées/2026-03-15-093001/{name.partition('/')[2]}" for name in documents}
    assert files_below(tmp_path / "Lettres") == documents | aside
    assert "mis de côté dans « Annulées »" in shown(report)
    assert [(line[0], line[3]) for line in rows(book, "tJournal")] == [
        ("2026-03-15-093005", "Dupont"),
        ("2026-03-15-093005", "Martin"),
    ]
    assert issue_letters(book, answering(None, second=6)).doubts == ()


def test_n_66_n_60_what_was_set_aside_is_back_when_the_letters_cannot_be_recorded(tmp_path: Path) -> None:
    """N-60, N-66"""
    book = closed_without_saving(tmp_path)
    documents = files_below(tmp_path / "Lettres")
    log = (tmp_path / "Lettres" / document_log.NAME).read_bytes()
    save = book.save

    def refused() -> None:
        raise FileUnavailable("Le classeur est ouvert ailleurs")

    book.save = refused  # type: ignore[method-assign] # the disk of this book fails once
    with pytest.raises(FileUnavailable):
        issue_letters(book, answering(Settling.SET_ASIDE))
    book.save = save  # type: ignore[method-assign] # and works again

    assert files_below(tmp_path / "Lettres") == documents
    assert (tmp_path / "Lettres" / document_log.NAME).read_bytes() == log


def test_n_66_a_refused_run_leaves_no_log_where_there_was_none(tmp_path: Path) -> None:
    """N-66"""
    book = in_memory(tmp_path, {"tFactures": ITEMS})
    search(book, click())
    book.read_only = True

    with pytest.raises(FileUnavailable):
        issue_letters(book, click(1))

    assert not (tmp_path / "Lettres").exists()


@pytest.mark.parametrize("way", list(Settling))
@pytest.mark.parametrize("next_action", [issue_letters, draft_mails, send_mails])
def test_n_66_drafts_that_no_journal_holds_stop_letters_and_sendings_alike(
    tmp_path: Path, next_action: Callable[[MemoryBook, Run], LettersReport], way: Settling
) -> None:
    """N-66"""
    book = closed_without_saving(tmp_path, draft_mails, channel="E-mail")
    asked: list[str] = []

    assert next_action(book, answering(None, asked)).exit_code == 1
    assert asked[0].startswith("2 brouillons d'e-mails du 15/03/2026")
    assert rehearse_mails(book, replace(click(8), rehearsed=True)).doubts
    if way is Settling.TAKE_UP:
        next_action(book, answering(way))
        assert column(book, "tJournal", "Canal") == ["E-mail", "E-mail"]
        assert column(book, "tFactures", "Niveau") == [3, 2]
    else:
        draft_mails(book, answering(way))
        assert not [name for name in files_below(tmp_path / "E-mails") if "(2)" in name]


@pytest.mark.parametrize("next_action", [draft_mails, send_mails])
@pytest.mark.parametrize("way", [None, Settling.TAKE_UP])
def test_n_104_a_run_that_ends_with_what_was_left_sweeps_the_rest_of_it(
    tmp_path: Path, next_action: Issue, way: Settling | None
) -> None:
    """N-104: drafts killed in the middle of their moves, taken up or not: the passing folder goes all the same."""
    book = closed_without_saving(tmp_path, draft_mails, channel="E-mail")
    (tmp_path / "E-mails" / ".en-cours-0123456789ab").mkdir()
    (tmp_path / "E-mails" / ".en-cours-0123456789ab" / "C4.eml").touch()
    (tmp_path / "E-mails" / ".en-cours-0123456789ab.bail").touch()
    os.utime(tmp_path / "E-mails" / ".en-cours-0123456789ab.bail", (0, 0))

    next_action(book, answering(way))

    assert list((tmp_path / "E-mails").glob(".en-cours-*")) == []


def test_n_66_letters_about_bills_are_taken_up_in_their_own_sheet(tmp_path: Path) -> None:
    """N-66"""
    book = closed_without_saving(tmp_path, issue_bill_letters)
    search(book, click(2))

    assert issue_letters(book, answering(None)).doubts == (), "a bill is no invoice"
    assert issue_bill_letters(book, answering(None)).exit_code == 1
    issue_bill_letters(book, answering(Settling.TAKE_UP))

    assert column(book, "tTraites", "Relances") == [1]
    assert column(book, "tTraites", "Dernière relance") == [date(2026, 3, 15)]
    assert rows(book, "tJournal")[-1][0] == "2026-03-15-093001"
    assert issue_bill_letters(book, answering(None)).doubts == ()


@pytest.mark.parametrize("since", ["the level", "the line", "the file", "the log"])
def test_n_66_what_cannot_be_doubled_is_not_asked_about(tmp_path: Path, since: str) -> None:
    """N-66"""
    book = closed_without_saving(tmp_path)
    if since == "the level":
        book.update_columns("tFactures", {"Niveau": [1, 1]})
    elif since == "the line":
        book.fill("tFactures", [])
    elif since == "the file":
        shutil.rmtree(tmp_path / "Lettres" / "2026-03-15")
    else:
        (tmp_path / "Lettres" / document_log.NAME).write_bytes(b'{"lot": "2026-03-15-0930\n[]\n')

    assert issue_letters(book, answering(None)).doubts == ()


def test_n_66_one_line_settled_since_leaves_the_other_to_be_asked_about_alone(tmp_path: Path) -> None:
    """N-66"""
    book = closed_without_saving(tmp_path)
    book.update_columns("tFactures", {"Niveau": [1, None]})

    issue_letters(book, answering(Settling.TAKE_UP))

    assert column(book, "tJournal", "Client") == ["Martin"]


def test_n_66_a_line_of_the_log_torn_by_a_power_cut_is_ended_and_the_next_one_is_read(tmp_path: Path) -> None:
    """N-66"""
    book = in_memory(tmp_path, {"tFactures": ITEMS})
    search(book, click())
    (tmp_path / "Lettres").mkdir()
    (tmp_path / "Lettres" / document_log.NAME).write_bytes(b'{"lot": "2026-')
    before = deepcopy(book.tables)
    issue_letters(book, click(1))
    book.tables = before

    assert len(document_log.noted(tmp_path / "Lettres")) == 2
    assert issue_letters(book, answering(None)).doubts


@pytest.mark.parametrize(("way", "said"), [("", "existent sans être"), ("reprendre", "repris"), ("mettre-de-cote", "")])
def test_n_66_a_rehearsal_asks_nobody_and_changes_nothing(tmp_path: Path, way: str, said: str) -> None:
    """N-66"""
    from relance_xl.actions.letters import LetterChoice  # noqa: PLC0415 - this test alone

    book = closed_without_saving(tmp_path)
    documents, tables = files_below(tmp_path), deepcopy(book.tables)

    report = rehearse_letters(book, replace(answering(Settling.TAKE_UP), rehearsed=True), LetterChoice(unrecorded=way))

    assert said in shown(report)
    assert (files_below(tmp_path), {name: book.tables[name].rows for name in tables}) == (
        documents,
        {name: table.rows for name, table in tables.items()},
    )


def test_n_66_the_command_says_so_in_json_and_its_option_settles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """N-66: the same workbook put back from a copy made before the letters."""
    book = in_a_file(tmp_path, {"tFactures": ITEMS})
    search(book, click())
    book.save()
    place, copy = book.path, tmp_path / "copie.xlsm"
    shutil.copyfile(place, copy)
    command = ["lettres", str(place), "--au", "2026-03-16", "--json"]
    assert main(command) == 0
    shutil.copyfile(copy, place)
    capsys.readouterr()

    assert main(command) == 1
    stopped = json.loads(capsys.readouterr().out)
    assert [each["motif"] for each in stopped["a_confirmer"]] == ["documents_sans_journal"]
    assert "2 lettres du 16/03/2026" in stopped["a_confirmer"][0]["detail"].replace("\u00a0", " ")
    assert main([*command, "--sans-journal", "reprendre"]) == 0
    assert json.loads(capsys.readouterr().out)["a_confirmer"] == []
    assert column(WorkbookFile(place), "tFactures", "Niveau") == [3, 2]
    assert not [name for name in files_below(tmp_path / "Lettres") if "(2)" in name]

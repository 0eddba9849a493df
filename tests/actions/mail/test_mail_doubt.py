"""« Lettres » after e-mails of which the workbook knows nothing: no reminder leaves twice, whatever the channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from relance_xl.actions.letters import LettersReport, issue_letters, rehearse_letters
from relance_xl.actions.mail.drafting import rehearse_mails
from relance_xl.actions.mail.sending import send_mails
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.post.send_log import Fate, open_log
from relance_xl.post.sending import Outcome
from relance_xl.problems import FileUnavailable
from relance_xl.tables.grid import Written
from tests.actions.mail.mail_books import NOW, RUN, Post, by, searched_book

LATER = replace(RUN, now=NOW + timedelta(minutes=5))
LOST = Outcome(fate=Fate.UNCERTAIN, words="connexion coupée")


def by_letter(book: MemoryBook) -> None:
    """Change the channel of every line that is still ticked, by hand."""
    book.update_columns("tRelances", {"Canal": ["Courrier"] * len(book.rows("tRelances"))})


def uncertain(folder: Path) -> MemoryBook:
    """Two customers; the message to the first may have left, the second one's was refused; both go by letter now."""
    book = searched_book(folder, 2)
    refused = Outcome(fate=Fate.REFUSED, words="550")
    send_mails(book, RUN, by(Post({"c001@client.example": LOST, "c002@client.example": refused})))
    by_letter(book)
    return book


def addressees(report: LettersReport) -> list[str]:
    return [letter.reminder.customer.code for letter in report.letters]


def told(report: LettersReport) -> str:
    return "\n".join(map(str, report.problems)).replace("\u00a0", " ")


@pytest.mark.parametrize("action", [issue_letters, rehearse_letters])
def test_a_customer_whose_e_mail_may_have_left_receives_no_letter_and_it_is_said_what_to_do(
    tmp_path: Path, action: Callable[..., LettersReport]
) -> None:
    report = action(uncertain(tmp_path), LATER)

    assert addressees(report) == ["C002"]
    assert [(one.customer, one.invoice) for one in report.skipped] == [("C001", "FA-001")]
    assert "peut-être parti : à vérifier avant toute lettre" in report.skipped[0].why.replace("\u00a0", " ")
    assert "« relance-xl mails CLASSEUR --partis C001 » s'il est parti, « --a-renvoyer C001 » sinon" in told(report)
    assert report.exit_code == 1


def test_its_line_stays_ticked_and_keeps_its_level_until_a_person_decides(tmp_path: Path) -> None:
    book = uncertain(tmp_path)

    issue_letters(book, LATER)

    assert [(row["Facture"], row["Niveau"]) for row in book.rows("tFactures")] == [("FA-001", None), ("FA-002", 1)]
    assert {row["Facture"]: row["Relancer"] for row in book.rows("tRelances")} == {"FA-001": "oui", "FA-002": "non"}


@pytest.mark.parametrize(("decision", "letters"), [("left", []), ("again", ["C001"])])
def test_once_a_person_has_said_what_it_became_the_letter_leaves_or_is_no_more_due(
    tmp_path: Path, decision: str, letters: list[str]
) -> None:
    book = uncertain(tmp_path)
    issue_letters(book, LATER)
    post = Post()
    send_mails(book, LATER, by(post, **{decision: frozenset({"C001"})}))

    assert addressees(issue_letters(book, LATER)) == letters
    assert post.handed == []
    assert [row["Client"] for row in book.rows("tJournal")] == ["C002", "C001"]


def test_a_message_accepted_by_a_program_killed_since_is_not_repeated_by_letter(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2)
    with pytest.raises(SystemExit):
        send_mails(book, RUN, by(Post({"c001@client.example": SystemExit()})))  # after the message to C002
    by_letter(book)

    report = issue_letters(book, LATER)

    assert addressees(report) == []
    assert "L'e-mail de C002 est parti le" in told(report)
    assert "« E-mails » d'abord, qui l'enregistre sans le renvoyer" in told(report)
    assert "L'e-mail de C001 du" in told(report)
    send_mails(book, LATER, by(Post()))
    assert [row["Client"] for row in book.rows("tJournal")] == ["C002"]


def test_a_letter_of_the_same_customer_for_another_line_is_not_held(tmp_path: Path) -> None:
    book = uncertain(tmp_path)
    line: list[Written] = ["C001", "FA-003", date(2026, 2, 13), 50]
    book.append_rows("tFactures", ["Client", "Facture", "Échéance", "Montant"], [line])
    search(book, LATER)
    by_letter(book)
    ticks: list[Written] = ["oui" if row["Facture"] == "FA-003" else "non" for row in book.rows("tRelances")]
    book.update_columns("tRelances", {"Relancer": ticks})

    report = issue_letters(book, LATER)

    assert addressees(report) == ["C001"]
    assert {row["Facture"]: row["Niveau"] for row in book.rows("tFactures")} == {
        "FA-001": None,
        "FA-002": None,
        "FA-003": 1,
    }


def test_no_letter_is_written_while_e_mails_are_being_sent(tmp_path: Path) -> None:
    book = uncertain(tmp_path)

    with open_log(tmp_path / "E-mails"), pytest.raises(FileUnavailable, match="Un autre envoi d'e-mails est en cours"):
        issue_letters(book, LATER)

    assert not (tmp_path / "Lettres").exists()


def test_who_sends_no_e_mail_has_no_folder_of_e_mails(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)
    by_letter(book)

    assert addressees(issue_letters(book, RUN)) == ["C001"]
    assert not (tmp_path / "E-mails").exists()


def test_a_rehearsal_of_the_e_mails_holds_what_the_real_run_would_settle_first_and_writes_nothing(
    tmp_path: Path,
) -> None:
    book = searched_book(tmp_path, 3)
    with pytest.raises(SystemExit):
        send_mails(book, RUN, by(Post({"c001@client.example": SystemExit()})))  # C003 and C002 left; C001 perhaps
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}

    report = rehearse_mails(book, LATER)

    assert report.mails == ()
    assert sorted((each.customer, "incertain" in each.why) for each in report.skipped) == [
        ("C001", True),
        ("C002", False),
        ("C003", False),
    ]
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
    assert book.rows("tJournal") == []

"""« Retours »: a dead address is marked, the letter takes over, and « Annuler » gives the address back (A5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from relance_xl.actions.mail.drafting import draft_mails
from relance_xl.actions.mail.returns import read_returns
from relance_xl.actions.searching import search
from relance_xl.actions.undoing import undo
from relance_xl.books.memory import MemoryBook
from relance_xl.domain.wording import NO_BREAK
from relance_xl.problems import DataError
from relance_xl.tables.grid import Value
from tests.actions.mail.mail_books import NOW, RUN, company_book, searched_book
from tests.post.reports import SHAPES, report

LATER = replace(RUN, now=NOW + timedelta(days=3))
FIRST, SECOND = "c001@client.example", "c002@client.example"


def file(folder: Path, text: str, name: str = "retour.eml") -> list[Path]:
    (folder / name).write_text(text, encoding="utf-8")
    return [folder / name]


def marks(book: MemoryBook) -> dict[Value, tuple[Value, Value]]:
    return {row["Code"]: (row["Adresse refusée"], row["Refusée le"]) for row in book.rows("tClients")}


def channels(book: MemoryBook) -> dict[Value, tuple[Value, Value]]:
    return {row["Client"]: (row["Canal"], row["Alerte"]) for row in book.rows("tRelances")}


def plain(text: str) -> str:
    return text.replace(NO_BREAK, " ").replace("\u202f", " ")


@pytest.mark.parametrize("shape", list(SHAPES))
def test_a5_a_dead_address_is_marked_and_the_letter_takes_over(shape: str, tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2)

    said = read_returns(book, LATER, file(tmp_path, SHAPES[shape]))
    search(book, LATER)

    assert marks(book) == {"C001": (FIRST, date(2026, 3, 18)), "C002": (None, None)}
    channel, alert = channels(book)["C001"]
    assert channel == "Courrier"
    assert plain(str(alert)) == f"⚠ Adresse refusée le 18/03/2026 : « {FIRST} »"
    assert channels(book)["C002"] == ("E-mail", None)
    assert said.batch
    assert "lettre" in said.summary


def test_a5_mails_leaves_the_marked_customer_to_the_letters(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 2)
    read_returns(book, LATER, file(tmp_path, report()))

    drafted = draft_mails(book, LATER)

    assert [one.mail.reminder.customer.code for one in drafted.mails] == ["C002"]


def test_the_reminder_that_came_back_is_named_by_its_batch(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)
    drafted = draft_mails(book, RUN)

    said = read_returns(book, LATER, file(tmp_path, report(message=drafted.mails[0].mail.message_id)))

    assert said.marked[0].lost == drafted.batch
    assert f"la relance du lot {drafted.batch} n'est pas arrivée" in plain(said.problems[0].what)


def test_annuler_gives_the_address_back_and_what_was_marked_before_stays(tmp_path: Path) -> None:
    book = company_book(tmp_path, [{"Code": "A", "Nom": "A", "E-mail": f"Anne <{FIRST.upper()}> ; {SECOND}"}], [])
    read_returns(book, RUN, file(tmp_path, report(address=SECOND).replace("18 Mar", "10 Mar")))
    read_returns(book, LATER, file(tmp_path, report()))
    assert marks(book)["A"] == (f"{SECOND} ; {FIRST}", date(2026, 3, 18))

    undo(book, LATER)
    assert marks(book)["A"] == (SECOND, date(2026, 3, 10))
    undo(book, LATER)
    assert marks(book)["A"] == (None, None)


@pytest.mark.parametrize("changed", [{"Adresse refusée": [None]}, {"Refusée le": [date(2026, 3, 1)]}])
def test_annuler_leaves_a_mark_that_a_person_changed(changed: dict[str, list[Value]], tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)
    read_returns(book, LATER, file(tmp_path, report()))
    book.update_columns("tClients", changed)
    before = marks(book)

    with pytest.raises(DataError):
        undo(book, LATER)

    assert marks(book) == before


def test_a_mark_that_a_person_emptied_comes_back_by_a_later_report_only(tmp_path: Path) -> None:
    """The mailbox keeps two months of reports: the one that was read is no news."""
    book = searched_book(tmp_path, 1)
    read_returns(book, LATER, file(tmp_path, report()))
    empty: dict[str, list[Value]] = {"Adresse refusée": [None], "Refusée le": [None]}
    book.update_columns("tClients", empty)

    assert read_returns(book, LATER, file(tmp_path, report())).marked == ()
    assert marks(book)["C001"] == (None, None)
    read_returns(book, LATER, file(tmp_path, report().replace("18 Mar", "19 Mar")))
    assert marks(book)["C001"][0] == FIRST

    undo(book, LATER)
    undone = read_returns(book, LATER, file(tmp_path, report().replace("18 Mar", "19 Mar")))
    assert [one.customer.code for one in undone.marked] == ["C001"]  # a report taken back may be read again


def test_the_same_report_twice_marks_once_and_two_customers_of_one_address_are_both_marked(tmp_path: Path) -> None:
    both = [{"Code": code, "Nom": code, "E-mail": FIRST} for code in ("A", "B")]
    book = company_book(tmp_path, [dict(one) for one in both], [])
    files = [*file(tmp_path, report(), "un.eml"), *file(tmp_path, report().replace("18 Mar", "17 Mar"), "deux.eml")]

    first = read_returns(book, LATER, files)
    again = read_returns(book, LATER, files)

    assert {one.customer.code for one in first.marked} == {"A", "B"}
    assert {on for _, on in marks(book).values()} == {date(2026, 3, 18)}
    assert (again.marked, again.batch) == ((), "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (report(action="delayed", status="4.4.1"), "pas encore reçu"),
        (report(status="5.2.2", said="552 5.2.2 mailbox full"), "l'adresse n'est pas en cause"),
        (report(status="5.0.0", said="450 4.2.0 Mail send limit exceeded"), "pas encore reçu"),
        (report(address="inconnu@ailleurs.example"), "n'est l'adresse d'aucun client"),
        (report(address="personne"), "une adresse illisible"),
        ("From: a@b.example\nSubject: Bonjour\n\nJe paierai.\n", "n'est pas un rapport de non-remise"),
        ("", "Aucun message dans ce fichier"),
    ],
)
def test_all_else_is_told_and_marks_nothing(text: str, told: str, tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)

    said = read_returns(book, LATER, file(tmp_path, text))

    assert marks(book) == {"C001": (None, None)}
    assert told in plain(said.problems[0].what)
    assert not said.batch
    assert "aucune n'est à marquer" in plain(said.summary)


def test_an_address_given_anew_is_mailed_again_without_touching_the_mark(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)
    read_returns(book, LATER, file(tmp_path, report()))
    book.update_columns("tClients", {"E-mail": ["nouvelle@client.example"]})

    search(book, LATER)

    assert channels(book)["C001"] == ("E-mail", None)


def test_a_workbook_without_the_columns_is_told_to_be_brought_up_to_date(tmp_path: Path) -> None:
    book = searched_book(tmp_path, 1)

    table = book.tables["tClients"]
    headers = tuple("Mes notes" if each == "Refusée le" else each for each in table.headers)
    book.tables["tClients"] = replace(table, headers=headers)

    with pytest.raises(DataError, match="mettre-a-jour"):
        read_returns(book, LATER, file(tmp_path, report()))

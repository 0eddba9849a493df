"""A message that left and that the workbook does not know is settled by its id, its line corrected or not: N-103."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from relance_xl.actions.mail.sending import send_mails
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Outcome
from relance_xl.problems import FileUnavailable
from tests.actions.mail.mail_books import NOW, RUN, Post, by, searched_book

LATER = replace(RUN, now=NOW + timedelta(minutes=5))
DAY = date(2026, 3, 16)


def corrected_number(book: MemoryBook) -> None:
    book.update_columns("tFactures", {"Facture": ["FA-1 bis", "FA-002"]})


def corrected_date(book: MemoryBook) -> None:
    book.update_columns("tFactures", {"Échéance": [date(2026, 2, 20), date(2026, 2, 13)]})


def renamed_customer(book: MemoryBook) -> None:
    book.update_columns("tFactures", {"Client": ["D001", "C002"]})
    book.update_columns("tClients", {"Code": ["D001", "C002"]})


CORRECTIONS = [corrected_number, corrected_date, renamed_customer]


def sent_and_not_recorded(folder: Path, monkeypatch: pytest.MonkeyPatch, *fates: Outcome) -> MemoryBook:
    """Two messages leave, and the workbook cannot be saved: its cells are as before."""
    book = searched_book(folder, 2)
    tables = {name: list(book.rows(name)) for name in ("tFactures", "tJournal", "tRelances")}

    def open_elsewhere() -> None:
        raise FileUnavailable("Le classeur est ouvert dans Excel")

    with monkeypatch.context() as unsavable:
        unsavable.setattr(book, "save", open_elsewhere)
        post = Post(dict(zip((f"c00{number}@client.example" for number in (1, 2)), fates, strict=False)))
        with pytest.raises(FileUnavailable):
            send_mails(book, RUN, by(post))
    for name, before in tables.items():
        book.fill(name, before)
    return book


@pytest.mark.parametrize("corrected", CORRECTIONS)
def test_n103_a_message_is_recorded_and_never_sent_again_whatever_was_corrected_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corrected: Callable[[MemoryBook], None]
) -> None:
    """N-103"""
    book = sent_and_not_recorded(tmp_path, monkeypatch)
    corrected(book)
    search(book, LATER)
    post = Post()
    report = send_mails(book, LATER, by(post))

    assert post.recipients == []
    assert report.recovered == 2
    assert [(row["Niveau"], row["Dernière relance"]) for row in book.rows("tFactures")] == [(1, DAY), (1, DAY)]
    assert len({row["Empreinte"] for row in book.rows("tJournal")}) == 2
    search(book, LATER)
    assert send_mails(book, LATER, by(post)).mails == ()
    assert post.recipients == []


@pytest.mark.parametrize("corrected", CORRECTIONS)
def test_n103_an_uncertain_message_holds_its_line_under_its_new_number_and_date_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corrected: Callable[[MemoryBook], None]
) -> None:
    """N-103"""
    book = sent_and_not_recorded(tmp_path, monkeypatch, Outcome(fate=Fate.UNCERTAIN, words="25"))
    corrected(book)
    search(book, LATER)
    post = Post()
    report = send_mails(book, LATER, by(post))

    assert post.recipients == []
    assert [one.entry.sending.customer for one in report.uncertain] == ["C001"]
    assert [row["Niveau"] for row in book.rows("tFactures")] == [None, 1]


def test_n103_two_lines_of_one_customer_are_not_taken_for_one_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-103: the one that was not corrected is itself, and a line that is new since is not the one that was."""
    book = sent_and_not_recorded(tmp_path, monkeypatch)
    corrected_number(book)
    rows = list(book.rows("tFactures"))
    book.fill("tFactures", [{**rows[1], "Facture": "FA-003", "Échéance": date(2026, 2, 14)}, *rows])
    search(book, LATER)
    post = Post()
    send_mails(book, LATER, by(post))

    assert {row["Facture"]: row["Niveau"] for row in book.rows("tFactures")} == {
        "FA-003": 1,
        "FA-1 bis": 1,
        "FA-002": 1,
    }
    assert post.recipients == ["c002@client.example"]
    assert [line.item.invoice for mail in post.handed for line in mail.reminder.climbing] == ["FA-003"]

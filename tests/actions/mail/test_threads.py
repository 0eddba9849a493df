"""The reminders of a customer as one conversation: each answers those before it about the same lines (RFC 5322)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from relance_xl.actions.mail.drafting import draft_mails
from relance_xl.actions.mail.sending import send_mails
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.documents.messages.drafts import MailFile
from relance_xl.post.send_log import Fate, open_log, sending_of
from relance_xl.post.sending import Outcome
from relance_xl.post.threads import threads
from relance_xl.tables import schema
from tests.actions.mail.mail_books import NOW, RUN, Post, by, searched_book
from tests.documents import samples

MONTH = timedelta(days=30)


def three_levels(folder: Path) -> MemoryBook:
    book = searched_book(folder, 2)
    levels = [{"Niveau": number, "Borne inférieure": days} for number, days in ((1, 5), (2, 50), (3, 80))]
    book.fill(schema.LEVEL_TABLE.name, levels)
    search(book, RUN)
    return book


def read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def sent(book: MemoryBook, number: int, post: Post | None = None) -> dict[str, EmailMessage]:
    """What leaves `number` months later, by customer, as it was kept."""
    run = replace(RUN, now=NOW + number * MONTH)
    search(book, run)
    report = send_mails(book, run, by(post or Post()))
    return {each.mail.reminder.customer.code: read(book.path.parent / each.file) for each in report.mails}


def test_each_reminder_sent_answers_those_before_it_about_the_same_line(tmp_path: Path) -> None:
    book = three_levels(tmp_path)
    first, second, third = (sent(book, number)["C001"] for number in range(3))

    assert (first["In-Reply-To"], first["References"]) == (None, None)
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    assert third["References"].split() == [first["Message-ID"], second["Message-ID"]]


def test_no_customer_s_message_answers_another_s(tmp_path: Path) -> None:
    book = three_levels(tmp_path)
    first, second = sent(book, 0), sent(book, 1)

    assert {code: mail["In-Reply-To"] for code, mail in second.items()} == {
        code: mail["Message-ID"] for code, mail in first.items()
    }
    assert len({mail["Message-ID"] for mail in first.values()}) == len(first) == 2


def test_a_draft_answers_too_and_a_message_refused_or_sent_for_a_rehearsal_is_answered_by_none(tmp_path: Path) -> None:
    book = three_levels(tmp_path)
    refusing = Post({"c002@client.example": Outcome(fate=Fate.REFUSED, words="550 non")})
    first = sent(book, 0, refusing)
    run = replace(RUN, now=NOW + MONTH)
    search(book, run)
    drafts = {each.mail.reminder.customer.code: read(tmp_path / each.file) for each in draft_mails(book, run).mails}

    assert drafts["C001"]["In-Reply-To"] == first["C001"]["Message-ID"]
    assert drafts["C002"]["In-Reply-To"] is None


def test_a_rehearsal_answers_nothing(tmp_path: Path) -> None:
    book = three_levels(tmp_path)
    sent(book, 0)
    seen: list[EmailMessage] = []

    class Reading(Post):
        def send(self, mail: MailFile) -> Outcome:
            seen.append(read(mail.path))
            return super().send(mail)

    run = replace(RUN, now=NOW + MONTH)
    search(book, run)
    send_mails(book, run, by(Reading(), redirection="moi@vallier.example"))

    assert seen
    assert all(mail["In-Reply-To"] is None for mail in seen)


@pytest.mark.parametrize(
    "identity",
    ["<a@b.fr>\r\nBcc: x@y.fr", "<a b@c.fr>", "a@b.fr", "<é@b.fr>", f"<{'a' * 200}@b.fr>", "<a@b.fr> <c@d.fr>"],
)
def test_an_identity_of_the_log_that_no_header_may_hold_is_answered_by_none(identity: str, tmp_path: Path) -> None:
    reminder = samples.reminder(1)
    with open_log(tmp_path) as log:
        log.write(sending_of(reminder, identity, "L", "", ()), Fate.ACCEPTED)

        assert threads(log)(reminder) == ()


def test_only_the_last_ten_are_named(tmp_path: Path) -> None:
    reminder = samples.reminder(1)
    with open_log(tmp_path) as log:
        for number in range(13):
            log.write(sending_of(reminder, f"<m{number}@b.fr>", "L", "", ()), Fate.ACCEPTED)

        assert threads(log)(reminder) == tuple(f"<m{number}@b.fr>" for number in range(3, 13))

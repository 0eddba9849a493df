"""N-101: a run that slept while another took its company over neither moves, nor sends, nor saves when it wakes up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from relance_xl.actions.batches.issuing import carry_out
from relance_xl.actions.batches.undoing import undo
from relance_xl.actions.common.report import Report
from relance_xl.actions.mail.sending import send_mails
from relance_xl.books.closed.replacing import replace_file
from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain.wording import NO_BREAK
from relance_xl.machine.leases import Leased, lease_of, leased, still_held
from relance_xl.post.sending import Outcome
from relance_xl.problems import FileUnavailable
from tests.actions.batches.test_issuing import RUN, a_letter, issuance
from tests.actions.batches.test_undoing import TWO_CUSTOMERS, issued
from tests.actions.company import click, files_below, in_memory
from tests.actions.mail.mail_books import RUN as MORNING
from tests.actions.mail.mail_books import Post, by, searched_book
from tests.actions.mail.test_mails import levels


def take_over(workbook: Path) -> None:
    """Another machine has held this run for dead, and its own lease stands there."""
    place = lease_of(workbook)
    place.write_text(json.dumps(json.loads(place.read_text()) | {"machine": "PC-12", "token": "autre"}))


@pytest.mark.parametrize("when", ["written", "moved"])
def test_n101_a_run_taken_over_leaves_no_document_and_records_nothing(tmp_path: Path, when: str) -> None:
    """N-101: before the move, and between the move and the record, when all are taken back."""
    book, recorded = in_memory(tmp_path, {}), list[str]()

    def write(file: Path) -> None:
        a_letter(file)
        if when == "written" and file.name == "B.docx":
            take_over(book.path)

    def logged(_report: Report) -> Sequence[object]:
        if when == "moved":
            take_over(book.path)
        return ()

    with leased(book.path, "lettres"), pytest.raises(Leased, match=r"a été repris par .*PC-12.*veille"):
        carry_out(book, RUN, replace(issuance(book, write, recorded), logged=logged))  # type: ignore[arg-type]  # nothing is logged

    assert (recorded, book.saves) == ([], 0)
    assert files_below(tmp_path / "Lettres") - {".documents.jsonl"} == set()


def test_n101_a_workbook_taken_over_is_not_replaced(tmp_path: Path) -> None:
    """N-101"""
    workbook = tmp_path / "Relances.xlsm"
    workbook.write_bytes(b"before")
    with leased(workbook, "lettres"):
        take_over(workbook)
        with pytest.raises(Leased, match="PC-12"):
            replace_file(workbook, b"after", b"before", datetime(2026, 3, 16))
        lease_of(workbook).unlink()  # the other one has ended, and has changed who knows what
        with pytest.raises(Leased, match="a été repris pendant"):
            still_held(workbook)

    assert workbook.read_bytes() == b"before"
    still_held(workbook)  # whoever took no lease asks in vain


def test_n101_an_undo_taken_over_moves_nothing(tmp_path: Path) -> None:
    """N-101"""
    book = in_memory(tmp_path, TWO_CUSTOMERS)
    issued(book)
    before = files_below(tmp_path / "Lettres")

    with leased(book.path, "annuler"):
        take_over(book.path)
        with pytest.raises(Leased):
            undo(book, click(1))

    assert files_below(tmp_path / "Lettres") == before


def test_n101_a_sending_taken_over_stops_and_what_left_is_told_then_recorded(tmp_path: Path) -> None:
    """N-101, N-103: the message that left is settled by the next run, which sends the other one."""
    book = searched_book(tmp_path, 2)

    class Sleepy(Post):
        def send(self, mail: MailFile) -> Outcome:
            take_over(book.path)
            return super().send(mail)

    first, second = Sleepy(), Post()
    with leased(book.path, "mails"), pytest.raises(FileUnavailable) as refused:
        send_mails(book, MORNING, by(first))
    said = str(refused.value).replace(NO_BREAK, " ")
    assert "1 e-mail est parti, mais le classeur n'a pas pu être enregistré" in said
    assert "PC-12" in said
    lease_of(book.path).unlink()

    report = send_mails(book, MORNING, by(second))

    assert report.recovered == 1
    assert sorted([*first.recipients, *second.recipients]) == ["c001@client.example", "c002@client.example"]
    assert levels(book) == {"FA-001": 1, "FA-002": 1}

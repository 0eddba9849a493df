"""One protocol to issue: whole or absent, never over another file, judged before it leaves; a rehearsal leaves none."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from relance_xl.actions.batches.delivery import Delivery
from relance_xl.actions.batches.issuing import Issuance, Made, carry_out, rehearse
from relance_xl.actions.batches.judging import check_written
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.books.memory import MemoryBook
from relance_xl.machine.moving import move_exclusively
from relance_xl.problems import DataError, FileUnavailable
from tests.actions.company import files_below, in_memory

RUN = Run(now=datetime(2026, 3, 16, 9, 30))


def a_letter(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<w:document/>")


def issuance(book: MemoryBook, write: Callable[[Path], None], recorded: list[str]) -> Issuance[Report]:
    """Two documents written by `write`, recorded by their names."""

    def made(folder: Path, _batch: str) -> Made[Report]:
        files = [folder / "A.docx", folder / "B.docx"]
        for file in files:
            write(file)
        return Made(files=files, report=lambda place, batch: Report(summary=f"{batch}|{'|'.join(map(place, files))}"))

    root = book.path.parent / "Lettres"
    return Issuance(root=root, target=root / "jour", write=made, record=lambda report: recorded.append(report.summary))


@pytest.fixture
def book(tmp_path: Path) -> MemoryBook:
    return in_memory(tmp_path, {})


def test_what_is_issued_stands_in_its_place_and_is_recorded_under_one_number(book: MemoryBook) -> None:
    recorded: list[str] = []

    report = carry_out(book, RUN, issuance(book, a_letter, recorded))

    assert report.summary == "2026-03-16-093000|Lettres/jour/A.docx|Lettres/jour/B.docx"
    assert recorded == [report.summary]
    assert files_below(book.path.parent / "Lettres") == {"jour/A.docx", "jour/B.docx"}
    assert book.saves == 1


def test_a_rehearsal_says_the_same_places_and_makes_not_even_a_folder(book: MemoryBook) -> None:
    recorded: list[str] = []
    before = sorted(book.path.parent.rglob("*"))

    report = rehearse(book, issuance(book, a_letter, recorded))

    assert report.summary == "Simulation : |Lettres/jour/A.docx|Lettres/jour/B.docx"
    assert (recorded, book.saves, sorted(book.path.parent.rglob("*"))) == ([], 0, before)


@pytest.mark.parametrize("action", ["issued", "rehearsed"])
@pytest.mark.parametrize(
    ("write", "why"),
    [
        (lambda _file: None, "n'a pas été écrit"),
        (Path.touch, "est vide"),
        (lambda file: file.write_bytes(b"PK and then the disk was full"), "n'est pas entier"),
    ],
)
def test_n_70_one_document_that_may_not_leave_stops_the_batch_and_each_is_named(
    book: MemoryBook, write: Callable[[Path], None], why: str, action: str
) -> None:
    """N-70"""
    recorded: list[str] = []
    planned = issuance(book, write, recorded)

    with pytest.raises(DataError) as stopped:
        carry_out(book, RUN, planned) if action == "issued" else rehearse(book, planned)

    assert [(each.file, why in each.what.replace("\u00a0", " ")) for each in stopped.value.problems] == [
        ("A.docx", True),
        ("B.docx", True),
    ]
    assert (recorded, book.saves, list(book.path.parent.glob("Lettres/**/*.docx"))) == ([], 0, [])


def test_n_70_a_message_cut_before_its_headers_may_not_leave_and_a_whole_one_may(tmp_path: Path) -> None:
    """N-70"""
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "a@client.example", "b@client.example", "<1@client.example>"
    message.set_content("Bonjour")
    whole, cut = tmp_path / "whole.eml", tmp_path / "cut.eml"
    whole.write_bytes(message.as_bytes())
    cut.write_bytes(message.as_bytes()[:20])

    check_written([whole])
    with pytest.raises(DataError, match=r"cut\.eml"):
        check_written([whole, cut])


def delivered(folder: Path, *names: str) -> tuple[Delivery, list[Path]]:
    scratch, target = folder / "scratch", folder / "target"
    scratch.mkdir()
    files = [scratch / name for name in names]
    for file in files:
        file.write_text(f"our {file.name}")
    return Delivery(scratch, target), files


class Racing(Delivery):
    """Between the choice of the names and the move, another program writes a file of the same name."""

    raced = False

    def planned(self, files: list[Path]) -> dict[Path, Path]:  # type: ignore[override] # lists here
        places = super().planned(files)
        if not self.raced:
            self.raced = True
            place = places[files[-1]]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("theirs")
        return places


def test_a_name_taken_between_the_choice_and_the_move_is_left_and_another_is_made(tmp_path: Path) -> None:
    _, files = delivered(tmp_path, "A.docx", "A.pdf")
    with Racing(tmp_path / "scratch", tmp_path / "target").moved(files) as places:
        assert [place.name for place in places.values()] == ["A (2).docx", "A (2).pdf"]

    assert (tmp_path / "target" / "A.pdf").read_text() == "theirs"
    assert files_below(tmp_path / "target") == {"A.pdf", "A (2).docx", "A (2).pdf"}


def test_what_another_program_wrote_is_never_taken_back(tmp_path: Path) -> None:
    _, files = delivered(tmp_path, "A.docx", "A.pdf")

    def failing() -> None:
        with Racing(tmp_path / "scratch", tmp_path / "target").moved(files):
            raise FileUnavailable("le classeur est ouvert ailleurs")

    with pytest.raises(FileUnavailable):
        failing()

    assert files_below(tmp_path / "target") == {"A.pdf"}
    assert (tmp_path / "target" / "A.pdf").read_text() == "theirs"


def test_n101_what_bears_our_name_but_is_another_s_file_is_not_taken_back(tmp_path: Path) -> None:
    """N-101: between our move and our failure somebody puts his own file in the place of ours."""
    delivery, files = delivered(tmp_path, "A.docx", "B.docx")

    def failing() -> None:
        with delivery.moved(files) as places:
            theirs = tmp_path / "theirs"
            theirs.write_text("theirs")
            theirs.replace(places[files[0]])
            raise FileUnavailable("le classeur est ouvert ailleurs")

    with pytest.raises(FileUnavailable):
        failing()

    assert files_below(tmp_path / "target") == {"A.docx"}
    assert (tmp_path / "target" / "A.docx").read_text() == "theirs"


def test_n100_documents_and_their_folders_are_on_the_disk_before_they_are_recorded(
    book: MemoryBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-100"""
    flushed: list[str] = []
    flush = os.fsync

    def fsync(handle: int) -> None:
        flushed.append(Path(f"/proc/self/fd/{handle}").readlink().name if Path("/proc/self/fd").exists() else "")
        flush(handle)

    def recorded(_report: Report) -> None:
        if Path("/proc/self/fd").exists():
            assert flushed == ["A.docx", "B.docx", "jour", "Lettres", book.path.parent.name]
        assert flushed

    monkeypatch.setattr(os, "fsync", fsync)
    carry_out(book, RUN, replace(issuance(book, a_letter, []), record=recorded))

    assert book.saves == 1


def test_n100_a_document_that_the_disk_does_not_confirm_stops_all_and_nothing_is_recorded(
    book: MemoryBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-100"""
    recorded: list[str] = []

    def fsync(_handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(FileUnavailable, match="ne peut pas être écrit"):
        carry_out(book, RUN, issuance(book, a_letter, recorded))

    assert (recorded, book.saves, list(book.path.parent.glob("Lettres/**/*.docx"))) == ([], 0, [])


def test_n101_a_move_whose_old_name_stays_is_no_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """N-101: a document never stands in two places."""
    ours, place = tmp_path / "ours", tmp_path / "place"
    ours.write_text("ours")
    unlink = Path.unlink

    def refused(file: Path, *, missing_ok: bool = False) -> None:
        if file == ours:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(OSError, match="denied"):
        move_exclusively(ours, place)

    assert files_below(tmp_path) == {"ours"}


def test_a_document_that_cannot_be_taken_back_is_named_so_that_nobody_sends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery, files = delivered(tmp_path, "A.docx")

    def held(_self: Path, _target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    def failing() -> None:
        with delivery.moved(files):
            monkeypatch.setattr(Path, "replace", held)
            raise FileUnavailable("le classeur est ouvert ailleurs")

    with pytest.raises(FileUnavailable) as stopped:
        failing()

    first, second = stopped.value.problems
    assert first.what == "le classeur est ouvert ailleurs"
    assert "A.docx" in second.what
    assert "ne l'envoyez pas" in second.what


@pytest.mark.parametrize("links", [True, False])
def test_a_move_never_overwrites_on_a_disk_with_hard_links_or_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    def unsupported(*_args: object, **_named: object) -> None:
        raise OSError(95, "Operation not supported")

    if not links:
        monkeypatch.setattr(os, "link", unsupported)
    ours, theirs, free = tmp_path / "ours", tmp_path / "theirs", tmp_path / "free"
    ours.write_text("ours")
    theirs.write_text("theirs")

    with pytest.raises(FileExistsError):
        move_exclusively(ours, theirs)
    move_exclusively(ours, free)

    assert (theirs.read_text(), free.read_text(), ours.exists()) == ("theirs", "ours", False)

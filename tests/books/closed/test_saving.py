"""The user's file is replaced whole or not at all, and never behind another program's back."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from relance_xl.books.closed import replacing
from relance_xl.books.closed.locks import refuse_if_unavailable
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.problems import FileUnavailable, Severity

Workbook = Callable[..., Path]
MOMENT = datetime(2026, 3, 15, 14, 5, 7, tzinfo=UTC)
A_COPY = b"PK\5\6" + bytes(18)
"""The shortest zip file: what stands for a whole copy."""


def changed_book(path: Path, text: str = "Dupont") -> WorkbookFile:
    book = WorkbookFile(path, now=lambda: MOMENT)
    book.set_names({"critere_nom": text})
    return book


def test_saving_keeps_a_dated_copy_of_the_previous_file(workbook: Workbook) -> None:
    path = workbook()
    before = path.read_bytes()
    changed_book(path).save()

    copy = path.parent / "Copies" / "Relances 2026-03-15 14h05m07.xlsx"
    assert copy.read_bytes() == before
    assert path.read_bytes() != before
    assert WorkbookFile(path).read_names()["critere_nom"] == "Dupont"


def test_two_copies_of_one_second_are_both_kept(workbook: Workbook) -> None:
    path = workbook()
    changed_book(path, "un").save()
    changed_book(path, "deux").save()

    names = {file.name for file in (path.parent / "Copies").iterdir()}
    assert names == {"Relances 2026-03-15 14h05m07.xlsx", "Relances 2026-03-15 14h05m07 (2).xlsx"}


def test_the_last_thirty_copies_are_kept_and_no_other_file_is_touched(workbook: Workbook) -> None:
    path = workbook()
    folder = path.parent / "Copies"
    folder.mkdir()
    (folder / "Relances à garder.xlsx").write_bytes(b"x")
    for day in range(40):
        moment = MOMENT - timedelta(days=day + 1)
        (folder / f"Relances {moment:%Y-%m-%d %Hh%Mm%S}.xlsx").write_bytes(A_COPY)
    changed_book(path).save()

    names = sorted(file.name for file in folder.iterdir())
    assert len(names) == 31
    assert "Relances à garder.xlsx" in names
    assert names[-2] == "Relances 2026-03-15 14h05m07.xlsx"
    assert names[0] == "Relances 2026-02-14 14h05m07.xlsx"


def test_n104_what_a_killed_save_left_is_swept_and_a_truncated_copy_is_none_of_the_thirty(workbook: Workbook) -> None:
    """N-104: a passing file beside the workbook, one among the copies, and a copy cut by an older version."""
    path = workbook()
    folder = path.parent / "Copies"
    folder.mkdir()
    for day in range(30):
        moment = MOMENT - timedelta(days=day + 1)
        (folder / f"Relances {moment:%Y-%m-%d %Hh%Mm%S}.xlsx").write_bytes(b"PK cut" if day % 2 else A_COPY)
    left = [path.parent / ".Relances-abc.tmp", folder / ".Relances-def.tmp"]
    others = [path.parent / ".Autre-abc.tmp", path.parent / "Relances.tmp"]
    for file in (*left, *others):
        file.write_bytes(b"half")
    changed_book(path).save()

    assert not [file for file in left if file.exists()]
    assert all(file.exists() for file in others)
    assert len(list(folder.iterdir())) == 15 + 1


def test_n107_copies_are_no_more_open_than_the_workbook(workbook: Workbook) -> None:
    """N-107"""
    path = workbook()
    path.chmod(0o600)
    changed_book(path).save()

    [copy] = (path.parent / "Copies").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600


FOLDER_FLUSHES = [errno.EINVAL, errno.EIO, errno.ENOSPC, errno.EACCES]


@pytest.mark.parametrize("fault", FOLDER_FLUSHES)
def test_n100_a_folder_that_cannot_be_flushed_after_the_stroke_is_a_warning(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    """N-100: the workbook is saved; the disk's own failure is said, a disk that flushes no folder is not."""
    path = workbook()
    book = changed_book(path)
    flush, stroke, done = os.fsync, Path.replace, []

    def replace(file: Path, place: Path) -> Path:
        done.append(place)
        return stroke(file, place)

    def fsync(handle: int) -> None:
        if done and stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(fault, os.strerror(fault))
        flush(handle)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(os, "fsync", fsync)
    book.save()

    assert done == [path]
    assert WorkbookFile(path).read_names()["critere_nom"] == "Dupont"
    said = [each.severity for each in book.remarks]
    assert said == [Severity.WARNING] * (fault in {errno.EIO, errno.ENOSPC})
    done.clear()
    book.set_names({"critere_nom": "Martin"})
    book.save()
    assert WorkbookFile(path).read_names()["critere_nom"] == "Martin"


def test_n100_the_oldest_copy_that_cannot_be_removed_is_a_warning(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-100"""
    path = workbook()
    monkeypatch.setattr(replacing, "KEPT", 1)
    changed_book(path).save()
    book = changed_book(path, "Martin")

    unlink = Path.unlink

    def refused(file: Path, *, missing_ok: bool = False) -> None:
        if file.name.startswith("Relances "):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES), str(file))
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    book.save()

    assert WorkbookFile(path).read_names()["critere_nom"] == "Martin"
    assert [each.severity for each in book.remarks] == [Severity.WARNING]


def test_nothing_changed_writes_nothing(workbook: Workbook) -> None:
    path = workbook({"tFactures": [{"Client": "C1", "Niveau": 2}]})
    before, moment = path.read_bytes(), path.stat().st_mtime_ns
    book = WorkbookFile(path)
    book.update_columns("tFactures", {"Niveau": [2], "Client": ["C1"]})
    book.set_names({"critere_groupe": "Tous"})
    book.set_row_colours("tFactures", "Niveau", {1: ("#FFEE10", "")})
    book.append_rows("tFactures", ["Client"], [])
    book.save()

    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, moment)
    assert not (path.parent / "Copies").exists()


def test_the_book_may_be_saved_again_and_again(workbook: Workbook) -> None:
    path = workbook()
    book = changed_book(path)
    book.save()
    book.append_rows("tFactures", ["Client"], [["C1"]])
    book.save()
    book.append_rows("tFactures", ["Client"], [["C2"]])
    book.save()

    assert [row[0] for row in WorkbookFile(path).read_table("tFactures").rows] == ["C1", "C2"]
    assert len(list((path.parent / "Copies").iterdir())) == 3


def test_a_file_changed_since_it_was_read_is_not_overwritten(workbook: Workbook) -> None:
    path = workbook()
    book = changed_book(path)
    path.write_bytes(path.read_bytes() + b"\0")
    other = path.read_bytes()

    with pytest.raises(FileUnavailable, match="modifié par un autre programme") as caught:
        book.save()
    assert caught.value.exit_code == 3
    assert path.read_bytes() == other
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_failure_on_the_last_stroke_leaves_the_old_file(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook()
    before = path.read_bytes()
    book = changed_book(path)

    def fails(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(FileUnavailable, match="n'a pas pu être enregistré"):
        book.save()
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.tmp")) + list(path.parent.glob(".*.tmp"))


def test_a_copy_that_cannot_be_made_forbids_saving(workbook: Workbook) -> None:
    path = workbook()
    before = path.read_bytes()
    (path.parent / "Copies").write_text("un fichier à la place du dossier")

    with pytest.raises(FileUnavailable, match="n'a pas pu être enregistré"):
        changed_book(path).save()
    assert path.read_bytes() == before


def test_permissions_are_kept(workbook: Workbook) -> None:
    path = workbook()
    path.chmod(0o640)
    changed_book(path).save()

    assert path.stat().st_mode & 0o777 == 0o640


def test_a_linked_workbook_is_replaced_where_it_really_is(workbook: Workbook, tmp_path: Path) -> None:
    path = workbook()
    link = tmp_path / "bureau" / "lien.xlsx"
    link.parent.mkdir()
    link.symlink_to(path)
    changed_book(link).save()

    assert link.is_symlink()
    assert WorkbookFile(path).read_names()["critere_nom"] == "Dupont"


@pytest.mark.parametrize(
    ("lock", "content", "program"),
    [
        ("~$Relances.xlsx", b"\x05Julie" + b" " * 49, "Excel par Julie"),
        (".~lock.Relances.xlsx#", b",julie,poste-4,15.03.2026 14:05,file:///home/julie;", "LibreOffice par julie"),
        ("~$Relances.xlsx", b"", "Excel"),
        ("~$Relances.xlsx", b"PK\x03\x04\x14\x00\x08\x1b[2J" + b"x" * 99, "Excel"),
    ],
)
def test_a_workbook_open_elsewhere_is_refused_before_and_at_saving(
    workbook: Workbook, lock: str, content: bytes, program: str
) -> None:
    path = workbook()
    book = changed_book(path)
    book.ensure_writable()
    (path.parent / lock).write_bytes(content)

    for refused in (book.ensure_writable, book.save):
        with pytest.raises(FileUnavailable) as caught:
            refused()
        assert caught.value.exit_code == 3
        assert f"ouvert dans {program}." in str(caught.value).replace("\u00a0", " ")
        assert lock in str(caught.value)
    assert not (path.parent / "Copies").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_workbook_is_refused(workbook: Workbook) -> None:
    path = workbook()
    path.chmod(0o400)

    with pytest.raises(FileUnavailable, match="lecture seule"):
        WorkbookFile(path).ensure_writable()


def test_the_number_of_copies_kept_is_thirty() -> None:
    assert replacing.KEPT == 30


def test_a_workbook_that_may_not_be_read_or_written_is_refused_with_the_reason(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook()
    with monkeypatch.context() as system:
        system.setattr(os, "access", lambda *_: False)
        with pytest.raises(FileUnavailable, match="Ce classeur ou son dossier est en lecture seule"):
            changed_book(path).save()

    def refused(*_: object) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as system:
        system.setattr(Path, "read_bytes", refused)
        with pytest.raises(FileUnavailable, match="Ce classeur n'a pas pu être lu"):
            WorkbookFile(path)
    with monkeypatch.context() as system:
        system.setattr(sys, "platform", "win32")
        system.setattr(Path, "open", refused)
        with pytest.raises(FileUnavailable, match="Ce classeur est ouvert dans un autre programme"):
            refuse_if_unavailable(path)

"""What was written, judged before it leaves its scratch folder: the one place that can stop a whole batch."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from relance_xl.documents.judging.pdf_files import is_whole
from relance_xl.documents.judging.written import EMPTY, NOT_WRITTEN, ToJudge
from relance_xl.domain.wording import typeset
from relance_xl.ooxml.opening import PackageFault, member_names
from relance_xl.problems import DataError, Problem

_HEADERS = 64 * 1024
"""Bytes read of a message: its headers are at its head, and what is joined may weigh megabytes."""
_AGAIN = "un nouvel essai ; rien n'a été émis, ni enregistré"


def check_written(files: Iterable[Path], to_judge: ToJudge | None = None) -> None:
    """DataError naming every document that may not leave, and why.

    `to_judge` is what is known of the letters and runs among the files: each of these is judged by what it must hold.
    """
    judged = to_judge or ToJudge()
    deeper = {*(letter.path for letter in judged.letters), *(run.path for run in judged.runs)}
    faults = {file: why for file in files if file not in deeper and (why := _fault(file))}
    faults = {**judged.faults(), **faults}
    if faults:
        raise DataError([Problem(file=file.name, what=typeset(why), expected=_AGAIN) for file, why in faults.items()])


def _fault(file: Path) -> str:
    """Why the document may not leave; "" when it may."""
    try:
        written = file.stat()
    except OSError:
        return NOT_WRITTEN
    if not stat.S_ISREG(written.st_mode):
        return NOT_WRITTEN
    if not written.st_size:
        return EMPTY
    whole = {".docx": _is_word, ".pdf": is_whole, ".eml": _is_message}.get(file.suffix.lower())
    return "Ce document n'est pas entier" if whole and not whole(file) else ""


def _is_word(file: Path) -> bool:
    try:
        return not member_names(file).isdisjoint({"word/document.xml", "[Content_Types].xml"})
    except (OSError, PackageFault):
        return False


def _is_message(file: Path) -> bool:
    from email import message_from_bytes  # noqa: PLC0415 - letters have no use for it

    with file.open("rb") as opened:
        headers = message_from_bytes(opened.read(_HEADERS))
    return all(headers[name] for name in ("From", "To", "Message-ID"))

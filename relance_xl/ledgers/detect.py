"""What a file to import is, by its content and not by its name."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.ledgers.fec.format import is_fec
from relance_xl.ooxml.opening import PackageFault, member_names
from relance_xl.problems import DataError, FileUnavailable, Problem

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NOT_TEXT = {b"%PDF": "un PDF", b"\x89PNG": "une image", b"\xff\xd8\xff": "une image", b"{\\rt": "un document RTF"}
_EXPECTED = "un FEC, un CSV ou un classeur Excel"
_HEAD = 4096


class FileKind(Enum):
    """Which reader a file is for."""

    FEC = auto()
    DELIMITED = auto()
    SPREADSHEET = auto()


def kind_of_file(path: Path) -> FileKind:
    """The reader for the file at `path`: `read_fec`, `read_delimited`, or a book's rows and `read_list`.

    DataError when it is empty or neither text nor a workbook; FileUnavailable when it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as fault:
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {fault.strerror}")) from fault
    if head.startswith(_OLD_EXCEL):
        return FileKind.SPREADSHEET
    if head.startswith(_ZIP):
        _refuse_archive(path)
        return FileKind.SPREADSHEET
    for mark, meaning in _NOT_TEXT.items():
        if head.startswith(mark):
            raise DataError(Problem(file=path.name, what=f"Le fichier est {meaning}", expected=_EXPECTED))
    if not head.strip():
        raise DataError(Problem(file=path.name, what="Le fichier est vide", expected=_EXPECTED))
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DataError(Problem(file=path.name, what="Le fichier n'est pas un texte", expected=_EXPECTED))
    with opened_text(path, text_form(path)) as (_, stream_of_text):
        first = stream_of_text.readline(_HEAD)
    return FileKind.FEC if is_fec(first) else FileKind.DELIMITED


def _refuse_archive(path: Path) -> None:
    """DataError for a plain archive: every workbook, Excel's or OpenDocument's, holds one of two parts."""
    try:
        parts = member_names(path)
    except PackageFault:
        return  # a damaged workbook: its own reader says so better
    if parts.isdisjoint({"[Content_Types].xml", "mimetype"}):
        raise DataError(
            Problem(file=path.name, what="Le fichier est une archive", expected="le fichier qu'elle contient")
        )

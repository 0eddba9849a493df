"""What a file to import is, by its content and not by its name."""

from __future__ import annotations

from enum import Enum, auto
from itertools import islice
from pathlib import Path

from relance_xl.ledgers.common.encodings import opened_text, text_form
from relance_xl.ledgers.fec.format import HEADER_WITHIN, is_fec
from relance_xl.machine.reasons import reason
from relance_xl.ooxml.opening import PackageFault, member_names
from relance_xl.problems import DataError, FileUnavailable, Problem

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NOT_TEXT = {b"%PDF": "un PDF", b"\x89PNG": "une image", b"\xff\xd8\xff": "une image", b"{\\rt": "un document RTF"}
_EXPECTED = "un FEC, un CSV ou un classeur Excel"
_HEAD = 4096
_TEXT_BYTES = bytes({*range(0x20, 0x100), *b"\t\r\n\f\x0b\x1a"})
_AS_SHEET = "et non un classeur : ouvrez-le dans un tableur, puis enregistrez-le en .xlsx"
_OTHER_TEXTS = {
    ("<!doctype", "<html", "<table", "<meta", "<head"): f"une page HTML, {_AS_SHEET}",
    ("<?xml", "<workbook"): f"un tableau XML (Excel 2003 ou autre), {_AS_SHEET}",
    ("{", '[{"', "[ {", "[\n", "[{"): "un fichier JSON, fait pour des programmes",
}


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
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {reason(fault)}")) from fault
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
    form = text_form(path)
    if not form.encoding.startswith("utf-16") and _is_binary(head):
        raise DataError(Problem(file=path.name, what="Le fichier n'est pas un texte", expected=_EXPECTED))
    with opened_text(path, form) as (_, stream_of_text):
        first = list(islice((line[:_HEAD] for line in stream_of_text), HEADER_WITHIN))
    _refuse_other_text(path, "".join(first[:3]).lstrip("\ufeff").lstrip().casefold())
    return FileKind.FEC if any(map(is_fec, first)) else FileKind.DELIMITED


def _is_binary(head: bytes) -> bool:
    """Whether the bytes are no text's: one in twenty stands for nothing that a text has."""
    strange = head.translate(None, delete=_TEXT_BYTES)
    return len(strange) * 20 > len(head)


def _refuse_other_text(path: Path, start: str) -> None:
    """DataError for a text that is no table of fields, named for what it is."""
    for marks, meaning in _OTHER_TEXTS.items():
        if start.startswith(marks):
            raise DataError(Problem(file=path.name, what=f"Le fichier est {meaning}", expected=_EXPECTED))


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

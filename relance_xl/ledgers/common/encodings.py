"""The character set and the line ends of a text file, decided on the whole file."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from relance_xl.problems import FileUnavailable, Problem

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WINDOWS_ONLY = re.compile(rb"[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]")


@dataclass(frozen=True, slots=True)
class TextForm:
    r"""How the bytes of a file make lines.

    Attributes:
        encoding: a codec's name; « utf-8-sig » when the file begins with a byte order mark.
        line_end: « \\n » (also for « \\r\\n » and « \\r\\r\\n ») or « \\r » for a file of the old Macintosh.
        size: in bytes.
    """

    encoding: str
    line_end: str
    size: int


def text_form(path: Path) -> TextForm:
    """The form of the file at `path`; FileUnavailable when it cannot be read.

    UTF-8 when every byte agrees with it; else Windows-1252 when the file uses one of the places that only Windows
    fills (the euro at 0x80, the oe at 0x9C), else ISO 8859-15, the charset of the law (LPF art. A47 A-1).
    """
    try:
        with path.open("rb") as stream:
            first = stream.read(4)
            stream.seek(0)
            encoding = next((name for mark, name in _BOMS if first.startswith(mark)), "")
            return _scanned(stream, encoding)
    except OSError as fault:
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {fault.strerror}")) from fault


def _scanned(stream: io.BufferedReader, encoding: str) -> TextForm:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, feeds, size = True, False, 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        feeds = feeds or b"\n" in chunk
        try:
            if utf8:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            utf8 = False
    utf8 = utf8 and not decoder.getstate()[0]
    return TextForm(encoding or ("utf-8" if utf8 else _eight_bit(stream)), "\n" if feeds else "\r", size)


def _eight_bit(stream: io.BufferedReader) -> str:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        if _WINDOWS_ONLY.search(chunk):
            return "cp1252"
    return "iso8859-15"


@contextmanager
def opened_text(path: Path, form: TextForm) -> Iterator[tuple[io.BufferedReader, io.TextIOWrapper]]:
    """The bytes (to know how far the reading is) and the lines of a file; bad bytes become U+FFFD."""
    try:
        with path.open("rb") as stream:
            text = io.TextIOWrapper(stream, form.encoding, errors="replace", newline=form.line_end)
            yield stream, text
    except OSError as fault:
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {fault.strerror}")) from fault

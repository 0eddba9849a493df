"""The character set and the line ends of a text file, decided on the whole file."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relance_xl.domain.wording import counted
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem, Severity

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF_16 = {1: "utf-16-le", 0: "utf-16-be"}
_HEAD = 4096
_SAMPLE, _USUAL = 1 << 16, 2
_SMALL = frozenset("éèêëàâäçîïôöùûüœæ")
_CAPITAL = frozenset(letter.upper() for letter in _SMALL)
_TYPOGRAPHY = frozenset("\u00a0\u202f«»°€£§’‘“”–—…²³½ºª№·•©®")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_WINDOWS_ONLY = re.compile(rb"[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]")


@dataclass(frozen=True, slots=True)
class TextForm:
    r"""How the bytes of a file make lines.

    Attributes:
        encoding: a codec's name; « utf-8-sig » when the file begins with a byte order mark.
        line_end: « \\n » (also for « \\r\\n » and « \\r\\r\\n ») or « \\r » for a file of the old Macintosh.
        size: in bytes.
        nuls: how many bytes 0 stand where no text has any; they are left out of the lines.
        nul_line: the line of the first of them, counted from 1; 0 for none.
    """

    encoding: str
    line_end: str
    size: int
    nuls: int = 0
    nul_line: int = 0

    def remarks(self, file: str) -> list[Problem]:
        """What the user must know of the bytes of `file`."""
        if not self.nuls:
            return []
        what = f"{counted(self.nuls, 'octet nul retiré', 'octets nuls retirés')} : le fichier a pu être abîmé"
        return [Problem(file=file, line=self.nul_line, what=what, severity=Severity.WARNING)]


def text_form(path: Path) -> TextForm:
    """The form of the file at `path`; FileUnavailable when it cannot be read.

    UTF-16 by its mark, or by the zeros of every second byte.  UTF-8 when every byte agrees with it.  Else the text
    itself decides (N-19): the charset in which its letters are those of French words, among that of Windows, of
    MS-DOS (« CSV (MS-DOS) » of Excel), of the old Macintosh and a damaged UTF-8.  Between equals: Windows-1252 when the
    file uses one of the places that only Windows fills, else ISO 8859-15, the charset of the law (LPF art. A47 A-1).
    """
    try:
        with path.open("rb") as stream:
            first = stream.read(_HEAD)
            stream.seek(0)
            encoding = next((name for mark, name in _BOMS if first.startswith(mark)), "") or _unmarked_utf_16(first)
            return _scanned(stream, encoding)
    except OSError as fault:
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {reason(fault)}")) from fault


def _unmarked_utf_16(head: bytes) -> str:
    """UTF-16 without its mark, when one byte in two is 0 and the other hardly ever; "" otherwise."""
    half = len(head) // 2
    for place, name in _UTF_16.items():
        zeros, others = head[place::2].count(0), head[1 - place :: 2].count(0)
        if half and zeros * 10 > half * 7 and others * 20 < half:
            return name
    return ""


def _scanned(stream: io.BufferedReader, encoding: str) -> TextForm:
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8, feeds, size, nuls, nul_line, lines = True, False, 0, 0, 0, 1
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        feeds = feeds or b"\n" in chunk
        if not encoding and b"\x00" in chunk:
            nul_line = nul_line or lines + chunk.count(b"\n", 0, chunk.index(b"\x00"))
            nuls += chunk.count(b"\x00")
        lines += chunk.count(b"\n")
        try:
            if utf8:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            utf8 = False
    utf8 = utf8 and not decoder.getstate()[0]
    found = encoding or ("utf-8" if utf8 else _eight_bit(stream))
    return TextForm(found, "\n" if feeds else "\r", size, nuls, nul_line)


def _eight_bit(stream: io.BufferedReader) -> str:
    stream.seek(0)
    usual, sample = "iso8859-15", b""
    while chunk := stream.read(_CHUNK):
        if _WINDOWS_ONLY.search(chunk):
            usual = "cp1252"
        if len(sample) < _SAMPLE:
            sample += b"\n".join(line[:_HEAD] for line in chunk.splitlines() if not line.isascii())[:_SAMPLE]
    found = {name: _frenchness(sample.decode(name, "replace")) for name in (usual, "cp850", "mac_roman", "utf-8")}
    found[usual] += _USUAL  # a letter or two of another language decide nothing
    return max(found, key=found.__getitem__)


def _frenchness(text: str) -> int:
    """How much the letters beyond ASCII look like those of French words: small among small, capital among capitals."""
    score = 0
    for found in _BEYOND.finditer(text):
        before, letter, after = (
            text[max(found.start() - 1, 0) : found.start()],
            found[0],
            text[found.end() : found.end() + 1],
        )
        if letter in _SMALL:
            odd = before.isupper() and after.isupper()
            score += 2 if not odd and (letter == "à" or before.isalpha() or after.isalpha()) else -2
        elif letter in _CAPITAL:
            score += -2 if before.islower() else 1
        elif letter not in _TYPOGRAPHY:
            score -= 1
    return score


class _WithoutNuls(io.RawIOBase):
    """The bytes of a stream, those that are 0 left out."""

    def __init__(self, stream: io.BufferedReader) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; 0 at the end only."""
        view = memoryview(buffer)
        while chunk := self._stream.read(len(view)):
            if kept := chunk.replace(b"\x00", b""):
                view[: len(kept)] = kept
                return len(kept)
        return 0


@contextmanager
def opened_text(path: Path, form: TextForm) -> Iterator[tuple[io.BufferedReader, io.TextIOWrapper]]:
    """The bytes (to know how far the reading is) and the lines of a file; bad bytes become U+FFFD."""
    try:
        with path.open("rb") as stream:
            source = io.BufferedReader(_WithoutNuls(stream)) if form.nuls else stream
            yield stream, io.TextIOWrapper(source, form.encoding, errors="replace", newline=form.line_end)
    except OSError as fault:
        raise FileUnavailable(Problem(file=path.name, what=f"Le fichier ne peut être lu : {reason(fault)}")) from fault

"""Letters and print runs judged once they are written, before anything is recorded (N-70).

A letter's file is compared with the bytes that were made: byte by byte where all letters of a template are the same, by
its check sum for what is its own.  One letter of each shape is opened and read whole: the others are made of the same
pieces of the template, their data escaped one by one.

A print run too is compared with the bytes that were made, opened, and read as far as it has letters of each shape.
Its letters say what their single files say: they are printed from the same data, and when the run is made its source
is compared with that of the single, text by text and tag by tag, or else each of its letters is.  Where that does not
settle it, the run is read to its end, and each of its letters compared with its file.  Its PDF is counted page by page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice
from pathlib import Path
from zipfile import ZipInfo
from zlib import crc32

from lxml import etree

from relance_xl.documents.judging.pdf_files import is_by_libreoffice, pages_of
from relance_xl.documents.print_run.values import END_OF_LETTER
from relance_xl.documents.templates.preparation import TEXT_PART
from relance_xl.ooxml.opening import DOCUMENT, RUN, Opened, PackageFault, unpacked
from relance_xl.ooxml.relations import names_in, related, relations_of

_TEXTS = re.compile(rb"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_TAG_LEFT = re.compile(r"\{[{%#]|[}%#]\}")
_LEFT = b"<left/>"
_MARGIN = re.compile(r"(?:header|footer)\d+\.xml(?:\.rels)?$")
_END_OF_PARAGRAPH = b"</w:p>"
_MARK = f'w:name="{END_OF_LETTER}'.encode()
"""How the end of a letter is marked, before its rank."""
_LONGEST_MARK = 64
_READ = 20
"""Letters of a run that are read at least."""
_FIRST = relations_of("")
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""As bytes, which Windows wants to be told; what is no file is not waited for."""
NOT_WRITTEN = "Ce document n'a pas été écrit"
EMPTY = "Ce document est vide"
_MOST_MARGINS = 8
"""Headers and footers read in a run, that has a pair for each letter: they are made of the same pieces too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """One letter's file.

    Attributes:
        fingerprint: the SHA-256 of the bytes that were made, in hexadecimal.
        begins: what they begin with, as those of all letters of the template.
        check: the CRC-32 of what follows, and the number of all: what a disk does to a file, they tell.
        is_sample: it is the first of its shape, and is read whole.
        braces: its data, or its template on purpose, may print braces.
    """

    path: Path
    fingerprint: str
    check: tuple[int, int]
    begins: bytes = b""
    is_sample: bool = True
    braces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRun:
    """One print run: the letters that it holds, in their order.

    Attributes:
        covered: sheets go before the letters.
        on_both_sides: each letter begins on the front of a sheet.
        same_text: each letter says in the run what it says alone, page for page: no endnote, no title of its own.
        same: it was known when the run was made that each letter says in it what it says alone.
        check: as that of a letter, of the whole file.
    """

    path: Path
    check: tuple[int, int]
    letters: Sequence[WrittenLetter]
    covered: bool = False
    on_both_sides: bool = False
    same_text: bool = True
    same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToJudge:
    """What was written and can be judged by more than its file."""

    letters: Sequence[WrittenLetter] = ()
    runs: Sequence[WrittenRun] = ()

    def faults(self) -> dict[Path, str]:
        """Each document that may not leave, and why.

        The runs are looked at once the letters may leave: they are compared with them.
        """
        known: set[bytes] = set()
        faults = {letter.path: fault for letter in self.letters if (fault := letter_fault(letter, known))}
        for run in () if faults else self.runs:
            if fault := run_fault(run, known):
                faults[run.path] = fault
            if fault := pages_fault(run):
                faults[run.path.with_suffix(".pdf")] = fault
        return faults


def letter_fault(letter: WrittenLetter, known: set[bytes] | None = None) -> str:
    """Why a letter may not leave, in French; "" when it may.

    `known` are parts that were parsed already: those of the template come again.
    """
    data = _content(letter.path, letter.check[1])
    if not data or not data.startswith(letter.begins) or check_of(data, len(letter.begins)) != letter.check:
        return _not_as_made(data)
    if not letter.is_sample:
        return ""
    try:
        parts = unpacked(data)
    except PackageFault:
        return "Ce document n'est pas entier"
    if fault := _unreadable(parts, list(parts), set() if known is None else known):
        return fault
    left = "" if letter.braces else _tag_left(parts)
    return f"Une balise est restée dans ce document : « {left} »" if left else ""


def run_fault(run: WrittenRun, known: set[bytes] | None = None) -> str:
    """Why a print run may not leave, in French; "" when it may.  `known` is as for a letter."""
    data = _content(run.path, run.check[1])
    if not data or check_of(data) != run.check:
        return _not_as_made(data)
    try:
        package = Opened(data, RUN)
        parts = _looked_into(package)
        read = [name for name, part in parts.items() if part is not _LEFT]
        if fault := _unreadable(parts, read, set() if known is None else known):
            return fault
        return _letters_fault(run, package, package.infos[_main(parts)])
    except PackageFault:
        return "Ce document n'est pas entier"


def _not_as_made(data: bytes | None) -> str:
    """What is wrong with a file of this content, None for a file that cannot be read."""
    if data is None:
        return NOT_WRITTEN
    if not data:
        return EMPTY
    return "Ce document n'est pas celui qui a été fait"


def _content(path: Path, length: int) -> bytes | None:
    """The bytes of a file, and one more than `length` where it is longer; None when it cannot be read.

    Asked of the system itself: in half the time, for thousands of small files.
    """
    try:
        descriptor = os.open(path, _READING)
    except OSError:
        return None
    try:
        data = os.read(descriptor, length + 1)
        while len(data) < length and (more := os.read(descriptor, length + 1 - len(data))):
            data += more
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return data


def check_of(data: bytes, start: int = 0) -> tuple[int, int]:
    """What tells a file that is no more the one that was made, its bytes before `start` being looked at otherwise."""
    return crc32(memoryview(data)[start:]), len(data)


def _letters_fault(run: WrittenRun, package: Opened, document: ZipInfo) -> str:
    """Why the document of a run is not that of its letters, "" when it is."""
    samples = [rank for rank, each in enumerate(run.letters) if each.is_sample or rank == 0]
    settled = run.same or not run.same_text
    count = min(len(run.letters), max(_READ, samples[-1] + 1)) if settled else len(run.letters)
    *letters, rest = islice(_letters(package.blocks(document)), count + 1)
    whole = count == len(run.letters)
    if len(letters) != count or (whole and _MARK in rest):
        return f"Ce tirage contient {package.read(document).count(_MARK)} lettres au lieu de {len(run.letters)}"
    read = b"".join((*(letters[rank] for rank in samples), rest if whole else b""))
    if not (_is_xml(read) if whole else _begins_xml(read)) and not _is_xml(package.read(document)):
        return "Ce tirage n'est pas un document que Word ouvre"
    compared = samples if settled else range(count)
    faults = (_differs(run, rank, letters[rank]) for rank in compared if run.same_text)
    return next(filter(None, faults), "")


def _letters(document: Iterable[bytes]) -> Iterator[bytes]:
    """Each letter, up to the end of the paragraph that marks its end, as long as the marks follow each other; the rest.

    Block after block, so that each is still at hand for the processor.
    """
    text, number = b"", 0
    for block in document:
        text, start, position = text + block, 0, max(0, len(text) - _LONGEST_MARK)
        while (found := text.find(_MARK, position)) >= 0 and (end := text.find(_END_OF_PARAGRAPH, found)) >= 0:
            position = end + len(_END_OF_PARAGRAPH)
            if text.startswith(b'%d"' % number, found + len(_MARK)):
                yield text[start:position]
                start, number = position, number + 1
        text = text[start:]
    yield text


def _looked_into(package: Opened) -> dict[str, bytes]:
    """The parts of a run, of its many headers and footers the first ones and the last; the others by name only.

    So its document, which is read block after block.
    """
    infos = package.infos
    parts = dict.fromkeys(infos, _LEFT)
    margins = list(filter(_MARGIN.search, infos))
    first = {name: package.read(infos[name]) for name in infos.keys() & {_FIRST}}
    for name in infos.keys() - set(margins[_MOST_MARGINS:-1]) - {_main(first)}:
        parts[name] = package.read(infos[name])
    return parts


def pages_fault(run: WrittenRun) -> str:
    """Why the PDF of a run may not leave: it lacks pages, or has some too many; "" when it may, or is not there."""
    pdf = run.path.with_suffix(".pdf")
    found = pages_of(pdf) if pdf.is_file() else 0
    if not found:
        return ""
    alone = [pages_of(path) if (path := each.path.with_suffix(".pdf")).is_file() else 0 for each in run.letters]
    certain = all(alone) and run.same_text and is_by_libreoffice(pdf)
    sheets = run.on_both_sides and is_by_libreoffice(pdf)
    counts = [pages or 1 for pages in alone]
    wanted = sum(pages + (pages % 2 if sheets else 0) for pages in counts) - (counts[-1] % 2 if sheets else 0)
    if found < wanted or (certain and not run.covered and found != wanted):
        return f"Ce PDF a {found} pages au lieu de {wanted}"
    return ""


def _unreadable(parts: Mapping[str, bytes], names: Sequence[str], known: set[bytes]) -> str:
    """Why the parts of these names make no document, "" when they do; they join those that are known."""
    main = _main(parts)
    relations: etree._Element | None = None
    for name in names:
        leading = name == relations_of(main)
        if name.endswith((".xml", ".rels")) and (leading or parts[name] not in known):
            root = _root(parts[name])
            if root is None:
                return f"Ce document est abîmé, dans sa partie « {name} »"
            known.add(parts[name])
            relations = root if leading else relations
    whole = main in parts and (relations is None or parts.keys() >= names_in(relations, main))
    return "" if whole else "Ce document n'est pas entier"


def _main(parts: Mapping[str, bytes]) -> str:
    return next((each.part for each in related(parts, "") if each.kind == "officeDocument"), "")


def _root(part: bytes) -> etree._Element | None:
    """The root of a part, None when it is no XML."""
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        return None


def _is_xml(part: bytes) -> bool:
    return _root(part) is not None


def _begins_xml(part: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        parser.feed(part)
    except etree.XMLSyntaxError:
        return False
    return True


def _tag_left(parts: Mapping[str, bytes]) -> str:
    """The text around a tag that was not filled in, "" without any."""
    for name, part in parts.items():
        if TEXT_PART.match(name):
            for said in _TEXTS.findall(part):
                text = unescape(said.decode())
                if _TAG_LEFT.search(text):
                    return text[:120]
    return ""


def _differs(run: WrittenRun, rank: int, letter: bytes) -> str:
    """Why the letter of a run is not that of its single file."""
    path = run.letters[rank].path
    package = Opened(path.read_bytes(), DOCUMENT)
    main = _main({name: package.read(package.infos[name]) for name in package.infos.keys() & {_FIRST}})
    alone, together = _said(package.read(package.infos[main])), _said(letter)
    same = together.endswith(alone) if rank == 0 and run.covered else together == alone
    return "" if same else f"La lettre « {path.stem} » n'est pas la même dans ce tirage"


def _said(xml: bytes) -> str:
    return "".join(unescape(b"".join(_TEXTS.findall(xml)).decode()).split())

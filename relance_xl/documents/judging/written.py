"""Letters and print runs judged once they are written, before anything is recorded (N-70).

A letter's file is compared with the bytes that were made, and one letter of each shape is opened and read whole: the
others are made of the same pieces of the template, their data escaped one by one.  A print run is opened, its letters
counted, and the same letters compared with their single files.  Its PDF is counted page by page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from lxml import etree

from relance_xl.documents.judging.pdf_files import is_by_libreoffice, pages_of
from relance_xl.documents.print_run.values import END_OF_LETTER
from relance_xl.documents.templates.preparation import TEXT_PART
from relance_xl.ooxml.opening import DOCUMENT, Opened, PackageFault, unpacked
from relance_xl.ooxml.relations import related

_TEXTS = re.compile(rb"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_TAG_LEFT = re.compile(r"\{[{%#]|[}%#]\}")
_LEFT = b"<left/>"
_MARGIN = re.compile(r"(?:header|footer)\d+\.xml(?:\.rels)?$")
_END_OF_PARAGRAPH = b"</w:p>"
_MOST_MARGINS = 40
"""Headers and footers read in a run, that has a pair for each letter: they are made of the same pieces too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """One letter's file.

    Attributes:
        fingerprint: the SHA-256 of the bytes that were made, in hexadecimal.
        is_sample: it is the first of its shape, and is read whole.
        braces: its data, or its template on purpose, may print braces.
    """

    path: Path
    fingerprint: str
    is_sample: bool = True
    braces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRun:
    """One print run: the letters that it holds, in their order.

    Attributes:
        covered: sheets go before the letters.
        on_both_sides: each letter begins on the front of a sheet.
        same_text: each letter says in the run what it says alone, page for page: no endnote, no title of its own.
    """

    path: Path
    letters: Sequence[WrittenLetter]
    covered: bool = False
    on_both_sides: bool = False
    same_text: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ToJudge:
    """What was written and can be judged by more than its file."""

    letters: Sequence[WrittenLetter] = ()
    runs: Sequence[WrittenRun] = ()

    def faults(self) -> Iterator[tuple[Path, str]]:
        """Each document that may not leave, and why."""
        for letter in self.letters:
            if fault := letter_fault(letter):
                yield letter.path, fault
        for run in self.runs:
            if fault := run_fault(run):
                yield run.path, fault
            if fault := pages_fault(run):
                yield run.path.with_suffix(".pdf"), fault


def letter_fault(letter: WrittenLetter) -> str:
    """Why a letter may not leave, in French; "" when it may."""
    data = letter.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != letter.fingerprint:
        return "Ce document n'est pas celui qui a été fait"
    if not letter.is_sample:
        return ""
    try:
        parts = unpacked(data)
    except PackageFault:
        return "Ce document n'est pas entier"
    if fault := _unreadable(parts, list(parts)):
        return fault
    left = "" if letter.braces else _tag_left(parts)
    return f"Une balise est restée dans ce document : « {left} »" if left else ""


def run_fault(run: WrittenRun) -> str:
    """Why a print run may not leave, in French; "" when it may."""
    try:
        parts = _looked_into(run.path)
    except PackageFault:
        return "Ce document n'est pas entier"
    main = _main(parts)
    if fault := _unreadable(parts, [name for name, part in parts.items() if name != main and part is not _LEFT]):
        return fault
    text = parts[main]
    ends = list(_ends(text))
    if len(ends) != len(run.letters) or text.count(_mark("")) != len(ends):
        return f"Ce tirage contient {text.count(_mark(''))} lettres au lieu de {len(run.letters)}"
    samples = [rank for rank, each in enumerate(run.letters) if each.is_sample or rank in {0, len(ends) - 1}]
    if not _is_xml(_reduced(text, ends, samples)) and not _is_xml(text):
        return "Ce tirage n'est pas un document que Word ouvre"
    return next((fault for rank in samples if run.same_text and (fault := _differs(run, rank, text, ends))), "")


def _looked_into(path: Path) -> dict[str, bytes]:
    """The parts of a run, of its many headers and footers the first ones and the last; the others by name only."""
    package = Opened(path.read_bytes(), DOCUMENT)
    margins = [name for name in package.infos if _MARGIN.search(name)]
    left = set(margins[_MOST_MARGINS:-1])
    return {name: _LEFT if name in left else package.read(info) for name, info in package.infos.items()}


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


def _unreadable(parts: Mapping[str, bytes], names: Sequence[str]) -> str:
    for name in names:
        if name.endswith((".xml", ".rels")) and not _is_xml(parts[name]):
            return f"Ce document est abîmé, dans sa partie « {name} »"
    main = _main(parts)
    if main not in parts or any(each.part not in parts for each in related(parts, main)):
        return "Ce document n'est pas entier"
    return ""


def _main(parts: Mapping[str, bytes]) -> str:
    return next((each.part for each in related(parts, "") if each.kind == "officeDocument"), "")


def _is_xml(part: bytes) -> bool:
    try:
        etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
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


def _mark(number: int | str) -> bytes:
    """How the end of a letter is marked, of any letter for ""."""
    return f'w:name="{END_OF_LETTER}{number}{"" if number == "" else chr(34)}'.encode()


def _ends(text: bytes) -> Iterator[int]:
    """Where each letter ends, in their order, as long as the marks follow each other."""
    position = number = 0
    while (found := text.find(_mark(number), position)) >= 0:
        position = text.find(_END_OF_PARAGRAPH, found) + len(_END_OF_PARAGRAPH)
        number += 1
        yield position


def _reduced(text: bytes, ends: Sequence[int], samples: Sequence[int]) -> bytes:
    """The document with these letters only, what stands before the first and after the last among them."""
    pieces = [text[ends[rank - 1] if rank else 0 : ends[rank]] for rank in samples]
    return b"".join((*pieces, text[ends[-1] :]))


def _differs(run: WrittenRun, rank: int, text: bytes, ends: Sequence[int]) -> str:
    """Why the letter of a run is not that of its single file."""
    letter = run.letters[rank]
    parts = unpacked(letter.path.read_bytes())
    alone = _said(parts[_main(parts)])
    together = _said(text[ends[rank - 1] if rank else 0 : ends[rank]])
    same = together.endswith(alone) if rank == 0 and run.covered else together == alone
    return "" if same else f"La lettre « {letter.path.stem} » n'est pas la même dans ce tirage"


def _said(xml: bytes) -> str:
    return "".join(unescape(b"".join(_TEXTS.findall(xml)).decode()).split())

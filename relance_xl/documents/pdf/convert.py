"""Word documents turned into PDF, by the program of this machine that can: LibreOffice, else Word on Windows.

Each document is copied into a folder of its own making, under a name that every program bears, and its PDF is moved
beside the original once it is whole: no half-written PDF, no lock file and no other document's PDF ever stands there.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from relance_xl.documents.file_names import safe_name, unique_name
from relance_xl.documents.jobs import Tell, silent
from relance_xl.documents.judging.pdf_files import is_whole
from relance_xl.documents.pdf.libreoffice import LibreOffice
from relance_xl.documents.pdf.sides import Sides
from relance_xl.documents.pdf.word import Word
from relance_xl.domain.wording import typeset
from relance_xl.machine import programs
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem, UsageError

Advance = Callable[[int], None]
"""Told, by the thread that asked for the PDFs, how many documents are done with."""


class Converter(Protocol):
    """A program that makes PDFs."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    def convert(self, documents: Sequence[Path], advance: Advance, sides: Sides = Sides.FRONTS) -> Mapping[Path, str]:
        """Make each PDF beside its document; why, in French, for those that were not made.

        All the documents stand in one folder.  One that fails never stops the others.  FileUnavailable when the program
        cannot be started.
        """


def converter() -> Converter:
    """What makes PDFs on this machine.  UsageError when nothing does: ask before anything is written."""
    program = programs.libreoffice()
    if program is not None:
        return LibreOffice(program)
    if programs.word():
        return Word()
    raise UsageError(
        Problem(
            what=typeset("Ni LibreOffice ni Word n'ont été trouvés sur ce poste : c'est l'un d'eux qui fait les PDF"),
            expected=typeset(
                "LibreOffice installé (fr.libreoffice.org) ou, sous Windows, Microsoft Word ; "
                "ou la même commande sans « --pdf »"
            ),
        )
    )


def write_pdfs(
    documents: Sequence[Path], *, on_both_sides: Collection[Path] = (), by: Converter | None = None, tell: Tell = silent
) -> tuple[Path, ...]:
    """The PDF of each document, beside it, in their order.

    `on_both_sides` are those of the documents that hold letters to be printed recto verso, each on sheets of its own.
    UsageError when no program makes PDFs here.  FileUnavailable naming the documents that could not be converted, and
    why; the PDFs made are left.
    """
    program = by or converter()

    def advance(done: int) -> None:
        tell(f"PDF : {done} sur {len(documents)}", done / max(1, len(documents)))

    advance(0)
    with tempfile.TemporaryDirectory(prefix="relance-pdf-", ignore_cleanup_errors=True) as folder:
        copies, refused = _copied(documents, Path(folder).resolve())
        reasons = dict(_converted(program, copies, on_both_sides, advance))
        for document, copy in copies.items():
            if not is_whole(copy.with_suffix(".pdf")):
                refused[document] = reasons.get(copy) or f"{program.name} n'a pas pu en faire un PDF"
            elif fault := _brought(copy.with_suffix(".pdf"), document.with_suffix(".pdf")):
                refused[document] = fault
    if refused:
        raise FileUnavailable([_not_made(document, program.name, refused[document]) for document in refused])
    return tuple(document.with_suffix(".pdf") for document in documents)


def _converted(
    program: Converter, copies: Mapping[Path, Path], on_both_sides: Collection[Path], advance: Advance
) -> Iterator[tuple[Path, str]]:
    """Why, for the copies of which no PDF was made."""
    done = 0
    for sides in Sides:
        chosen = [copy for document, copy in copies.items() if (document in on_both_sides) is (sides is Sides.BOTH)]
        if chosen:
            yield from program.convert(chosen, partial(_advanced, advance, done), sides).items()
            done += len(chosen)


def _advanced(advance: Advance, before: int, done: int) -> None:
    advance(before + done)


def _copied(documents: Sequence[Path], folder: Path) -> tuple[dict[Path, Path], dict[Path, str]]:
    """The copy of each document, and why for those that cannot be read.

    The names are kept, for a letter may print its own (the field FILENAME of Word), unless two are the same.
    """
    taken: set[str] = set()
    copies: dict[Path, Path] = {}
    unread: dict[Path, str] = {}
    for document in dict.fromkeys(documents):
        copy = folder / unique_name(safe_name(document.stem), ".docx", taken)
        try:
            shutil.copyfile(document, copy)
        except OSError as error:
            unread[document] = f"Ce document n'a pas pu être lu ({reason(error)})"
        else:
            copies[document] = copy
    return copies, unread


def _brought(made: Path, place: Path) -> str:
    """The PDF moved to its place at once; why when that cannot be, else ""."""
    waiting = place.with_name(f".{place.name}.en-cours")
    try:
        shutil.move(made, waiting)
        waiting.replace(place)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        return f"Le PDF n'a pas pu être écrit ({reason(error)}) ; il est peut-être ouvert ailleurs"
    return ""


def _not_made(document: Path, program: str, why: str) -> Problem:
    return Problem(
        file=document.name,
        what=typeset(why),
        expected=typeset(f"un document que {program} ouvre ; ou des lettres sans PDF"),
    )

"""Word documents turned into PDF by LibreOffice: in batches, by two programs at once, each with its own profile.

A profile of their own keeps them apart from the LibreOffice that the user has open.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import groupby
from pathlib import Path

from relance_xl.documents.batch import Tell, silent
from relance_xl.domain.wording import typeset
from relance_xl.problems import FileUnavailable, Problem, UsageError

BATCH = 40
WORKERS = 2
_START, _PER_FILE = 90, 10  # seconds granted to the program, and to each document
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)


def soffice() -> Path:
    """LibreOffice's program.  UsageError when it is not on this machine: ask before anything is written."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    place = next((path for path in ([found] if found else []) + list(_USUAL_PLACES) if Path(path).exists()), None)
    if place is None:
        raise UsageError(
            Problem(
                what=typeset("LibreOffice est introuvable : c'est lui qui fait les PDF"),
                expected="LibreOffice installé (fr.libreoffice.org), ou la même commande sans « --pdf »",
            )
        )
    return Path(place)


def write_pdfs(
    documents: Sequence[Path], *, program: Path | None = None, workers: int = WORKERS, tell: Tell = silent
) -> tuple[Path, ...]:
    """The PDF of each document, beside it, in their order.

    UsageError when LibreOffice is missing.  FileUnavailable naming the documents that it could not convert; the PDFs
    made are left.
    """
    program = program or soffice()
    batches = list(_batches(documents, workers))
    done = 0
    tell(f"PDF : 0 sur {len(documents)}", 0.0)
    with tempfile.TemporaryDirectory(prefix="relance-pdf-") as folder, ThreadPoolExecutor(workers) as pool:
        profiles = [Path(folder) / f"profil-{number}" for number in range(workers)]
        free = list(profiles)

        def convert(batch: Sequence[Path]) -> int:
            profile = free.pop()
            try:
                _convert(program, profile, batch)
            finally:
                free.append(profile)
            return len(batch)

        for future in as_completed([pool.submit(convert, batch) for batch in batches]):
            done += future.result()
            tell(f"PDF : {done} sur {len(documents)}", done / max(1, len(documents)))
    made = tuple(path.with_suffix(".pdf") for path in documents)
    missing = [path for path, pdf in zip(documents, made, strict=True) if not pdf.is_file()]
    if missing:
        raise FileUnavailable([_not_made(path) for path in missing])
    return made


def _batches(documents: Iterable[Path], workers: int) -> Iterator[list[Path]]:
    """The documents of one folder by batches, small enough that all the workers have some."""
    for _, group in groupby(sorted(documents, key=lambda path: str(path.parent)), key=lambda path: path.parent):
        members = list(group)
        size = max(1, min(BATCH, -(-len(members) // workers)))
        for start in range(0, len(members), size):
            yield members[start : start + size]


def _convert(program: Path, profile: Path, batch: Sequence[Path]) -> None:
    """One run of LibreOffice; a run that fails or hangs is seen by the PDFs that are missing."""
    command = [
        str(program),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(batch[0].parent),
        *map(str, batch),
    ]
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    try:
        subprocess.run(  # noqa: S603 - the program found, and files of ours
            command, capture_output=True, check=False, timeout=_START + _PER_FILE * len(batch), env=environment
        )
    except subprocess.TimeoutExpired:
        return
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"LibreOffice n'a pas pu être lancé ({error.strerror})", file=str(program))
        ) from error


def _not_made(path: Path) -> Problem:
    return Problem(
        file=path.name,
        what="LibreOffice n'a pas pu en faire un PDF",
        expected="un document que LibreOffice ouvre ; la lettre Word, elle, est bien écrite",
    )

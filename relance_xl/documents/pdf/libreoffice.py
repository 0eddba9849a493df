"""PDFs by LibreOffice: in batches, by two programs at once, each with its own profile.

A profile of their own keeps them apart from the LibreOffice that the user has open.  A program that hangs is ended with
its children; the document it stumbled over is tried once more alone, the others go on without it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from threading import Event

from relance_xl.documents.judging.pdf_files import is_whole
from relance_xl.documents.pdf.recto_verso import EXPORT, begin_by_the_number
from relance_xl.documents.pdf.sides import Sides
from relance_xl.domain.wording import typeset
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem

BATCH = 40
_EXPORT = "pdf:writer_pdf_Export"
WORKERS = 2
_POLL = 0.2
_UNSEEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # no black window flashes over Excel
REFUSED = "LibreOffice n'a pas pu ouvrir ce document"
STOPPED = "LibreOffice s'est arrêté sur ce document"
HUNG = "LibreOffice n'a pas répondu à temps sur ce document"


class _Ending(Enum):
    WELL = auto()
    BADLY = auto()
    HUNG = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long one document may take, in seconds: more for the first, which waits for the program, and for large ones.

    A print run of 500 letters holds some 2 000 000 bytes.
    """

    start: float = 60.0
    document: float = 60.0
    per_byte: float = 1 / 20_000

    def of(self, document: Path, rank: int) -> float:
        """The time granted to the document of this rank in its batch."""
        return (self.start if rank == 0 else 0.0) + self.document + self.per_byte * document.stat().st_size


@dataclass(frozen=True, slots=True)
class _Work:
    """What one worker is given, and what it could not do."""

    profile: Path
    documents: Sequence[Path]
    export: str
    refused: dict[Path, str] = field(default_factory=dict)


_REASONS = {_Ending.WELL: REFUSED, _Ending.BADLY: STOPPED, _Ending.HUNG: HUNG}


class LibreOffice:
    """The program `soffice`, one run for many documents."""

    name = "LibreOffice"

    def __init__(self, program: Path, *, workers: int = WORKERS, patience: Patience | None = None) -> None:
        self._program = program
        self._workers = workers
        self._patience = patience or Patience()

    def convert(
        self, documents: Sequence[Path], advance: Callable[[int], None], sides: Sides = Sides.FRONTS
    ) -> Mapping[Path, str]:
        """Make each PDF beside its document; why for those that were not made.

        With both sides the documents, runs of letters, are changed, and the blank versos are pages of the PDF.
        FileUnavailable when the program cannot be started, or makes nothing.  Interrupted, it ends what it started.
        """
        number = max(1, min(self._workers, len(documents)))
        export = EXPORT if sides is Sides.BOTH else _EXPORT
        if sides is Sides.BOTH:
            for document in documents:
                begin_by_the_number(document)
        stop = Event()
        with tempfile.TemporaryDirectory(prefix="relance-lo-", ignore_cleanup_errors=True) as folder:
            works = [
                _Work(
                    profile=Path(folder).resolve() / f"profil-{rank}", documents=documents[rank::number], export=export
                )
                for rank in range(number)
            ]
            with ThreadPoolExecutor(number) as pool, _stopping(stop):
                futures = [pool.submit(self._work, work, stop) for work in works]
                pending = set(futures)
                while pending:
                    _, pending = wait(pending, timeout=_POLL)
                    advance(sum(document.with_suffix(".pdf").exists() for document in documents))
                for future in futures:
                    future.result()
        return {document: why for work in works for document, why in work.refused.items()}

    def _work(self, work: _Work, stop: Event) -> None:
        """All the documents of one worker, in runs of `BATCH`; then, alone, those on which a run stopped."""
        left = list(work.documents)
        suspects: list[Path] = []
        fruitless = 0
        while left and not stop.is_set():
            batch, left = left[:BATCH], left[BATCH:]
            ending = self._run(work, batch, stop)
            rest = [document for document in batch if not is_whole(document.with_suffix(".pdf"))]
            if ending is _Ending.WELL:
                work.refused.update(dict.fromkeys(rest, REFUSED))
                continue
            suspects += rest[:1]
            left = [*rest[1:], *left]
            fruitless = fruitless + 1 if len(rest) == len(batch) else 0
            if fruitless > 1:  # another document, and nothing either: the fault lies not in the documents
                raise FileUnavailable(_unusable(self._program))
        for document in suspects:
            if not stop.is_set():
                self._alone(work, document, stop)

    def _alone(self, work: _Work, document: Path, stop: Event) -> None:
        """One more try for a document on which a run stopped."""
        ending = self._run(work, [document], stop)
        if not is_whole(document.with_suffix(".pdf")):
            work.refused[document] = _REASONS[ending]

    def _run(self, work: _Work, batch: Sequence[Path], stop: Event) -> _Ending:
        """One run of LibreOffice, ended when a document takes longer than it may."""
        options = (f"-env:UserInstallation={work.profile.as_uri()}", "--headless", "--norestore", "--convert-to")
        target = (work.export, "--outdir", str(batch[0].parent))
        with _started([str(self._program), *options, *target, *map(str, batch)]) as process:
            made, moment = 0, time.monotonic()
            while process.poll() is None:
                if stop.wait(_POLL):
                    return _Ending.BADLY
                seen = sum(document.with_suffix(".pdf").exists() for document in batch)
                if seen != made:
                    made, moment = seen, time.monotonic()
                current = min(made, len(batch) - 1)
                if time.monotonic() - moment > self._patience.of(batch[current], current):
                    return _Ending.HUNG
            return _Ending.WELL if process.returncode == 0 else _Ending.BADLY


@contextmanager
def _stopping(stop: Event) -> Iterator[None]:
    """Whatever ends the body before its time ends the workers too."""
    try:
        yield
    except BaseException:
        stop.set()
        raise


@contextmanager
def _started(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """The program at work, in a group of its own; at the end nothing of it is left.

    FileUnavailable when it cannot be started.
    """
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    try:
        process = subprocess.Popen(  # noqa: S603 - the program found, and files of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=sys.platform != "win32",
            creationflags=_UNSEEN,
        )
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"LibreOffice n'a pas pu être lancé ({reason(error)})", file=command[0])
        ) from error
    try:
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with its children: `soffice` is a script, which starts the one that does the work."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/PID", str(process.pid), "/T", "/F"], capture_output=True, check=False)  # noqa: S603, S607 - Windows's own, on the program that we started
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _unusable(program: Path) -> Problem:
    return Problem(
        file=str(program),
        what="LibreOffice ne fait aucun PDF : il s'arrête ou ne répond pas",
        expected=typeset("un LibreOffice qui s'ouvre (essayez « soffice --version ») ; ou des lettres sans PDF"),
    )

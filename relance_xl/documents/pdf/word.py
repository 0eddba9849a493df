"""PDFs by Microsoft Word, on Windows: a Word of our own, which nobody sees and which no macro enters.

Word is driven through COM by one thread; the thread that asked for the PDFs waits, tells the progress, and ends Word
when it does not answer.  The arguments are those of Word's own reference (`Documents.Open`,
`Document.ExportAsFixedFormat`), by name.
"""

from __future__ import annotations

import importlib
import queue
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from relance_xl.documents.pdf import word_process
from relance_xl.documents.pdf.sides import Sides
from relance_xl.domain.wording import typeset
from relance_xl.machine.programs import WORD
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem

_NO_ALERTS, _ALL_ALERTS = 0, -1  # wdAlertsNone, wdAlertsAll
_NO_MACROS = 3  # msoAutomationSecurityForceDisable
_FORGET_CHANGES = 0  # wdDoNotSaveChanges
_PDF = 17  # wdExportFormatPDF
_FOR_PRINT = 0  # wdExportOptimizeForPrint
_WHOLE_DOCUMENT = 0  # wdExportAllDocument
_WITHOUT_MARKUP = 0  # wdExportDocumentContent
_BUSY = -2147418111  # RPC_E_CALL_REJECTED: Word is starting, ask again
_ASKED_AGAIN, _PAUSE = 40, 0.25


class OwnWord:
    """A Word that runs for us alone; leaving the `with` block ends it, and every option is what it was.

    All calls belong to the thread that entered the block.
    """

    def __init__(self) -> None:
        self._word: Any = None
        self._links_updated: bool | None = None
        self.process: int | None = None
        """Windows's number for it, None when that is not certain."""

    def __enter__(self) -> Self:
        """Start Word.  An exception of COM's own when it does not start."""
        importlib.import_module("pythoncom").CoInitialize()
        try:
            before = word_process.running()
            self._word = _new_word()
            self.process = word_process.only_new(before)
            self._prepare()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _prepare(self) -> None:
        """No window, no question, no macro, no link fetched."""
        word = self._word
        word.Visible = False
        word.DisplayAlerts = _NO_ALERTS
        word.AutomationSecurity = _NO_MACROS
        self._links_updated = bool(word.Options.UpdateLinksAtOpen)
        word.Options.UpdateLinksAtOpen = False

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the user's option back and end Word, by force when it refuses to."""
        if self._word is not None:
            try:
                self._leave()
            except Exception:  # noqa: BLE001 - COM raises its own kind, which only Windows knows
                word_process.end(self.process)
            self._word = None
        importlib.import_module("pythoncom").CoUninitialize()

    def _leave(self) -> None:
        """End Word; but a document that the user opened meanwhile may have landed in it: then Word is his."""
        word = self._word
        if self._links_updated is not None:
            word.Options.UpdateLinksAtOpen = self._links_updated
        if word.Documents.Count:
            word.DisplayAlerts = _ALL_ALERTS
            word.Visible = True
        else:
            word.Quit(SaveChanges=_FORGET_CHANGES)

    def export(self, document: Path) -> None:
        """Write the document's PDF beside it; an exception of COM's own when Word refuses.

        The pages are made anew first: « page 1 / 2 » of a print run counts the pages of one section, which Word knows
        only then.
        """
        opened = _answer(
            lambda: self._word.Documents.Open(
                FileName=str(document),
                ConfirmConversions=False,
                ReadOnly=True,
                AddToRecentFiles=False,
                Revert=False,
                Visible=False,
                NoEncodingDialog=True,
            )
        )
        try:
            opened.Repaginate()
            opened.ExportAsFixedFormat(
                OutputFileName=str(document.with_suffix(".pdf")),
                ExportFormat=_PDF,
                OpenAfterExport=False,
                OptimizeFor=_FOR_PRINT,
                Range=_WHOLE_DOCUMENT,
                Item=_WITHOUT_MARKUP,
            )
        finally:
            with suppress(Exception):
                opened.Close(SaveChanges=_FORGET_CHANGES)

    def is_alive(self) -> bool:
        """Whether Word still answers."""
        try:
            return bool(self._word.Version)
        except Exception:  # noqa: BLE001 - COM raises its own kind, which only Windows knows
            return False


def _new_word() -> Any:
    """A Word just started; RuntimeError when COM gives one in which somebody works: hands off."""
    word = importlib.import_module("win32com.client").DispatchEx(WORD)
    if _answer(lambda: word.Visible or word.Documents.Count):
        raise RuntimeError("Windows a donné le Word déjà ouvert")
    return word


def _answer(ask: Callable[[], Any]) -> Any:
    """What Word answers, asked again while it is busy."""
    for _ in range(_ASKED_AGAIN):
        try:
            return ask()
        except Exception as error:  # COM raises its own kind, which only Windows knows
            if getattr(error, "hresult", None) != _BUSY:
                raise
            time.sleep(_PAUSE)
    return ask()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long Word may take, in seconds, to start, to end, and for one document: more for a large one.

    A print run of 500 letters holds some 2 000 000 bytes.
    """

    start: float = 90.0
    end: float = 15.0
    document: float = 90.0
    per_byte: float = 1 / 20_000

    def of(self, document: Path) -> float:
        """The time granted to this document."""
        return self.document + self.per_byte * document.stat().st_size


@dataclass(slots=True)
class _Session:
    """One Word at work in a thread of its own.

    Attributes:
        said: what it did, in order: None for « started », then why each document was not made, "" when it was.
        fault: why Word did not start.
    """

    documents: Sequence[Path]
    word: OwnWord = field(default_factory=OwnWord)
    said: queue.SimpleQueue[str | None] = field(default_factory=queue.SimpleQueue)
    stop: Event = field(default_factory=Event)
    fault: str = ""
    thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self._run, name="Word", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            with self.word as word:
                self.said.put(None)
                for document in self.documents:
                    if self.stop.is_set():
                        return
                    self.said.put(_made(word, document))
                    if not word.is_alive():
                        return
        except Exception as error:  # noqa: BLE001 - COM raises its own kind; it is told by the thread that waits
            self.fault = _words(error)

    def next(self, seconds: float) -> str | None:
        """The next thing said.  queue.Empty when nothing was said in time, or when the thread has ended."""
        end = time.monotonic() + seconds
        while True:
            try:
                return self.said.get(timeout=min(0.2, seconds))
            except queue.Empty:
                if time.monotonic() > end or not (self.thread.is_alive() or not self.said.empty()):
                    raise

    def finish(self, seconds: float) -> None:
        """Have Word end, by force when it does not in time."""
        self.stop.set()
        self.thread.join(seconds)
        if self.thread.is_alive():
            word_process.end(self.word.process)
            self.thread.join(seconds)


def _made(word: OwnWord, document: Path) -> str:
    try:
        word.export(document)
    except Exception as error:  # noqa: BLE001 - COM raises its own kind, which only Windows knows
        return f"Word n'a pas pu en faire un PDF : {_words(error)}"
    return ""


def _words(error: Exception) -> str:
    """What Word itself says, in the user's language."""
    details = getattr(error, "excepinfo", None)
    if isinstance(error, OSError):
        return reason(error)
    said = (details[2] if details else None) or getattr(error, "strerror", None) or str(error)
    return str(said).strip().rstrip(".")


class Word:
    """Word as a converter: one after the other, in one Word; a new one when it stops or hangs."""

    name = "Word"

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()

    def convert(
        self, documents: Sequence[Path], advance: Callable[[int], None], sides: Sides = Sides.FRONTS
    ) -> Mapping[Path, str]:
        """Make each PDF beside its document; why for those that were not made.

        Word leaves the versos blank by itself, whatever the sides.
        FileUnavailable when Word does not start, or answers no more.  Interrupted, it ends the Word that it started.
        """
        del sides
        reasons: dict[Path, str] = {}
        fruitless = 0
        while len(reasons) < len(documents):
            told = len(reasons)
            session = _Session(documents[told:])
            try:
                self._follow(session, reasons, advance)
            finally:
                session.finish(self._patience.end)
            fruitless = 0 if "" in list(reasons.values())[told:] else fruitless + 1
            if session.thread.is_alive() or (fruitless > 1 and len(reasons) < len(documents)):
                raise FileUnavailable(_unusable())
        return {document: why for document, why in reasons.items() if why}

    def _follow(self, session: _Session, reasons: dict[Path, str], advance: Callable[[int], None]) -> None:
        """Gather what one Word does, until it has done all, or stops, or hangs; at least one document is told of."""
        try:
            session.next(self._patience.start)
        except queue.Empty:
            raise FileUnavailable(_not_started(session.fault)) from None
        total = len(reasons)
        for number, document in enumerate(session.documents, start=1):
            try:
                reasons[document] = session.next(self._patience.of(document)) or ""
            except queue.Empty:
                if session.thread.is_alive():
                    reasons[document] = "Word n'a pas répondu à temps sur ce document"
                return
            advance(total + number)


def _not_started(fault: str) -> Problem:
    why = f" ({fault})" if fault else " : il ne répond pas"
    return Problem(
        what=typeset(f"Word n'a pas pu être lancé pour faire les PDF{why}"),
        expected=typeset("un Word qui s'ouvre sans poser de question (ouvrez-le une fois) ; ou des lettres sans PDF"),
    )


def _unusable() -> Problem:
    return Problem(
        what=typeset("Word ne répond plus : il n'a pas pu finir les PDF"),
        expected=typeset("un Word qui s'ouvre sans poser de question (ouvrez-le une fois) ; ou des lettres sans PDF"),
    )

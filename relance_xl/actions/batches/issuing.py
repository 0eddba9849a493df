"""One protocol to issue letters, e-mails and bills: write in a scratch folder, check, move, record, save; or rehearse.

Each of the three says what it plans as an `Issuance`; the order of the steps stands here alone, and so do the promises:
nothing is recorded unless its document stands in its place, and no document stays when the workbook cannot be saved.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from relance_xl.actions.batches.delivery import Delivery, scratch_folder
from relance_xl.actions.batches.document_log import Logged, noting
from relance_xl.actions.batches.judging import check_written
from relance_xl.actions.batches.recording import new_batch
from relance_xl.actions.batches.unbroken import unbroken
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, shown
from relance_xl.documents.judging.written import ToJudge
from relance_xl.machine.leases import still_held
from relance_xl.tables.grid import Book

Outcome = TypeVar("Outcome", bound=Report)

Place = Callable[[Path], str]
"""Where a file written goes, as the journal names it; "" for a file that was not written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made(Generic[Outcome]):
    """What was written below the scratch folder, and its report, given the places and the batch ("" for none)."""

    files: Sequence[Path]
    report: Callable[[Place, str], Outcome]
    to_judge: ToJudge = field(default_factory=ToJudge)


def _nothing_logged(_report: Report) -> Sequence[Logged]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuance(Generic[Outcome]):
    """What one click is about to issue.

    Attributes:
        root: the folder of these documents, « Lettres » or « E-mails ».
        target: the folder where they go, that of the day, below `root`.
        write: writes the documents into the folder given, under the number of the batch ("" when rehearsed).
        record: writes what left into the workbook, without saving; None when nothing is to be recorded.
        logged: the documents of the report, for the log beside them; the paths given are relative to the workbook's.
    """

    root: Path
    target: Path
    write: Callable[[Path, str], Made[Outcome]]
    record: Callable[[Outcome], None] | None
    logged: Callable[[Outcome], Sequence[Logged]] = _nothing_logged


def carry_out(book: Book, run: Run, issuance: Issuance[Outcome]) -> Outcome:
    """Take every step.  The documents stand in their place before anything is recorded; a failure takes them back.

    They are in the log before they are moved, and nothing is moved, nor recorded, by a run whose lease was taken over.

    Whatever `write` raises, and DataError for a document that may not leave: nothing is moved then.  FileUnavailable
    when a document cannot be moved or the workbook saved.  Without documents nothing is recorded.
    """
    with scratch_folder(issuance.root) as scratch:
        batch = new_batch(book, run.now)
        made = _written(issuance, scratch, batch)
        delivery = Delivery(scratch, issuance.target)
        planned = delivery.planned(made.files)
        with ExitStack() as stack:
            stack.enter_context(unbroken())
            still_held(book.path)
            stack.enter_context(_noting(book, issuance, made, planned, batch))
            places = stack.enter_context(delivery.moved(made.files))
            if places != planned:  # another program took one of the names
                stack.enter_context(_noting(book, issuance, made, places, batch))
            record = issuance.record if places else None
            report = made.report(_place(book, places), batch if record else "")
            if record:
                still_held(book.path)
                record(report)
                book.save()
    return report


def rehearse(book: Book, issuance: Issuance[Outcome]) -> Outcome:
    """Write and check the documents far from the user's folders, say what would leave, and throw them away."""
    with tempfile.TemporaryDirectory(prefix="relance-", ignore_cleanup_errors=True) as folder:
        made = _written(issuance, Path(folder), "")
        places = Delivery(Path(folder), issuance.target).planned(made.files)
        report = made.report(_place(book, places), "")
    report.rehearsed()
    return report


def _written(issuance: Issuance[Outcome], folder: Path, batch: str) -> Made[Outcome]:
    made = issuance.write(folder, batch)
    check_written(made.files, made.to_judge)
    return made


def _noting(
    book: Book, issuance: Issuance[Outcome], made: Made[Outcome], places: Mapping[Path, Path], batch: str
) -> AbstractContextManager[None]:
    """The log says what is about to stand in its place: whatever stops the program then, the next run knows (N-66)."""
    if not issuance.record or not places:
        return nullcontext()
    return noting(issuance.root, issuance.logged(made.report(_place(book, places), batch)))


def _place(book: Book, places: Mapping[Path, Path]) -> Place:
    return lambda file: shown(book, places[file]) if file in places else ""

"""« Lettres »: what is ticked in `Relances` becomes letters, then, and only then, is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from relance_xl.actions.batches.issuing import Issuance, Made, Place, carry_out, rehearse
from relance_xl.actions.batches.recording import Issued, logged, record_reminders
from relance_xl.actions.batches.registering import numbered
from relance_xl.actions.batches.unrecorded import settled
from relance_xl.actions.common.leaving import described
from relance_xl.actions.common.letter_extras import LetterExtras
from relance_xl.actions.common.report import DocumentFiles, IssuingReport
from relance_xl.actions.common.run import Run, letters_folder, templates_folder
from relance_xl.actions.common.ticked import NOTHING_TICKED, Ticked, read_ticked
from relance_xl.actions.mail.doubt import mail_log, without_mailed
from relance_xl.documents.letters import LettersWritten, write_letters
from relance_xl.documents.pdf.convert import converter, write_pdfs
from relance_xl.domain.model import Company
from relance_xl.domain.outcome import Reminder, Skipped
from relance_xl.domain.wording import counted, typeset
from relance_xl.post.send_log import SendLog
from relance_xl.problems import Problem
from relance_xl.tables.grid import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterIssued:
    """One letter, its file relative to the workbook's folder, and its PDF, "" when none was asked for."""

    reminder: Reminder
    file: str
    fingerprint: str
    pdf: str = ""

    @property
    def invoices(self) -> tuple[str, ...]:
        """The invoices listed, in their order."""
        return tuple(dict.fromkeys(line.item.invoice for line in self.reminder.lines))

    @property
    def totals(self) -> tuple[tuple[str, Decimal], ...]:
        """(currency, amount): the principal claimed (N-44)."""
        return self.reminder.principal


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRunIssued:
    """One file to print, holding letters of a level: `ranks` are theirs among those issued.

    `pdf` is the same as a PDF, "" when none was asked for.
    """

    level: int
    file: str
    ranks: tuple[int, ...]
    pdf: str = ""


@dataclass(slots=True, kw_only=True)
class LettersReport(IssuingReport):
    """What « Lettres » issued."""

    letters: tuple[LetterIssued, ...] = ()
    print_runs: tuple[PrintRunIssued, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def document_files(self) -> DocumentFiles:
        """The letters, and the runs to print them."""
        return DocumentFiles(
            runs=tuple(run.file for run in self.print_runs), singles=tuple(letter.file for letter in self.letters)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    ticked: Ticked
    reminders: tuple[Reminder, ...]
    skipped: tuple[Skipped, ...]
    problems: list[Problem]

    @property
    def company(self) -> Company:
        return self.ticked.given.ledger.company


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChoice:
    """What the user asks for beyond the Word documents: a PDF of each print run, one of each letter.

    `unrecorded` says what becomes of documents that the journal does not hold: a value of Settling, "" to ask.
    """

    run_pdfs: bool = False
    letter_pdfs: bool = False
    unrecorded: str = ""


def issue_letters(book: Book, run: Run, choice: LetterChoice | None = None) -> LettersReport:
    """Write the letters, record levels, dates and journal, and save.

    The user confirms how many letters leave, for how much.  The documents exist in their final place before anything
    is recorded; when the workbook cannot be saved they are taken back.  DataError when a template is missing or faulty:
    nothing is written then.  UsageError when a PDF is asked for and no program here makes any.  FileUnavailable while
    e-mails are being sent.
    """
    choice = _checked(choice)
    with mail_log(book) as log, settled(book, run, choice.unrecorded) as before:
        if before.ends:
            return before.told(LettersReport(summary=""))
        return before.added(_issue(book, run, choice, log))


def _issue(book: Book, run: Run, choice: LetterChoice, log: SendLog | None) -> LettersReport:
    planned = _plan(book, run, log)
    if not planned.reminders:
        return _nothing(planned)
    if not run.confirm(_question(planned.reminders)):
        return LettersReport(summary="Rien n'a été émis, rien n'a été enregistré.")
    return carry_out(book, run, _issuance(book, run, planned, choice))


def rehearse_letters(book: Book, run: Run, choice: LetterChoice | None = None) -> LettersReport:
    """Say what `issue_letters` would write, where and with which faults; nothing is kept, nothing is recorded."""
    choice = _checked(choice)
    with mail_log(book) as log, settled(book, run, choice.unrecorded) as before:
        if before.ends:
            return before.told(LettersReport(summary=""))
        planned = _plan(book, run, log)
    return rehearse(book, _issuance(book, run, planned, choice)) if planned.reminders else _nothing(planned)


def _checked(choice: LetterChoice | None) -> LetterChoice:
    """The choice, once it is certain that it can be honoured."""
    if choice is not None and (choice.run_pdfs or choice.letter_pdfs):
        converter()
    return choice or LetterChoice()


def _plan(book: Book, run: Run, log: SendLog | None) -> _Planned:
    ticked = read_ticked(book, run)
    letters = numbered(book, ticked.reminders, ticked.reviewed)
    leaving, held, mailed = without_mailed(book, ticked.given.ledger, log, letters.reminders)
    return _Planned(
        ticked=ticked,
        reminders=tuple(leaving),
        skipped=(*ticked.skipped, *letters.skipped, *held),
        problems=[*ticked.problems, *letters.problems, *mailed],
    )


def _nothing(planned: _Planned) -> LettersReport:
    summary = "Rien à émettre : voyez pourquoi pour chaque ligne cochée." if planned.ticked.any else NOTHING_TICKED
    return LettersReport(summary=summary, problems=planned.problems, skipped=planned.skipped)


def _question(reminders: Sequence[Reminder]) -> str:
    """How many letters of each level leave, their date, what they claim."""
    return typeset(
        f"{described(reminders, 'lettre datée', 'lettres datées')}\n"
        "Les écrire, et enregistrer ces relances dans « Factures » et « Journal » ?"
    )


def _issuance(book: Book, run: Run, planned: _Planned, choice: LetterChoice) -> Issuance[LettersReport]:
    def write(folder: Path, _batch: str) -> Made[LettersReport]:
        written = _write(book, planned, folder)
        runs, letters = ([one.path for one in files] for files in (written.print_runs, written.letters))
        wanted = [*(runs if choice.run_pdfs else ()), *(letters if choice.letter_pdfs else ())]
        both = runs if planned.company.duplex else ()
        pdfs = write_pdfs(wanted, on_both_sides=both, tell=book.tell) if wanted else ()
        return Made(
            files=[*letters, *runs, *pdfs], report=partial(_report, planned, written), to_judge=written.to_judge
        )

    target = letters_folder(book, planned.company, planned.ticked.given.as_of)
    return Issuance(
        root=target.parent,
        target=target,
        write=write,
        record=partial(_record, book, run, planned),
        logged=lambda report: logged(book, report.batch, _issued(report)),
    )


def _write(book: Book, planned: _Planned, folder: Path) -> LettersWritten:
    company, extras = planned.company, LetterExtras(planned.ticked.given)
    written = write_letters(
        planned.reminders,
        company,
        templates_folder(book, company),
        folder,
        extras=extras,
        duplex=company.duplex,
        summary=company.summary_sheet,
        tell=book.tell,
    )
    return replace(written, problems=(*written.problems, *extras.problems))


def _report(planned: _Planned, written: LettersWritten, place: Place, batch: str) -> LettersReport:
    letters = tuple(
        LetterIssued(
            reminder=letter.reminder,
            file=place(letter.path),
            fingerprint=letter.fingerprint,
            pdf=place(letter.path.with_suffix(".pdf")),
        )
        for letter in written.letters
    )
    runs = tuple(
        PrintRunIssued(
            level=each.level, file=place(each.path), ranks=each.ranks, pdf=place(each.path.with_suffix(".pdf"))
        )
        for each in written.print_runs
    )
    return LettersReport(
        summary=f"{counted(len(letters), 'lettre écrite', 'lettres écrites')}, "
        f"{counted(len(runs), 'tirage prêt', 'tirages prêts')} à imprimer.",
        problems=[*planned.problems, *written.problems],
        batch=batch,
        letters=letters,
        print_runs=runs,
        skipped=planned.skipped,
    )


def _record(book: Book, run: Run, planned: _Planned, report: LettersReport) -> None:
    """Write levels, dates, journal, `Relances` and `Accueil`."""
    record_reminders(book, run, report.batch, _issued(report), planned.ticked)


def _issued(report: LettersReport) -> list[Issued]:
    return [
        Issued(
            reminder=one.reminder,
            document=one.file,
            fingerprint=one.fingerprint,
            print_runs=tuple(each.file for each in report.print_runs if rank in each.ranks),
        )
        for rank, one in enumerate(report.letters)
    ]

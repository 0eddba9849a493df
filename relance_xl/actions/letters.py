"""« Lettres »: what is ticked in `Relances` becomes letters, then, and only then, is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.batches.delivery import Delivery, scratch_folder
from relance_xl.actions.batches.recording import Issued, new_batch, record, show_issued
from relance_xl.actions.batches.registering import numbered
from relance_xl.actions.common.gathering import Gathered, gather
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.letter_extras import LetterExtras, check_joined_draft
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run, letters_folder, output_folder, shown, templates_folder
from relance_xl.actions.mail.doubt import mail_log, without_mailed
from relance_xl.documents.letters import LettersWritten, write_letters
from relance_xl.documents.pdf.convert import converter, write_pdfs
from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.outcome import Reminder, Skipped
from relance_xl.domain.wording import counted, french_amount
from relance_xl.post.send_log import SendLog
from relance_xl.problems import Problem
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.proposals import ReviewedLine, read_reviews, reviews

NOTHING_TICKED = "Aucune ligne cochée dans « Relances » : rien à émettre. Lancez « Rechercher », puis cochez."


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
        """(currency, amount) as the letter prints them."""
        return self.reminder.totals


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRunIssued:
    """One file to print, holding the letters of a level; `pdf` is the same as a PDF, "" when none was asked for."""

    level: int
    file: str
    letters: int
    pdf: str = ""


@dataclass(slots=True, kw_only=True)
class LettersReport(Report):
    """What « Lettres » issued under the number `batch`."""

    batch: str = ""
    letters: tuple[LetterIssued, ...] = ()
    print_runs: tuple[PrintRunIssued, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Planned:
    given: Gathered
    reviewed: Sequence[ReviewedLine]
    reminders: tuple[Reminder, ...]
    skipped: tuple[Skipped, ...]
    problems: list[Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChoice:
    """What the user asks for beyond the Word documents: a PDF of each print run, one of each letter."""

    run_pdfs: bool = False
    letter_pdfs: bool = False


def issue_letters(book: Book, run: Run, choice: LetterChoice | None = None) -> LettersReport:
    """Write the letters, record levels, dates and journal, and save.

    The user confirms how many letters leave, for how much.  The documents exist in their final place before anything
    is recorded; when the workbook cannot be saved they are taken back.  DataError when a template is missing or faulty:
    nothing is written then.  UsageError when a PDF is asked for and no program here makes any.  FileUnavailable while
    e-mails are being sent.
    """
    choice = _checked(choice)
    with mail_log(book) as log:
        planned = _plan(book, run, log)
        if not planned.reminders:
            return _nothing(planned)
        if not run.confirm(_question(planned.reminders)):
            return LettersReport(summary="Rien n'a été émis, rien n'a été enregistré.")
        return _issue(book, run, planned, choice)


def _issue(book: Book, run: Run, planned: _Planned, choice: LetterChoice) -> LettersReport:
    """Write the letters of the plan, move them to their place, record, and save."""
    company = planned.given.ledger.company
    target = letters_folder(book, company, planned.given.as_of)
    with scratch_folder(target.parent) as scratch:
        written = _written(book, planned, scratch)
        pdfs = _pdfs(book, written, choice)
        delivery = Delivery(scratch, target)
        places = delivery.planned([*_files(written), *pdfs])
        with delivery.moved(places):
            report = _record(book, run, planned, written, places)
            refresh_home(book, planned.given.ledger, planned.given.as_of)
            book.save()
    return report


def _question(reminders: Sequence[Reminder]) -> str:
    """How many letters leave, for how much in each currency."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for reminder in reminders:
        for currency, amount in reminder.totals:
            totals[currency] += amount
    sums = " + ".join(french_amount(amount, currency) for currency, amount in totals.items())
    return (
        f"{counted(len(reminders), 'lettre', 'lettres')}, pour {sums}. "
        "Les écrire, et enregistrer ces relances dans « Factures » et « Journal » ?"
    )


def _checked(choice: LetterChoice | None) -> LetterChoice:
    """The choice, once it is certain that it can be honoured."""
    if choice is not None and (choice.run_pdfs or choice.letter_pdfs):
        converter()
    return choice or LetterChoice()


def _pdfs(book: Book, written: LettersWritten, choice: LetterChoice) -> tuple[Path, ...]:
    runs = [each.path for each in written.print_runs if choice.run_pdfs]
    letters = [letter.path for letter in written.letters if choice.letter_pdfs]
    return write_pdfs([*runs, *letters], tell=book.tell) if runs or letters else ()


def rehearse_letters(book: Book, run: Run, choice: LetterChoice | None = None) -> LettersReport:
    """Write the letters in a scratch folder, say what would leave, and throw them away: nothing is recorded."""
    choice = _checked(choice)
    with mail_log(book) as log:
        planned = _plan(book, run, log)
    if not planned.reminders:
        return _nothing(planned)
    company = planned.given.ledger.company
    with scratch_folder(output_folder(book, company)) as scratch:
        written = _written(book, planned, scratch)
        pdfs = _pdfs(book, written, choice)
        delivery = Delivery(scratch, letters_folder(book, company, planned.given.as_of))
        places = delivery.planned([*_files(written), *pdfs])
        report = _report(book, planned, written, places, batch="")
    report.summary = f"Simulation : {report.summary}"
    return report


def _written(book: Book, planned: _Planned, scratch: Path) -> LettersWritten:
    company, extras = planned.given.ledger.company, LetterExtras(planned.given)
    written = write_letters(
        planned.reminders,
        company,
        templates_folder(book, company),
        scratch,
        extras=extras,
        duplex=company.duplex,
        summary=company.summary_sheet,
        tell=book.tell,
    )
    return replace(written, problems=(*written.problems, *extras.problems))


def _files(written: LettersWritten) -> list[Path]:
    return [*(letter.path for letter in written.letters), *(each.path for each in written.print_runs)]


def _plan(book: Book, run: Run, log: SendLog | None) -> _Planned:
    given = gather(book, run)
    check_joined_draft(book, given.criteria, given.as_of)
    reviewed, faults = read_reviews(book, given.ledger.items)
    issued = issue(given.ledger, given.criteria, given.as_of, reviews(reviewed))
    gone = [
        Skipped(customer=line.key.customer, invoice=line.key.invoice,
                why=f"{line.key.invoice} n'est plus dans « Factures »")
        for line in reviewed
        if line.orphan and line.review.ticked
    ]  # fmt: skip
    letters = numbered(book, issued.reminders, reviewed)
    leaving, held, mailed = without_mailed(book, given.ledger, log, letters.reminders)
    return _Planned(
        given=given,
        reviewed=reviewed,
        reminders=tuple(leaving),
        skipped=(*issued.skipped, *letters.skipped, *held, *gone),
        problems=[*given.problems, *faults, *issued.problems, *letters.problems, *mailed],
    )


def _nothing(planned: _Planned) -> LettersReport:
    ticked = any(line.review.ticked for line in planned.reviewed)
    summary = "Rien à émettre : voyez pourquoi pour chaque ligne cochée." if ticked else NOTHING_TICKED
    return LettersReport(summary=summary, problems=planned.problems, skipped=planned.skipped)


def _record(
    book: Book, run: Run, planned: _Planned, written: LettersWritten, places: Mapping[Path, Path]
) -> LettersReport:
    batch = new_batch(book, run.now)
    report = _report(book, planned, written, places, batch)
    record(
        book,
        run,
        batch,
        [
            Issued(
                reminder=one.reminder,
                document=one.file,
                fingerprint=one.fingerprint,
                print_runs=tuple(each.file for each in report.print_runs if each.level == one.reminder.level.number),
            )
            for one in report.letters
        ],
        planned.given.ledger.company.reference_currency,
    )
    rows = {line.key: line.row for line in planned.reviewed}
    show_issued(book, rows, [letter.reminder for letter in report.letters], batch)
    return report


def _report(
    book: Book, planned: _Planned, written: LettersWritten, places: Mapping[Path, Path], batch: str
) -> LettersReport:
    def pdf_of(path: Path) -> str:
        return shown(book, places[pdf]) if (pdf := path.with_suffix(".pdf")) in places else ""

    letters = tuple(
        LetterIssued(
            reminder=letter.reminder,
            file=shown(book, places[letter.path]),
            fingerprint=letter.fingerprint,
            pdf=pdf_of(letter.path),
        )
        for letter in written.letters
    )
    runs = tuple(
        PrintRunIssued(
            level=each.level, file=shown(book, places[each.path]), letters=each.letters, pdf=pdf_of(each.path)
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

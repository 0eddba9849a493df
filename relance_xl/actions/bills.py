"""« Traites »: bills of exchange not returned accepted: their states, their letters, the list to purge (S0-15, S0-30).

They live in the sheet `Traites`, apart from the invoices, whose levels are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from relance_xl.actions.batches.document_log import Logged
from relance_xl.actions.batches.issuing import Issuance, Made, Place, carry_out, rehearse
from relance_xl.actions.batches.recording import heading
from relance_xl.actions.batches.unrecorded import settled
from relance_xl.actions.common.control import fill_control
from relance_xl.actions.common.report import DocumentFiles, IssuingReport
from relance_xl.actions.common.run import Run, letters_folder, templates_folder
from relance_xl.documents.bill_letters import BillLettersWritten, write_bill_letters
from relance_xl.domain.issue.bills import BillStatus, doubtful_bills, review_bills, to_remind
from relance_xl.domain.model import BillOfExchange, Ledger
from relance_xl.domain.outcome import LineKey
from relance_xl.domain.vocabulary import Channel, HoldReason, JournalEntry
from relance_xl.domain.wording import counted, typeset
from relance_xl.post.send_log import SentLine
from relance_xl.problems import DataError, Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells
from relance_xl.tables.sheets.journal import BETWEEN_RUNS, add_lines
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_criteria
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.writing import set_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLetterIssued:
    """One letter about one bill, its file relative to the workbook's folder."""

    status: BillStatus
    file: str
    fingerprint: str
    print_runs: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class BillsReport(IssuingReport):
    """The bills on `as_of`, and what was written about them.

    Attributes:
        statuses: every bill but those of group 0, those to remind first.
    """

    as_of: date
    reference: str
    statuses: tuple[BillStatus, ...] = ()
    letters: tuple[BillLetterIssued, ...] = ()
    print_runs: tuple[str, ...] = ()

    @property
    def document_files(self) -> DocumentFiles:
        """The letters about bills, and the runs to print them."""
        return DocumentFiles(runs=self.print_runs, singles=tuple(letter.file for letter in self.letters))

    @property
    def to_purge(self) -> tuple[BillStatus, ...]:
        """Matured bills, or too close to their maturity to be reminded: for the user to purge."""
        return tuple(status for status in self.statuses if status.purge)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gathered:
    ledger: Ledger
    as_of: date
    statuses: tuple[BillStatus, ...]
    problems: list[Problem]


def follow_bills(book: Book, run: Run) -> BillsReport:
    """Write the state of every bill into `Traites`, and what is to be purged into `Contrôle`; nothing is sent."""
    given = _gather(book, run)
    _show(book, given.ledger, given.statuses)
    fill_control(book, run, "traites")
    return _report(given)


def issue_bill_letters(book: Book, run: Run, unrecorded: str = "") -> BillsReport:
    """Write a letter for each bill to remind, record in `Traites` and `Journal`, and save.

    The documents exist in their final place before anything is recorded; when the workbook cannot be saved they are
    taken back.  A second click finds nothing to do: the delay runs again from this reminder.  `unrecorded` says what
    becomes of letters that the journal does not hold: a value of Settling, "" to ask.
    """
    with settled(book, run, unrecorded, JournalEntry.BILL) as before:
        if before.ends:
            return before.told(_report(_gather(book, run)))
        return before.added(_issue(book, run, _gather(book, run)))


def _issue(book: Book, run: Run, given: _Gathered) -> BillsReport:
    wanted = to_remind(given.statuses)
    if not wanted:
        _show(book, given.ledger, given.statuses)
        fill_control(book, run, "traites-lettres")
        book.save()
        return _report(given)
    if not run.confirm(f"Écrire {counted(len(wanted), 'lettre', 'lettres')} de demande d'acceptation ?"):
        return replace(_report(given), summary="Rien n'a été émis, rien n'a été enregistré.")
    return carry_out(book, run, _issuance(book, run, given))


def rehearse_bill_letters(book: Book, run: Run, unrecorded: str = "") -> BillsReport:
    """Say what `issue_bill_letters` would write, where and with which faults; nothing is kept, nothing is recorded."""
    given = _gather(book, run)
    with settled(book, run, unrecorded, JournalEntry.BILL) as before:
        if before.ends:
            return before.told(_report(given))
    if to_remind(given.statuses):
        return rehearse(book, _issuance(book, run, given))
    report = _report(given)
    report.rehearsed()
    return report


def _gather(book: Book, run: Run) -> _Gathered:
    """DataError for structural faults, and when the workbook has no table of bills."""
    if schema.BILLS.name not in book.table_names():
        raise DataError(
            Problem(what=f"Le tableau « {schema.BILLS.name} » est absent du classeur", sheet=schema.BILLS.sheet,
                    expected=f"une feuille « {schema.BILLS.sheet} » (« relance-xl mettre-a-jour » l'ajoute)")
        )  # fmt: skip
    _, stated, faults = read_criteria(book)
    ledger, found = read_ledger(book)
    as_of = run.date(stated)
    statuses = review_bills(ledger, as_of)
    return _Gathered(
        ledger=ledger,
        as_of=as_of,
        statuses=statuses,
        problems=[*faults, *found, *located(book, doubtful_bills(statuses))],
    )


def _show(book: Book, ledger: Ledger, statuses: Sequence[BillStatus]) -> None:
    """The state of each bill in « État »; the user's own note is never touched."""
    states = {bill.row: typeset(HoldReason.GROUP_ZERO.value) for bill in ledger.bills}
    states.update({status.bill.row: status.why for status in statuses})
    set_cells(book, schema.BILLS, {row: {"state": state} for row, state in states.items()})


def _report(given: _Gathered) -> BillsReport:
    reminded, purged = len(to_remind(given.statuses)), sum(status.purge for status in given.statuses)
    return BillsReport(
        summary=f"{counted(reminded, 'traite à relancer', 'traites à relancer')}, "
        f"{counted(purged, 'traite à épurer', 'traites à épurer')} au {given.as_of:%d/%m/%Y} : "
        "voyez la colonne « État » de « Traites ».",
        problems=given.problems,
        as_of=given.as_of,
        reference=given.ledger.company.reference_currency,
        statuses=given.statuses,
    )


def _issuance(book: Book, run: Run, given: _Gathered) -> Issuance[BillsReport]:
    company = given.ledger.company

    def write(folder: Path, _batch: str) -> Made[BillsReport]:
        written = write_bill_letters(
            [(status.bill, status.customer) for status in to_remind(given.statuses)],
            given.ledger.groups,
            company,
            given.as_of,
            templates_folder(book, company),
            folder,
            tell=book.tell,
        )
        files = [*(letter.path for letter in written.letters), *(run.path for run in written.print_runs)]
        return Made(files=files, report=partial(_issued, given, written), to_judge=written.to_judge)

    target = letters_folder(book, company, given.as_of)
    return Issuance(
        root=target.parent,
        target=target,
        write=write,
        record=partial(_record, book, run, given),
        logged=partial(_logged, book),
    )


def _logged(book: Book, report: BillsReport) -> list[Logged]:
    """What the log beside the letters keeps of them: the levels of a bill count its reminders."""
    folder = book.path.parent
    return [
        Logged(
            batch=report.batch,
            customer=letter.status.bill.customer,
            fingerprint=letter.fingerprint,
            document=folder / letter.file,
            print_runs=tuple(folder / run for run in letter.print_runs),
            nature=JournalEntry.BILL,
            channel=Channel.LETTER,
            as_of=report.as_of,
            lines=(_line(letter.status.bill),),
        )
        for letter in report.letters
    ]


def _line(bill: BillOfExchange) -> SentLine:
    key = LineKey(customer=bill.customer, invoice=bill.number, due_date=bill.maturity_date)
    return SentLine(key=key, level_before=bill.reminders, reminder_before=bill.last_reminder, level=bill.reminders + 1)


def _issued(given: _Gathered, written: BillLettersWritten, place: Place, batch: str) -> BillsReport:
    report = _report(given)
    report.batch = batch
    report.letters = tuple(
        BillLetterIssued(
            status=status,
            file=place(letter.path),
            fingerprint=letter.fingerprint,
            print_runs=tuple(place(run.path) for run in written.print_runs if rank in run.ranks),
        )
        for rank, (status, letter) in enumerate(zip(to_remind(given.statuses), written.letters, strict=True))
    )
    report.print_runs = tuple(place(run.path) for run in written.print_runs)
    report.problems = [*given.problems, *written.problems]
    report.summary = (
        f"{counted(len(report.letters), 'lettre écrite', 'lettres écrites')} pour des traites à accepter, "
        f"{counted(len(report.to_purge), 'traite à épurer', 'traites à épurer')}."
    )
    return report


def _record(book: Book, run: Run, given: _Gathered, report: BillsReport) -> None:
    """Write `Traites`, `Journal` and `Contrôle`."""
    add_lines(book, _journal_lines(RawCells(book, schema.BILLS), heading(run, report.batch), report))
    after = {
        letter.status.bill.row: replace(
            letter.status.bill, reminders=letter.status.bill.reminders + 1, last_reminder=given.as_of
        )
        for letter in report.letters
    }
    cells: dict[int, dict[str, Written]] = {
        row: {"reminders": bill.reminders, "last_reminder": given.as_of} for row, bill in after.items()
    }
    set_cells(book, schema.BILLS, cells)
    ledger = replace(given.ledger, bills=tuple(after.get(bill.row, bill) for bill in given.ledger.bills))
    _show(book, ledger, review_bills(ledger, given.as_of))
    fill_control(book, run, "traites-lettres", [each for each in report.problems if each not in given.problems])


def _journal_lines(
    before: RawCells, heading: Mapping[str, Written], report: BillsReport
) -> Iterator[dict[str, Written]]:
    for letter in report.letters:
        bill = letter.status.bill
        yield {
            **heading,
            "nature": JournalEntry.BILL.value,
            "customer": bill.customer,
            "invoice": bill.number,
            "due_date": bill.maturity_date,
            "channel": Channel.LETTER.value,
            "level_before": before.get("reminders", bill.row),
            "level_after": bill.reminders + 1,
            "previous_reminder": before.get("last_reminder", bill.row),
            "reminded_on": report.as_of,
            "open_amount": bill.amount,
            "currency": bill.currency or report.reference,
            "document": letter.file,
            "fingerprint": letter.fingerprint,
            "print_run": BETWEEN_RUNS.join(letter.print_runs) or None,
        }

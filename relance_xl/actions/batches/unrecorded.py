"""Documents that stand in their folder and that the journal does not hold: settled by asking, before any other (N-66).

The workbook was closed without being saved, brought back from a copy, or the run was killed: the letters exist, levels
and journal know nothing.  Written again they would remind twice.  Only those matter whose lines stand as they stood
before them: whatever else happened to a line since, it is not reminded a second time for having been forgotten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from relance_xl.actions.batches.document_log import Logged, noted
from relance_xl.actions.batches.recording import Issued, heading, record, show_issued
from relance_xl.actions.batches.remade import remade
from relance_xl.actions.batches.setting_aside import ASIDE, plan_moves, set_aside
from relance_xl.actions.batches.standing import Standing, standing
from relance_xl.actions.common.home import refresh_home
from relance_xl.actions.common.report import Doubt, IssuingReport
from relance_xl.actions.common.run import EMAILS, LETTERS, Run, Settling, output_folder, shown
from relance_xl.domain.model import BillOfExchange, Ledger
from relance_xl.domain.outcome import LineKey
from relance_xl.domain.vocabulary import Channel, JournalEntry
from relance_xl.domain.wording import counted, typeset
from relance_xl.machine.scratch import sweep
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Written
from relance_xl.tables.raw_cells import RawCells
from relance_xl.tables.records import read_records
from relance_xl.tables.sheets.journal import BETWEEN_RUNS, add_lines
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_company
from relance_xl.tables.sheets.proposals import read_reviews
from relance_xl.tables.sheets.writing import set_cells

Outcome = TypeVar("Outcome", bound=IssuingReport)
MOTIVE = "documents_sans_journal"
OPTION = "--sans-journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The documents of batches that the journal does not hold.

    Attributes:
        documents: all that still stand in their folder.
        lines: of each document of reminders, by its place, the lines that stand as before it.
        bills: the same, of each letter about a bill of exchange.
    """

    ledger: Ledger
    documents: tuple[Logged, ...]
    lines: Mapping[Path, Standing]
    bills: Mapping[Path, BillOfExchange]

    @property
    def named(self) -> str:
        """« 33 lettres du 16/03/2026 (lot 2026-03-16-093000) »."""
        kinds = Counter((each.batch, each.as_of, each.channel) for each in self.documents)
        return ", ".join(
            f"{counted(number, *_WORDS[channel])} du {day:%d/%m/%Y} (lot {batch})"
            for (batch, day, channel), number in kinds.items()
        )


@dataclass(slots=True, kw_only=True)
class Settlement:
    """What became of them, and whether the action ends there.

    Attributes:
        sentence: what was done, "" when there was nothing to settle.
    """

    sentence: str = ""
    ends: bool = False
    batch: str = ""
    doubts: tuple[Doubt, ...] = field(default=())

    def told(self, report: Outcome) -> Outcome:
        """The report of an action that ends there."""
        report.summary, report.batch, report.doubts = self.sentence, self.batch, self.doubts
        return report

    def added(self, report: Outcome) -> Outcome:
        """The report of an action that went on, saying what was done first."""
        report.summary = " ".join(filter(None, (report.summary, self.sentence)))
        return report


_WORDS = {Channel.EMAIL: ("brouillon d'e-mail", "brouillons d'e-mails")}
_WORDS |= {channel: ("lettre", "lettres") for channel in Channel if channel not in _WORDS}


@contextmanager
def settled(book: Book, run: Run, wanted: str, nature: JournalEntry = JournalEntry.REMINDER) -> Iterator[Settlement]:
    """Settle the documents of this nature as `wanted` says (a value of Settling), else as `run.settle` answers.

    What is taken up is recorded and saved.  What is set aside goes back to its place when the body fails.
    """
    if not run.rehearsed:
        sweep(output_folder(book, read_company(book)[0]) / LETTERS)
    left = left_behind(book, nature)
    if left is None:
        yield Settlement()
        return
    way = Settling(wanted) if wanted else None if run.rehearsed else run.settle(_question(left))
    if way is Settling.SET_ASIDE:
        with set_aside({} if run.rehearsed else _places(book, left)):
            yield Settlement(sentence=f"Auparavant, {left.named} : mis de côté dans « {ASIDE} ».")
    elif way is Settling.TAKE_UP:
        yield _taken_up(book, run, left)
    else:
        yield _not_settled(left)


def left_behind(book: Book, nature: JournalEntry) -> Left | None:
    """What the logs of both folders hold and the journal does not; None when no line is concerned any more."""
    documents = [each for each in _unknown(book) if each.nature is nature]
    if not documents:
        return None
    ledger, _ = read_ledger(book)
    lines = {} if nature is JournalEntry.BILL else _standing(ledger, documents)
    bills = _standing_bills(ledger, documents) if nature is JournalEntry.BILL else {}
    concerned = {each.batch for each in documents if each.document in lines or each.document in bills}
    if not concerned:
        return None
    return Left(
        ledger=ledger,
        documents=tuple(each for each in documents if each.batch in concerned),
        lines=lines,
        bills=bills,
    )


def _unknown(book: Book) -> list[Logged]:
    """The documents of the logs that exist and that no line of the journal bears."""
    folder = output_folder(book, read_company(book)[0])
    logged = [each for root in (LETTERS, EMAILS) for each in noted(folder / root)]
    if not logged or schema.JOURNAL.name not in book.table_names():
        return []
    journal = read_records(book.read_table(schema.JOURNAL.name), schema.JOURNAL, ("batch", "fingerprint"))
    known = set(zip(journal.get("batch"), journal.get("fingerprint"), strict=True))
    return [each for each in logged if (each.batch, each.fingerprint) not in known and each.document.is_file()]


def _standing(ledger: Ledger, documents: Iterable[Logged]) -> dict[Path, Standing]:
    found = {each.document: standing(each.lines, ledger) for each in documents}
    return {document: lines for document, lines in found.items() if lines}


def _standing_bills(ledger: Ledger, documents: Iterable[Logged]) -> dict[Path, BillOfExchange]:
    bills = {LineKey(customer=bill.customer, invoice=bill.number, due_date=bill.maturity_date): bill
             for bill in ledger.bills}  # fmt: skip
    return {
        each.document: bill
        for each in documents
        for line in each.lines
        if (bill := bills.get(line.key)) is not None
        and (bill.reminders, bill.last_reminder) == (line.level_before, line.reminder_before)
    }


def _question(left: Left) -> str:
    return (
        f"{left.named} : ces documents existent sans être au journal. Le classeur a été fermé sans être enregistré, "
        "ou une copie les a écrits. Les reprendre, ou les mettre de côté ?"
    )


def _not_settled(left: Left) -> Settlement:
    detail = typeset(f"{left.named} : ces documents existent sans être au journal")
    ways = " ou ".join(f"{OPTION} {way.value}" for way in Settling)
    return Settlement(
        sentence=f"Rien n'a été émis, rien n'a été enregistré. {detail}. À dire : les reprendre ou les mettre de côté "
        f"(ligne de commande : {ways}).",
        ends=True,
        doubts=(Doubt(motif=MOTIVE, detail=detail),),
    )


def _places(book: Book, left: Left) -> dict[Path, Path]:
    """Where each document and print run goes, in « Annulées », under the number of its batch."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for each in left.documents:
        names[each.batch] |= dict.fromkeys(shown(book, path) for path in (each.document, *each.print_runs))
    return {
        file: place
        for batch, of_batch in names.items()
        for file, place in plan_moves(book.path.parent, of_batch, batch).items()
    }


def _taken_up(book: Book, run: Run, left: Left) -> Settlement:
    batches = list(dict.fromkeys(each.batch for each in left.documents))
    taken = [each for each in left.documents if each.document in left.lines or each.document in left.bills]
    sentence = f"{left.named} : {counted(len(taken), 'document repris', 'documents repris')} au journal"
    if run.rehearsed:
        return Settlement(sentence=f"{sentence}.", ends=True)
    rows = {line.key: line.row for line in read_reviews(book, left.ledger.items)[0]} if left.lines else {}
    for batch in batches:
        documents = [each for each in taken if each.batch == batch]
        _record_reminders(book, run, batch, left, [each for each in documents if each.document in left.lines], rows)
        _record_bills(book, run, batch, left, [each for each in documents if each.document in left.bills])
    if left.lines:
        refresh_home(book, read_ledger(book)[0], taken[-1].as_of)
    book.save()
    return Settlement(
        sentence=f"{sentence}, tels qu'ils sont partis. Rien d'autre n'est émis : recommencez pour ce qui reste coché.",
        ends=True,
        batch=batches[-1],
    )


def _record_reminders(
    book: Book, run: Run, batch: str, left: Left, documents: Sequence[Logged], rows: Mapping[LineKey, int]
) -> None:
    if not documents:
        return
    issued = [
        Issued(
            reminder=remade(
                left.lines[each.document],
                left.ledger,
                customer=each.customer,
                as_of=each.as_of,
                channel=each.channel,
                registered_number=each.registered_number,
            ),
            document=shown(book, each.document),
            fingerprint=each.fingerprint,
            print_runs=tuple(shown(book, path) for path in each.print_runs),
        )
        for each in documents
    ]
    record(book, run, batch, issued, left.ledger.company.reference_currency)
    show_issued(book, rows, [each.reminder for each in issued], batch)


def _record_bills(book: Book, run: Run, batch: str, left: Left, documents: Sequence[Logged]) -> None:
    if not documents:
        return
    before, said = RawCells(book, schema.BILLS), heading(run, batch)
    add_lines(book, [{**said, **_bill_line(book, before, left, each)} for each in documents])
    cells: dict[int, Mapping[str, Written]] = {}
    for each in documents:
        bill = left.bills[each.document]
        cells[bill.row] = {"reminders": bill.reminders + 1, "last_reminder": each.as_of}
    set_cells(book, schema.BILLS, cells)


def _bill_line(book: Book, before: RawCells, left: Left, each: Logged) -> dict[str, Written]:
    bill = left.bills[each.document]
    return {
        "nature": JournalEntry.BILL.value,
        "customer": bill.customer,
        "invoice": bill.number,
        "due_date": bill.maturity_date,
        "channel": each.channel.value,
        "level_before": before.get("reminders", bill.row),
        "level_after": bill.reminders + 1,
        "previous_reminder": before.get("last_reminder", bill.row),
        "reminded_on": each.as_of,
        "open_amount": bill.amount,
        "currency": bill.currency or left.ledger.company.reference_currency,
        "document": shown(book, each.document),
        "fingerprint": each.fingerprint,
        "print_run": BETWEEN_RUNS.join(shown(book, path) for path in each.print_runs) or None,
    }

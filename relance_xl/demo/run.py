"""« demo »: the sample company, every step run on it at a fixed date, as a user would one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from relance_xl.actions.bills import BillsReport, issue_bill_letters
from relance_xl.actions.checking import verify
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.actions.dashboard import dashboard
from relance_xl.actions.letters import LettersReport, issue_letters
from relance_xl.actions.mail.drafting import draft_mails
from relance_xl.actions.mail.reports import MailsReport
from relance_xl.actions.phoning import PhoneReport, fill_phone_list
from relance_xl.actions.searching import SearchReport, search
from relance_xl.actions.setup.company import WORKBOOK, new_company
from relance_xl.demo.company import DEMO_CUSTOMERS_NAME, DEMO_DATE, demo_customers, demo_parameters, demo_tables
from relance_xl.demo.ledger import DEMO_LEDGER_NAME, demo_ledger
from relance_xl.domain.wording import folded
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem
from relance_xl.tables import schema
from relance_xl.tables.grid import Book
from relance_xl.tables.records import read_records
from relance_xl.tables.sheets.writing import set_cells

MARK = "LISEZ-MOI.txt"
MARK_TEXT = (
    "Cette société est un exemple inventé par « relance-xl demo ».\n"
    "Le dossier est refait à chaque nouvelle démonstration : n'y gardez rien.\n"
)
CLICKED_AT = time(9, 30)


@dataclass(slots=True, kw_only=True)
class DemoReport(Report):
    """What the demonstration left behind."""

    workbook: Path
    checked: Report
    searched: SearchReport
    called: PhoneReport
    lettered: LettersReport
    mailed: MailsReport
    billed: BillsReport


def run_demo(
    folder: Path,
    open_book: Callable[[Path], Book],
    interpreter: Mapping[str, str],
    *,
    as_of: date | None = None,
    tell: Callable[[str, float | None], None],
) -> DemoReport:
    """Make the sample company in `folder` and run every step at `as_of` (by default the sample's own date).

    A ledger of the same company and a list of its customers are left beside the workbook, to try an import into a new
    one.
    A folder that an earlier demonstration made is made anew; FileUnavailable for any other folder in use.
    """
    clear(folder)
    mark(folder)
    new_company(folder, open_book, interpreter)
    (folder / DEMO_LEDGER_NAME).write_bytes(demo_ledger().encode("utf-8"))
    (folder / DEMO_CUSTOMERS_NAME).write_bytes(demo_customers().encode("utf-8-sig"))  # as French spreadsheets save it
    place = folder / WORKBOOK
    tell("Remplissage de la société d'exemple…", None)
    book = open_book(place)
    fill(book)
    book.save()
    day = as_of or DEMO_DATE
    run = Run(now=datetime.combine(day, CLICKED_AT), user="demo", as_of=day)
    checked = verify(book, run)
    searched = search(book, run)
    book.save()
    called = fill_phone_list(book, run)
    book.save()
    lettered = issue_letters(book, run)
    mailed = draft_mails(book, _later(run, 1))
    billed = issue_bill_letters(book, _later(run, 2))
    dashboard(book, _later(run, 3))
    book.save()
    return DemoReport(
        summary=f"Tout est dans « {folder} » : ouvrez « {place} ».",
        workbook=place,
        checked=checked,
        searched=searched,
        called=called,
        lettered=lettered,
        mailed=mailed,
        billed=billed,
    )


def mark(folder: Path) -> None:
    """Say first whose folder it is: a demonstration that was interrupted can then be made anew."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(MARK_TEXT, encoding="utf-8")
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » ne peut pas être écrit ({reason(error)})")
        ) from error


def _later(run: Run, minutes: int) -> Run:
    """The same accountant, some minutes later."""
    return replace(run, now=run.now + timedelta(minutes=minutes))


def fill(book: Book) -> None:
    """Give the workbook the sample company's rows and parameters."""
    for name, (headers, rows) in demo_tables().items():
        if name != schema.PARAMETERS.name:
            book.replace_rows(name, headers, rows)
    stated = {folded(label): value for label, value in demo_parameters().items()}
    records = read_records(book.read_table(schema.PARAMETERS.name), schema.PARAMETERS)
    labels = map(folded, records.get("label"))
    changes = {
        row: {"value": stated[label]} for row, label in zip(records.rows, labels, strict=True) if label in stated
    }
    set_cells(book, schema.PARAMETERS, changes)


def clear(folder: Path) -> None:
    """Remove an earlier demonstration.  FileUnavailable for any other folder in use."""
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / MARK).exists() or (folder / MARK).read_text(encoding="utf-8") != MARK_TEXT:
        raise FileUnavailable(
            Problem(what=f"Le dossier « {folder} » contient déjà autre chose", expected="un dossier neuf, ou vide")
        )
    shutil.rmtree(folder)

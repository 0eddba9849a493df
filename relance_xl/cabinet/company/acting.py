"""One action on one company, by whichever worker it was brought to; every way to fail is an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from relance_xl.actions.catalogue.rows import ACTIONS
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.books.closed.locks import refuse_if_unavailable
from relance_xl.books.closed.rehearsed import RehearsedFile
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cabinet.company.figures import debtors_of, faults_of, figures_of
from relance_xl.cabinet.company.jobs import Job, Result, State, lost
from relance_xl.cabinet.company.ledger_files import bank_files, newest_ledger
from relance_xl.cabinet.company.runs import Kept
from relance_xl.cabinet.company.trace import trace_of
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.model import Company
from relance_xl.domain.money.balances import balances
from relance_xl.domain.money.currencies import sorted_totals
from relance_xl.domain.wording import typeset
from relance_xl.machine import circumstances
from relance_xl.machine.leases import Leased, leased
from relance_xl.machine.logs import where_told, write_log
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem, RelanceError
from relance_xl.tables import schema
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.parameters import read_company, read_criteria
from relance_xl.tables.sheets.places import located

ISSUING = frozenset({"lettres", "mails"})
"""What leaves for a debtor: the firm needs a mandate for it."""
_ABSENT = {
    "importer": "Aucun FEC à côté du classeur",
    "banque": "Aucun relevé dans le dossier « Relevés », à côté du classeur",
}
"""What is said of a company that has no file for an action that reads some."""
MOST_ATTEMPTS = 2
"""Workers that one company may end: the first may have been ended by something else."""
_OURS = frozenset(table.name for table in schema.TABLES)


class _Ended(Exception):
    """The answer is known before the action."""

    def __init__(self, result: Result) -> None:
        self.result = result


def work_on(job: Job) -> Result:
    """What became of the company: never an exception, so that no company stops another (N-90).

    The company is held meanwhile (N-101).  An answer that a worker of the same run has kept in the meantime is given
    instead (N-92); the new one is kept before the company is let go.
    """
    started = time.monotonic()
    try:
        with _hold(job):
            kept = Kept(Path(job.kept)) if job.kept else None
            found = kept.read(job.workbook) if kept else None
            if found is not None and not found.failed:
                return found
            result = _timed(_worn_out(job, kept) or _answer(job), started)
            if kept and result.state not in {State.OPEN, State.BUSY}:
                kept.write(result)
    except Leased as busy:
        return _timed(refusal(job, State.BUSY, busy), started)
    except OSError as error:  # the network drive itself
        said = f"{error.filename or job.workbook} : {reason(error)}"
        return _timed(refusal(job, State.UNREADABLE, FileUnavailable(said)), started)
    return result


def _worn_out(job: Job, kept: Kept | None) -> Result | None:
    """The answer for a company that has already ended two workers, or hung in one; None for any other."""
    if kept is None:
        return None
    times, since = kept.begun(job)
    hung = times > 1 and since >= job.delay
    return lost(job, since) if hung or times > MOST_ATTEMPTS else None


def _hold(job: Job) -> AbstractContextManager[None]:
    return leased(_place(job), f"cabinet {job.action}") if job.kept else nullcontext()


def _place(job: Job) -> Path:
    return Path(job.root).joinpath(*PurePosixPath(job.workbook).parts)


def _timed(result: Result, started: float) -> Result:
    return replace(result, seconds=round(time.monotonic() - started, 3))


def _answer(job: Job) -> Result:
    try:
        return _acted(job, _opened(job))
    except _Ended as ended:
        return ended.result
    except RelanceError as error:
        return refusal(job, State.REFUSED, error)
    except Exception as error:  # noqa: BLE001 - a fault of ours on one company must not stop the others
        log = write_log(job.action, error, circumstances.now(), kind="cabinet")
        said = f"Erreur du programme, qui n'est pas de votre fait. {where_told(log)}".strip()
        return Result(workbook=job.workbook, state=State.BROKEN, code=4, message=typeset(said))


def refusal(job: Job, state: State, error: RelanceError) -> Result:
    """The answer of a company that is not done, with the reasons that the error gives."""
    return Result(
        workbook=job.workbook,
        state=state,
        code=error.exit_code,
        message=typeset(" ; ".join(map(str, error.problems))),
        faults=tuple(faults_of(error.problems)),
    )


def _opened(job: Job) -> WorkbookFile:
    """The workbook.  _Ended when it is open elsewhere, cannot be read, or is none of ours."""
    place = _place(job)
    try:
        if job.kept:
            refuse_if_unavailable(place)
    except RelanceError as error:
        raise _Ended(refusal(job, State.OPEN, error)) from error
    try:
        book = (WorkbookFile if job.kept else RehearsedFile)(place)
    except RelanceError as error:
        raise _Ended(refusal(job, State.UNREADABLE, error)) from error
    if not book.table_names() & _OURS:
        said = "Ce classeur n'est pas celui d'une société"
        raise _Ended(Result(workbook=job.workbook, state=State.FOREIGN, message=said))
    return book


def _acted(job: Job, book: WorkbookFile) -> Result:
    company, _ = read_company(book)
    whose = Result(
        workbook=job.workbook,
        state=State.DONE,
        company=company.name,
        manager=company.supervisor,
        mandate=company.mandate,
    )
    if job.action in ISSUING and not _mandated(company, job):
        return _described(job, book, replace(whose, state=State.NO_MANDATE, message=_no_mandate(company, job)))
    given = dict(job.options)
    try:
        if job.action in _ABSENT:
            given["files"] = _files(job, book.path.parent, company)
            if not given["files"]:
                return _described(job, book, replace(whose, state=State.NO_FILE, message=_ABSENT[job.action]))
        report = _performed(job, book, given)
    except RelanceError as error:
        refused = refusal(job, State.REFUSED, error)
        return _described(job, _afresh(job, book), replace(refused, company=whose.company, manager=whose.manager))
    done = replace(whose, code=report.exit_code, message=typeset(report.summary), **_issued(report))
    if getattr(report, "doubts", ()):
        done = replace(done, state=State.REFUSED)
        return _described(job, _afresh(job, book), done)
    return _described(job, book, done, report)


def _files(job: Job, folder: Path, company: Company) -> tuple[Path, ...]:
    return newest_ledger(folder, company.siren) if job.action == "importer" else bank_files(folder)


def _mandated(company: Company, job: Job) -> bool:
    return company.mandate is not None and company.mandate <= job.as_of


def _no_mandate(company: Company, job: Job) -> str:
    if company.mandate is None:
        return "Sans mandat : rien n'est émis (paramètre « Mandat de relance du »)"
    return f"Sans mandat au {job.as_of:%d/%m/%Y} : il ne commence que le {company.mandate:%d/%m/%Y}"


def _performed(job: Job, book: WorkbookFile, given: dict[str, Any]) -> Report:
    """What the single command would have done, and saved."""
    row = ACTIONS[job.action]
    does: Callable[..., Report] = row.function() if job.kept else row.rehearsal()
    run = Run(now=circumstances.now(), user=job.user or circumstances.user(), as_of=job.as_of,
              criteria=job.criteria, rehearsed=not job.kept)  # fmt: skip
    report = does(book, run, **given)
    report.problems = located(book, report.problems)
    if not row.saves_itself:
        book.save()
    report.problems += book.remarks
    if not job.kept:
        report.rehearsed()
    return report


def _issued(report: Report) -> dict[str, Any]:
    """How many documents, and what they ask for."""
    documents = getattr(report, "letters", None) or getattr(report, "mails", None) or ()
    totals = [total for document in documents for total in document.totals]
    claimed: dict[str, Decimal] = {}
    for currency, amount in totals:
        claimed[currency] = claimed.get(currency, Decimal(0)) + amount
    return {"documents": len(documents), "claimed": sorted_totals(claimed.items(), "EUR")}


def _afresh(job: Job, book: WorkbookFile) -> WorkbookFile:
    """The workbook as it is on the disk: an action that failed may have left cells in memory."""
    return (WorkbookFile if job.kept else RehearsedFile)(book.path)


def _described(job: Job, book: WorkbookFile, result: Result, report: Report | None = None) -> Result:
    """With the figures after the action; without any when the tables themselves are at fault, which is then said."""
    try:
        ledger, found = read_ledger(book)
        criteria, _, faults = read_criteria(book)
    except RelanceError as error:
        return replace(result, code=max(result.code, error.exit_code), faults=tuple(faults_of(error.problems)))
    searched = getattr(report, "proposals", None) or ticked_proposals(ledger, criteria, job.as_of)
    problems: list[Problem] = located(
        book, report.problems if report is not None else [*found, *faults, *searched.problems]
    )
    balance = balances(ledger, job.as_of)
    return replace(
        result,
        figures=figures_of(book, ledger, balance, searched.lines, problems, job.as_of),
        debtors=debtors_of(book, balance),
        faults=result.faults or tuple(faults_of(problems)),
        trace=trace_of(ledger) if job.action in ISSUING else (),
    )

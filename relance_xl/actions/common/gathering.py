"""What a run on the reminders starts from: the ledger, the criteria, the date, and what makes the date doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from relance_xl.actions.common.run import Run
from relance_xl.domain import sheets
from relance_xl.domain.lines import in_customers_currencies
from relance_xl.domain.model import Ledger
from relance_xl.domain.search.calls import with_calls
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.wording import counted
from relance_xl.problems import DataError, Problem, Severity
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, day
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.journal import read_last_calls
from relance_xl.tables.sheets.ledger import latest_reminder, read_ledger
from relance_xl.tables.sheets.parameters import (
    read_criteria,
)
from relance_xl.tables.sheets.places import located

STALE_DATE = timedelta(days=7)
"""A fixed run date further back than this is probably forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Everything a run on the reminders starts from."""

    ledger: Ledger
    criteria: Criteria
    as_of: date
    problems: tuple[Problem, ...]


def gather(book: Book, run: Run) -> Gathered:
    """The ledger, the criteria and the run date.  DataError for structural faults and faulty criteria."""
    if run.criteria:
        book.set_names(run.criteria)
    criteria, stated, faults = read_criteria(book)
    if faults:
        raise DataError(faults)
    ledger, problems = read_ledger(book)
    ledger = with_calls(in_customers_currencies(ledger), read_last_calls(book))
    as_of = run.date(stated)
    return Gathered(
        ledger=ledger,
        criteria=criteria,
        as_of=as_of,
        problems=tuple(
            located(book, [*problems, *doubtful_date(ledger, as_of, stated, run), *old_entries(book, ledger, as_of)])
        ),
    )


def doubtful_date(ledger: Ledger, as_of: date, stated: date | None, run: Run) -> list[Problem]:
    """A run date before the last reminder, or fixed long ago in the sheet (`stated`)."""
    problems: list[Problem] = []
    latest = latest_reminder(ledger.items)
    if latest and as_of < latest:
        problems.append(
            _date_warning(
                f"La date de relance ({as_of:%d/%m/%Y}) précède la dernière relance enregistrée ({latest:%d/%m/%Y})",
                "une date égale ou postérieure",
            )
        )
    if run.as_of is None and stated and run.now.date() - stated > STALE_DATE:
        problems.append(
            _date_warning(
                f"La date de relance est fixée au {stated:%d/%m/%Y}",
                "une cellule « Date de relance » vide pour relancer à la date du jour",
            )
        )
    return problems


def old_entries(book: Book, ledger: Ledger, as_of: date) -> list[Problem]:
    """A warning when the last imported entry is older than the parameter allows: payments may be missing."""
    try:
        last = day(book.read_names().get(schema.LAST_IMPORT))
    except CellFault:
        return []
    allowed = ledger.company.ledger_age_warning
    if last is None or (as_of - last).days <= allowed:
        return []
    what = (
        f"La dernière écriture importée date du {last:%d/%m/%Y}, {counted((as_of - last).days, 'jour', 'jours')} "
        f"avant la date de relance : des règlements peuvent manquer"
    )
    expected = f"un import de moins de {counted(allowed, 'jour', 'jours')} (paramètre « Fraîcheur des écritures »)"
    return [Problem(what=what, sheet=sheets.HOME, expected=expected, severity=Severity.WARNING)]


def _date_warning(what: str, expected: str) -> Problem:
    return Problem(what=what, sheet=schema.PROPOSALS.sheet, field="as_of", expected=expected, severity=Severity.WARNING)

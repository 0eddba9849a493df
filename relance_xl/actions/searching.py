"""« Rechercher » proposes and changes no level; the criteria's own buttons set, reset and save them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from relance_xl.actions.batches.registering import kept_numbers
from relance_xl.actions.common.run import Run, documents_folder
from relance_xl.actions.dashboard import refresh_home
from relance_xl.domain.model import Ledger
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import Proposals, propose
from relance_xl.domain.search.switches import APPLIED_PREFIX, switch_problems, switches, to_remember
from relance_xl.domain.wording import counted
from relance_xl.problems import DataError, Problem, Report, Severity
from relance_xl.tables import schema
from relance_xl.tables.cells import CellFault, day
from relance_xl.tables.grid import Book, Value
from relance_xl.tables.records import column_of
from relance_xl.tables.sheets.ledger import latest_reminder, read_ledger
from relance_xl.tables.sheets.parameters import (
    applied_rules,
    default_rows,
    read_criteria,
    saved_defaults,
    write_parameters,
)
from relance_xl.tables.sheets.places import located
from relance_xl.tables.sheets.proposals import read_choices
from relance_xl.tables.sheets.writing import proposal_rows, replace_present, write_colours, write_problems, yes_no

STALE_DATE = timedelta(days=7)
"""A fixed run date further back than this is probably forgotten."""


@dataclass(slots=True, kw_only=True)
class SearchReport(Report):
    """What « Rechercher » found on `as_of`; `reference` is the reference currency."""

    as_of: date
    reference: str
    proposals: Proposals


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
    return [Problem(what=what, sheet="Accueil", expected=expected, severity=Severity.WARNING)]


def _date_warning(what: str, expected: str) -> Problem:
    return Problem(what=what, sheet=schema.PROPOSALS.sheet, field="as_of", expected=expected, severity=Severity.WARNING)


def search(book: Book, run: Run) -> SearchReport:
    """« Rechercher »: write the proposals into `Relances` and the faults into `Contrôle`; no level changes (A11)."""
    book.tell("Lecture du classeur…")
    given = gather(book, run)
    chosen = read_choices(book, given.ledger.items)
    book.tell("Calcul des relances…")
    proposals = propose(given.ledger, given.criteria, given.as_of, chosen.levels)
    numbers, lost = kept_numbers(chosen.numbered, (line.key for line in proposals.lines))
    book.tell("Écriture des propositions…")
    company = given.ledger.company
    rows = proposal_rows(proposals.lines, company.reference_currency, documents_folder(book, company), numbers)
    replace_present(book, schema.PROPOSALS, rows, {"document", "registered_number"})
    if run.as_of is not None:
        book.set_names({"date_relance": run.as_of})
    write_colours(book, given.ledger.levels)
    refresh_home(book, given.ledger, given.as_of)
    problems = located(book, [*given.problems, *proposals.problems, *lost, *_note_rules(book, given.ledger)])
    write_problems(book, problems)
    return SearchReport(
        summary=_summary(proposals, given.as_of),
        problems=problems,
        as_of=given.as_of,
        reference=company.reference_currency,
        proposals=proposals,
    )


def _note_rules(book: Book, ledger: Ledger) -> list[Problem]:
    """Note the rule of each group in `Paramètres`, and warn of those whose levels come from another one (A18)."""
    applied = applied_rules(book)
    changed = {
        f"{APPLIED_PREFIX}{number}": rule.value
        for number, rule in to_remember(ledger, applied).items()
        if applied.get(number) is not rule
    }
    if changed and schema.PARAMETERS.name in book.table_names():
        write_parameters(book, changed)
    return switch_problems(switches(ledger, applied))


def _summary(proposals: Proposals, as_of: date) -> str:
    """What is proposed, then what the sheet does not show."""
    proposed = [line for line in proposals.lines if line.level is not None]
    customers = len({line.customer.code for line in proposed})
    found = f"Aucune relance à proposer au {as_of:%d/%m/%Y}."
    if proposed:
        found = (
            f"{counted(len(proposed), 'ligne à relancer', 'lignes à relancer')} chez "
            f"{counted(customers, 'client', 'clients')} au {as_of:%d/%m/%Y}."
        )
    absent = " ; ".join(
        f"{counted(each.lines, 'ligne', 'lignes')} ({each.why[0].lower()}{each.why[1:]})" for each in proposals.withheld
    )
    return f"{found} Non affiché : {absent}." if absent else found


def select_all(book: Book) -> Report:
    """« Tout sélectionner »: tick every line for which a level is proposed (S2-11)."""
    return _tick(book, lambda level: level is not None)


def select_none(book: Book) -> Report:
    """« Tout désélectionner » (S2-11)."""
    return _tick(book, lambda _level: False)


def _tick(book: Book, wanted: Callable[[Value], bool]) -> Report:
    grid = book.read_table(schema.PROPOSALS.name)
    level, tick, client = (
        column_of(grid, schema.PROPOSALS.column(field)) for field in ("level_proposed", "ticked", "customer")
    )
    if level is None or tick is None or client is None:
        raise DataError(
            "La feuille « Relances » a perdu une de ses colonnes « Client », « Relancer » ou « Niveau proposé »"
        )
    filled = [row[client] not in {None, ""} for row in grid.rows]
    ticks = [yes_no(wanted(row[level] or None)) if full else None for row, full in zip(grid.rows, filled, strict=True)]
    book.update_columns(schema.PROPOSALS.name, {grid.headers[tick]: ticks})
    ticked = ticks.count(schema.YES)
    return Report(summary=f"{counted(ticked, 'ligne cochée', 'lignes cochées')} sur {sum(filled)}.")


def reset_criteria(book: Book) -> Report:
    """« RAZ filtre »: put back the saved defaults; the search itself is not run (S2-10)."""
    book.set_names(saved_defaults(book))
    return Report(summary="Les critères ont repris leurs valeurs par défaut.")


def set_criteria(book: Book, run: Run) -> Report:
    """Write the run's criteria into the sheet, and check that they can be read.  DataError when not."""
    book.set_names(run.criteria)
    _, _, faults = read_criteria(book)
    if faults:
        raise DataError(faults)
    return Report(summary=f"{counted(len(run.criteria), 'critère écrit', 'critères écrits')}.")


def save_defaults(book: Book) -> Report:
    """« Enregistrer comme défaut »: the criteria of the moment become the defaults; saving is not applying (S2-24)."""
    _, _, faults = read_criteria(book)
    if faults:
        raise DataError(faults)
    write_parameters(book, dict(default_rows(book)))
    return Report(summary="Ces critères sont désormais les valeurs par défaut. « RAZ filtre » les remettra.")

"""« Rechercher » proposes and changes no level; the criteria's own buttons set, reset and save them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from relance_xl.actions.run import Run, documents_folder
from relance_xl.domain.criteria import Criteria
from relance_xl.domain.model import Ledger
from relance_xl.domain.proposals import Proposals, propose
from relance_xl.domain.wording import counted, folded
from relance_xl.problems import DataError, Problem, Report, Severity
from relance_xl.tables import schema
from relance_xl.tables.grid import Book, Value, Written
from relance_xl.tables.parameters import default_rows, read_criteria, saved_defaults
from relance_xl.tables.reading import latest_reminder, read_ledger
from relance_xl.tables.records import column_of
from relance_xl.tables.reviews import made_by_hand, read_reviews
from relance_xl.tables.writing import proposal_rows, write_colours, write_problems, yes_no

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
        problems=(*problems, *_doubtful_date(ledger, as_of, stated, run)),
    )


def _doubtful_date(ledger: Ledger, as_of: date, stated: date | None, run: Run) -> list[Problem]:
    """A run date before the last reminder, or fixed long ago in the sheet."""
    problems: list[Problem] = []
    latest = latest_reminder(ledger.items)
    if latest and as_of < latest:
        problems.append(
            Problem(
                what=f"La date de relance ({as_of:%d/%m/%Y}) précède la dernière relance enregistrée "
                f"({latest:%d/%m/%Y})",
                sheet=schema.PROPOSALS.sheet,
                expected="une date égale ou postérieure",
                severity=Severity.WARNING,
            )
        )
    if run.as_of is None and stated and run.now.date() - stated > STALE_DATE:
        problems.append(
            Problem(
                what=f"La date de relance est fixée au {stated:%d/%m/%Y}",
                sheet=schema.PROPOSALS.sheet,
                expected="une cellule « Date de relance » vide pour relancer à la date du jour",
                severity=Severity.WARNING,
            )
        )
    return problems


def search(book: Book, run: Run) -> SearchReport:
    """« Rechercher »: write the proposals into `Relances` and the faults into `Contrôle`; no level changes (A11)."""
    book.tell("Lecture du classeur…")
    given = gather(book, run)
    reviewed, _ = read_reviews(book, given.ledger.items)
    book.tell("Calcul des relances…")
    proposals = propose(given.ledger, given.criteria, given.as_of, made_by_hand(reviewed))
    book.tell("Écriture des propositions…")
    company = given.ledger.company
    rows = proposal_rows(proposals.lines, company.reference_currency, documents_folder(book, company))
    book.replace_rows(schema.PROPOSALS.name, schema.PROPOSALS.headers, rows)
    if run.as_of is not None:
        book.set_names({"date_relance": run.as_of})
    write_colours(book, given.ledger.levels)
    problems = [*given.problems, *proposals.problems]
    write_problems(book, problems)
    return SearchReport(
        summary=_summary(proposals, given.as_of),
        problems=problems,
        as_of=given.as_of,
        reference=company.reference_currency,
        proposals=proposals,
    )


def _summary(proposals: Proposals, as_of: date) -> str:
    proposed = [line for line in proposals.lines if line.level is not None]
    customers = len({line.customer.code for line in proposed})
    if not proposed:
        return f"Aucune relance à proposer au {as_of:%d/%m/%Y}."
    return (
        f"{counted(len(proposed), 'ligne à relancer', 'lignes à relancer')} chez "
        f"{counted(customers, 'client', 'clients')} au {as_of:%d/%m/%Y}."
    )


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
    grid = book.read_table(schema.PARAMETERS.name)
    label, value = (column_of(grid, column) for column in schema.PARAMETERS.columns)
    if label is None or value is None:
        raise DataError("La feuille « Paramètres » a perdu une de ses colonnes « Paramètre » ou « Valeur »")
    wanted = dict(default_rows(book))
    values: list[Written | Value] = [row[value] for row in grid.rows]
    places = {folded(str(row[label])): index for index, row in enumerate(grid.rows) if row[label]}
    missing: list[Sequence[Written]] = []
    for name, stated in wanted.items():
        place = places.get(folded(name))
        if place is None:
            missing.append((name, _writable(stated)))
        else:
            values[place] = stated
    book.update_columns(schema.PARAMETERS.name, {grid.headers[value]: values})
    if missing:
        book.append_rows(schema.PARAMETERS.name, schema.PARAMETERS.headers, missing)
    return Report(summary="Ces critères sont désormais les valeurs par défaut. « RAZ filtre » les remettra.")


def _writable(value: Value) -> Written:
    return value if isinstance(value, str | int | float | date) else None

"""« Vérifier »: every fault of the workbook, in `Contrôle`, with a link to its cell."""

from __future__ import annotations

from relance_xl.actions.run import Run, templates_folder
from relance_xl.actions.searching import counted
from relance_xl.documents.letters import missing_templates
from relance_xl.problems import DataError, Problem, Report, errors
from relance_xl.tables.checks import check, excluded_methods_unknown
from relance_xl.tables.grid import Book
from relance_xl.tables.parameters import read_criteria
from relance_xl.tables.reading import read_ledger
from relance_xl.tables.writing import write_problems


def verify(book: Book, run: Run) -> Report:
    """Fill `Contrôle`.  Structural faults are written there too when the sheet exists."""
    problems = all_problems(book, run)
    try:
        write_problems(book, problems)
    except DataError as fault:  # `Contrôle` itself is missing
        problems += fault.problems
    faults = len(errors(problems))
    if not problems:
        return Report(summary="Aucune anomalie.", problems=[])
    return Report(
        summary=f"{counted(faults, 'erreur', 'erreurs')}, "
        f"{counted(len(problems) - faults, 'avertissement', 'avertissements')} : voyez la feuille « Contrôle ».",
        problems=problems,
    )


def all_problems(book: Book, run: Run) -> list[Problem]:
    """Everything that is wrong or doubtful in the workbook, structure first."""
    try:
        ledger, problems = read_ledger(book)
    except DataError as fault:
        return list(fault.problems)
    _, stated, faults = read_criteria(book)
    as_of = run.date(stated)
    return [
        *problems,
        *faults,
        *check(book, ledger, as_of),
        *excluded_methods_unknown(ledger),
        *missing_templates(ledger.levels, templates_folder(book, ledger.company)),
    ]

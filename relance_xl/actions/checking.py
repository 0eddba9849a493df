"""« Vérifier »: every fault of the workbook, in `Contrôle`, with a link to its cell."""

from __future__ import annotations

from relance_xl.actions.common.control import all_problems
from relance_xl.actions.common.report import Report
from relance_xl.actions.common.run import Run
from relance_xl.domain.wording import counted
from relance_xl.problems import DataError, errors
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.writing import write_control

NAMED = 5
"""Faults that the sentence itself names."""


def verify(book: Book, run: Run) -> Report:
    """Fill `Contrôle`, structural faults too; where that sheet cannot be filled, its sentence names the first."""
    problems = all_problems(book, run)
    shown = "voyez la feuille « Contrôle »."
    try:
        write_control(book, problems, "verifier")
    except DataError as fault:  # `Contrôle` itself is missing: nobody can be sent there
        problems = [*fault.problems, *problems]
        shown = "\n".join(map(str, problems[:NAMED]))
    faults = len(errors(problems))
    if not problems:
        return Report(summary="Aucune anomalie.", problems=[])
    return Report(
        summary=f"{counted(faults, 'erreur', 'erreurs')}, "
        f"{counted(len(problems) - faults, 'avertissement', 'avertissements')} : {shown}",
        problems=problems,
        names_faults=True,
    )

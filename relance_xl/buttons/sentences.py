"""What the user reads in the message box after a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from relance_xl.actions.common.report import Report
from relance_xl.domain.wording import counted
from relance_xl.machine.logs import where_told
from relance_xl.machine.reasons import refusal
from relance_xl.problems import RelanceError, errors

SAVED = "Le classeur est enregistré."
GO_ON = "Vérifier les données et rechercher qui relancer, maintenant ?"
"""Once a ledger is read: what comes next is one click away, and a no leaves all as it is."""
SHOWN = 5
"""A message box is no list: how many faults or lines it names."""


def done(report: Report) -> str:
    """What the action says of itself, what it left out, how many faults it met; and that a batch is saved."""
    parts = [report.summary]
    skipped: Sequence[Any] = getattr(report, "skipped", ())
    if skipped:
        lines = [f"{each.customer} {each.invoice} : {each.why}" for each in skipped]
        parts.append(_listed("Pas émis :", lines))
    if report.problems and not report.names_faults:
        parts.append(f"{_faults(report)} : voyez la feuille « Contrôle ».")
    if report.batch:
        parts.append(SAVED)
    return "\n\n".join(parts)


def to_open(report: Report) -> tuple[str, str]:
    """What the user may open at once, from the workbook's folder, and the question; ("", "") for nothing.

    The print run where there is one, the folder where there are several documents.
    """
    runs = report.document_files.runs
    if len(runs) == 1:
        return runs[0], "Ouvrir le tirage ?"
    files = [*runs, *report.document_files.singles]
    return (str(Path(files[0]).parent), "Ouvrir le dossier ?") if files and report.batch else ("", "")


def _faults(report: Report) -> str:
    wrong = len(errors(report.problems))
    doubtful = len(report.problems) - wrong
    named = [counted(wrong, "erreur", "erreurs")] * bool(wrong)
    named += [counted(doubtful, "avertissement", "avertissements")] * bool(doubtful)
    return " et ".join(named)


def refused(error: RelanceError) -> str:
    """Why the action could not be done: the faults, one a line."""
    return _listed("", [str(problem) for problem in error.problems])


def why_not(name: str, error: Exception, keep: Callable[[], Path | None]) -> str:
    """Why the action `name` could not be done, and what became of the workbook, as the notes of `error` say it.

    `keep` writes an error that is ours into a file, and answers where.
    """
    if isinstance(error, OSError):
        said = refused(refusal(error))
    elif isinstance(error, RelanceError):
        said = refused(error)
    else:
        said = _broken(name, keep())
    return "\n\n".join([said, *getattr(error, "__notes__", ())])


def _broken(name: str, log: Path | None) -> str:
    """What to say of a fault that is ours."""
    said = f"L'action « {name} » s'est arrêtée sur une erreur du programme, qui n'est pas de votre fait."
    return f"{said}\n\n{where_told(log)}".strip()


def _listed(title: str, lines: Sequence[str]) -> str:
    more = len(lines) - SHOWN
    rest = [f"… et {counted(more, 'autre', 'autres')}."] if more > 0 else []
    return "\n".join([*([title] if title else []), *lines[:SHOWN], *rest])

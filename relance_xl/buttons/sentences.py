"""What the user reads in the message box after a click."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from relance_xl.actions.common.report import Report
from relance_xl.domain.wording import counted
from relance_xl.machine.logs import where_told
from relance_xl.problems import RelanceError, errors

SAVED = "Le classeur est enregistré."
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
    if getattr(report, "batch", ""):
        parts.append(SAVED)
    return "\n\n".join(parts)


def made(report: Report) -> tuple[str, str]:
    """What the user may open at once, from the workbook's folder, and the question; ("", "") for nothing.

    The print run where there is one, the folder where there are several documents.
    """
    if not getattr(report, "batch", ""):
        return "", ""
    runs, mails, letters = (_files(getattr(report, name, ())) for name in ("print_runs", "mails", "letters"))
    if len(runs) == 1:
        return runs[0], "Ouvrir le tirage ?"
    files = [*runs, *mails, *letters]
    return (str(Path(files[0]).parent), "Ouvrir le dossier ?") if files else ("", "")


def _files(documents: Sequence[Any]) -> list[str]:
    """Their places, from the workbook's folder."""
    return [each if isinstance(each, str) else each.file for each in documents]


def _faults(report: Report) -> str:
    wrong = len(errors(report.problems))
    doubtful = len(report.problems) - wrong
    named = [counted(wrong, "erreur", "erreurs")] * bool(wrong)
    named += [counted(doubtful, "avertissement", "avertissements")] * bool(doubtful)
    return " et ".join(named)


def refused(error: RelanceError) -> str:
    """Why the action could not be done: the faults, one a line."""
    return _listed("", [str(problem) for problem in error.problems])


def with_notes(said: str, error: BaseException) -> str:
    """The sentence, and what became of the workbook, as the exception's notes say it."""
    return "\n\n".join([said, *getattr(error, "__notes__", ())])


def _listed(title: str, lines: Sequence[str]) -> str:
    more = len(lines) - SHOWN
    rest = [f"… et {counted(more, 'autre', 'autres')}."] if more > 0 else []
    return "\n".join([*([title] if title else []), *lines[:SHOWN], *rest])


def broken(name: str, log: Path | None) -> str:
    """What to say of a fault that is ours."""
    said = f"L'action « {name} » s'est arrêtée sur une erreur du programme, qui n'est pas de votre fait."
    return f"{said}\n\n{where_told(log)}".strip()

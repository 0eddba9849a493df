"""Everything the program has to say to its user when something is wrong: where, what, what is expected.

A `Problem` is data: it is collected, sorted, written to the sheet `Contrôle`, printed and put into JSON.
An exception of the `RelanceError` family stops an action; it always carries at least one problem, so that
its text is a French sentence fit for a message box.

    RelanceError
    ├── UsageError        the command was called wrongly               (exit code 2)
    ├── DataError         the workbook or an imported file has faults  (exit code 1)
    └── FileUnavailable   a file is open elsewhere, or cannot be read or written  (exit code 3)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a problem is; the value is what the sheet `Contrôle` shows."""

    ERROR = "Erreur"
    WARNING = "Avertissement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing the user must know or mend.

    Attributes:
        what: the fault, in French, beginning with a capital or a « quoted » value, without a final point.
        sheet: the worksheet's name, or "" when the fault lies in no sheet.
        cell: the address in A1 form ("C4"), or "" for the whole sheet.
        row: the worksheet's row, counted from 1, when the column is not known (yet); else 0.
        field: the name in the code of the column, the parameter or the criterion at fault, from which
            `tables.sheets.places.located` finds the cell; or "".
        file: the name of an imported file or a template, or "" for the workbook itself.
        line: the line in that file, counted from 1, or 0.
        expected: what is expected instead, in French, without a final point; "" when the fault says it.
        value: the faulty value as the user wrote it.
        customer: the code of the customer set aside because of this fault, or "".
        kind: what it is, whoever it is about: what is told of one kind with the same words is told together; "" to take
            the sentence itself, without its quotes and numbers.
    """

    what: str
    sheet: str = ""
    cell: str = ""
    row: int = 0
    field: str = ""
    file: str = ""
    line: int = 0
    expected: str = ""
    value: str = ""
    customer: str = ""
    kind: str = ""
    severity: Severity = Severity.ERROR

    @property
    def where(self) -> str:
        """« Factures!C4 », « Factures, ligne 4 », « export.txt, ligne 12 », or ""."""
        if self.file:
            return f"{self.file}, ligne {self.line}" if self.line else self.file
        if self.cell:
            return f"{self.sheet}!{self.cell}"
        return f"{self.sheet}, ligne {self.row}" if self.row else self.sheet

    @property
    def message(self) -> str:
        """The fault and what is expected, without the place."""
        return f"{self.what}. Attendu : {self.expected}." if self.expected else f"{self.what}."

    def __str__(self) -> str:
        return f"{self.where} : {self.message}" if self.where else self.message


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that are errors, in their order."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


class RelanceError(Exception):
    """An action cannot go on; `problems` says why, in French, all faults at once."""

    exit_code = 1

    def __init__(self, problems: Problem | str | Sequence[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(what=problems.removesuffix("."))
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DataError(RelanceError):
    """The workbook, a template or an imported file has faults that forbid going on."""


class UsageError(RelanceError):
    """The command or the button was used wrongly."""

    exit_code = 2


class FileUnavailable(RelanceError):
    """A file is open elsewhere, missing, or cannot be read or written."""

    exit_code = 3

"""What an action answers: one sentence for the message box, all the problems met on the way, and the files it made."""

from __future__ import annotations

from dataclasses import dataclass, field

from relance_xl.problems import Problem, errors

SIMULATION = "Simulation : "
"""How the sentence of every action begins when nothing of it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why nothing is done before somebody says what to do: a motif in a word, and its sentence."""

    motif: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFiles:
    """Documents that stand on the disk, each by its place from the workbook's folder.

    Attributes:
        runs: those that hold several letters, for the printer.
        singles: those for one customer each.
    """

    runs: tuple[str, ...] = ()
    singles: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Report:
    """What an action did: one sentence for the message box, and all the problems met on the way.

    Attributes:
        simulated: nothing of it is kept, and the sentence says so.
        names_faults: the sentence itself counts the problems and leads to `Contrôle`.
        seen: what was done stands before the user's eyes, and needs no box.
        batch: the number under which something was recorded, "" when nothing was.
    """

    summary: str
    problems: list[Problem] = field(default_factory=list)
    simulated: bool = False
    names_faults: bool = False
    seen: bool = False
    batch: str = ""

    @property
    def document_files(self) -> DocumentFiles:
        """The documents made, none by most actions."""
        return DocumentFiles()

    def rehearsed(self) -> None:
        """Have the sentence say that nothing of it is kept."""
        if not self.simulated:
            self.simulated = True
            self.summary = f"{SIMULATION}{self.summary}"

    @property
    def exit_code(self) -> int:
        """1 when the data has errors, else 0."""
        return 1 if errors(self.problems) else 0


@dataclass(slots=True, kw_only=True)
class IssuingReport(Report):
    """What an action that issues documents did; with `doubts`, nothing was done."""

    doubts: tuple[Doubt, ...] = ()

    @property
    def exit_code(self) -> int:
        """1 when the data has errors, or something is to be settled first."""
        return 1 if self.doubts else super(IssuingReport, self).exit_code

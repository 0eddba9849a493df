"""What an action answers: one sentence for the message box, and all the problems met on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from relance_xl.problems import Problem, errors

SIMULATION = "Simulation : "
"""How the sentence of every action begins when nothing of it is kept."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What an action did: one sentence for the message box, and all the problems met on the way."""

    summary: str
    problems: list[Problem] = field(default_factory=list)

    def rehearsed(self) -> None:
        """Have the sentence say that nothing of it is kept."""
        if not self.summary.startswith(SIMULATION):
            self.summary = f"{SIMULATION}{self.summary}"

    @property
    def exit_code(self) -> int:
        """1 when the data has errors, else 0."""
        return 1 if errors(self.problems) else 0

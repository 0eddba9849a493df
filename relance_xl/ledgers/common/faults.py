"""The faults of one file: each with its line, as long as a person can read them."""

from __future__ import annotations

from relance_xl.ledgers.common.imported import DoubtedRow
from relance_xl.ledgers.common.line_numbers import listed
from relance_xl.problems import Problem

SHOWN = 200
"""So many faults are said one by one; the lines of the others are listed in one more."""


class Faults:
    """Gathers the faulty lines of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._first: list[Problem] = []
        self._others: list[int] = []
        self.doubted: list[DoubtedRow] = []

    def __len__(self) -> int:
        """How many lines are faulty."""
        return len(self._first) + len(self._others)

    def add(
        self, line: int, what: str, *, expected: str = "", value: str = "", customer: str = "", invoice: str = ""
    ) -> None:
        """A fault of a line, counted from 1, which is left aside; `customer` and `invoice` as far as they are read."""
        self.doubted.append(DoubtedRow(customer=customer, invoice=invoice, file=self.file, line=line, why=what))
        if len(self._first) == SHOWN:
            self._others.append(line)
            return
        self._first.append(
            Problem(
                file=self.file,
                line=line,
                what=f"{what} : la ligne est laissée de côté",
                expected=expected,
                value=value,
                customer=customer,
            )
        )

    def problems(self) -> list[Problem]:
        """All of them, in the order they were met."""
        if not self._others:
            return list(self._first)
        others = sorted(self._others)
        what = f"{listed(others)} de plus ont des fautes et sont laissées de côté"
        return [*self._first, Problem(file=self.file, line=others[0], what=what)]

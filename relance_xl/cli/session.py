"""One command being run: its options, its terminal, its workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relance_xl.actions.common.report import Report
from relance_xl.cli.answers.shapes import problems
from relance_xl.cli.endings import to_reader
from relance_xl.cli.json_output import write_json
from relance_xl.cli.parser import criterion_destination
from relance_xl.domain.wording import typeset
from relance_xl.machine import circumstances
from relance_xl.problems import RelanceError
from relance_xl.tables import schema

if TYPE_CHECKING:
    from rich.console import Console


Document = dict[str, Any]


class Session:
    """One command being run: its options, its terminal, its workbook."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.exit_code = 0
        """What the command returns, as far as it is known."""

    @cached_property
    def console(self) -> Console:
        """Where a person reads: the output, or the error stream when the output is a JSON document."""
        from relance_xl.cli.terminal import Terminal  # noqa: PLC0415 - slow to import, of no use to another program

        return Terminal(stderr=bool(self.options.json), highlight=False, soft_wrap=True)

    def run(self) -> int:
        """Run the command named by the options."""
        from relance_xl.cli.commands import COMMANDS  # noqa: PLC0415 - each command imports what it needs

        report, document = COMMANDS[self.options.command](self)
        self.exit_code = report.exit_code
        if self.options.json:
            with to_reader():
                write_json(document, sys.stdout)
        else:
            self.show(report)
        return report.exit_code

    def show(self, report: Report) -> None:
        """Print the faults, then the sentence that sums up."""
        from relance_xl.cli.console import show_problems  # noqa: PLC0415 - only when there is something to print

        show_problems(self.console, report.problems)
        self.say(report.summary)

    def say(self, sentence: str) -> None:
        """Print one sentence."""
        self.console.print(typeset(sentence), style="bold", markup=False)

    def refuse(self, error: RelanceError) -> None:
        """Print why the action could not be done."""
        self.exit_code = error.exit_code
        if self.options.json:
            document = {"problemes": problems(error.problems)}
            with to_reader():
                write_json(document, sys.stdout)
            return
        for problem in error.problems:
            self.console.print(typeset(str(problem)), style="red", markup=False)

    def on_workbook(
        self,
        action: Callable[[Any, Any], Report],
        *,
        saves_itself: bool = False,
        confirm: Callable[[str], bool] | None = None,
    ) -> Any:
        """Run `action` on the closed workbook, then save it, unless it saves itself; a simulation never saves.

        Nobody else runs an action on this company meanwhile (N-101).  `confirm` answers the action's question; without
        it, whoever gave the command has decided.
        """
        from relance_xl.machine.leases import leased  # noqa: PLC0415

        workbook = Path(self.options.workbook)
        with nullcontext() if self.options.simulation else leased(workbook, self.options.command):
            return self._on_held(workbook, action, saves_itself=saves_itself, confirm=confirm)

    def _on_held(
        self,
        workbook: Path,
        action: Callable[[Any, Any], Report],
        *,
        saves_itself: bool,
        confirm: Callable[[str], bool] | None,
    ) -> Any:
        from relance_xl.actions.common.run import Run, agreed  # noqa: PLC0415
        from relance_xl.books.closed.rehearsed import RehearsedFile  # noqa: PLC0415
        from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415
        from relance_xl.cli.telling import Teller  # noqa: PLC0415
        from relance_xl.tables.sheets.places import located  # noqa: PLC0415

        teller = Teller()
        opened = RehearsedFile if self.options.simulation else WorkbookFile
        book = opened(workbook, tell=teller.tell)
        book.ensure_writable()

        def answer(question: str) -> bool:
            with teller.paused():
                return (confirm or agreed)(question)

        run = Run(now=circumstances.now(), user=circumstances.user(), as_of=self.options.as_of,
                  criteria=self.criteria(), confirm=answer, rehearsed=self.options.simulation)  # fmt: skip
        with teller.running():
            report = action(book, run)
            report.problems = located(book, report.problems)
            if not saves_itself:
                book.save()
            report.problems += book.remarks
        self.mark(report)
        self.exit_code = report.exit_code
        return report

    def mark(self, report: Report) -> None:
        """Have a simulation say that it is one."""
        if self.options.simulation:
            report.rehearsed()

    def criteria(self) -> dict[str, Any]:
        """The criteria given as options: named cell → value, None to empty it."""
        given = {cell.name: getattr(self.options, criterion_destination(cell), None) for cell in schema.CRITERIA}
        return {name: value or None for name, value in given.items() if value is not None}

"""The progress of a command, drawn on the terminal's error stream; nothing when that is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


class Teller:
    """The progress bar of one command."""

    def __init__(self) -> None:
        self._progress = _drawn() if sys.stderr.isatty() else None
        self._task = None if self._progress is None else self._progress.add_task("", total=None)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Draw while the command works."""
        if self._progress is None:
            yield
        else:
            with self._progress:
                yield

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the terminal to a question."""
        if self._progress is not None:
            self._progress.stop()
        yield
        if self._progress is not None:
            self._progress.start()

    def tell(self, message: str, share: float | None = None) -> None:
        """Show a sentence, and how much is done."""
        if self._progress is not None and self._task is not None:
            self._progress.update(
                self._task, description=message, total=None if share is None else 1.0, completed=share or 0.0
            )


def _drawn() -> Progress:
    from rich import progress  # noqa: PLC0415 - slow to import, and of no use to another program

    from relance_xl.cli.terminal import Terminal  # noqa: PLC0415

    return progress.Progress(
        progress.SpinnerColumn(), progress.TextColumn("{task.description}"), progress.BarColumn(),
        progress.TimeElapsedColumn(), console=Terminal(stderr=True), transient=True,
    )  # fmt: skip

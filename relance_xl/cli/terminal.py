"""Where a person reads, which lets the command decide what happens when nobody reads any more."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console

from relance_xl.cli.endings import Unread


class Terminal(Console):
    """A console of rich that does not leave by itself with exit code 1, which means that the data has errors."""

    def on_broken_pipe(self) -> NoReturn:
        """The output's reader has left."""
        raise Unread

"""The entry point: parse, open the closed workbook, run the action, print, and leave with the right exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from relance_xl.cli.endings import Unread, ended, leave_unread, to_reader
from relance_xl.cli.parser import parse
from relance_xl.cli.session import Session

if TYPE_CHECKING:
    pass


def command() -> int:
    """Run the command that the terminal gave, in a process of its own.

    The search for cycles is put off: a command lives for seconds, and its many small records hold none.
    """
    gc.disable()
    return main()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code.

    0 done, 1 the data has errors, 2 wrong usage, 3 file unavailable, 4 an error of the program, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    session = Session(options := parse(arguments))
    try:
        code = ended(options.command, getattr(options, "workbook", None), session.run, session.refuse)
        with to_reader():
            sys.stdout.flush()
    except Unread:
        leave_unread()  # the command is done, and whoever read has seen enough
        return session.exit_code
    return code

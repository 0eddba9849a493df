"""`relance-xl`: the buttons' actions on a closed workbook."""

import sys

from relance_xl import __version__


def command() -> int:
    """Run what the terminal gave.  Asked for its version alone, the program says it before anything else is loaded."""
    if sys.argv[1:] == ["--version"]:
        print(f"relance-xl {__version__}")  # noqa: T201 - the answer
        return 0
    from relance_xl.cli.main import command as run  # noqa: PLC0415 - the whole program

    return run()

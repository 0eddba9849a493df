"""How a command ends when it does not end well: refused, interrupted, unread, or broken by a fault of ours.

What was asked for goes to the output; what is said here goes to the error stream, but for the refusals, which are an
answer.  No traceback is shown, unless the variable `RELANCE_XL_TRACE` asks for it.
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from relance_xl.domain.wording import typeset
from relance_xl.machine import circumstances
from relance_xl.machine.logs import where_told, write_log
from relance_xl.machine.plain_text import plain
from relance_xl.machine.reasons import refusal
from relance_xl.problems import RelanceError

BROKEN, INTERRUPTED = 4, 130
TRACE = "RELANCE_XL_TRACE"
"""Environment variable: set, the traceback of an unexpected error is printed too."""


class Unread(Exception):
    """What reads our output, `head` for one, has left: nothing more can be written there."""


State = tuple[int, int, int] | None


def state_of(workbook: Path | None) -> State:
    """What tells a workbook from the same one saved anew; None without a file."""
    try:
        found = workbook.stat() if workbook is not None else None
    except OSError:
        return None
    return (found.st_ino, found.st_size, found.st_mtime_ns) if found else None


def ended(command: str, workbook: Path | None, run: Callable[[], int], refuse: Callable[[RelanceError], None]) -> int:
    """The exit code of the command `run`, whatever happens to it but Unread; `refuse` prints why it was not done."""
    before = state_of(workbook)
    try:
        return run()
    except Unread:
        raise
    except RelanceError as error:
        refuse(error)
        return error.exit_code
    except KeyboardInterrupt:
        _say(f"Interrompu{_state_told(workbook, before)}.")
        return INTERRUPTED
    except OSError as error:
        if _is_broken_on_windows(error):
            raise Unread from error
        refused = refusal(error)
        refuse(refused)
        return refused.exit_code
    except Exception as error:  # noqa: BLE001 - a bug is told in a sentence and kept in a file
        _tell_broken(command, error, _state_told(workbook, before))
        return BROKEN


@contextmanager
def to_reader() -> Iterator[None]:
    """What is written here is written to whoever reads; Unread when nobody does any more."""
    try:
        yield
    except OSError as error:
        if isinstance(error, BrokenPipeError) or _is_broken_on_windows(error):
            raise Unread from error
        raise


def _is_broken_on_windows(error: OSError) -> bool:
    """Windows says of a pipe without a reader that the argument is invalid, and names no file."""
    return sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None


def leave_unread() -> None:
    """Send what is left of the output nowhere: Python would complain of it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _state_told(workbook: Path | None, before: State) -> str:
    """What became of the workbook: « : le classeur n'a pas été modifié »; "" for a command without one."""
    if before is None:
        return ""
    if state_of(workbook) == before:
        return " : le classeur n'a pas été modifié"
    return ", mais le classeur venait d'être enregistré : ce que la commande a fait est fait"


def _tell_broken(command: str, error: Exception, state: str) -> None:
    log = write_log(command, error, circumstances.now(), kind="commande")
    detail = where_told(log) or f"Pour en voir le détail, relancez-la avec la variable {TRACE}=1."
    said = f"La commande « {command} » s'est arrêtée sur une erreur du programme, qui n'est pas de votre fait{state}."
    _say(f"{said} {detail}")
    if os.environ.get(TRACE):
        traceback.print_exception(error, file=sys.stderr)


def _say(sentence: str) -> None:
    with suppress(OSError):
        print(plain(typeset(sentence)), file=sys.stderr, flush=True)  # noqa: T201 - the terminal's error stream

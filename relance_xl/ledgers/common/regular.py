"""What is given to be read is a file: a device gives bytes without end, a pipe may give none for ever (N-106)."""

from __future__ import annotations

from pathlib import Path

from relance_xl.machine.reasons import reason
from relance_xl.problems import DataError, FileUnavailable, Problem


def refuse_special(path: Path) -> None:
    """DataError for a device or a pipe; FileUnavailable for what is missing or cannot be looked at."""
    if "\0" in str(path):
        raise FileUnavailable(Problem(file=path.name, what="Ce nom de fichier contient un caractère invisible"))
    try:
        special = path.exists() and not path.is_file() and not path.is_dir()
    except OSError as error:
        what = f"Le fichier ne peut être lu : {reason(error)}"
        raise FileUnavailable(Problem(file=path.name, what=what)) from error
    if special:
        raise DataError(Problem(file=path.name, what="Ce n'est pas un fichier", expected="un fichier de ce disque"))

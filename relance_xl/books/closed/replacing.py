"""Replacing a file at one stroke, a dated copy of the previous one kept beside it."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from relance_xl.machine.flushing import flush_folder
from relance_xl.machine.leases import still_held
from relance_xl.machine.moving import move_exclusively
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem, Severity

FOLDER = "Copies"
_PIECE = 1 << 20
KEPT = 30
"""Copies kept of one workbook; the oldest go."""
_PASSING = ".tmp"
_END_RECORD, _END = b"PK\5\6", 22 + (1 << 16)
"""How the record that ends a zip file begins, and how far from the end it may lie: its own size and a comment."""


def replace_file(path: Path, content: bytes, previous: bytes, moment: datetime) -> tuple[Problem, ...]:
    """Give `path` its new content, a dated copy of `previous` being made before; what was then found wrong.

    The new file is whole on the disk before it takes the old one's place, and bears its permissions; a failure before
    that leaves the old file as it was: FileUnavailable when it cannot be written, has changed since it was read, or its
    lease was taken over.
    Once it stands there the workbook is saved, and what fails afterwards is a warning (N-100).
    """
    temporary: Path | None = None
    try:
        _sweep(path)
        _refuse_if_changed(path, previous)
        temporary = _written(path.parent, path, content)
        copy = keep_copy(path, previous, moment)
        _refuse_if_changed(path, previous)
        still_held(path)
        temporary.replace(path)
    except OSError as error:
        _remove(temporary)
        raise FileUnavailable(
            Problem(
                file=path.name,
                what=f"Ce classeur n'a pas pu être enregistré ({reason(error)})",
                expected="un classeur fermé, dans un dossier où l'on peut écrire ; rien n'a été modifié",
            )
        ) from error
    except BaseException:
        _remove(temporary)
        raise
    return _settled(path, copy)


def _settled(path: Path, copy: Path) -> tuple[Problem, ...]:
    """What follows the stroke: the new name made to last, the oldest copies let go."""
    problems = []
    try:
        flush_folder(path.parent)
    except OSError as error:
        what = f"le disque n'a pas confirmé son nouveau nom ({reason(error)})"
        problems.append(_warning(path, what, "un disque en bon état : après une coupure, vérifiez la date du classeur"))
    try:
        _forget_oldest(path, copy)
    except OSError as error:
        what = f"ses plus anciennes copies n'ont pas pu être retirées ({reason(error)})"
        problems.append(_warning(path, what, f"le droit d'écrire dans « {FOLDER} »"))
    return tuple(problems)


def _warning(path: Path, what: str, expected: str) -> Problem:
    saved = f"Ce classeur est enregistré, mais {what}"
    return Problem(file=path.name, what=saved, expected=expected, severity=Severity.WARNING)


def _remove(temporary: Path | None) -> None:
    if temporary is not None:
        with suppress(OSError):  # the next save sweeps it
            temporary.unlink(missing_ok=True)


def _refuse_if_changed(path: Path, previous: bytes) -> None:
    if not path.exists() or not _holds(path, previous):
        raise FileUnavailable(
            Problem(
                file=path.name,
                what="Ce classeur a été modifié par un autre programme depuis sa lecture ; rien n'a été enregistré",
                expected="un classeur fermé ; recommencez",
            )
        )


def _holds(path: Path, content: bytes) -> bool:
    """Whether the file holds `content`, read piece by piece."""
    place = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            if not content.startswith(piece, place):
                return False
            place += len(piece)
    return place == len(content)


def _written(folder: Path, path: Path, content: bytes) -> Path:
    """A file of a passing name in `folder`, whole on the disk, with the permissions of `path`, and no wider before."""
    handle, name = tempfile.mkstemp(prefix=_passing(path), suffix=_PASSING, dir=folder)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            os.fsync(file.fileno())
    except BaseException:  # Ctrl-C too: nothing half-written stays
        _remove(temporary)
        raise
    return temporary


def _passing(path: Path) -> str:
    return f".{path.stem}-"


def _sweep(path: Path) -> None:
    """Remove what a run that was killed left of this workbook under passing names: whoever saves is alone."""
    for folder in (path.parent, path.parent / FOLDER):
        with suppress(OSError):
            for file in folder.iterdir():
                if file.name.startswith(_passing(path)) and file.suffix == _PASSING:
                    _remove(file)


def keep_copy(path: Path, previous: bytes, moment: datetime) -> Path:
    """Write « Copies/Relances 2026-03-15 14h05m07.xlsm », whole under that name or not there at all."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    waiting = _written(folder, path, previous)
    try:
        for copy in _names(folder, path, moment):
            with suppress(FileExistsError):
                move_exclusively(waiting, copy)
                break
    except BaseException:
        _remove(waiting)
        raise
    flush_folder(folder)
    return copy


def _names(folder: Path, path: Path, moment: datetime) -> Iterator[Path]:
    name, number = f"{path.stem} {moment:%Y-%m-%d %Hh%Mm%S}", 1
    while True:
        yield folder / f"{name}{f' ({number})' if number > 1 else ''}{path.suffix}"
        number += 1


def _forget_oldest(path: Path, newest: Path) -> None:
    """Keep the last copies that are whole; those that a power cut left truncated are no copies, and go."""
    dated = re.compile(
        re.escape(path.stem) + r" (\d{4}-\d\d-\d\d \d\dh\d\dm\d\d)(?: \((\d+)\))?" + re.escape(path.suffix)
    )
    files = newest.parent.iterdir()
    found = [(match[1], int(match[2] or 1), file) for file in files if (match := dated.fullmatch(file.name))]
    whole = [file for *_, file in sorted(found) if _is_whole(file)]
    truncated = [file for *_, file in found if file not in whole]
    for file in [*whole[:-KEPT], *truncated]:
        if file != newest:
            file.unlink(missing_ok=True)


def _is_whole(file: Path) -> bool:
    """Whether the file has its last bytes: the record that ends a zip file (APPNOTE 4.3.16)."""
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(size - _END, 0))
        return _END_RECORD in opened.read(_END)

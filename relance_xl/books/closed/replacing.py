"""Replacing a file at one stroke, a dated copy of the previous one kept beside it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from relance_xl.problems import FileUnavailable, Problem

FOLDER = "Copies"
_PIECE = 1 << 20
KEPT = 30
"""Copies kept of one workbook; the oldest go."""


def replace_file(path: Path, content: bytes, previous: bytes, moment: datetime) -> Path:
    """The dated copy of `previous`, made before `path` takes `content`.

    The new file is whole on the disk before it takes the old one's place, and bears its permissions; a failure at any
    point leaves the old file as it was.  FileUnavailable when it cannot be written, or has changed since it was read.
    """
    temporary: Path | None = None
    try:
        _refuse_if_changed(path, previous)
        temporary = _written_beside(path, content)
        shutil.copymode(path, temporary)
        copy = _keep_copy(path, previous, moment)
        _refuse_if_changed(path, previous)
        temporary.replace(path)
    except OSError as error:
        raise FileUnavailable(
            Problem(
                file=path.name,
                what=f"Ce classeur n'a pas pu être enregistré ({error.strerror or error})",
                expected="un classeur fermé, dans un dossier où l'on peut écrire ; rien n'a été modifié",
            )
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    _flush_folder(path.parent)
    return copy


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


def _written_beside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:  # Ctrl-C too: nothing half-written stays
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _keep_copy(path: Path, previous: bytes, moment: datetime) -> Path:
    """Write « Copies/Relances 2026-03-15 14h05m07.xlsm », then let the oldest copies go."""
    folder = path.parent / FOLDER
    folder.mkdir(exist_ok=True)
    name = f"{path.stem} {moment:%Y-%m-%d %Hh%Mm%S}"
    number = 1
    while True:
        copy = folder / f"{name}{f' ({number})' if number > 1 else ''}{path.suffix}"
        try:
            with copy.open("xb") as file:
                file.write(previous)
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            number += 1
        else:
            break
    _forget_oldest(folder, path, copy)
    return copy


def _forget_oldest(folder: Path, path: Path, newest: Path) -> None:
    dated = re.compile(
        re.escape(path.stem) + r" (\d{4}-\d\d-\d\d \d\dh\d\dm\d\d)(?: \((\d+)\))?" + re.escape(path.suffix)
    )
    found = [(match[1], int(match[2] or 1), file) for file in folder.iterdir() if (match := dated.fullmatch(file.name))]
    for _, _, file in sorted(found)[:-KEPT]:
        if file != newest:
            file.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system allows it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

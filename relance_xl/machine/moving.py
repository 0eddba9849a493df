"""A file moved without ever taking the place of another, and known again by what it is, never by its name (N-101)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

Identity = tuple[int, int]
"""The disk and the number of a file on it: what stays the same when it is moved there."""


def identity_of(file: Path) -> Identity | None:
    """What tells this file from any other; None when nothing bears the name."""
    try:
        found = file.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def move_exclusively(file: Path, place: Path) -> None:
    """Move the file, or leave it where it was.  OSError; FileExistsError when another file bears the name already.

    A rename would overwrite it.  A move that was killed half-way, the file standing in both places, is ended.  A disk
    without hard links (exFAT, some shares) gets the name claimed by an empty file first.
    """
    if os.name == "nt":
        file.rename(place)  # never overwrites there
        return
    try:
        place.hardlink_to(file)
    except FileExistsError:
        if identity_of(file) != identity_of(place):
            raise
        file.unlink()
    except FileNotFoundError:
        raise
    except OSError:
        _claimed(file, place)
    else:
        _let_go(file, place)


def _claimed(file: Path, place: Path) -> None:
    place.touch(exist_ok=False)
    try:
        file.replace(place)
    except OSError:
        with suppress(OSError):
            place.unlink()
        raise


def _let_go(file: Path, place: Path) -> None:
    """Take the old name away; where that cannot be, the new one goes again: a document never stands in two places."""
    try:
        file.unlink()
    except OSError:
        place.unlink()
        raise

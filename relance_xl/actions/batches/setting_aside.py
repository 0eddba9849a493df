"""The documents of an undone batch are kept, out of the way: « Lettres/Annulées/<lot>/… »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from relance_xl.actions.batches.unbroken import unbroken
from relance_xl.actions.common.run import EMAILS, LETTERS
from relance_xl.machine.flushing import flush_names
from relance_xl.machine.moving import Identity, identity_of, move_exclusively
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem

ROOTS = frozenset({LETTERS, EMAILS})
"""The folders that hold documents; nothing outside them is ever moved."""

ASIDE = "Annulées"


def plan_moves(folder: Path, names: Iterable[str], batch: str) -> dict[Path, Path]:
    """Where each document that exists goes, with the PDF made of it; the others are left out.

    `names` are paths relative to `folder`, or absolute, as the journal holds them.
    """
    places: dict[Path, Path] = {}
    for name in map(Path, names):
        for found in dict.fromkeys((name, name.with_suffix(".pdf"))):
            target = _aside(found, batch)
            if target is not None and (folder / found).is_file():
                places[folder / found] = _free(folder / target, set(places.values()), folder / found)
    return places


def _aside(file: Path, batch: str) -> Path | None:
    """« Lettres/2026-03-16/Niveau 1/x.docx » → « Lettres/Annulées/<batch>/Niveau 1/x.docx »; None out of the roots."""
    root = next((folder for folder in file.parents if folder.name in ROOTS), None)
    if root is None or ".." in file.parts:
        return None
    parts = file.relative_to(root).parts
    return root / ASIDE / batch / Path(*(parts[1:] or parts))


def _free(place: Path, taken: set[Path], file: Path) -> Path:
    """A name that nothing bears, or that an undo which was killed has given to this very file (N-104)."""
    candidate, number = place, 1
    while candidate in taken or (candidate.exists() and identity_of(candidate) != identity_of(file)):
        number += 1
        candidate = place.with_name(f"{place.stem} ({number}){place.suffix}")
    return candidate


@contextmanager
def set_aside(places: Mapping[Path, Path]) -> Iterator[None]:
    """Move the files for good once the body has succeeded; all go back when it fails.

    FileUnavailable, nothing being moved, when one of them is open elsewhere.  Ctrl-C waits for the end.
    """
    moved: dict[Path, tuple[Path, Identity | None]] = {}
    with unbroken():
        try:
            for file, place in places.items():
                moved[file] = place, identity_of(file)
                _move(file, place)
            _flush([*places, *places.values()])
            yield
        except BaseException as error:
            if left := _put_back(moved):
                raise FileUnavailable([*getattr(error, "problems", ()), *map(_still_aside, left)]) from error
            raise
        finally:
            _remove_empty({folder for file in (*places, *places.values()) for folder in file.parents})


def _flush(files: Iterable[Path]) -> None:
    """Make the moves last before the workbook says them; a power cut must not leave two documents, nor none."""
    try:
        flush_names(file for file in files if file.parent.is_dir())
    except OSError as error:
        raise _refusal(Path(ASIDE), error) from error


def _put_back(moved: Mapping[Path, tuple[Path, Identity | None]]) -> list[Path]:
    """Bring back what was moved here, and nothing else that bears its name; returns what would not come."""
    left = []
    for file, (place, identity) in moved.items():
        if identity is None or identity_of(place) != identity:
            continue
        try:
            move_exclusively(place, file)
        except OSError:
            left.append(place)
    return left


def _still_aside(place: Path) -> Problem:
    return Problem(
        what=f"« {place} » n'a pas pu être remis à sa place, et rien n'est annulé",
        expected="ce document remis à la main dans son dossier",
    )


def _move(file: Path, place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        move_exclusively(file, place)
    except OSError as error:
        raise _refusal(file, error) from error


def _refusal(file: Path, error: OSError) -> FileUnavailable:
    return FileUnavailable(
        Problem(what=f"« {file} » ne peut pas être mis de côté ({reason(error)})", expected="un document fermé")
    )


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove the folders below the roots that hold nothing any more, the deepest first."""
    for folder in sorted(folders, key=lambda each: -len(each.parts)):
        below = any(parent.name in ROOTS for parent in folder.parents)
        if below:
            with suppress(OSError):  # it holds something, or was never there
                folder.rmdir()

"""The documents of an undone batch are kept, out of the way: « Lettres/Annulées/<lot>/… »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from relance_xl.actions.batches.delivery import move_exclusively
from relance_xl.actions.batches.unbroken import unbroken
from relance_xl.actions.common.run import EMAILS, LETTERS
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
                places[folder / found] = _free(folder / target, set(places.values()))
    return places


def _aside(file: Path, batch: str) -> Path | None:
    """« Lettres/2026-03-16/Niveau 1/x.docx » → « Lettres/Annulées/<batch>/Niveau 1/x.docx »; None out of the roots."""
    root = next((folder for folder in file.parents if folder.name in ROOTS), None)
    if root is None or ".." in file.parts:
        return None
    parts = file.relative_to(root).parts
    return root / ASIDE / batch / Path(*(parts[1:] or parts))


def _free(place: Path, taken: set[Path]) -> Path:
    candidate, number = place, 1
    while candidate in taken or candidate.exists():
        number += 1
        candidate = place.with_name(f"{place.stem} ({number}){place.suffix}")
    return candidate


@contextmanager
def set_aside(places: Mapping[Path, Path]) -> Iterator[None]:
    """Move the files for good once the body has succeeded; all go back when it fails.

    FileUnavailable, nothing being moved, when one of them is open elsewhere.  Ctrl-C waits for the end.
    """
    moved: dict[Path, Path] = {}
    with unbroken():
        try:
            for file, place in places.items():
                _move(file, place)
                moved[file] = place
            yield
        except BaseException:
            for file, place in moved.items():
                _move(place, file)
            raise
        finally:
            _remove_empty({folder for file in (*places, *places.values()) for folder in file.parents})


def _move(file: Path, place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        move_exclusively(file, place)
    except OSError as error:
        raise FileUnavailable(
            Problem(what=f"« {file} » ne peut pas être mis de côté ({error.strerror})", expected="un document fermé")
        ) from error


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove the folders below the roots that hold nothing any more, the deepest first."""
    for folder in sorted(folders, key=lambda each: -len(each.parts)):
        below = any(parent.name in ROOTS for parent in folder.parents)
        if below and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

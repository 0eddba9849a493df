"""Documents are made in a scratch folder, then moved to their place all together, or not at all."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from relance_xl.actions.batches.unbroken import unbroken
from relance_xl.machine.flushing import flush_file, flush_names
from relance_xl.machine.moving import Identity, identity_of, move_exclusively
from relance_xl.machine.reasons import reason
from relance_xl.machine.scratch import scratch
from relance_xl.problems import FileUnavailable, Problem

_ATTEMPTS = 3
"""How often free names are chosen, when another program takes them between the choice and the move."""


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder on the same disk as `beside`, removed at the end with whatever was not moved out of it.

    So are the folders made on the way to it, when nothing was moved into them.  FileUnavailable when nothing can be
    written there.
    """
    made = [folder for folder in (beside, *beside.parents) if not folder.exists()]
    with ExitStack() as stack:
        stack.callback(_remove_empty, made)
        try:
            beside.mkdir(parents=True, exist_ok=True)
            folder = stack.enter_context(scratch(beside))
        except OSError as error:
            raise FileUnavailable(
                Problem(
                    what=f"Le dossier « {beside} » ne peut pas être écrit ({reason(error)})",
                    expected="un dossier où vous avez le droit d'écrire : paramètre « Dossier de sortie »",
                )
            ) from error
        yield folder


def _remove_empty(folders: Iterable[Path]) -> None:
    for empty in folders:
        with suppress(OSError):  # it holds something now
            empty.rmdir()


class Delivery:
    """Moves files from a scratch folder to `target`, remembers them, and can take them all back."""

    def __init__(self, scratch: Path, target: Path) -> None:
        self._scratch, self._target = scratch, target
        self._moved: dict[Path, tuple[Path, Identity | None]] = {}
        self._made: list[Path] = []

    def planned(self, files: Sequence[Path]) -> dict[Path, Path]:
        """Where each file would go; a name already taken by another batch gets « (2) ».

        A document and the PDF made of it keep one name: « Annuler » finds the one by the other.
        """
        together: dict[Path, list[Path]] = defaultdict(list)
        for file in files:
            together[file.with_suffix("")].append(file)
        taken: set[str] = set()
        places: dict[Path, Path] = {}
        for name, members in together.items():
            wanted = self._target / name.relative_to(self._scratch)
            free = _free(wanted, {*(file.suffix for file in members), ".pdf"}, taken)
            places |= {file: free.with_name(f"{free.name}{file.suffix}") for file in members}
        return {file: places[file] for file in files}

    @contextmanager
    def moved(self, files: Sequence[Path]) -> Iterator[Mapping[Path, Path]]:
        """Move every file, and give its place: for good once the body has succeeded; all are taken back when it fails.

        They are on the disk, under their names, before the body records them (N-100).  Only what was moved here is
        taken back, whatever bears its name since (N-101).  FileUnavailable when one cannot be moved, or taken back.
        Ctrl-C waits for the end: either the body has recorded them, or they are gone.
        """
        with unbroken():
            try:
                yield self._move(files, _ATTEMPTS)
            except BaseException as error:
                if left := self._take_back():
                    raise FileUnavailable([*getattr(error, "problems", ()), *map(_still_there, left)]) from error
                raise

    def _move(self, files: Sequence[Path], attempts: int) -> dict[Path, Path]:
        """The place of each file, once there; other names are chosen when one was taken in the meantime."""
        places = self.planned(files)
        for file, place in places.items():
            try:
                flush_file(file)
                self._make(place.parent)
                self._moved[place] = file, identity_of(file)
                move_exclusively(file, place)
            except OSError as error:
                if isinstance(error, FileExistsError) and attempts > 1 and not self._take_back():
                    return self._move(files, attempts - 1)
                raise _unwritable(place, error) from error
        self._flush(places.values())
        return places

    def _flush(self, places: Iterable[Path]) -> None:
        try:
            flush_names([*places, *self._made, self._scratch.parent])
        except OSError as error:
            raise _unwritable(self._target, error) from error

    def _take_back(self) -> list[Path]:
        """Bring back what was moved: nothing was recorded, so nothing may be posted.  Returns what would not come."""
        left: list[Path] = []
        for place, (file, identity) in self._moved.items():
            if identity is None or identity_of(place) != identity:
                continue  # never there, or another's
            try:
                place.replace(file)
            except OSError:
                left.append(place)
        self._moved = {place: self._moved[place] for place in left}
        for folder in reversed(self._made):
            with suppress(OSError):  # it holds something
                folder.rmdir()
        self._made.clear()
        return left

    def _make(self, folder: Path) -> None:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for each in reversed(missing):
            each.mkdir()
            self._made.append(each)


def _unwritable(place: Path, error: OSError) -> FileUnavailable:
    what = f"« {place} » ne peut pas être écrit ({reason(error)})"
    return FileUnavailable(Problem(what=what, expected="un dossier accessible"))


def _still_there(place: Path) -> Problem:
    return Problem(
        what=f"« {place} » n'a pas pu être retiré, et rien n'est enregistré : ne l'envoyez pas",
        expected="ce document fermé, puis supprimé",
    )


def _free(name: Path, suffixes: Iterable[str], taken: set[str]) -> Path:
    """The name without its suffix, with « (2) » when a file bears it with one of the suffixes; it joins `taken`."""
    candidate, number = name, 1
    while str(candidate).casefold() in taken or any(
        os.path.lexists(candidate.with_name(f"{candidate.name}{suffix}")) for suffix in suffixes
    ):
        number += 1
        candidate = name.with_name(f"{name.name} ({number})")
    taken.add(str(candidate).casefold())
    return candidate

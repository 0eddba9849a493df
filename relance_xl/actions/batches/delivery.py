"""Documents are made in a scratch folder, then moved to their place all together, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from relance_xl.actions.batches.unbroken import unbroken
from relance_xl.problems import FileUnavailable, Problem


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """A folder on the same disk as `beside`, removed at the end with whatever was not moved out of it.

    So are the folders made on the way to it, when nothing was moved into them.  FileUnavailable when nothing can be
    written there.
    """
    made = [folder for folder in (beside, *beside.parents) if not folder.exists()]
    try:
        beside.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".en-cours-", dir=beside))
    except OSError as error:
        raise FileUnavailable(
            Problem(
                what=f"Le dossier « {beside} » ne peut pas être écrit ({error.strerror})",
                expected="un dossier où vous avez le droit d'écrire : paramètre « Dossier de sortie »",
            )
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for empty in made:
            with suppress(OSError):  # it holds something now
                empty.rmdir()


class Delivery:
    """Moves files from a scratch folder to `target`, remembers them, and can take them all back."""

    def __init__(self, scratch: Path, target: Path) -> None:
        self._scratch, self._target = scratch, target
        self._moved: list[Path] = []
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
    def moved(self, places: Mapping[Path, Path]) -> Iterator[None]:
        """Move every file to its place, for good once the body has succeeded; all are taken back when it fails.

        FileUnavailable when one cannot be moved.  Ctrl-C waits for the end: either the body has recorded them, or they
        are gone.
        """
        with unbroken():
            try:
                self._move(places)
                yield
            except BaseException:
                self._take_back()
                raise

    def _move(self, places: Mapping[Path, Path]) -> None:
        for file, place in places.items():
            try:
                self._make(place.parent)
                file.rename(place)
            except OSError as error:
                raise FileUnavailable(
                    Problem(
                        what=f"« {place} » ne peut pas être écrit ({error.strerror})", expected="un dossier accessible"
                    )
                ) from error
            self._moved.append(place)

    def _take_back(self) -> None:
        """Remove what was moved: nothing was recorded, so nothing may be posted."""
        for place in self._moved:
            place.unlink(missing_ok=True)
        self._moved.clear()
        for folder in reversed(self._made):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        self._made.clear()

    def _make(self, folder: Path) -> None:
        missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
        for each in reversed(missing):
            each.mkdir()
            self._made.append(each)


def _free(name: Path, suffixes: Iterable[str], taken: set[str]) -> Path:
    """The name without its suffix, with « (2) » when a file bears it with one of the suffixes; it joins `taken`."""
    candidate, number = name, 1
    while str(candidate).casefold() in taken or any(
        candidate.with_name(f"{candidate.name}{suffix}").exists() for suffix in suffixes
    ):
        number += 1
        candidate = name.with_name(f"{name.name} ({number})")
    taken.add(str(candidate).casefold())
    return candidate

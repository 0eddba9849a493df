"""What a run over the tree keeps: the answer of each company as it comes, and who takes part.

They stand in « .cabinet » at the top of the tree, so that an interrupted run goes on where it stopped, and that two
runs of the same action on one tree share the work instead of doing it twice (N-90, N-92).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from relance_xl.cabinet.company.jobs import Job, Result, as_document, from_document
from relance_xl.machine.leases import STALE, Leased, held, is_live
from relance_xl.machine.reasons import reason
from relance_xl.problems import FileUnavailable, Problem

FOLDER = ".cabinet"
_OPENING, _PARTICIPANTS, _ASKED, _FINISHED = "ouverture", "participants", "demande.json", "fini"
_PAUSE = 0.1
"""Seconds between two looks at whether another has ended opening its run."""
KEPT_RUNS = 3
"""Runs of an action whose answers are kept; the older ones go."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers kept in one folder, a file a company."""

    folder: Path

    def place(self, workbook: str, ending: str = ".json") -> Path:
        """The file of a workbook."""
        return self.folder / f"{hashlib.sha256(workbook.encode()).hexdigest()[:24]}{ending}"

    def read(self, workbook: str) -> Result | None:
        """The answer kept for a workbook; None when there is none, or what is there is not whole."""
        try:
            found = from_document(json.loads(self.place(workbook).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, ArithmeticError):
            return None
        return found if found.workbook == workbook else None

    def write(self, result: Result) -> None:
        """Keep an answer, at one stroke."""
        place = self.place(result.workbook)
        scratch = place.with_suffix(f".{os.getpid()}.tmp")
        scratch.write_text(json.dumps(as_document(result), ensure_ascii=False), encoding="utf-8")
        scratch.replace(place)

    def begun(self, job: Job) -> tuple[int, float]:
        """How many times this asking has been begun, this time included, and how many seconds ago the last time.

        A scheduler gives the job of a lost worker to another; a company that ends every worker is known by this.
        """
        place = self.place(job.workbook, ".essai")
        attempt, _, times = _read(place).partition(" ")
        before = place.stat().st_mtime if attempt == job.attempt else 0.0
        number = int(times) + 1 if attempt == job.attempt and times.isdigit() else 1
        place.write_text(f"{job.attempt} {number}", encoding="utf-8")
        return number, place.stat().st_mtime - before if before else 0.0

    def finish(self) -> None:
        """Note that every company has been seen: the next run is a new one."""
        (self.folder / _FINISHED).touch()


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPart:
    """A run being carried out: `joined` with others who are at it, `resumed` after an interruption."""

    kept: Kept
    joined: bool
    resumed: bool


@contextmanager
def taking_part(root: Path, action: str, asked: str, now: datetime, *, resume: bool) -> Iterator[TakenPart]:
    """Take part in a run of `action` on the tree: that of others who are at it now, the interrupted one, or a new one.

    `asked` is all that was asked, dates and options included: answers to something else are of no use.  Leased when
    others run the same action with other options.
    """
    home = root / FOLDER / action
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnavailable(
            Problem(
                what=f"Le dossier « {root} » ne peut pas être écrit ({reason(error)})", expected="le droit d'y écrire"
            )
        ) from error
    with ExitStack() as stack:
        with _opening(home, action):
            part = _chosen(home, action, asked, now, resume=resume)
            own = part.kept.folder / _PARTICIPANTS / uuid4().hex
            stack.enter_context(held(own, action, f"cabinet {action}"))
        _forget_oldest(home, part.kept.folder)
        yield part


@contextmanager
def _opening(home: Path, action: str) -> Iterator[None]:
    """Hold the opening of a run: two that start together do it one after the other, so that one joins the other.

    It takes moments; Leased when whoever is at it does not come to an end.
    """
    until = time.monotonic() + STALE * 1.5
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(held(home / _OPENING, action, f"cabinet {action}"))
                break
            except Leased:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE)
        yield


def _chosen(home: Path, action: str, asked: str, now: datetime, *, resume: bool) -> TakenPart:
    latest = max((each for each in home.iterdir() if each.is_dir()), key=lambda each: each.name, default=None)
    if latest is not None:
        alike = _read(latest / _ASKED) == asked
        if any(is_live(each) for each in (latest / _PARTICIPANTS).glob("*")):
            if not alike:
                raise Leased(_otherwise(action), None)
            return TakenPart(kept=Kept(latest), joined=True, resumed=False)
        if resume and alike and not (latest / _FINISHED).exists():
            return TakenPart(kept=Kept(latest), joined=False, resumed=True)
    return TakenPart(kept=Kept(_new(home, asked, now)), joined=False, resumed=False)


def _otherwise(action: str) -> Problem:
    return Problem(
        what=f"« cabinet … {action} » est déjà en cours sur ce dossier, avec d'autres options",
        expected="les mêmes options, pour s'y joindre, ou la fin de l'autre",
    )


def _read(place: Path) -> str:
    with suppress(OSError, ValueError):
        return place.read_text(encoding="utf-8")
    return ""


def _new(home: Path, asked: str, now: datetime) -> Path:
    number = 0
    while True:
        folder = home / f"{now:%Y-%m-%d %Hh%Mm%S}{f' {number}' if number else ''}"
        try:
            (folder / _PARTICIPANTS).mkdir(parents=True)
        except FileExistsError:
            number += 1
            continue
        (folder / _ASKED).write_text(asked, encoding="utf-8")
        return folder


def _forget_oldest(home: Path, own: Path) -> None:
    folders = sorted(each for each in home.iterdir() if each.is_dir() and each != own)
    for old in folders[: -(KEPT_RUNS - 1)]:
        shutil.rmtree(old, ignore_errors=True)

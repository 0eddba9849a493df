"""Kills, errors of the disk and pairs of commands, at every file operation of every command that writes (Linux).

Each point starts from a fresh copy of a company, in a process of its own: what must hold afterwards is held against the
workbook before and after an undisturbed run.  `python torture/points.py kills|errors|pairs|full [--every N]`.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import errno
import gc
import importlib
import io
import mmap
import os
import pkgutil
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
LIBRARY = Path(tempfile.gettempdir()) / f"relance-torture-{os.getuid()}.so"
KILL, STOP, TEAR = -1, -2, -3
ERRORS = ("EIO", "ENOSPC", "EACCES", "EINVAL")
IDLE = {"reparer", "mettre-a-jour", "modeles", "bilan", "verifier", "criteres"}
"""Commands that may leave the tables as they are."""
_LONGEST = 60
"""Seconds that a command may take here, on a machine that does other things too."""


def compiled() -> Path:
    """The library that stands before the disk, made with this machine's C compiler."""
    source = HERE / "library.c"
    if not LIBRARY.exists() or LIBRARY.stat().st_mtime < source.stat().st_mtime:
        made = LIBRARY.with_suffix(f".{os.getpid()}")  # two parts may begin together
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-w", "-o", str(made), str(source), "-ldl"], check=True)
        made.replace(LIBRARY)
    return LIBRARY


if __name__ == "__main__" and str(LIBRARY) not in os.environ.get("LD_PRELOAD", ""):
    os.environ["LD_PRELOAD"] = str(compiled())
    os.environ["PYTHONPATH"] = str(HERE.parent)
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - this very script, behind the library

import relance_xl  # noqa: E402 - behind the library
from relance_xl.cli.main import main  # noqa: E402 - behind the library
from torture.company import COMMANDS, DAY, WORKBOOK, Command, cells, files, left_behind, made, sent_before, untold  # noqa: E402


@dataclass
class Ended:
    """How a process ended: its exit code, minus the signal that killed it, and what it said."""

    code: int
    said: str
    operations: int


def warmed() -> None:
    """Everything imported once, before the first fork."""
    for found in pkgutil.walk_packages(relance_xl.__path__, "relance_xl."):
        if ".libreoffice" not in found.name and not found.name.endswith("__main__"):
            with contextlib.suppress(ImportError):
                importlib.import_module(found.name)
    gc.collect()
    gc.freeze()  # a child that collects would copy every page of what is imported


_COUNTER = mmap.mmap(-1, 8)
_COUNTED = ctypes.c_long.from_buffer(_COUNTER)


def _child(folder: Path, typed: list[str], point: int, action: int, spoken: Path) -> None:
    """The command itself; never returns."""
    handle = os.open(spoken, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), encoding="utf-8", write_through=True)
    sys.stderr = sys.stdout
    os.chdir(folder)
    tempfile.tempdir = str(folder.parent / "tmp")
    signal.alarm(_LONGEST)
    code = 70
    try:
        if point:
            arm = ctypes.CDLL(str(LIBRARY)).torture_arm
            arm.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_void_p]
            arm(str(folder).encode(), point, action, ctypes.addressof(_COUNTED))
        code = main(typed)
    except BaseException as error:  # noqa: BLE001 - what reaches us is the fault looked for
        with contextlib.suppress(OSError):
            os.write(2, f"Traceback: {error!r}".encode())
    finally:
        os._exit(code)


def started(folder: Path, typed: list[str], point: int = 0, action: int = 0, spoken: str = "said") -> int:
    """The process of the command; `point` 0 leaves it alone."""
    child = os.fork()
    if not child:
        _child(folder, typed, point, action, folder.parent / spoken)
    return child


def ended(child: int, folder: Path, spoken: str = "said") -> Ended:
    """Its end, once there."""
    _, status = os.waitpid(child, 0)
    said = (folder.parent / spoken).read_text("utf-8", "replace")
    return Ended(os.waitstatus_to_exitcode(status), said, _COUNTED.value)


def run(folder: Path, typed: list[str]) -> int:
    """One command, undisturbed."""
    return ended(started(folder, typed), folder).code


@dataclass
class Told:
    """What was tried of one command, and what did not hold."""

    points: int = 0
    before: int = 0
    after: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Known:
    """A command's workbook and files before and after an undisturbed run, and how many operations it takes."""

    command: Command
    source: Path
    before: Cells
    after: Cells
    files_before: list[str]
    files_after: list[str]
    operations: int


Cells = dict[str, list[list[object]]]


class Range:
    """A place where companies are tried one after the other."""

    def __init__(self, home: Path, commands: Iterable[Command], *, logged: bool = False) -> None:
        self.home = home
        self.states = home / "states"
        self.states.mkdir()
        (home / "tmp").mkdir()
        (self.states / "tmp").mkdir()
        made(self.states, run, {command.start for command in commands})
        if logged:
            sent_before(self.states)

    def known(self, command: Command, action: int) -> Known:
        """An undisturbed run, and the count of the operations where `action` can happen."""
        source = self.states / command.start
        folder = self.fresh(source)
        done = ended(started(folder, self.typed(command), -2, action), folder)
        if done.code not in {0, 1}:
            raise SystemExit(f"{command.named}: {done.code} {done.said}")
        if cells(source / WORKBOOK) == cells(folder / WORKBOOK) and command.name not in IDLE:
            raise SystemExit(f"{command.named} does nothing here: {done.said}")
        return Known(command, source, cells(source / WORKBOOK), cells(folder / WORKBOOK), files(source), files(folder),
                     done.operations)  # fmt: skip

    def fresh(self, source: Path) -> Path:
        """A copy of the company to disturb."""
        folder = self.home / "case"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(self.home / "tmp", ignore_errors=True)
        (self.home / "tmp").mkdir()
        shutil.copytree(source, folder)
        return folder

    @staticmethod
    def typed(command: Command) -> list[str]:
        """What is typed."""
        more = ["--confirmer"] if command.name in {"importer", "banque"} else []
        return [command.name, WORKBOOK, *command.typed, *more, "--au", DAY]

    def tried(self, known: Known, point: int, action: int, told: Told) -> None:
        """One point: the disturbed run, the state it leaves, and the next run."""
        folder = self.fresh(known.source)
        done = ended(started(folder, self.typed(known.command), point, action), folder)
        where = f"{known.command.named} {_named(action)} at {point}"
        told.points += 1
        fault = self.judged(known, folder, done, action) or self.finished(known, folder, told)
        if fault:
            told.faults.append(f"{where}: {fault}")
            if os.environ.get("TORTURE_TALK"):
                print(where, fault, done.code, done.said[-600:], flush=True)

    def judged(self, known: Known, folder: Path, done: Ended, action: int) -> str:
        """What does not hold right after the disturbed run."""
        if "Traceback" in done.said or "erreur du programme" in done.said or done.code in {4, 70}:
            return f"a traceback or a bug: {done.said[-300:]}"
        if action > 0 and done.code not in {0, 1, 3}:
            return f"ended with {done.code}: {done.said[-200:]}"
        try:
            now = cells(folder / WORKBOOK)
        except Exception as error:  # noqa: BLE001 - whatever it is, the workbook does not open
            return f"the workbook does not open: {error}"
        if now not in (known.before, known.after) and not _found_it(known, now, done, action):
            return f"neither before nor after: {_difference(now, known)}"
        if action > 0 and done.code == 3 and now != known.before:
            return "said not done, and done"
        if action > 0 and done.code == 0 and now != known.after:
            return "said done, and not done"
        if action > 0 and (found := untold(folder)):
            return f"documents: {found}"
        return ""

    def finished(self, known: Known, folder: Path, told: Told) -> str:
        """The next run: it finishes, without a double, and nothing stays behind."""
        typed = self.typed(known.command)
        if cells(folder / WORKBOOK) == known.before != known.after:
            told.before += 1
            more = ["--sans-journal", "reprendre"] if known.command.name in {"lettres", "mails", "traites"} else []
            for again in (more, []):
                done = ended(started(folder, [*typed, *again]), folder)
                if done.code not in {0, 1}:
                    return f"the next run: {done.code} {done.said[-200:]}"
                if cells(folder / WORKBOOK) == known.after:
                    break
        else:
            told.after += 1
            run(folder, typed if known.command.name != "annuler" else ["bilan", WORKBOOK, "--au", DAY])
        if known.command.name != "annuler":
            now = cells(folder / WORKBOOK)
            wrong = [
                name for name in ("tFactures", "tJournal", "tTraites", "tBanque") if now.get(name) != known.after[name]
            ]
            if known.command.name == "modeles" and now["tControle"] != known.after["tControle"]:
                wrong.append("tControle")
            if wrong:
                return f"after the next run: {wrong}"
        if found := untold(folder):
            return f"documents after the next run: {found}"
        if found := left_behind(folder):
            return f"left behind after the next run: {found}"
        others = [name for name in files(folder) if name not in known.files_after and name != ".documents.jsonl"]
        return f"more files: {others}" if others else ""


def _difference(now: Cells, known: Known) -> str:
    return str([name for name in now if now[name] != known.before[name] and now[name] != known.after[name]])


def _found_it(known: Known, now: Cells, done: Ended, action: int) -> bool:
    """Whether `modeles` did what it is for: a template that the disk refuses to give is one of its findings."""
    differing = [name for name in now if now[name] != known.before[name]]
    return known.command.name == "modeles" and action > 0 and done.code == 1 and differing == ["tControle"]


def _named(action: int) -> str:
    return {KILL: "kill", TEAR: "torn write", STOP: "stop"}.get(action) or errno.errorcode[action]


@contextlib.contextmanager
def ground(commands: Iterable[Command], *, logged: bool = False) -> Iterator[Range]:
    """A range on this machine's disk; `logged`, each company has a log of e-mails that left."""
    with tempfile.TemporaryDirectory(prefix="torture-", dir=os.environ.get("TORTURE_HOME")) as home:
        os.environ["XDG_STATE_HOME"] = f"{home}/logs"
        yield Range(Path(home).resolve(), commands, logged=logged)


def tortured(commands: Sequence[Command], actions: Sequence[int], every: int, seconds: float) -> dict[str, Told]:
    """Each point of each command, or one in `every`; within the seconds given."""
    told = {command.named: Told() for command in commands}
    stop_at = time.monotonic() + seconds
    with ground(commands) as place:
        for command in commands:
            known = place.known(command, actions[0])  # one reads and writes as often as the other
            for action in actions:
                for point in range(1 + hash_of(command.named, action) % every, known.operations + 1, every):
                    if time.monotonic() < stop_at:
                        place.tried(known, point, action, told[command.named])
    return told


def hash_of(name: str, action: int) -> int:
    """Where the points of a command begin, the same at each run."""
    return sum(name.encode()) + abs(action)


def paired(commands: Sequence[Command], seconds: float, *, logged: bool) -> dict[str, Told]:
    """Every ordered pair at once: the first one stops in the middle of its moves, the second must do nothing at all."""
    told = {command.named: Told() for command in commands}
    stop_at = time.monotonic() + seconds
    with ground(commands, logged=logged) as place:
        for first in (place.known(command, STOP) for command in commands):
            for second in COMMANDS:
                if first.operations and time.monotonic() < stop_at:
                    _pair(place, first, second, told[first.command.named])
    return told


def _pair(place: Range, first: Known, second: Command, told: Told) -> None:
    told.points += 1
    folder = place.fresh(first.source)
    child = started(
        folder, place.typed(first.command), max(2, first.operations // 2 + 1), STOP
    )  # the first is the lease's
    if not os.WIFSTOPPED(status := os.waitpid(child, os.WUNTRACED)[1]):
        said = (folder.parent / "said").read_text("utf-8", "replace")
        told.faults.append(f"{first.command.named} / {second.named}: never stopped: {status} {said[-200:]}")
        return
    before = (folder / WORKBOOK).read_bytes(), files(folder)
    refused = ended(started(folder, place.typed(second), spoken="other"), folder, "other")
    same = before == ((folder / WORKBOOK).read_bytes(), files(folder))
    os.kill(child, signal.SIGCONT)
    done = ended(child, folder)
    where = f"{first.command.named} / {second.named}"
    if refused.code != 3 or "en cours" not in refused.said:
        told.faults.append(f"{where}: not refused: {refused.code} {refused.said[-200:]}")
    elif not same:
        told.faults.append(f"{where}: the second one wrote")
    elif done.code not in {0, 1} or cells(folder / WORKBOOK) != first.after or untold(folder) or left_behind(folder):
        told.faults.append(f"{where}: the first one did not end well: {done.code} {done.said[-200:]}")


def filled(commands: Sequence[Command], every: int, seconds: float) -> dict[str, Told]:
    """A disk with so much room and no more, on a file system of its own (as root, tmpfs)."""
    told = {command.named: Told() for command in commands}
    stop_at = time.monotonic() + seconds
    with ground(commands) as place:
        for command in commands:
            known = place.known(command, errno.ENOSPC)
            for room in range(0, 600_000, 10_000 * every):
                if time.monotonic() < stop_at:
                    _filled(place, known, room, told[command.named])
    return told


def _filled(place: Range, known: Known, room: int, told: Told) -> None:
    told.points += 1
    case = place.home / "case"
    shutil.rmtree(case, ignore_errors=True)
    case.mkdir()
    size = sum(each.stat().st_size + 8192 for each in known.source.rglob("*")) + room
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "torture", str(case)], check=True)
    try:
        shutil.copytree(known.source, case, dirs_exist_ok=True)
        done = ended(started(case, place.typed(known.command)), case)
        fault = place.judged(known, case, done, errno.ENOSPC)
        told.before += done.code == 3
        told.after += done.code != 3
        if fault:
            told.faults.append(f"{known.command.named} with {room} bytes of room: {fault}")
    finally:
        subprocess.run(["umount", str(case)], check=True)


def table(title: str, told: dict[str, Told]) -> int:
    """Print what was tried; how many points did not hold."""
    print(f"\n| {title} | points | before | after | failed |\n|---|---:|---:|---:|---:|")
    for name, each in told.items():
        print(f"| {name} | {each.points} | {each.before} | {each.after} | {len(each.faults)} |")
    total = Counter(points=sum(t.points for t in told.values()), faults=sum(len(t.faults) for t in told.values()))
    print(f"| **all** | **{total['points']}** | | | **{total['faults']}** |", flush=True)
    for each in told.values():
        for fault in each.faults[:20]:
            print(f"- {fault}", flush=True)
    return total["faults"]


def asked() -> int:
    """What the command line asks for; the number of faults, at most 100."""
    reader = argparse.ArgumentParser()
    reader.add_argument("part", choices=["kills", "errors", "pairs", "full"])
    reader.add_argument("--every", type=int, default=1)
    reader.add_argument("--seconds", type=float, default=86_400)
    reader.add_argument("--log", action="store_true", help="pairs: with a log of e-mails that left")
    reader.add_argument("--only", nargs="*", default=[command.named for command in COMMANDS])
    options = reader.parse_args()
    commands = [command for command in COMMANDS if command.named in options.only]
    started_at = time.monotonic()
    warmed()
    match options.part:
        case "kills":
            told = tortured(commands, (KILL, TEAR), options.every, options.seconds)
        case "errors":
            told = tortured(commands, [getattr(errno, name) for name in ERRORS], options.every, options.seconds)
        case "pairs":
            told = paired(commands, options.seconds, logged=options.log)
        case _:
            told = filled(commands, options.every, options.seconds)
    faults = table(options.part, told)
    print(f"{options.part}: {time.monotonic() - started_at:.0f} s")
    return min(faults, 100)


if __name__ == "__main__":
    sys.exit(asked())

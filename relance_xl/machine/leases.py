"""One run at a time on a company, from any machine that sees its folder (N-92, N-101).

A lease is a small file beside what it protects, made so that only one maker succeeds (O_EXCL).  It names who holds it,
and its owner rewrites it every few seconds: the beat.  A lease whose beat has stopped is taken over; so is, at once,
that of a process of this machine that is no more.  The age of a beat is the difference of two moments given by the
machine that keeps the files, never by two clocks.
"""

from __future__ import annotations

import json
import os
import platform
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

from relance_xl.machine import circumstances
from relance_xl.machine.moving import move_exclusively
from relance_xl.problems import FileUnavailable, Problem

BEAT = 4.0
"""Seconds between two beats."""
STALE = 30.0
"""Seconds without a beat after which the owner is held for dead."""
_OBSERVED = 0.2
"""Part of STALE during which a lease dated in the future is looked at: more than a beat."""

_CLOCK = ".heure-"
_PAUSES = (0.0, 0.05, 0.2)
"""Seconds before each try to read or to remove a lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a lease, and for what.

    Attributes:
        process: its number on `machine`, since the start `boot` of it; "" where the system does not name its starts.
        token: unlike any other lease's.
    """

    user: str
    machine: str
    boot: str
    process: int
    doing: str
    token: str

    @property
    def named(self) -> str:
        """« anne, sur PC-12 (lettres) »."""
        who = ", sur ".join(filter(None, (self.user, self.machine)))
        return f"{who} ({self.doing})" if self.doing else who


_HELD: ContextVar[Mapping[Path, Holder]] = ContextVar("leases taken by this run", default=MappingProxyType({}))


class Leased(FileUnavailable):
    """Somebody else is at work there."""

    def __init__(self, problem: Problem, holder: Holder | None) -> None:
        super().__init__(problem)
        self.holder = holder


def lease_of(workbook: Path) -> Path:
    """The lease beside a workbook: « .Relances.xlsm.en-cours »."""
    return workbook.with_name(f".{workbook.name}.en-cours")


@contextmanager
def leased(workbook: Path, doing: str) -> Iterator[None]:
    """Hold the workbook while `doing`.  Leased when another run holds it; links to one workbook share its lease.

    Where no file can be made (a folder that can only be read, a workbook that is not on a disk), nothing is held:
    nothing can be written there either.  Nor where there is no workbook and no room for one (a file taken for a
    folder, a name that is too long): whoever opens it says so.
    """
    place = lease_of(Path(os.path.realpath(workbook)))
    if not os.access(place.parent, os.W_OK):
        yield
        return
    with ExitStack() as holding:
        try:
            holding.enter_context(held(place, workbook.name, doing))
        except OSError:
            if os.path.isfile(workbook):  # noqa: PTH113 - Path's own raises for a name that is too long
                raise
        yield


@contextmanager
def held(place: Path, what: str, doing: str, *, beat: float = BEAT, stale: float = STALE) -> Iterator[Holder]:
    """Hold the lease `place` of `what`, beating; removed at the end.  Leased when another holds it."""
    mine = Holder(
        user=circumstances.user(),
        machine=platform.node(),
        boot=_boot(),
        process=os.getpid(),
        doing=doing,
        token=os.urandom(16).hex(),
    )
    _take(place, what, mine, stale)
    _sweep(place, stale)
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(place, mine, beat, ended), daemon=True)
    heart.start()
    before = _HELD.set({**_HELD.get(), place: mine})
    try:
        yield mine
    finally:
        _HELD.reset(before)
        ended.set()
        heart.join()
        for pause in _PAUSES:
            time.sleep(pause)
            with suppress(OSError):  # a scanner of viruses may hold it for a moment
                if holder_of(place) == mine:
                    place.unlink()
                break


def still_held(workbook: Path) -> None:
    """Nothing, while the workbook is still this run's.  Leased when another has taken its lease over (N-101).

    A computer that has slept wakes up in the middle of a run that everybody held for dead: whoever is about to move a
    document, to send a message or to save asks first.  A run that took no lease of the workbook asks in vain.
    """
    place = lease_of(Path(os.path.realpath(workbook)))
    mine = _HELD.get().get(place)
    if mine is None:
        return
    for pause in _PAUSES:
        time.sleep(pause)
        if holder_of(place) == mine:
            return
    holder = holder_of(place)
    by = f" par {holder.named}" if holder else ""
    raise Leased(
        Problem(
            file=workbook.name,
            what=f"Ce classeur a été repris{by} pendant que cette action était arrêtée (veille, réseau coupé)",
            expected="la fin de l'autre action, puis celle-ci recommencée",
        ),
        holder,
    )


def holder_of(place: Path) -> Holder | None:
    """Who holds the lease; None when nobody does, or the file does not say."""
    with suppress(OSError, ValueError, TypeError):
        holder = Holder(**json.loads(place.read_text(encoding="utf-8")))
        if all(type(stated) is (int if name == "process" else str) for name, stated in asdict(holder).items()):
            return holder
    return None


def is_live(place: Path, stale: float = STALE) -> bool:
    """Whether somebody alive holds the lease.  OSError where its folder cannot be written."""
    holder = holder_of(place)
    if holder is not None and _is_gone(holder):
        return False
    try:
        beaten = place.stat().st_mtime
    except OSError:
        return False
    age = _moment_there(place.parent) - beaten
    if age > -stale:
        return age < stale
    time.sleep(stale * _OBSERVED)  # that clock has been set back since the last beat: a live owner beats anew
    with suppress(OSError):
        return place.stat().st_mtime != beaten
    return False


def _take(place: Path, what: str, mine: Holder, stale: float) -> None:
    if _made(place, mine):
        return
    if not is_live(place, stale):
        # one taker at a time: without this, the lease that another has just taken could be taken for the dead one
        taking = _taking(place)
        if not taking.exists() or is_live(taking, stale):
            if _made(taking, mine):
                try:
                    if not is_live(place, stale):
                        place.unlink(missing_ok=True)
                        if _made(place, mine):
                            return
                finally:
                    taking.unlink(missing_ok=True)
        else:
            taking.unlink(missing_ok=True)
    raise _refusal(place, what)


def _refusal(place: Path, what: str) -> Leased:
    holder = holder_of(place)
    by = f" par {holder.named}" if holder else ""
    return Leased(
        Problem(
            file=what,
            what=f"Une autre action est en cours{by}",
            expected=f"la fin de cette action ; une action interrompue est oubliée après {STALE:.0f} secondes",
        ),
        holder,
    )


def _made(place: Path, mine: Holder) -> bool:
    """Make the lease, whole under its name or not there at all; False when there is one already."""
    waiting = _passing(place.parent)
    try:
        waiting.write_text(json.dumps(asdict(mine), ensure_ascii=False), encoding="utf-8")
        move_exclusively(waiting, place)
    except FileExistsError:
        return False
    except PermissionError:
        if place.exists():  # on Windows, one that is just being removed
            return False
        raise
    finally:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
    return True


def _passing(folder: Path) -> Path:
    """A name for a moment, that says whose it is."""
    return folder / f"{_CLOCK}{os.getpid()}-{os.urandom(6).hex()}"


def _sweep(place: Path, stale: float) -> None:
    """Remove what a killed run left around the lease that is now ours (N-104)."""
    taking = _taking(place)
    with suppress(OSError):
        if taking.exists() and not is_live(taking, stale):
            taking.unlink(missing_ok=True)
    forget_clocks(place.parent)


def _taking(place: Path) -> Path:
    return place.with_name(f"{place.name}.reprise")


def _beat(place: Path, mine: Holder, beat: float, ended: threading.Event) -> None:
    """Write the lease anew while it is ours: the machine that keeps it dates each writing."""
    content = json.dumps(asdict(mine), ensure_ascii=False).encode()
    while not ended.wait(beat):
        with suppress(OSError):
            if holder_of(place) == mine:
                with place.open("r+b") as file:
                    file.write(content)


def _moment_there(folder: Path) -> float:
    """The time by the clock that dates the files of `folder`."""
    passing = _passing(folder)
    try:
        passing.write_bytes(b".")
        return passing.stat().st_mtime
    finally:
        with suppress(OSError):
            passing.unlink(missing_ok=True)


def forget_clocks(folder: Path) -> None:
    """Remove the passing files of killed runs (N-104): of a process that is no more, or that have stood too long."""
    boot = _boot()
    with suppress(OSError):
        for left in folder.glob(f"{_CLOCK}*"):
            number = left.name.removeprefix(_CLOCK).partition("-")[0]
            alive = number.isdecimal() and not (_is_ended(int(number)) if boot else False)
            if not alive or _moment_there(folder) - left.stat().st_mtime > STALE:
                left.unlink(missing_ok=True)


def _boot() -> str:
    """What names this start of this machine, on Linux: two machines may well bear one name."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _is_gone(holder: Holder) -> bool:
    """Whether the holder was a process of this machine that is no more; elsewhere than on Linux only the beat tells."""
    if not holder.boot or (holder.boot, holder.machine) != (_boot(), platform.node()):
        return False
    return _is_ended(holder.process)


def _is_ended(process: int) -> bool:
    """Whether this machine, a Linux, has no such process any more."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return _is_zombie(process)


def _is_zombie(process: int) -> bool:
    """Whether the process has ended and only waits for its parent to hear of it (Linux tells)."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[:1] == ["Z"]

"""How long a firm's morning takes: workers, companies, memory, a scheduler, sabotage.

python benchmarks/cabinet.py                      # 40 companies of the sample's 255 lines, ratios
python benchmarks/cabinet.py --companies 300      # the size of a firm
python benchmarks/cabinet.py --tenfold 3000       # ten times fewer, then as many, with two workers: time and memory
python benchmarks/cabinet.py --sabotage 1000      # as many copies, 5 % of them sabotaged
python benchmarks/cabinet.py --dask               # a LocalCluster of two processes beside the local pool
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from zipfile import ZIP_DEFLATED, ZipFile

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from relance_xl.actions.setup.company import WORKBOOK, new_company
from relance_xl.books.closed.package import Package
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cabinet.company.acting import work_on
from relance_xl.cabinet.company.jobs import Answers, Engine, Job, Result, State, Work
from relance_xl.cabinet.engines.local import local_pool
from relance_xl.cabinet.firm import FirmReport, Wish, over_firm
from relance_xl.demo.company import DEMO_DATE
from relance_xl.demo.run import fill

SABOTAGES = ("corrompu", "ouvert", "pendu", "tué")
DELAY = 15.0


def main() -> None:
    """Print the figures asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=40)
    parser.add_argument("--tenfold", type=int, default=0)
    parser.add_argument("--sabotage", type=int, default=0)
    parser.add_argument("--dask", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        sample = made_sample(Path(scratch) / "sample")
        if options.sabotage:
            sabotage(Path(scratch), sample, options.sabotage)
        elif options.tenfold:
            tenfold(Path(scratch), sample, options.tenfold)
        elif options.dask:
            beside_dask(Path(scratch), sample, options.companies)
        else:
            workers(Path(scratch), sample, options.companies)


def made_sample(folder: Path) -> Path:
    """The workbook of the sample company, 255 lines."""
    new_company(folder, WorkbookFile, {})
    book = WorkbookFile(folder / WORKBOOK)
    fill(book)
    book.save()
    return folder / WORKBOOK


class Copies:
    """Copies of the sample whose debtors are each company's own, but for the first two, who owe to every company."""

    _NAME = re.compile(r'(?<=<is><t>)([^<]+)(?=</t></is></c><c r="C(?![23]")\d)')
    """The name of a customer, before the cell of his address; those of the first two rows are left."""

    def __init__(self, sample: Path) -> None:
        with ZipFile(sample) as source:
            self.parts = {member: source.read(member) for member in source.namelist()}
        self.customers = next(
            member for member, content in self.parts.items() if b"CLIENTS DIVERS</t></is></c><c" in content
        )

    def write(self, place: Path, number: int) -> None:
        """The copy `number` at `place`."""
        named = self._NAME.sub(rf"\1 {number}", self.parts[self.customers].decode())
        with ZipFile(place, "w", ZIP_DEFLATED, compresslevel=1) as target:
            for member, content in (self.parts | {self.customers: named.encode()}).items():
                target.writestr(member, content)


def tree(root: Path, sample: Path, companies: int, name: Callable[[int], str] = "{:05d}".format) -> Path:
    """So many companies like the sample, each in a folder of its own."""
    shutil.rmtree(root, ignore_errors=True)
    copies = Copies(sample)
    for number in range(companies):
        (root / name(number)).mkdir(parents=True)
        copies.write(root / name(number) / WORKBOOK, number)
    return root


def timed(root: Path, engine: Engine) -> tuple[FirmReport, float]:
    """The report of a search over the tree, and the seconds it took."""
    wish = Wish(root=root, action="rechercher", as_of=DEMO_DATE, now=datetime.now(), delay=DELAY)  # noqa: DTZ005 - as a worksheet holds it
    started = time.perf_counter()
    report = over_firm(wish, engine)
    return report, time.perf_counter() - started


def workers(scratch: Path, sample: Path, companies: int) -> None:
    """One worker and two by turns, a part of the companies each, so that what else the machine does falls on both."""
    rounds = min(5, companies)
    seconds = {1: 0.0, 2: 0.0}
    for _ in range(rounds):
        for number in seconds:
            seconds[number] += measured(tree(scratch / "firm", sample, companies // rounds), number)
    made = companies // rounds * rounds
    print(f"in all, {made} companies: {seconds[1]:.1f} s by one worker, {seconds[2]:.1f} s by two: "
          f"{seconds[2] / made:.3f} s a company, × {seconds[1] / seconds[2]:.2f}")  # fmt: skip


def tenfold(scratch: Path, sample: Path, companies: int) -> None:
    """A tenth of the companies, then all: the ratio of the times, and what the parent's memory grew by."""
    seconds, parent = [], []
    for size in (companies // 10, companies):
        seconds.append(measured(tree(scratch / "firm", sample, size), 2))
        parent.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(f"{companies} companies against {companies // 10}: × {seconds[1] / seconds[0]:.1f}, "
          f"the parent + {parent[1] - parent[0]} MB")  # fmt: skip


def measured(root: Path, number: int) -> float:
    """The seconds of a search over the tree by so many workers; all that it took is printed."""
    size, before = len(list(root.iterdir())), processor()
    with Watch() as watch:
        report, seconds = timed(root, local_pool(number))
    work = (processor() - before) / size
    parent = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{number} worker(s), {size} companies: {seconds:.1f} s, {seconds / size:.3f} s a company, "
          f"{work:.3f} s of the processor, {report.done} done, a worker {watch.most} MB, the parent {parent} MB",
          flush=True)  # fmt: skip
    return seconds


def processor() -> float:
    """Seconds of the processor that ended children and this process have taken."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


class Watch:
    """The most memory that a child process ever held, in MB, as Linux tells it; 0 elsewhere."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        me = os.getpid()
        while not self._ended.wait(0.5):
            for status in Path("/proc").glob("[0-9]*/status"):
                with suppress(OSError, ValueError):
                    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                    if int(lines["PPid"]) == me and "VmHWM" in lines:
                        self.most = max(self.most, int(lines["VmHWM"].split()[0]) // 1024)


def beside_dask(scratch: Path, sample: Path, companies: int) -> None:
    """The local pool of two, and a LocalCluster of two, on trees alike: times, and answers compared."""
    import distributed  # noqa: PLC0415 - an extra

    from relance_xl.cabinet.engines.scheduler import dask_workers  # noqa: PLC0415

    local, local_seconds = timed(tree(scratch / "firm", sample, companies), local_pool(2))
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        dask, dask_seconds = timed(tree(scratch / "firm", sample, companies), dask_workers(cluster.scheduler_address))
    same = [answer(each) for each in local.results] == [answer(each) for each in dask.results]
    print(f"local {local_seconds:.1f} s, dask {dask_seconds:.1f} s: × {dask_seconds / local_seconds:.2f}, same: {same}")


def answer(result: Result) -> tuple[Any, ...]:
    """All of an answer but its time."""
    return result.workbook, result.state, result.code, result.message, result.figures


def sabotaged(job: Job) -> Result:
    """The work, but for companies whose folder says how they end; « tué » ends in the middle of a writing."""
    if "pendu" in job.workbook:
        time.sleep(3600)
    if "tué" in job.workbook:
        killed = Path(job.root, job.workbook).with_name(".Relances-tué.tmp")
        killed.write_bytes(b"half")
        os._exit(9)
    return work_on(job)


def sabotage(scratch: Path, sample: Path, companies: int) -> None:
    """Five in a hundred end badly, each in its way: all are named, and no workbook is damaged."""

    def name(number: int) -> str:
        return f"{number:05d} {SABOTAGES[number // 20 % len(SABOTAGES)]}" if number % 20 == 0 else f"{number:05d}"

    root = tree(scratch / "firm", sample, companies, name)
    content = sample.read_bytes()
    for folder in root.iterdir():
        if "corrompu" in folder.name:
            (folder / WORKBOOK).write_bytes(content[: len(content) // 2])
        if "ouvert" in folder.name:
            (folder / f"~${WORKBOOK}").touch()
    before = {path: digest(path) for path in root.glob(f"*/{WORKBOOK}")}

    def engine(jobs: Iterable[Job], _work: Work) -> Answers:
        return local_pool(2)(jobs, sabotaged)

    report, seconds = timed(root, engine)
    states = Counter(result.state.value for result in report.results)
    done = {root / result.workbook for result in report.results if result.state is State.DONE}
    damaged = sum(not whole(path) if path in done else digest(path) != before[path] for path in before)
    print(f"{companies} companies in {seconds:.0f} s: {dict(states)}; workbooks damaged: {damaged}")


def digest(path: Path) -> str:
    """What tells two contents apart."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def whole(path: Path) -> bool:
    """Whether the workbook opens with all its tables."""
    Package(path.read_bytes(), path.name)
    return len(WorkbookFile(path).table_names()) > 10


if __name__ == "__main__":
    main()

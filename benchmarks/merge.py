"""Letters merged by the program and by its peers, side by side: `python benchmarks/merge.py [--rounds 5] [--pdf]`.

All in one run, the contenders interleaved; each figure is the median of the rounds, each ratio is against the line
marked « base ».  Peers that are absent are left out: `uv sync --group bench`, and `npm install` in
`benchmarks/merge_peers` for the Node peer.  `--instructions` counts instructions with valgrind, `--pdf` times
LibreOffice.  Quote ratios, not times: they depend on the machine.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from binascii import crc32
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks import merge_letter, merge_processes  # noqa: E402 - the script may be started from anywhere
from relance_xl.documents.contents.payment_code import payment_code  # noqa: E402
from relance_xl.documents.merge.template import WordTemplate  # noqa: E402
from relance_xl.documents.pdf.convert import write_pdfs  # noqa: E402
from relance_xl.documents.pdf.libreoffice import LibreOffice  # noqa: E402
from relance_xl.documents.print_run.assembly import write_print_run  # noqa: E402
from relance_xl.documents.sandbox.environment import letter_environment  # noqa: E402
from relance_xl.machine import programs  # noqa: E402

Job = Callable[[], None]


@dataclass(frozen=True)
class Contender:
    """Something timed: `run` does the work of `letters` letters and gives its wall and user seconds."""

    name: str
    letters: int
    run: Callable[[], tuple[float, float]]


@dataclass(frozen=True)
class Figure:
    """Milliseconds a letter, medians."""

    wall: float
    user: float


def timed(job: Job) -> Callable[[], tuple[float, float]]:
    """The wall and user seconds of a job of this process."""

    def run() -> tuple[float, float]:
        gc.collect()
        user, start = resource.getrusage(resource.RUSAGE_SELF).ru_utime, time.perf_counter()
        job()
        return time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_utime - user

    return run


def interleaved(contenders: Iterable[Contender], rounds: int) -> dict[str, Figure]:
    """The medians of each contender, run in turn."""
    contenders = list(contenders)
    taken: dict[str, list[tuple[float, float]]] = {one.name: [] for one in contenders}
    for _ in range(rounds):
        for one in contenders:
            taken[one.name].append(one.run())
    return {
        one.name: Figure(
            *(statistics.median(column) / one.letters * 1000 for column in zip(*taken[one.name], strict=True))
        )
        for one in contenders
    }


def table(title: str, figures: dict[str, Figure], base: str) -> None:
    """One table of the report; the ratios say how many times slower than the base."""
    print(f"\n### {title}\n\n| | ms/letter | user ms | times the base (wall) | (user) |\n|---|---:|---:|---:|---:|")
    of = figures[base]
    for name, one in figures.items():
        ratios = f"{one.wall / of.wall:.1f} | {one.user / max(of.user, 1e-9):.1f}" if name != base else "base | base"
        print(f"| {name} | {one.wall:.3g} | {one.user:.3g} | {ratios} |")


def present(module: str) -> bool:
    """Whether a peer is installed."""
    return importlib.util.find_spec(module) is not None


def flat(given: dict[str, Any]) -> dict[str, Any]:
    """The data as docx-mailmerge2 wants them: the rows under the name of their first column."""
    return {("num" if name == "factures" else name): value for name, value in given.items()}


def singles(folder: Path) -> list[Contender]:
    """One .docx per letter."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - its import is no part of what is timed

    few, many = [[merge_letter.context(rank) for rank in range(number)] for number in (20, 400)]
    environment = letter_environment()
    fast, slow = (WordTemplate(folder / f"{name}.docx", environment) for name in ("docxtpl", "fallback"))

    def ours(template: WordTemplate, data: list[dict[str, Any]]) -> Job:
        def job() -> None:
            for rank, given in enumerate(data):
                (folder / f"o{rank}.docx").write_bytes(template.letter(given))

        return job

    def docxtpl(name: str) -> Job:
        def job() -> None:
            for rank, given in enumerate(few):
                document = DocxTemplate(folder / f"{name}.docx")
                document.render(given, autoescape=True)
                document.save(folder / f"d{rank}.docx")

        return job

    made = [
        Contender("relance_xl", len(many), timed(ours(fast, many))),
        Contender("relance_xl, in memory", len(many), timed(in_memory(fast, many))),
        Contender("floor: render, encode, crc, deflate", len(many), timed(floor(fast, many))),
        Contender("relance_xl, with a QR code", len(many), timed(coded(folder, many))),
        Contender("relance_xl, tables repaired by docxtpl (fallback)", 100, timed(ours(slow, many[:100]))),
        Contender("docxtpl, one DocxTemplate per letter", len(few), timed(docxtpl("docxtpl"))),
        Contender("docxtpl on the fallback's template", len(few), timed(docxtpl("fallback"))),
    ]
    return [*made, *mailmerge_singles(folder, few), *node_singles(folder, many[:100])]


def in_memory(template: WordTemplate, data: list[dict[str, Any]]) -> Job:
    """The letters made and not written, to compare with the floor."""

    def job() -> None:
        for given in data:
            template.letter(given)

    return job


def coded(folder: Path, data: list[dict[str, Any]]) -> Job:
    """Each letter with the QR code of its own transfer."""
    template = WordTemplate(folder / "code.docx", letter_environment())

    def job() -> None:
        for rank, given in enumerate(data):
            code = payment_code("Société Exemple", given["iban"], given["bic"], Decimal(rank + 1), given["reference"])
            (folder / f"q{rank}.docx").write_bytes(template.letter(given | {"qr": code}))

    return job


def floor(template: WordTemplate, data: list[dict[str, Any]]) -> Job:
    """What no merge of this template can do without."""

    def job() -> None:
        for given in data:
            for part in template.parts:
                blob = part.template.render(given).encode()
                crc32(blob)
                compressor = zlib.compressobj(1, zlib.DEFLATED, -15, 9)
                compressor.compress(blob)
                compressor.flush()

    return job


def mailmerge_singles(folder: Path, data: list[dict[str, Any]]) -> list[Contender]:
    """docx-mailmerge2, where installed."""
    if not present("mailmerge"):
        return []
    MailMerge = importlib.import_module("mailmerge").MailMerge  # noqa: N806 - a class

    def job() -> None:
        for rank, given in enumerate(data):
            with MailMerge(folder / "mailmerge.docx") as document:
                document.merge(**flat(given))
                document.write(folder / f"m{rank}.docx")

    return [Contender("docx-mailmerge2", len(data), timed(job))]


def node_singles(folder: Path, data: list[dict[str, Any]]) -> list[Contender]:
    """docxtemplater, where Node and the package are."""
    peers = HERE / "merge_peers"
    if not (shutil.which("node") and (peers / "node_modules").is_dir()):
        return []
    (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
    paths = (peers / "docxtemplater.js", folder / "docxtemplater.docx", folder / "data.json", folder)
    command = ["node", *map(str, paths)]

    def run() -> tuple[float, float]:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        spent = json.loads(done.stdout)
        return spent["wall"], spent["user"]

    return [Contender("docxtemplater (Node, warm)", len(data), run)]


def runs(folder: Path) -> list[Contender]:
    """All the letters in one document: 500 letters, 100 for the peer whose time grows with their square."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - its import is no part of what is timed

    data = [merge_letter.context(rank) for rank in range(500)]
    fast, shared = (WordTemplate(folder / f"{name}.docx", letter_environment()) for name in ("docxtpl", "shared"))
    for rank, given in enumerate(data[:100]):
        (folder / f"s{rank}.docx").write_bytes(fast.letter(given))

    def ours() -> None:
        write_print_run(fast, data, folder / "run.docx")

    def plain() -> None:
        write_print_run(shared, data, folder / "run_shared.docx")

    def looped() -> None:
        document = DocxTemplate(folder / "loop.docx")
        document.render({"lettres": data}, autoescape=True)
        document.save(folder / "loop_out.docx")

    made = [
        Contender("relance_xl, print run", 500, timed(ours)),
        Contender("relance_xl, one header for all, as the peer below", 500, timed(plain)),
        Contender("docxtpl, one render with a loop", 500, timed(looped)),
    ]
    if present("mailmerge"):
        made.append(Contender("docx-mailmerge2, merge_templates", 500, timed(mailmerge_run(folder, data))))
    if present("docxcompose"):
        made.append(Contender("docxcompose, 100 letters, rendering not counted", 100, timed(composed(folder))))
    return made


def mailmerge_run(folder: Path, data: list[dict[str, Any]]) -> Job:
    """docx-mailmerge2's way to one document."""
    MailMerge = importlib.import_module("mailmerge").MailMerge  # noqa: N806 - a class

    def job() -> None:
        with MailMerge(folder / "mailmerge.docx") as document:
            document.merge_templates([flat(given) for given in data], separator="nextPage_section")
            document.write(folder / "mm_run.docx")

    return job


def composed(folder: Path) -> Job:
    """Docxcompose's way to one document, from letters already written."""
    from docx import Document  # noqa: PLC0415 - its import is no part of what is timed

    Composer = importlib.import_module("docxcompose.composer").Composer  # noqa: N806 - a class

    def job() -> None:
        composer = Composer(Document(str(folder / "s0.docx")))
        for rank in range(1, 100):
            composer.append(Document(str(folder / f"s{rank}.docx")))
        composer.save(str(folder / "composed.docx"))

    return job


def pdfs(folder: Path) -> list[Contender]:
    """20 letters turned into PDF."""
    template = WordTemplate(folder / "docxtpl.docx", letter_environment())
    paths = [folder / f"p{rank}.docx" for rank in range(20)]
    for rank, path in enumerate(paths):
        path.write_bytes(template.letter(merge_letter.context(rank)))
    program = programs.libreoffice()
    if program is None:
        raise SystemExit("--pdf: LibreOffice is not on this machine")
    office = LibreOffice(program)

    def batches() -> None:
        write_pdfs(paths, by=office)

    def one_by_one() -> None:
        for path in paths[:5]:
            write_pdfs([path], by=office)

    return [
        Contender("relance_xl, batches with 2 workers", 20, timed(batches)),
        Contender("one soffice per file", 5, timed(one_by_one)),
    ]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--instructions", action="store_true")
    parser.add_argument("--pdf", action="store_true")
    options = parser.parse_args()
    memory = Path("/dev/shm")  # noqa: S108 - files in memory, so that the disk's other work is not timed
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder = Path(name)
        merge_letter.write_templates(folder)
        table("One .docx per letter (2 pages, 5 invoices)", interleaved(singles(folder), options.rounds), "relance_xl")
        table("One document of 500 letters", interleaved(runs(folder), options.rounds), "relance_xl, print run")
        merge_processes.growth(folder, options.rounds)
        if options.pdf:
            figures = interleaved(pdfs(folder), options.rounds)
            table("PDF, 20 letters", figures, "relance_xl, batches with 2 workers")
        if options.instructions and shutil.which("valgrind"):
            merge_processes.instructions(folder)


if __name__ == "__main__":
    main()

"""`lettres` for 2,000 customers and 10,000 items, the whole command, beside the merge of its letters alone.

    python benchmarks/letters_command.py [ITEMS]

The command reads the workbook, decides, writes one .docx per letter and the print runs, moves them, records levels,
dates and journal, and saves.  The merge alone writes the same letters and print runs from data made ready, the
compiling of the templates counted.  Each round runs both, in processes of their own, on a fresh copy.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.search import AS_OF, ROUNDS, cost, fill, median
from relance_xl.actions import letters
from relance_xl.actions.common.letter_extras import LetterExtras
from relance_xl.actions.common.run import Run
from relance_xl.actions.setup.company import WORKBOOK, new_company
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.documents.jobs import compiled_templates, silent, write_print_runs, write_singles
from relance_xl.documents.letters import _job
from relance_xl.documents.templates.choice import chosen_templates


def merge_alone(workbook: Path) -> None:
    """Print the letters, then the seconds of the clock and of the processor that merging them takes."""
    run = Run(as_of=AS_OF, now=datetime(2026, 3, 15, 9, 30), user="x")  # noqa: DTZ001 - local time
    planned = letters._plan(WorkbookFile(workbook), run, None)  # noqa: SLF001 - what the command itself decides
    company, extras = planned.company, LetterExtras(planned.ticked.given)
    templates = chosen_templates(planned.reminders, workbook.parent / "Modèles")
    jobs = [_job(one, company, path, extras(one)) for one, path in zip(planned.reminders, templates, strict=True)]
    with tempfile.TemporaryDirectory(dir=workbook.parent) as folder:
        clock, processor = time.perf_counter(), time.process_time()
        compiled = compiled_templates(templates).templates
        write_singles(jobs, compiled, Path(folder), silent)
        write_print_runs(jobs, compiled, Path(folder), company.letters_per_print_run)
        print(len(jobs), time.perf_counter() - clock, time.process_time() - processor)


def main(items: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        ready, folder = Path(name) / "prête", Path(name) / "société"
        new_company(ready, WorkbookFile, {})
        fill(ready / WORKBOOK, items)
        relance = [sys.executable, "-m", "relance_xl"]
        subprocess.run(
            [*relance, "rechercher", str(ready / WORKBOOK), "--au", f"{AS_OF}"], check=True, capture_output=True
        )
        commands, merges = [], []
        for _ in range(ROUNDS):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(ready, folder)
            path = str(folder / WORKBOOK)
            alone = subprocess.run(
                [sys.executable, __file__, "--alone", path], check=True, capture_output=True, text=True
            )
            merges.append([float(figure) for figure in alone.stdout.split()])
            commands.append(cost([*relance, "lettres", path, "--au", f"{AS_OF}", "--json"]))
    whole = median(commands)
    count, clock, processor = (statistics.median(column) for column in zip(*merges, strict=True))
    print(f"{items} lignes, {count:.0f} lettres et leurs tirages, médianes de {ROUNDS} : horloge, processeur")
    print(f"{'la fusion seule':30} {clock:7.2f} s {processor:7.2f} s")
    print(f"{'lettres, toute la commande':30} {whole.clock:7.2f} s {whole.processor:7.2f} s")
    print(f"{'rapport':30} {whole.clock / clock:7.1f} × {whole.processor / processor:7.1f} ×")
    print(f"mémoire la plus haute de lettres {whole.memory:7.0f} Mo")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        merge_alone(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

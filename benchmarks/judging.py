"""What judging the documents costs beside writing them: the letters of the merge benchmark and their print runs.

    python benchmarks/judging.py [LETTERS]

A round writes every letter and the print runs from data made ready, then judges them as an action does before it
records: each letter's file, and each letter of a run against its own.  Printed: the medians of the rounds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.merge_letter import build, context
from relance_xl.actions.batches.judging import check_written
from relance_xl.documents.jobs import Job, silent, to_judge, write_print_runs, write_singles
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.sandbox.environment import letter_environment

ROUNDS, RUN = 9, 500


def a_round(jobs: list[Job], folder: Path) -> list[tuple[float, float]]:
    """The seconds of the clock and of the processor: to write, then to judge."""
    compiled = {jobs[0].template: WordTemplate(jobs[0].template, letter_environment())}
    times = [(time.perf_counter(), time.process_time())]
    singles = write_singles(jobs, compiled, folder, silent)
    runs = write_print_runs(jobs, compiled, folder, RUN)
    times.append((time.perf_counter(), time.process_time()))
    check_written(
        [*(letter.path for letter in singles), *(run.path for run in runs)],
        to_judge(singles, runs, duplex=False, summary=False),
    )
    times.append((time.perf_counter(), time.process_time()))
    return [(end[0] - start[0], end[1] - start[1]) for start, end in pairwise(times)]


def main(letters: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as name:
        template = Path(name) / "lettre.docx"
        template.write_bytes(build("docxtpl"))
        jobs = [
            Job(customer=f"C{n}", folder="Niveau 1", name=f"C{n}", run="Tirage", template=template, context=context(n))
            for n in range(letters)
        ]
        rounds = []
        for number in range(ROUNDS):
            folder = Path(name) / f"{number}"
            folder.mkdir()
            rounds.append(a_round(jobs, folder))
    for title, kind in (("horloge", 0), ("processeur", 1)):
        written, judged = (statistics.median(each[step][kind] for each in rounds) for step in (0, 1))
        share = statistics.median(each[1][kind] / each[0][kind] for each in rounds)
        print(f"{title:11} écrire {1e6 * written / letters:6.0f} µs, juger {1e6 * judged / letters:5.0f} µs par lettre")
        print(f"{'':11} juger / écrire, médiane de {ROUNDS} tours : {share:.1%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)

"""What the merge benchmark measures in processes of their own: memory, and instructions under valgrind.

    python benchmarks/merge_processes.py run|ours|docxtpl FOLDER LETTERS

merges so many letters of the template in FOLDER and prints the seconds and the peak memory in MB.
"""

from __future__ import annotations

import io
import re
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path.insert(0, str(HERE.parent.parent))

from docxtpl import DocxTemplate  # noqa: E402 - the script may be started from anywhere

from benchmarks import merge_letter  # noqa: E402
from relance_xl.documents.merge.template import WordTemplate  # noqa: E402
from relance_xl.documents.print_run.assembly import write_print_run  # noqa: E402
from relance_xl.documents.sandbox.environment import letter_environment  # noqa: E402


def growth(folder: Path, rounds: int) -> None:
    """Print the time and peak memory of print runs of 1,000 and 10,000 letters."""
    taken: dict[int, list[tuple[float, float]]] = {1000: [], 10_000: []}
    for _ in range(rounds):
        for number, measures in taken.items():
            command = [sys.executable, str(HERE), "run", str(folder), str(number)]
            seconds, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            measures.append((float(seconds), float(memory)))
    small, large = (tuple(map(statistics.median, zip(*measures, strict=True))) for measures in taken.values())
    print("\n### Print run, a header and a footer for each letter\n\n| letters | s | peak MB |\n|---|---:|---:|")
    print(f"| 1 000 | {small[0]:.2f} | {small[1]:.0f} |\n| 10 000 | {large[0]:.2f} | {large[1]:.0f} |")
    print(f"| ratio, difference | {large[0] / small[0]:.1f} × | {large[1] - small[1]:+.0f} |")


def instructions(folder: Path) -> None:
    """Print the instructions a letter under valgrind, between a run of few letters and one of more."""
    spent = {}
    for name, few, more in (("ours", 10, 60), ("docxtpl", 1, 4)):
        counts = [_counted(folder, name, number) for number in (few, more)]
        spent[name] = (counts[1] - counts[0]) / (more - few) / 1e6
    print("\n### Instructions a letter (valgrind, margin)\n\n| | million | times the base |\n|---|---:|---:|")
    for name, millions in spent.items():
        print(f"| {name} | {millions:.2f} | {millions / spent['ours']:.0f} |")


def _counted(folder: Path, name: str, letters: int) -> int:
    target = folder / "callgrind.out"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={target}", sys.executable, str(HERE)]
    subprocess.run([*command, name, str(folder), str(letters)], capture_output=True, check=True)
    lines = target.read_text(errors="replace").splitlines()
    return int(next(line for line in lines if line.startswith(("summary:", "totals:"))).split()[1])


def _peak() -> float:
    """The peak memory of this process in MB; Linux's ru_maxrss would count its parent's."""
    status = Path("/proc/self/status")
    if status.exists() and (found := re.search(r"VmHWM:\s+(\d+)", status.read_text())):
        return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Merge, then print the seconds and the peak memory."""
    name, folder, letters = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    path = folder / "docxtpl.docx"
    data = [merge_letter.context(rank) for rank in range(50)]
    start = time.perf_counter()
    if name == "docxtpl":
        for rank in range(letters):
            document = DocxTemplate(path)
            document.render(data[rank % 50], autoescape=True)
            document.save(io.BytesIO())
    else:
        template = WordTemplate(path, letter_environment())
        if name == "ours":
            for rank in range(letters):
                template.letter(data[rank % 50])
        else:
            start = time.perf_counter()
            numbered = (data[rank % 50] | {"code": f"C{rank}"} for rank in range(letters))
            write_print_run(template, numbered, folder / "big.docx")
    print(time.perf_counter() - start, _peak())


if __name__ == "__main__":
    main()

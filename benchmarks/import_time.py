"""How long a click waits for Python: the imports of the buttons, each in a new interpreter.

    python benchmarks/import_time.py [ROUNDS]

Prints seconds, best and median of the rounds, interleaved in one run: a bare interpreter, xlwings,
`relance_xl.buttons`, then two actions' own libraries on top.  Fails when `relance_xl.buttons` takes 0.4 s or more above
a bare interpreter, in the best round (the one that other programs disturbed least), or when it imports a heavy library.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections import defaultdict

LIMIT = 0.4
"""Seconds, above a bare interpreter."""

FORBIDDEN = ("pandas", "numpy", "docxtpl", "openpyxl", "jinja2")
"""What no click may pay for before its action is known."""

STATEMENTS = {
    "bare interpreter": "pass",
    "import xlwings": "import xlwings",
    "import relance_xl.buttons": "import relance_xl.buttons",
    "… then the search": "import relance_xl.buttons, relance_xl.actions.searching",
    "… then the letters": "import relance_xl.buttons, relance_xl.actions.letters",
}


def seconds(statement: str) -> float:
    """The time of a new interpreter that runs `statement`."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-B", "-c", statement], check=True)
    return time.perf_counter() - started


def imported_too_early() -> list[str]:
    """The heavy libraries that `import relance_xl.buttons` brings."""
    statement = f"import relance_xl.buttons, sys; print(*(name for name in {FORBIDDEN} if name in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", statement], check=True, capture_output=True, text=True)
    return answer.stdout.split()


def main(rounds: int) -> int:
    """Print the times; 1 when the limit is passed."""
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, statement in STATEMENTS.items():
            times[name].append(seconds(statement))
    bare = min(times["bare interpreter"])
    print(f"{'':28} {'best':>7}   {'median':>7}   {'above a bare one':>16}")
    for name, measured in times.items():
        best = min(measured)
        print(f"{name:28} {best:7.3f}   {statistics.median(measured):7.3f}   {best - bare:16.3f}")
    early = imported_too_early()
    if early:
        print(f"imported too early: {', '.join(early)}")
    cost = min(times["import relance_xl.buttons"]) - bare
    print(f"import relance_xl.buttons: {cost:.3f} s (limit {LIMIT} s)")
    return 1 if early or cost >= LIMIT else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))

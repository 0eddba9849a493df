"""How long a click waits for Python: the imports of the buttons, each in a new interpreter, beside pandas' own.

    python benchmarks/import_time.py [ROUNDS]

Prints medians in seconds, interleaved in one run: a bare interpreter, xlwings, `relance_xl.buttons`, then each
action's own libraries on top; and fails when `relance_xl.buttons` takes 0.4 s or more, or imports pandas or docxtpl.
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
    """Print the medians; 1 when the limit is passed."""
    times: dict[str, list[float]] = defaultdict(list)
    for _ in range(rounds):
        for name, statement in STATEMENTS.items():
            times[name].append(seconds(statement))
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    bare = medians["bare interpreter"]
    for name, median in medians.items():
        print(f"{name:28} {median:6.3f} s   {median - bare:+6.3f} s")
    early = imported_too_early()
    if early:
        print(f"imported too early: {', '.join(early)}")
    cost = medians["import relance_xl.buttons"] - bare
    print(f"import relance_xl.buttons: {cost:.3f} s (limit {LIMIT} s)")
    return 1 if early or cost >= LIMIT else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))

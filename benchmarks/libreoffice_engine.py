"""How many cells a second our xlwings engine writes into LibreOffice, and reads back, in one whole-range call.

python benchmarks/libreoffice_engine.py [ROWS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from relance_xl.libreoffice.engine import attach
from relance_xl.libreoffice.soffice import Soffice

WRITTEN, READ = 20_000, 40_000
"""Cells a second to beat."""
RUNS = 3


def rows(count: int) -> list[list[Any]]:
    """Rows of ten columns like a ledger's: texts, days, amounts, blanks."""
    day = datetime(2026, 1, 1)  # noqa: DTZ001 - a cell's date has no time zone
    return [
        [f"C{n}", f"FA-{n}", None, day + timedelta(days=n % 365), n * 1.1, None, "Dupont & Fils", n, "à voir", 0.5]
        for n in range(count)
    ]


def best(action: Callable[[], Any]) -> float:
    """Seconds of the fastest of a few runs."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def main(count: int) -> int:
    """Print the two speeds; 0 when both are fast enough."""
    data = rows(count)
    cells = count * len(data[0])
    with Soffice(headless=True) as office:
        book = attach(office.context).books.add()
        target = book.sheets[0].range((1, 1), (count, len(data[0])))

        def write() -> None:
            target.value = data

        writing, reading = best(write), best(lambda: target.value)
        same = target.value == data
        book.close()
    print(f"{cells:,} cells: written at {cells / writing:,.0f}/s, read at {cells / reading:,.0f}/s, same: {same}")
    return 0 if same and cells / writing > WRITTEN and cells / reading > READ else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))

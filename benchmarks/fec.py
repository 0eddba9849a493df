"""Reading a large FEC, beside `csv.reader` on the same file, in one run.

    python benchmarks/fec.py [LINES]

Prints lines per second, the ratio to csv.reader (which only cuts the fields and understands nothing) and the peak
memory of the reading, measured in a process of its own.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.read import read_fec

LINES = 1_000_000
REPEATS = 3
START = date(2025, 1, 1)


def write_ledger(path: Path, lines: int) -> None:
    """A year of sales (3 lines each) and payments (2 lines each); one sale in ten is not paid, a few in part."""
    chance = random.Random(411)  # noqa: S311 - no secret, the same file each time
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write("\t".join(COLUMNS) + "\r\n")
        written, sale = 0, 0
        while written < lines:
            sale += 1
            rows = sale_rows(sale, lines, chance)
            stream.writelines("\t".join(row) + "\r\n" for row in rows)
            written += len(rows)


def sale_rows(sale: int, lines: int, chance: random.Random) -> list[list[str]]:
    """The lines of one sale and of its payment."""
    day = START + timedelta(days=sale * 5 * 365 // lines)
    customer = f"C{chance.randrange(5000):05}"
    cents = chance.randrange(1_000, 500_000)
    paid = chance.random()
    letter = _letter(sale) if paid > 0.1 else ""
    received = cents if paid > 0.12 else cents // 2
    name, piece = f"Société {customer}", f"FA{sale:07}"
    sold = ("VE", "Ventes", f"VE{sale}", f"{day:%Y%m%d}")
    rows = [
        _row(*sold, "411000", "Clients", customer, name, piece, cents, 0, letter),
        _row(*sold, "706000", "Prestations", "", "", piece, 0, cents * 5 // 6, ""),
        _row(*sold, "445710", "TVA collectée", "", "", piece, 0, cents - cents * 5 // 6, ""),
    ]
    if letter:
        got = ("BQ", "Banque", f"BQ{sale}", f"{day:%Y%m%d}")
        rows.append(_row(*got, "411000", "Clients", customer, name, f"VIR{sale}", 0, received, letter))
        rows.append(_row(*got, "512000", "Banque", "", "", f"VIR{sale}", received, 0, ""))
    return rows


def _row(
    journal: str, label: str, entry: str, day: str, account: str, account_label: str, customer: str, name: str,
    piece: str, debit: int, credit: int, letter: str,
) -> list[str]:  # fmt: skip
    amounts = [f"{cents // 100},{cents % 100:02}" for cents in (debit, credit)]
    head = [journal, label, entry, day, account, account_label, customer, name, piece, day, f"{label} {name}"]
    return [*head, *amounts, letter, day if letter else "", day, "", ""]


def _letter(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number, 26)
        letters = chr(65 + rest) + letters
    return letters


def with_csv(path: Path) -> float:
    """Seconds of processor that csv.reader takes to cut the whole file."""
    started = time.process_time()
    with path.open(encoding="utf-8", newline="") as stream:
        for _ in csv.reader(stream, delimiter="\t"):
            pass
    return time.process_time() - started


def with_relance(path: Path) -> float:
    """Seconds of processor that the reading of the open items takes."""
    started = time.process_time()
    read_fec(path)
    return time.process_time() - started


def main() -> None:
    """Write the file, read it both ways, print."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "123456789FEC20251231.txt"
        write_ledger(path, lines)
        print(f"{lines:,} lines, {path.stat().st_size / 1e6:.0f} MB")
        reference = min(with_csv(path) for _ in range(REPEATS))
        ours = min(with_relance(path) for _ in range(REPEATS))
        print(f"csv.reader   {lines / reference:12,.0f} lines/s")
        print(f"relance_xl   {lines / ours:12,.0f} lines/s, {ours / reference:.2f} times csv.reader")
        memory = subprocess.run(
            [sys.executable, __file__, "--memory", str(path)], check=True, capture_output=True, text=True
        )
        print(memory.stdout.strip())


def memory(path: Path) -> None:
    """Print what was found and the peak memory of this process."""
    imported = read_fec(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(imported.items):,} open items; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        memory(Path(sys.argv[2]))
    else:
        main()

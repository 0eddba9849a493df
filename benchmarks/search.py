"""`rechercher` on 10,000 open items and 2,000 customers, beside openpyxl's load and save of the same file.

    python benchmarks/search.py [ITEMS]

Prints, in one run: the computing alone, the whole command in a process of its own, openpyxl's load and save in a
process of its own, their ratio, and the peak memory of the command.
"""

from __future__ import annotations

import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from relance_xl import shipped
from relance_xl.books.workbook_file import WorkbookFile
from relance_xl.domain.criteria import Criteria
from relance_xl.domain.proposals import propose
from relance_xl.tables import schema
from relance_xl.tables.grid import Written
from relance_xl.tables.reading import read_ledger

AS_OF = date(2026, 3, 15)
ROUNDS = 5
OPENPYXL = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1], keep_vba=True).save(sys.argv[2])"


def fill(path: Path, items: int) -> None:
    """Write `items` open lines of `items / 5` customers into the workbook."""
    chance = random.Random(20260315)  # noqa: S311 - made-up data, the same each time
    customers = max(items // 5, 1)
    book = WorkbookFile(path)
    book.replace_rows(
        schema.CUSTOMERS.name,
        ("Code", "Nom", "E-mail", "Groupe"),
        [
            [f"C{n:05d}", f"Client n° {n}", f"compta{n}@example.com" if n % 7 else None, 1 + n % 3]
            for n in range(customers)
        ],
    )
    book.replace_rows(
        schema.ITEMS.name, ("Client", "Facture", "Date", "Échéance", "Montant", "Réglé", "Niveau"),
        [_line(n, customers, chance) for n in range(items)],
    )  # fmt: skip
    book.save()


def _line(number: int, customers: int, chance: random.Random) -> list[Written]:
    due = AS_OF - timedelta(days=chance.randint(-40, 120))
    amount = Decimal(chance.randint(2_000, 900_000)) / 100
    paid = (amount / 3).quantize(Decimal("0.01")) if chance.random() < 0.1 else None
    return [f"C{chance.randrange(customers):05d}", f"FA-{number:06d}", due - timedelta(days=30), due, amount, paid,
            chance.choice((0, 0, 0, 1, 2))]  # fmt: skip


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of the seconds that `work` takes."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    """Print the figures."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Relances.xlsm"
        shutil.copyfile(shipped.workbook(), path)
        fill(path, items)
        ledger, _ = read_ledger(WorkbookFile(path))
        computing = median(lambda: propose(ledger, Criteria(), AS_OF))
        command = [sys.executable, "-m", "relance_xl", "rechercher", str(path), "--au", f"{AS_OF}", "--json"]
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(ROUNDS):
            ours.append(median(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), 1))
            load_save = [sys.executable, "-c", OPENPYXL, str(path), str(Path(folder) / "copie.xlsm")]
            theirs.append(median(lambda: subprocess.run(load_save, check=True), 1))  # noqa: B023 - run at once
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{items} lignes, {items // 5} clients, médianes de {ROUNDS}")
    print(f"calcul des propositions        {computing:7.3f} s")
    print(f"rechercher, commande entière   {statistics.median(ours):7.3f} s")
    print(f"openpyxl, lecture + écriture   {statistics.median(theirs):7.3f} s")
    print(f"rapport                        {statistics.median(theirs) / statistics.median(ours):7.1f} ×")
    print(f"mémoire la plus haute          {memory:7.0f} Mo (des deux processus, le plus gros)")


if __name__ == "__main__":
    main()

"""`rechercher` on 10,000 open items and 2,000 customers, beside openpyxl's load and save of the same file.

    python benchmarks/search.py [ITEMS]

Prints, in one run: the computing alone; the whole command and openpyxl's load and save, each in a process of its own
on the file as the command leaves it (its sheet `Relances` filled), in turn; their ratio; and the peak memory of the
command.  Seconds of the processor stand beside seconds of the clock, which other programs lengthen.
"""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.machine import shipped
from relance_xl.tables import schema
from relance_xl.tables.grid import Written
from relance_xl.tables.sheets.ledger import read_ledger

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
        ("Code", "Nom", "E-mail", "Groupe", "Adresse 1", "Code postal", "Ville"),
        [
            [
                f"C{n:05d}",
                f"Client n° {n}",
                f"compta{n}@example.com" if n % 7 else None,
                1 + n % 3,
                f"{n} rue Haute",
                "69001",
                "Lyon",
            ]
            for n in range(customers)
        ],
    )
    parameters = book.read_table(schema.PARAMETERS.name)
    stated = {"Société": "Notre Société", "Adresse": "1 rue Basse;69001 Lyon"}
    book.update_columns(
        schema.PARAMETERS.name,
        {parameters.headers[1]: [stated.get(str(row[0]), row[1]) for row in parameters.rows]},
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


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock, seconds of the processor, and the most memory held at once, in MB."""

    clock: float
    processor: float
    memory: float


def cost(command: Sequence[str]) -> Cost:
    """What running the command takes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(*(statistics.median(getattr(each, name) for each in costs) for name in Cost.__slots__))


def computing(path: Path) -> Cost:
    """What proposing takes, the workbook already read."""
    ledger, _ = read_ledger(WorkbookFile(path))
    costs = []
    for _ in range(ROUNDS):
        clock, processor = time.perf_counter(), time.process_time()
        propose(ledger, Criteria(), AS_OF)
        costs.append(Cost(time.perf_counter() - clock, time.process_time() - processor, 0))
    return median(costs)


def main() -> None:
    """Print the figures."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Relances.xlsm"
        shutil.copyfile(shipped.workbook(), path)
        filling = get_context("spawn").Process(target=fill, args=(path, items))  # this process stays small, for
        filling.start()  # the system counts the memory of whoever starts a command with the command's own
        filling.join()
        command = [sys.executable, "-m", "relance_xl", "rechercher", str(path), "--au", f"{AS_OF}", "--json"]
        load_save = [sys.executable, "-c", OPENPYXL, str(path), str(Path(folder) / "copie.xlsm")]
        first = cost(command)
        rounds = [(cost(command), cost(load_save)) for _ in range(ROUNDS)]
        ours, theirs = median([pair[0] for pair in rounds]), median([pair[1] for pair in rounds])
        proposing = computing(path)
    print(f"{items} lignes, {max(items // 5, 1)} clients, médianes de {ROUNDS} : horloge, processeur")
    for label, each in (("calcul des propositions", proposing), ("rechercher, la première fois", first),
                        ("rechercher, les suivantes", ours), ("openpyxl, lecture + écriture", theirs)):  # fmt: skip
        print(f"{label:30} {each.clock:7.2f} s {each.processor:7.2f} s")
    print(f"{'rapport':30} {theirs.clock / ours.clock:7.1f} × {theirs.processor / ours.processor:7.1f} ×")
    print(f"mémoire la plus haute de rechercher {max(first.memory, ours.memory):7.0f} Mo")


if __name__ == "__main__":
    main()

"""A ledger of random lines through import, search, letters, undo and import again, to the cent, beside a reckoner.

The reckoner knows nothing of the program: it reads the list that it wrote itself, and the workbook as a zip of XML by
openpyxl.  `python torture/ledger.py [LINES]`.
"""

from __future__ import annotations

import contextlib
import csv
import io
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl

from relance_xl.cli.main import main

DAY = date(2026, 3, 16)
LIST = "export.csv"
Line = tuple[str, str, date, Decimal, Decimal]
"""Customer, invoice, due date, amount, paid."""


def drawn(chance: random.Random, lines: int) -> list[Line]:
    """Random lines; one customer in twenty has but letters on paper, so that some leave."""
    customers = [f"C{number:05d}" for number in range(max(lines // 25, 1))]
    found = []
    for number in range(lines):
        amount = Decimal(chance.randrange(1, 5_000_000)) / 100 * (-1 if chance.random() < 0.03 else 1)
        paid = chance.choice([Decimal(0), Decimal(0), amount, (amount / 3).quantize(Decimal("0.01"))])
        due = DAY - timedelta(days=chance.randrange(-60, 400))
        found.append((chance.choice(customers), f"F{number:07d}", due, amount, paid))
    return found


def written(lines: list[Line], place: Path) -> None:
    """The list as a program would export it."""
    with place.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, delimiter=";")
        where = ["Adresse 1", "Code postal", "Ville"]
        out.writerow(["Client", "Nom", "Facture", "Date", "Echeance", "Montant", "Regle", *where])
        for customer, invoice, due, amount, paid in lines:
            day = due - timedelta(days=30)
            cells = [f"{amount:.2f}".replace(".", ","), f"{paid:.2f}".replace(".", ",")]
            out.writerow([customer, f"Client {customer}", invoice, f"{day:%d/%m/%Y}", f"{due:%d/%m/%Y}", *cells,
                          "1 rue des Essais", "69001", "Lyon"])  # fmt: skip


def read(workbook: Path, table: str) -> list[dict[str, object]]:
    """The rows of a table, by a reader that is not ours."""
    book = openpyxl.load_workbook(workbook, read_only=False, data_only=False)
    for sheet in book.worksheets:
        if table in sheet.tables:
            rows = [[cell.value for cell in row] for row in sheet[sheet.tables[table].ref]]
            return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:] if any(row)]
    raise SystemExit(f"no table {table}")


def balances(rows: list[dict[str, object]]) -> dict[str, Decimal]:
    """What each customer owes by the sheet."""
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        owed[str(row["Client"])] += _cents(row["Montant"]) - _cents(row["Réglé"])
    return {customer: amount for customer, amount in owed.items() if amount}


def reckoned(lines: list[Line]) -> dict[str, Decimal]:
    """What each customer owes by the list."""
    owed: dict[str, Decimal] = defaultdict(Decimal)
    for customer, _, _, amount, paid in lines:
        owed[customer] += amount - paid
    return {customer: amount for customer, amount in owed.items() if amount}


def _cents(value: object) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def step(name: str, typed: list[str], folder: Path) -> None:
    """One command, timed."""
    start, said, here = time.monotonic(), io.StringIO(), Path.cwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main([*typed, "--au", f"{DAY}", "--json"])
    finally:
        os.chdir(here)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"| {name} | {code} | {time.monotonic() - start:.1f} s | {peak} MB |", flush=True)
    if code not in {0, 1}:
        raise SystemExit(f"{name}: {code} {said.getvalue()[-500:]}")


def asked() -> int:
    """Everything, in a folder that is thrown away; 0 when each sum is right."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = random.Random(19)  # noqa: S311 - the same at each run
    lines = drawn(chance, count)
    print(f"\n| {count} lines | code | time | peak |\n|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory(prefix="torture-") as home:
        folder = Path(home) / "co"
        step("nouveau", ["nouveau", str(folder)], Path(home))
        workbook = folder / "Relances.xlsm"
        settle(workbook)
        written(lines, folder / LIST)
        step("importer", ["importer", workbook.name, LIST, "--confirmer"], folder)
        held(balances(read(workbook, "tFactures")) == reckoned(lines), "balances after the import")
        step("rechercher", ["rechercher", workbook.name], folder)
        few_ticked(workbook)
        before = read(workbook, "tFactures")
        step("lettres", ["lettres", workbook.name], folder)
        after, journal = read(workbook, "tFactures"), read(workbook, "tJournal")
        raised = [row["Facture"] for row, old in zip(after, before, strict=True) if row["Niveau"] != old["Niveau"]]
        held(bool(raised) and Counter(raised) == Counter(row["Facture"] for row in journal), "levels and journal")
        held(all((folder / str(row["Document"])).is_file() for row in journal), "each line has its document")
        step("annuler", ["annuler", workbook.name], folder)
        held(read(workbook, "tFactures") == before, "the undo gives every cell back")
        later = [(c, i, d, a, a if chance.random() < 0.1 else p) for c, i, d, a, p in lines]
        written(later, folder / LIST)
        step("importer again", ["importer", workbook.name, LIST, "--confirmer"], folder)
        held(balances(read(workbook, "tFactures")) == reckoned(later), "balances after the second import")
        held(len(read(workbook, "tFactures")) == len(before), "no line twice")
    return 0


def settle(workbook: Path) -> None:
    """What a company must say before letters leave."""
    from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415 - the reckoner has no use for it

    stated = {
        "Société": "Essais SARL",
        "Adresse": "1 rue des Essais, 69001 Lyon",
        "E-mail": "compta@essais.example",
    }
    book = WorkbookFile(workbook)
    grid = book.read_table("tParametres")
    book.update_columns("tParametres", {"Valeur": [stated.get(str(row[0]), row[1]) for row in grid.rows]})
    book.save()


def few_ticked(workbook: Path) -> None:
    """Leave the ticks of the first two hundred customers."""
    from relance_xl.books.closed.workbook_file import WorkbookFile  # noqa: PLC0415

    book = WorkbookFile(workbook)
    grid = book.read_table("tRelances")
    client, ticked = grid.headers.index("Client"), grid.headers.index("Relancer")
    chosen = set(list(dict.fromkeys(row[client] for row in grid.rows if row[ticked] == "oui"))[:200])
    values = [row[ticked] if row[client] in chosen else "non" for row in grid.rows]
    book.update_columns("tRelances", {"Relancer": values})
    book.save()


def held(true: bool, what: str) -> None:  # noqa: FBT001 - a sentence and whether it holds
    """Say that it holds, or stop."""
    if not true:
        raise SystemExit(f"FAILED: {what}")
    print(f"- {what}: holds", flush=True)


if __name__ == "__main__":
    sys.exit(asked())

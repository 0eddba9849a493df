"""Read then rewrite a table of invoices: openpyxl against the closed file's own reader and patcher, in one run.

    python benchmarks/read_write.py [LINES] [ROUNDS]

The task is the same for both: open the workbook, read the table's values, set the level and the date of the last
reminder of every line, save.  openpyxl opens the file twice, for it cannot give values and keep formulas at once.
Prints the medians in seconds, interleaved, and the ratio; the time python-calamine takes to read the same sheet too.
"""

from __future__ import annotations

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import python_calamine
import xlsxwriter

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.tables import schema

TODAY = date(2026, 3, 15)
LEVEL, REMINDED = "Niveau", "Dernière relance"


def build(path: Path, lines: int) -> None:
    """A workbook with `lines` invoices in `tFactures`, formulas and their results included."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(schema.ITEMS.sheet)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    headers = schema.ITEMS.headers
    dated = {column.header for column in schema.ITEMS.columns if column.kind is schema.Kind.DATE}
    for row in range(1, lines + 1):
        due = TODAY - timedelta(days=row % 400)
        values = {
            "Client": f"C{row % 700:05}",
            "Facture": f"FA-{row:06}",
            "Date": due - timedelta(days=30),
            "Échéance": due,
            "Montant": 100 + row / 100,
            "Réglé": row % 7,
            "Mode de règlement": "Virement",
            LEVEL: row % 4,
            "Note": f"ligne {row} du grand livre",
        }
        for place, header in enumerate(headers):
            sheet.write(row, place, values.get(header), day if header in dated else None)
    columns = [{"header": column.header, "formula": column.formula} for column in schema.ITEMS.columns]
    sheet.add_table(0, 0, lines, len(headers) - 1, {"name": schema.ITEMS.name, "columns": columns})
    book.close()


def ours(path: Path) -> None:
    """The closed file."""
    book = WorkbookFile(path)
    grid = book.read_table(schema.ITEMS.name)
    place = grid.headers.index(LEVEL)
    levels = [int(str(row[place] or 0)) + 1 for row in grid.rows]
    book.update_columns(schema.ITEMS.name, {LEVEL: levels, REMINDED: [TODAY] * len(levels)})
    book.save()


def with_openpyxl(path: Path) -> None:
    """The usual way."""
    values = openpyxl.load_workbook(path, data_only=True)
    rows = list(values[schema.ITEMS.sheet].values)
    book = openpyxl.load_workbook(path)
    sheet = book[schema.ITEMS.sheet]
    level, reminded = (schema.ITEMS.headers.index(header) for header in (LEVEL, REMINDED))
    for number, row in enumerate(rows[1:], start=2):
        sheet.cell(number, level + 1, int(str(row[level] or 0)) + 1)
        sheet.cell(number, reminded + 1, TODAY)
    book.save(path)


def openpyxl_once(path: Path) -> None:
    """Loading and saving once, the values of the formulas lost: the least openpyxl can do."""
    book = openpyxl.load_workbook(path)
    sheet = book[schema.ITEMS.sheet]
    level, reminded = (schema.ITEMS.headers.index(header) for header in (LEVEL, REMINDED))
    for number in range(2, sheet.max_row + 1):
        cell = sheet.cell(number, level + 1)
        cell.value = int(str(cell.value or 0)) + 1
        sheet.cell(number, reminded + 1, TODAY)
    book.save(path)


def reading_ours(path: Path) -> None:
    """Reading alone."""
    WorkbookFile(path).read_table(schema.ITEMS.name)


def reading_calamine(path: Path) -> None:
    """Reading alone, errors and formulas without a result indistinguishable from blank cells."""
    python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(schema.ITEMS.sheet).to_python()


def measure(task: Callable[[Path], None], source: bytes, folder: Path) -> float:
    """Seconds the task takes on a fresh copy of the workbook."""
    path = folder / "Relances.xlsx"
    path.write_bytes(source)
    start = time.perf_counter()
    task(path)
    return time.perf_counter() - start


def main() -> None:
    """Print the comparison."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    tasks = (with_openpyxl, openpyxl_once, ours, reading_ours, reading_calamine)
    times: dict[str, list[float]] = {task.__name__: [] for task in tasks}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder / "source.xlsx", lines)
        source = (folder / "source.xlsx").read_bytes()
        for _ in range(rounds):
            for task in tasks:
                times[task.__name__].append(measure(task, source, folder))
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, seconds in medians.items():
        print(f"{name:18} {seconds:7.3f} s")
    print(f"{lines} lines, read + patch against openpyxl, values and formulas kept:", end=" ")
    print(f"{medians['with_openpyxl'] / medians['ours']:.1f} times faster")
    print(f"against a single load and save: {medians['openpyxl_once'] / medians['ours']:.1f} times faster")
    print(f"peak memory of the whole run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()

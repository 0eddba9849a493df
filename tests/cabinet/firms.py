"""A small firm for the tests: companies that differ by their name, and works that end badly."""

from __future__ import annotations

import os
import shutil
import signal
import time
from datetime import date
from pathlib import Path
from typing import Any

from relance_xl.actions.setup.company import WORKBOOK, copy_templates
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.cabinet.company.acting import work_on
from relance_xl.cabinet.company.jobs import Job, Result
from relance_xl.domain.wording import folded
from relance_xl.machine import shipped
from relance_xl.tables import schema
from relance_xl.tables.rows import laid_out
from tests.postal import OWNER

DAY = date(2026, 3, 16)


def make_company(folder: Path, name: str, **parameters: object) -> Path:
    """A company with two customers, one 43 days late, the other an unmatched payment; parameters by label."""
    folder.mkdir(parents=True)
    place = folder / WORKBOOK
    shutil.copyfile(shipped.workbook(), place)
    book = WorkbookFile(place)
    customers: list[dict[str, Any]] = [
        {"code": "D", "name": "Dupont & Fils", "postal_code": "39100", "city": "Dole", "group": 1},
        {"code": "M", "name": f"Client de {name}", "postal_code": "70000", "city": "Vesoul", "group": 1},
    ]
    items: list[dict[str, Any]] = [
        {"customer": "D", "invoice": "F1", "due_date": date(2026, 2, 1), "amount": 1200, "level": 0},
        {"customer": "M", "invoice": "R1", "kind": "Règlement", "due_date": date(2026, 2, 1), "amount": -50},
    ]
    book.replace_rows(schema.CUSTOMERS.name, *laid_out(schema.CUSTOMERS, customers))
    book.replace_rows(schema.ITEMS.name, *laid_out(schema.ITEMS, items))
    state(book, {**OWNER, "Société": name, **parameters})
    book.save()
    shutil.rmtree(folder / "Copies")
    return place


def state(book: WorkbookFile, stated: dict[str, object]) -> None:
    grid = book.read_table(schema.PARAMETERS.name)
    given = {folded(label): value for label, value in stated.items()}
    book.update_columns(
        schema.PARAMETERS.name,
        {grid.headers[1]: [given.get(folded(str(row[0])), row[1]) for row in grid.rows]},  # type: ignore[misc]  # a test's plain values
    )


def with_templates(root: Path) -> Path:
    root.mkdir()
    copy_templates(root / "Modèles")
    return root


def sabotaged(job: Job) -> Result:
    """The work, but for companies whose folder says how they end."""
    if "pendu" in job.workbook:
        time.sleep(3600)
    if "tué" in job.workbook:
        os.kill(os.getpid(), signal.SIGKILL)
    return work_on(job)


def asleep(job: Job) -> Result:
    """A process that does not even hear its own watchman."""
    os.kill(os.getpid(), signal.SIGSTOP)
    return work_on(job)

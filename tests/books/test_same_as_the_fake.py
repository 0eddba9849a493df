"""Whatever is done to them, the closed file and the fake hold the same rows."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.tables.grid import Book, Value
from tests.books.conftest import draw_workbook

HEADERS = ["Facture", "Montant", "Réglé", "Échéance", "Note"]
ROW = st.tuples(
    st.text(string.ascii_letters + "=&<é", max_size=4),
    st.none() | st.decimals(-1000, 1000, places=2),
    st.none() | st.integers(0, 50),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.none() | st.sampled_from(["", "note", "@x", " y "]),
)
ROWS = st.lists(ROW, max_size=5)
STEP = st.tuples(st.sampled_from(["replace", "append", "update", "save"]), ROWS)


def step(book: Book, verb: str, rows: list[Any]) -> None:
    if verb == "replace":
        book.replace_rows("tFactures", HEADERS, rows)
    elif verb == "append":
        book.append_rows("tFactures", HEADERS, rows)
    elif verb == "update":
        count = len(book.read_table("tFactures").rows)
        amounts = [Decimal(place) / 4 if place < len(rows) else None for place in range(count)]
        book.update_columns("tFactures", {"Montant": amounts, "Niveau": [place % 3 for place in range(count)]})
    else:
        book.save()


def filled(book: Book) -> list[list[Value]]:
    """The rows down to the last that is not blank."""
    rows = [list(row) for row in book.read_table("tFactures").rows]
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_workbook(tmp_path_factory.mktemp("blank") / "Relances.xlsx")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, max_size=6))
def test_the_closed_file_and_the_fake_agree(blank: Path, tmp_path: Path, steps: list[tuple[str, list[Any]]]) -> None:
    path = tmp_path / "Relances.xlsx"
    path.write_bytes(blank.read_bytes())
    closed, fake = WorkbookFile(path), MemoryBook.empty(path)
    for verb, rows in steps:
        step(closed, verb, rows)
        step(fake, verb, rows)
        assert filled(closed) == filled(fake)
    closed.save()
    assert filled(WorkbookFile(path)) == filled(fake)

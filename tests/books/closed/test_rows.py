"""A long sheet's rows are packed; nothing else tells it from a short one."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from relance_xl.books.closed.sheets import rows as rows_module
from relance_xl.books.closed.sheets.rows import Rows
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.tables.grid import Written

Workbook = Callable[..., Path]


@pytest.fixture(params=[0, rows_module._LONG], ids=["packed", "open"])
def limit(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes beyond which a sheet is packed: at once, or not in this test."""
    monkeypatch.setattr(rows_module, "_LONG", request.param)


@pytest.mark.usefixtures("limit")
def test_rows_answer_like_a_dictionary_whatever_the_order_of_the_writes() -> None:
    chance = random.Random(7)  # noqa: S311 - made-up numbers, the same each time
    rows, expected = Rows(), dict[int, bytes]()
    for step in range(6_000):
        number = chance.randint(1, 2_000)
        if chance.random() < 0.2:
            rows.remove(number)
            expected.pop(number, None)
        else:
            rows[number] = expected[number] = b"<row %d %d/>" % (number, step)

    assert list(rows.between(1, 2_000)) == sorted(expected.items())
    assert list(rows.between(500, 600)) == sorted((n, row) for n, row in expected.items() if 500 <= n <= 600)
    assert b"".join(row for block in rows.blocks() for row in block.values()) == b"".join(
        row for _, row in sorted(expected.items())
    )
    assert rows.last() == max(expected)
    assert all(rows.get(number) == expected.get(number, b"") for number in range(1, 2_001))


@pytest.mark.usefixtures("limit")
def test_what_was_kept_does_not_see_later_changes() -> None:
    rows = Rows()
    for number in range(1, 1_001):
        rows[number] = b"before"
    kept = rows.as_they_are()

    rows[500] = b"after"
    rows.remove(501)
    rows[1_001] = b"new"

    assert (kept.get(500), kept.get(501), kept.get(1_001), kept.last()) == (b"before", b"before", b"", 1_000)


def test_a_packed_sheet_is_written_as_an_open_one(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[list[Written]] = [[f"C{n}", f"F{n}", n / 4] for n in range(1, 701)]
    contents = []
    for limit in (0, rows_module._LONG):
        monkeypatch.setattr(rows_module, "_LONG", limit)
        path = workbook()
        for _ in range(2):
            book = WorkbookFile(path)
            book.replace_rows("tFactures", ("Client", "Facture", "Montant"), lines)
            book.save()
        contents.append([list(row) for row in WorkbookFile(path).read_table("tFactures").rows])

    assert contents[0] == contents[1]
    assert [row[:2] for row in contents[0]] == [line[:2] for line in lines]


def test_rows_are_those_of_the_moment_the_table_was_asked_for(workbook: Workbook) -> None:
    path = workbook({"tFactures": [{"Client": "C1", "Facture": "F1", "Montant": 1}]})
    book = WorkbookFile(path)
    before = book.read_table("tFactures")

    book.update_columns("tFactures", {"Client": ["C2"]})

    assert before.rows[0][0] == "C1"
    assert book.read_table("tFactures").rows[0][0] == "C2"

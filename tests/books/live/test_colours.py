"""Rows coloured by level (S2-23)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.tables import schema
from relance_xl.tables.grid import column_letters

Workbook = Callable[..., Path]
LEVEL_ONE = f"${column_letters(schema.PROPOSALS.headers.index('Niveau proposé') + 1)}8=1"
"""The rule of the first level in `Relances`, whose table starts at row 7 of a drawn workbook."""
ROWS = [{"Client": "C1", "Niveau": 1}, {"Client": "C2", "Niveau": 2}]


def rules(path: Path, sheet: str) -> dict[str, tuple[str | None, str | None]]:
    """Fill and text colour by formula."""
    found = {}
    for block in openpyxl.load_workbook(path)[sheet].conditional_formatting:
        for rule in block.rules:
            fill = rule.dxf.fill.bgColor.rgb if rule.dxf.fill else None
            text = rule.dxf.font.color.rgb if rule.dxf.font and rule.dxf.font.color else None
            found[rule.formula[0]] = (fill, text)
    return found


def coloured(path: Path, table: str, column: str, colours: dict[int, tuple[str, str]]) -> Path:
    book = WorkbookFile(path)
    book.set_row_colours(table, column, colours)
    book.save()
    return path


def test_s2_23_each_level_takes_its_fill_and_text_colour(workbook: Workbook) -> None:
    path = coloured(workbook({"tFactures": ROWS}), "tFactures", "Niveau", {1: ("#FFF2CC", "#7F6000"), 2: ("", "")})

    found = rules(path, "Factures")
    assert found["$L8=1"] == ("FFFFF2CC", "FF7F6000")
    assert found["$L8=2"] == (None, None)
    assert found["$L8=3"] == ("FFFFEE30", None)
    assert len(found) == 9


def test_s2_23_the_other_sheet_keeps_the_colours_it_shared(workbook: Workbook) -> None:
    path = workbook({"tFactures": ROWS})
    shared = rules(path, "Relances")[LEVEL_ONE]
    coloured(path, "tFactures", "Niveau", {1: ("#112233", "")})

    assert rules(path, "Relances")[LEVEL_ONE] == shared
    assert rules(path, "Factures")["$L8=1"] == ("FF112233", None)


def test_s2_23_a_rule_that_is_missing_is_added_over_the_body(workbook: Workbook) -> None:
    path = coloured(workbook({"tClients": [{"Code": "C1", "Groupe": 2}]}), "tClients", "Groupe", {2: ("#112233", "")})

    last = column_letters(len(schema.CUSTOMERS.columns))
    block = next(iter(openpyxl.load_workbook(path)["Clients"].conditional_formatting))
    assert rules(path, "Clients") == {"$M8=2": ("FF112233", None)}
    assert str(block.sqref) == f"A8:{last}8"


def test_s2_23_colours_follow_the_rows_written_after(workbook: Workbook) -> None:
    path = workbook({"tFactures": ROWS})
    book = WorkbookFile(path)
    book.replace_rows("tFactures", ["Niveau"], [[n] for n in range(1, 6)])
    book.set_row_colours("tFactures", "Niveau", {5: ("#ABCDEF", "#000000")})
    book.save()

    blocks = openpyxl.load_workbook(path)["Factures"].conditional_formatting
    assert {str(block.sqref) for block in blocks} == {"A8:S12"}
    assert rules(path, "Factures")["$L8=5"] == ("FFABCDEF", "FF000000")


def test_s2_23_the_same_colours_again_change_nothing(workbook: Workbook) -> None:
    path = workbook({"tFactures": ROWS})
    for _ in range(2):
        coloured(path, "tFactures", "Niveau", {1: ("#112233", "#FFFFFF")})

    assert len(list((path.parent / "Copies").iterdir())) == 1


def test_a_colour_that_is_none_colours_nothing(workbook: Workbook) -> None:
    path = coloured(workbook({"tFactures": ROWS}), "tFactures", "Niveau", {1: ("rouge", "#12")})

    assert rules(path, "Factures")["$L8=1"] == (None, None)


def test_the_fake_remembers_the_colours(tmp_path: Path) -> None:
    book = MemoryBook.empty(tmp_path / "Relances.xlsm")
    book.set_row_colours("tFactures", "Niveau", {1: ("#112233", "")})

    assert book.colours == {"tFactures": {1: ("#112233", "")}}


def test_two_sheets_may_be_coloured_in_one_go(workbook: Workbook) -> None:
    def nothing(_: Any, __: dict[str, Any]) -> None: ...

    path = workbook({"tFactures": ROWS}, nothing)
    book = WorkbookFile(path)
    book.set_row_colours("tFactures", "Niveau", {1: ("#111111", "")})
    book.set_row_colours("tRelances", "Niveau proposé", {1: ("#222222", "")})
    book.save()

    assert rules(path, "Factures")["$L8=1"] == ("FF111111", None)
    assert rules(path, "Relances")[LEVEL_ONE] == ("FF222222", None)

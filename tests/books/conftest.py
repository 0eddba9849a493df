"""Workbooks for the tests of this folder, drawn from the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from relance_xl.books.formulas import file_form
from relance_xl.tables import schema
from relance_xl.tables.schema import Kind, Table

HEADER_ROW = 7
"""Counted from 1, like the fake's: addresses are then the same in every host."""

Rows = Sequence[Mapping[str, object]]
Draw = Callable[[Any, dict[str, Any]], None]
FORMATS = {Kind.DATE: "dd/mm/yyyy", Kind.MOMENT: "dd/mm/yyyy hh:mm:ss", Kind.AMOUNT: "#,##0.00", Kind.CODE: "@"}


def draw_workbook(path: Path, rows: Mapping[str, Rows] | None = None, more: Draw | None = None) -> Path:
    """A workbook with every table of the schema, `rows` by table and header, and what `more` adds to it."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"})
    sheets = {name: book.add_worksheet(name) for name in schema.SHEETS}
    used = dict.fromkeys(schema.SHEETS, 0)
    for table in schema.TABLES:
        _draw_table(book, sheets[table.sheet], table, used[table.sheet], (rows or {}).get(table.name, ()))
        used[table.sheet] += len(table.columns) + 1
    for place, cell in enumerate(schema.CRITERIA, start=1):
        book.define_name(cell.name, f"=Relances!$BA${place}")
        sheets["Relances"].write(place - 1, 52, cell.default or None)
    book.define_name(schema.LAST_IMPORT, "=Accueil!$C$3")
    if more is not None:
        more(book, sheets)
    book.close()
    return path


def _draw_table(book: Any, sheet: Any, table: Table, left: int, rows: Rows) -> None:
    top, bottom = HEADER_ROW - 1, HEADER_ROW - 1 + max(len(rows), 1)
    columns = []
    for place, column in enumerate(table.columns):
        style = book.add_format({"num_format": FORMATS[column.kind]}) if column.kind in FORMATS else None
        columns.append({"header": column.header, "formula": file_form(column.formula, table.name), "format": style})
        for number in range(max(len(rows), 1)):
            value = rows[number].get(column.header) if rows else None
            if column.formula:
                continue
            if isinstance(value, date):
                sheet.write_datetime(top + 1 + number, left + place, value, style)
            elif value is None:
                sheet.write_blank(top + 1 + number, left + place, None, style)
            else:
                sheet.write(top + 1 + number, left + place, value, style)
    sheet.add_table(top, left, bottom, left + len(columns) - 1, {"name": table.name, "columns": columns})
    if table.colour_by:
        letter = xlsxwriter.utility.xl_col_to_name(left + table.headers.index(table.colour_by))
        for level in range(1, 10):
            sheet.conditional_format(
                top + 1,
                left,
                bottom,
                left + len(columns) - 1,
                {
                    "type": "formula",
                    "criteria": f"=${letter}{top + 2}={level}",
                    "format": book.add_format({"bg_color": f"#FFEE{level}0"}),
                },
            )
    for place, column in enumerate(table.columns):
        if column.choices:
            sheet.data_validation(
                top + 1, left + place, bottom, left + place, {"validate": "list", "source": list(column.choices)}
            )


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Draws « Relances.xlsx » in the test's own folder."""

    def draw(rows: Mapping[str, Rows] | None = None, more: Draw | None = None, name: str = "Relances.xlsx") -> Path:
        return draw_workbook(tmp_path / name, rows, more)

    return draw

"""The rows of any spreadsheet given to « Importer »: another program's export, not the user's own workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import python_calamine

from relance_xl.books.closed.locks import refuse_if_missing
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.problems import FileUnavailable, Problem
from relance_xl.tables.grid import Row, Value

_OWN = frozenset({".xlsx", ".xlsm"})


def read_sheets(path: Path) -> Mapping[str, Sequence[Row]]:
    """The rows of every sheet by its name, in the workbook's order; row i stands in the sheet's line i + 1.

    Blank cells are None, the rows of one sheet all as long as its widest.  FileUnavailable when the file is missing or
    is no spreadsheet; DataError when it is damaged.
    """
    if path.suffix.lower() in _OWN:
        own = WorkbookFile(path)
        return {sheet: own.read_sheet(sheet) for sheet in own.sheet_names()}
    refuse_if_missing(path)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        return {sheet: _rows(book.get_sheet_by_name(sheet)) for sheet in book.sheet_names}
    except (python_calamine.CalamineError, OSError) as error:
        raise FileUnavailable(
            Problem(
                file=path.name,
                what="Ce fichier n'est pas un classeur lisible",
                expected="un classeur .xlsx, .xlsm, .xls, .xlsb ou .ods sans mot de passe",
            )
        ) from error


def _rows(sheet: python_calamine.CalamineSheet) -> list[Row]:
    """The sheet's rows from its first line, whole numbers as int."""
    rows = sheet.to_python(skip_empty_area=False)
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> Value:
    if value == "":
        return None
    plain: Value = int(value) if isinstance(value, float) and value.is_integer() else value
    return plain

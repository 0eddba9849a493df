"""The rows of any spreadsheet given to « Importer »: another program's export, not the user's own workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import python_calamine

from relance_xl.books.closed.locks import refuse_if_missing
from relance_xl.books.closed.sheets.spans import has_far_cells
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.problems import DataError, FileUnavailable, Problem
from relance_xl.tables.grid import Row, Value
from relance_xl.tables.sheet_rows import SheetRows

_MOST_CELLS = 30_000_000
"""Cells of one sheet's rectangle that a reader of the old formats is let unfold; Excel's own .xls has 17 millions."""


def read_sheets(path: Path) -> Mapping[str, SheetRows]:
    """The filled rows of every sheet by its name, in the workbook's order; row i stands in the sheet's line i + 1.

    The file is known by its content, not by its name.  FileUnavailable when it is missing or is no spreadsheet;
    DataError when it is damaged, or unfolds out of all proportion (N-11).
    """
    refuse_if_missing(path)
    if _is_own(path):
        own = WorkbookFile(path)
        return {sheet: own.filled_rows(sheet) for sheet in own.sheet_names()}
    if has_far_cells(path):
        raise _far_away(path.name, "")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        hidden = {sheet.name for sheet in book.sheets_metadata if sheet.visible is not _VISIBLE}
        return {name: _rows(book.get_sheet_by_name(name), name in hidden, path.name) for name in book.sheet_names}
    except (python_calamine.CalamineError, OSError) as error:
        raise FileUnavailable(
            Problem(
                file=path.name,
                what="Ce fichier n'est pas un classeur lisible",
                expected="un classeur .xlsx, .xlsm, .xls, .xlsb ou .ods sans mot de passe",
            )
        ) from error


def _far_away(file: str, sheet: str) -> DataError:
    what = f"La feuille « {sheet} » a des cellules" if sheet else "Une feuille a des cellules"
    return DataError(
        Problem(file=file, what=f"{what} très loin l'une de l'autre", expected="la liste seule, dans une feuille neuve")
    )


_VISIBLE = python_calamine.SheetVisibleEnum.Visible


def _is_own(path: Path) -> bool:
    """Whether the file is a workbook of Excel 2007 and later, whatever its name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower().endswith("workbook.xml") for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return path.suffix.lower() in {
            ".xlsx",
            ".xlsm",
        }  # damaged, of a version that nobody writes, or with a password: its reader says so


def _rows(sheet: python_calamine.CalamineSheet, hidden: bool, file: str) -> SheetRows:  # noqa: FBT001 - a fact
    """The sheet's filled rows, whole numbers as int."""
    if sheet.start is None:
        return SheetRows((), (), hidden=hidden)
    if sheet.height * sheet.width > _MOST_CELLS:
        raise _far_away(file, sheet.name)
    top, left = sheet.start
    numbers: list[int] = []
    filled: list[Row] = []
    for line, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
        row = [*[None] * left, *map(_plain, values)]
        while row and row[-1] is None:
            row.pop()
        if row:
            numbers.append(line)
            filled.append(row)
    return SheetRows(numbers, filled, hidden=hidden)


def _plain(value: Any) -> Value:
    if value == "":
        return None
    plain: Value = int(value) if isinstance(value, float) and value.is_integer() else value
    return plain

"""A small company to act on, in memory or in a closed file, and the clicks of its accountant."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from relance_xl.actions.batches import document_log
from relance_xl.actions.common.run import Run
from relance_xl.actions.setup.company import copy_templates
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.memory import MemoryBook
from relance_xl.machine import shipped
from relance_xl.problems import FileUnavailable
from relance_xl.tables.grid import Book, Value, Written
from relance_xl.tables.sheets.parameters import write_parameters
from tests.postal import ADDRESS, OWNER

Rows = Iterable[Mapping[str, Written]]

DAY = date(2026, 3, 15)
LEVELS: Rows = tuple({"Niveau": number, "Borne inférieure": days} for number, days in ((1, 10), (2, 30), (3, 60)))
GROUPS: Rows = tuple({"Groupe": number, "Règle": "Jours de retard"} for number in range(10))


class UnsavableBook(MemoryBook):
    """A workbook that somebody opened elsewhere after it was read."""

    def save(self) -> None:
        raise FileUnavailable("Le classeur est ouvert ailleurs")


def in_memory(folder: Path, tables: Mapping[str, Rows], kind: type[MemoryBook] = MemoryBook) -> MemoryBook:
    """A book holding `tables`, with the templates beside it and customers made for every code that is not stated."""
    book = kind.empty(folder / "Relances.xlsm")
    _fill(book, tables)
    return book


def in_a_file(folder: Path, tables: Mapping[str, Rows]) -> WorkbookFile:
    """The shipped workbook holding `tables`, saved, then read again."""
    place = folder / "Relances.xlsm"
    shutil.copyfile(shipped.workbook(), place)
    book = WorkbookFile(place)
    _fill(book, tables)
    book.save()
    return WorkbookFile(place)


def _fill(book: Book, tables: Mapping[str, Rows]) -> None:
    copy_templates(book.path.parent / "Modèles")
    codes = {str(row["Client"]): None for rows in tables.values() for row in rows if row.get("Client")}
    customers: Rows = [{"Code": code, "Nom": code, "Groupe": 1, "E-mail": "a@example.com"} for code in codes]
    customers = [{**ADDRESS, **row} for row in tables.get("tClients", customers)]
    owner = [{"Paramètre": name, "Valeur": value} for name, value in OWNER.items()]
    write_parameters(book, OWNER)
    tables = {**tables, "tParametres": [*owner, *tables["tParametres"]]} if "tParametres" in tables else tables
    for name, rows in {"tNiveaux": LEVELS, "tGroupes": GROUPS, **tables, "tClients": customers}.items():
        headers = list(dict.fromkeys(header for row in rows for header in row))
        book.replace_rows(name, headers, [[row.get(header) for header in headers] for row in rows])


def click(second: int = 0, *, day: date = DAY, confirm: bool = True) -> Run:
    """One click at half past nine and some seconds."""
    return Run(
        now=datetime(day.year, day.month, day.day, 9, 30, second), user="comptable", confirm=lambda _question: confirm
    )


def column(book: Book, table: str, header: str) -> list[Value]:
    """The cells of one column, as they stand."""
    grid = book.read_table(table)
    return [row[grid.headers.index(header)] for row in grid.rows]


def rows(book: Book, table: str) -> list[list[Value]]:
    """All the cells of a table, as they stand now."""
    return [list(row) for row in book.read_table(table).rows]


def type_in(book: Book, table: str, header: str, values: list[Written]) -> None:
    """Type a whole column."""
    book.update_columns(table, {header: values})


def files_below(folder: Path) -> set[str]:
    """The documents of a folder, as paths below it; the log beside them is none."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != document_log.NAME
    }

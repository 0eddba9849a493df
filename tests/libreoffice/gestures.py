"""A person at work in LibreOffice between two commands: random gestures, and what must never be lost by them.

    python -m tests.libreoffice.gestures 0 60

plays sixty sequences and prints what each lost, by its seed; nothing is the only good answer.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlwings

from relance_xl.actions.checking import verify
from relance_xl.actions.common.run import Run
from relance_xl.actions.phoning import fill_phone_list
from relance_xl.actions.searching import search
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.books.live.book import XlwingsBook
from relance_xl.libreoffice.engine import attach, uno_bridge
from relance_xl.libreoffice.saving import Keeper
from relance_xl.libreoffice.soffice import Soffice
from relance_xl.problems import RelanceError
from relance_xl.tables.grid import column_letters
from tests.libreoffice.excel_habits import filter_table
from tests.places import SHARED

RUN = Run(now=datetime(2026, 3, 16, 9))
STEPS = 8
TABLES = ("tClients", "tFactures", "tRelances")


@dataclass
class Person:
    """Somebody with the workbook open: his gestures, drawn by `chance`."""

    book: xlwings.Book
    chance: random.Random
    said: list[str] = field(default_factory=list)

    def _table(self) -> tuple[Any, Any]:
        """A sheet of a table, and the area of the table with its header."""
        name = self.chance.choice(TABLES)
        area = self.book.api.DatabaseRanges.getByName(name).DataArea
        return self.book.api.Sheets.getByIndex(area.Sheet), area

    def _row(self, area: Any) -> int:
        return self.chance.randint(area.StartRow + 1, area.EndRow)

    def sort(self) -> None:
        sheet, area = self._table()
        body = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow + 1, area.EndColumn, area.EndRow)
        order = uno_bridge.struct("com.sun.star.table.TableSortField")
        order.Field, order.IsAscending = self.chance.randint(0, 3), self.chance.random() < 0.5
        fields = uno_bridge.struct("com.sun.star.beans.PropertyValue")
        fields.Name, fields.Value = "SortFields", uno_bridge.uno().Any("[]com.sun.star.table.TableSortField", (order,))
        body.sort((fields,))

    def hide(self) -> None:
        sheet, area = self._table()
        sheet.Rows.getByIndex(self._row(area)).IsVisible = False

    def insert(self) -> None:
        sheet, area = self._table()
        sheet.Rows.insertByIndex(self._row(area), 1)

    def delete(self) -> None:
        sheet, area = self._table()
        if area.EndRow > area.StartRow + 5:
            sheet.Rows.removeByIndex(self._row(area), 1)

    def paste(self) -> None:
        sheet, area = self._table()
        row = self._row(area)
        sheet.getCellByPosition(area.EndColumn + 2, row).setString(f"collé {self.chance.random()}")

    def comment(self) -> None:
        sheet, area = self._table()
        cell = sheet.getCellByPosition(area.StartColumn + self.chance.randint(0, 3), self._row(area))
        sheet.Annotations.insertNew(cell.CellAddress, f"vu {self.chance.randint(0, 99)}")

    def widen(self) -> None:
        sheet, area = self._table()
        sheet.Columns.getByIndex(area.StartColumn + 1).Width = self.chance.randint(1500, 9000)

    def colour(self) -> None:
        sheet, area = self._table()
        cell = sheet.getCellByPosition(area.StartColumn + self.chance.randint(0, 3), self._row(area))
        cell.CellBackColor = self.chance.choice((0xFFCC00, 0x99CCFF, -1))

    def filter(self) -> None:
        name = self.chance.choice(TABLES)
        table = next(table for sheet in self.book.sheets for table in sheet.tables if table.name == name)
        if self.chance.random() < 0.3:
            table.impl.autofilter.clear()
        else:
            body = table.range.options(ndim=2).value[1:]
            column = self.chance.randint(0, 3)
            filter_table(table.impl, column, str(self.chance.choice(body)[column] or ""))

    def rename(self) -> None:
        sheet, _ = self._table()
        sheet.Name = f"{sheet.Name.split(' (')[0]} ({self.chance.randint(1, 99)})"

    def protect(self) -> None:
        sheet, _ = self._table()
        if sheet.isProtected():
            sheet.unprotect("")
        else:
            sheet.protect("")

    def command(self) -> None:
        book = XlwingsBook(self.book)
        action = self.chance.choice((search, verify, fill_phone_list))
        with suppress(RelanceError), book.all_or_nothing(TABLES):
            action(book, RUN)

    def act(self) -> None:
        """One gesture; a protected sheet refuses some."""
        gestures: list[Callable[[], None]] = [
            *(self.sort, self.hide, self.insert, self.delete, self.paste, self.comment, self.widen, self.protect),
            *(self.colour, self.filter, self.rename),
            *(self.command, self.command, self.command),
        ]
        gesture = self.chance.choice(gestures)
        try:
            gesture()
        except uno_bridge.failure():
            self.said.append(f"{gesture.__name__} refused")
        else:
            self.said.append(gesture.__name__)


def play(app: xlwings.App, path: Path, seed: int, told: list[str] | None = None) -> list[str]:
    """What a sequence of gestures, a save, and a command on the closed file lost or spoiled.

    `told` gets the gestures.
    """
    told = [] if told is None else told
    validations = counted_validations(path)
    book = app.books.open(path)
    keeper = Keeper(path, book.api)
    person = Person(book, random.Random(seed))  # noqa: S311 - gestures, no secrets
    for step in range(STEPS):
        person.act()
        if step == STEPS // 2:
            book.save()
            keeper.saved()
    structure = keeper.keeps()
    shown = {name: cells_of(book, name) for name in TABLES}
    notes = {
        sheet.Name: notes_of(sheet) for sheet in (book.api.Sheets.getByIndex(n) for n in range(book.api.Sheets.Count))
    }
    book.save()
    kept = keeper.saved()
    book.close()
    lost = [f"gestures: {person.said}"] * (structure != kept)
    told += person.said
    lost += [f"{name}: cells" for name in TABLES if texts_of(path, name) != shown[name]]
    if kept:
        lost += [
            f"{sheet}: comments {found}" for sheet, found in comments(path).items() if found != notes.get(sheet, {})
        ]
        lost += ["validations"] * (counted_validations(path) != validations)
        lost += checked(path)
        lost += closed_command(path)
    return [f"{seed} {person.said}: {each}" for each in lost]


def closed_command(path: Path) -> Iterator[str]:
    """What a search on the closed file spoils."""
    book = WorkbookFile(path)
    with suppress(RelanceError):
        search(book, RUN)
        book.save()
    yield from checked(path)


def cells_of(book: xlwings.Book, table: str) -> list[list[str]]:
    grid = XlwingsBook(book).read_table(table)
    return [[_text(value) for value in row] for row in grid.rows]


def texts_of(path: Path, table: str) -> list[list[str]]:
    return [[_text(value) for value in row] for row in WorkbookFile(path).read_table(table).rows]


def _text(value: object) -> str:
    return f"{float(value):.6g}" if isinstance(value, (bool, int, float)) else str(value or "")


def notes_of(sheet: Any) -> dict[str, str]:
    found = sheet.Annotations
    notes = (found.getByIndex(number) for number in range(found.Count))
    return {f"{column_letters(note.Position.Column + 1)}{note.Position.Row + 1}": note.String for note in notes}


def comments(path: Path) -> dict[str, dict[str, str]]:
    book = openpyxl.load_workbook(path, keep_vba=True)
    return {
        sheet.title: {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
        for sheet in book
    }


def counted_validations(path: Path) -> list[int]:
    """How many each sheet has, in their order: a sheet may have been renamed."""
    book = openpyxl.load_workbook(path, keep_vba=True)
    return [len(sheet.data_validations.dataValidation) for sheet in book]


def checked(path: Path) -> list[str]:
    """The faults that the schema checker finds; none where the checker is absent."""
    checker = SHARED / "tools" / "ooxml_check.py"
    if not checker.exists():
        return []
    done = subprocess.run([sys.executable, str(checker), str(path)], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()


def main(first: int, last: int) -> int:
    """Play them all in one LibreOffice; 0 when nothing was lost."""
    from tests.libreoffice.conftest import sample_company  # noqa: PLC0415 - it imports pytest's fixtures

    lost = 0
    with tempfile.TemporaryDirectory() as folder, Soffice(headless=True) as office:
        app = attach(office.context)
        sample = sample_company(Path(folder) / "modele")
        for seed in range(first, last):
            told: list[str] = []
            path = Path(shutil.copytree(sample.parent, Path(folder) / str(seed))) / sample.name
            found = play(app, path, seed, told)
            lost += bool(found)
            sys.stdout.write("\n".join(found or [f"{seed}: nothing lost by {', '.join(told)}"]) + "\n")
            sys.stdout.flush()
    sys.stdout.write(f"{last - first} sequences, {lost} with something lost\n")
    return int(lost > 0)


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2])))

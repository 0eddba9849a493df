"""Names of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError, base_classes

from relance_xl.libreoffice.engine import uno_bridge
from relance_xl.libreoffice.engine.cells import Range, from_uno
from relance_xl.libreoffice.engine.formulas import from_calc, to_calc

if TYPE_CHECKING:
    from relance_xl.libreoffice.engine.sheets import Book


class Name(base_classes.Name):
    """One name."""

    def __init__(self, book: Book, xl: Any) -> None:
        self._book, self.xl = book, xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.xl.Name = name

    @property
    def refers_to(self) -> str:
        return f"={from_calc(self.xl.Content)}"

    @refers_to.setter
    def refers_to(self, formula: str) -> None:
        self.xl.Content = _content(formula)

    @property
    def refers_to_range(self) -> Range:
        cells = self.xl.getReferredCells()
        if cells is None:
            raise NoSuchObjectError(f"{self.name} refers to no range")
        return from_uno(self._book.sheets(cells.RangeAddress.Sheet + 1), cells)

    def delete(self) -> None:
        self._book.document.NamedRanges.removeByName(self.name)


def _content(formula: str) -> str:
    return re.sub(r"^=\s*", "", to_calc(formula))


class Names(base_classes.Names):
    """The names of a book, or of a sheet."""

    def __init__(self, book: Book, xl: Any) -> None:
        self._book, self.xl = book, xl

    @property
    def api(self) -> Any:
        return self.xl

    def __len__(self) -> int:
        return int(self.xl.Count)

    def __iter__(self) -> Iterator[Name]:
        return iter([Name(self._book, self.xl.getByName(name)) for name in self.xl.ElementNames])

    def __call__(self, key: str | int) -> Name:
        name = key if isinstance(key, str) else self.xl.ElementNames[key - 1]
        return Name(self._book, self.xl.getByName(name))

    def contains(self, key: str | int) -> bool:
        return bool(self.xl.hasByName(key)) if isinstance(key, str) else 1 <= key <= len(self)

    def add(self, name: str, refers_to: str) -> Name:
        if self.xl.hasByName(name):
            self.xl.removeByName(name)
        origin = uno_bridge.struct("com.sun.star.table.CellAddress", 0, 0, 0)
        self.xl.addNewByName(name, _content(refers_to), origin, 0)
        return Name(self._book, self.xl.getByName(name))

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

    def __init__(self, book: Book, every: Any, name: str, content: str | None = None) -> None:
        """`every`: LibreOffice's own names; `content`: what the name stands for, when it has just been asked for."""
        self._book, self._every, self._name, self._stated = book, every, name, content
        self._xl: Any = None

    @property
    def xl(self) -> Any:
        """The name as LibreOffice knows it."""
        if self._xl is None:
            self._xl = self._every.getByName(self._name)
        return self._xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self.xl.Name = self._name = name

    @property
    def refers_to(self) -> str:
        return f"={from_calc(self.xl.Content if self._stated is None else self._stated)}"

    @refers_to.setter
    def refers_to(self, formula: str) -> None:
        self.xl.Content = _content(formula)
        self._stated = None

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
        every = self._book.questions.ask("Names", self.xl)
        return iter([Name(self._book, self.xl, name, content) for name, content in every])

    def __call__(self, key: str | int) -> Name:
        name = key if isinstance(key, str) else self.xl.ElementNames[key - 1]
        return Name(self._book, self.xl, name)

    def contains(self, key: str | int) -> bool:
        return bool(self.xl.hasByName(key)) if isinstance(key, str) else 1 <= key <= len(self)

    def add(self, name: str, refers_to: str) -> Name:
        if self.xl.hasByName(name):
            self.xl.removeByName(name)
        origin = uno_bridge.struct("com.sun.star.table.CellAddress", 0, 0, 0)
        self.xl.addNewByName(name, _content(refers_to), origin, 0)
        return Name(self._book, self.xl, name)

"""Form buttons, each with the macro it is bound to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

if TYPE_CHECKING:
    from relance_xl.libreoffice.engine.sheets import Sheet

_MACRO = re.compile(r"script:\w+\.([\w.]+)\?")


class Shape(base_classes.Shape):
    """One button."""

    type = "form_control"

    def __init__(self, parent: Sheet, xl: Any, script: str) -> None:
        self._parent, self.xl, self.script = parent, xl, script

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def parent(self) -> Sheet:
        return self._parent

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, name: str) -> None:
        self.xl.Name = name

    @property
    def text(self) -> str:
        return str(self.xl.Label)

    @text.setter
    def text(self, text: str) -> None:
        self.xl.Label = text

    @property
    def macro(self) -> str:
        """The macro the button runs, « Relance.Relance_Rechercher », or ""."""
        match = _MACRO.search(self.script)
        return match[1] if match else ""

    @property
    def centre_on_screen(self) -> tuple[int, int]:
        """Where to click, in pixels of the screen; the sheet must be in front."""
        control = self._parent.book.document.CurrentController.getControl(self.xl)
        context = control.AccessibleContext
        place, size = context.getLocationOnScreen(), context.getSize()
        return place.X + size.Width // 2, place.Y + size.Height // 2


class Shapes(base_classes.Collection):
    """The buttons of a sheet."""

    def __init__(self, parent: Sheet) -> None:
        self._parent = parent

    @property
    def parent(self) -> Sheet:
        return self._parent

    @property
    def api(self) -> Any:
        return self._parent.xl.DrawPage

    def _items(self) -> list[Shape]:
        forms = self.api.Forms
        found = []
        for number in range(forms.Count):
            form = forms.getByIndex(number)
            for index in range(form.Count):
                events = form.getScriptEvents(index)
                found.append(Shape(self.parent, form.getByIndex(index), events[0].ScriptCode if events else ""))
        return found

    def __len__(self) -> int:
        return len(self._items())

    def __iter__(self) -> Iterator[Shape]:
        return iter(self._items())

    def __contains__(self, key: str | int) -> bool:
        return any(key in {shape.name, number} for number, shape in enumerate(self._items(), start=1))

    def __call__(self, key: str | int) -> Shape:
        for number, shape in enumerate(self._items(), start=1):
            if key in {shape.name, number}:
                return shape
        raise KeyError(key)

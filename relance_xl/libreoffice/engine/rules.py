"""Conditional formats by formula: what colours the rows of a table by level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from xlwings import base_classes

from relance_xl.libreoffice.engine import formats
from relance_xl.libreoffice.engine.formulas import from_calc, to_calc

if TYPE_CHECKING:
    from relance_xl.libreoffice.engine.cells import Range


class Rule(NamedTuple):
    """What is asked of a rule at once: its collection, its place there, operator (-1: none), formula, colours."""

    block: int
    place: int
    operator: int
    formula: str
    fill: int
    text: int


_CONDITION, _FORMULA = 0, 24
"""com.sun.star.sheet.ConditionEntryType.CONDITION; the operator of a rule that is a formula."""
_STYLES = "CellStyles"
_NEVER = "FALSE()"


class ConditionalFormat(base_classes.ConditionalFormat):
    """One rule of a range; its colours are those of a cell style of its own."""

    stop_if_true = False
    operator = formula1 = formula2 = colors = bar_color = gradient = show_value = icon_set = None
    reverse_order = threshold_types = thresholds = None

    def __init__(self, owner: ConditionalFormats, rule: Rule) -> None:
        self._owner, self._rule = owner, rule
        self._xl: Any = None

    @property
    def xl(self) -> Any:
        """The rule as LibreOffice knows it."""
        if self._xl is None:
            self._xl = self._owner.block(self._rule.block).getByIndex(self._rule.place)
        return self._xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def type(self) -> str:
        return "custom" if self._rule.operator == _FORMULA else "unknown"

    @property
    def formula(self) -> str | None:
        return f"={from_calc(self._rule.formula)}" if self.type == "custom" else None

    @property
    def style(self) -> Any:
        """The cell style LibreOffice gives the cells."""
        return self._owner.styles.getByName(self.xl.StyleName)

    @property
    def fill_color(self) -> tuple[int, int, int] | None:
        return formats.colour_tuple(self._rule.fill)

    @property
    def font_color(self) -> tuple[int, int, int] | None:
        return formats.colour_tuple(self._rule.text)

    @property
    def font_bold(self) -> bool:
        return formats.Font(self.style).bold

    @property
    def font_italic(self) -> bool:
        return formats.Font(self.style).italic

    def set(self, changes: Mapping[str, Any]) -> None:
        if "formula" in changes:
            self.xl.Formula1 = to_calc(str(changes["formula"]).removeprefix("="))
        paint(self.style, changes)
        self._rule = self._owner.asked_again(self._rule)

    def stands_at(self, block: int, place: int) -> bool:
        """Whether it is the rule of that collection at that place."""
        return (self._rule.block, self._rule.place) == (block, place)

    def delete(self) -> None:
        """Have the rule never be true again: LibreOffice 7.4 removes none (condformatuno.cxx, removeByIndex)."""
        self.xl.Formula1 = _NEVER


def paint(style: Any, changes: Mapping[str, Any]) -> None:
    """Give the style the colours and the weight asked for; None: no colour of its own."""
    if "fill_color" in changes:
        style.CellBackColor = formats.colour_number(changes["fill_color"])
    if "font_color" in changes:
        style.CharColor = formats.colour_number(changes["font_color"])
    font = formats.Font(style)
    if changes.get("font_bold") is not None:
        font.bold = changes["font_bold"]
    if changes.get("font_italic") is not None:
        font.italic = changes["font_italic"]


class ConditionalFormats(base_classes.ConditionalFormats):
    """The rules that meet a range, in their order."""

    def __init__(self, parent: Range) -> None:
        self._range = parent
        self._styles: Any = None

    @property
    def api(self) -> Any:
        return self._range.sheet.xl.ConditionalFormats

    @property
    def styles(self) -> Any:
        """The cell styles of the document."""
        if self._styles is None:
            self._styles = self._range.document.StyleFamilies.getByName(_STYLES)
        return self._styles

    def block(self, number: int) -> Any:
        """LibreOffice's own collection of rules of that number."""
        return next(block for block in self.api.getConditionalFormats() if number == block.ID)

    def _blocks(self) -> list[Any]:
        place = self._range.xl.RangeAddress
        return [block for block in self.api.getConditionalFormats() if block.Range.queryIntersection(place).Count]

    def _rules(self) -> list[Rule]:
        return [Rule(*rule) for rule in self._range.sheet.book.questions.ask("Rules", self._range.xl, self.styles)]

    def asked_again(self, rule: Rule) -> Rule:
        """The rule as it stands now."""
        return next(each for each in self._rules() if (each.block, each.place) == (rule.block, rule.place))

    def _items(self) -> list[ConditionalFormat]:
        return [ConditionalFormat(self, rule) for rule in self._rules() if rule.formula != _NEVER]

    def __len__(self) -> int:
        return len(self._items())

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return iter(self._items())

    def __call__(self, key: int) -> ConditionalFormat:
        return self._items()[key - 1]

    def add_custom(self, spec: Mapping[str, Any]) -> ConditionalFormat:
        """A new rule; its formula is written for the range's first cell."""
        document, styles = self._range.document, self.styles
        name = next(f"Regle_{number}" for number in range(1, 10_000) if not styles.hasByName(f"Regle_{number}"))
        style = document.createInstance("com.sun.star.style.CellStyle")
        styles.insertByName(name, style)
        paint(style, spec)
        block = self._block()
        block.createEntry(_CONDITION, 0)
        place = block.Count - 1  # wherever it is told to stand
        entry = block.getByIndex(place)
        entry.Operator = _FORMULA
        entry.Formula1 = to_calc(str(spec["formula"]).removeprefix("="))
        entry.StyleName = name
        return next(each for each in self._items() if each.stands_at(block.ID, place))

    def _block(self) -> Any:
        """LibreOffice's own collection for exactly this range, made when there is none."""
        place = self._range.xl.RangeAddress
        for block in self._blocks():
            areas = block.Range.RangeAddresses
            if len(areas) == 1 and areas[0] == place:
                return block
        ranges = self._range.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        ranges.addRangeAddress(place, False)
        made = self.api.createByRange(ranges)
        return next(block for block in self.api.getConditionalFormats() if made == block.ID)

    def clear(self) -> None:
        for block in self._blocks():
            self.api.removeByID(block.ID)

"""How the lines of `Relances` look: customers in alternating bands, levels in their colours, what was changed by hand.

Excel adds up the rules that are true, LibreOffice stops at the first one: each rule bears its whole look, the most
particular first, and those before the levels' stop there.  Colour never says anything alone: levels are figures, what
was changed by hand has its ✎, an alert its sign.
"""

from __future__ import annotations

from typing import Final

from xlsxwriter.worksheet import Worksheet

from relance_xl.tables.grid import column_letters
from relance_xl.tables.schema import PROPOSALS
from workbook.drawing import rules
from workbook.drawing.styles import (
    AMBER,
    AMBER_INK,
    BAND,
    FAINT,
    MUTED,
    NAVY,
    Look,
    Styles,
)

CUSTOMER_HALF: Final = ("alert", "ticked", "name", "ticked_total")
INVOICE_HALF: Final = (
    "invoice",
    "due_date",
    "days_overdue",
    "open_amount",
    "level_reached",
    "level_proposed",
    "channel",
    "why",
    "registered_number",
)
"""The level's colours stand here alone, on lines that are ticked."""

FOREIGN: Final = ("USD", "GBP", "CHF", "CAD", "SEK", "DKK", "NOK", "PLN", "JPY")
"""Currencies shown beside the amount; any other one is a sign to look at « Devise »."""

DECIDED: Final = (
    ("ticked", "computed_tick", '@" ✎"'),
    ("level_proposed", "computed_level", '"→ "0" ✎"'),
    ("channel", "computed_channel", '@" ✎"'),
)
"""What a person may change, where what was computed stands beside it (N-34), and how the change is shown."""

REFERENCE_CELL: Final = "currency"
"""The field in whose folded column, in the row of the totals, the reference currency stands."""

Variant = tuple[str, Look]
"""A condition without its « = », and the look."""


def place_of(field: str) -> int:
    """The column of a field, counted from 0."""
    return PROPOSALS.columns.index(PROPOSALS.column(field))


class Bands:
    """The rules of the lines from `first`, the worksheet row counted from 0."""

    def __init__(self, sheet: Worksheet, styles: Styles, first: int, totals_row: int) -> None:
        self._sheet, self._styles, self._first = sheet, styles, first
        starts = f"{self._cell('customer_rank')}<>{self._cell('customer_rank', first - 1)}"
        odd = f"MOD(N({self._cell('customer_rank')}),2)=1"
        edge = {"top": 1, "top_color": FAINT}
        self._starts, self._odd = starts, odd
        self._contexts: tuple[Variant, ...] = (
            (f"{starts},{odd}", {"bg_color": BAND} | edge),
            (odd, {"bg_color": BAND}),
            (f"{starts},LEN({self._cell('customer')})>0", edge),
            ("", {}),
        )
        self._reference = f"${column_letters(place_of(REFERENCE_CELL) + 1)}${totals_row + 1}"

    def draw(self) -> None:
        """All of them, in the order of their weight; the levels' own rules come after."""
        self._alert()
        self._by_hand()
        self._foreign()
        ticked, untold = f'{self._cell("ticked")}="oui"', f'{self._cell("ticked")}<>"oui"'
        self._banded("alert", ())
        self._banded("ticked", ((ticked, {"bold": True, "font_color": NAVY}), (untold, {"font_color": MUTED})))
        self._banded("name", ((self._starts, {"bold": True, "font_color": NAVY}),))
        self._banded("ticked_total", ())
        for field in INVOICE_HALF:
            self._banded(field, ((untold, {"font_color": MUTED}),), bare=False)

    def _cell(self, field: str, row: int | None = None) -> str:
        return f"${column_letters(place_of(field) + 1)}{(self._first if row is None else row) + 1}"

    def _alert(self) -> None:
        rules.mark_alerts(self._sheet, self._styles, place_of("alert"), self._first)

    def _by_hand(self) -> None:
        for seen, computed, shown in DECIDED:
            places = place_of(seen), place_of(computed)
            rules.mark_decisions(self._sheet, self._styles, *places, first_row=self._first, shown=shown)

    def _foreign(self) -> None:
        """An amount in another currency bears its name: its column is folded away."""
        currency = self._cell("currency")
        other = f"LEN({currency})>0,{currency}<>{self._reference}"
        look = {"bg_color": AMBER, "font_color": AMBER_INK}
        for code in FOREIGN:
            self._rule("open_amount", f'{other},{currency}="{code}"', look | {"num_format": f'#,##0.00" {code}"'})
        self._rule("open_amount", other, look | {"num_format": '#,##0.00" (devise)"'})

    def _banded(self, field: str, variants: tuple[Variant, ...], *, bare: bool = True) -> None:
        """Each variant in each band, then the band alone unless the levels' colours come next (`bare` false)."""
        for condition, look in (*variants, *([("", {})] if bare else [])):
            for context, band in self._contexts:
                conditions = ",".join(filter(None, (condition, context)))
                if conditions:
                    self._rule(field, conditions, dict(band) | dict(look))

    def _rule(self, field: str, conditions: str, look: Look) -> None:
        column = place_of(field)
        rule = {
            "type": "formula",
            "criteria": f"=AND({conditions})",
            "format": self._styles.rule(**look),
            "stop_if_true": True,
        }
        self._sheet.conditional_format(self._first, column, rules.LAST_ROW - 1, column, rule)

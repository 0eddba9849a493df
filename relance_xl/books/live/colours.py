"""The rows' colours by level in a live spreadsheet: conditional formats, one rule a level (S2-23)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

import xlwings

from relance_xl.tables.grid import column_letters

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
Rgb = tuple[int, int, int]


def set_colours(body: xlwings.Range, column: int, colours: Mapping[int, tuple[str, str]]) -> None:
    """Give each level's rule its fill and its text colour, adding the rules that are missing.

    `column` (from 1) holds the level.  A rule is known by its formula, `=$L8=1`, whatever row it starts from: Excel
    states it from the active cell.
    """
    wanted = re.compile(rf"=\$?{column_letters(column)}\$?[0-9]+=([0-9]+)")
    rules: dict[int, xlwings.main.ConditionalFormat] = {}
    for rule in body.conditional_formats:
        match = wanted.fullmatch("".join((rule.formula or "").split()).upper()) if rule.type == "custom" else None
        if match:
            rules.setdefault(int(match[1]), rule)
    for level, stated in colours.items():
        fill, text = map(_rgb, stated)
        present = rules.get(level)
        if present is not None and (present.fill_color, present.font_color) == (fill, text):
            continue
        if present is None or (present.fill_color and not fill) or (present.font_color and not text):
            if present is not None:  # a rule cannot be told to have no colour any more
                present.delete()
            if fill or text:
                _add(body, column, level, fill, text)
        else:
            present.set(**_given(fill, text))


def _add(body: xlwings.Range, column: int, level: int, fill: Rgb | None, text: Rgb | None) -> None:
    """Add a rule: its formula is read from the active cell, so that must be the body's first."""
    with _first_cell_active(body):
        formula = f"=${column_letters(column)}{body.row}={level}"
        body.conditional_formats.add_custom(formula, **_given(fill, text))


def _given(fill: Rgb | None, text: Rgb | None) -> dict[str, Any]:
    stated = {"fill_color": fill, "font_color": text}
    return {name: colour for name, colour in stated.items() if colour is not None}


@contextlib.contextmanager
def _first_cell_active(body: xlwings.Range) -> Iterator[None]:
    """Select the body's first cell, then show the sheet the user was looking at again."""
    if body.sheet.book.app.engine.name != "excel":
        yield
        return
    shown = body.sheet.book.sheets.active
    body.sheet.activate()
    body[0, 0].select()
    try:
        yield
    finally:
        shown.activate()


def _rgb(colour: str) -> Rgb | None:
    match = _COLOUR.fullmatch(colour.strip())
    if match is None:
        return None
    number = int(match[1], 16)
    return number >> 16, number >> 8 & 255, number & 255

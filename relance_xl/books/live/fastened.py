"""What the user fastened to the cells of a table: colours of their ground, links; it follows its line (N-65)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import xlwings

from relance_xl.tables.grid import Link

Place = tuple[int, int]
"""Row and column of the body, counted from 0."""
Rgb = tuple[int, int, int]
_NO_COLOUR: Final = -4142
"""Excel's xlColorIndexNone."""
_MOST_QUESTIONS: Final = 2_000
"""Put to Excel about the colours of one table; with more of them, colours stay where they are."""


@dataclass(frozen=True, slots=True)
class Fastened:
    """What is fastened to the cells of a table's body.

    Attributes:
        grounds: the colour of each cell that has not that of its column.
        usual: the colour that more than half of a column's cells have, None for none.
        links: those of the user's columns.
    """

    grounds: Mapping[Place, Rgb | None] = field(default_factory=dict)
    usual: Mapping[int, Rgb | None] = field(default_factory=dict)
    links: Mapping[Place, Link] = field(default_factory=dict)


def fastened_to(body: xlwings.Range, columns: Iterable[int]) -> Fastened:
    """What is fastened to the body's cells; links are looked for in `columns` (from 0), the user's."""
    height, width = body.shape
    coloured = _grounds(body)
    counts = Counter((position, colour) for (_, position), colour in coloured.items())
    usual: dict[int, Rgb | None] = dict.fromkeys(range(width))
    usual |= {position: colour for (position, colour), count in counts.items() if 2 * count > height > 1}
    own: dict[Place, Rgb | None] = {place: colour for place, colour in coloured.items() if colour != usual[place[1]]}
    for position in (position for position, colour in usual.items() if colour is not None):
        own |= dict.fromkeys((row, position) for row in range(height) if (row, position) not in coloured)
    links = {(row, position): link for position in columns for row, link in _links(body[:, position]).items()}
    return Fastened(own, usual, links)


def fasten(body: xlwings.Range, before: Fastened, now: Mapping[int, int]) -> None:
    """Have colours and links stand where their lines stand: `now` gives the new row of those that are still there."""
    _paint(body, before, _moved(before, now))
    links = {(now[row], column): link for (row, column), link in before.links.items() if row in now}
    _set_links(body, {column for _, column in before.links}, links)


def loosen(body: xlwings.Range, before: Fastened, now: Mapping[int, int]) -> None:
    """Put back what `fasten` has changed."""
    for row, position in _moved(before, now).keys() | before.grounds.keys():
        _cell(body, (row, position)).color = before.grounds.get((row, position), before.usual[position])
    _set_links(body, {column for _, column in before.links}, before.links)


def _moved(before: Fastened, now: Mapping[int, int]) -> dict[Place, Rgb | None]:
    return {(now[row], column): colour for (row, column), colour in before.grounds.items() if row in now}


def _paint(body: xlwings.Range, before: Fastened, wanted: Mapping[Place, Rgb | None]) -> None:
    """Give the cells their colours, those of their column where no line brings another; none under the table."""
    for row, position in before.grounds.keys() | wanted.keys():
        usual = before.usual[position] if row < body.shape[0] else None
        colour = wanted.get((row, position), usual)
        if colour != before.grounds.get((row, position), before.usual[position]):
            _cell(body, (row, position)).color = colour


def _cell(body: xlwings.Range, place: Place) -> xlwings.Range:
    """A cell of the body, or one under it."""
    found: xlwings.Range = body.sheet.range((body.row + place[0], body.column + place[1]))
    return found


# ---------------------------------------------------------------------- each host in its own way


def _grounds(body: xlwings.Range) -> dict[Place, Rgb]:
    """The colours of the cells that have one; {} for a host that does not tell."""
    own: Any = getattr(body.impl, "grounds", None)
    if own is not None:  # our engine
        return dict(own())
    if not hasattr(body.api, "Interior"):
        return {}
    found: dict[Place, Rgb] = {}
    left = _MOST_QUESTIONS
    areas = [(0, body.shape[0], position) for position in range(body.shape[1])]
    while areas:
        start, stop, position = areas.pop()
        left -= 1
        if left < 0:
            return {}
        if body[start:stop, position].api.Interior.ColorIndex == _NO_COLOUR:
            continue
        if stop - start == 1:
            colour = body[start, position].color
            if isinstance(colour, tuple):
                found[start, position] = colour
            continue
        middle = (start + stop) // 2
        areas += [(start, middle, position), (middle, stop, position)]
    return found


def _links(column: xlwings.Range) -> dict[int, Link]:
    """The links of a column, by row from 0; {} for a host that does not tell."""
    own: Any = getattr(column.impl, "links", None)
    if own is not None:  # our engine
        return dict(own())
    return dict(_excels(column))


def _excels(column: xlwings.Range) -> Iterator[tuple[int, Link]]:
    for link in getattr(column.api, "Hyperlinks", ()):
        target = f"{link.Address or ''}{'#' if link.SubAddress else ''}{link.SubAddress or ''}"
        if target:
            yield link.Range.Row - column.row, Link(target, str(link.TextToDisplay))


def _set_links(body: xlwings.Range, columns: Iterable[int], links: Mapping[Place, Link]) -> None:
    """Give the cells of these columns their links; Excel keeps those of cells written anew: they go first."""
    for column in columns:
        present = getattr(body[:, column].api, "Hyperlinks", None)
        if present is not None and present.Count:
            body[:, column].api.ClearHyperlinks()
    for place, link in links.items():
        cell = _cell(body, place)
        if hasattr(cell.impl, "set_links"):
            cell.impl.set_links([link])
        else:
            cell.add_hyperlink(link.target, link.text, link.text)

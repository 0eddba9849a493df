"""Proof that the tables of a template keep their shape whatever the data: then docxtpl's repair can be left out.

docxtpl parses each letter again to give every table as many grid columns as its widest row has cells, nested rows
counted.  A table one of whose rows is always printed and fills the grid, while no other is wider, cannot need that.
What is not understood is no proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from relance_xl.documents.word.skeleton import (
    CLOSED,
    OPENED,
    OTHERWISE,
    PRINTED,
    marked_attributes,
    marked_texts,
    marks_of,
)
from relance_xl.ooxml.namespaces import W

_TABLE, _GRID, _ROW, _CELL = f"{W}tbl", f"{W}tblGrid", f"{W}tr", f"{W}tc"
_AROUND = {_TABLE: {"", _CELL}, _ROW: {_TABLE}, _CELL: {_ROW}}
"""The place that each may stand in; rows and cells do so directly, never in a content control or a revision."""
_PROPERTIES, _SPAN = f"{W}tcPr", f"{W}gridSpan"
_SHAPE = (_TABLE, _GRID, f"{W}gridCol", _ROW, _CELL, _PROPERTIES, _SPAN)


def tables_keep_their_shape(tree: etree._Element) -> bool:
    """Whether each table of a body provably fills its grid, and always has a row.

    `tree` is the skeleton's of a body that makes well-formed XML whatever the data.
    """
    return all(_keeps_its_shape(table) for table in tree.iter(_TABLE))


def _keeps_its_shape(table: etree._Element) -> bool:
    grids = table.findall(_GRID)
    depths = _depths(table)
    if len(grids) != 1 or depths is None:
        return False
    columns = grids[0].findall(f"{W}gridCol")
    if any(depths[part] for part in (grids[0], *columns)):
        return False
    widths = {row: _width(row, depths) for row in table.iter(_ROW)}
    always = {width for row, width in widths.items() if row.getparent() is table and not depths[row]}
    return len(columns) in always and max(widths.values()) <= len(columns)


def _width(row: etree._Element, depths: dict[etree._Element, int]) -> int:
    """The columns that the cells of a row span, as docxtpl counts them; far too many when that hangs on the data."""
    width = 0
    for cell in row.findall(_CELL):
        spans = list(cell.iterfind(f"{_PROPERTIES}/{_SPAN}"))
        said = [span.get(f"{W}val", "") for span in spans] or ["1"]
        certain = len(said) == 1 and said[0].isdecimal() and int(said[0]) > 0
        if not certain or any(depths[part] != depths[cell] for part in (*cell.findall(_PROPERTIES), *spans)):
            return 1 << 16
        width += int(said[0])
    return width


def _depths(table: etree._Element) -> dict[etree._Element, int] | None:
    """How many blocks each part of the table stands in; None when a block crosses a row or a cell.

    Only what makes the shape, and what holds marks, is gone through: most of a long document is neither.
    """
    depths: dict[etree._Element, int] = {}
    followed: set[etree._Element] = set()
    marked = (element for element, _ in (*marked_texts(table), *marked_attributes(table)))
    for element in (*table.iter(*_SHAPE), *marked):
        _follow(element, followed)
    try:
        _measure(table, _Place(tag="", floor=0), _Walk(followed, depths), 0)
    except _NotUnderstoodError:
        return None
    return depths


def _follow(element: etree._Element | None, followed: set[etree._Element]) -> None:
    """Have an element and those around it gone through."""
    while element is not None and element not in followed:
        followed.add(element)
        element = element.getparent()


class _NotUnderstoodError(Exception):
    """A table whose rows and cells hang on the data in a way that is not followed here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The table, row or cell that an element stands in; the blocks opened before it are closed after it."""

    tag: str
    floor: int

    def after(self, text: str | None, depth: int) -> int:
        """The number of blocks after a text."""
        for mark in marks_of(text) if text else ():
            if self.tag == _ROW or (self.tag == _TABLE and mark == PRINTED):
                raise _NotUnderstoodError
            if mark in {OTHERWISE, CLOSED} and depth == self.floor:
                raise _NotUnderstoodError
            depth += (mark == OPENED) - (mark == CLOSED)
        return depth


class _Walk(NamedTuple):
    """What is gone through in a table, and how many blocks each of these elements stands in."""

    followed: set[etree._Element]
    depths: dict[etree._Element, int]


def _measure(element: etree._Element, place: _Place, walk: _Walk, depth: int) -> int:
    """The number of blocks after an element; its own, and those of what it holds, are put into the walk."""
    walk.depths[element] = depth
    inner = place
    if element.tag in _AROUND:
        parent = element.getparent()
        direct = element.tag == _TABLE or (parent is not None and parent.tag == place.tag)
        if place.tag not in _AROUND[element.tag] or not direct:
            raise _NotUnderstoodError
        inner = _Place(tag=element.tag, floor=depth)
    for text in (*element.attrib.values(), element.text):
        depth = inner.after(text, depth)
    for child in element:
        if child in walk.followed:
            depth = _measure(child, inner, walk, depth)
        depth = inner.after(child.tail, depth)
    if inner is not place and depth != inner.floor:
        raise _NotUnderstoodError
    return depth

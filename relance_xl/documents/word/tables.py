"""Proof that the tables of a template keep their shape whatever the data: then docxtpl's repair can be left out.

docxtpl parses each letter again to give every table as many grid columns as its widest row has cells, nested rows
counted.  A table one of whose rows is always printed and fills the grid, while no other is wider, cannot need that.
What is not understood is no proof.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from relance_xl.documents.word.skeleton import CLOSED, OPENED, OTHERWISE, PRINTED, marks_of
from relance_xl.ooxml.namespaces import W

_TABLE, _GRID, _ROW, _CELL = f"{W}tbl", f"{W}tblGrid", f"{W}tr", f"{W}tc"
_AROUND = {_TABLE: {"", _CELL}, _ROW: {_TABLE}, _CELL: {_ROW}}
"""The place that each may stand in; rows and cells do so directly, never in a content control or a revision."""
_PROPERTIES, _SPAN = f"{W}tcPr", f"{W}gridSpan"


def tables_keep_their_shape(skeleton: str) -> bool:
    """Whether each table of a body provably fills its grid, and always has a row.

    `skeleton` is that of a body that declares all its namespaces, and makes well-formed XML whatever the data.
    """
    if "tbl" not in skeleton:
        return True
    return all(_keeps_its_shape(table) for table in etree.fromstring(skeleton).iter(_TABLE))


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
    """How many blocks of the table each of its elements stands in; None when a block crosses a row or a cell."""
    depths: dict[etree._Element, int] = {}
    try:
        _measure(table, _Place(tag="", floor=0), 0, depths)
    except _NotUnderstoodError:
        return None
    return depths


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


def _measure(element: etree._Element, place: _Place, depth: int, depths: dict[etree._Element, int]) -> int:
    """The number of blocks after an element; its own, and those of what it holds, are put into `depths`."""
    depths[element] = depth
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
        depth = inner.after(child.tail, _measure(child, inner, depth, depths))
    if inner is not place and depth != inner.floor:
        raise _NotUnderstoodError
    return depth

"""The formats of one workbook added to those of another: numbers shift, nothing that was there changes."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from relance_xl.books.closed.sheets.parts_xml import child, local, namespace

_LISTS = ("fonts", "fills", "borders", "cellXfs", "dxfs")
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
_OWN_FORMATS = 164
"""Number formats below are Excel's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What to add to the numbers of the formats of cells, and of differential formats."""

    cells: int
    differential: int


def add_formats(root: etree._Element, other: etree._Element) -> Shift:
    """Append the formats of the style sheet `other` to `root`; the numbers that its own take from now on."""
    numbers = _add_number_formats(root, other)
    starts: dict[str, int] = {}
    for name in _LISTS:
        there = _list(root, name)
        starts[name] = len(there)
        for element in _elements(other, name):
            there.append(deepcopy(element))
        there.set("count", str(len(there)))
    formats = _list(root, "cellXfs")
    for element in list(formats)[starts["cellXfs"] :]:
        for attribute, name in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            element.set(attribute, str(int(element.get(attribute, "0")) + starts[name]))
        number = int(element.get("numFmtId", "0"))
        element.set("numFmtId", str(numbers.get(number, number)))
        element.set("xfId", "0")
    for element in list(_list(root, "dxfs"))[starts["dxfs"] :]:
        for inner in element.iterfind("{*}numFmt"):
            number = int(inner.get("numFmtId", "0"))
            inner.set("numFmtId", str(numbers.get(number, number)))
    return Shift(cells=starts["cellXfs"], differential=starts["dxfs"])


def _add_number_formats(root: etree._Element, other: etree._Element) -> dict[int, int]:
    """The number of each format of `other` → its number in `root`."""
    given = child(other, "numFmts")
    if given is None:
        return {}
    there = _list(root, "numFmts")
    taken = max([_OWN_FORMATS - 1, *(int(element.get("numFmtId", "0")) for element in there)])
    found = {}
    for place, element in enumerate(given, start=1):
        found[int(element.get("numFmtId", "0"))] = taken + place
        copy = deepcopy(element)
        copy.set("numFmtId", str(taken + place))
        there.append(copy)
    there.set("count", str(len(there)))
    return found


def _elements(root: etree._Element, name: str) -> list[etree._Element]:
    found = child(root, name)
    return [] if found is None else list(found)


def _list(root: etree._Element, name: str) -> etree._Element:
    """The list of this name, made in its place when it is not there."""
    found = child(root, name)
    if found is not None:
        return found
    made = etree.Element(f"{{{namespace(root)}}}{name}")
    before = _ORDER[: _ORDER.index(name)]
    place = max((index for index, element in enumerate(root) if local(element) in before), default=-1)
    root.insert(place + 1, made)
    return made

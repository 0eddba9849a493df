"""The shipped workbook without a macro: no code, no button, no tab in the ribbon; a plain .xlsx."""

from __future__ import annotations

import re

from lxml import etree

from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheets.parts_xml import parse, serialise
from relance_xl.ooxml.relations import relations_of

_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_PLAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_DROPPED = re.compile(r"(?:vbaProject\.bin|customUI/customUI\w*\.xml)$", re.IGNORECASE)
_TYPES = "[content_types].xml"
_NAMES = {"v": "urn:schemas-microsoft-com:vml", "x": "urn:schemas-microsoft-com:office:excel"}
_SHAPE, _BUTTON = "v:shape", "x:ClientData[@ObjectType='Button']"


def without_macros(content: bytes, name: str) -> bytes:
    """The workbook `content` as an .xlsx; everything but its macros stays.  RelanceError when it is no workbook."""
    package = Package(content, name)
    for part in [each for each in package.names() if _DROPPED.search(each)]:
        package.remove(part)
    for lists in ("", package.main_part()):
        _forget(package, relations_of(lists))
    types = package.xml(_TYPES)
    for element in list(types):
        if _DROPPED.search(str(element.get("PartName") or "")) or element.get("Extension") == "bin":
            types.remove(element)
        elif element.get("ContentType") == _MACROS:
            element.set("ContentType", _PLAIN)
    package.write(_TYPES, serialise(types))
    for part in [each for each in package.names() if each.endswith(".vml")]:
        package.write(part, _without_buttons(parse(package.read(part), part)))
    return package.content()


def _forget(package: Package, relations: str) -> None:
    """Drop the relations that lead to the macros."""
    root = package.xml(relations)
    for element in list(root):
        if _DROPPED.search(str(element.get("Target") or "")):
            root.remove(element)
    package.write(relations, serialise(root))


def _without_buttons(drawing: etree._Element) -> bytes:
    """The old-style drawing of a sheet, whose notes stay."""
    for shape in list(drawing.iterfind(_SHAPE, _NAMES)):
        if shape.find(_BUTTON, _NAMES) is not None:
            drawing.remove(shape)
    return serialise(drawing)

"""The links of a worksheet's cells: they belong to cells, never to a formula that a table column would copy (N-62)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from lxml import etree

from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheets.parts_xml import child, namespace, serialise
from relance_xl.books.closed.sheets.ranges import Area, cell_address
from relance_xl.books.closed.sheets.sheet_xml import SheetXml
from relance_xl.ooxml.namespaces import OFFICE, PACKAGE, R_ID
from relance_xl.ooxml.relations import relations_of
from relance_xl.tables.grid import Link

Place = tuple[int, int]
"""Row and column, counted from 1."""
MOST: Final = 65_000
"""Links of one sheet; Excel allows 65 530, and repairs a file that has more."""
LONGEST: Final = 2_000
"""Characters of a target; Excel allows 2 079."""
_AFTER: Final = frozenset({
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations",
})  # fmt: skip
"""What stands before `hyperlinks` in a worksheet (ECMA-376, CT_Worksheet)."""
_UNSAFE: Final = re.compile(r'[ "<>\[\]^`{}]|%(?![0-9A-Fa-f]{2})')
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def relink(
    package: Package, sheet: SheetXml, links: Mapping[Place, Link], moved: Callable[[Place], Place | None]
) -> None:
    """Give the cells `links` in the place of those they had; every other link goes where `moved` says (None: away)."""
    root = sheet.frame
    present = child(root, "hyperlinks")
    if present is None and not links:
        return
    kept: list[etree._Element] = []
    gone: list[str] = []
    for element in [] if present is None else list(present):
        if not _follow(element, links, moved):
            gone.append(element.get(R_ID, ""))
        else:
            kept.append(element)
    targets = {place: link for place, link in links.items() if link.target and len(link.target) <= LONGEST}
    targets = dict(list(targets.items())[: max(MOST - len(kept), 0)])
    outside = _relations(package, sheet.part, targets.values(), {identifier for identifier in gone if identifier})
    holder = _holder(root) if present is None else present
    for element in list(holder):
        holder.remove(element)
    holder.extend(kept)
    for place, link in targets.items():
        made = etree.SubElement(holder, f"{{{namespace(root)}}}hyperlink", {"ref": cell_address(*place)})
        if link.target.startswith("#"):
            made.set("location", link.target[1:])
            made.set("display", link.text[:255])
        else:
            made.set(R_ID, outside[link.target])
    if not len(holder):
        root.remove(holder)
    sheet.frame_has_changed()


def _follow(element: etree._Element, links: Mapping[Place, Link], moved: Callable[[Place], Place | None]) -> bool:
    """Have a link of one cell follow it; whether it stays at all.  A link of several cells stays where it is."""
    try:
        area = Area.parse(element.get("ref", ""))
    except ValueError:
        return True
    if (area.top, area.left) != (area.bottom, area.right):
        return True
    place = moved((area.top, area.left))
    if place is None or place in links:
        return False
    element.set("ref", cell_address(*place))
    return True


def _holder(root: etree._Element) -> etree._Element:
    """A new `hyperlinks`, where a worksheet has it."""
    place = 0
    for number, element in enumerate(root, start=1):
        if isinstance(element.tag, str) and etree.QName(element).localname in _AFTER:
            place = number
    made = root.makeelement(f"{{{namespace(root)}}}hyperlinks", {})
    root.insert(place, made)
    return made


def _relations(package: Package, part: str, links: Collection[Link], gone: Collection[str]) -> dict[str, str]:
    """The identifier of each target outside the workbook, related to the sheet; those of `gone` are let go."""
    wanted = dict.fromkeys(link.target for link in links if not link.target.startswith("#"))
    path = relations_of(part)
    if not wanted and not gone:
        return {}
    root = package.xml(path) if path in package else etree.fromstring(f'<Relationships xmlns="{PACKAGE}"/>'.encode())
    for element in list(root):
        if element.get("Id") in gone:
            root.remove(element)
    taken = {element.get("Id") for element in root}
    identifiers: dict[str, str] = {}
    number = 1
    for target in wanted:
        while (identifier := f"rIdLien{number}") in taken:
            number += 1
        number += 1
        identifiers[target] = identifier
        attributes = {"Id": identifier, "Type": f"{OFFICE}/hyperlink", "Target": uri(target), "TargetMode": "External"}
        etree.SubElement(root, f"{{{PACKAGE}}}Relationship", attributes)
    (package.write if path in package else package.add)(path, serialise(root))
    return identifiers


def uri(target: str) -> str:
    """The target as a package states it: a path of this machine as a file's address, what no address may hold coded."""
    coded = _UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", target)
    if _DRIVE.match(target):
        return f"file:///{coded}"
    return f"file://{coded}" if target.startswith("/") else coded

"""Named cells of this version that an older workbook lacks, where the cell they stand for is free in it (N-69)."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheets.parts_xml import child, local, namespace, serialise
from relance_xl.books.closed.sheets.ranges import cell_position
from relance_xl.books.closed.workbook_xml import WorkbookXml

_BEFORE_NAMES = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences",
}  # fmt: skip


def add_names(package: Package, shipped: Package) -> tuple[str, ...]:
    """Define the names that the shipped workbook has more; those whose cell holds something are left out."""
    known, wanted = WorkbookXml(package), WorkbookXml(shipped).named_cells()
    lacking = {name: place for name, place in wanted.items() if name not in known.named_cells()}
    added = [
        name
        for name, (sheet, row, column) in lacking.items()
        if sheet in known.sheets and _is_free(package.xml(known.sheets[sheet]), row, column)
    ]
    if added:
        package.write(known.part, serialise(_with(package.xml(known.part), shipped, added)))
    return tuple(added)


def _is_free(sheet: etree._Element, row: int, column: int) -> bool:
    for cell in sheet.iterfind(f"{{*}}sheetData/{{*}}row[@r='{row}']/{{*}}c"):
        if cell_position(cell.get("r", "A1")) == (row, column):
            return len(cell) == 0
    return True


def _with(root: etree._Element, shipped: Package, names: Iterable[str]) -> etree._Element:
    """The workbook's part with the definitions as they are shipped."""
    found = child(root, "definedNames")
    if found is None:
        found = etree.Element(f"{{{namespace(root)}}}definedNames")
        root.insert(sum(1 for element in root if local(element) in _BEFORE_NAMES), found)
    for element in shipped.xml(WorkbookXml(shipped).part).iterfind("{*}definedNames/{*}definedName"):
        if element.get("name") in set(names):
            etree.SubElement(
                found, f"{{{namespace(root)}}}definedName", name=element.get("name", "")
            ).text = element.text
    return root

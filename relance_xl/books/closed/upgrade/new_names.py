"""Named cells of this version that an older workbook lacks, each where its sheet has room for it (N-69)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lxml import etree

from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheets.parts_xml import child, local, namespace, serialise
from relance_xl.books.closed.sheets.ranges import cell_position
from relance_xl.books.closed.workbook_xml import WorkbookXml
from relance_xl.tables import schema
from relance_xl.tables.grid import column_letters

_BEFORE_NAMES = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences",
}  # fmt: skip


Place = tuple[str, int, int]
"""Sheet, row and column, counted from 1."""


def add_names(package: Package, shipped: Package, new_sheets: Collection[str]) -> tuple[str, ...]:
    """Define the names that the shipped workbook has more.

    In the sheets just copied each stands where it is shipped.  In those that were there, a name whose cell holds
    something is left out.  The sentence of the promises stands below all that its sheet holds, in sight: what shows it
    elsewhere is of this version.
    """
    known, wanted = WorkbookXml(package), WorkbookXml(shipped).named_cells()
    added: dict[str, Place] = {}
    for name, (sheet, row, column) in wanted.items():
        if name in known.named_cells() or sheet not in known.sheets:
            continue
        root = package.xml(known.sheets[sheet])
        if name == schema.BROKEN_PROMISES and sheet not in new_sheets:
            added[name] = (sheet, *_below(root))
        elif sheet in new_sheets or _is_free(root, row, column):
            added[name] = (sheet, row, column)
    if added:
        package.write(known.part, serialise(_with(package.xml(known.part), added)))
    return tuple(added)


def _below(sheet: etree._Element) -> tuple[int, int]:
    """Row and column below all that the sheet holds, at its left: charts stand at its right."""
    filled = [cell_position(cell.get("r", "A1")) for cell in sheet.iterfind("{*}sheetData/{*}row/{*}c") if len(cell)]
    return max(row for row, _ in filled) + 2, min(column for _, column in filled)


def _is_free(sheet: etree._Element, row: int, column: int) -> bool:
    for cell in sheet.iterfind(f"{{*}}sheetData/{{*}}row[@r='{row}']/{{*}}c"):
        if cell_position(cell.get("r", "A1")) == (row, column):
            return len(cell) == 0
    return True


def _with(root: etree._Element, names: Mapping[str, Place]) -> etree._Element:
    """The workbook's part with these definitions more."""
    found = child(root, "definedNames")
    if found is None:
        found = etree.Element(f"{{{namespace(root)}}}definedNames")
        root.insert(sum(1 for element in root if local(element) in _BEFORE_NAMES), found)
    for name, (sheet, row, column) in names.items():
        made = etree.SubElement(found, f"{{{namespace(root)}}}definedName", name=name)
        quoted = sheet.replace("'", "''")
        made.text = f"'{quoted}'!${column_letters(column)}${row}"
    return root

"""A table that a sheet of an earlier version lacks, copied with its rows to the right of what the sheet holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from relance_xl.books.closed.package import Package, declare, free_part
from relance_xl.books.closed.sheets.parts_xml import child, namespace, parse, serialise
from relance_xl.books.closed.sheets.ranges import Area, cell_address
from relance_xl.books.closed.sheets.sheet_xml import Cell, SheetXml
from relance_xl.books.closed.tables.table_xml import TableXml
from relance_xl.books.closed.upgrade.new_sheets import Donor, next_table_number
from relance_xl.books.closed.workbook_xml import WorkbookXml
from relance_xl.ooxml.namespaces import OFFICE, PACKAGE, R_ID
from relance_xl.ooxml.relations import relations_of
from relance_xl.tables import schema


def lacking_tables(package: Package) -> list[schema.Table]:
    """The tables of the schema that the workbook has not, though it has their sheet."""
    sheets = WorkbookXml(package).sheets
    present = {table.name for part in sheets.values() for table in _tables(package, part)}
    return [table for table in schema.TABLES if table.sheet in sheets and table.name not in present]


def add_tables(package: Package, donor: Donor, wanted: Sequence[schema.Table]) -> None:
    """Copy each table of `wanted` from the shipped workbook, one free column after what its sheet holds."""
    for table in wanted:
        source = donor.workbook.sheets[table.sheet]
        given = next(each for each in _tables(donor.package, source) if each.name == table.name)
        part = WorkbookXml(package).sheets[table.sheet]
        sheet = SheetXml(package.read(part), part)
        left = max(sheet.last_column() + 2, given.ref.left)
        moved = Area(given.ref.top, left, given.ref.bottom, left + given.ref.right - given.ref.left)
        _copy_cells(sheet, SheetXml(donor.package.read(source), source), donor, given.ref, moved)
        _relate(package, sheet, part, _table_part(package, donor, given, moved))
        package.write_pieces(part, sheet.content())


def _tables(package: Package, part: str) -> Iterator[TableXml]:
    for relation in package.relations(part).values():
        if relation.kind == "table" and relation.part in package:
            yield TableXml(package.xml(relation.part), relation.part, part)


def _copy_cells(sheet: SheetXml, source: SheetXml, donor: Donor, ref: Area, moved: Area) -> None:
    for row in range(ref.top, ref.bottom + 1):
        cells = sheet.cells(row)
        for column, cell in source.cells(row).items():
            if ref.left <= column <= ref.right:
                place = column - ref.left + moved.left
                xml = donor.carried(cell.xml)
                address = f'r="{cell_address(row, column)}"'
                cells[place] = Cell(xml.replace(address, f'r="{cell_address(row, place)}"', 1), "")
        sheet.put(row, cells)
    sheet.grow_dimension(moved)


def _table_part(package: Package, donor: Donor, given: TableXml, moved: Area) -> str:
    root = parse(donor.carried_formats(serialise(given.root)), given.part)
    root.set("id", str(next_table_number(package)))
    root.set("ref", str(moved))
    for element in root.iter("{*}autoFilter"):
        element.set("ref", str(moved))
    part = free_part(package, "xl/tables/table{}.xml")
    package.add(part, serialise(root))
    declare(package, part, "table+xml")
    return part


def _relate(package: Package, sheet: SheetXml, part: str, table: str) -> None:
    """Name the table in the sheet and in its relationships."""
    path = relations_of(part)
    links = package.xml(path) if path in package else etree.fromstring(f'<Relationships xmlns="{PACKAGE}"/>')
    identifier = f"rIdTable{table.rpartition('/table')[2].removesuffix('.xml')}"
    attributes = {"Id": identifier, "Type": f"{OFFICE}/table", "Target": f"/{table}"}
    etree.SubElement(links, f"{{{namespace(links)}}}Relationship", attributes)
    (package.write if path in package else package.add)(path, serialise(links))
    root = sheet.frame
    parts = child(root, "tableParts")
    if parts is None:
        parts = etree.SubElement(root, f"{{{namespace(root)}}}tableParts")
    made = etree.SubElement(parts, f"{{{namespace(root)}}}tablePart")
    made.set(R_ID, identifier)
    parts.set("count", str(len(parts)))
    sheet.frame_has_changed()

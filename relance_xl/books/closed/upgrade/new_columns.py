"""Columns that a table of an earlier version lacks, added at its right where the sheet is free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from relance_xl.books.arranging import header_key, header_keys
from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheets.parts_xml import child, local, namespace, serialise
from relance_xl.books.closed.sheets.ranges import Area, cell_address
from relance_xl.books.closed.sheets.sheet_xml import Cell, SheetXml
from relance_xl.books.closed.tables.table_xml import TableXml
from relance_xl.books.closed.workbook_xml import WorkbookXml
from relance_xl.tables import schema
from relance_xl.tables.schema import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class NewColumns:
    """The columns added, « Relances : Lot »; those for which the sheet had no room."""

    added: tuple[str, ...]
    refused: tuple[str, ...]


def add_columns(package: Package) -> NewColumns:
    """Give each table of the schema the columns that it lacks, hidden as they are shipped."""
    added: list[str] = []
    refused: list[str] = []
    for table, others, part in _tables(package):
        known = set(header_keys(table.column_names))
        declared = next(each for each in schema.TABLES if each.name == table.name)
        lacking = [column for column in declared.columns if header_key(column.header) not in known]
        if not lacking:
            continue
        names = [f"{table.sheet} : {column.header}" for column in lacking]
        sheet = SheetXml(package.read(part), part)
        if not _is_free(sheet, table, others, len(lacking)):
            refused += names
            continue
        _widen(sheet, table, lacking)
        package.write_pieces(part, sheet.content())
        package.write(table.part, serialise(table.root))
        added += names
    return NewColumns(added=tuple(added), refused=tuple(refused))


def _tables(package: Package) -> Iterator[tuple[TableXml, list[Area], str]]:
    """Each table of the schema, the areas of the others of its sheet, and the sheet's part."""
    names = {table.name for table in schema.TABLES}
    for sheet, part in WorkbookXml(package).sheets.items():
        tables = [
            TableXml(package.xml(relation.part), relation.part, sheet)
            for relation in package.relations(part).values()
            if relation.kind == "table" and relation.part in package
        ]
        for table in tables:
            if table.name in names:
                yield table, [other.ref for other in tables if other is not table], part


def _is_free(sheet: SheetXml, table: TableXml, others: Sequence[Area], count: int) -> bool:
    ref = table.ref
    wanted = Area(ref.top, ref.right + 1, ref.bottom, ref.right + count)
    if any(wanted.meets(other) for other in others):
        return False
    return not any(
        cell.has_content
        for row in range(ref.top, ref.bottom + 1)
        for column, cell in sheet.cells(row).items()
        if wanted.left <= column <= wanted.right
    )


def _widen(sheet: SheetXml, table: TableXml, lacking: Sequence[Column]) -> None:
    ref = table.ref
    cells = sheet.cells(ref.top)
    style = cells[ref.right].style if ref.right in cells else ""
    columns = child(table.root, "tableColumns")
    if columns is None:
        return
    number = max((int(column.get("id", "0")) for column in columns), default=0)
    for place, column in enumerate(lacking, start=1):
        address = cell_address(ref.top, ref.right + place)
        look = f' s="{style}"' if style else ""
        text = escape(column.header, quote=False)
        cells[ref.right + place] = Cell(f'<c r="{address}"{look} t="inlineStr"><is><t>{text}</t></is></c>', style)
        attributes = {"id": str(number + place), "name": column.header}
        etree.SubElement(columns, f"{{{namespace(table.root)}}}tableColumn", attributes)
    columns.set("count", str(len(columns)))
    sheet.put(ref.top, cells)
    wide = Area(ref.top, ref.left, ref.bottom, ref.right + len(lacking))
    sheet.grow_dimension(wide)
    table.root.set("ref", str(wide))
    for element in table.root.iter("{*}autoFilter"):
        element.set("ref", str(wide))
    _hide(sheet, [(ref.right + place, column) for place, column in enumerate(lacking, start=1)])


def _hide(sheet: SheetXml, placed: Sequence[tuple[int, Column]]) -> None:
    """Give the new columns their width, out of sight those that are; columns the sheet describes already stay so."""
    root = sheet.frame
    columns = child(root, "cols")
    if columns is None:
        columns = etree.Element(f"{{{namespace(root)}}}cols")
        place = next(index for index, element in enumerate(root) if local(element) == "sheetData")
        root.insert(place, columns)
    told = [range(int(each.get("min", "0")), int(each.get("max", "0")) + 1) for each in columns]
    for number, column in placed:
        if any(number in span for span in told):
            continue
        attributes = {"min": str(number), "max": str(number), "width": str(column.width + 0.7109375)}
        hidden = {"hidden": "1"} if column.hidden else {}
        etree.SubElement(columns, f"{{{namespace(root)}}}col", {**attributes, **hidden, "customWidth": "1"})
    sheet.frame_has_changed()

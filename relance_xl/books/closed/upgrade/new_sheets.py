"""Whole sheets of the shipped workbook copied into an older one, with their tables and buttons."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from relance_xl.books.closed.package import Package, declare, free_part
from relance_xl.books.closed.sheets.cell_values import rich_text
from relance_xl.books.closed.sheets.parts_xml import child, namespace, parse, plain, serialise
from relance_xl.books.closed.upgrade.looks import Shift, add_formats
from relance_xl.books.closed.workbook_xml import WorkbookXml
from relance_xl.ooxml.namespaces import OFFICE, R_ID
from relance_xl.ooxml.relations import relations_of

_SHARED = re.compile(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
_TEXT_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?) t="s"><v>([0-9]+)</v></c>')
_CELL_FORMAT = re.compile(r'(<(?:c|row)\b[^>]*? s=")([0-9]+)"')
_COLUMN_FORMAT = re.compile(r'(<col\b[^>]*? style=")([0-9]+)"')
_DIFFERENTIAL = re.compile(r'([dD]xfId=")([0-9]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Donor:
    """The shipped workbook, and how what is taken from it is written in the older one."""

    package: Package
    workbook: WorkbookXml
    texts: Sequence[str]
    shift: Shift

    def carried(self, xml: str) -> str:
        """The XML of cells or of a sheet with its texts in place and the numbers of its formats moved."""
        xml = _TEXT_CELL.sub(lambda cell: _inline(cell, self.texts), xml)
        for pattern in (_CELL_FORMAT, _COLUMN_FORMAT):
            xml = pattern.sub(_moved(self.shift.cells), xml)
        return _DIFFERENTIAL.sub(_moved(self.shift.differential), xml)

    def carried_formats(self, table: bytes) -> bytes:
        """The XML of a table with the numbers of its formats moved."""
        return _DIFFERENTIAL.sub(_moved(self.shift.differential), table.decode()).encode()


def donor_for(package: Package, shipped: Package) -> Donor:
    """The shipped workbook as a donor; its formats are added to the older one's."""
    present, given = WorkbookXml(package), WorkbookXml(shipped)
    styles = package.xml(present.styles)
    shift = add_formats(styles, shipped.xml(given.styles))
    package.write(present.styles, serialise(styles))
    return Donor(package=shipped, workbook=given, texts=_shared_texts(shipped, given), shift=shift)


def lacking_sheets(package: Package, wanted: Sequence[str]) -> list[str]:
    """Those of `wanted` that the workbook has not."""
    present = WorkbookXml(package).sheets
    return [name for name in wanted if name not in present]


def add_sheets(package: Package, donor: Donor, wanted: Sequence[str]) -> None:
    """Copy the sheets of `wanted` behind the workbook's own."""
    for name in wanted:
        _add_sheet(package, donor, name)


def _shared_texts(shipped: Package, workbook: WorkbookXml) -> list[str]:
    text = plain(shipped.read(workbook.shared_strings), workbook.shared_strings).decode()
    return [rich_text(inner) for inner in _SHARED.findall(text)]


def _add_sheet(package: Package, donor: Donor, name: str) -> None:
    source = donor.workbook.sheets[name]
    part = free_part(package, "xl/worksheets/sheet{}.xml")
    package.add(part, donor.carried(donor.package.read(source).decode()).encode())
    declare(package, part, "worksheet+xml")
    _copy_relations(package, donor, source, part)
    _list_sheet(package, donor.package, name, part)


def _inline(cell: re.Match[str], texts: Sequence[str]) -> str:
    text = escape(texts[int(cell[3])], quote=False)
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f'<c r="{cell[1]}"{cell[2]} t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _moved(by: int) -> Callable[[re.Match[str]], str]:
    return lambda found: f'{found[1]}{int(found[2]) + by}"'


def _copy_relations(package: Package, donor: Donor, source: str, part: str) -> None:
    """The tables and the buttons of the sheet, each under a name of its own, known by the same identifiers."""
    shipped, path = donor.package, relations_of(source)
    if path not in shipped:
        return
    root = shipped.xml(path)
    for element in root:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), element.get("Target", "")))
        kind = element.get("Type", "").rpartition("/")[2]
        if kind == "table":
            copy = free_part(package, "xl/tables/table{}.xml")
            package.add(copy, _table(package, donor, target))
            declare(package, copy, "table+xml")
        else:
            copy = free_part(package, "xl/drawings/vmlDrawing{}.vml")
            package.add(copy, shipped.read(target))
        element.set("Target", posixpath.relpath(copy, posixpath.dirname(part)))
    package.add(relations_of(part), serialise(root))


def _table(package: Package, donor: Donor, part: str) -> bytes:
    root = parse(donor.carried_formats(donor.package.read(part)), part)
    root.set("id", str(next_table_number(package)))
    return serialise(root)


def next_table_number(package: Package) -> int:
    """An identifier that no table of the workbook has."""
    return max(_table_numbers(package), default=0) + 1


def _table_numbers(package: Package) -> Iterator[int]:
    for name in package.names():
        if re.fullmatch(r"xl/tables/[^/]+\.xml", name):
            yield int(package.xml(name).get("id", "0"))


def _list_sheet(package: Package, shipped: Package, name: str, part: str) -> None:
    """Name the sheet in the workbook, as hidden as it is shipped."""
    workbook = WorkbookXml(package).part
    relations = relations_of(workbook)
    links = package.xml(relations)
    identifier = _identifier(links)
    etree.SubElement(
        links,
        f"{{{namespace(links)}}}Relationship",
        {
            "Id": identifier,
            "Type": f"{OFFICE}/worksheet",
            "Target": posixpath.relpath(part, posixpath.dirname(workbook)),
        },
    )
    package.write(relations, serialise(links))
    root = package.xml(workbook)
    sheets = child(root, "sheets")
    if sheets is None:
        return
    numbers = [int(sheet.get("sheetId", "0")) for sheet in sheets]
    attributes = {"name": name, "sheetId": str(max(numbers, default=0) + 1), **_state(shipped, name)}
    made = etree.SubElement(sheets, f"{{{namespace(root)}}}sheet", attributes)
    made.set(R_ID, identifier)
    package.write(workbook, serialise(root))


def _state(shipped: Package, name: str) -> Mapping[str, str]:
    for sheet in shipped.xml(WorkbookXml(shipped).part).iterfind("{*}sheets/{*}sheet"):
        if sheet.get("name") == name and sheet.get("state"):
            return {"state": sheet.get("state", "")}
    return {}


def _identifier(links: etree._Element) -> str:
    taken = {element.get("Id", "") for element in links}
    return next(found for number in range(1, len(taken) + 2) if (found := f"rIdRelance{number}") not in taken)

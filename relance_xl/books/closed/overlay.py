"""Cells changed in another program, laid over a workbook's own package: every part not touched keeps its bytes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from relance_xl.books.closed.links import relink
from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheet_looks import Looks, lay_looks
from relance_xl.books.closed.sheets.parts_xml import serialise
from relance_xl.books.closed.sheets.ranges import Area, cell_address
from relance_xl.books.closed.sheets.sheet_names import follow, list_anew
from relance_xl.books.closed.sheets.sheet_xml import Cell
from relance_xl.books.closed.tables.table_xml import TableXml
from relance_xl.books.closed.workbook_file import WorkbookFile
from relance_xl.problems import DataError
from relance_xl.tables import schema
from relance_xl.tables.grid import Link
from relance_xl.tables.sheets.ledger import read_ledger
from relance_xl.tables.sheets.writing import write_colours

Place = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula in Excel's English syntax, with « = », and its result.

    `array` is the A1 area that it fills as one, "" for a formula of its cell alone.
    """

    text: str
    result: str | float | None = None
    array: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """The new result of a formula that has not changed."""

    value: str | float | None


Content = None | str | float | bool | date | Formula | Result | Link
_HYPERLINK = re.compile(r'=HYPERLINK\("((?:[^"]|"")*)"[,;]')
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>.*?</f>)", re.DOTALL)


def laid_over(
    name: str,
    content: bytes,
    sheets: Mapping[str, Mapping[Place, Content]],
    bottoms: Mapping[str, int],
    looks: Mapping[str, tuple[Looks, Looks]] | None = None,
) -> bytes:
    """The package `content` of the workbook `name` with these cells changed, its tables ending at these rows.

    `looks` are those of a sheet before and now: what is different is changed.

    RelanceError when the package cannot take them: a table with merged cells, a sheet that does not exist.
    """
    with tempfile.TemporaryDirectory(prefix="relance-xl-") as folder:
        path = Path(folder, name)
        path.write_bytes(content)
        book = _Overlaid(path)
        for table, bottom in bottoms.items():
            book.end_table(table, bottom)
        for sheet, cells in sheets.items():
            book.lay(sheet, cells)
        for sheet, (before, now) in (looks or {}).items():
            book.lay_looks(sheet, before, now)
        if sheets.get(schema.LEVEL_TABLE.sheet):
            book.recolour()
        book.save()
        return path.read_bytes()


def renamed(name: str, content: bytes, names: Mapping[str, str]) -> bytes:
    """The package `content` of the workbook `name`, its sheets called by their new names: old → new."""
    package = Package(content, name)
    workbook = package.main_part()
    for part in package.names():
        if part.endswith(".xml") and not part.endswith("sharedStrings.xml"):
            root = package.xml(part)
            if part == workbook:
                list_anew(root, names)
            if follow(root, names) or part == workbook:
                package.write(part, serialise(root))
    return package.content()


class _Overlaid(WorkbookFile):
    """A closed workbook whose cells can be written anywhere."""

    def end_table(self, name: str, bottom: int) -> None:
        """Let the table end at that row of its sheet."""
        if self._table(name).ref.bottom != bottom:
            self._write(name, lambda target: target.end_at(bottom))

    def lay(self, sheet: str, cells: Mapping[Place, Content]) -> None:
        """Give these cells their new content; each keeps its style, a new row of a table takes its first one's."""
        if not cells:
            return
        part = self._sheet(sheet)
        tables = [table for table in self._tables.values() if table.sheet == sheet]
        cells = self._without_headers(tables, cells)
        by_row: dict[int, dict[int, Content]] = {}
        links: dict[Place, Link] = {}
        for (row, column), content in cells.items():
            by_row.setdefault(row, {})[column] = content
        for row, contents in sorted(by_row.items()):
            present = part.cells(row)
            for column, given in contents.items():
                content = _as_link(given) if _in_one(tables, row, column) else given
                if isinstance(content, Link):
                    links[row, column] = content
                style = self._style(present, tables, row, column)
                xml = self._xml(present.get(column), cell_address(row, column), content, style)
                if xml:
                    present[column] = Cell(xml, style)
                else:
                    present.pop(column, None)
            part.put(row, present)
        if not cells:
            return
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        part.grow_dimension(Area(min(rows), min(columns), max(rows), max(columns)))
        relink(self._package, part, links, lambda place: None if place in cells else place)
        self._touch(sheet)

    def _without_headers(self, tables: Iterable[TableXml], cells: Mapping[Place, Content]) -> Mapping[Place, Content]:
        """The cells but for the headers that can name no column; the columns are called as the other headers are.

        Excel repairs a file where the two differ, and drops the table: a header that is blank, or another's, stays as
        it was, as in Excel.
        """
        kept = dict(cells)
        for table in tables:
            headers = {
                place: content for place, content in cells.items()
                if place[0] == table.ref.top and table.ref.left <= place[1] <= table.ref.right
            }  # fmt: skip
            texts = {place[1] - table.ref.left: text for place, text in headers.items() if isinstance(text, str)}
            names = table.rename(texts)
            for each in self._tables.values() if names else ():
                if each.follow(table.name, names) or each is table:
                    self._package.write(each.part, serialise(each.root))
            now = table.column_names
            for place, content in headers.items():
                if now[place[1] - table.ref.left] != content:
                    del kept[place]
        return kept

    def lay_looks(self, sheet: str, before: Looks, now: Looks) -> None:
        """Change what the sheet shows beside its contents, and whether it is shown itself."""
        if before.hidden != now.hidden:
            self._workbook.set_hidden(sheet, hidden=now.hidden)
        lay_looks(self._package, self._sheet(sheet), self._styles, before, now)
        self._touch(sheet)

    def recolour(self) -> None:
        """Give the rows the colours that `Niveaux` now states; a workbook that cannot be read keeps those it has."""
        with suppress(DataError):
            write_colours(self, read_ledger(self)[0].levels)

    def _style(self, present: Mapping[int, Cell], tables: list[TableXml], row: int, column: int) -> str:
        style = present[column].style if column in present else ""
        for table in tables if style in {"", "0"} else ():
            ref = table.ref
            if ref.top < row <= ref.bottom and ref.left <= column <= ref.right:
                first = self._sheet(table.sheet).cells(ref.top + 1)
                return first[column].style if column in first else style
        return style

    def _xml(self, present: Cell | None, address: str, content: Content, style: str) -> str:
        if isinstance(content, Result):
            formula = _FORMULA.search(present.xml) if present is not None else None
            return (
                _with_result(formula[0], address, content.value, style) if formula else present.xml if present else ""
            )
        if isinstance(content, Formula):
            xml = self._writer.formula(address, content.text.removeprefix("="), content.result, style)
            return xml.replace("<f>", f'<f t="array" ref="{content.array}">', 1) if content.array else xml
        return self._writer.cell(address, content, style)


def _in_one(tables: Iterable[TableXml], row: int, column: int) -> bool:
    """Whether the cell stands in the body of one of the tables."""
    refs = (table.ref for table in tables)
    return any(ref.top < row <= ref.bottom and ref.left <= column <= ref.right for ref in refs)


def _as_link(content: Content) -> Content:
    """The link that a formula is, in a table: Excel would copy the formula to the whole column (N-62)."""
    match = _HYPERLINK.match(content.text) if isinstance(content, Formula) else None
    if match is None or not isinstance(content, Formula):
        return content
    return Link(match[1].replace('""', '"'), str(content.result or ""))


def _with_result(formula: str, address: str, result: str | float | None, style: str) -> str:
    """The cell of that very `<f>` element, with another result."""
    shape = f' s="{style}"' if style else ""
    if result is None or result == "":
        return f'<c r="{address}"{shape} t="str">{formula}<v></v></c>'
    if isinstance(result, str):
        text = result.replace("&", "&amp;").replace("<", "&lt;")
        return f'<c r="{address}"{shape} t="str">{formula}<v>{text}</v></c>'
    return f'<c r="{address}"{shape}>{formula}<v>{repr(float(result)).removesuffix(".0")}</v></c>'

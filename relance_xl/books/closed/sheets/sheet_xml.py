"""One worksheet part: its rows kept as the bytes they are until one is read or rewritten.

Only `sheetData` is cut into rows; what stands around it (validations, conditional formats, merged cells…) is parsed
when it is asked for, and written back only when it has been changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from relance_xl.books.closed.sheets.cell_values import CELL, cell_attributes
from relance_xl.books.closed.sheets.parts_xml import child, damaged, local, parse, plain, serialise
from relance_xl.books.closed.sheets.ranges import LAST_ROW, Area, cell_address, column_number
from relance_xl.books.closed.sheets.rows import Rows

_SHEET_DATA = re.compile(rb"<sheetData\b[^>]*?(/?)>")
_ROW = re.compile(rb'\s*(<row(?= |/?>)(?: r="([0-9]+)")?([^>]*)>)')
_NUMBER = re.compile(rb'\br="([0-9]+)"')
_LETTERS = re.compile(rb"[A-Z]+")
_STYLE = re.compile(r' s="([0-9]+)"')
_SPANS = re.compile(r' (?:spans|x14ac:dyDescent)="[^"]*"')
_CELL = re.compile(rb'<c r="([A-Z]+)[0-9]+"(?: s="([0-9]+)")?(?: t="[A-Za-z]+")?/?>')

Shape = tuple[tuple[int, str], ...]
"""Column and style of each cell of a row."""


class SheetXml:
    """The rows of a worksheet part by their number, and the part around them."""

    def __init__(self, content: bytes, part: str) -> None:
        """DataError when the part is damaged."""
        content = plain(content, part)
        opening = _SHEET_DATA.search(content)
        if opening is None:
            raise damaged(part)
        self.part = part
        self.shares_formulas = b'"shared"' in content
        self.rows = Rows()
        self._shapes: dict[tuple[tuple[bytes, bytes], ...], Shape] = {}
        if opening[1]:
            self._head = content[: opening.start()] + b"<sheetData>"
            self._tail = b"</sheetData>" + content[opening.end() :]
        else:
            closing = content.rfind(b"</sheetData>")
            if closing < 0:
                raise damaged(part)
            self._head, self._tail = content[: opening.end()], content[closing:]
            self._cut(content, opening.end(), closing)
        self._frame: etree._Element | None = None
        self._frame_changed = False

    def _cut(self, content: bytes, start: int, end: int) -> None:
        """Fill `rows`; a row without a number follows the one before."""
        number = 0
        while opening := _ROW.match(content, start, end):
            stop = opening.end()
            if not opening[3].endswith(b"/"):
                stop = content.find(b"</row>", stop, end) + 6
                if stop < opening.end():
                    raise damaged(self.part)
            number = int(opening[2]) if opening[2] else _row_number(opening[3], number)
            self.rows[number] = content[opening.start(1) : stop]
            start = stop
        if content[start:end].strip():
            raise damaged(self.part)

    @property
    def frame(self) -> etree._Element:
        """The worksheet element, its `sheetData` empty; call `frame_has_changed` after changing it."""
        if self._frame is None:
            self._frame = parse(self._head + self._tail, self.part)
        return self._frame

    def frame_has_changed(self) -> None:
        """Have the frame written back with the rows."""
        self._frame_changed = True

    def row_xml(self, number: int) -> str:
        """The row's XML, "" when it has no cell."""
        return self.rows.get(number).decode()

    def cells(self, number: int) -> dict[int, Cell]:
        """The row's cells by column, each bearing its own address."""
        column = 0
        cells: dict[int, Cell] = {}
        for match in CELL.finditer(self.row_xml(number)):
            letters, style = match[2], match[3]
            if match[5] and not match[5].isspace():
                letters, style, _ = cell_attributes(match[1] + match[5])
            column = column_number(letters) if letters else column + 1
            xml = match[0] if letters else f'<c r="{cell_address(number, column)}"{match[0][2:]}'
            cells[column] = Cell(xml, style or "")
        return cells

    def swap(self, number: int, columns: Iterable[int], write: Callable[[int, str], str]) -> bool:
        """Put what `write` gives (column, present style → XML) in the place of a row's cells.

        The quick way for a few cells of many rows.  False, the row as it was, when one of them is not there or is not
        written the usual way: `put` is the general one.
        """
        row = self.row_xml(number)
        for column in columns:
            start = row.find(f'<c r="{cell_address(number, column)}"')
            if start < 0:
                return False
            end = row.index(">", start) + 1
            style = _STYLE.search(row, start, end)
            xml = write(column, style[1] if style is not None else "")
            if not xml:
                return False
            row = row[:start] + xml + row[end if row[end - 2] == "/" else row.index("</c>", end) + 4 :]
        self.rows[number] = row.encode()
        return True

    def shape(self, number: int) -> Shape | None:
        """Column and style of each cell of a row written the usual way, () for no cell; None when it is not."""
        row = self.rows.get(number)
        found = tuple(_CELL.findall(row))
        if len(found) != row.count(b"<c"):
            return None
        shape = self._shapes.get(found)
        if shape is None:
            shape = tuple((column_number(letters.decode()), style.decode()) for letters, style in found)
            self._shapes[found] = shape
        return shape

    def put(self, number: int, cells: Mapping[int, Cell], attributes: str = "") -> None:
        """Replace all the cells of a row; see `put_xml`."""
        self.put_xml(number, "".join(cells[column].xml for column in sorted(cells)), attributes)

    def put_xml(self, number: int, cells: str, attributes: str = "") -> None:
        """Replace all the cells of a row, given in the order of the columns.

        `attributes` (« ht="30" ») are those of a row that does not exist yet; a row without cells nor attributes goes.
        """
        present = self._attributes(number)
        kept = attributes if present is None else _SPANS.sub("", present.rstrip("/ "))
        if cells:
            self.rows[number] = f'<row r="{number}"{kept}>{cells}</row>'.encode()
        elif kept:
            self.rows[number] = f'<row r="{number}"{kept}/>'.encode()
        else:
            self.rows.remove(number)

    def _attributes(self, number: int) -> str | None:
        """What the row's opening tag says besides its number; None when there is no such row."""
        opening = _ROW.match(self.rows.get(number))
        if opening is None:
            return None
        return opening[3].decode() if opening[2] else _NUMBER.sub(b"", opening[3], count=1).decode()

    def height(self, number: int) -> str:
        """The attributes that give the row its height, ready to be written."""
        return "".join(re.findall(r' (?:ht|customHeight)="[^"]*"', self._attributes(number) or ""))

    def is_hidden(self, number: int) -> bool:
        """Whether nobody sees the row."""
        opening = _ROW.match(self.rows.get(number))
        return opening is not None and b' hidden="1"' in opening[3]

    def show(self, number: int) -> None:
        """Bring back a row that a filter had hidden."""
        xml = self.row_xml(number)
        end = xml.find(">")
        if ' hidden="' in xml[:end]:
            self.rows[number] = (re.sub(r' hidden="[^"]*"', "", xml[:end]) + xml[end:]).encode()

    def last_row(self) -> int:
        """The number of the last row present, 0 for an empty sheet."""
        return self.rows.last()

    def last_column(self) -> int:
        """The number of the last column with a cell, 0 for an empty sheet."""
        last = 0
        for number, row in self.rows.between(1, LAST_ROW):
            start = row.rfind(b'<c r="')
            match = _LETTERS.match(row, start + 6) if start >= 0 else None
            last = max(
                last, column_number(match[0].decode()) if match is not None else max(self.cells(number), default=0)
            )
        return last

    def used(self, area: Area) -> Iterator[tuple[int, int]]:
        """Row and column of the cells with a content inside `area`."""
        for number, row in self.rows.between(area.top, area.bottom):
            if b"<v" in row or b"<is" in row or b"<f" in row:
                for column, cell in self.cells(number).items():
                    if area.left <= column <= area.right and cell.has_content:
                        yield number, column

    def merged(self) -> Iterator[Area]:
        """The merged areas of the sheet.  DataError for one that is no area (N-106)."""
        for element in self.frame.iterfind("{*}mergeCells/{*}mergeCell"):
            try:
                yield Area.parse(element.get("ref", "A1"))
            except ValueError as error:
                raise damaged(self.part) from error

    def grow_dimension(self, area: Area) -> None:
        """Make the sheet's stated extent hold `area`."""
        dimension = child(self.frame, "dimension")
        if dimension is None:
            return
        try:
            old = Area.parse(dimension.get("ref", ""))
        except ValueError:
            old = area
        new = Area(
            min(old.top, area.top), min(old.left, area.left), max(old.bottom, area.bottom), max(old.right, area.right)
        )
        if new != old:
            dimension.set("ref", str(new))
            self.frame_has_changed()

    def frame_bytes(self) -> bytes:
        """The part without its rows."""
        if self._frame_changed:
            self._take_frame()
        return self._head + self._tail

    def content(self) -> Iterator[bytes]:
        """The whole part, piece by piece."""
        if self._frame_changed:
            self._take_frame()
        yield self._head
        for block in self.rows.blocks():
            yield b"".join(block.values())
        yield self._tail

    def _take_frame(self) -> None:
        data = child(self.frame, "sheetData")
        if data is None:
            raise damaged(self.part)
        data.text = "\n"  # keeps the opening and the closing tag apart
        content = serialise(self.frame)
        data.text = None
        opening = _SHEET_DATA.search(content)
        if opening is None:
            raise damaged(self.part)
        self._head, self._tail = content[: opening.end()], content[opening.end() :].lstrip(b"\n")
        self._frame_changed = False


class Cell:
    """A cell's XML and its style's number ("" for none)."""

    __slots__ = ("style", "xml")

    def __init__(self, xml: str, style: str) -> None:
        self.xml = xml
        self.style = style

    @property
    def has_content(self) -> bool:
        """Whether the cell holds anything but a style."""
        return "<v" in self.xml or "<is" in self.xml or "<f" in self.xml


def _row_number(attributes: bytes, before: int) -> int:
    match = _NUMBER.search(attributes)
    return int(match[1]) if match is not None else before + 1


def areas_of(element: etree._Element) -> list[str]:
    """The areas an element applies to: its `sqref`, attribute or (in extensions) child."""
    inner = child(element, "sqref")
    text = element.get("sqref") if inner is None else inner.text
    return (text or "").split()


def set_areas(element: etree._Element, areas: list[str]) -> None:
    """Write back what `areas_of` gives."""
    inner = child(element, "sqref")
    if inner is None:
        element.set("sqref", " ".join(areas))
    else:
        inner.text = " ".join(areas)


def ruled(frame: etree._Element) -> Iterator[etree._Element]:
    """The conditional formats and validations of a sheet, old and new style."""
    for element in frame.iter(etree.Element):
        if local(element) in {"conditionalFormatting", "dataValidation", "ignoredError"}:
            yield element

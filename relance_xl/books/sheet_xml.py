"""One worksheet part: its rows kept as the bytes they are until one is read or rewritten.

Only `sheetData` is cut into rows; what stands around it (validations, conditional formats, merged cells…) is parsed
when it is asked for, and written back only when it has been changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml import etree

from relance_xl.books.cell_values import CELL, cell_attributes
from relance_xl.books.parts_xml import child, damaged, local, parse, plain, serialise
from relance_xl.books.ranges import Area, cell_address, column_number

_SHEET_DATA = re.compile(r"<sheetData\b[^>]*?(/?)>")
_EMPTY_ROWS = re.compile(r"\s*<row\b([^>]*)/>")
_ROW = re.compile(r"\s*<row\b([^>]*)>")
_NUMBER = re.compile(r'\br="([0-9]+)"')
_LETTERS = re.compile(rb"[A-Z]+")
_STYLE = re.compile(r' s="([0-9]+)"')
_SPANS = re.compile(r' (?:spans|x14ac:dyDescent)="[^"]*"')


class SheetXml:
    """The rows of a worksheet part by their number, and the part around them."""

    def __init__(self, content: bytes, part: str) -> None:
        """DataError when the part is damaged."""
        text = plain(content, part)
        opening = _SHEET_DATA.search(text)
        if opening is None:
            raise damaged(part)
        self._part = part
        self.rows: dict[int, bytes] = {}
        if opening[1]:
            self._head, self._tail = text[: opening.start()] + "<sheetData>", "</sheetData>" + text[opening.end() :]
        else:
            closing = text.rfind("</sheetData>")
            if closing < 0:
                raise damaged(part)
            self._head, self._tail = text[: opening.end()], text[closing:]
            self._cut(text, opening.end(), closing)
        self._frame: etree._Element | None = None
        self._frame_changed = False

    def _cut(self, text: str, start: int, end: int) -> None:
        """Fill `rows`, in the order of their numbers; a row without a number follows the one before."""
        number = 0
        while True:
            while empty := _EMPTY_ROWS.match(text, start, end):
                number = _row_number(empty[1], number)
                self.rows[number] = empty[0].strip().encode()
                start = empty.end()
            opening = _ROW.match(text, start, end)
            closing = text.find("</row>", start, end)
            if opening is None or closing < 0:
                break
            number = _row_number(opening[1], number)
            self.rows[number] = text[start : closing + 6].strip().encode()
            start = closing + 6
        if text[start:end].strip():
            raise damaged(self._part)
        if any(later < earlier for earlier, later in zip(self.rows, list(self.rows)[1:], strict=False)):
            self.rows = dict(sorted(self.rows.items()))

    @property
    def frame(self) -> etree._Element:
        """The worksheet element, its `sheetData` empty; call `frame_has_changed` after changing it."""
        if self._frame is None:
            self._frame = parse((self._head + self._tail).encode(), self._part)
        return self._frame

    def frame_has_changed(self) -> None:
        """Have the frame written back with the rows."""
        self._frame_changed = True

    def row_xml(self, number: int) -> str:
        """The row's XML, "" when it has no cell."""
        return self.rows.get(number, b"").decode()

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

    def put(self, number: int, cells: Mapping[int, Cell], attributes: str = "") -> None:
        """Replace all the cells of a row.

        `attributes` (« ht="30" ») are those of a row that does not exist yet; a row without cells nor attributes goes.
        """
        opening = _ROW.match(self.row_xml(number)) or _EMPTY_ROWS.match(self.row_xml(number))
        kept = _SPANS.sub("", opening[1].rstrip("/ ")) if opening is not None else f' r="{number}"{attributes}'
        if "r=" not in kept:
            kept = f' r="{number}"{kept}'
        body = "".join(cells[column].xml for column in sorted(cells))
        if not body and kept.strip() == f'r="{number}"':
            self.rows.pop(number, None)
            return
        in_order = number in self.rows or not self.rows or number > next(reversed(self.rows))
        self.rows[number] = (f"<row{kept}>{body}</row>" if body else f"<row{kept}/>").encode()
        if not in_order:
            self._unsorted = True

    _unsorted = False

    def height(self, number: int) -> str:
        """The attributes that give the row its height, ready to be written."""
        opening = _ROW.match(self.row_xml(number)) or _EMPTY_ROWS.match(self.row_xml(number))
        found = re.findall(r' (?:ht|customHeight)="[^"]*"', opening[1]) if opening is not None else []
        return "".join(found)

    def show(self, number: int) -> None:
        """Bring back a row that a filter had hidden."""
        xml = self.row_xml(number)
        end = xml.find(">")
        if ' hidden="' in xml[:end]:
            self.rows[number] = (re.sub(r' hidden="[^"]*"', "", xml[:end]) + xml[end:]).encode()

    def last_row(self) -> int:
        """The number of the last row present, 0 for an empty sheet."""
        return max(self.rows, default=0)

    def last_column(self) -> int:
        """The number of the last column with a cell, 0 for an empty sheet."""
        last = 0
        for number, row in self.rows.items():
            start = row.rfind(b'<c r="')
            match = _LETTERS.match(row, start + 6) if start >= 0 else None
            last = max(
                last, column_number(match[0].decode()) if match is not None else max(self.cells(number), default=0)
            )
        return last

    def used(self, area: Area) -> Iterator[tuple[int, int]]:
        """Row and column of the cells with a content inside `area`."""
        for number in sorted(self.rows):
            if area.top <= number <= area.bottom:
                for column, cell in self.cells(number).items():
                    if area.left <= column <= area.right and cell.has_content:
                        yield number, column

    def merged(self) -> Iterator[Area]:
        """The merged areas of the sheet."""
        for element in self.frame.iterfind("{*}mergeCells/{*}mergeCell"):
            yield Area.parse(element.get("ref", "A1"))

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

    def content(self) -> bytes:
        """The whole part."""
        if self._frame_changed:
            self._take_frame()
        if self._unsorted:
            self.rows = dict(sorted(self.rows.items()))
        return b"".join([self._head.encode(), *self.rows.values(), self._tail.encode()])

    def _take_frame(self) -> None:
        data = child(self.frame, "sheetData")
        if data is None:
            raise damaged(self._part)
        data.text = "\n"  # keeps the opening and the closing tag apart
        text = serialise(self.frame).decode()
        data.text = None
        opening = _SHEET_DATA.search(text)
        if opening is None:
            raise damaged(self._part)
        self._head, self._tail = text[: opening.end()], text[opening.end() :].lstrip("\n")
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


def _row_number(attributes: str, before: int) -> int:
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

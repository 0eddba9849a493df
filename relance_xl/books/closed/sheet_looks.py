"""What a sheet shows beside its contents, changed in another program and laid over a package (N-68)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from relance_xl.books.closed.comments import give_comments
from relance_xl.books.closed.package import Package
from relance_xl.books.closed.sheets.paints import Paint, paint, repainted
from relance_xl.books.closed.sheets.parts_xml import child, namespace
from relance_xl.books.closed.sheets.sheet_xml import SheetXml
from relance_xl.books.closed.sheets.styles import Styles

Place = tuple[int, int]
"""Row and column, counted from 1."""
_SAME: Final = 0.5
"""Characters of width: two programs round a width each in its way."""
_HIDDEN: Final = re.compile(r' hidden="[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Comments by place, widths in characters by column, what is hidden, all counted from 1; protection; colours.

    `hidden` is the sheet itself.
    """

    notes: Mapping[Place, str] = field(default_factory=dict)
    widths: Mapping[int, float] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden: bool = False
    protected: bool = False
    paints: tuple[Paint, ...] = ()


def lay_looks(package: Package, sheet: SheetXml, styles: Styles, before: Looks, now: Looks) -> None:
    """Change in the sheet what is different `now`, and nothing else."""
    if before.paints != now.paints:
        paint(sheet, styles, repainted(before.paints, now.paints))
    if before.notes != now.notes:
        give_comments(package, sheet, now.notes)
    _rows(sheet, now.hidden_rows - before.hidden_rows, before.hidden_rows - now.hidden_rows)
    wider = {
        column: width for column, width in now.widths.items()
        if column in before.widths and abs(width - before.widths[column]) > _SAME and column not in now.hidden_columns
    }  # fmt: skip
    for column in sorted({*wider, *(before.hidden_columns ^ now.hidden_columns)}):
        _column(sheet, column, wider.get(column), hidden=column in now.hidden_columns)
    if before.protected != now.protected:
        _protection(sheet, wanted=now.protected)


def _rows(sheet: SheetXml, hidden: frozenset[int], shown: frozenset[int]) -> None:
    for number in hidden:
        xml = sheet.row_xml(number) or f'<row r="{number}"/>'
        end = xml.find("/>") if xml.endswith("/>") and xml.count("<") == 1 else xml.find(">")
        sheet.rows[number] = (_HIDDEN.sub("", xml[:end]) + ' hidden="1"' + xml[end:]).encode()
    for number in shown:
        if sheet.is_hidden(number):
            sheet.show(number)


def _column(sheet: SheetXml, number: int, width: float | None, *, hidden: bool) -> None:
    """Give one column its width and say whether it is hidden; those beside it keep theirs."""
    root = sheet.frame
    columns = child(root, "cols")
    if columns is None:
        columns = root.makeelement(f"{{{namespace(root)}}}cols", {})
        data = child(root, "sheetData")
        if data is None:
            return
        data.addprevious(columns)
    found = _alone(columns, number)
    if width is not None:
        found.set("width", f"{width:.2f}")
        found.set("customWidth", "1")
    if hidden:
        found.set("hidden", "1")
    elif "hidden" in found.attrib:
        del found.attrib["hidden"]
    sheet.frame_has_changed()


def _alone(columns: etree._Element, number: int) -> etree._Element:
    """The `col` that is this column's only, cut out of the one that covers it, or new."""
    for element in list(columns):
        first, last = int(element.get("min", "0")), int(element.get("max", "0"))
        if first <= number <= last:
            if first < number:
                before = etree.fromstring(etree.tostring(element))
                before.set("max", str(number - 1))
                element.addprevious(before)
            if number < last:
                after = etree.fromstring(etree.tostring(element))
                after.set("min", str(number + 1))
                element.addnext(after)
            element.set("min", str(number))
            element.set("max", str(number))
            return element
    made = columns.makeelement(
        f"{{{namespace(columns)}}}col", {"min": str(number), "max": str(number), "width": "9.14"}
    )
    following = next((element for element in columns if int(element.get("min", "0")) > number), None)
    if following is None:
        columns.append(made)
    else:
        following.addprevious(made)
    return made


def _protection(sheet: SheetXml, *, wanted: bool) -> None:
    """Protect the sheet, or let it go; a password cannot be carried, and is set again in Excel."""
    root = sheet.frame
    present = child(root, "sheetProtection")
    if present is not None:
        root.remove(present)
    if wanted:
        made = root.makeelement(
            f"{{{namespace(root)}}}sheetProtection", {"sheet": "1", "objects": "1", "scenarios": "1"}
        )
        place = child(root, "sheetCalcPr")
        place = child(root, "sheetData") if place is None else place
        if place is not None:
            place.addnext(made)
    sheet.frame_has_changed()

"""A workbook LibreOffice has written its own way, given back what Excel knows its macros by."""

from __future__ import annotations

import re

from relance_xl.books.closed.package import Package
from relance_xl.books.closed.workbook_xml import WorkbookXml

VBA = "xl/vbaProject.bin"
WORKBOOK = "xl/workbook.xml"
_CODE_NAME = re.compile(rb'<(?:\w+:)?(?:sheetPr|workbookPr)\b[^>]*?\bcodeName="([^"]*)"')
_PROPERTIES = re.compile(rb"<((?:\w+:)?(?:sheetPr|workbookPr))\b")


def grafted(content: bytes, original: bytes, name: str) -> bytes:
    """`content` with the VBA project of `original`, and the code names of the book and of the sheets of the same name.

    RelanceError when either is no workbook.
    """
    was, now = Package(original, name), Package(content, name)
    parts = {WORKBOOK: WORKBOOK}
    sheets = WorkbookXml(was).sheets
    for sheet, part in WorkbookXml(now).sheets.items():
        if sheet in sheets:
            parts[part] = sheets[sheet]
    for part, origin in parts.items():
        now.write(part, _named(now.read(part), was.read(origin)))
    if VBA in was and VBA in now:
        now.write(VBA, was.read(VBA))
    return now.content()


def _named(part: bytes, original: bytes) -> bytes:
    """The part with the code name of `original`, when it has none."""
    name = _CODE_NAME.search(original)
    if name is None or _CODE_NAME.search(part):
        return part
    return _PROPERTIES.sub(lambda match: match[0] + b' codeName="' + name[1] + b'"', part, count=1)

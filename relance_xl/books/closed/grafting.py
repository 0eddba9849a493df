"""A workbook LibreOffice has written its own way, given back what Excel knows its macros by."""

from __future__ import annotations

import io
import re
import zipfile

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
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == VBA and VBA in was:
                data = was.read(VBA)
            elif info.filename in parts:
                data = _named(data, was.read(parts[info.filename]))
            target.writestr(info, data)
    return output.getvalue()


def _named(part: bytes, original: bytes) -> bytes:
    """The part with the code name of `original`, when it has none."""
    name = _CODE_NAME.search(original)
    if name is None or _CODE_NAME.search(part):
        return part
    return _PROPERTIES.sub(lambda match: match[0] + b' codeName="' + name[1] + b'"', part, count=1)

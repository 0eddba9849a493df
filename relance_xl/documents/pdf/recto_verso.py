"""A print run made fit for LibreOffice to lay out on both sides of the sheet, its blank versos in the PDF.

Word begins an « odd page » section on the front of a sheet by itself.  LibreOffice gives the second page of such a
section the header of its first one, and leaves blank pages out of a PDF unless asked for.  It also puts a page of an
odd number on the front of a sheet whatever its section says: each letter of a run begins at 1, which is enough.
"""

from __future__ import annotations

import re
from pathlib import Path

from relance_xl.documents.templates.preparation import TEXT_PART
from relance_xl.ooxml.members import FAST, StaticMembers, member
from relance_xl.ooxml.opening import unpacked

EXPORT = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
"""LibreOffice's filter that keeps the blank versos."""

_SETUP = re.compile(rb"<w:sectPr\b.*?</w:sectPr>", re.DOTALL)
_ODD_START = re.compile(rb'<w:pgNumType\b[^>]*w:start="\d*[13579]"')
_ODD_PAGE = re.compile(rb'(<w:type\b[^>]*w:val=")oddPage"')


def begin_by_the_number(document: Path) -> None:
    """Have the letters of a run begin on the front of a sheet by their page number alone.

    PackageFault for what is no package.
    """
    parts = unpacked(document.read_bytes())
    changed = {name: _SETUP.sub(_numbered, part) for name, part in parts.items() if TEXT_PART.match(name)}
    members = [member(name, part, FAST) for name, part in (parts | changed).items()]
    document.write_bytes(StaticMembers(()).package(members))


def _numbered(setup: re.Match[bytes]) -> bytes:
    return _ODD_PAGE.sub(rb'\1nextPage"', setup[0]) if _ODD_START.search(setup[0]) else setup[0]

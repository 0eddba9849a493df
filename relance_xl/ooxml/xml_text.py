"""The text of an XML part of a package, whatever its encoding: Word writes UTF-8, others do not have to."""

from __future__ import annotations

import re

from lxml import etree

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"

_DECLARED = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>\s*")
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\bencoding=["']([^"']+)["']""")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def xml_text(data: bytes) -> str:
    """The text of a part, without its declaration.

    UTF-8 is kept to the letter; another encoding goes through lxml, which keeps what the XML says.
    lxml's XMLSyntaxError or a UnicodeDecodeError for bytes that are not in their encoding.
    """
    declared = _ENCODING.match(data)
    if data[:2] in _WIDE or (declared and declared[1].lower() not in {b"utf-8", b"us-ascii"}):
        return etree.tostring(etree.fromstring(data), encoding="unicode")
    return _DECLARED.sub("", data.decode(), count=1)

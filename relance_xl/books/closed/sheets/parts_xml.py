"""XML parts of a package: parsed without entities, written back the way Excel declares them.

lxml, never the standard library's ElementTree: that one drops the prefixes `mc:Ignorable` names, and Excel then
offers to repair the file.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from relance_xl.problems import DataError, Problem

_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def parse(content: bytes, part: str) -> etree._Element:
    """The root of an XML part.  DataError when it is not well-formed or declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(part) from error
    docinfo = root.getroottree().docinfo
    if docinfo is not None and docinfo.doctype:  # type: ignore[union-attr]  # the stubs forget it
        raise DataError(
            Problem(
                file=part,
                what="Cette partie du classeur déclare des entités XML, ce qu'aucun tableur n'écrit",
                expected="un classeur enregistré par Excel ou LibreOffice",
            )
        )
    return root


def serialise(root: etree._Element) -> bytes:
    """The part's bytes, with the declaration Excel writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def damaged(part: str) -> DataError:
    """The error to raise for a part that cannot be understood."""
    return DataError(
        Problem(
            file=part,
            what="Cette partie du classeur est illisible",
            expected="un classeur non endommagé ; ouvrez-le dans Excel, enregistrez-le et recommencez",
        )
    )


def namespace(root: etree._Element) -> str:
    """The namespace of the root's name: transitional and strict workbooks differ by it."""
    return etree.QName(root).namespace or ""


def local(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child called `name`, whatever its namespace."""
    return parent.find(f"{{*}}{name}")


def relation_id(element: etree._Element) -> str:
    """The value of the element's `r:id`, or ""."""
    for name, value in element.attrib.items():
        if str(name).endswith("relationships}id"):
            return str(value)
    return ""


def plain(content: bytes, part: str) -> bytes:
    """The part in the one form the row and cell patterns know.

    UTF-8, double-quoted attributes, no comment, no CDATA, the main namespace without a prefix.  Nearly every file is
    already so and is given back as it is; the others go through lxml once.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    body = content.find(b"?>", 0, 200) + 1
    if not _is_utf_8(content) or b"<!" in content or content.find(b"='", body) >= 0 or _prefix(content):
        root = parse(content, part)
        etree.strip_tags(root, etree.Comment)
        content = serialise(root)
        prefix = _prefix(content)
        if prefix:
            content = _without_prefix(content, prefix, namespace(root))
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content


def _is_utf_8(content: bytes) -> bool:
    """Whether the part says so, or says nothing, and is."""
    declared = _ENCODING.match(content)
    if declared is not None and declared[1].lower() not in {b"utf-8", b"us-ascii"}:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


_PIECE = 1 << 20
_ROOT = re.compile(rb"<(?:(\w[\w.-]*):)?(?:worksheet|sst)\b([^>]*)>")


def _prefix(content: bytes) -> bytes:
    match = _ROOT.search(content, 0, 20_000)
    return match[1] or b"" if match is not None else b""


def _without_prefix(content: bytes, prefix: bytes, uri: str) -> bytes:
    """The same document with the main namespace as the default one."""
    content = re.sub(rb"(</?)" + re.escape(prefix) + rb":", rb"\1", content)
    return re.sub(rb"<(worksheet|sst)\b", rb'<\1 xmlns="' + uri.encode() + b'"', content, count=1)

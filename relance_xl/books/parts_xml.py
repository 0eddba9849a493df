"""XML parts of a package: parsed without entities, written back the way Excel declares them.

lxml, never the standard library's ElementTree: that one drops the prefixes `mc:Ignorable` names, and Excel then
offers to repair the file.
"""

from __future__ import annotations

import re

from lxml import etree

from relance_xl.problems import DataError, Problem

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
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


def plain(content: bytes, part: str) -> str:
    """The part as text in the one form the row and cell patterns know.

    UTF-8, double-quoted attributes, no comment, no CDATA, the main namespace without a prefix.  Nearly every file is
    already so and is only decoded; the others go through lxml once.
    """
    text = _decoded(content)
    if text is None or "<!" in text or "='" in text or _prefix(text):
        root = parse(content, part)
        etree.strip_tags(root, etree.Comment)
        text = serialise(root).decode()
        prefix = _prefix(text)
        if prefix:
            text = _without_prefix(text, prefix, namespace(root))
    return text.replace("\r\n", "\n")


def _decoded(content: bytes) -> str | None:
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    if declared is not None and declared[1].lower() not in {b"utf-8", b"us-ascii"}:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


_ROOT = re.compile(r"<(?:(\w[\w.-]*):)?(?:worksheet|sst)\b([^>]*)>")


def _prefix(text: str) -> str:
    match = _ROOT.search(text, 0, 20_000)
    return match[1] or "" if match is not None else ""


def _without_prefix(text: str, prefix: str, uri: str) -> str:
    """The same document with the main namespace as the default one."""
    text = re.sub(rf"(</?){re.escape(prefix)}:", r"\1", text)
    return re.sub(r"<(worksheet|sst)\b", rf'<\1 xmlns="{uri}"', text, count=1)

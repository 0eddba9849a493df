"""A Word template opened by docxtpl's own road: its parts patched for Jinja, the others as docxtpl saves them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties
from docx.opc.part import Part
from docxtpl import DocxTemplate
from lxml import etree

from relance_xl.documents.word.line_breaks import with_line_breaks
from relance_xl.ooxml.namespaces import PACKAGE, W
from relance_xl.ooxml.opening import unpacked
from relance_xl.ooxml.xml_text import DECLARATION, xml_text

BODY = "<w:body>"
ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
NO_RELATIONS = f'{DECLARATION}<Relationships xmlns="{PACKAGE}"></Relationships>'

_NOTES = re.compile(r"wordprocessingml\.(?:footnotes|endnotes)\+xml$")
_HAS_TAG = re.compile(r"\{[{%#]")
_BODY_START = re.compile(r"^<w:body[^>]*>")
_NAMESPACE = re.compile(r' xmlns(?::([^=]+))?="([^"]*)"')
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
PROPERTY_LENGTH = 255
"""What a property may hold (python-docx, docxtpl)."""
PROPERTY_MARK = "\ufdd0"
"""Stands, before its name, for a tagged property in the saved parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSource:
    """The XML of a part as patched by docxtpl, a Jinja source; `before` and `after` stand around it in the part."""

    name: str
    source: str
    before: str = DECLARATION
    after: str = ""


class TemplateFile:
    """The parts of a template.

    Attributes:
        docx: docxtpl's own template, for its steps that are done on each letter.
        document: the name of the main part.
        sources: the parts that hold tags, the body first; its source begins with `<w:body>`.
        opening: the body's start tag with all the namespaces that it knows.
        letter_start: all that stands before the body's content in a letter.
        saved: all the parts as docxtpl would have saved them.
        properties_name: the part of the document's properties.
        properties: the tagged ones, by the mark that stands for them in that part.
    """

    def __init__(self, data: bytes) -> None:
        """Open the template of these bytes; the errors of python-docx for what is no Word document."""
        self.docx = DocxTemplate(BytesIO(data))
        self.docx.render_init()
        package = self.docx.docx.part.package
        self.document = _name(self.docx.docx.part)
        self.properties = _marked_properties(self.docx.docx.core_properties)
        self.properties_name = _name(package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES))
        saved = BytesIO()
        self.docx.docx.save(saved)
        self.saved = unpacked(saved.getvalue())
        self.sources = [self._body(), *self._others()]

    def _body(self) -> PartSource:
        """The main part, whose tables all have a grid: docxtpl needs one, and an empty one says nothing more."""
        root = self.docx.docx._element  # noqa: SLF001 - docxtpl's own road to the XML
        for table in root.body.iter(f"{W}tbl"):
            if table.find(f"{W}tblGrid") is None:
                table.insert(len(table.findall(f"{W}tblPr")), etree.Element(f"{W}tblGrid"))
        source = self.docx.patch_xml(self.docx.get_xml())
        start = _BODY_START.match(source)
        if start is None:
            raise ValueError("a body of another name")
        self.opening = start[0]
        before, after = _around_body(root)
        own = _own_start(self.opening, root)
        self.letter_start = f"{DECLARATION}{before}{own}"
        return PartSource(
            name=self.document,
            source=BODY + source[len(self.opening) :],
            before=DECLARATION + _declaring(before, own, root),
            after=after,
        )

    def _others(self) -> Iterator[PartSource]:
        """The headers, footers and notes that differ from one letter to the other."""
        for uri in (self.docx.HEADER_URI, self.docx.FOOTER_URI):
            for part in {_name(part): part for _, part in self.docx.get_headers_footers(uri)}.values():
                yield from self._tagged(_name(part), self.docx.get_part_xml(part))
        for part in self.docx.docx.part.package.parts:
            if _NOTES.search(part.content_type):
                yield from self._tagged(_name(part), xml_text(part.blob))

    def _tagged(self, name: str, xml: str) -> Iterator[PartSource]:
        """The part when it holds tags, in its text or in an attribute; else it is rendered once for all letters."""
        source = self.docx.patch_xml(xml) if "{" in xml or "}" in xml else xml
        if _HAS_TAG.search(source) or any(written in source for written, _ in ESCAPES):
            yield PartSource(name=name, source=source)
            return
        rendered = with_line_breaks(source, self.docx.resolve_listing)
        if rendered != xml:
            self.saved[name] = f"{DECLARATION}{rendered}".encode()


def _name(part: Part) -> str:
    return str(part.partname).lstrip("/")


def _marked_properties(properties: CoreProperties) -> dict[str, str]:
    """The tagged properties by the mark that is put in their place; all are written, as docxtpl does."""
    tagged = {}
    for name in _PROPERTIES:
        text = getattr(properties, name)
        if _HAS_TAG.search(text):
            mark = f"{PROPERTY_MARK}{name}"
            tagged[mark], text = text, mark
        if len(text) <= PROPERTY_LENGTH:  # a longer one stands there already
            setattr(properties, name, text)
    return tagged


def _own_start(opening: str, root: etree._Element) -> str:
    """The body's start tag with its own namespaces, without those of the root."""
    known = root.nsmap
    return _NAMESPACE.sub(lambda found: "" if known.get(found[1]) == found[2] else found[0], opening)


def _declaring(before: str, own: str, root: etree._Element) -> str:
    """What stands before the body, the root declaring the body's own namespaces too."""
    declared = "".join(found[0] for found in _NAMESPACE.finditer(own) if found[1] not in root.nsmap)
    return before.replace(" ", f"{declared} ", 1)


def _around_body(root: etree._Element) -> tuple[str, str]:
    """The document's XML before and after its body."""
    attributes = {str(name): str(value) for name, value in root.attrib.items()}
    bare = etree.Element(root.tag, attributes, nsmap=cast("dict[str, str]", root.nsmap))
    body = f"{W}body"
    bare.extend([etree.Element(body) if child.tag == body else deepcopy(child) for child in root])
    before, after = etree.tostring(bare, encoding="unicode").split("<w:body/>")
    return before, after

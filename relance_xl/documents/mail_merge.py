"""A Word template compiled once, with docxtpl's own meaning, and merged as many times as there are letters.

docxtpl patches and compiles the template again for each letter, and re-writes every part of it.  Here its `patch_xml`
runs once for each part that holds tags; the other parts are what docxtpl would have saved, compressed once.
A letter equals docxtpl's (canonical XML of each part), with these differences meant:

* tagged document properties are not escaped twice; endnotes are rendered as footnotes are;
* `{_{` is an escape when the template writes it, never when it comes from the data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from jinja2 import Environment, Template, TemplateSyntaxError
from lxml import etree

from relance_xl.documents.packages import FAST, SMALL, Member, StaticMembers, joined_member, member, unpacked
from relance_xl.documents.pictures import image_relation, shown_pictures, with_png_type
from relance_xl.documents.template_errors import located, property_problem, template_problem
from relance_xl.documents.word_tables import tables_keep_their_shape
from relance_xl.problems import DataError, Problem

DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
CONTENT_TYPES = "[Content_Types].xml"
CORE_PROPERTIES = "docProps/core.xml"
FIRST_DRAWING = 1001

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOTES = re.compile(r"wordprocessingml\.(?:footnotes|endnotes)\+xml$")
_HAS_TAG = re.compile(r"\{[{%#]")
_DECLARED = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>\s*")
_MARKUP = re.compile(r"<[^>]*>")
_BODY_START = re.compile(r"^<w:body[^>]*>")
_SPECIAL = re.compile("[\t\a\n\f]")
_PARAGRAPH_START = re.compile(r"<w:p(?: [^>]*)?>")
_PARAGRAPH_END = "</w:p>"
_DRAWING = re.compile(r'(<wp:docPr\b[^>]*?\sid=")[^"]*(")')
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_PICTURED = re.compile(r"\{[{%][^{}]*?\bqr\b")
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_PROPERTY_LENGTH = 255
_MARK = "relance-"


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicPart:
    """A part of the package that holds tags.

    Attributes:
        source: its XML as patched by docxtpl, a Jinja template.
        before, after: what stands around it in the part.
        repaired: docxtpl's table repair is needed on each letter.
        escapes: the source writes `{_{` or the like.
        draws: the source holds drawings.
    """

    name: str
    source: str
    template: Template
    before: str = ""
    after: str = ""
    repaired: bool = False
    escapes: bool = False
    draws: bool = False


class WordTemplate:
    """A template ready to be merged; `letter` gives one document.

    Attributes:
        parts: the parts that hold tags, the body first.
        saved: all the parts as docxtpl would have saved them.
        tagged_properties: the document's properties that hold tags, by their names in the library: title, subject…
        document, document_relations: the names of the main part and of its relationships.

    DataError, with the paragraph, for a broken tag when compiling, and for an unknown field when merging.
    """

    def __init__(self, path: Path, environment: Environment, data: bytes | None = None) -> None:
        """Compile the template of `path`, or `data` when it is given: the file's bytes made ready."""
        self.path = path
        self.name = path.name
        self.environment = environment
        data = path.read_bytes() if data is None else data
        self._docx = DocxTemplate(BytesIO(data))
        self._docx.render_init()
        self.document = self._docx.docx.part.partname.lstrip("/")
        self.document_relations = relations_of(self.document)
        self.parts = self._dynamic_parts()
        saved, self.tagged_properties = _saved_untouched(data)
        saved[CONTENT_TYPES] = self._types(saved[CONTENT_TYPES])
        self.saved = saved
        self._relations = member(self.document_relations, saved[self.document_relations], SMALL)
        dynamic = {part.name for part in self.parts} | {self.document_relations}
        if self.tagged_properties:
            dynamic.add(CORE_PROPERTIES)
        self.static = StaticMembers([member(name, blob, SMALL) for name, blob in saved.items() if name not in dynamic])
        self._property_templates = {name: self._property(name, text) for name, text in self.tagged_properties.items()}

    @property
    def body(self) -> DynamicPart:
        """The main part."""
        return self.parts[0]

    def letter(self, context: Mapping[str, Any], level: int = FAST) -> bytes:
        """One whole document; the same context always gives the same bytes."""
        return self.static.package(self._members(self.shared(context), level))

    def shared(self, context: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of one letter and what Jinja offers to all templates, put together once for all its parts."""
        return {**self.environment.globals, **context}

    def rendered(self, part: DynamicPart, shared: dict[str, Any]) -> str:
        """The XML of one part for one letter, without what stands around it.

        `shared` comes from the method of this name.  DataError, with the paragraph, for what cannot be printed.
        """
        return self._finished("".join(self._pieces(part, shared)), part)

    def pieces(self, part: DynamicPart, shared: dict[str, Any]) -> list[str]:
        """The same as `rendered`, in pieces: what the template itself says comes again in each letter."""
        pieces = self._pieces(part, shared)
        text = "".join(pieces)
        finished = self._finished(text, part)
        return pieces if finished is text else [finished]

    def _finished(self, text: str, part: DynamicPart) -> str:
        """The text with what Word needs and Jinja does not know."""
        if part.escapes:
            for written, meant in _ESCAPES:
                text = text.replace(written, meant)
        text = self._with_line_breaks(text)
        if part.repaired:
            return self._repaired(text, part)
        if part.name == self.document and part.draws:
            return numbered_drawings(text, count(FIRST_DRAWING))
        return text

    def _pieces(self, part: DynamicPart, shared: dict[str, Any]) -> list[str]:
        template = part.template
        try:
            return list(template.root_render_func(template.new_context(shared, shared=True)))
        except Exception as error:
            raise DataError(self._problem(error, part, shared)) from error

    def _problem(self, error: Exception, part: DynamicPart, shared: dict[str, Any]) -> Problem:
        """The error met again in the source with one line a paragraph, which says where."""
        try:
            self.environment.from_string(located(part.source)).render(shared)
        except Exception as again:  # noqa: BLE001 - filters raise what they will
            return template_problem(again, self.name, part.source)
        return template_problem(error, self.name, part.source)

    def source_of(self, name: str) -> str:
        """The source of a part, tagged or not, "" when there is none of this name."""
        part = next((part for part in self.parts if part.name == name), None)
        return part.source if part else _without_declaration(self.saved.get(name, b"").decode())

    def variant(self, name: str, source: str) -> DynamicPart:
        """The part of this name with another source, ready to be merged."""
        part = next((part for part in self.parts if part.name == name), None)
        template = self.environment.from_string(source)
        if part is None:
            return DynamicPart(name=name, source=source, template=template, before=DECLARATION, draws=_draws(source))
        return replace(part, source=source, template=template, draws=_draws(source))

    def properties(self, context: Mapping[str, Any]) -> bytes | None:
        """The document's properties when they hold tags, else None.  DataError for what cannot be printed."""
        if not self.tagged_properties:
            return None
        text = self.saved[CORE_PROPERTIES].decode()
        for name, template in self._property_templates.items():
            try:
                value = template.render(context)
            except Exception as error:
                raise DataError(property_problem(error, self.name, name, self.tagged_properties[name])) from error
            text = text.replace(f"{_MARK}{name}", escape(value[:_PROPERTY_LENGTH]))
        return text.encode()

    def _members(self, context: dict[str, Any], level: int) -> list[Member]:
        body, *others = self.parts
        text = self.rendered(body, context)
        made = [member(body.name, f"{body.before}{text}{body.after}".encode(), level)]
        made += [joined_member(part.name, (part.before, *self.pieces(part, context), part.after)) for part in others]
        made.append(self._relations)
        pictures = shown_pictures(context, text) if body.draws else {}
        if pictures:
            more = "".join(image_relation(relation, target) for relation, (target, _) in pictures.items())
            relations = (
                self.saved[self.document_relations].decode().replace("</Relationships>", f"{more}</Relationships>")
            )
            made[-1] = member(self.document_relations, relations.encode(), level)
            made += [member(f"word/{target}", png, level) for target, png in pictures.values()]
        properties = self.properties(context)
        return made if properties is None else [*made, member(CORE_PROPERTIES, properties, level)]

    def _types(self, content_types: bytes) -> bytes:
        """PNG among the content types when the template has a place for a picture made for the letter."""
        pictured = _PICTURED.search(self.body.source)
        return with_png_type(content_types.decode()).encode() if pictured else content_types

    def _dynamic_parts(self) -> list[DynamicPart]:
        docx = self._docx
        body = _BODY_START.sub("<w:body>", docx.patch_xml(docx.get_xml()), count=1)
        before, after = _around_body(docx.docx._element)  # noqa: SLF001 - docxtpl's own road to the XML
        parts = {self.document: self._part(self.document, body, DECLARATION + before, after)}
        for uri in (docx.HEADER_URI, docx.FOOTER_URI):
            for _, part in docx.get_headers_footers(uri):
                xml = docx.get_part_xml(part)
                if _holds_tags(xml):
                    name = part.partname.lstrip("/")
                    parts[name] = self._part(name, docx.patch_xml(xml), DECLARATION)
        for part in docx.docx.part.package.parts:
            if _NOTES.search(part.content_type):
                xml = part.blob.decode()
                if _holds_tags(xml):
                    name = part.partname.lstrip("/")
                    parts[name] = self._part(name, docx.patch_xml(xml))
        return list(parts.values())

    def _part(self, name: str, source: str, before: str = "", after: str = "") -> DynamicPart:
        return DynamicPart(
            name=name,
            source=source,
            template=self._compiled(source),
            before=before,
            after=after,
            repaired=name == self.document and not tables_keep_their_shape(source),
            escapes=any(written in source for written, _ in _ESCAPES),
            draws=_draws(source),
        )

    def _compiled(self, source: str) -> Template:
        try:
            return self.environment.from_string(source)
        except TemplateSyntaxError as error:
            raise DataError(self._syntax_problem(source)) from error

    def _property(self, name: str, text: str) -> Template:
        try:
            return _plain(self.environment).from_string(text)
        except TemplateSyntaxError as error:
            raise DataError(property_problem(error, self.name, name, text)) from error

    def _syntax_problem(self, source: str) -> Problem:
        try:
            self.environment.from_string(located(source))
        except TemplateSyntaxError as error:
            return template_problem(error, self.name, source)
        raise AssertionError(source)

    def _with_line_breaks(self, text: str) -> str:
        """Line ends and tabs of the data turned into Word's, by docxtpl, in the paragraphs that have some."""
        if not ("\n" in text or "\t" in text or "\f" in text or "\a" in text):
            return text
        pieces: list[str] = []
        done = 0
        found = _SPECIAL.search(text)
        while found:
            ended = text.rfind(_PARAGRAPH_END, done, found.start())
            start = _PARAGRAPH_START.search(text, done if ended < 0 else ended + len(_PARAGRAPH_END), found.start())
            end = text.find(_PARAGRAPH_END, found.start())
            if start is None or end < 0:
                found = _SPECIAL.search(text, found.end())
                continue
            end += len(_PARAGRAPH_END)
            pieces += (text[done : start.start()], self._docx.resolve_listing(text[start.start() : end]))
            done = end
            found = _SPECIAL.search(text, done)
        return "".join((*pieces, text[done:]))

    def _repaired(self, text: str, part: DynamicPart) -> str:
        """Tables given the columns of their widest row and drawings their numbers, by docxtpl's own steps."""
        root = etree.fromstring(f"{part.before}<w:body/>{part.after}".removeprefix(DECLARATION).encode())
        spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in root.nsmap.items() if prefix)
        tree = self._docx.fix_tables(text.replace("<w:body>", f"<w:body {spaces}>", 1))
        self._docx.docx_ids_index = FIRST_DRAWING - 1
        self._docx.fix_docpr_ids(tree)
        return _BODY_START.sub("<w:body>", etree.tostring(tree, encoding="unicode"), count=1)


def _draws(source: str) -> bool:
    """Whether a part's source holds a drawing, or the place of a picture made for the letter."""
    return "<wp:docPr" in source or _PICTURED.search(source) is not None


def numbered_drawings(text: str, numbers: count[int]) -> str:
    """The XML with a new identifier for each drawing."""
    return _DRAWING.sub(lambda found: f"{found[1]}{next(numbers)}{found[2]}", text)


def _without_declaration(xml: str) -> str:
    return _DECLARED.sub("", xml, count=1)


def relations_of(name: str) -> str:
    """The part that holds the relationships of a part."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


def _holds_tags(xml: str) -> bool:
    """Whether a tag stands in the text, were it split over several runs."""
    return bool(_HAS_TAG.search(_MARKUP.sub("", xml)))


def _plain(environment: Environment) -> Environment:
    """The same environment without escaping, for texts that are no XML."""
    plain = environment.overlay(autoescape=False)
    plain.filters = environment.filters
    return plain


def _around_body(root: etree._Element) -> tuple[str, str]:
    """The document's XML before and after its body."""
    copy = etree.fromstring(etree.tostring(root))
    body = copy.find(f"{{{_W}}}body")
    if body is None:
        raise ValueError("a document without a body")
    copy.replace(body, etree.Element("MARK"))
    before, after = etree.tostring(copy, encoding="unicode").split("<MARK/>")
    return before, after


def _saved_untouched(data: bytes) -> tuple[dict[str, bytes], dict[str, str]]:
    """The parts as docxtpl saves them, each tagged property being a mark, and these properties by their names."""
    docx = DocxTemplate(BytesIO(data))
    docx.render_init()
    tagged = {}
    for name in _PROPERTIES:
        text = getattr(docx.docx.core_properties, name)
        if _HAS_TAG.search(text):
            tagged[name] = text
        setattr(docx.docx.core_properties, name, f"{_MARK}{name}" if name in tagged else text)
    saved = BytesIO()
    docx.docx.save(saved)
    return unpacked(saved.getvalue()), tagged

"""A Word template compiled once, with docxtpl's own meaning, and merged as many times as there are letters.

docxtpl patches and compiles the template again for each letter, and re-writes every part of it.  Here its `patch_xml`
runs once for each part that holds tags; the other parts are what docxtpl would have saved, compressed once.
A letter equals docxtpl's (canonical XML of each part), with these differences meant:

* tagged document properties are not escaped twice, and are cut at 255 characters where docxtpl fails;
* endnotes are rendered as footnotes are; notes are rendered once, where docxtpl renders them again for each section of
  the document, data and all, and not at all in a document without sections;
* a table without a grid, and notes that are not in UTF-8, are merged: docxtpl fails on them;
* `{_{` is an escape when the part's template writes one, never when it only comes from the data;
* tags that leave no well-formed XML are refused, where docxtpl drops text of the body without a word (notes are not
  parsed by either);
* page breaks and paragraphs made of control characters (none of ours: `sandbox/environment.py` prints none) stay where
  docxtpl leaves no XML of them: in an attribute, or in an element around runs;
* white space printed between two elements of a header or footer, which nothing shows, is kept; so are two prefixes of
  one namespace;
* what could exhaust the program is refused: recursive loops, filters and methods that no letter needs, and what goes
  beyond the bounds of `sandbox/limits.py`.

docxtpl's own objects are not offered.  What takes the place of `replace_pic` and `replace_media` is the company's logo
(`letterhead.py`); that of `InlineImage`, a `Picture` made for the letter, in any part; that of `RichText`, line ends
and tabs in the data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, Template, TemplateSyntaxError

from relance_xl.documents.merge.parts import (
    BODY,
    ESCAPES,
    NO_RELATIONS,
    PROPERTY_LENGTH,
    PROPERTY_MARK,
    PartSource,
    TemplateFile,
)
from relance_xl.documents.merge.repair import LetterRepair
from relance_xl.documents.templates.errors import located, property_problem, template_problem
from relance_xl.documents.templates.tags import tags_of
from relance_xl.documents.word.drawings import FIRST_DRAWING, numbered_drawings
from relance_xl.documents.word.line_breaks import with_line_breaks
from relance_xl.documents.word.pictures import SHOWN, image_relation, shown_pictures, with_png_type
from relance_xl.ooxml.members import FAST, SMALL, Member, StaticMembers, joined_member, member, stored
from relance_xl.ooxml.relations import relations_of
from relance_xl.ooxml.xml_text import DECLARATION, xml_text
from relance_xl.problems import DataError, Problem

CONTENT_TYPES = "[Content_Types].xml"
_DRAWINGS_A_PART = 100_000
_NO_RELATIONS = NO_RELATIONS.rsplit("</", 1)[0], "</Relationships>"

_RAW = re.compile(r"\{%[-+]?\s*raw\b")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PICTURED = re.compile(r"\{[{%](?:(?![}%]\}).)*?\bqr\b", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class DynamicPart:
    """A part of the package that holds tags.

    Attributes:
        source: its XML as patched by docxtpl, a Jinja template.
        before, after: what stands around it in the part.
        repaired: its letters are parsed, as docxtpl does: its tables or drawings may want repair, or it be no XML.
        escapes: the source writes `{_{` or the like.
        draws: the source holds drawings.
        pictured: the source holds the place of a picture made for the letter.
        first_drawing: the identifier of the part's first drawing, when they are numbered.
    """

    name: str
    source: str
    template: Template
    before: str = ""
    after: str = ""
    repaired: bool = False
    escapes: bool = False
    draws: bool = False
    pictured: bool = False
    first_drawing: int = FIRST_DRAWING


class WordTemplate:
    """A template ready to be merged; `letter` gives one document.

    Attributes:
        parts: the parts that hold tags, the body first.
        saved: all the parts as docxtpl would have saved them, and the relationships of the main part, were they none.
        tagged_properties: the document's properties that hold tags, by their names in the library: title, subject…
        document, document_relations: the names of the main part and of its relationships.
        properties_name: the part of the document's properties.

    DataError, with the paragraph, for a broken tag when compiling, and for an unknown field when merging.
    """

    def __init__(self, path: Path, environment: Environment, data: bytes | None = None) -> None:
        """Compile the template of `path`, or `data` when it is given: the file's bytes made ready."""
        self.path = path
        self.name = path.name
        self.environment = environment
        self._file = file = TemplateFile(path.read_bytes() if data is None else data)
        self.document, self.document_relations = file.document, relations_of(file.document)
        self.properties_name = file.properties_name
        self._repair = LetterRepair(file, self.name, environment)
        self.parts = [self._part(source, rank) for rank, source in enumerate(file.sources)]
        self.saved = saved = file.saved
        saved[CONTENT_TYPES] = self._types(saved[CONTENT_TYPES])
        dynamic = {part.name for part in self.parts}
        dynamic |= {relations_of(part.name) for part in self.parts if part.pictured}
        if file.properties:
            dynamic.add(self.properties_name)
        self._relations: dict[str, tuple[str, str]] = {}
        self.static = StaticMembers([member(name, blob, SMALL) for name, blob in saved.items() if name not in dynamic])
        saved.setdefault(self.document_relations, NO_RELATIONS.encode())
        self.tagged_properties = {mark.removeprefix(PROPERTY_MARK): text for mark, text in file.properties.items()}
        plain = _plain(environment)
        self._property_templates = {
            name: self._property(name, text, plain) for name, text in self.tagged_properties.items()
        }

    @property
    def body(self) -> DynamicPart:
        """The main part."""
        return self.parts[0]

    def letter(self, context: Mapping[str, Any], level: int = FAST) -> bytes:
        """One whole document; the same context always gives the same bytes."""
        shared = self.shared(context)
        return self.static.package(self._members(shared, level, self._pieces(self.body, shared)))

    def letter_and_pieces(self, context: Mapping[str, Any], level: int = FAST) -> tuple[bytes, frozenset[str]]:
        """The document, and the pieces of the template that its body is made of, however often each comes."""
        shared = self.shared(context)
        pieces = self._pieces(self.body, shared)
        own = frozenset([piece for piece in pieces if "<" in piece])
        return self.static.package(self._members(shared, level, pieces)), own

    @property
    def prints_braces(self) -> bool:
        """Whether the template prints braces on purpose."""
        sources = [part.source for part in self.parts]
        quoted = (text for source in sources for tag in tags_of(source) for text in _QUOTED.findall(tag))
        return (
            any(part.escapes for part in self.parts)
            or any(_RAW.search(source) for source in sources)
            or any("{" in text or "}" in text for text in quoted)
        )

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

    def pictured(self, part: DynamicPart, text: str, context: Mapping[str, Any]) -> tuple[list[str], dict[str, bytes]]:
        """The relationships of a part in a letter, and the pictures made for the letter that the part shows.

        `text` is the XML of the part in this letter.  The relationships, in pieces, [] for none, are the template's and
        those to these pictures; each picture is given by the name of its own part.
        """
        shown = shown_pictures(context, text) if part.pictured else {}
        if part.name not in self._relations:
            self._relations[part.name] = _opened(xml_text(self.saved.get(relations_of(part.name), b"")))
        start, end = self._relations[part.name]
        more = [image_relation(relation, target) for relation, (target, _) in shown.items()]
        relations = [start or _NO_RELATIONS[0], *more, end or _NO_RELATIONS[1]] if start or more else []
        folder = part.name[: part.name.rfind("/") + 1]
        return relations, {f"{folder}{target}": png for target, png in shown.values()}

    def _finished(self, text: str, part: DynamicPart) -> str:
        """The text with what Word needs and Jinja does not know."""
        if part.escapes:
            for written, meant in ESCAPES:
                text = text.replace(written, meant)
        text = with_line_breaks(text, self._file.docx.resolve_listing)
        if part.repaired:
            return self._repair.repaired(text, body=part.name == self.document)
        if self._wants_numbers(text, part):
            return numbered_drawings(text, count(part.first_drawing))
        return text

    def _wants_numbers(self, text: str, part: DynamicPart) -> bool:
        """Whether the drawings of a part must be numbered: a picture made for the letter, once, has its own number."""
        if part.name == self.document:
            return part.draws or (part.pictured and text.count(SHOWN) > 1)
        return part.pictured and SHOWN in text

    def _pieces(self, part: DynamicPart, shared: dict[str, Any]) -> list[str]:
        template = part.template
        try:
            return list(template.root_render_func(template.new_context(shared, shared=True)))
        except Exception as error:
            raise DataError(self._problem(error, part.source, shared)) from error

    def _problem(self, error: Exception, source: str, shared: Mapping[str, Any]) -> Problem:
        """The error met again in the source with one line a paragraph, which says where."""
        try:
            self.environment.from_string(located(source)).render(shared)
        except Exception as again:  # noqa: BLE001 - filters raise what they will
            return template_problem(again, self.name, source)
        return template_problem(error, self.name, source)

    def part(self, name: str) -> DynamicPart:
        """The part of this name as it can be merged, were it without tags.  KeyError when there is none."""
        tagged = next((part for part in self.parts if part.name == name), None)
        if tagged is not None:
            return tagged
        source = xml_text(self.saved[name])
        template = self.environment.from_string(source)
        return DynamicPart(name=name, source=source, template=template, before=DECLARATION, draws=_draws(source))

    def variant(self, part: DynamicPart, source: str) -> DynamicPart:
        """The part with another source."""
        template = self.environment.from_string(source)
        return replace(part, source=source, template=template, draws=_draws(source), pictured=_is_pictured(source))

    def property_texts(self, context: Mapping[str, Any]) -> dict[str, str]:
        """The texts of the tagged properties in one letter.  DataError for what cannot be printed."""
        texts = {}
        for name, template in self._property_templates.items():
            try:
                texts[name] = template.render(context)[:PROPERTY_LENGTH]
            except Exception as error:
                raise DataError(property_problem(error, self.name, name, self.tagged_properties[name])) from error
        return texts

    def properties(self, context: Mapping[str, Any]) -> bytes | None:
        """The document's properties when they hold tags, else None.  DataError for what cannot be printed."""
        return self.properties_saying(self.property_texts(context)) if self._property_templates else None

    def properties_saying(self, texts: Mapping[str, str]) -> bytes:
        """The document's properties, these texts in the place of the tagged ones."""
        said = self.saved[self.properties_name].decode()
        for name, value in texts.items():
            said = said.replace(f"{PROPERTY_MARK}{name}", escape(value))
        return said.encode()

    def _members(self, context: dict[str, Any], level: int, pieces: list[str]) -> list[Member]:
        """The members of one letter, `pieces` being those of its body."""
        body, *others = self.parts
        text = self._finished("".join(pieces), body)
        letter = f"{self._file.letter_start}{text[len(BODY) :]}{body.after}"
        made = [member(body.name, letter.encode(), level)]
        shown = [(body, text)] if body.pictured else []
        for part in others:
            pieces = self.pieces(part, context)
            made.append(joined_member(part.name, (part.before, *pieces, part.after)))
            if part.pictured:
                shown.append((part, "".join(pieces)))
        if shown:
            made += self._pictures(shown, context)
        properties = self.properties(context)
        return made if properties is None else [*made, member(self.properties_name, properties, level)]

    def _pictures(self, shown: list[tuple[DynamicPart, str]], context: dict[str, Any]) -> list[Member]:
        """The relationships of the parts that may show a picture made for the letter, and these pictures, once each."""
        made: dict[str, Member] = {}
        for part, text in shown:
            relations, media = self.pictured(part, text, context)
            made |= {name: stored(name, data) for name, data in media.items()}
            if relations:
                name = relations_of(part.name)
                made[name] = joined_member(name, relations)
        return list(made.values())

    def _types(self, content_types: bytes) -> bytes:
        """PNG among the content types when the template has a place for a picture made for the letter."""
        pictured = any(part.pictured for part in self.parts)
        return with_png_type(content_types.decode()).encode() if pictured else content_types

    def _part(self, given: PartSource, rank: int) -> DynamicPart:
        template = self._compiled(given.source, self.environment)
        return DynamicPart(
            name=given.name,
            source=given.source,
            template=template,
            before=given.before,
            after=given.after,
            repaired=self._repair.is_needed(given.source, body=given.name == self.document),
            escapes=any(written in given.source for written, _ in ESCAPES),
            draws=_draws(given.source),
            pictured=_is_pictured(given.source),
            first_drawing=FIRST_DRAWING + rank * _DRAWINGS_A_PART,
        )

    def _compiled(self, source: str, environment: Environment) -> Template:
        try:
            return environment.from_string(source)
        except TemplateSyntaxError as error:
            raise DataError(self._syntax_problem(source)) from error

    def _property(self, name: str, text: str, environment: Environment) -> Template:
        try:
            return environment.from_string(text)
        except TemplateSyntaxError as error:
            raise DataError(property_problem(error, self.name, name, text)) from error

    def _syntax_problem(self, source: str) -> Problem:
        try:
            self.environment.from_string(located(source))
        except TemplateSyntaxError as error:
            return template_problem(error, self.name, source)
        raise AssertionError(source)


def _opened(relations: str) -> tuple[str, str]:
    """The XML of relationships before and after the place of more; two empty texts when there are none."""
    start, mark, end = relations.rpartition("</")
    return start, f"{mark}{end}" if start else ""


def _draws(source: str) -> bool:
    return "docPr" in source


def _is_pictured(source: str) -> bool:
    return _PICTURED.search(source) is not None


def _plain(environment: Environment) -> Environment:
    """The same environment without escaping, for texts that are no XML."""
    plain = environment.overlay(autoescape=False)
    plain.filters = environment.filters
    return plain

"""The print run: the letters of one template in one Word document, a section for each, written as they come.

Each letter keeps its own headers and footers, its own page numbers, lists, notes and bookmarks, and is otherwise its
single file.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from relance_xl.documents.merge.parts import BODY
from relance_xl.documents.merge.template import CONTENT_TYPES, WordTemplate
from relance_xl.documents.print_run.endnotes import Endnotes
from relance_xl.documents.print_run.isolation import IsolatedPart, Isolation
from relance_xl.documents.print_run.lists import PrintLists, Used, with_definitions
from relance_xl.documents.print_run.margins import SIDES, Margins
from relance_xl.documents.print_run.notes import Footnotes, has_notes
from relance_xl.documents.print_run.pictures import RunPictures
from relance_xl.documents.print_run.sections import SectionRules, carry, isolate_sections, mark_end, sections_of
from relance_xl.documents.print_run.values import END_OF_LETTER, LISTS, NUMBER, Values
from relance_xl.documents.word.drawings import FIRST_DRAWING, numbered_drawings
from relance_xl.documents.word.lists import WordLists
from relance_xl.documents.word.pictures import image_relation, shown_pictures
from relance_xl.documents.word.tagged_xml import removed
from relance_xl.ooxml.members import SMALL, DeflatedStream, PackageStream, member
from relance_xl.ooxml.namespaces import W
from relance_xl.ooxml.relations import related, relations_of

_BOOKMARK = re.compile(r"<w:bookmarkStart\b[^>]*>")
_BOOKMARK_NAME = re.compile(r'\bw:name="([^"{]+)"')
_BOOKMARK_ID = re.compile(r'<w:bookmark(?:Start|End)\b[^>]*?\bw:id="(\d+)"')
_REFERENCE = re.compile(r"<w:(header|footer)Reference\b([^>]*)>")
_PAGES = re.compile(r'\bw:type="(\w+)"')
_END_MARK_ID = 1_000_000

Context = Mapping[str, Any]


class RunMade(NamedTuple):
    """What was written.

    Attributes:
        letters: how many, at least one.
        same: whether each is known to say what its single says, from the same data.
        check: the CRC-32 of the file, and its size.
    """

    letters: int
    same: bool
    check: tuple[int, int]


def write_print_run(
    template: WordTemplate, contexts: Iterable[Context], path: Path, *, duplex: bool = False, cover: str = ""
) -> RunMade:
    """Write the letters into one document, at least one.

    Memory does not grow with the letters but for the directory of their headers and footers.  `duplex` starts each
    letter on a right-hand page; `cover` is the XML of sections put before the letters.  DataError as
    `WordTemplate.letter`; OverflowError beyond what a package can hold.
    """
    with ExitStack() as files:

        def aside() -> DeflatedStream:
            return DeflatedStream(files.enter_context(tempfile.TemporaryFile()))

        run = _Run(template, PackageStream(files.enter_context(path.open("wb"))), aside, duplex=duplex)
        letters = run.write(contexts, cover, title=path.stem)
        return RunMade(letters, run.letter.says_the_same, (run.package.check, run.package.offset))


class _Run:
    """One print run being written."""

    def __init__(
        self, template: WordTemplate, package: PackageStream, aside: Callable[[], DeflatedStream], *, duplex: bool
    ) -> None:
        self.template, self.package = template, package
        self.body, self.relations, self.definitions = aside(), aside(), aside()
        self.drawings = count(FIRST_DRAWING)
        self.pictures = RunPictures(package)
        self.related: set[str] = set()
        self.parts = {relation.kind: relation.part for relation in related(template.saved, template.document)}
        self.numbering = self.parts.get("numbering", "")
        self.isolation = isolation = self._isolation()
        footnotes, endnotes = (self.parts.get(kind, "") for kind in ("footnotes", "endnotes"))
        self.footnotes = (
            Footnotes(template, footnotes, isolation, aside()) if has_notes(self._saved("footnotes")) else None
        )
        self.endnotes = Endnotes(template, endnotes, isolation) if has_notes(self._saved("endnotes")) else None
        self.margins = Margins(template, isolation, package, self.pictures, self.relations, self.drawings)
        self.rules = SectionRules(
            start="oddPage" if duplex else "nextPage",
            kinds=_kinds(template.body.source),
            blank=self.margins.blank,
            variables=self.margins.variables,
            footnotes=self.footnotes is not None,
        )
        self.letter = IsolatedPart(template, template.document, isolation, self._followed)

    def write(self, contexts: Iterable[Context], cover: str, title: str) -> int:
        """Write everything; the number of letters.  `title` is that of the run, where the letters' is their own."""
        letters = iter(contexts)
        current = next(letters, None)
        number = 0
        self._begin(cover)
        while current is not None:
            following = next(letters, None)
            self._letter(current, number, last=following is None)
            current = following
            number += 1
        if not number:
            raise ValueError("a print run without letters")
        self.body.write(f"</w:body>{self.template.body.after}")
        self._finish(title)
        return number

    def _begin(self, cover: str) -> None:
        self.body.write(f"{self.template.body.before}{BODY}{cover}")
        if self.numbering:
            before, self.numbering_end = with_definitions(self._text("numbering"))
            self.definitions.write(before)

    def _letter(self, context: Context, number: int, *, last: bool) -> None:
        given = self.template.shared(context)
        given.update({NUMBER: number, LISTS: self.isolation.lists.first(number)})
        if self.isolation.properties:
            texts = self.template.property_texts(context)
            given.update({variable: texts[name] for name, variable in self.isolation.properties.items()})
        lists = self.margins.write(given)
        if self.endnotes:
            lists += self.endnotes.read(given)
        pieces, used = self.letter.known(given, self._ended) if last else self.letter.pieces(given)
        text = _inside_body("".join(pieces))
        if self.letter.draws:
            text = numbered_drawings(text, self.drawings)
            self._add_pictures(context, text)
        self.body.write(text)
        if self.footnotes:
            lists += self.footnotes.write(given)
        self._define(number, used + lists)

    def _define(self, number: int, used: Used) -> None:
        """Define the lists of a letter."""
        if used:
            self.definitions.write(self.isolation.lists.definitions(number, used))

    def _add_pictures(self, context: Context, text: str) -> None:
        """The pictures that a letter shows, and the document's relationships to them."""
        folder = posixpath.dirname(self.template.document)
        for relation, (target, png) in shown_pictures(context, text).items():
            self.pictures.add({posixpath.join(folder, target): png})
            if relation not in self.related:
                self.related.add(relation)
                self.relations.write(image_relation(relation, target))

    def _followed(self, root: etree._Element, values: Values, constant: Collection[etree._Element] | None) -> bool:
        """The shape of a letter that another one follows."""
        sections = sections_of(root)
        if constant is not None and (self.endnotes or not all(section in constant for section in sections)):
            return False
        self._print_endnotes(root)
        isolate_sections(sections, self.rules, values)
        carry(root, _end_mark(values), constant)
        _leave_only_the_body(root)
        return True

    def _ended(self, root: etree._Element, values: Values, constant: Collection[etree._Element] | None) -> bool:
        """The shape of the last letter."""
        del constant
        sections = sections_of(root)
        self._print_endnotes(root)
        isolate_sections(sections, self.rules, values)
        mark_end(root, _end_mark(values))
        _leave_only_the_body(root)
        return True

    def _print_endnotes(self, root: etree._Element) -> None:
        body = root.find(f"{W}body")
        if self.endnotes and body is not None:
            self.endnotes.print_in(body)

    def _isolation(self) -> Isolation:
        wanted = {*SIDES, "footnotes", "endnotes"}
        related_parts = related(self.template.saved, self.template.document)
        others = [each.part for each in related_parts if each.kind in wanted and each.part in self.template.saved]
        parts = [self.template.document, *others]
        sources = [self.template.part(name).source for name in parts]
        marks = [mark for source in sources for mark in _BOOKMARK.findall(source)]
        names = [found[1] for mark in marks if (found := _BOOKMARK_NAME.search(mark))]
        numbers = [int(number) for source in sources for number in _BOOKMARK_ID.findall(source)]
        return Isolation(
            names=tuple(dict.fromkeys(names)),
            bookmark_step=max(numbers, default=0) + 1,
            lists=PrintLists(WordLists(self._saved("numbering"), self._saved("styles")), parts),
            properties={name: f"_propriete_{name}" for name in self.template.tagged_properties},
            one_section=self.template.body.source.count("<w:sectPr") <= 1,
        )

    def _finish(self, title: str) -> None:
        """The parts that are written once, and those known only at the end."""
        self.body.finish()
        self.package.copy(self.template.document, self.body)
        written = {
            self.template.document,
            CONTENT_TYPES,
            self.template.document_relations,
            self.numbering,
            *self.margins.replaced,
            *map(relations_of, self.margins.replaced),
            *(self.parts[kind] for kind in ("footnotes", "endnotes") if getattr(self, kind)),
        }
        for name, data in self.template.saved.items():
            if name not in written:
                self.package.add(member(name, self._once(name, data, title), SMALL))
        if self.footnotes:
            self.package.copy(self.parts["footnotes"], self.footnotes.finished())
        if self.endnotes:
            self.package.add(self.endnotes.member())
        if self.numbering:
            self.definitions.write(self.numbering_end)
            self.definitions.finish()
            self.package.copy(self.numbering, self.definitions)
        self.relations.write("</Relationships>")
        self.relations.finish()
        self.package.copy(self.template.document_relations, self.relations)
        self.package.add(
            member(CONTENT_TYPES, self.margins.types(self.template.saved[CONTENT_TYPES].decode()).encode())
        )
        self.package.close()

    def _once(self, name: str, data: bytes, title: str) -> bytes:
        """A part that the print run has once: where the letters' properties are their own, the run has its title."""
        if name != self.template.properties_name:
            return data
        return self.template.properties_saying({each: title * (each == "title") for each in self.isolation.properties})

    def _saved(self, kind: str) -> bytes:
        return self.template.saved.get(self.parts.get(kind, ""), b"")

    def _text(self, kind: str) -> str:
        return etree.tostring(etree.fromstring(self._saved(kind)), encoding="unicode")


def _end_mark(values: Values) -> list[etree._Element]:
    """The bookmark at the end of a letter."""
    number = values.number(NUMBER, 1, _END_MARK_ID)
    name = f"{END_OF_LETTER}{values.number(NUMBER)}"
    return [
        etree.Element(f"{W}bookmarkStart", {f"{W}id": number, f"{W}name": name}),
        etree.Element(f"{W}bookmarkEnd", {f"{W}id": number}),
    ]


def _kinds(source: str) -> frozenset[tuple[str, str]]:
    """The headers and footers that some section of the template has."""
    found = ((side, _PAGES.search(attributes)) for side, attributes in _REFERENCE.findall(source))
    return frozenset((side, pages[1] if pages else "default") for side, pages in found)


def _leave_only_the_body(root: etree._Element) -> None:
    """Take away what stands around the body, such as the colour of the page: the run has it once."""
    for child in list(root):
        if child.tag != f"{W}body":
            removed(child)


def _inside_body(text: str) -> str:
    return text[text.index(">") + 1 : text.rindex("</")]

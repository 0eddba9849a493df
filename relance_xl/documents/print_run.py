"""The print run: the letters of one template in one Word document, a section for each, written as they come.

Each letter keeps its own headers and footers (the worst fault of a combined document is to print the first letter's
reference on all the others), its own page numbers, lists, notes and bookmarks, and is otherwise its single file.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from relance_xl.documents.mail_merge import (
    CONTENT_TYPES,
    CORE_PROPERTIES,
    FIRST_DRAWING,
    DynamicPart,
    WordTemplate,
    numbered_drawings,
    relations_of,
)
from relance_xl.documents.packages import SMALL, DeflatedStream, PackageStream, member
from relance_xl.documents.pictures import image_relation, shown_pictures
from relance_xl.documents.print_lists import numbered_lists, with_definitions
from relance_xl.documents.print_sections import letter_body, reference_variable
from relance_xl.documents.print_sources import (
    LAST,
    LISTS,
    NUMBER,
    counts_pages,
    own_notes,
    with_own_bookmarks,
    with_own_lists,
    with_own_note_references,
    with_own_page_count,
    without_revision_marks,
)

NUMBERING = "word/numbering.xml"
_NOTE_PARTS = ("word/footnotes.xml", "word/endnotes.xml")
_RELATION = re.compile(r"<Relationship\b[^>]*/>")
_MARGIN_PART = re.compile(r"^word/(header|footer)\d*\.xml$")
_FIRST_PART = 1000
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

Context = Mapping[str, Any]


def write_print_run(
    template: WordTemplate, contexts: Iterable[Context], path: Path, *, duplex: bool = False, cover: str = ""
) -> int:
    """Write the letters into one document and give their number, at least one.

    Memory does not grow with the letters but for the directory of their headers and footers.  `duplex` starts each
    letter on a right-hand page; `cover` is the XML of sections put before the letters.  DataError as
    `WordTemplate.letter`; OverflowError beyond what a package can hold.
    """
    with ExitStack() as files:

        def aside() -> DeflatedStream:
            return DeflatedStream(files.enter_context(tempfile.TemporaryFile()))

        run = _Run(template, PackageStream(files.enter_context(path.open("wb"))), aside, duplex=duplex)
        return run.write(contexts, cover)


class _Run:
    """One print run being written."""

    def __init__(
        self, template: WordTemplate, package: PackageStream, aside: Callable[[], DeflatedStream], *, duplex: bool
    ) -> None:
        self.template, self.package, self.aside = template, package, aside
        self.body, self.relations = aside(), aside()
        self.saved = {name: data.decode() for name, data in template.saved.items() if name.endswith((".xml", ".rels"))}
        self.overrides: list[str] = []
        self.drawings = count(FIRST_DRAWING)
        self.part_numbers = count(_FIRST_PART)
        self.known: dict[bytes, str] = {}
        self.pictures: set[str] = set()
        source = without_revision_marks(template.body.source)
        self.lists = numbered_lists(source, self.saved.get(NUMBERING, ""), self.saved.get("word/styles.xml", ""))
        self.notes = self._note_parts()
        self.margins = self._margin_parts()
        self.letter = self._body(source, duplex=duplex)

    def write(self, contexts: Iterable[Context], cover: str) -> int:
        """Write everything; the number of letters."""
        letters = iter(contexts)
        current = next(letters, None)
        number = 0
        first = current
        self.body.write(f"{self.template.body.before}<w:body>{cover}")
        self.relations.write(self._own_relations())
        while current is not None:
            following = next(letters, None)
            self._letter(current, number, last=following is None)
            current = following
            number += 1
        if first is None:
            raise ValueError("a print run without letters")
        self.body.write(f"</w:body>{self.template.body.after}")
        self._finish(first, number)
        return number

    def _letter(self, context: Context, number: int, *, last: bool) -> None:
        given = {**context, NUMBER: number, LAST: last, LISTS: self.lists.number(number)}
        for relation, part in self.margins.items():
            given[reference_variable(relation)] = self._margin(part, given)
        text = self.template.rendered(self.letter, given)
        text = text.removeprefix("<w:body>").removesuffix("</w:body>")
        if "<wp:docPr" in text:
            text = numbered_drawings(text, self.drawings)
            self._add_pictures(context, text)
        self.body.write(text)
        for note in self.notes.values():
            note.write(given)

    def _add_pictures(self, context: Context, text: str) -> None:
        for relation, (target, png) in shown_pictures(context, text).items():
            if relation not in self.pictures:
                self.pictures.add(relation)
                self.package.add(member(f"word/{target}", png))
                self.relations.write(image_relation(relation, target))

    def _margin(self, part: DynamicPart, context: Context) -> str:
        """The relationship of a letter's header or footer: written once for all the letters where it is the same."""
        text = self.template.rendered(part, context)
        key = sha256(f"{part.name} {text}".encode()).digest()
        relation = self.known.get(key)
        if relation is None:
            relation = self.known[key] = self._new_margin(part, text)
        return relation

    def _new_margin(self, part: DynamicPart, text: str) -> str:
        found = _MARGIN_PART.match(part.name)
        kind = found[1] if found else "header"
        number = next(self.part_numbers)
        name = f"{kind}{number}.xml"
        relation = f"rIdP{number}"
        text = numbered_drawings(text, self.drawings) if "<wp:docPr" in text else text
        self.package.add(member(f"word/{name}", f"{part.before}{text}".encode()))
        own_relations = self.template.saved.get(relations_of(part.name))
        if own_relations:
            self.package.add(member(f"word/_rels/{name}.rels", own_relations))
        self.relations.write(f'<Relationship Id="{relation}" Type="{_OFFICE}/{kind}" Target="{name}"/>')
        self.overrides.append(f'<Override PartName="/word/{name}" ContentType="{_WORD}.{kind}+xml"/>')
        return relation

    def _body(self, source: str, *, duplex: bool) -> DynamicPart:
        source = with_own_page_count(with_own_note_references(with_own_bookmarks(source)))
        source = with_own_lists(source, self.lists.direct, self.lists.styled)
        source = letter_body(source, set(self.margins), duplex=duplex, notes=bool(self.notes))
        return self._part(self.template.body, source)

    def _part(self, part: DynamicPart, source: str) -> DynamicPart:
        return replace(part, source=source, template=self.template.environment.from_string(source))

    def _margin_parts(self) -> dict[str, DynamicPart]:
        """By relationship, the headers and footers that differ from one letter to the other."""
        dynamic = {part.name: part for part in self.template.parts}
        margins = {}
        for relation, name in _targets(self.saved[self.template.document_relations]).items():
            if not _MARGIN_PART.match(name):
                continue
            part = dynamic.get(name)
            source = part.source if part else self.saved.get(name, "")
            if part is None and not counts_pages(source):
                continue
            blank = part or replace(self.template.body, name=name, before="", after="", repaired=False, escapes=False)
            margins[relation] = self._part(blank, with_own_page_count(without_revision_marks(source)))
        return margins

    def _note_parts(self) -> dict[str, _Notes]:
        dynamic = {part.name: part for part in self.template.parts}
        notes = {}
        for name in _NOTE_PARTS:
            part = dynamic.get(name)
            source = part.source if part else self.saved.get(name, "")
            before, inner, after = own_notes(without_revision_marks(source))
            if inner:
                blank = part or replace(
                    self.template.body, name=name, before="", after="", repaired=False, escapes=False
                )
                notes[name] = _Notes(self.template, self._part(blank, inner), before, after, self.aside())
        return notes

    def _finish(self, first: Context, letters: int) -> None:
        """The parts that are written once, and those known only at the end."""
        self.body.finish()
        self.package.copy(self.template.document, self.body)
        replaced = {part.name for part in self.margins.values()}
        left_out = {
            self.template.document,
            CONTENT_TYPES,
            self.template.document_relations,
            NUMBERING,
            *replaced,
            *map(relations_of, replaced),
        }
        for name, data in self.template.saved.items():
            if name not in left_out and name not in self.notes:
                self.package.add(member(name, self._once(name, data, first), SMALL))
        for name, notes in self.notes.items():
            self.package.copy(name, notes.finished())
        if NUMBERING in self.saved:
            text = with_definitions(self.saved[NUMBERING], self.lists.definitions(letters))
            self.package.add(member(NUMBERING, text.encode()))
        self.relations.write("</Relationships>")
        self.relations.finish()
        self.package.copy(self.template.document_relations, self.relations)
        types = self.saved[CONTENT_TYPES]
        for name in replaced:
            types = re.sub(rf'<Override\b[^>]*PartName="/{re.escape(name)}"[^>]*/>', "", types)
        types = types.replace("</Types>", "".join((*self.overrides, "</Types>")))
        self.package.add(member(CONTENT_TYPES, types.encode()))
        self.package.close()

    def _once(self, name: str, data: bytes, first: Context) -> bytes:
        """A part that the print run has once: the tagged properties are those of the first letter."""
        properties = self.template.properties(first) if name == CORE_PROPERTIES else None
        return data if properties is None else properties

    def _own_relations(self) -> str:
        """The document's relationships, less those of the parts made for each letter, left open for more."""
        text = self.saved[self.template.document_relations]
        for relation in _RELATION.findall(text):
            if _attribute(relation, "Id") in self.margins:
                text = text.replace(relation, "")
        return text.replace("</Relationships>", "")


class _Notes:
    """The footnotes or endnotes of all the letters, in one part."""

    def __init__(
        self, template: WordTemplate, part: DynamicPart, before: str, after: str, stream: DeflatedStream
    ) -> None:
        self.template, self.part, self.after, self.stream = template, part, after, stream
        self.stream.write(part.before + before)

    def write(self, context: Context) -> None:
        """Add the notes of one letter."""
        self.stream.write(self.template.rendered(self.part, context))

    def finished(self) -> DeflatedStream:
        """The whole part."""
        self.stream.write(self.after)
        self.stream.finish()
        return self.stream


def _targets(relations: str) -> dict[str, str]:
    """The part that each relationship of the document points to, by its identifier; outside targets left out."""
    found = {}
    for relation in _RELATION.findall(relations):
        if 'TargetMode="External"' not in relation:
            target = _attribute(relation, "Target")
            found[_attribute(relation, "Id")] = target[1:] if target.startswith("/") else f"word/{target}"
    return found


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', element)
    return found[1] if found else ""

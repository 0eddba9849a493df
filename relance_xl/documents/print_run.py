"""The print run: the letters of one template in one Word document, a section for each, written as they come.

Each letter keeps its own headers and footers, its own page numbers, lists, notes and bookmarks, and is otherwise its
single file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
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
from relance_xl.documents.print_margins import Margins
from relance_xl.documents.print_sections import letter_body
from relance_xl.documents.print_sources import (
    LAST,
    LISTS,
    NUMBER,
    own_notes,
    with_own_bookmarks,
    with_own_lists,
    with_own_note_references,
    with_own_page_count,
    without_revision_marks,
)

NUMBERING = "word/numbering.xml"
_NOTE_PARTS = ("word/footnotes.xml", "word/endnotes.xml")

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
        self.drawings = count(FIRST_DRAWING)
        self.pictures: set[str] = set()
        source = without_revision_marks(template.body.source)
        self.lists = numbered_lists(source, self._saved(NUMBERING), self._saved("word/styles.xml"))
        self.notes = self._note_parts()
        self.margins = Margins(template, package, self.relations, self.drawings)
        self.letter = self._body(source, duplex=duplex)

    def write(self, contexts: Iterable[Context], cover: str) -> int:
        """Write everything; the number of letters."""
        letters = iter(contexts)
        current = next(letters, None)
        number = 0
        first = current
        self.body.write(f"{self.template.body.before}<w:body>{cover}")
        self.relations.write(self.margins.own_relations())
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
        given = self.template.shared(context)
        given.update({NUMBER: number, LAST: last, LISTS: self.lists.number(number)})
        self.margins.write(given)
        text = self.template.rendered(self.letter, given)
        text = text.removeprefix("<w:body>").removesuffix("</w:body>")
        if self.letter.draws:
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

    def _body(self, source: str, *, duplex: bool) -> DynamicPart:
        source = with_own_page_count(with_own_note_references(with_own_bookmarks(source)))
        source = with_own_lists(source, self.lists.direct, self.lists.styled)
        source = letter_body(source, self.margins.relationships, duplex=duplex, notes=bool(self.notes))
        return self.template.variant(self.template.document, source)

    def _note_parts(self) -> dict[str, _Notes]:
        notes = {}
        for name in _NOTE_PARTS:
            before, inner, after = own_notes(without_revision_marks(self.template.source_of(name)))
            if inner:
                part = self.template.variant(name, inner)
                notes[name] = _Notes(self.template, part, part.before + before, after, self.aside())
        return notes

    def _finish(self, first: Context, letters: int) -> None:
        """The parts that are written once, and those known only at the end."""
        self.body.finish()
        self.package.copy(self.template.document, self.body)
        replaced = self.margins.replaced
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
        if NUMBERING in self.template.saved:
            text = with_definitions(self._saved(NUMBERING), self.lists.definitions(letters))
            self.package.add(member(NUMBERING, text.encode()))
        self.relations.write("</Relationships>")
        self.relations.finish()
        self.package.copy(self.template.document_relations, self.relations)
        self.package.add(member(CONTENT_TYPES, self.margins.types(self._saved(CONTENT_TYPES)).encode()))
        self.package.close()

    def _once(self, name: str, data: bytes, first: Context) -> bytes:
        """A part that the print run has once: the tagged properties are those of the first letter."""
        properties = self.template.properties(first) if name == CORE_PROPERTIES else None
        return data if properties is None else properties

    def _saved(self, name: str) -> str:
        return self.template.saved.get(name, b"").decode()


class _Notes:
    """The footnotes or endnotes of all the letters, in one part."""

    def __init__(
        self, template: WordTemplate, part: DynamicPart, before: str, after: str, stream: DeflatedStream
    ) -> None:
        self.template, self.part, self.after, self.stream = template, part, after, stream
        self.stream.write(before)

    def write(self, given: dict[str, Any]) -> None:
        """Add the notes of one letter."""
        self.stream.write(self.template.rendered(self.part, given))

    def finished(self) -> DeflatedStream:
        """The whole part."""
        self.stream.write(self.after)
        self.stream.finish()
        return self.stream

"""The footnotes of all the letters of a run, in one part."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lxml import etree

from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.print_run.isolation import IsolatedPart, Isolation
from relance_xl.documents.print_run.lists import Used
from relance_xl.documents.print_run.values import Values
from relance_xl.ooxml.members import DeflatedStream
from relance_xl.ooxml.namespaces import W


class Footnotes:
    """The part being written: the separators once, then the notes of each letter."""

    def __init__(self, template: WordTemplate, name: str, isolation: Isolation, stream: DeflatedStream) -> None:
        self._part = IsolatedPart(template, name, isolation, without_separators)
        self._stream = stream
        self._stream.write(self._part.head + separators(template.saved[name]))

    def write(self, given: dict[str, Any]) -> Used:
        """Add the notes of one letter; the lists they use."""
        pieces, used = self._part.pieces(given)
        self._stream.write("".join(pieces))
        return used

    def finished(self) -> DeflatedStream:
        """The whole part."""
        self._stream.write(self._part.tail)
        self._stream.finish()
        return self._stream


def has_notes(part: bytes) -> bool:
    """Whether a part of notes holds some, and not their separators only."""
    return bool(part) and any(not _separates(note) for note in etree.fromstring(part))


def separators(part: bytes) -> str:
    """The notes that only say what separates the notes from the text."""
    return "".join(
        etree.tostring(note, encoding="unicode", with_tail=False) for note in etree.fromstring(part) if _separates(note)
    )


def without_separators(root: etree._Element, values: Values, constant: Collection[etree._Element] | None) -> bool:
    """The shape of the notes of one letter."""
    del values, constant
    for note in list(root):
        if _separates(note):
            root.remove(note)
    return True


def _separates(note: etree._Element) -> bool:
    return note.get(f"{W}type", "normal") != "normal"

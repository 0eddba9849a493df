"""The footnotes or endnotes of all the letters of a run, in one part."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from lxml import etree

from relance_xl.documents.mail_merge import WordTemplate
from relance_xl.documents.packages import DeflatedStream
from relance_xl.documents.print_isolation import IsolatedPart, Isolation
from relance_xl.documents.print_lists import Used
from relance_xl.documents.print_values import Values
from relance_xl.documents.tagged_xml import W

KINDS = {"footnotes": "footnotePr", "endnotes": "endnotePr"}
"""The parts that hold notes, by the kind of their relationship, and what sets these notes in a section."""

_NOTES = (f"{W}footnote", f"{W}endnote")
_AT_THE_END_OF_SECTIONS = f'<w:endnotePr xmlns:w="{W[1:-1]}"><w:pos w:val="sectEnd"/></w:endnotePr>'
_AFTER_ENDNOTES = (
    "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping",
    "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown",
    "smartTagType", "schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
)  # fmt: skip


class Notes:
    """One part of notes being written: the separators once, then the notes of each letter."""

    def __init__(self, template: WordTemplate, name: str, isolation: Isolation, stream: DeflatedStream) -> None:
        self._part = IsolatedPart(template, name, isolation, _without_separators)
        self._stream = stream
        separators = "".join(
            etree.tostring(note, encoding="unicode", with_tail=False)
            for note in etree.fromstring(template.saved[name])
            if _separates(note)
        )
        self._stream.write(self._part.head + separators)

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
    """Whether the part holds notes, and not their separators only."""
    return any(note.tag in _NOTES and not _separates(note) for note in etree.fromstring(part))


def with_endnotes_in_their_section(settings: bytes) -> bytes:
    """The settings of a run whose endnotes stand at the end of their letter."""
    root = etree.fromstring(settings)
    properties = root.find(f"{W}endnotePr")
    if properties is None:
        properties = etree.fromstring(_AT_THE_END_OF_SECTIONS)
        following = {f"{W}{name}" for name in _AFTER_ENDNOTES}
        following.add("{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr")
        at = next((position for position, child in enumerate(root) if child.tag in following), len(root))
        root.insert(at, properties)
    else:
        position = properties.find(f"{W}pos")
        if position is None:
            position = etree.Element(f"{W}pos")
            properties.insert(0, position)
        position.set(f"{W}val", "sectEnd")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _without_separators(root: etree._Element, values: Values, constant: Collection[etree._Element] | None) -> bool:
    del values, constant
    for note in list(root):
        if _separates(note):
            root.remove(note)
    return True


def _separates(note: etree._Element) -> bool:
    return note.get(f"{W}type", "normal") != "normal"

"""The endnotes of a print run: printed as paragraphs at the end of their own letter.

As endnotes they would all come at the end of the run, behind the last customer's letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.print_run.isolation import IsolatedPart, Isolation
from relance_xl.documents.print_run.lists import Used
from relance_xl.documents.print_run.notes import separators, without_separators
from relance_xl.documents.word.tagged_xml import parsed
from relance_xl.ooxml.members import Member, member
from relance_xl.ooxml.namespaces import R_ID, W

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LINE = (
    f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/></w:pBdr>'
    '<w:spacing w:before="120" w:after="0"/><w:ind w:right="6000"/></w:pPr></w:p>'
)


class Endnotes:
    """The endnotes of one letter after the other."""

    def __init__(self, template: WordTemplate, name: str, isolation: Isolation) -> None:
        self._name = name
        self._part = IsolatedPart(template, name, isolation, without_separators)
        self._empty = self._part.head + separators(template.saved[name]) + self._part.tail
        self._notes: Mapping[str, etree._Element] = {}

    def read(self, given: dict[str, Any]) -> Used:
        """Take the notes of one letter; the lists they use."""
        pieces, used = self._part.pieces(given)
        root = parsed(self._part.head, "".join(pieces), self._part.tail)
        self._notes = {note.get(f"{W}id", ""): note for note in root}
        return used

    def print_in(self, body: etree._Element) -> None:
        """Put the notes that a letter refers to at the end of its text, numbered i, ii, iii."""
        references = [each for each in body.iter(f"{W}endnoteReference") if each.get(f"{W}id", "") in self._notes]
        setup = body[-1]
        if references:
            setup.addprevious(etree.fromstring(_LINE))
        for rank, reference in enumerate(references, 1):
            number = roman(rank)
            for paragraph in self._notes[reference.get(f"{W}id", "")]:
                setup.addprevious(_printed(paragraph, number))
            _said(reference, number)

    def member(self) -> Member:
        """The part of the package, which holds no note any more."""
        return member(self._name, self._empty.encode())


def roman(number: int) -> str:
    """« iv » for 4."""
    said = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        said += letters * times
    return said


def _printed(paragraph: etree._Element, number: str) -> etree._Element:
    """A note's paragraph, its own number written out, its links without the address that its own part held."""
    copy = deepcopy(paragraph)
    copy.tail = None
    for mark in list(copy.iter(f"{W}endnoteRef")):
        _said(mark, number)
    for element in copy.iter(f"{W}hyperlink"):
        element.attrib.pop(R_ID, "")
    return copy


def _said(mark: etree._Element, number: str) -> None:
    """The number instead of a mark that Word would number."""
    parent = mark.getparent()
    if parent is not None:
        text = etree.Element(f"{W}t")
        text.text = number
        text.set(_SPACE, "preserve")
        text.tail = mark.tail
        parent.replace(mark, text)

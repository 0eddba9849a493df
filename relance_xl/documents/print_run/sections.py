"""The page set-ups of one letter of a print run (`w:sectPr`): where it begins, and what its pages bear."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from relance_xl.documents.print_run.values import END_OF_LETTER, Values
from relance_xl.documents.word.fields import fields_of
from relance_xl.documents.word.tagged_xml import removed
from relance_xl.ooxml.namespaces import R_ID, W

_CHILDREN = (  # in the schema's order
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders",
    "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi",
    "rtlGutter", "docGrid", "printerSettings", "sectPrChange",
)  # fmt: skip

Kind = tuple[str, str]
"""(« header » or « footer », « default », « first » or « even »)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRules:
    """What the sections of every letter of a run have in common.

    Attributes:
        start: how a letter begins, `nextPage` or `oddPage`.
        kinds: the headers and footers that some section of the template has: the letter's first section has them all,
            for a section that lacks one takes the one before it, which would be another letter's.
        blank: gives the relationship of an empty « header » or « footer », for those that a first section leaves out.
        variables: the field of the letter that holds the relationship standing for one of the template's.
        footnotes: the letters have some, which start again in each.
    """

    start: str
    kinds: frozenset[Kind]
    blank: Callable[[str], str]
    variables: Mapping[str, str]
    footnotes: bool


def sections_of(root: etree._Element) -> list[etree._Element]:
    """The page set-ups of a document, the last one that of its end; one is added to a document without any."""
    body = _body(root)
    if len(body) == 0 or body[-1].tag != f"{W}sectPr":
        etree.SubElement(body, f"{W}sectPr")
    return [section for section in root.iter(f"{W}sectPr") if _is_setup(section)]


def isolate_sections(sections: Sequence[etree._Element], rules: SectionRules, values: Values) -> None:
    """Give the sections of one letter the headers, footers, notes and page numbers of that letter."""
    for section in sections:
        for change in section.findall(f"{W}sectPrChange"):
            removed(change)
    first = sections[0]
    present = _references(first)
    for side, pages in sorted(rules.kinds - present.keys()):
        first.insert(0, etree.Element(f"{W}{side}Reference", {f"{W}type": pages, R_ID: rules.blank(side)}))
    for section in sections:
        for reference in _references(section).values():
            if variable := rules.variables.get(reference.get(R_ID, "")):
                reference.set(R_ID, values.text(variable))
        if rules.footnotes:
            _restart_footnotes(section)
    _child(first, "type").set(f"{W}val", rules.start)
    numbering = _child(first, "pgNumType")
    if numbering.get(f"{W}start") is None:
        numbering.set(f"{W}start", "1")


def carry(
    root: etree._Element, end_mark: Sequence[etree._Element], at_depth_0: Collection[etree._Element] | None
) -> None:
    """Move the last set-up into the last paragraph, so that another letter can follow.

    A paragraph of one point carries it where the last one cannot: none, or one that is not there in every letter, once
    (`at_depth_0`, None when the letter is known).  The letter's end mark stands at its end.
    """
    body = _body(root)
    setup = body[-1]
    paragraph = body[-2] if len(body) > 1 else None
    if paragraph is None or not _carries(paragraph, at_depth_0):
        paragraph = _carrier()
        setup.addprevious(paragraph)
    _mark_end(paragraph, end_mark)
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    change = properties.find(f"{W}pPrChange")  # the one child that follows a set-up
    removed(setup)
    if change is None:
        properties.append(setup)
    else:
        change.addprevious(setup)


def mark_end(root: etree._Element, end_mark: Sequence[etree._Element]) -> None:
    """Put the letter's end mark into its last paragraph, or into one of one point before its set-up."""
    body = _body(root)
    paragraph = body[-2] if len(body) > 1 else None
    if paragraph is None or paragraph.tag != f"{W}p":
        paragraph = _carrier()
        body[-1].addprevious(paragraph)
    _mark_end(paragraph, end_mark)


def _mark_end(paragraph: etree._Element, end_mark: Sequence[etree._Element]) -> None:
    """At the end of the paragraph, or before its text when it prints the number of pages, which cannot point ahead."""
    counted = any(END_OF_LETTER in field.code for field in fields_of(paragraph))
    place = int(paragraph.find(f"{W}pPr") is not None) if counted else len(paragraph)
    for position, mark in enumerate(end_mark):
        paragraph.insert(place + position, mark)


def _carries(paragraph: etree._Element, at_depth_0: Collection[etree._Element] | None) -> bool:
    if paragraph.tag != f"{W}p" or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        return False
    return at_depth_0 is None or paragraph in at_depth_0


def _carrier() -> etree._Element:
    paragraph = etree.Element(f"{W}p")
    spacing = etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(f"{W}{name}", value)
    return paragraph


def _restart_footnotes(section: etree._Element) -> None:
    """Footnotes numbered again from the letter's first one, in Word: LibreOffice goes on from the letter before."""
    properties = _child(section, "footnotePr")
    if properties.find(f"{W}numRestart") is None:
        etree.SubElement(properties, f"{W}numRestart").set(f"{W}val", "eachSect")


def _references(section: etree._Element) -> dict[Kind, etree._Element]:
    found = {}
    for side in ("header", "footer"):
        for reference in section.findall(f"{W}{side}Reference"):
            found[side, reference.get(f"{W}type", "default")] = reference
    return found


def _child(section: etree._Element, name: str) -> etree._Element:
    """The section's child of this name, made in its place when absent."""
    child = section.find(f"{W}{name}")
    if child is None:
        child = etree.Element(f"{W}{name}")
        section.insert(_place(section, name), child)
    return child


def _place(section: etree._Element, name: str) -> int:
    """Where a child of this name goes."""
    following = {f"{W}{other}" for other in _CHILDREN[_CHILDREN.index(name) + 1 :]}
    return next((position for position, child in enumerate(section) if child.tag in following), len(section))


def _is_setup(section: etree._Element) -> bool:
    """Whether a `w:sectPr` sets up pages now, and is not the memory of a change."""
    parent = section.getparent()
    return parent is not None and parent.tag in {f"{W}pPr", f"{W}body"}


def _body(root: etree._Element) -> etree._Element:
    body = root.find(f"{W}body")
    if body is None:
        raise ValueError("a document without a body")
    return body

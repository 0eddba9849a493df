"""The fields of one letter of a print run: page counts, references, counters and titles that are its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lxml import etree

from relance_xl.documents.print_run.values import END_OF_LETTER, NUMBER, Values
from relance_xl.documents.word.fields import WordField, fields_of
from relance_xl.documents.word.tagged_xml import removed
from relance_xl.ooxml.namespaces import W

PROPERTY_FIELDS: Mapping[str, str] = {
    "TITLE": "title", "SUBJECT": "subject", "AUTHOR": "author", "COMMENTS": "comments",
}  # fmt: skip
"""The fields that print a property of the document, and the property."""

_POINTING = frozenset({"REF", "PAGEREF", "NOTEREF"})
_TARGET = re.compile(r'(\s*\S+\s+"?)([^\s"\\]+)')
_LINK = re.compile(r'(\\l\s+"?)([^\s"\\]+)', re.IGNORECASE)
_PROPERTY = re.compile(r'\s*(?:DOCPROPERTY\s+)?"?(\w+)', re.IGNORECASE)


def isolate_fields(root: etree._Element, names: Mapping[str, str], values: Values, *, one_section: bool) -> None:
    """Make the fields under `root` those of the letter.

    `names` gives the letter's name of each bookmark.  `one_section` says that a letter is one section of the run.
    """
    for each in fields_of(root):
        if each.kind == "NUMPAGES":
            _count_own_pages(each, values, one_section=one_section)
        elif each.kind == "SEQ":
            _renamed_target(each, _TARGET, lambda name: f"{name}_{values.number(NUMBER)}")
        elif each.kind in _POINTING:
            _renamed_target(each, _TARGET, lambda name: names.get(name.casefold(), name))
        elif each.kind == "HYPERLINK":
            _renamed_target(each, _LINK, lambda name: names.get(name.casefold(), name))
        elif each.kind.casefold() in names:
            each.renamed(names[each.kind.casefold()])


def print_properties(root: etree._Element, variables: Mapping[str, str], values: Values) -> None:
    """Replace the fields that print a tagged property by its text in the letter, and untie the controls bound to one.

    `variables` gives the field of the letter that holds each tagged property.
    """
    if not variables:
        return
    for each in fields_of(root):
        name = _property(each)
        if name in variables and (shown := each.result()):
            _say(each, shown, values.text(variables[name]))
    for binding in list(root.iter(f"{W}dataBinding")):
        removed(binding)


def _count_own_pages(field: WordField, values: Values, *, one_section: bool) -> None:
    """« page x / y » where y counts the letter's pages.

    Word computes SECTIONPAGES.  LibreOffice shows a field it does not know by its content, which here is a reference to
    the page of the letter's end.  A letter of several sections has that reference alone, computed on opening.
    """
    reference = f" PAGEREF {END_OF_LETTER}{values.number(NUMBER)} "
    if not one_section:
        field.code = reference
        owner = field.simple if field.simple is not None else field.begin
        if owner is not None:
            owner.set(f"{W}dirty", "true")
        return
    field.renamed("SECTIONPAGES")
    shown = field.result()
    if not shown:
        return
    inner = etree.Element(f"{W}fldSimple", {f"{W}instr": reference})
    parent = shown[0].getparent()
    if parent is None:
        return
    parent.insert(parent.index(shown[0]), inner)
    inner.extend(shown)


def _renamed_target(field: WordField, pattern: re.Pattern[str], rename: Callable[[str], str]) -> None:
    field.code = pattern.sub(lambda found: f"{found[1]}{rename(found[2])}", field.code, count=1)


def _property(field: WordField) -> str:
    """The property that a field prints, "" for any other field."""
    found = _PROPERTY.match(field.code)
    word = found[1].upper() if found else ""
    return PROPERTY_FIELDS.get(word, "")


def _say(field: WordField, shown: list[etree._Element], text: str) -> None:
    """The text in the place of a field, with the format of its result."""
    first = next((run for run in shown if run.tag == f"{W}r"), None)
    if first is None:
        return
    for node in [*first]:
        if node.tag != f"{W}rPr":
            first.remove(node)
    said = etree.SubElement(first, f"{W}t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for other in shown:
        if other is not first:
            removed(other)
    if field.simple is not None:
        parent = field.simple.getparent()
        if parent is not None:
            parent.replace(field.simple, first)
        return
    for mark in (field.begin, *field.codes, field.separator, field.end):
        if mark is not None:
            removed(mark)

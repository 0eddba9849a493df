"""A template made ready for the merge: what must not leave with a letter goes, what a tag would take away is kept.

A template that needs nothing is merged as it is, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy

from lxml import etree

from relance_xl.documents.templates.tags import tags_of, without_tags
from relance_xl.documents.word.fields import WordField, fields_of
from relance_xl.documents.word.tagged_xml import removed
from relance_xl.ooxml.members import StaticMembers, stored
from relance_xl.ooxml.namespaces import W
from relance_xl.ooxml.relations import related, relations_of

DROPPED_LINKS = frozenset({"attachedTemplate", "mailMergeSource", "mailMergeHeaderSource", "recipientData"})
"""Relationships to files of the user's disk, which a letter has no use for."""
TEXT_PART = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml$")

_COMMENT_PARTS = frozenset(
    {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "commentsExtensible1", "people"}
)
_COMMENTED = tuple(f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_SETTINGS = tuple(f"{W}{name}" for name in ("attachedTemplate", "mailMerge"))
_TYPES = "[Content_Types].xml"
_ALONE = re.compile(r"\s*(?:\{%p .*?%\}|\{#p .*?#\})\s*$", re.DOTALL)
_SHOWN = frozenset(f"{W}{name}" for name in ("br", "footnoteReference", "endnoteReference"))
_MARKS = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd"))

Atom = tuple["etree._Element | None", "etree._Element"]  # noqa: SLF001 - lxml's own name of an element
"""A piece of a paragraph: the run that it stands in, if it stands in one, and itself."""


def prepared(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package that is merged; `parts` are its members.  `data` itself when there is nothing to change."""
    made = {name: part for name, part in parts.items() if not name.endswith("/")}
    for name in [name for name in made if name.endswith(".rels")]:
        _without_links(made, name)
    for name in list(made):
        if name == "word/settings.xml" and any(tag.rpartition("}")[2].encode() in made[name] for tag in _SETTINGS):
            made[name] = _changed(made[name], _without(_SETTINGS))
    texts = {name: etree.fromstring(part) for name, part in made.items() if TEXT_PART.match(name)}
    marked = _marked_texts(texts.values())
    for name, root in texts.items():
        changed = [_without(_COMMENTED)(root), _keep_beside_tags(root), _show_references(root, marked)]
        if any(changed):
            made[name] = _bytes(root)
    return data if made == parts else repacked(made)


def repacked(parts: Mapping[str, bytes]) -> bytes:
    """A package of these members."""
    return StaticMembers(()).package(stored(name, data) for name, data in parts.items())


def _without_links(parts: dict[str, bytes], name: str) -> None:
    """Take away the links to what must not leave, and the parts of comments with what declares them."""
    root = etree.fromstring(parts[name])
    dropped = [link for link in root if _kind(link) in DROPPED_LINKS | _COMMENT_PARTS]
    if not dropped:
        return
    owner = _owner(name)
    gone = {each.part for each in related(parts, owner) if each.kind in _COMMENT_PARTS}
    for link in dropped:
        root.remove(link)
    parts[name] = _bytes(root)
    types = parts[_TYPES].decode()
    for part in gone:
        parts.pop(part, None)
        parts.pop(relations_of(part), None)
        types = re.sub(rf'<Override\b[^>]*PartName="/{re.escape(part)}"[^>]*/>', "", types)
    parts[_TYPES] = types.encode()


def _owner(relations: str) -> str:
    """The part whose relationships stand in this one."""
    return relations.replace("_rels/", "").removesuffix(".rels")


def _kind(link: etree._Element) -> str:
    return link.get("Type", "").rpartition("/")[2]


class _without:  # noqa: N801 - used as a function of an element
    """Takes the elements of these names out of a tree; whether there were any."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)

    def __call__(self, root: etree._Element) -> bool:
        found = list(root.iter(*self._names))
        for element in found:
            removed(element)
        return bool(found)


def _changed(part: bytes, change: _without) -> bytes:
    root = etree.fromstring(part)
    return _bytes(root) if change(root) else part


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _keep_beside_tags(root: etree._Element) -> bool:
    """Part from its tag what shares the paragraph of a {%p … %}: breaks, notes, bookmarks, the end of a section."""
    changed = False
    for paragraph in list(root.iter(f"{W}p")):
        if _ALONE.match(paragraph_text(paragraph)) and paragraph.getparent() is not None:
            changed = _parted(paragraph) or changed
    return changed


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph, without that of the text boxes anchored in it."""
    return "".join(
        node.text or "" for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p"), None) is paragraph
    )


def _parted(paragraph: etree._Element) -> bool:
    """Put what stands before the tag into a paragraph before it, and what stands after into one after it."""
    atoms = list(_atoms(paragraph))
    said = [rank for rank, (_, each) in enumerate(atoms) if _says(each)]
    before, after = atoms[: said[0]], [*atoms[said[0] :]]
    after = [atom for atom in after if not _says(atom[1])]
    setup = paragraph.find(f"{W}pPr/{W}sectPr")
    changed = False
    if _is_kept(before):
        paragraph.addprevious(_carrying(paragraph, before)) if _is_shown(before) else _beside(paragraph, before)
        changed = True
    if setup is not None or _is_shown(after):
        paragraph.addnext(_carrying(paragraph, after, setup))
        changed = True
    elif _is_kept(after):
        for _, mark in reversed(after):
            if mark.tag in _MARKS:
                paragraph.addnext(mark)
        changed = True
    return changed


def _atoms(paragraph: etree._Element) -> Iterator[Atom]:
    for child in paragraph:
        if child.tag == f"{W}r":
            yield from ((child, piece) for piece in child if piece.tag != f"{W}rPr")
        elif child.tag != f"{W}pPr":
            yield None, child


def _says(piece: etree._Element) -> bool:
    return any((node.text or "").strip() for node in piece.iter(f"{W}t"))


def _is_shown(atoms: Iterable[Atom]) -> bool:
    return any(piece.tag in _SHOWN for _, piece in atoms)


def _is_kept(atoms: Iterable[Atom]) -> bool:
    return any(piece.tag in _SHOWN | _MARKS for _, piece in atoms)


def _beside(paragraph: etree._Element, atoms: Iterable[Atom]) -> None:
    for _, mark in atoms:
        if mark.tag in _MARKS:
            paragraph.addprevious(mark)


def _carrying(paragraph: etree._Element, atoms: Iterable[Atom], setup: etree._Element | None = None) -> etree._Element:
    """A paragraph of the same look with these pieces, and the set-up of a section that ended with the tag's."""
    made = etree.Element(f"{W}p")
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        made.append(copied := deepcopy(properties))
        if setup is None:
            for other in copied.findall(f"{W}sectPr"):
                copied.remove(other)
        else:
            properties.remove(setup)
    for run, piece in list(atoms):
        if run is None:
            made.append(piece)
            continue
        own = etree.SubElement(made, f"{W}r")
        look = run.find(f"{W}rPr")
        if look is not None:
            own.append(deepcopy(look))
        own.append(piece)
    return made


def _marked_texts(roots: Iterable[etree._Element]) -> dict[str, str]:
    """The text of each bookmark that prints a field and lies in one paragraph."""
    found: dict[str, str] = {}
    for root in roots:
        for start in root.iter(f"{W}bookmarkStart"):
            text = _between(start)
            if tags_of(text) and "{%" not in text:
                found[start.get(f"{W}name", "").casefold()] = text
    return found


def _between(start: etree._Element) -> str:
    """The text from a bookmark's start to its end, "" when they are not in one paragraph."""
    pieces: list[str] = []
    for sibling in start.itersiblings():
        if sibling.tag == f"{W}bookmarkEnd" and sibling.get(f"{W}id") == start.get(f"{W}id"):
            return "".join(pieces)
        pieces += [node.text or "" for node in sibling.iter(f"{W}t")]
    return ""


def _show_references(root: etree._Element, marked: Mapping[str, str]) -> bool:
    """Have a REF to a bookmark that prints a field show that field: else the former letter's would show."""
    changed = False
    for each in fields_of(root) if marked else ():
        words = each.code.split()
        text = marked.get(words[1].casefold()) if each.kind == "REF" and len(words) > 1 else None
        if text is not None and without_tags(_shown(each)).strip() == _shown(each).strip():
            changed = _say(each, text) or changed
    return changed


def _shown(field: WordField) -> str:
    return "".join(node.text or "" for run in field.result() for node in run.iter(f"{W}t"))


def _say(field: WordField, text: str) -> bool:
    nodes = [node for run in field.result() for node in run.iter(f"{W}t")]
    for node in nodes:
        node.text = ""
    if nodes:
        nodes[0].text = text
    return bool(nodes)

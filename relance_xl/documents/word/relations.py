"""The relationships of a Word document's parts: what each part is does not depend on its name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from relance_xl.documents.word.namespaces import PACKAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relationship: its identifier, its kind (« header », « footnotes »…), and the part it points to."""

    identifier: str
    kind: str
    part: str


def relations_of(name: str) -> str:
    """The part that holds the relationships of a part."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def related(parts: Mapping[str, bytes], name: str) -> Iterator[Relation]:
    """The relationships of a part to others of the package."""
    for element in _elements(parts, name):
        if element.get("TargetMode") != "External":
            target = posixpath.join("/", posixpath.dirname(name), element.get("Target", ""))
            yield Relation(
                identifier=element.get("Id", ""),
                kind=element.get("Type", "").rpartition("/")[2],
                part=posixpath.normpath(target).lstrip("/"),
            )


def relations_without(parts: Mapping[str, bytes], name: str, left_out: set[str]) -> str:
    """The part of a part's relationships, less those of these identifiers, its end left open for more."""
    kept = (element for element in _elements(parts, name) if element.get("Id") not in left_out)
    texts = "".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in kept)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE}">{texts}'


def _elements(parts: Mapping[str, bytes], name: str) -> Iterator[etree._Element]:
    data = parts.get(relations_of(name))
    if data:
        yield from etree.fromstring(data).iter(f"{{{PACKAGE}}}Relationship")

"""The relationships of a package's parts: what each part is does not depend on its name."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from lxml import etree

from relance_xl.ooxml.namespaces import PACKAGE

_RELATIONSHIP = "{*}Relationship"
_TARGETS = etree.XPath("/*/*[not(@TargetMode = 'External')]/@Target", smart_strings=False)
"""The root of such a part has no other children (ISO/IEC 29500-2, annex F)."""
_BESIDE = re.compile(r"[^./\\][^/\\]*").fullmatch


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
    data = parts.get(relations_of(name))
    if data:
        yield from relations_in(etree.fromstring(data), name)


def relations_in(root: etree._Element, name: str) -> Iterator[Relation]:
    """The relationships to others of the package that the part `name` has, from the root of their list.

    A part's name stands as it is written, percent-encoded or not; some tools write their targets with backslashes.
    """
    folder = posixpath.dirname(name)
    for element in root.iter(_RELATIONSHIP):
        if element.get("TargetMode") != "External":
            yield Relation(
                identifier=element.get("Id", ""),
                kind=element.get("Type", "").rpartition("/")[2],
                part=_part(folder, element.get("Target", "")),
            )


def names_in(root: etree._Element, name: str) -> set[str]:
    """The parts that the part `name` is related to, as `relations_in` gives them: the names only, of thousands."""
    folder = posixpath.dirname(name)
    return {_part(folder, target) for target in cast("list[str]", _TARGETS(root))}


def _part(folder: str, target: str) -> str:
    """The part to which a target leads, by its name.  Most stand in the folder of what points to them."""
    if folder and _BESIDE(target):
        return f"{folder}/{target}"
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")


def relations_without(parts: Mapping[str, bytes], name: str, left_out: set[str]) -> str:
    """The part of a part's relationships, less those of these identifiers, its end left open for more."""
    data = parts.get(relations_of(name))
    elements = etree.fromstring(data).iter(_RELATIONSHIP) if data else ()
    kept = (element for element in elements if element.get("Id") not in left_out)
    texts = "".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in kept)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE}">{texts}'

"""The headers and footers of a print run: each letter has its own wherever they would differ.

The worst fault of a combined document is to print the first letter's reference on all the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

from relance_xl.documents.mail_merge import DynamicPart, WordTemplate, numbered_drawings, relations_of
from relance_xl.documents.packages import DeflatedStream, PackageStream, joined_member, member
from relance_xl.documents.print_sections import reference_variable
from relance_xl.documents.print_sources import counts_pages, with_own_page_count, without_revision_marks

_MARGIN_PART = re.compile(r"^word/(header|footer)\d*\.xml$")
_RELATION = re.compile(r"<Relationship\b[^>]*/>")
_FIRST_PART = 1000
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Margin:
    """A header or footer that is written again for a letter.

    Attributes:
        kind: header or footer.
        variable: what the body's template calls its relationship.
        counted: it refers to its own letter's pages, so that no two letters have the same.
    """

    part: DynamicPart
    kind: str
    variable: str
    counted: bool


class Margins:
    """The headers and footers of all the letters; those that say the same are written once.

    Attributes:
        replaced: the template's parts that these stand for.
    """

    def __init__(
        self, template: WordTemplate, package: PackageStream, relations: DeflatedStream, drawings: count[int]
    ) -> None:
        self._template, self._package, self._relations, self._drawings = template, package, relations, drawings
        self._numbers = count(_FIRST_PART)
        self._known: dict[bytes, str] = {}
        self._overrides: list[str] = []
        self._margins = _margins(template)
        self.replaced = {margin.part.name for margin in self._margins.values()}

    @property
    def relationships(self) -> set[str]:
        """The template's relationships to the parts replaced."""
        return set(self._margins)

    def write(self, given: dict[str, Any]) -> None:
        """Write those of one letter, and put their relationships among its fields."""
        for margin in self._margins.values():
            pieces = self._template.pieces(margin.part, given)
            given[margin.variable] = self._written(margin, pieces) if margin.counted else self._once(margin, pieces)

    def own_relations(self) -> str:
        """The document's relationships, less those of the parts replaced, left open for more."""
        text = self._template.saved[self._template.document_relations].decode()
        for relation in _RELATION.findall(text):
            if _attribute(relation, "Id") in self._margins:
                text = text.replace(relation, "")
        return text.replace("</Relationships>", "")

    def types(self, content_types: str) -> str:
        """The package's content types, those of the parts replaced giving way to those of the letters."""
        for name in self.replaced:
            content_types = re.sub(rf'<Override\b[^>]*PartName="/{re.escape(name)}"[^>]*/>', "", content_types)
        return content_types.replace("</Types>", "".join((*self._overrides, "</Types>")))

    def _once(self, margin: _Margin, pieces: list[str]) -> str:
        key = sha256("".join((margin.part.name, *pieces)).encode()).digest()
        relation = self._known.get(key)
        if relation is None:
            relation = self._known[key] = self._written(margin, pieces)
        return relation

    def _written(self, margin: _Margin, pieces: list[str]) -> str:
        """The relationship of a new part."""
        part, kind, number = margin.part, margin.kind, next(self._numbers)
        name, relation = f"{kind}{number}.xml", f"rIdP{number}"
        if part.draws:
            text = numbered_drawings("".join(pieces), self._drawings)
            self._package.add(member(f"word/{name}", f"{part.before}{text}".encode()))
        else:
            self._package.add(joined_member(f"word/{name}", (part.before, *pieces)))
        own_relations = self._template.saved.get(relations_of(part.name))
        if own_relations:
            self._package.add(member(f"word/_rels/{name}.rels", own_relations))
        self._relations.write(f'<Relationship Id="{relation}" Type="{_OFFICE}/{kind}" Target="{name}"/>')
        self._overrides.append(f'<Override PartName="/word/{name}" ContentType="{_WORD}.{kind}+xml"/>')
        return relation


def _margins(template: WordTemplate) -> Mapping[str, _Margin]:
    """By relationship, the headers and footers that differ from one letter to the other."""
    tagged = {part.name for part in template.parts}
    margins = {}
    for relation, name in _targets(template.saved[template.document_relations].decode()).items():
        found = _MARGIN_PART.match(name)
        if not found:
            continue
        source = template.source_of(name)
        counted = counts_pages(source)
        if name in tagged or counted:
            source = with_own_page_count(without_revision_marks(source))
            margins[relation] = _Margin(
                part=template.variant(name, source),
                kind=found[1],
                variable=reference_variable(relation),
                counted=counted,
            )
    return margins


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

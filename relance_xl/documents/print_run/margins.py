"""The headers and footers of a print run: each letter has its own wherever they would differ.

The worst fault of a combined document is to print the first letter's reference on all the others.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.print_run.isolation import IsolatedPart, Isolation, as_it_is
from relance_xl.documents.print_run.lists import Used
from relance_xl.documents.print_run.pictures import RunPictures
from relance_xl.documents.word.drawings import numbered_drawings
from relance_xl.ooxml.members import DeflatedStream, PackageStream, joined_member, member
from relance_xl.ooxml.namespaces import OFFICE, W
from relance_xl.ooxml.relations import related, relations_of, relations_without
from relance_xl.ooxml.xml_text import DECLARATION, xml_text

SIDES = ("header", "footer")

_FIRST_PART = 1000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_BLANK = {
    "header": f'{DECLARATION}<w:hdr xmlns:w="{W[1:-1]}"><w:p/></w:hdr>',
    "footer": f'{DECLARATION}<w:ftr xmlns:w="{W[1:-1]}"><w:p/></w:ftr>',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Margin:
    """A header or footer that is written again for a letter; `variable` is the field that holds its relationship."""

    name: str
    side: str
    part: IsolatedPart
    variable: str


class Margins:
    """The headers and footers of all the letters; those that say the same are written once.

    `relations` receives the document's own relationships, less those of the parts replaced, then those of the letters.
    """

    def __init__(
        self,
        template: WordTemplate,
        isolation: Isolation,
        package: PackageStream,
        pictures: RunPictures,
        relations: DeflatedStream,
        drawings: count[int],
    ) -> None:
        self._package, self._pictures, self._relations, self._drawings = package, pictures, relations, drawings
        self._folder = f"{posixpath.dirname(template.document)}/".lstrip("/")
        self._numbers = count(_FIRST_PART)
        self._known: dict[bytes, str] = {}
        self._blanks: dict[str, str] = {}
        self._overrides: list[str] = []
        self._margins = _margins(template, isolation)
        self._own_relations = {
            margin.name: xml_text(template.saved.get(relations_of(margin.name), b""))
            for margin in self._margins.values()
        }
        self._relations.write(relations_without(template.saved, template.document, set(self._margins)))

    @property
    def variables(self) -> Mapping[str, str]:
        """The field of a letter that holds the relationship standing for one of the template's."""
        return {relation: margin.variable for relation, margin in self._margins.items()}

    @property
    def replaced(self) -> set[str]:
        """The template's parts that these stand for."""
        return {margin.name for margin in self._margins.values()}

    def blank(self, side: str) -> str:
        """The relationship of an empty header or footer."""
        if side not in self._blanks:
            name, relation = self._declared(side)
            self._package.add(member(name, _BLANK[side].encode()))
            self._blanks[side] = relation
        return self._blanks[side]

    def write(self, given: dict[str, Any]) -> Used:
        """Write those of one letter, and put their relationships among its fields; the lists they use."""
        lists: Used = ()
        for margin in self._margins.values():
            pieces, used = margin.part.pieces(given)
            lists += used
            given[margin.variable] = (self._new if margin.part.is_numbered else self._once)(margin, pieces, given)
        return lists

    def types(self, content_types: str) -> str:
        """The package's content types, those of the parts replaced giving way to those of the letters."""
        for name in self.replaced:
            content_types = re.sub(rf'<Override\b[^>]*PartName="/{re.escape(name)}"[^>]*/>', "", content_types)
        return content_types.replace("</Types>", "".join((*self._overrides, "</Types>")))

    def _once(self, margin: _Margin, pieces: list[str], given: Mapping[str, Any]) -> str:
        key = sha256("".join((margin.name, *pieces)).encode()).digest()
        relation = self._known.get(key)
        if relation is None:
            relation = self._known[key] = self._new(margin, pieces, given)
        return relation

    def _new(self, margin: _Margin, pieces: list[str], given: Mapping[str, Any]) -> str:
        """The relationship of a new part."""
        part = margin.part
        name, relation = self._declared(margin.side)
        relations = [self._own_relations[margin.name]] if self._own_relations[margin.name] else []
        if part.draws:
            text = numbered_drawings("".join(pieces), self._drawings)
            pieces = [text]
            relations, pictures = part.pictured(text, given)
            self._pictures.add(pictures)
        self._package.add(joined_member(name, (part.head, *pieces, part.tail)))
        if relations:
            self._package.add(joined_member(relations_of(name), relations))
        return relation

    def _declared(self, side: str) -> tuple[str, str]:
        """The name and the relationship of a part to be written."""
        number = next(self._numbers)
        file, relation = f"{side}{number}.xml", f"rIdP{number}"
        self._relations.write(f'<Relationship Id="{relation}" Type="{OFFICE}/{side}" Target="{file}"/>')
        self._overrides.append(f'<Override PartName="/{self._folder}{file}" ContentType="{_WORD}.{side}+xml"/>')
        return f"{self._folder}{file}", relation


def _margins(template: WordTemplate, isolation: Isolation) -> Mapping[str, _Margin]:
    """By relationship, the headers and footers that are not the same for all the letters."""
    margins: dict[str, _Margin] = {}
    for relation in related(template.saved, template.document):
        if relation.kind in SIDES and relation.part in template.saved:
            part = IsolatedPart(template, relation.part, isolation, as_it_is)
            if part.is_tagged:
                margins[relation.identifier] = _Margin(
                    name=relation.part, side=relation.kind, part=part, variable=f"_marge_{len(margins)}"
                )
    return margins

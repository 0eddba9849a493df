"""The zip container of a workbook: its parts, their relationships, and a copy that keeps every untouched byte."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from relance_xl.books.closed.locks import binary
from relance_xl.books.closed.sheets.parts_xml import damaged, namespace, parse, serialise
from relance_xl.ooxml import copying
from relance_xl.ooxml.copying import Deflated
from relance_xl.ooxml.namespaces import OFFICE, PACKAGE
from relance_xl.ooxml.opening import WORKBOOK, ExcessiveFault, Opened, PackageFault, ProtectedFault
from relance_xl.ooxml.relations import Relation, relations_in, relations_of
from relance_xl.problems import DataError, FileUnavailable, Problem

_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Package:
    """The parts of one workbook, as read and as rewritten; `name` stands in the messages."""

    def __init__(self, content: bytes, name: str) -> None:
        """FileUnavailable when `content` is no workbook; DataError when its size is out of all proportion."""
        if content.startswith(_OLE):
            raise not_a_workbook(name, "est protégé par un mot de passe, ou d'un ancien format (.xls)")
        try:
            self._opened = Opened(content, WORKBOOK)
        except ExcessiveFault as error:
            raise DataError(
                Problem(
                    file=name, what="Le classeur se déplie en un contenu démesuré", expected="moins de 1 Go de contenu"
                )
            ) from error
        except ProtectedFault as error:
            raise not_a_workbook(name, "est chiffré") from error
        except PackageFault as error:
            raise not_a_workbook(name) from error
        self.name = name
        self._content = content
        self._infos = {part.lower(): info for part, info in self._opened.infos.items()}
        if "xl/workbook.bin" in self._infos:
            raise binary(name)
        self._written: dict[str, Deflated] = {}
        self._removed: set[str] = set()

    def __contains__(self, part: str) -> bool:
        key = part.lower()
        return key not in self._removed and key in self._infos

    def read(self, part: str) -> bytes:
        """The part's present content.  DataError when it is absent or its bytes are damaged."""
        key = part.lower()
        if key in self._written:
            return self._written[key].inflated()
        if part not in self:
            raise damaged(part)
        try:
            return self._opened.read(self._infos[key])
        except PackageFault as error:
            raise damaged(part) from error

    def xml(self, part: str) -> etree._Element:
        """The part's root element, parsed anew."""
        return parse(self.read(part), part)

    def write(self, part: str, content: bytes) -> None:
        """Replace the part's content."""
        self.write_pieces(part, [content])

    def write_pieces(self, part: str, pieces: Iterable[bytes]) -> None:
        """Replace the part's content by these pieces put together."""
        self._written[part.lower()] = copying.deflated(pieces)

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return [name for name in self._infos if name not in self._removed]

    def add(self, part: str, content: bytes) -> None:
        """Put in a part that is not there yet; it must be declared and related besides."""
        self._infos[part.lower()] = zipfile.ZipInfo(part)
        self.write(part, content)

    def remove(self, part: str) -> None:
        """Leave the part out; what names it must be told besides."""
        self._removed.add(part.lower())

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The part's internal relationships by their id, targets resolved to part names."""
        path = relations_of(part)
        if path not in self:
            return {}
        found = relations_in(self.xml(path), part)
        return {
            each.identifier: each if each.part in self else replace(each, part=unquote(each.part)) for each in found
        }

    def main_part(self) -> str:
        """The workbook's own part, as the package's root relationship names it."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.part in self:
                return relation.part
        raise not_a_workbook(self.name)

    def drop_calculation_chain(self) -> None:
        """Remove calcChain.xml and what names it: a stale chain means a repair prompt, Excel rebuilds it."""
        chains = [key for key in self._infos if key.endswith("calcchain.xml") and key not in self._removed]
        if not chains:
            return
        self._removed.update(chains)
        lists = [key for key in self._infos if key == "[content_types].xml" or key.endswith("workbook.xml.rels")]
        for part in lists:
            root = self.xml(part)
            for element in list(root):
                named = str(element.get("PartName") or element.get("Target") or "")
                if re.search(r"calcchain\.xml$", named, re.IGNORECASE):
                    root.remove(element)
            self.write(part, serialise(root))

    def content(self) -> bytes:
        """The whole package: rewritten parts deflated anew, every other member's compressed bytes as they were."""
        return copying.joined(
            [
                (info, self._written[key] if key in self._written else copying.raw(info, self._content))
                for key, info in self._infos.items()
                if key not in self._removed
            ]
        )


def not_a_workbook(name: str, what: str = "n'est pas un classeur Excel") -> FileUnavailable:
    """The error to raise for a file that no spreadsheet would open; `what` follows « Ce fichier »."""
    return FileUnavailable(
        Problem(file=name, what=f"Ce fichier {what}", expected="un classeur .xlsm ou .xlsx sans mot de passe")
    )


def declare(package: Package, part: str, content: str) -> None:
    """Say what a new part is: « table+xml », « worksheet+xml »."""
    types = package.xml("[Content_Types].xml")
    attributes = {"PartName": f"/{part}", "ContentType": f"{_CONTENT}{content}"}
    etree.SubElement(types, f"{{{namespace(types)}}}Override", attributes)
    package.write("[Content_Types].xml", serialise(types))


def free_part(package: Package, pattern: str) -> str:
    """The first name of this pattern that no part has."""
    number = 1
    while pattern.format(number) in package:
        number += 1
    return pattern.format(number)


def relate(package: Package, part: str, kind: str, target: str) -> str:
    """Relate a part to another of the package; the identifier of the relationship."""
    path = relations_of(part)
    root = package.xml(path) if path in package else etree.fromstring(f'<Relationships xmlns="{PACKAGE}"/>'.encode())
    taken = {element.get("Id") for element in root}
    number = 1
    while (identifier := f"rIdPart{number}") in taken:
        number += 1
    attributes = {"Id": identifier, "Type": f"{OFFICE}/{kind}", "Target": f"/{target}"}
    etree.SubElement(root, f"{{{PACKAGE}}}Relationship", attributes)
    (package.write if path in package else package.add)(path, serialise(root))
    return identifier

"""The zip container of a workbook: its parts, their relationships, and a copy that keeps every untouched byte."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from relance_xl.books.closed import zip_copy
from relance_xl.books.closed.sheets.parts_xml import damaged, parse, serialise
from relance_xl.books.closed.zip_copy import Deflated
from relance_xl.problems import DataError, FileUnavailable, Problem

MEGABYTE = 1 << 20
MAX_INFLATED = 1024 * MEGABYTE
"""Bytes of all parts together; a ledger of 100,000 lines takes about 100 MB."""
SUSPECT_SIZE, MAX_RATIO = 64 * MEGABYTE, 250
"""A part beyond this size compressed beyond this ratio is no ledger: real sheets stay under 60."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part leads: the last word of the relationship's type, and the target part's name."""

    kind: str
    target: str


class Package:
    """The parts of one workbook, as read and as rewritten; `name` stands in the messages."""

    def __init__(self, content: bytes, name: str) -> None:
        """FileUnavailable when `content` is no workbook; DataError when its size is out of all proportion."""
        if content.startswith(_OLE):
            raise not_a_workbook(name, "est protégé par un mot de passe, ou d'un ancien format (.xls)")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError) as error:
            raise not_a_workbook(name) from error
        self.name = name
        self._content = content
        self._infos = {info.filename.lower().lstrip("/"): info for info in self._zip.infolist()}
        self._written: dict[str, Deflated] = {}
        self._removed: set[str] = set()
        self._refuse_bombs()

    def _refuse_bombs(self) -> None:
        total = 0
        for info in self._infos.values():
            total += info.file_size
            ratio = info.file_size / max(info.compress_size, 1)
            if total > MAX_INFLATED or (info.file_size > SUSPECT_SIZE and ratio > MAX_RATIO):
                raise DataError(
                    Problem(
                        file=self.name,
                        what="Le classeur se déplie en un contenu démesuré",
                        expected="moins de 1 Go de contenu",
                    )
                )
            if info.flag_bits & 1:
                raise not_a_workbook(self.name, "est chiffré")

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
            return self._zip.read(self._infos[key])
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
            raise damaged(part) from error

    def xml(self, part: str) -> etree._Element:
        """The part's root element, parsed anew."""
        return parse(self.read(part), part)

    def write(self, part: str, content: bytes) -> None:
        """Replace the part's content."""
        self.write_pieces(part, [content])

    def write_pieces(self, part: str, pieces: Iterable[bytes]) -> None:
        """Replace the part's content by these pieces put together."""
        self._written[part.lower()] = zip_copy.deflated(pieces)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The part's internal relationships by their id, targets resolved to part names."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self:
            return {}
        return {
            str(element.get("Id")): Relation(
                str(element.get("Type", "")).rsplit("/", 1)[-1], _resolved(folder, str(element.get("Target", "")))
            )
            for element in self.xml(path).iter("{*}Relationship")
            if element.get("TargetMode") != "External"
        }

    def main_part(self) -> str:
        """The workbook's own part, as the package's root relationship names it."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self:
                return relation.target
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
        return zip_copy.joined(
            [
                (info, self._written[key] if key in self._written else zip_copy.raw(info, self._content))
                for key, info in self._infos.items()
                if key not in self._removed
            ]
        )


def _resolved(folder: str, target: str) -> str:
    target = unquote(target).replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def not_a_workbook(name: str, what: str = "n'est pas un classeur Excel") -> FileUnavailable:
    """The error to raise for a file that no spreadsheet would open; `what` follows « Ce fichier »."""
    return FileUnavailable(
        Problem(file=name, what=f"Ce fichier {what}", expected="un classeur .xlsm ou .xlsx sans mot de passe")
    )

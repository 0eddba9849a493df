"""A Word template read from its file: its parts, or what the file really is when Word would not open it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from relance_xl.documents.templates.preparation import repacked
from relance_xl.domain.wording import typeset
from relance_xl.ooxml.namespaces import W
from relance_xl.ooxml.opening import DOCUMENT, Opened, PackageFault, unpacked
from relance_xl.ooxml.strict import is_strict, transitional
from relance_xl.problems import DataError, Problem

LARGEST = 100 << 20
"""Bytes of a template's file, pictures included."""
LARGEST_XML = 30 << 20
MOST_BRACES = 8_000
"""Braces in a part: two thousand tags; what docxtpl does to open ones grows with their square."""

_EXPECTED = "un document Word (.docx) que Word ouvre sans le réparer"
_SAVE_AS = "dans Word, « Enregistrer sous », type « Document Word (.docx) »"
_PROTECTED_OR_OLD = "il est protégé par un mot de passe, ou d'un ancien format (.doc)"
_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _PROTECTED_OR_OLD, f"{_SAVE_AS}, sans mot de passe"),
    (b"%PDF", "c'est un document PDF", _EXPECTED),
    (b"{\\rtf", "c'est un document RTF", _SAVE_AS),
)
_TYPES = "[Content_Types].xml"
_DOCUMENT = "wordprocessingml.document.main+xml"
_KINDS = (
    ("spreadsheetml", "c'est un classeur Excel", _EXPECTED),
    ("ms-excel", "c'est un classeur Excel", _EXPECTED),
    ("presentationml", "c'est une présentation PowerPoint", _EXPECTED),
    ("wordprocessingml.template.main+xml", "c'est un modèle Word (.dotx) renommé", _SAVE_AS),
    ("ms-word.template.macroEnabled", "c'est un modèle Word (.dotm) renommé", _SAVE_AS),
    ("ms-word.document.macroEnabled", "c'est un document Word avec macros (.docm) renommé", _SAVE_AS),
)
_MAIN = re.compile(rf'PartName="/([^"]+)"[^>]*{re.escape(_DOCUMENT)}|{re.escape(_DOCUMENT)}[^>]*PartName="/([^"]+)"')


class _NotATemplate(ValueError):
    """What the file is instead, and what to do about it."""

    def __init__(self, what: str, expected: str = _EXPECTED) -> None:
        super().__init__(what)
        self.expected = expected


def template_bytes(path: Path) -> bytes:
    """The bytes of a template's file, in the transitional form.  DataError when it cannot be read."""
    try:
        reason = "c'est un dossier" if path.is_dir() else ""
        if not reason and path.exists() and not path.is_file():
            reason = "ce n'est pas un fichier"  # a device gives bytes without end, a pipe none
        if not reason and path.stat().st_size > LARGEST:
            reason = f"il dépasse {LARGEST >> 20} Mo"
        if not reason:
            return _transitional(path.read_bytes())
    except OSError as error:
        raise DataError(unreadable(path, cause_of(error))) from error
    raise DataError(unreadable(path, reason))


def _transitional(data: bytes) -> bytes:
    """The package in the form that the libraries know; what is no package, as it is."""
    try:
        package = Opened(data, DOCUMENT)
        relations = package.infos.get("_rels/.rels")
        if relations is None or not is_strict(package.read(relations)):
            return data
        return repacked(transitional(unpacked(data)))
    except PackageFault:
        return data


def template_parts(path: Path, data: bytes) -> dict[str, bytes]:
    """The members of the package, each XML part well formed.  DataError saying in one sentence what is wrong."""
    try:
        _recognise(data)
        parts = unpacked(data)
        _check_kind(parts)
        for name, part in parts.items():
            if name.endswith((".xml", ".rels")):
                _check_xml(name, part)
        _check_body(parts)
    except _NotATemplate as error:
        raise DataError(unreadable(path, str(error), error.expected)) from error
    except PackageFault as error:
        raise DataError(unreadable(path, str(error))) from error
    return parts


def unreadable(path: Path, reason: str, expected: str = _EXPECTED) -> Problem:
    """The fault of a template that is no Word document, or cannot be opened."""
    what = f"Ce modèle ne peut pas être lu : {reason}"
    return Problem(file=path.name, what=typeset(what), expected=typeset(expected))


def cause_of(error: OSError) -> str:
    """Why a file cannot be read, in French: the system may say it in another language."""
    causes = {
        FileNotFoundError: "il n'existe pas",
        IsADirectoryError: "c'est un dossier",
        PermissionError: "l'accès en est refusé, ou il est ouvert ailleurs",
    }
    return next((said for kind, said in causes.items() if isinstance(error, kind)), "le disque ne répond pas")


def _recognise(data: bytes) -> None:
    if not data:
        raise _NotATemplate("le fichier est vide")
    for beginning, what, expected in _BEGINNINGS:
        if data.startswith(beginning):
            raise _NotATemplate(what, expected)
    if not data.startswith(b"PK"):
        raise _NotATemplate("ce n'est pas un document Word")


def _check_kind(parts: Mapping[str, bytes]) -> None:
    if b"opendocument" in parts.get("mimetype", b""):
        raise _NotATemplate("c'est un document LibreOffice (OpenDocument)", "« Enregistrer sous », type Word (.docx)")
    types = parts.get(_TYPES, b"").decode("utf-8", "replace")
    if _DOCUMENT in types:
        return
    for kind, what, expected in _KINDS:
        if kind in types:
            raise _NotATemplate(what, expected)
    raise _NotATemplate("ce n'est pas un document Word")


def _check_xml(name: str, part: bytes) -> etree._Element:
    if len(part) > LARGEST_XML:
        raise _NotATemplate(f"sa partie « {name} » est démesurée (plus de {LARGEST_XML >> 20} Mo)")
    if part.count(b"{") + part.count(b"}") > MOST_BRACES and not name.startswith("customXml/"):
        raise _NotATemplate(f"sa partie « {name} » contient trop de balises", "moins de 2 000 balises")
    try:
        root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise _NotATemplate(f"il est abîmé, dans sa partie « {name} »") from error
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs forget it
        raise _NotATemplate(f"sa partie « {name} » contient une DTD, ce que Word n'écrit pas")
    return root


def _check_body(parts: Mapping[str, bytes]) -> None:
    if "_rels/.rels" not in parts:
        raise _NotATemplate("il est abîmé, sans sa partie « _rels/.rels »")
    found = _MAIN.search(parts[_TYPES].decode("utf-8", "replace"))
    name = (found[1] or found[2]) if found else "word/document.xml"
    if name not in parts:
        raise _NotATemplate(f"il est abîmé, sans sa partie « {name} »")
    if is_strict(parts[name][:10_000]):
        raise _NotATemplate("il est au format « Strict Open XML »", _SAVE_AS)
    if _check_xml(name, parts[name]).find(f"{W}body") is None:
        raise _NotATemplate(f"il est abîmé, sans texte dans sa partie « {name} »")

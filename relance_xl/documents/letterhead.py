"""The company's logo, put once into a template in the place of the picture named « logo »."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from docx.image.exceptions import UnrecognizedImageError
from docx.image.image import Image

from relance_xl.documents.packages import unpacked
from relance_xl.documents.pictures import MILLIMETRE, image_relation
from relance_xl.domain.model import Company
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem, Severity

LOGO = "logo"
"""The name or the alternative text, in Word, of the picture that the company's logo replaces."""

_WIDTH, _HEIGHT = 60 * MILLIMETRE, 18 * MILLIMETRE
_KINDS = {"image/png": "png", "image/jpeg": "jpeg"}
_PART = re.compile(r"word/(document\d*|header\d*|footer\d*)\.xml$")
_DRAWING = re.compile(r"<w:drawing>(?:(?!</w:drawing>).)*?</w:drawing>", re.DOTALL)
_EMBEDDED = re.compile(r'r:embed="([^"]+)"')
_IS_LOGO = re.compile(rf'\b(?:name|descr)="{LOGO}"')
_EXTENT = re.compile(r'(<(?:wp:extent|a:ext) [^>]*?cx=")\d+(" cy=")\d+"')


def usable_logo(company: Company, folder: Path) -> tuple[Company, Path | None, tuple[Problem, ...]]:
    """The company, the file of its logo, and a warning when it has one that cannot be used: it is then without.

    A relative path is counted from `folder`, that of the workbook.
    """
    if not company.logo.strip():
        return company, None, ()
    path = folder / company.logo.strip()
    try:
        _size(path.read_bytes(), path.name)
    except (OSError, ValueError) as error:
        return replace(company, logo=""), None, (_problem(path, error),)
    return company, path, ()


def with_logo(template: bytes, logo: Path) -> bytes:
    """The template whose picture named « logo » is the company's, as large as 60 x 18 mm allow.

    The template itself when it has no such picture.  OSError or ValueError for a logo that is not usable.
    """
    blob = logo.read_bytes()
    kind, size = _size(blob, logo.name)
    parts = unpacked(template)
    media = f"word/media/{LOGO}.{kind}"
    replaced = sum(_replace_logo(parts, name, media, size) for name in list(parts) if _PART.match(name))
    if not replaced:
        return template
    parts[media] = blob
    types = parts["[Content_Types].xml"].decode()
    if f'Extension="{kind}"' not in types:
        default = f'<Default Extension="{kind}" ContentType="image/{kind}"/>'
        parts["[Content_Types].xml"] = types.replace("<Override", f"{default}<Override", 1).encode()
    return _packed(parts)


def _size(blob: bytes, name: str) -> tuple[str, tuple[int, int]]:
    """The kind of a picture, and the size at which it is printed."""
    try:
        image = Image.from_blob(blob)
    except UnrecognizedImageError as error:
        raise ValueError(name) from error
    if image.content_type not in _KINDS:
        raise ValueError(name)
    ratio = min(_WIDTH / image.px_width, _HEIGHT / image.px_height)
    return _KINDS[image.content_type], (int(image.px_width * ratio), int(image.px_height * ratio))


def _problem(logo: Path, error: Exception) -> Problem:
    reason = error.strerror if isinstance(error, OSError) else "ce n'est pas une image PNG ou JPEG"
    return Problem(
        sheet="Paramètres",
        value=str(logo),
        what=typeset(f"Le logo « {logo.name} » n'est pas imprimé : {reason}"),
        expected="le chemin d'une image PNG ou JPEG",
        severity=Severity.WARNING,
    )


def _replace_logo(parts: dict[str, bytes], name: str, media: str, size: tuple[int, int]) -> bool:
    """Point the drawings named « logo » of a part to the media, at this size; whether there was one."""
    xml = parts[name].decode()
    drawings = [found for found in _DRAWING.findall(xml) if _IS_LOGO.search(found)]
    relations_name = f"word/_rels/{name.removeprefix('word/')}.rels"
    for drawing in drawings:
        xml = xml.replace(drawing, _EXTENT.sub(rf'\g<1>{size[0]}\g<2>{size[1]}"', drawing))
        embedded = _EMBEDDED.search(drawing)
        if embedded:
            relations = parts[relations_name].decode()
            pattern = rf'<Relationship\b[^>]*\bId="{re.escape(embedded[1])}"[^>]*/>'
            own = image_relation(embedded[1], media.removeprefix("word/"))
            parts[relations_name] = re.sub(pattern, own, relations).encode()
    parts[name] = xml.encode()
    return bool(drawings)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return saved.getvalue()

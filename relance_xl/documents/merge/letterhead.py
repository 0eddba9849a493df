"""The company's logo, put once into a template in the place of the picture named « logo »."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from docx.image.exceptions import UnrecognizedImageError
from docx.image.image import Image

from relance_xl.documents.templates.preparation import repacked
from relance_xl.documents.templates.recognition import cause_of
from relance_xl.documents.word.pictures import MILLIMETRE, image_relation
from relance_xl.domain import sheets
from relance_xl.domain.model import Company
from relance_xl.domain.wording import typeset
from relance_xl.ooxml.opening import unpacked
from relance_xl.problems import Problem, Severity

LOGO = "logo"
"""The name or the alternative text, in Word, of the picture that the company's logo replaces."""

_WIDTH, _HEIGHT = 60 * MILLIMETRE, 18 * MILLIMETRE
_KINDS = {"image/png": "png", "image/jpeg": "jpeg"}
_LAST_MARK = {"png": b"IEND", "jpeg": b"\xff\xd9"}
"""What ends a picture of each kind: one that lacks it was not copied whole."""
_TAIL = 4096
_HEAVIEST = 20 << 20
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
        _size(_picture(path))
    except OSError as error:
        return replace(company, logo=""), None, (_problem(path, cause_of(error)),)
    except ValueError as error:
        return replace(company, logo=""), None, (_problem(path, str(error)),)
    return company, path, ()


def with_logo(template: bytes, logo: Path) -> bytes:
    """The template whose picture named « logo » is the company's, as large as 60 x 18 mm allow.

    The template itself when it has no such picture.  OSError or ValueError for a logo that is not usable.
    """
    blob = _picture(logo)
    kind, size = _size(blob)
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
    return repacked(parts)


def _picture(logo: Path) -> bytes:
    """The bytes of the logo.  OSError; ValueError, in French, for what is no file or too heavy a one."""
    if "\0" in str(logo):
        raise ValueError("son nom contient un caractère invisible")
    if logo.exists() and not logo.is_file() and not logo.is_dir():
        raise ValueError("ce n'est pas un fichier")  # a device gives bytes without end, a pipe none
    if logo.is_file() and logo.stat().st_size > _HEAVIEST:
        raise ValueError(f"il dépasse {_HEAVIEST >> 20} Mo")
    return logo.read_bytes()


def _size(blob: bytes) -> tuple[str, tuple[int, int]]:
    """The kind of a picture, and the size at which it is printed.  ValueError, in French, when it is not usable."""
    if not blob:
        raise ValueError("le fichier est vide")
    try:
        image = Image.from_blob(blob)
        kind, width, height = _KINDS.get(image.content_type), image.px_width, image.px_height
    except UnrecognizedImageError as error:
        raise ValueError("ce n'est pas une image PNG ou JPEG") from error
    except Exception as error:  # the library raises what a damaged picture leads it to
        raise ValueError("l'image est incomplète ou abîmée") from error
    if kind is None:
        raise ValueError("ce n'est pas une image PNG ou JPEG")
    if not (width and height) or _LAST_MARK[kind] not in blob[-_TAIL:]:
        raise ValueError("l'image est incomplète ou abîmée")
    ratio = min(_WIDTH / width, _HEIGHT / height)
    return kind, (max(1, int(width * ratio)), max(1, int(height * ratio)))


def _problem(logo: Path, reason: str) -> Problem:
    return Problem(
        sheet=sheets.PARAMETERS,
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

"""Pictures made for one letter, as the QR code of its payment.

A template reaches nothing of a picture but its place: what it holds is out of the sandbox's reach.
"""

from __future__ import annotations

from binascii import crc32
from collections.abc import Mapping
from typing import Any

from relance_xl.ooxml.namespaces import DRAWING, OFFICE

MILLIMETRE = 36_000
"""In English metric units, Word's own."""

SHOWN = 'r:embed="rIdQ'
"""What stands in the XML of a part that shows such a picture."""

_IMAGE = f"{OFFICE}/image"
_PLACE = (
    '</w:t></w:r><w:r><w:drawing><wp:inline xmlns:wp="'
    f'{DRAWING}/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{side}" cy="{side}"/><wp:docPr id="{number}" name="{name}"'
    ' descr="{text}"/><wp:cNvGraphicFramePr/>'
    f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
    f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="0" name="{name}"/>'
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"'
    f' xmlns:r="{OFFICE}"/>'
    "<a:stretch><a:fillRect/></a:stretch>"
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{side}" cy="{side}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
    '</w:drawing></w:r><w:r><w:t xml:space="preserve">'
)
_MOST_DRAWINGS = 2**31 - 2
"""Word takes no greater identifier of a drawing."""


class Picture:
    """A square PNG made for one letter; a template prints it with `{{ … }}`."""

    __slots__ = ("_png", "_side", "_text")

    def __init__(self, png: bytes, side: int, text: str) -> None:
        self._png, self._side, self._text = png, side, text

    def __html__(self) -> str:
        """The drawing, in the place of the run's text."""
        relation = _relation(self._png)
        number = 1 + crc32(self._png) % _MOST_DRAWINGS
        return _PLACE.format(side=self._side, name=relation, text=self._text, relation=relation, number=number)

    __str__ = __html__


def shown_pictures(context: Mapping[str, Any], xml: str) -> dict[str, tuple[str, bytes]]:
    """The pictures of a context that a letter's XML shows: by relationship, the media's name and its bytes."""
    shown = {}
    for value in context.values():
        if isinstance(value, Picture):
            png = value._png  # noqa: SLF001 - hidden from templates, not from us
            relation = _relation(png)
            if relation in xml:
                shown[relation] = (f"media/{relation}.png", png)
    return shown


def image_relation(relation: str, target: str) -> str:
    """The relationship of a picture."""
    return f'<Relationship Id="{relation}" Type="{_IMAGE}" Target="{target}"/>'


def with_png_type(content_types: str) -> str:
    """The content types, PNG among them."""
    if 'Extension="png"' in content_types:
        return content_types
    return content_types.replace("<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1)


def _relation(png: bytes) -> str:
    return f"rIdQ{crc32(png):08x}"

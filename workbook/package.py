"""The finished package: with its tab of the ribbon, the same bytes at every build."""

from __future__ import annotations

import io
import zipfile
from typing import Final

MACRO_ENABLED: Final = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"

AMOUNT_ONLY: Final = (
    b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
    b'<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
"""What a chart's labels show.  XlsxWriter leaves out what they do not show, which LibreOffice then shows."""

RIBBON_PART: Final = "customUI/customUI.xml"
RIBBON_RELATIONSHIP: Final = (
    b'<Relationship Id="rIdRibbon" Target="customUI/customUI.xml"'
    b' Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"/>'
)
"""Of 2006, the one that other programs keep when they save the file."""

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def finished(package: bytes, ribbon: str) -> bytes:
    """The package with `ribbon`, its customUI document."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    chart = "xl/charts/chart1.xml"
    parts[chart] = parts[chart].replace(b'<c:showVal val="1"/>', AMOUNT_ONLY)
    parts[RIBBON_PART] = ribbon.encode("utf-8")
    relationships = parts["_rels/.rels"]
    parts["_rels/.rels"] = relationships.replace(b"</Relationships>", RIBBON_RELATIONSHIP + b"</Relationships>")
    return _zipped(parts)


def reproducible(package: bytes) -> bytes:
    """The same package, dated as ours are, so that the same drawing gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return _zipped({name: archive.read(name) for name in archive.namelist()})


def _zipped(parts: dict[str, bytes]) -> bytes:
    """The parts in their order, dated 1980 as Excel does."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return target.getvalue()

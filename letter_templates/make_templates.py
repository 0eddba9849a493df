"""Makes the French letter templates: `python letter_templates/make_templates.py` writes the .docx beside this file.

The same bytes come out each time.  Looks stand in the styles of `word/styles.xml` only, so that a user restyles
all letters' paragraphs by changing a style in Word; the address block of the window envelope (frame of 85 x 33 mm,
110 mm from the left, 55 mm from the top) is the style « Adresse destinataire ».
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from letter_texts import LETTERS
from word_parts import (
    BLANK_PNG,
    CONTENT_TYPES,
    CORE,
    DOCUMENT_RELS,
    PACKAGE_RELS,
    SETTINGS,
    STYLES,
    headers_and_footers,
)

HERE = Path(__file__).resolve().parent
MOMENT = (1980, 1, 1, 0, 0, 0)


def parts(name: str) -> dict[str, bytes]:
    """The parts of one template, by their name in the package."""
    title, body = LETTERS[name]
    texts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELS,
        "docProps/core.xml": CORE.format(title=title),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": DOCUMENT_RELS,
        "word/styles.xml": STYLES,
        "word/settings.xml": SETTINGS,
        **headers_and_footers(),
    }
    return {part: text.encode() for part, text in texts.items()} | {"word/media/logo.png": BLANK_PNG}


def write(folder: Path) -> list[Path]:
    """The templates written into `folder`."""
    written = []
    for name in LETTERS:
        path = folder / f"{name}.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for part, data in parts(name).items():
                info = zipfile.ZipInfo(part, MOMENT)
                info.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(info, data, compresslevel=9)
        written.append(path)
    return written


if __name__ == "__main__":
    for template in write(HERE):
        sys.stdout.write(f"{template.name}\n")

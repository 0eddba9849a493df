"""Makes the letter templates in every language: `python letter_templates/make_templates.py` writes them beside this file.

The same bytes come out each time.  Looks stand in the styles of `word/styles.xml` only, so that a user restyles
all letters' paragraphs by changing a style in Word; the address block of the window envelope (frame of 85 x 33 mm,
110 mm from the left, 55 mm from the top) is the style « Adresse destinataire ».
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from letter_layout import letters
from letter_words import Words, read_words
from mail_layout import messages
from word_parts import (
    BLANK_PNG,
    CONTENT_TYPES,
    CORE,
    DOCUMENT_RELS,
    PACKAGE_RELS,
    headers_and_footers,
    settings,
    styles,
)

HERE = Path(__file__).resolve().parent
MOMENT = (1980, 1, 1, 0, 0, 0)


def languages() -> list[Words]:
    """What each file of `words` says."""
    return [read_words(path) for path in sorted((HERE / "words").glob("*.toml"))]


def parts(words: Words, title: str, body: str) -> dict[str, bytes]:
    """The parts of one template, by their name in the package."""
    texts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_RELS,
        "docProps/core.xml": CORE.format(title=title),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": DOCUMENT_RELS,
        "word/styles.xml": styles(words.locale),
        "word/settings.xml": settings(words.locale),
        **headers_and_footers(words.page),
    }
    return {part: text.encode() for part, text in texts.items()} | {"word/media/logo.png": BLANK_PNG}


def write(folder: Path) -> list[Path]:
    """The templates written into `folder`."""
    written = []
    for words in languages():
        for name, (title, body) in letters(words).items():
            path = folder / f"{name}.docx"
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
                for part, data in parts(words, title, body).items():
                    info = zipfile.ZipInfo(part, MOMENT)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    package.writestr(info, data, compresslevel=9)
            written.append(path)
        for name, text in messages(words).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            written.append(folder / name)
    return written


if __name__ == "__main__":
    for template in write(HERE):
        sys.stdout.write(f"{template.name}\n")

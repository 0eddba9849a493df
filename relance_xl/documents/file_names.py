"""File names that Windows, macOS and Linux all accept, readable, and never twice the same."""

from __future__ import annotations

import re
import unicodedata

LENGTH = 80
"""In UTF-16 units, as Windows counts: room is left for the folders in its 260."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\s*\..*|\s*)")


def safe_name(text: str, length: int = LENGTH) -> str:
    """The text made a name, without extension; « sans nom » when nothing is left of it.

    Letters keep their accents (NFC).  What Windows forbids becomes a hyphen, invisible marks go (U+202E would show
    « fdp.exe » as a PDF), reserved names (CON, LPT1…) get an underscore.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(" " if mark.isspace() else mark for mark in composed if _is_visible(mark))
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("-", visible))
    name = _cut(name.strip(" ."), length).strip(" .") or "sans nom"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def unique_name(name: str, extension: str, taken: set[str]) -> str:
    """« nom.docx », or « nom (2).docx » when taken; the name chosen joins `taken` (case and accents' form ignored)."""
    number = 1
    while True:
        chosen = f"{name}{extension}" if number == 1 else f"{name} ({number}){extension}"
        key = unicodedata.normalize("NFC", chosen.casefold())
        if key not in taken:
            taken.add(key)
            return chosen
        number += 1


def _is_visible(mark: str) -> bool:
    return mark.isspace() or unicodedata.category(mark)[0] != "C"


def _cut(name: str, length: int) -> str:
    """At most `length` UTF-16 units, no character cut in two."""
    units = 0
    for position, mark in enumerate(name):
        units += 2 if ord(mark) > 0xFFFF else 1
        if units > length:
            return name[:position]
    return name

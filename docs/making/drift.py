"""Whether the pictures are newer than what they show: the hash of what they were made from, beside them.

python -m docs.making.drift        says which sources changed since the pictures were made
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from relance_xl.actions.catalogue.groups import GROUPS
from relance_xl.machine import shipped
from relance_xl.ooxml.relations import relations_of

ROOT: Final = Path(__file__).resolve().parents[2]
NOTED: Final = ROOT / "docs" / "images" / "sources.json"
SHEETS: Final = ("Accueil", "Relances", "Appels", "Contrôle", "Aide", "Fiche", "Balance âgée", "Pénalités")
"""The sheets that pictures show."""
LETTERS: Final = ("lettre_1.docx", "lettre_2.docx", "lettre_3.docx")


def hashes() -> dict[str, str]:
    """The hash of what each kind of picture shows: captions, what a sheet says and how wide it is, a letter's text."""
    return {
        "boutons": _hash(f"{each.name} {each.caption}" for shown in GROUPS.values() for each in shown),
        "feuilles": _hash(text for sheet in SHEETS for text in _of_sheet(sheet)),
        "lettres": _hash(_part(shipped.templates() / name, "word/document.xml") for name in LETTERS),
    }


def _hash(texts: Iterator[str]) -> str:
    total = hashlib.sha256()
    for text in texts:
        total.update(f"{text}\n".encode())
    return total.hexdigest()[:16]


def _part(package: Path, name: str) -> str:
    with zipfile.ZipFile(package) as parts:
        return parts.read(name).decode()


def _of_sheet(name: str) -> Iterator[str]:
    """The sheet's texts and formulas, its widths and heights; not the numbers that its formats happen to have."""
    book = shipped.workbook()
    number = re.search(rf'<sheet name="{name}"[^>]* r:id="([^"]+)"', _part(book, "xl/workbook.xml"))
    target = re.search(
        rf'Id="{number[1] if number else ""}"[^>]*?Target="([^"]+)"', _part(book, relations_of("xl/workbook.xml"))
    )
    strings = re.findall(r"<si>(.*?)</si>", _part(book, "xl/sharedStrings.xml"), flags=re.DOTALL)
    xml = _part(book, f"xl/{target[1] if target else ''}")
    yield from (strings[int(each)] for each in re.findall(r't="s"><v>(\d+)</v>', xml))
    yield from re.findall(r"<f>.*?</f>", xml, flags=re.DOTALL)
    yield from re.findall(r'<col min="\d+" max="\d+" width="[^"]+"|<row r="\d+"[^>]*? ht="[^"]+"', xml)


def stale() -> list[str]:
    """The kinds of pictures older than what they show."""
    noted = json.loads(NOTED.read_text(encoding="utf-8")) if NOTED.exists() else {}
    return [kind for kind, found in hashes().items() if noted.get(kind) != found]


def note() -> None:
    """Write down what the pictures were made from."""
    NOTED.write_text(json.dumps(hashes(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["note"]:
        note()
    old = stale()
    sys.stdout.write(f"{', '.join(old) or 'toutes les images sont à jour'}\n")
    sys.exit(bool(old))

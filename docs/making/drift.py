"""Whether the pictures are newer than what they show: the hash of the sources that they were made from, beside them.

python -m docs.making.drift        says which sources changed since the pictures were made
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
NOTED: Final = ROOT / "docs" / "images" / "sources.json"
SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "boutons": ("workbook/buttons.py", "relance_xl/actions/catalogue/rows.py"),
    "feuilles": ("workbook/*.py", "relance_xl/demo/*.py"),
    "lettres": ("letter_templates/*.docx", "relance_xl/documents/contents/*.py", "relance_xl/demo/*.py"),
}
"""What each kind of picture shows, as the sources that draw it."""


def hashes() -> dict[str, str]:
    """The hash of the sources of each kind of picture."""
    return {kind: _hash(patterns) for kind, patterns in SHOWN.items()}


def _hash(patterns: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for path in _files(patterns):
        total.update(path.relative_to(ROOT).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _files(patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(ROOT.glob(pattern))


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

"""The invoices that travel with a message, found in the folder of the documents when each is surely the right one.

A customer must never receive someone else's invoice, nor a file of the accountant's own: only files inside the folder
are joined, and a name must be the invoice's number itself, alone or as its own word at the beginning.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PureWindowsPath

from relance_xl.domain.model import OpenItem
from relance_xl.domain.vocabulary import ItemKind

HEAVIEST = 15_000_000
"""Bytes joined to one message at most: encoding adds a third, and many servers refuse above 20 to 25 million."""

_EXTENSIONS = frozenset({".pdf", ".xml", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_SHOWN = 120
"""Characters shown of a name that is none."""
_FIRST_WORDS = frozenset({"facture", "fact", "avoir", "invoice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The document of an invoice that is not joined, and why, in French."""

    customer: str
    invoice: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is joined to one message, and what is not."""

    files: tuple[Path, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass
class DocumentFolder:
    """The folder of the documents, its names read once, at the first question."""

    path: Path
    _sizes: dict[Path, int] = field(default_factory=dict)

    def documents_of(self, items: Iterable[OpenItem], room: int = HEAVIEST) -> Found:
        """The documents of invoices and credit notes, each once, of `room` bytes in all at most."""
        files: dict[Path, None] = {}
        missing: list[Missing] = []
        for item in items:
            if item.kind not in {ItemKind.INVOICE, ItemKind.CREDIT_NOTE}:
                continue
            found = self._stated(item.document) if item.document.strip() else self._named(item.invoice)
            if isinstance(found, Path):
                size = self._size(found)
                if found in files or size <= room:
                    room -= 0 if found in files else size
                    files[found] = None
                    continue
                found = "trop lourd pour un message"
            if all(each.invoice != item.invoice for each in missing):
                missing.append(Missing(customer=item.customer, invoice=item.invoice, why=found))
        return Found(files=tuple(files), missing=tuple(missing))

    def _stated(self, written: str) -> Path | str:
        """The file of the column « Pièce », inside the folder; else why not."""
        name = written.strip()
        relative = Path(*PureWindowsPath(name).parts) if os.sep == "/" and "\\" in name else Path(name)
        try:
            place = (self.path / relative).resolve()
            if not place.is_relative_to(self.path.resolve()):
                return f"« {_short(name)} » est hors du dossier des pièces"
            found = place.is_file()
        except (OSError, ValueError, RuntimeError):  # no name of a file, or links that turn round
            found = False
        return place if found else f"« {_short(name)} » est introuvable"

    def _named(self, invoice: str) -> Path | str:
        """The only file named after the invoice; else why not."""
        found = self._by_key.get(_key(invoice), [])
        if not found:
            return "aucun fichier à ce numéro"
        exact = [path for path in found if _key(path.stem) == _key(invoice)] or found
        return exact[0] if len(exact) == 1 else f"{len(exact)} fichiers à ce numéro"

    @cached_property
    def _by_key(self) -> dict[str, list[Path]]:
        """What a file's name says first → the files that stand in the folder: a link out of it is none (N-105)."""
        names: dict[str, list[Path]] = defaultdict(list)
        root = self.path.resolve()
        for folder, _, files in os.walk(self.path):
            for file in files:
                path = Path(folder) / file
                if path.suffix.lower() in _EXTENSIONS and (place := _inside(path, root)) is not None:
                    for key in _keys(path.stem):
                        names[key].append(place)
        return names

    def _size(self, path: Path) -> int:
        if path not in self._sizes:
            self._sizes[path] = path.stat().st_size
        return self._sizes[path]


def _inside(path: Path, root: Path) -> Path | None:
    """Where the file really is; None when that is out of the folder, or no file (a device, a pipe)."""
    try:
        place = path.resolve()
        return place if place.is_relative_to(root) and place.is_file() else None
    except (OSError, RuntimeError):
        return None


def _short(name: str) -> str:
    return name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"


def _keys(stem: str) -> set[str]:
    """The invoice numbers that a name may begin with: « Facture FA-12 Dupont » says FA-12, never FA-1."""
    words: Sequence[str] = re.split(r"[\s_]+", stem.strip())
    if words and _key(words[0]) in _FIRST_WORDS:
        words = words[1:]
    return {key for key in (_key(stem), _key(" ".join(words)), _key(words[0]) if words else "") if key}


def _key(name: str) -> str:
    """Case ignored, and what a file's name cannot hold: the invoice 2026/12 is in the file 2026-12.pdf."""
    return re.sub(r'[<>:"/\\|?*]', "-", unicodedata.normalize("NFC", name.strip()).casefold())

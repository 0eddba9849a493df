"""The pages of the documentation, and what they cite: paths, names in a file, commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.places import ROOT

PAGES = [
    page
    for page in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").glob("*.md")),
    )
    if page.exists()
]
OURS = ("relance_xl", "tests", "docs", "workbook", "letter_templates", "benchmarks")
PACKAGES = tuple(sorted(folder.name for folder in (ROOT / "relance_xl").iterdir() if folder.is_dir()))
MODULE = re.compile(r"[\w/.]+\.py")
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:uv run )?relance-xl\b *(.*)")


@dataclass(frozen=True, slots=True)
class Cited:
    """A file or folder that a page cites, and the name inside it, "" for the file as a whole."""

    path: str
    name: str = ""


def text_of(page: Path) -> str:
    """The page, its no-break spaces made plain."""
    return page.read_text(encoding="utf-8").replace("\u00a0", " ").replace("\u202f", " ")


def quoted(text: str) -> Iterator[str]:
    """What stands between backticks, outside the fenced blocks."""
    yield from re.findall(r"`([^`\n]+)`", FENCED.sub("", text))


def cited(text: str) -> Iterator[Cited]:
    """The project's own paths among what stands between backticks: « relance_xl/domain/lines.py::keyed »."""
    for words in quoted(text):
        path, _, name = words.partition("::")
        if " " in path or "…" in path or "<" in path:
            continue
        if MODULE.fullmatch(path) or ("/" in path and path.split("/")[0] in (*OURS, *PACKAGES)):
            yield Cited(path, name)


def commands(text: str) -> Iterator[str]:
    """What follows « relance-xl », in fenced blocks (up to two spaces, where a remark begins) and between backticks."""
    for block in FENCED.findall(text):
        for line in block.splitlines():
            if found := COMMAND.match(line.strip()):
                yield re.split(r" {2,}", found[1])[0]
    for words in quoted(text):
        if found := COMMAND.match(words):
            yield found[1]

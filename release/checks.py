"""What a release must be, each point judged by itself: a sentence for each fault, none when all is well."""

from __future__ import annotations

import re
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

LARGEST_WHEEL: Final = 2_000_000
"""Bytes."""
NOT_YET: Final = "À venir"
_SHIPPED: Final = (
    "relance_xl/shipped/Relances.xlsm",
    "relance_xl/shipped/Cabinet.xlsm",
    "relance_xl/shipped/letter_templates/lettre_1.docx",
    "licenses/LICENSE",
    "licenses/release/LICENCES.md",
    "sboms/sbom.cdx.json",
)
"""Ends of the names of what every wheel holds; `tests/test_packaging.py` knows all of them."""
_OF_THE_WORKSHOP: Final = re.compile(r"(^|/)(tests|benchmarks|torture|docs|installer|\.github|\.venv)/")


def changelog(text: str, version: str) -> Iterator[str]:
    """The version has its section, with something in it, and nothing is left under « À venir »."""
    sections = {head.strip(): body.strip() for head, body in re.findall(r"(?ms)^## (.+?)$(.*?)(?=^## |\Z)", text)}
    if not sections.get(version):
        yield f"CHANGELOG.md : la version {version} n'y dit rien. Attendu : « ## {version} », et ce qui change."
    if waiting := len(re.findall(r"(?m)^- ", sections.get(NOT_YET, ""))):
        yield (f"CHANGELOG.md : « {NOT_YET} » tient encore {waiting} points. Attendu : rangés sous leur version.")


def wheel(path: Path) -> Iterator[str]:
    """It holds the workbooks, the templates, the licences and the bill of materials, nothing of the workshop."""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
    for wanted in _SHIPPED:
        if not any(name.endswith(wanted) for name in names):
            yield f"{path.name} : « {wanted} » y manque."
    yield from (f"{path.name} : « {name} » n'a rien à y faire." for name in names if _OF_THE_WORKSHOP.search(name))
    if (size := path.stat().st_size) > LARGEST_WHEEL:
        yield f"{path.name} : {size / 1e6:.2f} Mo. Attendu : {LARGEST_WHEEL / 1e6:.0f} Mo au plus."


def sdist(path: Path, tracked: Iterable[str]) -> Iterator[str]:
    """It holds every file of the repository, so that whoever has it can build, test and change the program."""
    with tarfile.open(path) as package:
        names = {name.partition("/")[2] for name in package.getnames()}
    yield from (f"{path.name} : « {name} » y manque." for name in tracked if name not in names)


def bill(components: Iterable[str], pinned: Iterable[str]) -> Iterator[str]:
    """The bill of materials of the empty environment names nothing that `constraints.txt` does not pin."""
    known = set(pinned)
    yield from (f"{name} : installé, mais absent de constraints.txt." for name in components if name not in known)

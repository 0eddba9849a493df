"""`LICENCES.md` and `sbom.cdx.json`: what is installed beside the program, its licence, its origin (CycloneDX 1.6).

Read from the metadata of what is installed, which `constraints.txt` pins; `make build` writes both anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from relance_xl import __version__

HERE = Path(__file__).parent
PROJECT = "relance-xl"
HEAD = """# Licences of what is installed beside relance-xl

None of it is copied into the wheel, but for what `workbook/vba/NOTICES.md` names. Written by `release/dependencies.py`.

| library | licence | where |
|---|---|---|
"""
_CLASSIFIER = "License :: OSI Approved :: "


def needed(name: str = PROJECT) -> Iterator[str]:
    """The names of what `name` needs to run here, and of what those need."""
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            yield distribution(requirement.name).name.lower()
        except PackageNotFoundError:  # of another system
            continue
        yield from needed(requirement.name)


def licence(found: Distribution) -> str:
    """What it says of its licence, in one line."""
    stated = _stated(found, "License-Expression")
    classified = [text.removeprefix(_CLASSIFIER) for text in found.metadata.get_all("Classifier", [])
                  if text.startswith(_CLASSIFIER)]  # fmt: skip
    plain = _stated(found, "License").split("\n")[0]
    return stated or " / ".join(classified) or plain


def _stated(found: Distribution, name: str) -> str:
    """A header of its metadata; "" when there is none."""
    return next(iter(found.metadata.get_all(name, [])), "").strip()


def home(found: Distribution) -> str:
    """Its page."""
    links = dict(re.split(r",\s*", text, maxsplit=1) for text in found.metadata.get_all("Project-URL", []))
    usual = ("homepage", "source", "repository", "documentation")
    folded = {name.casefold(): link for name, link in links.items()}
    return (
        _stated(found, "Home-page")
        or next((folded[name] for name in usual if name in folded), "")
        or next(iter(links.values()), "")
    )


def libraries() -> list[Distribution]:
    """Everything needed, by name."""
    return [distribution(name) for name in sorted(set(needed()))]


def bill_of_materials(found: list[Distribution]) -> dict[str, object]:
    """The CycloneDX document; without a date, so that the same versions make the same bytes."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": PROJECT, "version": __version__}},
        "components": [
            {
                "type": "library",
                "name": each.name,
                "version": each.version,
                "purl": f"pkg:pypi/{each.name.lower().replace('_', '-')}@{each.version}",
                "licenses": [{"license": {"name": licence(each)}}],
            }
            for each in found
        ],
    }


def write() -> None:
    """Write both files."""
    found = libraries()
    rows = "".join(f"| {each.name} | {licence(each)} | {home(each)} |\n" for each in found)
    (HERE / "LICENCES.md").write_text(HEAD + rows, encoding="utf-8")
    text = json.dumps(bill_of_materials(found), indent=1, ensure_ascii=False)
    (HERE / "sbom.cdx.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    write()

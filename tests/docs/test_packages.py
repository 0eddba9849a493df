"""Every room of the house is introduced, to users in the README and to developers in `docs/architecture.md`."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import PACKAGES, text_of
from tests.places import ROOT

README = text_of(ROOT / "README.md").split("## Le dossier")[1]
HOUSE = text_of(ROOT / "docs" / "architecture.md")
SECTIONS = " ".join(re.findall(r"^### (.+)$", HOUSE, flags=re.MULTILINE))


@pytest.mark.parametrize("package", [name for name in PACKAGES if not name.startswith("_")])
def test_every_package_has_its_row_and_its_section(package: str) -> None:
    assert f"| `relance_xl/{package}/` |" in README
    assert f"`relance_xl/{package}/`" in SECTIONS

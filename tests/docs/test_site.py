"""What the site is made of: the guide cut into chapters, every link within it, every page in its menu."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.make_site import CONFIG, gather, slug


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    gathered = tmp_path_factory.mktemp("site") / "source"
    gather(gathered)
    return gathered


def test_every_link_leads_to_a_page_and_to_a_heading_of_it(folder: Path) -> None:
    broken = []
    for page in folder.rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\((?!\w+://)([^)#\s]*)(?:#([^)]*))?\)", text):
            there = (page.parent / target) if target else page
            if not there.exists():
                broken.append(f"{page.name}: {target}")
            elif anchor:
                headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), flags=re.MULTILINE)
                if anchor not in {slug(heading) for heading in headings}:
                    broken.append(f"{page.name}: {target}#{anchor}")

    assert broken == []
    assert len(list(folder.rglob("*.md"))) > 30


def test_every_page_stands_in_the_menu(folder: Path) -> None:
    menu = set(re.findall(r"([^ ]+\.md)$", CONFIG.read_text(encoding="utf-8"), flags=re.MULTILINE))
    pages = {page.relative_to(folder).as_posix() for page in folder.rglob("*.md")}
    beside = {"guide/index.md", "guide/installer.md", "guide/les-commandes.md"}  # told better by pages of their own

    assert pages - beside == menu

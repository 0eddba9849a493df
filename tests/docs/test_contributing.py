"""`CONTRIBUTING.md` counts the files that each change touches, and shows commands and hooks that exist."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import text_of
from tests.places import ROOT

PAGE = text_of(ROOT / "CONTRIBUTING.md")
CHANGES = re.findall(r"^### ([^\n]+): (\d+) files?\n(.*?)(?=^##|\Z)", PAGE, flags=re.DOTALL | re.MULTILINE)
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


@pytest.mark.parametrize(("change", "files", "text"), CHANGES, ids=[change for change, _, _ in CHANGES])
def test_the_files_of_a_change_are_as_many_as_its_title_says(change: str, files: str, text: str) -> None:
    listed = re.findall(r"^\d+\. `([^`]+)`", text, flags=re.MULTILINE)

    assert len(set(listed)) == len(listed) == int(files), change
    assert len(listed) <= 5, change


def test_every_change_is_counted() -> None:
    assert len(re.findall(r"^### ", PAGE, flags=re.MULTILINE)) == len(CHANGES) >= 2


def test_every_make_command_exists() -> None:
    shown = set(re.findall(r"`make ([a-z]+)", PAGE))

    assert {"quick", "check", "test", "build", "bench", "demo"} <= shown <= TARGETS


def test_a_language_is_named_where_it_says() -> None:
    """The module of a language is known to one other: no second list of languages."""
    sources = [file for file in (ROOT / "relance_xl").rglob("*.py") if "languages" not in file.parts]
    naming = [
        file for file in sources if re.search(r"languages(?:\.| import )(?:fr|en|de|es|it)\b", file.read_text("utf-8"))
    ]

    assert naming == []

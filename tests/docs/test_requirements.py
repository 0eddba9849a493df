"""`docs/requirements.md` says what every id that stands in code and tests means."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.pages import text_of
from tests.places import ROOT

PAGE = text_of(ROOT / "docs" / "requirements.md")
ID = re.compile(r"\b(?:S[0-4]-\d{2}|A(?:1[0-8]|[1-9])|N-\d{2,3}|W(?:1[0-8]|[1-9]))\b")
ROWS = re.findall(r"^\| ([SANW][\d-]+) \| (.+) \|$", PAGE, flags=re.MULTILINE)


def sources() -> list[Path]:
    return [
        file
        for folder in ("relance_xl", "tests")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".txt"}
    ]


def test_every_id_named_in_code_and_tests_is_explained() -> None:
    named = {found: file.relative_to(ROOT) for file in sources() for found in ID.findall(file.read_text("utf-8"))}

    assert {found: str(file) for found, file in named.items() if found not in dict(ROWS)} == {}


def test_every_id_is_explained_once_in_a_sentence() -> None:
    ids = [found for found, _ in ROWS]

    assert len(ids) > 150
    assert sorted(ids) == sorted(set(ids))
    assert [found for found, meaning in ROWS if not meaning.endswith(".")] == []
    assert [found for found in ids if not ID.fullmatch(found)] == []

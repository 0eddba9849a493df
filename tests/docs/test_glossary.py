"""`docs/glossary.md` knows every record of the trade and every word of the drop-down lists."""

from __future__ import annotations

import dataclasses
import inspect
import re
from enum import StrEnum

import pytest

from relance_xl.domain import model, outcome, vocabulary
from tests.docs.pages import text_of
from tests.places import ROOT

PAGE = text_of(ROOT / "docs" / "glossary.md")
LISTS = [words for _, words in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(words, StrEnum)]
NOUNS = ["BillOfExchange", "Company", "Customer", "Ledger", "OpenItem", "ProposedLine", "Reminder", "ReminderGroup"]
NOUNS += ["ReminderLevel", "Review", "Skipped"]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_its_row_and_is_a_record(noun: str) -> None:
    record = getattr(model, noun, None) or getattr(outcome, noun)

    assert dataclasses.is_dataclass(record)
    assert f"`{noun}`" in PAGE


def test_every_name_of_the_code_is_one() -> None:
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| [^|]* \|$", PAGE, flags=re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    code = {
        word for file in (ROOT / "relance_xl").rglob("*.py") for word in re.findall(r"\w+", file.read_text("utf-8"))
    }

    assert len(named) > 50
    assert named - code == set()


@pytest.mark.parametrize("words", [each for each in LISTS if each is not StrEnum], ids=lambda words: words.__name__)
def test_every_list_has_its_words(words: type[StrEnum]) -> None:
    if words is vocabulary.HoldReason:
        assert "| `HoldReason` |" in PAGE
    else:
        assert f"| `{words.__name__}` | {' · '.join(words)} |" in PAGE

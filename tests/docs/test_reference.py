"""The reference is what the source says today: commands, buttons, columns, parameters, fields, rules, messages."""

from __future__ import annotations

import ast
import json
import re

import pytest

from docs.make_help import OUT, stamp
from docs.making import drift
from docs.making.messages import Message, messages, passed_on
from docs.making.pages import chapter_of, pages, remedy
from docs.making.provoked import PROVOKED, is_there, key, matched, recorded
from docs.making.remedies import CHAPTERS, REMEDIES
from docs.making.rules_page import EXAMPLES, scenario
from relance_xl.actions.catalogue.groups import GROUPS
from relance_xl.actions.setup.help_page import MARK
from relance_xl.domain.vocabulary import Rule
from relance_xl.tables import schema
from tests.places import ROOT

FOLDER = ROOT / "docs" / "reference"
AGAIN = "python -m docs.make_reference"


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    return pages()


def test_every_page_is_the_one_that_the_source_prints(printed: dict[str, str]) -> None:
    stale = [name for name, text in printed.items() if (FOLDER / name).read_text(encoding="utf-8") != text]

    assert stale == [], AGAIN
    assert {page.name for page in FOLDER.glob("*.md")} == set(printed)


def test_the_page_beside_the_workbook_is_made_of_todays_texts() -> None:
    made = OUT.read_bytes()

    assert made.startswith(MARK)
    assert f"<!-- {stamp()} -->".encode() in made[:200], AGAIN
    assert len(made) > 100_000


def test_the_links_of_the_sheet_aide_lead_into_the_page() -> None:
    from workbook.pages.help_sheet import SECTIONS  # noqa: PLC0415

    anchors = set(re.findall(r'id="([^"]+)"', OUT.read_text(encoding="utf-8")))

    assert {line.anchor for _, lines in SECTIONS for line in lines if line.anchor} <= anchors


def test_each_button_has_its_picture() -> None:
    shown = {action.name for group in GROUPS.values() for action in group}

    assert {picture.stem for picture in (ROOT / "docs" / "images" / "boutons").glob("*.png")} == shown


def test_every_column_says_something_in_the_page_of_the_sheets(printed: dict[str, str]) -> None:
    rows = re.findall(r"^\| \**([^|*]+)\** \| ([^|]+) \|", printed["feuilles.md"], flags=re.MULTILINE)

    assert {column.header for table in schema.TABLES for column in table.columns if not column.hidden} <= {
        header for header, said in rows if len(said) > 5
    }


def test_every_rule_has_an_example_that_is_a_test(printed: dict[str, str]) -> None:
    assert {example.rule for example in EXAMPLES} == set(Rule)
    for example in EXAMPLES:
        _, lines = scenario(example)
        assert "\n".join(lines) in printed["regles.md"]


def test_every_message_stands_in_its_page_with_what_to_do() -> None:
    every = messages()

    assert len(every) > 400
    assert [each.what for each in every if not remedy(each)] == []
    assert {chapter_of(each).title for each in every} == {chapter.title for chapter in CHAPTERS}
    without = [each.what for each in every if not each.expected]
    assert [shape.pattern for shape, _ in REMEDIES if not any(shape.search(what) for what in without)] == []


def test_no_sentence_hides_where_the_trees_do_not_reach() -> None:
    """What a call passes on was said elsewhere: a sentence written in it is one of the messages met there."""
    met = "\n".join(each.what for each in messages())
    for each in passed_on():
        texts = [node.value for node in ast.walk(ast.parse(each.expression)) if isinstance(node, ast.Constant)]
        sentences = [text for text in texts if isinstance(text, str) and re.match(r"[A-ZÉÀ«].* .* ", text)]
        assert [text for text in sentences if text not in met] == [], each


def test_each_test_named_beside_a_message_exists() -> None:
    named = recorded()
    known = {key(each) for each in messages()}

    assert set(named) <= known, f"{AGAIN}, after python -m docs.making.provoked"
    assert [test for test in set(named.values()) if not is_there(test)] == []
    assert known - set(named) == set(), "a test for each, then: see CONTRIBUTING.md, « which test provokes »"
    assert json.loads(PROVOKED.read_text(encoding="utf-8"))


def test_a_sentence_is_matched_with_the_message_that_makes_it() -> None:
    message = Message(what="« … » n'est pas une date", expected="", module="m.py", kind="erreur")
    found, unknown = matched({"« 31/02 »\u00a0n'est pas une date.": "t.py::a", "Autre chose": "t.py::b"}, [message])

    assert found == {key(message): "t.py::a"}
    assert unknown == {"Autre chose"}


def test_every_picture_is_newer_than_what_it_shows() -> None:
    assert drift.stale() == [], "make images"

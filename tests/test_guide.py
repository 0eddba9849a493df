"""The user's guide says what the program does: every reason, sheet, criterion and command, in French typography."""

from __future__ import annotations

import re

import pytest

from relance_xl.actions.catalogue.rows import COMMANDS
from relance_xl.domain.vocabulary import HoldReason, Rule
from relance_xl.tables import schema
from tests.places import ROOT

DOCS = ROOT / "docs"
GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")
NO_BREAK = "\u00a0"
PLAIN = GUIDE.replace(NO_BREAK, " ")


def prose() -> str:
    """The guide without its code, its links' targets and the rules of its tables."""
    without_blocks = re.sub(r"^```.*?^```", "", GUIDE, flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`]*`|\]\([^)]*\)|^\|[ |-]+$", "", without_blocks, flags=re.MULTILINE)


@pytest.mark.parametrize("reason", list(HoldReason))
def test_every_reason_of_the_column_pourquoi_is_explained(reason: HoldReason) -> None:
    assert f"| {re.sub(r'{[^}]*}', '…', reason.value)} |" in PLAIN


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named(command: str) -> None:
    assert f"relance-xl {command}" in GUIDE


@pytest.mark.parametrize("rule", list(Rule))
def test_every_rule_has_its_row(rule: Rule) -> None:
    assert f"| {rule} |" in PLAIN


@pytest.mark.parametrize("criterion", schema.CRITERIA, ids=lambda criterion: criterion.name)
def test_every_criterion_is_named(criterion: schema.NamedCell) -> None:
    words = criterion.label.removeprefix("Échéance ") if criterion.label == "Échéance au" else criterion.label
    assert words in PLAIN


@pytest.mark.parametrize("parameter", schema.PARAMETER_LIST, ids=lambda parameter: parameter.field)
def test_every_parameter_is_named(parameter: schema.Parameter) -> None:
    assert parameter.label in PLAIN


@pytest.mark.parametrize("sheet", sorted(set(schema.SHEETS) - {"xlwings.conf", "Imports (détail)", "Décisions"}))
def test_every_sheet_is_named(sheet: str) -> None:
    assert re.search(rf"(`|feuille ){sheet}\b", PLAIN)


def test_every_link_inside_the_guide_leads_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE, flags=re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    links = set(re.findall(r"\]\(#([^)]+)\)", GUIDE))
    assert links
    assert links <= anchors


def test_french_punctuation_keeps_its_no_break_space() -> None:
    text = prose()
    assert re.findall(r".{12}[^\s|][ ][;:!?»%].{0,12}", text) == []
    assert re.findall(r".{0,12}«[^\u00a0].{0,12}", text) == []
    assert "’" not in text


def test_nothing_is_promised_that_is_not_so() -> None:
    assert "n'est publié sur aucun index de paquets" in GUIDE
    assert "n'a pas été essayé dans Excel" in GUIDE

"""What the pages cite exists: files, names in them, links, commands."""

from __future__ import annotations

import ast
import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from relance_xl.actions.catalogue.rows import COMMANDS, OTHER_WORDS
from relance_xl.cli.parser import parse
from tests.docs.pages import COMMAND, PAGES, Cited, cited, commands, quoted, text_of
from tests.places import ROOT

NO_COMMAND = re.compile(r"COMMANDE |\| head")
OPTIONAL = str.maketrans("", "", "[]…")


def place_of(path: str) -> Path | None:
    """The file or folder: from the project's root, from the package, or by its name alone when only one bears it."""
    for start in (ROOT, ROOT / "relance_xl"):
        if (start / path).exists():
            return start / path
    if "/" in path:
        return None
    folders = ("relance_xl", "tests", "docs", "workbook", "letter_templates", "benchmarks")
    found = [file for folder in folders for file in (ROOT / folder).rglob(path)]
    return found[0] if len(found) == 1 else None


@cache
def names_in(module: Path) -> frozenset[str]:
    """The functions, classes, methods (« Class.method ») and constants of a module."""
    found: set[str] = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(found)


def is_there(each: Cited) -> bool:
    place = place_of(each.path)
    if place is None or not each.name:
        return place is not None
    if place.suffix == ".py":
        return each.name in names_in(place)
    return each.name in place.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_and_every_name_in_it_exists(page: Path) -> None:
    assert [f"{each.path}::{each.name}" for each in cited(text_of(page)) if not is_there(each)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))

    assert [each for each in targets if "://" not in each and not (page.parent / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_parses(page: Path) -> None:
    for command in commands(text_of(page)):
        if not NO_COMMAND.search(command) and command:
            parses(command)


def test_every_command_of_the_table_of_the_readme_parses() -> None:
    listed = [words for words in quoted(text_of(ROOT / "README.md")) if words.split(" ")[0] in COMMANDS]

    assert {words.split(" ")[0] for words in listed} == set(COMMANDS)
    for command in listed:
        parses(command)


def parses(command: str) -> None:
    """A command named alone is named; one with arguments is given to the parser of the program."""
    words = shlex.split(command.translate(OPTIONAL).replace("\\", "/"))
    if len(words) == 1 and not words[0].startswith("-"):
        assert words[0] in COMMANDS or words[0] in OTHER_WORDS, command
        return
    parse(words)  # leaves, with a sentence, when the command is wrong


def test_every_module_named_in_a_docstring_exists() -> None:
    """`uno.py` is LibreOffice's own."""
    known = {"uno.py"}
    for module in (ROOT / "relance_xl").rglob("*.py"):
        named = set(re.findall(r"`((?:[\w]+/)*[a-z_]+\.py)`", module.read_text(encoding="utf-8"))) - known
        for path in named:
            assert any(ROOT.glob(f"relance_xl/**/{path}")) or (ROOT / path).exists(), f"{module.name}: {path}"


def test_the_pages_cite_and_show_what_is_tried_here() -> None:
    texts = [text_of(page) for page in PAGES]

    assert sum(len(list(cited(text))) for text in texts) > 25
    assert sum(len(list(commands(text))) for text in texts) > 40
    assert COMMAND.match("uv run relance-xl demo")

"""Word packages looked into, for the tests."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from tests.places import ROOT, SHARED

TEMPLATES = ROOT / "letter_templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def members(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(document)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def canonical(document: bytes) -> dict[str, bytes]:
    """Each part, XML in canonical form."""
    return {
        name: etree.tostring(etree.fromstring(data), method="c14n") if name.endswith((".xml", ".rels")) else data
        for name, data in members(document).items()
    }


def text_of(document: bytes, part: str = "word/document.xml") -> str:
    """The text, a line a paragraph, cells apart by tabs."""
    root = etree.fromstring(members(document)[part])
    return "\n".join(_inline(paragraph) for paragraph in root.iter(f"{W}p"))


def rows_of(document: bytes) -> list[list[str]]:
    """The cells of all the rows of all the tables."""
    root = etree.fromstring(members(document)["word/document.xml"])
    return [
        ["\n".join(_inline(paragraph) for paragraph in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
        for row in root.iter(f"{W}tr")
    ]


def _inline(paragraph: etree._Element) -> str:
    return "".join(_text(node) for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"))


def _text(node: etree._Element) -> str:
    if node.tag == f"{W}t":
        return node.text or ""
    return "\n" if node.tag == f"{W}br" else "\t"


def has_tags(document: bytes) -> bool:
    return any(re.search(rb"\{[{%#]|[%#}]\}", data) for data in members(document).values())


def check_schema(*paths: Path) -> None:
    """No schema fault; skipped without the checker."""
    checker = SHARED / "tools" / "ooxml_check.py"
    if not checker.exists():
        pytest.skip("the OOXML checker is not beside the project")
    done = subprocess.run([sys.executable, checker, *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

"""Strict Open XML is read as the form that Word writes by default (N-72)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relance_xl.documents.check_templates import checked_template, samples_for
from relance_xl.documents.templates.preparation import repacked
from relance_xl.ooxml.strict import transitional
from tests.documents.packages_read import TEMPLATES, members, text_of

NAMES = [
    ("wordprocessingml/main", "wordprocessingml/2006/main"),
    ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
    ("officeDocument/relationships", "officeDocument/2006/relationships"),
    ("officeDocument/relationships/header", "officeDocument/2006/relationships/header"),
    ("officeDocument/relationships/extendedProperties", "officeDocument/2006/relationships/extended-properties"),
    ("officeDocument/customProperties", "officeDocument/2006/custom-properties"),
]
_WITH_YEAR = re.compile(rb"http://schemas\.openxmlformats\.org/(wordprocessingml|drawingml|officeDocument)/2006/")


def strict(template: Path) -> bytes:
    """The template as Word saves it under « Document Word strict Open XML »."""
    parts = {
        name: _WITH_YEAR.sub(rb"http://purl.oclc.org/ooxml/\1/", part) if name.endswith((".xml", ".rels")) else part
        for name, part in members(template.read_bytes()).items()
    }
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(b"<w:document ", b'<w:document w:conformance="strict" ', 1)
    return repacked(parts)


@pytest.mark.parametrize(("strictly", "usually"), NAMES)
def test_a_strict_name_is_told_in_the_other_form(strictly: str, usually: str) -> None:
    parts = {
        "a.xml": f'<a xmlns="http://purl.oclc.org/ooxml/{strictly}" w:conformance="strict"/>'.encode(),
        "b.png": b"x",
    }

    assert transitional(parts) == {
        "a.xml": f'<a xmlns="http://schemas.openxmlformats.org/{usually}"/>'.encode(),
        "b.png": b"x",
    }


def test_n72_a_strict_template_gives_the_letters_of_the_usual_one(tmp_path: Path) -> None:
    """N-72"""
    shipped, path = TEMPLATES / "lettre_2.docx", tmp_path / "lettre_2.docx"
    path.write_bytes(strict(shipped))

    one, other = checked_template(path), checked_template(shipped)

    assert one.problems == other.problems == ()
    assert one.template is not None
    assert other.template is not None
    for context in samples_for(path):
        letter = one.template.letter(context)
        assert text_of(letter) == text_of(other.template.letter(context))
        assert not any(b"purl.oclc.org" in part for part in members(letter).values())

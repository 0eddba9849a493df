"""Word files made by others, their own tags neutralised, are accepted, and merged as docxtpl merges them."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_xl.documents.check_templates import checked_template, samples_for
from relance_xl.documents.templates.preparation import TEXT_PART, repacked
from tests.documents.packages_read import members
from tests.documents.templates_made import differing_parts
from tests.places import SHARED

FILES = sorted((SHARED / "data" / "word").glob("*.docx"))
SAYS = b"<w:p><w:r><w:t>Pour {{ client.nom }} : {{ total }}</w:t></w:r></w:p>"


def neutralised(document: bytes) -> bytes:
    parts = members(document)
    for name, part in parts.items():
        if TEXT_PART.match(name):
            parts[name] = part.replace(b"{", b"(").replace(b"}", b")")
    for name in ("docProps/core.xml",):
        if name in parts:
            parts[name] = parts[name].replace(b"{", b"(").replace(b"}", b")")
    body = parts["word/document.xml"]
    at = body.index(b">", body.index(b"<w:body")) + 1
    parts["word/document.xml"] = body[:at] + SAYS + body[at:]
    return repacked(parts)


@pytest.mark.skipif(not FILES, reason="the public files are not beside the project")
@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_n72_a_public_word_file_is_accepted_and_merged_as_docxtpl_does(file: Path, tmp_path: Path) -> None:
    """N-72"""
    path = tmp_path / "lettre_1.docx"
    path.write_bytes(data := neutralised(file.read_bytes()))

    found = checked_template(path)

    assert found.template is not None
    assert [problem.what for problem in found.problems] == []
    for context in samples_for(path):
        assert differing_parts(found.template, data, context) == []

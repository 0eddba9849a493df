"""Templates made for one test each, with python-docx, as a user would make them in Word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from jinja2 import Environment, meta, nodes

from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.sandbox.environment import letter_environment
from tests.documents.merge.equality_templates import WORDS
from tests.documents.packages_read import canonical


def blank() -> WordDocument:
    return Document()


def saved(document: WordDocument, folder: Path, name: str = "modele.docx") -> Path:
    path = folder / name
    document.save(str(path))
    return path


def with_paragraphs(folder: Path, *texts: str, name: str = "modele.docx") -> Path:
    document = blank()
    for text in texts:
        document.add_paragraph(text)
    return saved(document, folder, name)


def merged(path: Path, context: dict[str, Any]) -> bytes:
    return WordTemplate(path, letter_environment()).letter(context)


def by_docxtpl(path: Path, context: dict[str, Any]) -> bytes:
    return judged(path.read_bytes(), letter_environment(), context)


def judged(template: bytes, environment: Environment, context: dict[str, Any]) -> bytes:
    """The letter that docxtpl makes."""
    judge = DocxTemplate(BytesIO(template))
    judge.render(deepcopy(context), environment)
    document = BytesIO()
    judge.save(document)
    return document.getvalue()


def differing_parts(template: WordTemplate, data: bytes, context: dict[str, Any]) -> list[str]:
    """The parts in which our letter is not docxtpl's."""
    theirs = canonical(judged(data, template.environment, context))
    ours = canonical(template.letter(deepcopy(context)))
    return sorted(name for name in theirs | ours if theirs.get(name) != ours.get(name))


def guessed_contexts(path: Path, number: int) -> Iterator[dict[str, Any]]:
    """Values for every name that a template uses, rows where it loops."""
    docx = DocxTemplate(path)
    docx.render_init()
    tree = Environment(autoescape=True).parse(docx.patch_xml(docx.get_xml()))
    looped = {node.iter.name for node in tree.find_all(nodes.For) if isinstance(node.iter, nodes.Name)}
    names = sorted(meta.find_undeclared_variables(tree) - {"iteritems", "nested_dict"})
    for seed in range(number):
        chance = random.Random(seed)  # noqa: S311 - test data

        def text(chance: random.Random = chance) -> str:
            return chance.choice(WORDS)

        rows = [
            {"description": text(), "qty": 2, "price": 3, "cols": [text()] * 3} for _ in range(chance.randint(0, 20))
        ]
        yield {
            "iteritems": dict.items,
            "nested_dict": {"un": {"a": text(), "b": text()}, "deux": {}},
            **{name: rows if name in looped else text() for name in names},
        }

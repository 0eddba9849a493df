"""Templates made for one test each, with python-docx, as a user would make them in Word."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docxtpl import DocxTemplate

from relance_xl.documents.mail_merge import WordTemplate
from relance_xl.documents.templating import letter_environment


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
    judge = DocxTemplate(path)
    judge.render(context, letter_environment())
    document = BytesIO()
    judge.save(document)
    return document.getvalue()

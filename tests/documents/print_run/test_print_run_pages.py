"""A print run, page by page, beside its letters alone, for templates of every shape."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from relance_xl.documents.contents.context import letter_context
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.pdf.convert import write_pdfs
from relance_xl.documents.print_run.assembly import Context, write_print_run
from relance_xl.documents.print_run.endnotes import roman
from relance_xl.documents.sandbox.environment import letter_environment
from tests.documents.packages_read import TEMPLATES as SHIPPED
from tests.documents.packages_read import W, check_schema, members
from tests.documents.print_run.run_templates import LETTERS, TEMPLATES
from tests.documents.samples import COMPANY, CUSTOMER, line, reminder
from tests.programs import needs

OF_LIBREOFFICE = {
    "footnote": "LibreOffice numbers footnotes through the whole document",
    "footnote of another part": "LibreOffice numbers footnotes through the whole document",
    "endnote": "LibreOffice gives endnotes a page of their own",
}
"""Where the pages differ by what LibreOffice does, and not by what the run says."""


def template_of(name: str, folder: Path) -> WordTemplate:
    path = TEMPLATES[name].save(folder / f"{list(TEMPLATES).index(name):02}.docx")
    return WordTemplate(path, letter_environment())


def run_of(name: str, folder: Path, letters: Sequence[Context] = LETTERS) -> tuple[WordTemplate, Path]:
    template = template_of(name, folder)
    path = folder / f"{template.path.stem}-tirage.docx"
    assert write_print_run(template, iter(letters), path).letters == len(letters)
    return template, path


def words_of(root: etree._Element) -> Iterator[str]:
    for paragraph in root.iter(f"{W}p"):
        said = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
        if said.strip():
            yield said


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_letter_says_in_the_run_what_it_says_alone(name: str, tmp_path: Path) -> None:
    template, path = run_of(name, tmp_path)

    together = members(path.read_bytes())
    alone: list[str] = []
    for letter in LETTERS:
        parts = members(template.letter(letter))
        alone += words_of(etree.fromstring(parts[template.document]))
        if name == "endnote":
            alone += [f"i{said}" for said in words_of(etree.fromstring(parts["word/endnotes.xml"]))]
    said = list(words_of(etree.fromstring(together[template.document])))
    if name == "endnote":
        said = [words.removesuffix("i") if words.startswith("lettre") else words for words in said]
    elif name == "title of the document":
        said = [words.replace("Relance ", "") for words in said]
    assert said == alone


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_run_is_whole(name: str, tmp_path: Path) -> None:
    template, path = run_of(name, tmp_path)

    parts = members(path.read_bytes())
    declared = set(re.findall(r'PartName="/([^"]+)"', parts["[Content_Types].xml"].decode()))
    assert declared <= parts.keys()
    body = parts[template.document].decode()
    relations = parts[template.document_relations].decode()
    assert set(re.findall(r'r:id="([^"]+)"', body)) <= set(re.findall(r'Id="([^"]+)"', relations))
    for mark in ("bookmarkStart", "sdtPr><w:id", "comment"):
        numbers = re.findall(rf'<w:{mark}[^>]*?w:(?:id|val)="(\d+)"', body)
        assert len(numbers) == len(set(numbers))
    names = re.findall(r'<w:bookmarkStart[^>]*?w:name="([^"]+)"', body)
    assert len(names) == len(set(names))
    assert "{{" not in body.replace("{{ tel quel }}", "")


def test_runs_of_all_shapes_follow_the_schema(tmp_path: Path) -> None:
    check_schema(*(run_of(name, tmp_path)[1] for name in TEMPLATES if name != "set-up that was revised"))


@pytest.mark.libreoffice
def test_each_page_of_a_run_is_that_of_the_letter_alone(tmp_path: Path) -> None:
    needs("pdftotext")
    letters = LETTERS[:2]  # the one whose shape is made in the source, and the last one, made from its own tree
    documents: dict[str, list[Path]] = {}
    for name in TEMPLATES:
        template, path = run_of(name, tmp_path, letters)
        alone = [tmp_path / f"{template.path.stem}-{number}.docx" for number in range(len(letters))]
        for single, letter in zip(alone, letters, strict=True):
            single.write_bytes(template.letter(letter))
        documents[name] = [path, *alone]

    made = dict(zip(documents, _pages(list(documents.values())), strict=True))

    differing = {name for name, (run, *alone) in made.items() if run != [page for each in alone for page in each]}
    assert differing == set(OF_LIBREOFFICE)


def _texts(pdfs: Sequence[Path]) -> list[list[str]]:
    """The texts of the pages of each PDF."""
    texts = []
    for pdf in pdfs:
        told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
        texts.append([" ".join(page.split()) for page in told.split("\f")[:-1]])
    return texts


def _pages(documents: list[list[Path]]) -> Iterator[list[list[str]]]:
    """For each run and its letters alone, the texts of their pages."""
    size = len(documents[0])
    texts = _texts(write_pdfs([path for paths in documents for path in paths]))
    return (texts[start : start + size] for start in range(0, len(texts), size))


@pytest.mark.libreoffice
def test_n71_recto_verso_leaves_blank_versos_in_the_pdf_under_the_right_headers(tmp_path: Path) -> None:
    """N-71"""
    needs("pdftotext")
    template = WordTemplate(SHIPPED / "lettre_2.docx", letter_environment())
    contexts = [letter_of(rank, lines) for rank, lines in enumerate((3, 30, 2, 31, 4))]
    alone = [tmp_path / f"{rank}.docx" for rank in range(len(contexts))]
    for single, context in zip(alone, contexts, strict=True):
        single.write_bytes(template.letter(context))
    runs = [tmp_path / "recto.docx", tmp_path / "recto verso.docx"]
    write_print_run(template, contexts, runs[0])
    write_print_run(template, contexts, runs[1], duplex=True)

    front, both, *singles = _texts(write_pdfs([*runs, *alone], on_both_sides=[runs[1]]))

    assert [len(pages) for pages in singles] == [1, 2, 1, 2, 1]
    assert front == [page for pages in singles for page in pages]
    sheets = [page for pages in singles for page in (*pages, *[""] * (len(pages) % 2))]
    assert both == sheets[:-1]


def letter_of(rank: int, lines: int) -> Context:
    customer = replace(CUSTOMER, code=f"C{rank:04d}", name=f"Client {rank}")
    items = tuple(line(f"FA-{rank}-{number}", "100.10", level=2) for number in range(lines))
    return letter_context(reminder(2, items, customer), COMPANY)


def test_an_endnote_stays_with_its_letter_under_its_own_number(tmp_path: Path) -> None:
    template, path = run_of("endnote", tmp_path)

    parts = members(path.read_bytes())
    said = list(words_of(etree.fromstring(parts[template.document])))
    assert said[:3] == ["lettre de ALPHAi", "fin", "i note de ALPHA"]
    assert b"note de" not in parts["word/endnotes.xml"]


@pytest.mark.parametrize(("number", "said"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix")])
def test_endnotes_are_numbered_in_roman_figures(number: int, said: str) -> None:
    assert roman(number) == said


def test_letters_of_other_shapes_than_the_template_s_are_changed_one_by_one(tmp_path: Path) -> None:
    contexts: list[dict[str, Any]] = [{**LETTERS[0], "oui": rank % 2 == 1} for rank in range(4)]
    template = template_of("section under a condition", tmp_path)
    write_print_run(template, contexts, tmp_path / "tirage.docx")

    root = etree.fromstring(members((tmp_path / "tirage.docx").read_bytes())[template.document])
    starts = [
        section.find(f"{W}type").attrib[f"{W}val"]  # type: ignore[union-attr]
        for section in root.iter(f"{W}sectPr")
        if section.find(f"{W}type") is not None
    ]
    assert starts == ["nextPage", "nextPage", "continuous", "nextPage", "nextPage", "continuous"]


def test_n71_a_run_has_a_title_of_its_own_and_never_a_customer_s(tmp_path: Path) -> None:
    """N-71"""
    _, path = run_of("title of the document", tmp_path)

    properties = members(path.read_bytes())["docProps/core.xml"].decode()
    assert f">{path.stem}<" in properties
    assert not any(str(letter["nom"]) in properties for letter in LETTERS)

"""The typography of what is posted: apostrophes, articles of law, numbers never broken, and how a template ends."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.documents.contents.context import Extras, letter_context
from relance_xl.documents.contents.text_width import text_width
from relance_xl.documents.languages.choice import language_of
from relance_xl.documents.merge.template import WordTemplate
from relance_xl.documents.sandbox.environment import letter_environment
from relance_xl.domain.vocabulary import ItemKind
from tests.documents.packages_read import TEMPLATES, members, rows_of, text_of
from tests.documents.samples import COMPANY, line, reminder

NB = "\u00a0"
WORD = sorted(TEMPLATES.glob("*.docx"))
MAILS = sorted((*TEMPLATES.glob("mail_*.txt"), *TEMPLATES.glob("mail_*.html")))
TAGS = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)


def said(path: Path) -> str:
    """The words of a template, its tags left out."""
    if path.suffix == ".docx":
        parts = ("document", "header1", "header2", "footer1")
        whole = "\n".join(text_of(path.read_bytes(), f"word/{part}.xml") for part in parts)
    else:
        whole = path.read_text(encoding="utf-8")
    return TAGS.sub("", whole)


@pytest.mark.parametrize("path", [*WORD, *MAILS], ids=lambda path: path.name)
def test_apostrophes_are_typographic_and_articles_keep_their_letter(path: Path) -> None:
    words = said(path)

    assert not re.search(r"\w'\w", words)
    assert not re.search(r"\b[LRD]\.?[ ]?\d{3,4}-\d", words)


def test_articles_of_law_are_seen_where_they_stand() -> None:
    assert f"article L.{NB}441-10" in said(TEMPLATES / "lettre_3.docx")
    assert f"D.{NB}2192-35" in said(TEMPLATES / "mail_3.en.txt")


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.name)
def test_a_template_ends_with_one_paragraph_without_height_under_no_condition(path: Path) -> None:
    parts = members(path.read_bytes())

    assert re.search(
        r'<w:p><w:pPr><w:pStyle w:val="Findelettre"/></w:pPr></w:p><w:sectPr>', parts["word/document.xml"].decode()
    )
    style = re.search(r'w:styleId="Findelettre">.*?</w:style>', parts["word/styles.xml"].decode())
    assert style
    assert 'w:line="2" w:lineRule="exact"' in style[0]


def test_a_letter_of_all_options_ends_as_the_plain_one_does() -> None:
    template = WordTemplate(TEMPLATES / "lettre_2.docx", letter_environment())
    given = reminder(2)
    full = Extras(bill_maturity=given.as_of, statement=given.lines)

    ends = {
        members(template.letter(letter_context(given, COMPANY, extras)))["word/document.xml"]
        .decode()
        .rsplit("<w:p>", 1)[1]
        for extras in (Extras(), full, Extras(statement=given.lines), Extras(bill_maturity=given.as_of))
    }

    assert len(ends) == 1


def printed(text: str) -> float:
    """The width of an amount in its column, in points; the thin space of French is a comma's at the most."""
    return text_width(text.replace("\u202f", ","), 9)


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("lettre_*.docx")), ids=lambda path: path.name)
def test_n50_twelve_figures_and_the_sign_of_the_euro_stand_on_one_line(path: Path) -> None:
    """N-50: a number is never broken in its column, a code alone may go below it."""
    body = members(path.read_bytes())["word/document.xml"].decode()
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', body[: body.index("</w:tblGrid>")])]
    amounts = re.findall(r"<w:tc>(?:(?!</w:tc>).)*\|montant\((?:ligne|groupe)\.devise\)", body, re.DOTALL)
    language = language_of(path.name)

    assert sum(widths) == 9638
    assert len(amounts) == 14
    assert all('<w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar>' in amount for amount in amounts)
    for width in widths[4:]:
        room = (width - 56) / 20
        assert printed(language.money(Decimal("1234567890.12"))) <= room
        assert printed(language.money(Decimal("1234567.90"), "USD")) <= room
        for number in ("-1234567.90", "-1234567890.12"):
            apart = language.money(Decimal(number), "USD").split(" ")
            assert len(apart) == 2
            assert max(map(printed, apart)) <= room


def test_a_long_number_goes_below_its_nature_and_is_printed_as_it_is_kept() -> None:
    lines = (
        line("FA-1", "1000"),
        line("RG-26-0106", "-1", kind=ItemKind.PAYMENT),
        line("RG-2026-01-0106", "-1", kind=ItemKind.PAYMENT),
    )
    template = WordTemplate(TEMPLATES / "lettre_2.docx", letter_environment())

    firsts = [row[0] for row in rows_of(template.letter(letter_context(reminder(2, lines), COMPANY)))]

    assert firsts[1:4] == ["FA-1", "Règlement RG-26-0106", "Règlement\nRG-2026-01-0106"]

from __future__ import annotations

from relance_xl.documents.sandbox.environment import letter_filters
from relance_xl.documents.templates.fields import FIELDS, FILTERS
from relance_xl.documents.templates.fields_page import START, fields_tables
from tests.places import ROOT


def test_the_page_of_the_templates_lists_the_fields_of_the_program() -> None:
    page = (ROOT / "docs" / "modeles.md").read_text(encoding="utf-8")

    assert page[page.index(START) :] == fields_tables()


def test_every_leaf_and_filter_stands_in_the_page() -> None:
    tables = fields_tables()

    for name in FIELDS:
        assert name.rpartition(".")[2].removesuffix("[]") in tables
    assert set(FILTERS) == set(letter_filters())

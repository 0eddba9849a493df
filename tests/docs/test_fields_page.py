from __future__ import annotations

from docs.make_fields import START, fields_tables
from relance_xl.documents.messages.templates import MAIL_FIELDS, mail_fields
from relance_xl.documents.sandbox.environment import letter_filters
from relance_xl.documents.templates.fields import FIELDS, FILTERS
from tests.places import ROOT


def test_the_page_of_the_templates_lists_the_fields_of_the_program() -> None:
    page = (ROOT / "docs" / "modeles.md").read_text(encoding="utf-8")

    assert page[page.index(START) :] == fields_tables()


def test_every_leaf_and_filter_stands_in_the_page() -> None:
    tables = fields_tables()

    for name in FIELDS:
        assert name.rpartition(".")[2].removesuffix("[]") in tables
    assert set(FILTERS) == set(letter_filters())


def test_the_page_names_the_fields_that_only_messages_have() -> None:
    assert {name.removesuffix("[]") for name in MAIL_FIELDS} == set(mail_fields({}))
    assert all(f"| `{name}` |" in fields_tables() for name in mail_fields({}))

"""Each wish of the documentation: the change it describes gives what its picture shows, from the template shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.make_wishes import FOR_CONSUMERS, IMAGES, TEMPLATE, WISHES, Wish, letter
from relance_xl.documents.check_templates import checked_template
from tests.documents.packages_read import members, text_of
from tests.places import ROOT

PAGE = (ROOT / "docs" / "modeles.md").read_text(encoding="utf-8")
BY_NAME = {wish.name: wish for wish in WISHES}


@pytest.mark.parametrize("wish", WISHES, ids=list(BY_NAME))
def test_a_wish_has_its_pictures_and_a_template_without_fault(wish: Wish, tmp_path: Path) -> None:
    path = tmp_path / TEMPLATE.name
    path.write_bytes(wish.change(TEMPLATE.read_bytes()))

    assert checked_template(path).problems == ()
    assert path.read_bytes() != TEMPLATE.read_bytes()
    for state in ("avant", "apres"):
        name = f"souhait-{wish.name}-{state}.png"
        assert f"(images/{name})" in PAGE
        assert (IMAGES / name).is_file()


@pytest.mark.parametrize(("name", "said", "before", "after"), [
    ("colonne", "Déjà réglé", True, False),
    ("colonne", "Solde dû", True, True),
    ("particuliers", FOR_CONSUMERS, False, True),
])  # fmt: skip
def test_a_wish_changes_what_it_says(name: str, said: str, before: bool, after: bool) -> None:
    texts = [text_of(letter(BY_NAME[name], changed=changed)) for changed in (False, True)]

    assert [said in text for text in texts] == [before, after]


def test_a_sentence_for_consumers_is_for_them_only() -> None:
    business = Wish(name="", change=BY_NAME["particuliers"].change)

    assert FOR_CONSUMERS not in text_of(letter(business, changed=True))


def test_the_logo_and_the_colour_are_in_the_letter() -> None:
    logo, colour = (members(letter(BY_NAME[name], changed=True)) for name in ("logo", "couleur"))

    assert "word/media/logo.png" in logo
    assert b"2E7D32" in colour["word/styles.xml"]

"""E-mail addresses: usable or not, and what the first column of Relances says."""

from __future__ import annotations

import pytest

from relance_xl.domain.email_addresses import Recipient, address_alert, is_valid, recipients, usable_addresses


@pytest.mark.parametrize(
    "address",
    [
        "a@b.fr",
        "prenom.nom+relance@sous.domaine-exemple.com",
        "o'neil@exemple.fr",
        "compta@société.fr",
        "x_y@a1.museum",
    ],
)
def test_s1_06_an_address_that_can_be_written_to(address: str) -> None:
    assert is_valid(address)
    assert address_alert(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "a",
        "a@b",
        "@b.fr",
        "a@.fr",
        "a@b..fr",
        "a b@c.fr",
        "a@b.fr.",
        "a@@b.fr",
        ".a@b.fr",
        "a.@b.fr",
        "a..b@c.fr",
        "a@-b.fr",
        "a@b-.fr",
        "a@b.f",
        "a@b.12",
        "é@b.fr",
        "<a@b.fr>",
        "a@b_c.fr",
        f"{'a' * 250}@b.fr",
    ],
)
def test_s1_06_an_address_that_cannot_be_written_to_has_its_own_alert(address: str) -> None:
    assert not is_valid(address)
    assert address_alert(address).startswith("⚠ E-mail invalide\u00a0: «\u00a0")


@pytest.mark.parametrize("text", ["", "  ", " ; , "])
def test_s1_06_a_missing_address_is_flagged(text: str) -> None:
    assert address_alert(text) == "⚠ Aucune adresse e-mail"


def test_several_addresses_are_separated_and_only_the_valid_ones_are_used() -> None:
    assert usable_addresses("a@b.fr ; c@d.fr,e@f.fr\ng@h.fr") == ("a@b.fr", "c@d.fr", "e@f.fr", "g@h.fr")
    assert usable_addresses("a@b.fr; faux") == ("a@b.fr",)
    assert address_alert("a@b.fr; faux") == "⚠ E-mail invalide\u00a0: «\u00a0faux\u00a0»"


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Anne Dupont <a@b.fr>", "Anne Dupont", "a@b.fr"),
        ('"Dupont, Anne" <a@b.fr>', "Dupont, Anne", "a@b.fr"),
        (r'"Anne \"Nan\" Dupont" <a@b.fr>', 'Anne "Nan" Dupont', "a@b.fr"),
        ("a@b.fr", "", "a@b.fr"),
    ],
)
def test_an_address_may_bear_a_name(written: str, name: str, address: str) -> None:
    assert recipients(written) == (Recipient(name, address),)
    assert usable_addresses(written) == ("a@b.fr",)

"""The address behind the window: the name is never cut, whatever else must give way."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance_xl.documents.contents.postal_address import LINES, SIZE, WIDTH, WINDOW, address_block, street_and_town
from relance_xl.documents.contents.text_width import text_width
from relance_xl.documents.languages.choice import LANGUAGES
from relance_xl.domain.model import Customer
from tests.documents.samples import CUSTOMER

SYNDICATE = replace(
    CUSTOMER,
    name="Syndicat intercommunal d'alimentation en eau potable et d'assainissement de la Haute Vallée",
    address=("Service des finances", "12, avenue du Maréchal-de-Lattre-de-Tassigny"),
    postal_code="51290",
    city="Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
)
WORDS = st.lists(st.text("abcdefgh W-é", min_size=1, max_size=14), min_size=1, max_size=12).map(" ".join)


def test_a_long_name_takes_the_lines_it_needs_and_the_contact_leaves_first() -> None:
    customer = replace(SYNDICATE, address=("12, rue Haute",), city="Reims")

    assert address_block(customer) == [
        "Syndicat intercommunal d'alimentation",
        "en eau potable et d'assainissement de",
        "la Haute Vallée",
        "À l’attention de Mme Anne Dupont",
        "12, rue Haute",
        "51290 REIMS",
    ]
    assert address_block(replace(customer, address=("Bâtiment C", "12, rue Haute")))[3:] == [
        "Bâtiment C",
        "12, rue Haute",
        "51290 REIMS",
    ]


def test_lines_longer_than_38_characters_come_before_a_seventh_line_when_the_window_shows_them() -> None:
    block = address_block(SYNDICATE)

    assert block == [
        "Syndicat intercommunal d'alimentation en eau",
        "potable et d'assainissement de la Haute Vallée",
        "Service des finances",
        "12, avenue du Maréchal-de-Lattre-de-Tassigny",
        "51290 ST REMY EN BOUZEMONT ST GENEST",
        "ET ISSON",
    ]


def test_a_joined_street_never_wraps_by_itself() -> None:
    customer = replace(
        CUSTOMER,
        address=("Service A", "Zone artisanale des Longues Allées", "1234 bis, avenue Foch", "BP 90210", "Nord"),
    )

    assert address_block(customer)[1:] == [
        "Service A",
        "Zone artisanale des Longues Allées",
        "1234 bis, avenue Foch",
        "BP 90210 Nord",
        "42000 SAINT ETIENNE",
    ]


def test_the_postal_code_is_not_left_alone_on_its_line() -> None:
    abroad = replace(CUSTOMER, postal_code="97480", city="Saint-Joseph-sur-les-Hauts-Plateaux", country="Suisse")

    assert address_block(abroad)[-3:] == ["97480 SAINT-JOSEPH-SUR-LES-HAUTS-", "PLATEAUX", "SUISSE"]


@pytest.mark.parametrize(
    ("code", "city", "country", "lines"),
    [
        ("sw1a 1aa", "London", "Royaume-Uni", ["LONDON SW1A 1AA", "UNITED KINGDOM"]),
        ("EH1 1YZ", "Edinburgh", "Écosse", ["EDINBURGH EH1 1YZ", "UNITED KINGDOM"]),
        ("", "Dublin", "Irlande", ["DUBLIN", "IRELAND"]),
        ("10001", "New York NY", "USA", ["NEW YORK NY 10001", "UNITED STATES OF AMERICA"]),
        ("80331", "München", "Allemagne", ["80331 MÜNCHEN", "GERMANY"]),
        ("1012 AB", "Amsterdam", "Pays-Bas", ["1012 AB AMSTERDAM", "NETHERLANDS"]),
        ("7", "Nulle part", "Syldavie", ["7 NULLE PART", "SYLDAVIE"]),
        ("69003", "Lyon", "FR", ["69003 LYON"]),
    ],
)
def test_the_postal_code_stands_where_the_country_s_post_wants_it(
    code: str, city: str, country: str, lines: list[str]
) -> None:
    customer = replace(CUSTOMER, address=("1 Way",), postal_code=code, city=city, country=country)

    assert street_and_town(customer, language=LANGUAGES["en"]) == ["1 Way", *lines]


def test_an_ordinary_saint_is_written_whole() -> None:
    assert address_block(CUSTOMER)[-1] == "42000 SAINT ETIENNE"


def test_the_drawee_s_address_has_neither_name_nor_contact() -> None:
    assert street_and_town(CUSTOMER) == ["Bâtiment C", "8, avenue de l'Église", "42000 SAINT ETIENNE"]


@given(name=WORDS, street=st.lists(WORDS, max_size=4), city=WORDS)
def test_nothing_of_the_name_and_the_street_is_lost_and_every_line_fits(
    name: str, street: list[str], city: str
) -> None:
    customer = replace(CUSTOMER, name=name, address=tuple(street), city=city)

    block = address_block(customer)

    bare = "".join("".join(block).split())
    assert "".join(name.split()) in bare
    assert "".join("".join(street).split()) in bare
    assert all(text_width(line, SIZE) <= WINDOW for line in block)
    if len(block) <= LINES and all(len(line) <= WIDTH for line in block):
        return
    assert sum(map(len, (name, *street, city))) > WIDTH


@pytest.mark.parametrize(("text", "points"), [("", 0), ("iiii", 8.88), ("ÉÉ", 13.34), ("\u4e00", 10)])
def test_the_width_of_a_text_is_that_of_its_marks(text: str, points: float) -> None:
    assert text_width(text, 10) == pytest.approx(points)


@pytest.mark.parametrize("word", ["a", "é'", "a-"])
def test_n50_a_name_of_32_000_letters_takes_a_moment(word: str) -> None:
    """N-50"""
    name = word * (32_000 // len(word))
    begun = time.process_time()

    block = address_block(Customer(code="C1", name=name))

    assert "".join(block).startswith(name)
    assert time.process_time() - begun < 20

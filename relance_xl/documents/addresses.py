"""The address block of a window envelope (NF Z 10-011): at most six lines, the town in capitals, the country last."""

from __future__ import annotations

import re
import unicodedata
from textwrap import wrap

from relance_xl.documents.languages import FRENCH, Language
from relance_xl.domain.model import Customer

LINES, WIDTH = 6, 38
_FRANCE = frozenset({"", "FRANCE", "FR", "FRA"})


def address_block(customer: Customer, *, language: Language = FRENCH) -> list[str]:
    """Name, contact, street, « 69003 LYON » and, abroad, the country: at most six lines, none of them blank.

    `language` is the letter's: it words the contact's line and the country.

    Lines of more than 38 characters are cut between words, while there is room.  When there is not, the contact
    leaves first, then the name keeps to one line, then lines of the street are joined: a street is never left out.
    """
    country = customer.country.strip()
    abroad = _plain(country) not in _FRANCE
    town = town_line(customer.postal_code, customer.city, abroad=abroad)
    ending = [line for line in (town, language.country(country).upper() if abroad else "") if line]
    name = wrap(customer.name, WIDTH) or [customer.code]
    contact = wrap(language.attention(customer.contact), WIDTH) if customer.contact.strip() else []
    street = [piece for line in customer.address for piece in wrap(line, WIDTH)]
    room = LINES - len(ending)
    if len(name) + len(contact) + len(street) > room:
        contact = []
    if len(name) + len(street) > room:
        name = name[:1]
    while len(name) + len(street) > room:
        street[-2:] = [f"{street[-2]} {street[-1]}"]
    return [*name, *contact, *street, *ending]


def town_line(postal_code: str, city: str, *, abroad: bool) -> str:
    """« 42000 SAINT ETIENNE »: capitals without accents or punctuation in France, the accents kept abroad."""
    town = city.strip().upper() if abroad else _plain(city)
    return f"{postal_code.strip()} {town}".strip()


def _plain(text: str) -> str:
    """Capitals, without accents, punctuation turned into spaces."""
    ligatures = text.upper().replace("Œ", "OE").replace("Æ", "AE")
    bare = "".join(mark for mark in unicodedata.normalize("NFD", ligatures) if not unicodedata.combining(mark))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", bare)).strip()

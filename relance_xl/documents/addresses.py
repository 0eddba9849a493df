"""The address block of a window envelope (NF Z 10-011): at most six lines, the town in capitals, the country last."""

from __future__ import annotations

import re
import unicodedata

from relance_xl.domain.model import Customer

LINES = 6
_FRANCE = frozenset({"", "FRANCE", "FR", "FRA"})


def address_block(customer: Customer) -> list[str]:
    """Name, contact, address, « 69003 LYON » and, abroad, the country: at most six lines, none of them blank.

    The contact is the first to leave when there is not room enough; then lines of the street are joined.
    """
    country = customer.country.strip()
    abroad = _plain(country) not in _FRANCE
    street = [line.strip() for line in customer.address if line.strip()]
    town = town_line(customer.postal_code, customer.city, abroad=abroad)
    around = [line for line in (customer.name.strip(), town, country.upper() if abroad else "") if line]
    contact = [f"À l'attention de {customer.contact.strip()}"] if customer.contact.strip() else []
    room = LINES - len(around)
    if len(street) + len(contact) > room:
        contact = []
    while len(street) > room:
        street[-2:] = [f"{street[-2]} {street[-1]}"]
    name = [customer.name.strip()] if customer.name.strip() else []
    return [*name, *contact, *street, *around[len(name) :]]


def town_line(postal_code: str, city: str, *, abroad: bool) -> str:
    """« 42000 SAINT ETIENNE »: capitals without accents or punctuation in France, the accents kept abroad."""
    town = city.strip().upper() if abroad else _plain(city)
    return f"{postal_code.strip()} {town}".strip()


def _plain(text: str) -> str:
    """Capitals, without accents, punctuation turned into spaces."""
    ligatures = text.upper().replace("Œ", "OE").replace("Æ", "AE")
    bare = "".join(mark for mark in unicodedata.normalize("NFD", ligatures) if not unicodedata.combining(mark))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", bare)).strip()

"""The address block of a window envelope (NF Z 10-011): at most six lines, the town in capitals, the country last.

The name is what a court reads, and the street what the postman reads: neither is ever cut.  What does not fit gives
way in an order of its own, the least loss first.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from relance_xl.documents.contents.text_width import text_width
from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.languages.countries import territory
from relance_xl.documents.languages.language import Language
from relance_xl.domain.model import Customer

LINES, WIDTH = 6, 38
SIZE = 10
"""Points: the style « Adresse destinataire » of the shipped templates."""

WINDOW = 80 / 25.4 * 72
"""Points: the window's 85 mm, less the 4 mm of play at its left, and one for the doubt."""

_MOST = 200
"""Characters that no line of the window can hold: what is longer is not measured whole (N-50)."""

_CODE_AFTER_TOWN = frozenset({"AU", "CA", "GB", "GG", "GI", "IE", "IM", "IN", "JE", "NZ", "SG", "US", "ZA"})
"""The countries whose post reads the town first (Universal Postal Union, addressing)."""

_FRANCE = frozenset({"", "FRANCE", "FR", "FRA"})
_SHORTER = {"SAINT": "ST", "SAINTE": "STE", "SAINTS": "STS", "SAINTES": "STES"}
_WORDS = re.compile(r"\S+\s*")
_SYLLABLES = re.compile(r"[^\s-]*-+|[^\s-]+\s*")
"""The parts of a town's name: its postal code is not left alone on a line."""

_Fits = Callable[[str], bool]


def address_block(customer: Customer, *, language: Language = FRENCH) -> list[str]:
    """Name, contact, street, « 69003 LYON » and, abroad, the country: none of the lines blank.

    `language` is the letter's: it words the contact's line and the country.

    Six lines of at most 38 characters, whenever that can be: the contact leaves first, then lines of the street are
    joined.  Else lines as wide as the window; else more than six of them.  The name and the street are always whole.
    """
    ending = _ending(customer, language)
    blocks = [[*head, *ending] for head in _heads(customer, language, LINES - len(ending))]
    return next((block for block in blocks if len(block) <= LINES), min(blocks, key=len))


def street_and_town(customer: Customer, *, language: Language = FRENCH) -> list[str]:
    """The address without the name and the contact, as a bill of exchange states it after the drawee's name."""
    street = [line for given in customer.address for line in _wrapped(given, _standard)]
    return [*street, *_ending(customer, language)]


def _ending(customer: Customer, language: Language) -> list[str]:
    """The town and, abroad, the country."""
    country = customer.country.strip()
    code, city = customer.postal_code.strip(), customer.city.strip()
    if _plain(country) in _FRANCE:
        return _wrapped(_french_town(code, city), _wide, _SYLLABLES)
    lines = (_foreign_town(code.upper(), city.upper(), territory(country)), language.country(country).upper())
    return [part for line in lines for part in _wrapped(line, _wide, _SYLLABLES)]


def _french_town(postal_code: str, city: str) -> str:
    """« 42000 SAINT ETIENNE »: capitals without accents or punctuation.

    A line of more than 38 characters, or wider than the window, says « ST » for « SAINT ».
    """
    line = f"{postal_code} {_plain(city)}".strip()
    return line if _standard(line) else " ".join(_SHORTER.get(word, word) for word in line.split())


def _foreign_town(postal_code: str, city: str, country: str) -> str:
    """« 80331 MÜNCHEN », « LONDON SW1A 1AA », « NEW YORK NY 10001 »: in the order of the country's post."""
    order = (city, postal_code) if country in _CODE_AFTER_TOWN else (postal_code, city)
    return " ".join(order).strip()


def _heads(customer: Customer, language: Language, room: int) -> Iterator[list[str]]:
    """The lines before the town, each time with a little more lost."""
    contact = customer.contact.strip()
    attention = _wrapped(language.attention(contact), _standard) if contact else []
    for fits in (_standard, _wide):
        name = _wrapped(customer.name, fits) or [customer.code]
        street = [line for given in customer.address for line in _wrapped(given, fits)]
        if fits is _standard:
            yield [*name, *attention, *street]
        yield [*name, *street]
        yield [*name, *_joined(street, room - len(name), fits)]
        yield [*name, *_wrapped(" ".join(street), fits)]


def _joined(street: Sequence[str], room: int, fits: _Fits) -> list[str]:
    """The street in so many lines, where two neighbours fit one: the last ones first, which matter least together."""
    lines = list(street)
    while len(lines) > room:
        pairs = [f"{first} {second}" for first, second in pairwise(lines)]
        place = next((place for place in reversed(range(len(pairs))) if fits(pairs[place])), None)
        if place is None:
            break
        lines[place : place + 2] = [pairs[place]]
    return lines


def _standard(text: str) -> bool:
    return len(text) <= WIDTH and _wide(text)


def _wide(text: str) -> bool:
    """Whether the line fits the window."""
    return text_width(text, SIZE) <= WINDOW


def _wrapped(text: str, fits: _Fits, chunks: re.Pattern[str] = _WORDS) -> list[str]:
    """The text in lines that fit, cut between `chunks`; one too long for a line is cut after a hyphen, or anywhere."""
    lines: list[str] = []
    whole = chunks.findall(" ".join(text.split()))
    for chunk in (piece for each in whole for piece in _pieces(each, fits)):
        if lines and fits(f"{lines[-1]}{chunk}".rstrip()):
            lines[-1] += chunk
        else:
            lines.append(chunk)
    return [line.rstrip() for line in lines]


def _pieces(word: str, fits: _Fits) -> Iterator[str]:
    while len(word) > _MOST or not fits(word.rstrip()):
        sizes = range(2, min(len(word) - 1, _MOST) + 1)
        most = 1 + bisect_left(sizes, True, key=lambda size: not fits(word[:size]))
        hyphen = word.rfind("-", 0, most) + 1
        size = hyphen or most
        yield word[:size]
        word = word[size:]
    yield word


def _plain(text: str) -> str:
    """Capitals, without accents, punctuation turned into spaces."""
    ligatures = text.upper().replace("Œ", "OE").replace("Æ", "AE")
    bare = "".join(mark for mark in unicodedata.normalize("NFD", ligatures) if not unicodedata.combining(mark))
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s]", " ", bare)).strip()

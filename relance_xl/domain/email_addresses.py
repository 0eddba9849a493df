"""Whether an e-mail address can be used, and what to tell when it cannot (S0-28, S1-06)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from relance_xl.domain.wording import typeset

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[^\W\d_]{{2,63}}")
_PART = re.compile(r'(?:"(?:[^"\\\n]|\\.)*"|[^;,\n])+')
_NAMED = re.compile(r'(?P<name>"(?:[^"\\]|\\.)*"|[^"<>@]*[^"<>@\s])\s*<(?P<address>[^<>\s]+)>')
_LONGEST = 254  # RFC 5321, § 4.5.3.1.3, less the angle brackets

NO_ADDRESS = "⚠ Aucune adresse e-mail"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address of a cell, as written; `name` is "" without a display name."""

    name: str
    address: str


def split_addresses(text: str) -> tuple[str, ...]:
    """The addresses of one cell, separated by ; or , or a new line, in their order and without blanks.

    A separator between double quotes belongs to the name: « "Dupont, Anne" <a@b.fr> » is one address.
    """
    return tuple(part.strip() for part in _PART.findall(text) if part.strip())


def recipients(text: str) -> tuple[Recipient, ...]:
    """The addresses of one cell with their display names, valid or not: « Anne Dupont <a@b.fr> »."""
    return tuple(map(_recipient, split_addresses(text)))


def _recipient(written: str) -> Recipient:
    named = _NAMED.fullmatch(written)
    if not named:
        return Recipient("", written)
    name = named["name"]
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return Recipient(name.strip(), named["address"])


def is_valid(address: str) -> bool:
    """Whether one address has the form name@domain.tld; nothing is asked of the network."""
    return len(address) <= _LONGEST and _ADDRESS.fullmatch(address) is not None


def usable_addresses(text: str) -> tuple[str, ...]:
    """The valid addresses of one cell: a message is sent to these only."""
    return tuple(each.address for each in recipients(text) if is_valid(each.address))


def address_alert(text: str) -> str:
    """What the first column of `Relances` says: "" when every address is valid (S1-06)."""
    addresses = split_addresses(text)
    if not addresses:
        return NO_ADDRESS
    faulty = [address for address in addresses if not is_valid(_recipient(address).address)]
    return typeset(f"⚠ E-mail invalide : « {' ; '.join(faulty)} »") if faulty else ""

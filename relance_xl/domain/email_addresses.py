"""The one judgement of an e-mail address: whether a message can reach it, and what to tell when not (S0-28, S1-06, A5).

The search, the checks and the messages all ask here, so that what is ticked « E-mail » is what can be mailed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from relance_xl.domain.wording import typeset

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_HYPHENS = r"(?!-|..--)[^.]{1,63}(?<!-)"  # RFC 5891, § 4.2.3.1: none at the ends, none third and fourth
_LABEL = re.compile(_HYPHENS)
_DOMAIN = re.compile(rf"(?:(?:{_HYPHENS}|xn--[a-z0-9-]+)\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]*[a-z])")
_PLAIN = re.compile(r"[a-z0-9.-]+")
_RESERVED = re.compile(r"(?:.*\.)?(?:arpa|invalid|local|localhost|onion|test)")  # RFC 6761, 6762, 7686
_EUROPEAN = re.compile("[a-z0-9ßà-öø-ɏά-ώа-џ-]+")
_PART = re.compile(r'(?:"(?:[^"\\\n]|\\.)*"|[^;,\n])+')
_NAMED = re.compile(r'(?P<name>"(?:[^"\\]|\\.)*"|[^"<>@]*[^"<>@\s])\s*<(?P<address>[^<>\s]+)>')
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = 254  # bytes: RFC 5321, § 4.5.3.1.3, less the angle brackets
_LONGEST_LOCAL, _LONGEST_LABEL, _LONGEST_DOMAIN = 64, 63, 253  # § 4.5.3.1.1; RFC 1035, § 2.3.4

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


def breaks_a_header(text: str) -> bool:
    """Whether the text could forge or disguise a header: line breaks, control and direction marks (RFC 5322, 2.2)."""
    return _FORBIDDEN.search(text) is not None


def mailed_as(recipient: Recipient) -> str:
    """The address as a message bears it, « a@xn--socit-esab.fr » for « a@société.fr »; "" when none can reach it.

    The form is name@domain.tld, the domain not one that the public network never delivers to (« .local »), its letters
    those of Europe's alphabets (RFC 5890).  Nothing is asked of the network.
    """
    local, _, written = recipient.address.rpartition("@")
    if breaks_a_header(recipient.name + written) or not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        return ""
    if len(recipient.address.encode()) > _LONGEST:
        return ""
    domain = _ascii_domain(unicodedata.normalize("NFC", written.lower()))
    return f"{local}@{domain}" if domain and len(local) + 1 + len(domain) <= _LONGEST else ""


def _ascii_domain(written: str) -> str:
    """The domain in small ASCII letters, "" when it cannot receive."""
    plain = _PLAIN.fullmatch(written) and "xn--" not in written
    domain = written if plain else ".".join(map(_ascii_label, written.split(".")))
    if len(domain) > _LONGEST_DOMAIN or not _DOMAIN.fullmatch(domain) or _RESERVED.fullmatch(domain):
        return ""
    return domain


def _ascii_label(written: str) -> str:
    """One label as the network bears it (RFC 5891, § 4.4); "" when it is not one."""
    if written.startswith("xn--"):
        try:
            decoded = written.removeprefix("xn--").encode("ascii").decode("punycode")
        except ValueError:
            return ""
        return written if not decoded.isascii() and _ascii_label(decoded) == written else ""
    if not _LABEL.fullmatch(written) or not _EUROPEAN.fullmatch(written) or not all(map(_stable, written)):
        return ""
    label = written if written.isascii() else f"xn--{written.encode('punycode').decode('ascii')}"
    return label if len(label) <= _LONGEST_LABEL else ""


def _stable(letter: str) -> bool:
    """Whether the letter may stand in a domain: itself once folded (RFC 5892, § 2.2), or one of the two exceptions."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", letter).casefold())
    return letter in "ßς" or (folded == letter and (letter.isascii() or unicodedata.category(letter) == "Ll"))


def usable_addresses(text: str) -> tuple[str, ...]:
    """The addresses of one cell that a message can reach, as written: it is sent to these only."""
    return tuple(each.address for each in recipients(text) if mailed_as(each))


def address_keys(text: str) -> frozenset[str]:
    """What two writings of an address have in common, for each address of one cell: « a@b.fr » of « Anne <A@b.fr> »."""
    return frozenset(map(_key, recipients(text)))


def _key(recipient: Recipient) -> str:
    return (mailed_as(recipient) or recipient.address).casefold()


def among(text: str, refused: str) -> tuple[str, ...]:
    """The addresses of one cell that `refused`, another cell, names too, as written."""
    keys = address_keys(refused)
    return tuple(part for part in split_addresses(text) if _key(_recipient(part)) in keys)


def without(text: str, refused: str) -> str:
    """One cell without the addresses that `refused`, another cell, names: the cell as it is when it names none."""
    gone = among(text, refused)
    return " ; ".join(part for part in split_addresses(text) if part not in gone) if gone else text


def address_alert(text: str) -> str:
    """What the first column of `Relances` says: "" when every address is valid (S1-06)."""
    addresses = split_addresses(text)
    if not addresses:
        return NO_ADDRESS
    faulty = [address for address in addresses if not mailed_as(_recipient(address))]
    return typeset(f"⚠ E-mail invalide : « {' ; '.join(faulty)} »") if faulty else ""

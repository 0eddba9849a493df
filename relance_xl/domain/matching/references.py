"""Which invoices a bank's text names: whole numbers only, never a piece of one, a year, a day or an amount."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from relance_xl.domain.matching.operations import Operation
from relance_xl.domain.model import OpenItem
from relance_xl.domain.wording import folded

_TOKEN = re.compile(r"[A-Z0-9]+")
_NOT_NUMBERS = re.compile(
    r"\b\d{1,2}[ /.-]\d{1,2}[ /.-](?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
    r"|\b\d{1,3}(?:[ .]\d{3})*[.,]\d\d\b|\b\d+ ?(?:EUROS?|EUR|E)\b|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,8}\b"
)
_FOUR_DIGITS = re.compile(r"\d[ /.-]?\d[ /.-]?\d[ /.-]?\d")
_OTHER_MONEY = frozenset({"ACOMPTE", "ARRHES", "AVANCE", "CAUTION", "DEVIS", "PROFORMA"})
"""Words of money that is asked before any invoice: its amount then proves nothing."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMPACT_DAY = re.compile(
    r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)
_SHAPE = re.compile(r"([A-Z]+)(\d+)")
_WORDS = frozenset(["FACT", "FACTURE", "FACTURES", "FAC", "FA", "F", "INV", "INVOICE", "N", "NO", "NUM", "NUMERO"])
_LEAST_DIGITS, _SAFE_DIGITS, _MOST_PIECES = 4, 6, 5


class Strength(IntEnum):
    """How much a number found in a text proves."""

    NONE = 0
    HINT = 1
    """Its digits alone, few, and no word beside them: good with the payer only."""
    DIGITS = 2
    """Its digits alone: good with the exact amount."""
    WHOLE = 3
    """All its letters and digits, or a valid RF reference."""


@dataclass(frozen=True, slots=True)
class Named:
    """The invoices that a text names: their items' indexes, and what the weakest of the best mentions proves."""

    items: frozenset[int] = frozenset()
    strength: Strength = Strength.NONE
    foreign: str = ""
    """A number shaped like ours that no item bears, or a word for money asked before any invoice; "" for none."""


def plain(text: str) -> str:
    """Letters and digits in capitals, everything else a space, the invoice's own way: « fa-2025 0117 » → FA20250117."""
    return "".join(_TOKEN.findall(folded(text).upper()))


def is_valid_rf(text: str) -> bool:
    """Whether `text`, without spaces and in capitals, is a creditor reference with right check digits (ISO 11649)."""
    if not re.fullmatch(r"RF\d\d[A-Z0-9]{1,21}", text):
        return False
    return int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1


class Numbers:
    """The numbers of all items, open or settled, ready to be found."""

    def __init__(self, items: Sequence[OpenItem]) -> None:
        self._whole: dict[str, set[int]] = {}
        self._digits: dict[str, set[int]] = {}
        self._shapes: set[tuple[str, int]] = set()
        owners: dict[str, set[str]] = {}
        for index, item in enumerate(items):
            key = plain(item.invoice)
            digits = "".join(filter(str.isdigit, key))
            if len(digits) < _LEAST_DIGITS:
                continue
            if digits != key:
                self._whole.setdefault(key, set()).add(index)
            if shape := _SHAPE.fullmatch(key):
                self._shapes.add((shape[1], len(shape[2])))
            for core in {digits, re.findall(r"\d+", item.invoice)[-1]}:
                if len(core) >= _LEAST_DIGITS:
                    self._digits.setdefault(core, set()).add(index)
                    owners.setdefault(core, set()).add(f"{item.customer}\n{key}")
        self._starts = {key[:length] for key in self._whole for length in (1, 2)} | {"R", "RF"}
        self._letters = tuple({letters for letters, _ in self._shapes})
        for core, found in owners.items():
            if len(found) > 1:
                del self._digits[core]

    def named(self, operation: Operation) -> Named:
        """What all the texts of an operation name together."""
        whole: set[int] = set()
        digits: dict[int, Strength] = {}
        foreign = ""
        for text in dict.fromkeys((operation.label, operation.reference, *operation.texts)):
            written = folded(text).upper()
            found, other = self._found_whole(_TOKEN.findall(written))
            whole |= found
            foreign = foreign or other
            for index, proof in self._found_digits(written, operation.amount):
                digits[index] = max(proof, digits.get(index, Strength.NONE))
        if whole:
            return Named(frozenset(whole), Strength.WHOLE, foreign)
        return Named(frozenset(digits), min(digits.values(), default=Strength.NONE), foreign)

    def _found_whole(self, tokens: Sequence[str]) -> tuple[set[int], str]:
        found: set[int] = set()
        foreign, at = "", 0
        while at < len(tokens):
            size = self._size_of_whole(tokens, at, found)
            if not size and not foreign:
                foreign = tokens[at] if tokens[at] in _OTHER_MONEY else self._foreign(tokens, at)
            at += max(size, 1)
        return found, foreign

    def _size_of_whole(self, tokens: Sequence[str], at: int, found: set[int]) -> int:
        """How many tokens from `at` make a known number, the longest first; its items are added to `found`."""
        if tokens[at][:2] not in self._starts:
            return 0
        for size in range(min(_MOST_PIECES, len(tokens) - at), 0, -1):
            key = "".join(tokens[at : at + size])
            if key.startswith("RF") and is_valid_rf(key):
                key = key[4:]
                found |= self._digits.get(key, set())
            if key in self._whole:
                found |= self._whole[key]
                return size
        return 0

    def _foreign(self, tokens: Sequence[str], at: int) -> str:
        """A number that begins at `at` and is shaped like ours; "" when none is."""
        if not tokens[at].startswith(self._letters):
            return ""
        for size in range(1, min(3, len(tokens) - at) + 1):
            shape = _SHAPE.fullmatch("".join(tokens[at : at + size]))
            if shape and (shape[1], len(shape[2])) in self._shapes:
                return shape[0]
        return ""

    def _found_digits(self, text: str, amount: Decimal) -> Iterable[tuple[int, Strength]]:
        if not _FOUR_DIGITS.search(text):
            return
        tokens = _TOKEN.findall(_NOT_NUMBERS.sub(" . ", text))
        own = {f"{abs(amount):.2f}".replace(".", ""), f"{int(abs(amount))}"}
        for at, token in enumerate(tokens):
            after = tokens[at + 1] if at + 1 < len(tokens) else ""
            for digits in (_bare(token), token + after if token.isdigit() and after.isdigit() else ""):
                if digits in self._digits and digits not in own and _is_number(digits, token):
                    named = len(digits) >= _SAFE_DIGITS or _is_told(tokens, at)
                    proof = Strength.DIGITS if named else Strength.HINT
                    yield from ((index, proof) for index in sorted(self._digits[digits]))


def _bare(token: str) -> str:
    """The digits of a token that has letters before them only: « FACT0117 » → 0117."""
    return token.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _is_number(digits: str, token: str) -> bool:
    """Whether digits may be a number: no year, and no day written in one piece."""
    return digits.isdigit() and not _YEAR.fullmatch(digits) and not (digits == token and _COMPACT_DAY.fullmatch(token))


def _is_told(tokens: Sequence[str], at: int) -> bool:
    """Whether a word for « facture » stands before the digits, or is glued to them."""
    return bool(re.match("[A-Z]", tokens[at])) or (at > 0 and tokens[at - 1] in _WORDS)

"""Which invoices a bank's text names: whole numbers only, never a piece of one, a year, a day or an amount."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum

from relance_xl.domain.matching.operations import Operation
from relance_xl.domain.matching.series import between, followers, told_items, told_numbers
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
_FULL_FIELDS, _SHORTEST_CUT = frozenset({31, 32, 35, 65, 70, 140}), 8
"""Columns of the fields that banks cut: CFONB 04, OFX NAME, references, MT940, CFONB 05, SEPA; see bank formats."""


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
    aside: str = ""
    """« FA-1, déjà réglée »: an invoice named that this payment cannot be for; "" for none."""
    settled: frozenset[int] = frozenset()
    """The items named that owe nothing, of the same currency."""


def plain(text: str) -> str:
    """Letters and digits in capitals, everything else a space, the invoice's own way: « fa-2025 0117 » → FA20250117."""
    return "".join(_TOKEN.findall(folded(text).upper()))


def is_valid_rf(text: str) -> bool:
    """Whether `text`, without spaces and in capitals, is a creditor reference with right check digits (ISO 11649)."""
    if not re.fullmatch(r"RF\d\d[A-Z0-9]{1,21}", text):
        return False
    return int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1


@dataclass(slots=True)
class _Seen:
    """What the texts read so far name whole, may name where a field cut them, and name that is not ours."""

    whole: set[int] = field(default_factory=set)
    cut: set[int] = field(default_factory=set)
    foreign: str = ""


def _texts_of(operation: Operation) -> Iterable[str]:
    return dict.fromkeys((operation.label, operation.reference, *operation.texts))


class Numbers:
    """The numbers of all items, open or settled, ready to be found."""

    def __init__(self, items: Sequence[OpenItem]) -> None:
        self._whole: dict[str, set[int]] = {}
        self._digits: dict[str, set[int]] = {}
        self._shapes: set[tuple[str, int]] = set()
        self._owners = [item.customer for item in items]
        self._own: dict[str, dict[int, set[int]]] = {}
        owners: dict[str, set[str]] = {}
        for index, item in enumerate(items):
            key = plain(item.invoice)
            digits = "".join(filter(str.isdigit, key))
            last = re.findall(r"\d+", item.invoice)[-1:]
            for core in {digits, *last} - {""}:
                self._own.setdefault(item.customer, {}).setdefault(int(core), set()).add(index)
            if len(digits) < _LEAST_DIGITS:
                continue
            if digits != key:
                self._whole.setdefault(key, set()).add(index)
            if shape := _SHAPE.fullmatch(key):
                self._shapes.add((shape[1], len(shape[2])))
            for core in {digits, *last}:
                if len(core) >= _LEAST_DIGITS:
                    self._digits.setdefault(core, set()).add(index)
                    owners.setdefault(core, set()).add(f"{item.customer}\n{key}")
        self._starts = {key[:length] for key in self._whole for length in (1, 2)} | {"R", "RF"}
        self._letters = tuple({letters for letters, _ in self._shapes})
        self._sorted = sorted(self._whole)
        for core, found in owners.items():
            if len(found) > 1:
                del self._digits[core]
        self._sorted_digits = sorted(owners)

    def named(self, operation: Operation) -> Named:
        """What all the texts of an operation name together."""
        seen = _Seen()
        digits: dict[int, Strength] = {}
        for text in _texts_of(operation):
            written = folded(text).upper()
            self._find_whole(written, seen)
            for index, proof in self._found_digits(written, operation.amount):
                digits[index] = max(proof, digits.get(index, Strength.NONE))
        if seen.whole:
            return Named(frozenset(seen.whole), Strength.WHOLE, seen.foreign)
        if not digits and seen.cut:
            return Named(frozenset(seen.cut), Strength.HINT, seen.foreign)
        return Named(frozenset(digits), min(digits.values(), default=Strength.NONE), seen.foreign)

    def told_by(self, customer: str, operation: Operation) -> Named:
        """What the numbers after a word for « facture », short ones too, name of a payer who is known."""
        texts = [_NOT_NUMBERS.sub(" . ", folded(text).upper()) for text in _texts_of(operation)]
        numbers = told_numbers(texts)
        if not numbers:
            return Named()
        items = told_items(numbers, self._own.get(customer, {}))
        if items is None:
            return Named(foreign=f"FACTURE {numbers[0][0]}")
        return Named(items, Strength.HINT)

    def _find_whole(self, written: str, seen: _Seen) -> None:
        """Adds to `seen` what the text names whole, with the invoices told by their ends only."""
        found = list(_TOKEN.finditer(written))
        tokens = [token[0] for token in found]
        cleared = _NOT_NUMBERS.sub(lambda gone: "." * len(gone[0]), written)
        at, before = 0, ("", 0)
        while at < len(tokens):
            size, key = self._whole_at(tokens, at)
            last = at + size - 1 if size else min(at + _MOST_PIECES, len(tokens)) - 1
            end = found[last].end()
            if end == len(written) in _FULL_FIELDS and self._is_cut(tokens[at:], key, seen):
                return
            if size:
                self._add_series(cleared, end, key, seen)
                if before[0] and tokens[at - 1] in {"A", "AU"} and before[1] == at - 1:
                    self._add(between(before[0], key), seen)
                before = key, at + size
            elif not seen.foreign:
                seen.foreign = tokens[at] if tokens[at] in _OTHER_MONEY else self._foreign(tokens, at)
            at += max(size, 1)

    def _whole_at(self, tokens: Sequence[str], at: int) -> tuple[int, str]:
        """How many tokens from `at` make a known number, the longest first, and that number; (0, "") for none."""
        if tokens[at][:2] not in self._starts:
            return 0, ""
        for size in range(min(_MOST_PIECES, len(tokens) - at), 0, -1):
            key = "".join(tokens[at : at + size])
            if key.startswith("RF") and is_valid_rf(key):
                key = key[4:]
            if key in self._whole or ("".join(tokens[at : at + size]) != key and key in self._digits):
                return size, key
        return 0, ""

    def _add_series(self, text: str, end: int, key: str, seen: _Seen) -> None:
        seen.whole |= self._whole.get(key, set()) | self._digits.get(key, set())
        for keys in followers(text, end, key):
            self._add(keys, seen)

    def _add(self, keys: Sequence[str], seen: _Seen) -> None:
        """The items of these keys; a last one that is unknown is another's number.

        Of a range, those of the first one's customer count: the others are not his to pay.
        """
        if keys and keys[-1] in self._whole:
            owners = {self._owners[index] for index in self._whole.get(keys[0], ())} if len(keys) > 1 else set()
            found = {index for key in keys for index in self._whole.get(key, ())}
            seen.whole |= {index for index in found if not owners or self._owners[index] in owners}
        elif not seen.foreign:
            seen.foreign = keys[-1] if keys and keys[-1] else "plus de factures"

    def _is_cut(self, tokens: Sequence[str], key: str, seen: _Seen) -> bool:
        """Whether a full field ends within a number that may go on; the only number that it can be is a hint."""
        start = key or "".join(tokens)
        if not key and (len(start) < _SHORTEST_CUT or tokens[0][:2] not in self._starts):
            return False
        first = bisect_left(self._sorted, start)
        going_on = [other for other in self._sorted[first : first + 3] if other.startswith(start)]
        if going_on == [key] or not going_on:
            return False
        if len(going_on) == 1:
            seen.cut |= self._whole[going_on[0]]
        return True

    def _foreign(self, tokens: Sequence[str], at: int) -> str:
        """A number that begins at `at` and is shaped like ours, or another creditor's reference; "" when none is."""
        if is_valid_rf(tokens[at]):
            return tokens[at]
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
        is_full = len(text) in _FULL_FIELDS and text[-1].isdigit()
        own = {f"{abs(amount):.2f}".replace(".", ""), f"{int(abs(amount))}"}
        for at, token in enumerate(tokens):
            after = tokens[at + 1] if at + 1 < len(tokens) else ""
            at_edge = is_full and at >= len(tokens) - 2
            for digits in (_bare(token), token + after if token.isdigit() and after.isdigit() else ""):
                if at_edge and self._goes_on(digits):
                    continue
                if digits in self._digits and digits not in own and _is_number(digits, token):
                    named = len(digits) >= _SAFE_DIGITS or _is_told(tokens, at)
                    proof = Strength.DIGITS if named else Strength.HINT
                    yield from ((index, proof) for index in sorted(self._digits[digits]))

    def _goes_on(self, digits: str) -> bool:
        """Whether a longer number begins with these digits, so that a field that ends there may have cut it."""
        after = bisect_right(self._sorted_digits, digits)
        return self._sorted_digits[after : after + 1] != [] and self._sorted_digits[after].startswith(digits)


def _bare(token: str) -> str:
    """The digits of a token that has letters before them only: « FACT0117 » → 0117."""
    return token.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _is_number(digits: str, token: str) -> bool:
    """Whether digits may be a number: no year, and no day written in one piece."""
    return digits.isdigit() and not _YEAR.fullmatch(digits) and not (digits == token and _COMPACT_DAY.fullmatch(token))


def _is_told(tokens: Sequence[str], at: int) -> bool:
    """Whether a word for « facture » stands before the digits, or is glued to them."""
    return bool(re.match("[A-Z]", tokens[at])) or (at > 0 and tokens[at - 1] in _WORDS)

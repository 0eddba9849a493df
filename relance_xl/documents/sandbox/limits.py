"""What one part of one letter may cost: bounds that no letter meets, and that a runaway template meets in a moment.

A template is a document that anyone may have written; it must not be able to exhaust the memory or the time of the
program, even while it is being checked.  Loops and macros pay in steps, texts and lists by their size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sized
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from numbers import Number
from operator import add, mod, mul
from time import perf_counter, thread_time
from typing import Any

from jinja2 import Undefined
from jinja2.exceptions import SecurityError

from relance_xl.domain.wording import THIN

STEPS = 100_000
"""Turns of loops, all together; a step is also 500 characters, or ten expressions inside a loop."""
CHARACTERS_A_STEP = 500
SECONDS = 3
"""Of the processor; a letter of 5 000 lines takes a tenth of one."""
_LOOKED_AT = 50
"""Turns from which a loop looks at the time at each of them; shorter ones look at it once."""
_ITEMS_A_STEP = 10
_STUDY = 20
LONGEST_TEXT = 100_000
"""Characters of a text that operators, filters or methods make; a cell of Excel holds 32 767."""
MOST_ITEMS = 100_000
"""Values in a list made by a template, those of the lists inside it counted too."""
LONGEST_RANGE = 1_000
"""Numbers that `range` counts, and pieces that a text is cut into."""
MOST_BITS = 4_096
"""Size of an integer: some 1 200 digits."""
HIGHEST_POWER = 1_000

_PLAIN = (str, Number, date, time, timedelta, type(None), Undefined)
_WIDE = re.compile(r"%(?:\([^)]*\))?[-#0 +]*(?:\*|\d{3,}|\d*\.(?:\*|\d{3,}))")


_WIDE_DATE = re.compile(r"%[-_0^#+]*\d{3,}")
LONGEST_DATE_FORMAT = 100
"""Characters of the format of a date."""


class Refusal(SecurityError):
    """What a template asks and may not have: a French sentence, and what is expected instead."""

    def __init__(self, what: str, expected: str = "un champ ou un filtre de la liste") -> None:
        super().__init__(what)
        self.what, self.expected = what, expected


def _written(number: int) -> str:
    return f"{number:,}".replace(",", THIN)


too_long = partial(Refusal, "Cette balise demande un texte démesuré", f"moins de {_written(LONGEST_TEXT)} caractères")
_too_many = partial(Refusal, "Cette balise demande une liste démesurée", f"moins de {_written(MOST_ITEMS)} éléments")
_too_great = partial(Refusal, "Cette balise demande un calcul démesuré", "des nombres de taille ordinaire")
_endless = partial(
    Refusal, "Les boucles de ce modèle n'en finissent pas", f"moins de {_written(STEPS)} tours en tout dans une lettre"
)
_no_value = partial(
    Refusal,
    "Cette balise n'imprime pas une valeur",
    "un champ, ou une liste suivie d'un filtre comme |join(', ')",
)


class Budget:
    """The steps and the time left to the part of the letter being written, and what they pay for.

    Steps tell most of what runs away, at once and everywhere alike.  What a step may cost, as two long lists compared
    or cut, is told by time only: that of the processor, so that a busy machine takes nothing away.
    """

    __slots__ = ("_began", "_look", "left")

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Give the whole budget, `STEPS` and `SECONDS`."""
        self.left = STEPS
        self._began, self._look = thread_time(), perf_counter() + SECONDS

    def charge(self, steps: int) -> None:
        """Take these steps.  Refusal when there are none left, or no time."""
        self.left -= steps
        if self.left < 0 or perf_counter() > self._look:
            self._account()

    def _account(self) -> None:
        """Refusal when there are no steps left, or no time of the processor."""
        used = thread_time() - self._began
        if self.left < 0 or used > SECONDS:
            raise _endless()
        self._look = perf_counter() + SECONDS - used

    def turns(self, iterable: Iterable[Any], weight: int) -> Iterable[Any]:
        """The iterable of a loop, paid for before its first turn, `weight` steps a turn."""
        if type(iterable) is not list and not isinstance(iterable, Sized):
            if isinstance(iterable, Undefined):
                return iter(iterable)  # which says what is unknown
            iterable = list(islice(iterable, self.left // weight + 1))
        self.charge(len(iterable) * weight)
        return iterable if len(iterable) < _LOOKED_AT else self._timed(iterable)

    def _timed(self, iterable: Iterable[Any]) -> Iterator[Any]:
        for each in iterable:
            if perf_counter() > self._look:
                self._account()
            yield each

    def block(self, text: str) -> str:
        """What a macro, a block or a message made."""
        self.charge(len(text) // CHARACTERS_A_STEP)
        return text

    def printable(self, value: Any) -> Any:
        """The value, which is no text, when a text can be made of it: no generator, no loop, no function."""
        if isinstance(value, str):
            self.charge(len(value) // CHARACTERS_A_STEP)
        elif not isinstance(value, _PLAIN) and not hasattr(value, "__html__"):
            self.charge(weight_of(value))
        return value

    def collection(self, value: Any) -> Any:
        """A list or dictionary that the template makes, when it is not too large."""
        self.charge(_size(value) // _ITEMS_A_STEP)
        return value

    def printed_argument(self, value: Any) -> Any:
        """What a filter of texts is given, a generator's members put into a list."""
        return self.printable(_held(value))

    def studied_argument(self, value: Any) -> Any:
        """What a filter that takes texts apart is given: such a text costs twenty times as much."""
        if isinstance(value, str):
            self.charge(len(value) * _STUDY // CHARACTERS_A_STEP)
        return self.printed_argument(value)

    def listed_argument(self, value: Any) -> Any:
        """What a filter of lists is given, a generator's members put into a list."""
        value = _held(value)
        if isinstance(value, str) and len(value) > LONGEST_RANGE:
            raise _too_many()
        if isinstance(value, list | tuple | Mapping):
            self.charge(len(value) // _ITEMS_A_STEP)
        return value

    def called(self, value: Any) -> Any:
        """What a method or a macro gives; a macro's text is measured as a block."""
        self.charge(1)
        short(value)
        if isinstance(value, list) and len(value) > LONGEST_RANGE:
            raise _too_many()
        return value


def _held(value: Any) -> Any:
    return list(islice(value, MOST_ITEMS + 1)) if isinstance(value, Iterator) else value


def weight_of(value: Any) -> int:
    """How many values lie in nested lists and dictionaries, one that comes twice counted twice, long texts for more.

    Refusal beyond `MOST_ITEMS`, and for a member that nothing can be printed of.
    """
    weight = 0
    for each in _members(value):
        if isinstance(each, Undefined):
            str(each)  # which says what is unknown
        if not isinstance(each, _PLAIN) and not hasattr(each, "__html__"):
            raise _no_value()
        weight += 1 + len(each) // CHARACTERS_A_STEP if isinstance(each, str) else 1
    return weight


def _members(value: Any) -> Iterator[Any]:
    """What lies in nested lists and dictionaries, and they themselves when empty.  Refusal beyond `MOST_ITEMS`."""
    left = MOST_ITEMS
    waiting = [value]
    while waiting:
        each = waiting.pop()
        left -= 1
        if isinstance(each, Mapping):
            waiting += each.values()
        elif isinstance(each, list | tuple):
            waiting += each
        else:
            yield each
        if left < 0 or len(waiting) > MOST_ITEMS:
            raise _too_many()


def short(text: Any) -> Any:
    """A text just made by a template, when it is not too long; any other value as it is."""
    if isinstance(text, str) and len(text) > LONGEST_TEXT:
        raise too_long()
    return text


def check_call(function: Any, arguments: Iterable[Any]) -> None:
    """Refusal for what a method would make too much of, before it makes it: a date in a format of its own (N-77)."""
    for given in arguments:
        if isinstance(given, str) and getattr(function, "__name__", "") == "strftime":
            if len(given) > LONGEST_DATE_FORMAT or _WIDE_DATE.search(given):
                said = f"moins de {LONGEST_DATE_FORMAT} signes, sans largeur ; ou le filtre date_longue"
                raise Refusal("Le format de cette date est démesuré", said)
        else:
            short(given)


def bounded_range(*limits: int) -> range:
    """Jinja's `range`, of a thousand members at most."""
    numbers = range(*limits)
    if len(numbers) > LONGEST_RANGE:
        raise Refusal("« range » compte trop loin", f"au plus {_written(LONGEST_RANGE)} nombres")
    return numbers


def added(left: Any, right: Any) -> Any:
    """Left + right."""
    _check_bits(left, right)
    if isinstance(left, str) and isinstance(right, str) and len(left) + len(right) > LONGEST_TEXT:
        raise too_long()
    total = add(left, right)
    _size(total)
    return total


def multiplied(left: Any, right: Any) -> Any:
    """Left * right."""
    _check_bits(left, right)
    for many, times in ((left, right), (right, left)):
        if isinstance(many, str) and isinstance(times, int) and len(many) * times > LONGEST_TEXT:
            raise too_long()
        if isinstance(many, list | tuple) and isinstance(times, int) and _size(many) * times > MOST_ITEMS:
            raise _too_many()
    return mul(left, right)


def raised(base: Any, power: Any) -> Any:
    """Base ** power."""
    if not isinstance(power, int | float | Decimal) or abs(power) > HIGHEST_POWER:  # type: ignore[operator]
        raise _too_great()
    if isinstance(base, int) and isinstance(power, int) and base.bit_length() * power > MOST_BITS:
        raise _too_great()
    return base**power


def formatted(left: Any, right: Any) -> Any:
    """Left % right: the remainder of a division, or a text with values put in."""
    if not isinstance(left, str):
        _check_bits(left, right)
        return mod(left, right)
    if _WIDE.search(left):
        raise too_long()
    given = right if isinstance(right, tuple) else tuple(right.values()) if isinstance(right, Mapping) else (right,)
    weight_of(given)
    longest = max((len(str(value)) for value in given), default=0)
    if len(left) + left.count("%") * longest > LONGEST_TEXT:
        raise too_long()
    return left % right


OPERATORS = {"+": added, "*": multiplied, "**": raised, "%": formatted}
"""The operators that can make much of little; the others cannot."""


def _size(value: Any) -> int:
    """How many values a list or a dictionary holds.  Refusal beyond `MOST_ITEMS`."""
    inside = sum(1 for _ in _members(value))
    return max(inside, len(value)) if isinstance(value, Sized) else inside


def _check_bits(left: Any, right: Any) -> None:
    if sum(value.bit_length() for value in (left, right) if isinstance(value, int)) > MOST_BITS:
        raise _too_great()

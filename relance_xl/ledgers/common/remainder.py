"""What a group of debits and credits leaves open, when it does not balance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

Amount = TypeVar("Amount", int, Decimal)


def applied(amounts: Sequence[Amount], days: Sequence[date]) -> list[Amount]:
    """How much of each amount is settled by the others, of its own sign.

    Credits settle debits, the oldest first; or the other way round when credits exceed.
    """
    nought = amounts[0] - amounts[0]
    owing = 1 if sum(amounts, nought) > 0 else -1
    left = sum((abs(amount) for amount in amounts if amount * owing < 0), nought)
    settled = [amount if amount * owing < 0 else nought for amount in amounts]
    for index in sorted(range(len(amounts)), key=lambda index: (days[index], index)):
        if amounts[index] * owing > 0:
            part = min(left, abs(amounts[index]))
            settled[index] = part * owing
            left -= part
    return settled

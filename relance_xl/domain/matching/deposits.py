"""A deposit slip taken apart by the list that a person gives, never by a search among customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from relance_xl.domain.matching.operations import Meaning, Operation
from relance_xl.domain.model import ZERO


def taken_apart(operation: Operation, slip: Sequence[tuple[str, Decimal]]) -> tuple[Operation, ...]:
    """One receipt for each (payer, amount) of the slip; none when their sum is not the deposit's, to the cent."""
    if sum((amount for _, amount in slip), ZERO) != operation.amount:
        return ()
    return tuple(
        replace(operation, payer=payer, amount=amount, label=payer, texts=(), meaning=Meaning.RECEIPT)
        for payer, amount in slip
    )

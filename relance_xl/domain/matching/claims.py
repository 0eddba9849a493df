"""A certain claim of one operation on items, and what happens when two want the same money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from relance_xl.domain.matching.debts import Debts
from relance_xl.domain.matching.operations import Allocation, Operation
from relance_xl.domain.matching.references import Named
from relance_xl.domain.model import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one receipt says of who paid what.

    Attributes:
        index: its place among the operations.
        named: the items that its texts name, of its currency and still open.
        known: the customer whose IBAN or remembered name it bears, "" for none.
        whole: the customers whose whole name it bears.
        is_proved: that name can be no other's.
        collective: the payer pays for many.
        currency: the operation's, or the reference currency.
    """

    index: int
    operation: Operation
    named: Named
    known: str = ""
    whole: tuple[str, ...] = ()
    is_proved: bool = False
    collective: bool = False
    currency: str = "EUR"

    @property
    def payer(self) -> str:
        """The one customer that the payer's IBAN or whole name tells, "" when none or several."""
        return self.known or (self.whole[0] if len(self.whole) == 1 and self.is_proved else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An operation's certain claim on items of one customer, and the sentence that says why."""

    evidence: Evidence
    customer: str
    allocations: tuple[Allocation, ...]
    why: str


def contested(claims: Sequence[Claim], debts: Debts) -> set[int]:
    """The places, among the operations, of claims that together want more of an item than it owes."""
    wanted: dict[int, Decimal] = {}
    for claim in claims:
        for part in claim.allocations:
            wanted[part.item] = wanted.get(part.item, ZERO) + part.amount
    too_much = {item for item, total in wanted.items() if abs(total) > abs(debts.open[item])}
    return {
        claim.evidence.index for claim in claims if not too_much.isdisjoint(part.item for part in claim.allocations)
    }


def customers_of(items: Iterable[int], debts: Debts) -> tuple[str, ...]:
    """The customers of the items, each once, in the order of the items."""
    return tuple(dict.fromkeys(debts.items[item].customer for item in sorted(items)))

"""What every reader of statements yields, and the sums that prove a statement whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from relance_xl.domain.matching.operations import Operation
from relance_xl.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The end of a statement: its balances, and whether old + operations = new.

    Attributes:
        account, currency: as of its operations.
        operations: booked entries, a batch counted once.
        credits, debits: their sums, both positive.
        opening, closing: None where the format or the file states none.
        kept: None when it cannot be checked.
        rank: among the statements of the file, from 0.
        remark: what a person must know of it, in French; "" for nothing.
    """

    account: str
    currency: str
    operations: int = 0
    credits: Decimal = Decimal(0)
    debits: Decimal = Decimal(0)
    first_day: date | None = None
    last_day: date | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None
    kept: bool | None = None
    rank: int = 0
    line: int = 0
    remark: str = ""


Part = Operation | Statement | Problem
"""Operations as they come, each statement after its operations, faults and remarks where they are met."""


@dataclass(slots=True)
class Sums:
    """Adds up the entries of one statement."""

    account: str
    currency: str
    rank: int
    operations: int = 0
    credits: Decimal = Decimal(0)
    debits: Decimal = Decimal(0)
    first_day: date | None = None
    last_day: date | None = None
    refused: int = 0

    def add(self, day: date, amount: Decimal) -> None:
        """One booked entry."""
        self.operations += 1
        if amount > 0:
            self.credits += amount
        else:
            self.debits -= amount
        self.first_day = day if self.first_day is None or day < self.first_day else self.first_day
        self.last_day = day if self.last_day is None or day > self.last_day else self.last_day

    def ended(
        self, opening: Decimal | None, closing: Decimal | None, *, line: int = 0, remark: str = "", refused: int = 0
    ) -> Statement:
        """The statement with these balances; checked when both are known.  A refused line is never a kept balance."""
        kept = None
        if opening is not None and closing is not None:
            kept = opening + self.credits - self.debits == closing and not (self.refused or refused)
        return Statement(
            account=self.account,
            currency=self.currency,
            operations=self.operations,
            credits=self.credits,
            debits=self.debits,
            first_day=self.first_day,
            last_day=self.last_day,
            opening=opening,
            closing=closing,
            kept=kept,
            rank=self.rank,
            line=line,
            remark=remark,
        )

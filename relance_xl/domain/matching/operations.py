"""The nouns of a bank statement: an operation, what the bank says it is, and what was decided of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum, auto


class Meaning(StrEnum):
    """What the bank's own code, or else the label, says an operation is."""

    RECEIPT = auto()
    """Money of one payer."""
    DEPOSIT = auto()
    """One line for many payers: cheques, cards, direct debits, bills handed in."""
    RETURN = auto()
    """A payment taken back: unpaid cheque or direct debit, chargeback, cancelled transfer."""
    REFUND = auto()
    """Money given back to a payer."""
    FEE = auto()
    OWN = auto()
    """The company's own money: its payments, its loans, its transfers that came back."""
    UNKNOWN = auto()
    """Nothing says what it is; a credit may be a customer's, but its code proves nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One movement of a bank account.

    Attributes:
        booked_on: the bank's journal day.
        amount: signed, positive when money came in, in `currency` (ISO code, "" where the file states none).
        label: the text that a person reads.
        texts: further texts that may bear references; a text cut by its field stands joined with and without a space.
        reference: the payer's own (end-to-end) reference, "" when none was given.
        payer: the name in the payer's own field, "" where the file has no such field.
        payer_iban: without spaces, "" when unknown.
        mandate: of a direct debit.
        reason: why a payment came back, as the bank says it.
        sure: the line is booked, its direction and its statement's balance are proved; else nothing is certain.
        account: IBAN, or bank-branch-account, or the bank's own number.
        file, line: where it stands; the line is counted from 1, 0 where the format has none.
        statement: rank of its statement in the file, from 0.
        entry: amount of the entry of which this is one part; None when it is the entry.
        entry_rank: of its entry, among those of that day and amount in its statement, from 0.
        notice: told by a notice of the day, which the statement tells again.
    """

    booked_on: date
    amount: Decimal
    label: str
    currency: str = "EUR"
    texts: tuple[str, ...] = ()
    reference: str = ""
    payer: str = ""
    payer_iban: str = ""
    mandate: str = ""
    meaning: Meaning = Meaning.UNKNOWN
    reason: str = ""
    sure: bool = True
    account: str = ""
    file: str = ""
    line: int = 0
    statement: int = 0
    entry: Decimal | None = None
    entry_rank: int = 0
    notice: bool = False


class Outcome(StrEnum):
    """How an operation ends; every one ends in exactly one of these."""

    CERTAIN = "Certain"
    TO_CHECK = "À vérifier"
    UNKNOWN = "Inconnu"
    NOT_A_CUSTOMERS = "Pas un client"
    REFUSED = "Refusé"


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much of an operation to one open item, by its index; negative where a return reopens it."""

    item: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of one operation.

    Attributes:
        customers: whom it concerns; all of them are held when the outcome is « À vérifier ».
        allocations: what it settles when certain; what it may settle, to be proposed, when to be checked.
        why: one French sentence.
    """

    operation: Operation
    outcome: Outcome
    why: str
    customers: tuple[str, ...] = ()
    allocations: tuple[Allocation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What people decided before: whose IBAN, whose name; and payers who pay for many (N-82).

    Attributes:
        ibans: IBAN without spaces → customer's code.
        names: payer's name as written → customer's code.
        collective: names of payers who never stand for one customer (platforms, factors, the Treasury).
    """

    ibans: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    collective: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """An operation settled before, that a return may take back."""

    operation: Operation
    customer: str
    allocations: tuple[Allocation, ...]

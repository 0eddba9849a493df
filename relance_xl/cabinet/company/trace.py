"""What tells that another workbook holds the same debts, small enough to keep for thousands of companies."""

from __future__ import annotations

from hashlib import blake2b

from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import Ledger
from relance_xl.domain.wording import folded

KEPT = 48
"""Lines that stand for all of a company's."""


def trace_of(ledger: Ledger) -> tuple[int, ...]:
    """The `KEPT` smallest fingerprints of the open lines: customer's name, invoice, due date, amount.

    The same lines give the same ones, so that the traces of two workbooks share about the part that their lines share
    (a bottom-k sketch).
    """
    names = {code: folded(customer.name) for code, customer in ledger.customers.items()}
    lines = {
        f"{names.get(item.customer, item.customer)}|{folded(item.invoice)}|{item.due_date}|{item.amount.normalize()}"
        for item in ledger.items
        if not is_settled(item)
    }
    return tuple(sorted(map(_fingerprint, lines))[:KEPT])


def _fingerprint(line: str) -> int:
    return int.from_bytes(blake2b(line.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "big")

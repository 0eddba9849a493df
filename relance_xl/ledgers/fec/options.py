"""What to take from a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class FecOptions:
    """What to take from the ledger.

    Attributes:
        accounts: the beginnings of the accounts read: 411, and 4191 for advances; 413 (bills) and 416 (doubtful
            customers) on demand.  418 (not yet invoiced) is never an open item.
        cut_off: state of the ledger at the end of that day: later entries are left out, and a letter put later
            counts for nothing; None for the ledger as it stands.
        terms: customers' own payment terms by code; `default_terms` for the others.
    """

    accounts: tuple[str, ...] = ("411", "4191")
    cut_off: date | None = None
    terms: Mapping[str, str] = field(default_factory=dict)
    default_terms: str = "30 jours"
    reference_currency: str = "EUR"

"""What is to be said of the rates of the sheet `Taux`: half-years without one, a rate agreed below the law's floor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from relance_xl.domain import sheets
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import Customer, Ledger, OpenItem
from relance_xl.domain.money.law import half_year, half_years, row_of
from relance_xl.domain.vocabulary import CustomerKind, ItemKind
from relance_xl.domain.wording import french_date, typeset
from relance_xl.problems import Problem, Severity

FLOOR_TIMES = 3
"""A rate agreed is at least three times the rate of legal interest (C. com. L441-10 II)."""


def rate_problems(ledger: Ledger, as_of: date) -> Iterator[Problem]:
    """Warnings on the rates that the reminders of `as_of` need; none where no level asks for interest."""
    if not any(level.late_interest for level in ledger.levels):
        return
    missing = [start for start in sorted(_needed(ledger, as_of)) if row_of(start, ledger.penalty_rates) is None]
    if missing:
        names = ", ".join(map(french_date, missing))
        yield Problem(
            what=typeset(f"Aucun taux de pénalités pour le semestre du {names} : ces intérêts ne sont pas chiffrés"),
            sheet=sheets.RATES,
            expected="une ligne de tPenalites par semestre, au taux de la BCE de son premier jour",
            severity=Severity.WARNING,
        )
    floor = floor_on(ledger, as_of)
    agreed = ledger.company.penalty_rate
    if agreed is not None and floor is not None and agreed < floor:
        yield Problem(
            what=typeset(
                f"Le taux de pénalités convenu, {_percent(agreed)}, est sous le minimum légal, {_percent(floor)}"
            ),
            sheet=sheets.PARAMETERS,
            field="penalty_rate",
            expected="au moins trois fois le taux de l'intérêt légal (C. com. L441-10 II)",
            value=str(agreed),
            severity=Severity.WARNING,
        )


def floor_on(ledger: Ledger, as_of: date) -> Decimal | None:
    """The least rate that may be agreed between businesses in that half-year, percent a year; None when not known."""
    start = half_year(as_of)
    before = half_year(start - timedelta(days=1))
    known = [rate for rate in ledger.legal_rates if before < rate.on <= start and rate.business is not None]
    latest = max(known, key=lambda rate: rate.on, default=None)
    return None if latest is None or latest.business is None else FLOOR_TIMES * latest.business


def _needed(ledger: Ledger, as_of: date) -> set[date]:
    """The half-years whose rate some late invoice bears."""
    agreed = ledger.company.penalty_rate is not None
    needed: set[date] = set()
    first: date | None = None
    for item in ledger.items:
        customer = ledger.customers.get(item.customer)
        if customer is None or not _bears_interest(item, customer, as_of):
            continue
        start = half_year(item.due_date + timedelta(days=1))
        if customer.kind is CustomerKind.PUBLIC:
            needed.add(start)
        elif not agreed:
            first = min(start, first or start)
    return needed | set(half_years(first, as_of) if first else ())


def _bears_interest(item: OpenItem, customer: Customer, as_of: date) -> bool:
    if customer.kind is CustomerKind.CONSUMER or not customer.group or item.exclusion is not None:
        return False
    owed = item.kind is ItemKind.INVOICE and item.open_amount > 0 and not is_settled(item)
    return owed and item.due_date < as_of


def _percent(rate: Decimal) -> str:
    return f"{rate:.2f} %".replace(".", ",")

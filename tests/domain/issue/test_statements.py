"""The statement of account joined to a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from relance_xl.domain.issue.statements import statements
from relance_xl.domain.model import Company, Customer, Ledger, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Exclusion

DAY = date(2026, 3, 16)
DUE = OpenItem(customer="D", invoice="F1", due_date=date(2026, 1, 10), amount=Decimal(1000))
LATER = OpenItem(customer="D", invoice="F3", due_date=date(2026, 4, 10), amount=Decimal(50))
OTHER = OpenItem(customer="D", invoice="F2", due_date=date(2026, 1, 20), amount=Decimal(700))


def invoices(*items: OpenItem) -> list[str]:
    ledger = Ledger(
        company=replace(Company(), excluded_payment_methods=frozenset({"Prélèvement"})),
        customers={"D": Customer(code="D", name="Dupont", group=1)},
        groups={1: ReminderGroup(number=1)},
        levels=(ReminderLevel(number=1, lower=1),),
        items=items,
    )
    return [line.item.invoice for line in statements(ledger, Criteria(), DAY).get("D", ())]


def test_s0_26_the_open_lines_are_listed_due_or_not() -> None:
    assert invoices(DUE, OTHER, LATER) == ["F1", "F2", "F3"]


@pytest.mark.parametrize(
    "change",
    [
        {"promised_on": date(2026, 3, 30)},
        {"payment_method": "Prélèvement"},
        {"exclusion": Exclusion.DISPUTED},
        {"exclusion": Exclusion.NOT_APPLICABLE},
    ],
)
def test_n_44_a_line_that_no_reminder_claims_is_in_no_statement_joined_to_one(change: dict[str, Any]) -> None:
    assert invoices(DUE, replace(OTHER, **change), LATER) == ["F1", "F3"]

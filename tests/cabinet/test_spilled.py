"""N-91 at the size of a firm: what is long in three thousand answers stands on the disk, and what is cut is told."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from relance_xl.cabinet.company.jobs import Debtor, Fault, Result, State
from relance_xl.cabinet.consolidated import debtors, faults
from relance_xl.cabinet.consolidated.spilled import spilled
from relance_xl.cabinet.consolidated.workbook import write_consolidated
from tests.cabinet.firms import DAY

NOW = datetime(2026, 3, 16, 6, 12)


def firm(companies: int, owing: int) -> tuple[list[Result], Callable[[str], Result]]:
    """Answers without what is long, and what gives it; every debtor owes to all companies."""

    def whole(workbook: str) -> Result:
        return Result(
            workbook=workbook,
            state=State.DONE,
            debtors=tuple(
                Debtor(
                    key=f"{n}", certain=True, code=f"C{n}", name=f"Débiteur {n}", owed=Decimal(n), overdue=Decimal(0)
                )
                for n in range(1, owing + 1)
            ),
            faults=tuple(Fault(severity="Erreur", sheet="Clients", cell=f"A{n}", message="?") for n in range(owing)),
        )

    return [whole(f"{number}/Relances.xlsm").light() for number in range(companies)], whole


def test_n91_the_debtors_of_all_companies_never_stand_in_memory_together() -> None:
    """N-91: 4,000 debts and as many faults, in a fifth of what they take themselves."""
    results, whole = firm(100, 40)
    tracemalloc.start()
    try:
        with spilled(results, whole) as answers:
            sizes = [len(group) for group in answers.common_debtors()]
            found = sum(1 for _ in answers.faults())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (sizes, found) == ([100] * 40, 4_000)
    assert peak < 600_000


@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl leaves Excel's own data bars unread
def test_n91_those_who_owe_most_come_first_and_what_has_no_room_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """N-91"""
    monkeypatch.setattr(debtors, "MOST", 6)
    monkeypatch.setattr(faults, "MOST", 5)

    made = write_consolidated(tmp_path / "Cabinet.xlsx", *firm(2, 3), DAY, NOW)

    book = openpyxl.load_workbook(made)
    shown = [row[0].value for row in book["Débiteurs communs"].iter_rows(min_row=3)]
    assert shown == [
        "Débiteur 3",
        "Débiteur 3",
        "Débiteur 2",
        "Débiteur 2",
        None,
        "1 autre débiteur doit moins : non montré",
    ]
    assert book["Anomalies"].cell(7, 1).value == "3 autres anomalies : non montrées"

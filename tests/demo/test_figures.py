"""The sample company's printed sheets are filled, and say what `Accueil` says."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from relance_xl.actions.common.run import Run
from relance_xl.actions.dashboard import dashboard
from relance_xl.actions.searching import search
from relance_xl.books.memory import MemoryBook
from relance_xl.demo.company import DEMO_DATE
from relance_xl.demo.run import fill


def total(book: MemoryBook, table: str, header: str) -> Decimal:
    return sum((Decimal(str(row[header])) for row in book.rows(table) if row[header] is not None), Decimal(0))


def test_the_balances_agree_with_accueil(tmp_path: Path) -> None:
    book = MemoryBook.empty(tmp_path / "Relances.xlsm")
    fill(book)
    run = Run(now=datetime(2026, 3, 16, 9), as_of=DEMO_DATE)
    search(book, run)
    shown = total(book, "tBalance", "Montant")
    dashboard(book, run)
    *customers, whole = book.rows("tBalanceClients")

    assert len(customers) > 50
    assert shown == total(book, "tBalance", "Montant") == Decimal(str(whole["Total"]))
    assert sum(Decimal(str(row["Total"])) for row in customers) == shown
    assert book.rows("tPenalitesDetail")

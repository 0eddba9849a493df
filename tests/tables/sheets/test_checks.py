"""What the whole of the workbook shows, that no single cell does; the sheet « Contrôle » is played in the scenarios."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from relance_xl.books.memory import MemoryBook
from relance_xl.domain.model import Company, Ledger
from relance_xl.domain.vocabulary import ItemKind
from relance_xl.tables.sheets.checks import check, excluded_methods_unknown
from tests.domain.builders import client, item, ledger

RUN = date(2025, 8, 10)


def told(books: Ledger) -> list[str]:
    return [problem.what for problem in check(MemoryBook.empty(Path("Relances.xlsm")), books, RUN)]


def test_a_workbook_without_levels_reminds_nobody_and_says_so() -> None:
    assert told(replace(ledger([item()]), levels=())) == ["Aucun niveau n'est défini"]


def test_two_payments_alike_are_no_copies() -> None:
    payment = item(kind=ItemKind.PAYMENT, amount="-10")

    assert told(ledger([payment, payment])) == []
    assert told(ledger([item(row=8), item(row=9)])) == ["La ligne F1 de C1 est la copie de la ligne 8"]


def test_a_settled_line_needs_no_rate() -> None:
    assert told(ledger([item(currency="USD", paid=Decimal(100))])) == []


def test_a12_an_excluded_method_that_a_customer_or_a_line_bears_is_no_slip_of_the_pen() -> None:
    company = Company(excluded_payment_methods=frozenset({"lcr", "prelevement", "carte"}))
    books = ledger(
        [item(payment_method="Prélèvement")], company=company, customers={"C1": client(payment_method="LCR")}
    )

    assert [problem.value for problem in excluded_methods_unknown(books)] == ["carte"]


def test_s1_06_a_cell_of_semicolons_holds_no_address() -> None:
    """S1-06"""
    assert told(ledger([item()], customers={"C1": client("C1", email=" ; ")})) == ["Aucune adresse e-mail"]

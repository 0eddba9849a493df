"""The sample ledger put to the proof: importing it finds what the sample workbook says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from relance_xl.demo.company import DEMO_DATE, demo_table
from relance_xl.demo.ledger import DEMO_LEDGER_NAME, demo_ledger, ledger_lines
from relance_xl.domain.model import ZERO, Company
from relance_xl.ledgers.fec.options import FecOptions
from relance_xl.ledgers.fec.read import read_fec
from relance_xl.problems import Problem, errors

HEADERS, ROWS = demo_table("tClients")
CUSTOMERS = [dict(zip(HEADERS, row, strict=True)) for row in ROWS]
TERMS = {str(customer["Code"]): str(customer["Délai de règlement"] or "") for customer in CUSTOMERS}
TERMS = {code: terms for code, terms in TERMS.items() if terms}


@pytest.fixture
def fec(tmp_path: Path) -> Path:
    path = tmp_path / DEMO_LEDGER_NAME
    path.write_bytes(demo_ledger().encode("utf-8"))
    return path


def test_the_due_dates_computed_from_the_terms_are_those_of_the_workbook(fec: Path) -> None:
    imported = read_fec(fec, FecOptions(terms=TERMS))
    computed = {item.invoice: item.due_date for item in imported.items}
    different = [line["Client"] for line in ledger_lines() if computed[line["Facture"]] != line["Échéance"]]
    assert different == ["SAVO01"], "the one due date that was postponed by agreement"


def test_the_ledger_is_fresh_at_the_date_of_the_demonstration(fec: Path) -> None:
    last = read_fec(fec).last_entry
    assert last is not None
    assert 0 <= (DEMO_DATE - last).days <= Company().ledger_age_warning


def problems_text(problems: Iterable[Problem]) -> str:
    return "\n".join(map(str, problems))


def test_the_ledger_imports_without_a_fault_and_owes_what_the_workbook_says(fec: Path) -> None:
    imported = read_fec(fec)
    assert not errors(imported.report.problems), problems_text(imported.report.problems)
    owed = Counter[str]()
    expected = Counter[str]()
    for item in imported.items:
        owed[item.customer] += int(item.open_amount * 100)
    for line in ledger_lines():
        expected[line["Client"]] += int((line["Montant"] - (line["Réglé"] or ZERO)) * 100)
    assert owed == expected


def test_the_ledger_imports_the_invoices_of_the_workbook_with_their_part_payments(fec: Path) -> None:
    imported = {item.invoice: item for item in read_fec(fec).items}
    for line in ledger_lines():
        item = imported[line["Facture"]]
        assert (item.amount, item.paid) == (line["Montant"], line["Réglé"] or ZERO)

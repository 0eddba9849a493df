"""The ledgers of others: their open lines, as an independent reading found them."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.read import read_fec
from tests.places import SHARED

FOLDER = SHARED / "data" / "fec"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the ledgers of others are not on this machine")


def read(start: str) -> Imported:
    (path,) = (path for path in FOLDER.glob(f"{start}*") if path.suffix.lower() == ".txt")
    imported = read_fec(path)
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)
    assert sum(counts) == report.lines
    return imported


def test_the_padded_ledger_has_34_open_lines() -> None:
    imported = read("neolegal_fixedwidth")

    assert len(imported.items) == 34
    assert imported.report.debit == Decimal("14900.54")
    assert imported.report.credit == Decimal("484.02")


def test_the_padded_ledger_agrees_with_the_independent_list_line_by_line() -> None:
    imported = read("neolegal_fixedwidth")
    (path,) = FOLDER.glob("*.unlettered.csv")
    with path.open(encoding="utf-8", newline="") as stream:
        expected = [
            (
                int(row["line"]),
                row["CompAuxNum"],
                " ".join(row["PieceRef"].split()),
                Decimal(row["Debit"]) - Decimal(row["Credit"]),
            )
            for row in csv.DictReader(stream)
        ]
    found = [
        (origin.line, item.customer, item.invoice, item.open_amount)
        for origin, item in zip(imported.origins, imported.items, strict=True)
    ]

    assert found == expected


def test_the_ledger_with_one_collective_account_has_2_open_lines() -> None:
    imported = read("neolegal_collectif")

    assert len(imported.items) == 2
    assert imported.report.debit == Decimal("128200.50")
    assert "compte collectif" in imported.report.problems[0].what


@pytest.mark.parametrize(("start", "amount"), [("lsn_sample_tab", "1200.00"), ("lsn_sample_pipe", "2500.00")])
def test_the_small_samples_have_one_open_line_each(start: str, amount: str) -> None:
    imported = read(start)

    assert [str(item.amount) for item in imported.items] == [amount]

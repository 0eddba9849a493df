"""Whatever stands in a ledger's lines, each is accounted for, and the money of the readable ones is all there."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.ledgers.common.imported import Imported
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.read import read_fec

HEADER = "\t".join(COLUMNS)
PIECES = st.sampled_from(["VE", "20250131", "411000", "C1", "AA", "10,00", "0,00", "x", "", " ", "é", "-5", "99999999"])
GARBLED = st.lists(PIECES, max_size=24).map("\t".join)


def read(lines: list[str]) -> Imported:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fec.txt"
        path.write_bytes("\n".join([HEADER, *lines]).encode())
        return read_fec(path)


@settings(deadline=None)  # the machine may be busy
@given(st.lists(GARBLED, max_size=12))
def test_each_line_is_an_item_matched_another_account_blank_or_said(lines: list[str]) -> None:
    imported = read(lines)
    report = imported.report
    counts = (report.open_lines, report.matched_lines, report.other_lines, report.set_aside_lines, report.blank_lines)

    assert sum(counts) == report.lines == len("\n".join(lines).split("\n")) - (not lines or not lines[-1])
    assert all(problem.file and problem.line for problem in report.problems)
    if report.set_aside_lines:
        assert report.problems


@settings(deadline=None)  # the machine may be busy
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["C1", "C2", ""]),
            st.sampled_from(["", "A", "B"]),
            st.integers(-90_000, 90_000).filter(bool),
        ),
        max_size=25,
    )
)
def test_what_each_customer_owes_is_the_balance_of_his_account(lines: list[tuple[str, str, int]]) -> None:
    written: list[str] = []
    balances: defaultdict[str, Decimal] = defaultdict(Decimal)
    for place, (customer, letter, cents) in enumerate(lines):
        amount = f"{cents / 100:.2f}".replace(".", ",")
        day = f"202501{place % 28 + 1:02}"
        account = "411000" if customer else "411DUPONT"  # without auxiliary, a collective account is held (N-12)
        head = ("VE", "Ventes", "1", day, account, "Clients", customer, "", f"F{place}", day, "Vente")
        written.append("\t".join((*head, amount, "0,00", letter, "", "", "", "")))
        balances[customer or "411DUPONT"] += Decimal(cents) / 100
    imported = read(written)

    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for item in imported.items:
        found[item.customer] += item.open_amount
        assert 0 <= item.paid / item.amount < 1
    assert {code: rest for code, rest in found.items() if rest} == {
        code: rest for code, rest in balances.items() if rest
    }
    assert imported.report.debit - imported.report.credit == sum(balances.values())


def test_thousands_of_faulty_lines_are_counted_and_the_first_said_one_by_one() -> None:
    report = read(["VE\tVentes"] * 5_000).report

    assert report.set_aside_lines == 5_000
    assert len(report.problems) == 201
    assert report.problems[-1].line == 202
    assert "4800 lignes (202-5001)" in report.problems[-1].what

"""N-80: public sample files of every format read as independent readers read them, balances checked."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from relance_xl.domain.matching.operations import Operation
from relance_xl.ledgers.bank.parts.statements import Statement
from relance_xl.ledgers.bank.read import read_bank
from relance_xl.ledgers.bank.recognition import BankFormat
from relance_xl.problems import DataError
from relance_xl.tables.grid import Row
from tests.places import SHARED

SAMPLES = SHARED / "data" / "bank"
FORMATS = {
    "camt.053": BankFormat.CAMT, "camt.054": BankFormat.CAMT, "camt.052": BankFormat.CAMT,
    "CFONB 120": BankFormat.CFONB,
    "OFX 1": BankFormat.OFX, "OFX 2": BankFormat.OFX, "MT940": BankFormat.MT940, "QIF": BankFormat.QIF,
    "CSV": BankFormat.CSV,
}  # fmt: skip
KEPT = {"yes": True, "NO": False}
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public samples stand beside the project only")


def no_sheets(path: Path) -> Mapping[str, Sequence[Row]]:
    raise AssertionError(path)


def _expected() -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    if SAMPLES.is_dir():
        with (SAMPLES / "expected.csv").open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream, delimiter=";"):
                rows.setdefault(row["file"], []).append(row)
    return rows


EXPECTED = _expected()
READ = [name for name, rows in EXPECTED.items() if rows[0]["verdict"] != "refuse"]
REFUSED = [name for name in EXPECTED if name not in READ]


@dataclass
class Account:
    """The statements of one account, as one row of the table of expectations."""

    statements: list[Statement]
    operations: list[Operation]


def accounts_of(statements: Sequence[Statement], operations: Sequence[Operation]) -> list[Account]:
    found: dict[str, Account] = {}
    for statement in statements:
        account = found.setdefault(statement.account, Account([], []))
        account.statements.append(statement)
        account.operations += [each for each in operations if each.statement == statement.rank]
    return list(found.values())


@pytest.mark.parametrize("name", READ)
def test_n80_a_public_sample_reads_as_independent_readers_read_it(name: str) -> None:
    """N-80"""
    read = read_bank(SAMPLES / name, no_sheets)
    accounts = accounts_of(read.statements, read.operations)

    assert read.format is FORMATS[EXPECTED[name][0]["format"]]
    assert len(accounts) == len(EXPECTED[name])
    for account, row in zip(accounts, EXPECTED[name], strict=True):
        statements = account.statements
        assert (
            statements[0].account == row["account"].replace(" ", "") or not row["account"] or row["format"] == "MT940"
        )
        assert sum(each.operations for each in statements) == int(row["operations"])
        assert sum(each.credits for each in statements) == Decimal(row["credits"])
        assert sum(each.debits for each in statements) == Decimal(row["debits"])
        assert statements[0].opening == (Decimal(row["opening"]) if row["opening"] else None)
        assert statements[-1].closing == (Decimal(row["closing"]) if row["closing"] else None)
        days = [day for each in statements for day in (each.first_day, each.last_day) if day]
        assert (min(days).isoformat() if days else "") == row["first_date"]
        assert (max(days).isoformat() if days else "") == row["last_date"]
        verdict = row["balance_kept"].split(" ")[0].rstrip(",")
        assert all(each.kept is KEPT.get(verdict) for each in statements)
        assert {each.currency for each in account.operations} <= {row["currency"], ""} or row["currency"] == "EUR"


@pytest.mark.parametrize("name", REFUSED)
def test_n80_what_is_no_statement_is_refused_in_french(name: str) -> None:
    """N-80"""
    with pytest.raises(DataError) as refusal:
        read_bank(SAMPLES / name, no_sheets)

    assert str(refusal.value).startswith(name)
    assert "Attendu" in str(refusal.value)

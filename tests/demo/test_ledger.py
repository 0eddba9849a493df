"""The sample FEC is a ledger in order, and what is open in it is what the sample workbook says."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal

from relance_xl.demo.company import demo_customers
from relance_xl.demo.ledger import DEMO_LEDGER_NAME, demo_ledger, ledger_lines

ROWS = list(csv.DictReader(io.StringIO(demo_ledger()), delimiter="\t"))
FRENCH_FEC_COLUMNS = 18


def figure(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def signed(row: dict[str, str]) -> Decimal:
    return figure(row["Debit"]) - figure(row["Credit"])


def test_it_has_the_18_columns_of_the_law_on_every_line() -> None:
    assert {line.count("\t") for line in demo_ledger().splitlines()} == {FRENCH_FEC_COLUMNS - 1}
    assert len(ROWS) > 400
    assert DEMO_LEDGER_NAME == "123456782FEC20260630.txt"


def test_every_entry_balances_and_no_line_is_debit_and_credit() -> None:
    balances: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in ROWS:
        balances[row["EcritureNum"]] += signed(row)
        assert (figure(row["Debit"]) == 0) != (figure(row["Credit"]) == 0)
    assert set(balances.values()) == {Decimal(0)}


def test_entries_are_numbered_without_a_gap_in_the_order_of_their_dates() -> None:
    for journal in {row["JournalCode"] for row in ROWS}:
        numbers = list(dict.fromkeys(row["EcritureNum"] for row in ROWS if row["JournalCode"] == journal))
        assert numbers == [f"{journal}{rank:05d}" for rank in range(1, len(numbers) + 1)]
    dates = [row["EcritureDate"] for row in ROWS]
    assert dates == sorted(dates)
    assert dates[-1] <= "20260316"


def test_each_customer_owes_in_the_ledger_what_the_workbook_says() -> None:
    owed: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in ROWS:
        if row["CompAuxNum"]:
            owed[row["CompAuxNum"]] += signed(row)
    expected: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in ledger_lines():
        expected[line["Client"]] += line["Montant"] - (line["Réglé"] or 0)
    assert owed == expected
    assert len(expected) > 50


def test_a_complete_lettering_balances_and_a_part_payment_does_not() -> None:
    lettered: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in ROWS:
        if row["EcritureLet"]:
            lettered[row["CompAuxNum"], row["EcritureLet"]] += signed(row)
    complete = {balance for (_, letter), balance in lettered.items() if letter.isupper()}
    partial = {balance for (_, letter), balance in lettered.items() if letter.islower()}
    assert complete == {Decimal(0)}
    assert partial
    assert min(partial) > 0


def test_older_items_come_in_with_the_opening_entry() -> None:
    opening = [row for row in ROWS if row["JournalCode"] == "AN"]
    assert {"0000001", "VERD01"} <= {row["CompAuxNum"] for row in opening}
    assert {row["EcritureDate"] for row in opening} == {"20250701"}


def test_it_is_always_the_same() -> None:
    assert demo_ledger() == demo_ledger()


def test_the_list_of_customers_tells_the_address_of_each_customer_of_the_ledger() -> None:
    listed = {row["Code"]: row for row in csv.DictReader(io.StringIO(demo_customers()), delimiter=";")}

    assert {row["CompAuxNum"] for row in ROWS if row["CompAuxNum"]} <= set(listed)
    assert sum(bool(row["Ville"]) for row in listed.values()) > len(listed) - 5

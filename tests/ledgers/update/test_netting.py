"""Payments that no letter matches: shown, and set against the debts only when the user asks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from relance_xl.domain.model import Customer, OpenItem
from relance_xl.ledgers.common.imported import Imported, Origin
from relance_xl.ledgers.fec.format import COLUMNS
from relance_xl.ledgers.fec.read import read_fec
from relance_xl.ledgers.update.netting import net, nettable

DUE = date(2025, 1, 31)


def item(invoice: str, amount: str, days: int = 0, customer: str = "C1", currency: str = "") -> OpenItem:
    return OpenItem(
        customer=customer,
        invoice=invoice,
        due_date=DUE + timedelta(days),
        amount=Decimal(amount),
        currency=currency,
    )


def imported(*items: OpenItem) -> Imported:
    return Imported(
        source="FEC.txt",
        customers={each.customer: Customer(code=each.customer, name="") for each in items},
        items=items,
        origins=tuple(Origin(file="FEC.txt", line=place) for place, _ in enumerate(items, 2)),
        computed_due=frozenset(index for index, each in enumerate(items) if each.amount > 0),
    )


def left(result: Imported) -> list[tuple[str, str]]:
    return [(each.invoice, str(each.open_amount)) for each in result.items]


def test_two_payments_of_a_customer_are_counted_with_their_total() -> None:
    (found,) = nettable([item("F1", "2000"), item("R1", "-1000"), item("R2", "-250"), item("F2", "9", customer="C2")])

    assert (found.customer, found.credits, found.amount, found.owed) == ("C1", 2, Decimal(1250), Decimal(2000))


def test_a_payment_goes_to_its_own_document_then_to_its_amount_then_to_the_oldest() -> None:
    result = net(
        imported(
            item("F1", "100", 0),
            item("F2", "100", 10),
            item("F3", "70", 20),
            item("F2", "-100", 30),
            item("R1", "-70", 31),
            item("R2", "-30", 32),
        )
    )

    assert left(result) == [("F1", "70")]
    assert (result.items[0].amount, result.items[0].paid) == (Decimal(100), Decimal(30))
    assert result.computed_due == {0}
    assert result.origins[0].line == 2


def test_what_exceeds_the_debts_stays_a_credit() -> None:
    result = net(imported(item("F1", "100"), item("R1", "-130")))

    assert left(result) == [("R1", "-30")]
    assert result.items[0].paid == Decimal(-100)


def test_currencies_are_never_added() -> None:
    assert len(net(imported(item("F1", "100"), item("R1", "-100", currency="USD"))).items) == 2


def test_only_the_customers_asked_for_are_netted() -> None:
    both = imported(
        item("F1", "100"), item("R1", "-100"), item("F1", "5", customer="C2"), item("R", "-5", customer="C2")
    )

    assert {each.customer for each in net(both, {"C2"}).items} == {"C1"}


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(-500, 500).filter(bool), st.integers(0, 9)), max_size=15))
def test_netting_changes_no_customers_balance_and_leaves_one_side_only(lines: list[tuple[str, int, int]]) -> None:
    before = imported(*(item(f"F{days}", str(amount), days, customer) for customer, amount, days in lines))
    after = net(before)

    for customer in "AB":
        owed = [each.open_amount for each in before.items if each.customer == customer]
        rest = [each.open_amount for each in after.items if each.customer == customer]
        assert sum(owed) == sum(rest)
        assert all(each > 0 for each in rest) or all(each < 0 for each in rest)
    assert all(0 <= each.paid / each.amount < 1 for each in after.items)


def test_a_ledger_without_any_letter_is_said_and_not_netted_by_itself(tmp_path: Path) -> None:
    def line(debit: str, credit: str) -> str:
        head = ("VE", "Ventes", "1", "20250131", "411000", "Clients", "C1", "Dupont", "F1", "20250131", "x")
        return "\t".join((*head, debit, credit, "", "", "20250201", "", ""))

    path = tmp_path / "FEC.txt"
    path.write_text("\n".join(["\t".join(COLUMNS), line("100,00", "0,00"), line("0,00", "40,00")]), encoding="utf-8")
    read = read_fec(path)

    assert read.never_matched
    assert len(read.items) == 2
    assert any("ne lettre pas" in problem.what for problem in read.report.problems)
    assert [str(each.open_amount) for each in net(read).items] == ["60.00"]
    report = net(read).report
    assert (report.debit, report.credit, report.matched_lines) == (Decimal("60.00"), Decimal("0.00"), 1)

"""N-37: no letter without the company's name and address, none without the customer's; an e-mail needs neither."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from relance_xl.domain.issue.posting import is_addressed, lack_problems, reminded_by_letter
from relance_xl.domain.issue.reminders import issue
from relance_xl.domain.issue.ticking import ticked_proposals
from relance_xl.domain.model import Company, Customer
from relance_xl.domain.outcome import Review
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.vocabulary import Block, Channel, Exclusion
from tests.domain.builders import OWNER, client, item, ledger

RUN = date(2025, 8, 10)


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({}, False),
        ({"city": "Lyon"}, False),
        ({"address": ("1 rue A",)}, False),
        ({"address": (" ",), "city": "Lyon"}, False),
        ({"address": ("1 rue A",), "city": "Lyon"}, True),
        ({"postal_code": "92050", "city": "PARIS LA DEFENSE CEDEX"}, True),
        ({"address": ("1 rue A", "69003 Lyon")}, True),
    ],
)
def test_n_37_an_address_has_a_town_and_something_beside_it(fields: dict[str, object], known: bool) -> None:
    assert is_addressed(Customer(code="C1", name="Dupont", **fields)) == known  # type: ignore[arg-type]  # any field


def test_n_37_a_customer_without_an_address_keeps_his_level_is_not_ticked_and_is_named_once() -> None:
    lost = client("C1", address=(), city="", row=4)
    books = ledger([item("F1"), item("F2")], customers={"C1": lost})

    found = ticked_proposals(books, Criteria(), RUN)

    assert [(line.level, line.ticked) for line in found.lines] == [(2, False)] * 2
    assert found.lines[0].why.endswith("non cochée\u00a0: adresse postale à compléter dans «\u00a0Clients\u00a0»")
    [problem] = found.problems
    assert (problem.sheet, problem.row, problem.field, problem.customer) == ("Clients", 4, "address_1", "C1")

    forced = {line.key: Review(ticked=True, level=2, channel=Channel.LETTER) for line in found.lines}
    made = issue(books, Criteria(), RUN, forced)
    assert made.reminders == ()
    assert [each.why for each in made.skipped] == [
        f"{name} : adresse postale à compléter dans «\u00a0Clients\u00a0»".replace(" :", "\u00a0:")
        for name in ("F1", "F2")
    ]
    assert [each.customer for each in made.problems] == ["C1"]


def test_n_37_an_e_mail_needs_its_address_only() -> None:
    lost = client("C1", address=(), city="", channel=Channel.EMAIL)
    books = replace(ledger([item("F1")], customers={"C1": lost}), company=Company())

    found = ticked_proposals(books, Criteria(), RUN)

    assert (found.lines[0].ticked, found.problems) == (True, ())


def test_n_37_a_company_without_name_or_address_writes_no_letter_and_each_cell_is_named() -> None:
    books = replace(ledger([item("F1")]), company=Company())

    found = ticked_proposals(books, Criteria(), RUN)

    assert not found.lines[0].ticked
    assert "nom et adresse de la société à compléter" in found.lines[0].why
    assert [(each.sheet, each.field) for each in found.problems] == [("Paramètres", "name"), ("Paramètres", "address")]


def test_n_37_a_street_without_a_town_is_told_at_the_town() -> None:
    [problem] = lack_problems(OWNER, [client("C1", city="")])
    assert problem.field == "city"


def test_n_37_the_check_names_those_whom_a_letter_may_reach() -> None:
    customers = {
        "C1": client("C1"),
        "C2": client("C2", group=0),
        "C3": client("C3", channel=Channel.EMAIL),
        "C4": client("C4", block=Block.INSOLVENCY),
        "C5": client("C5"),
        "C6": client("C6"),
    }
    lines = [item(f"F{number}", customer=f"C{number}") for number in range(1, 5)]
    lines += [item("F5", customer="C5", exclusion=Exclusion.NOT_APPLICABLE), item("F6", "-10", customer="C6")]

    assert [each.code for each in reminded_by_letter(ledger(lines, customers=customers))] == ["C1"]

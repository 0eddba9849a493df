"""Short ways to write the customers, lines and levels that the tests of the rules talk about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from relance_xl.domain.model import Company, Customer, Ledger, OpenItem, ReminderGroup, ReminderLevel
from relance_xl.domain.outcome import ProposedLine
from relance_xl.domain.search.criteria import Criteria
from relance_xl.domain.search.proposals import propose
from relance_xl.domain.vocabulary import Rule

DUE = date(2025, 7, 7)


def day(text: str) -> date:
    """15/03/2026, as the scenarios write it."""
    number, month, year = map(int, text.split("/"))
    return date(year, month, number)


def item(invoice: str = "F1", amount: str = "100", customer: str = "C1", **facts: Any) -> OpenItem:
    """One open line, due 07/07/2025 unless said otherwise."""
    facts.setdefault("due_date", DUE)
    return OpenItem(customer=customer, invoice=invoice, amount=Decimal(amount), **facts)


def client(code: str = "C1", **facts: Any) -> Customer:
    """A customer of group 1 with an e-mail and a postal address."""
    known = Customer(code=code, name=f"Client {code}", group=1, email="a@b.fr", address=("1 rue A",), city="Lyon")
    return replace(known, **facts)


OWNER = Company(name="Vauban SARL", address=("12 rue des Remparts", "25000 Besançon"))


def levels(*bounds: tuple[int, int | None] | int, **facts: Any) -> tuple[ReminderLevel, ...]:
    """Levels 1, 2, 3… from their bounds: (lower, upper), or the lower alone."""
    pairs = [bound if isinstance(bound, tuple) else (bound, None) for bound in bounds]
    return tuple(
        ReminderLevel(number=number, lower=lower, upper=upper, **facts)
        for number, (lower, upper) in enumerate(pairs, start=1)
    )


NEW = levels(10, 30, 60)
EBP = levels(8, 15, 30)
CHAIN = levels((0, 5), (6, 10), (6, 99))


def ledger(items: Iterable[OpenItem], **facts: Any) -> Ledger:
    """A ledger whose customers are those of the lines, all in group 1 by default, with the levels 10/30/60."""
    lines = tuple(items)
    facts.setdefault("customers", {line.customer: client(line.customer) for line in lines})
    facts.setdefault("groups", {1: ReminderGroup(number=1), 0: ReminderGroup(number=0)})
    facts.setdefault("levels", NEW)
    company = facts.pop("company", OWNER)
    facts["company"] = replace(company, name=company.name or OWNER.name, address=company.address or OWNER.address)
    return Ledger(items=lines, **facts)


def ruled(rule: Rule, **facts: Any) -> dict[int, ReminderGroup]:
    """Group 1 under a rule, and group 0."""
    return {1: ReminderGroup(number=1, rule=rule, **facts), 0: ReminderGroup(number=0)}


def search(books: Ledger, as_of: date, **criteria: Any) -> tuple[ProposedLine, ...]:
    """The lines of the sheet `Relances`."""
    return propose(books, Criteria(**criteria), as_of).lines


def proposed(books: Ledger, as_of: date, **criteria: Any) -> dict[str, int | None]:
    """The level proposed for each invoice, None when it is held."""
    return {line.item.invoice: line.level for line in search(books, as_of, **criteria)}


def only(lines: Iterable[ProposedLine]) -> ProposedLine:
    """The one line there is."""
    (line,) = lines
    return line

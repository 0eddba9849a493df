"""What a letter needs to be posted: who writes, and where to; without it nothing is written (N-37).

An e-mail needs its address only, and a telephone call nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from relance_xl.domain import kinds, sheets
from relance_xl.domain.channels import possible_channel, wanted_channel
from relance_xl.domain.lines import is_settled
from relance_xl.domain.model import Company, Customer, Ledger
from relance_xl.domain.vocabulary import Block, Channel, ItemKind
from relance_xl.domain.wording import typeset
from relance_xl.problems import Problem

_TOWN = re.compile(r"\d{4,5}\s+\w")
"""A postal code and a town on one line of an address."""


def lack(company: Company, customer: Customer) -> str:
    """What a letter to the customer lacks, in French; "" when it can be posted."""
    if not (company.name.strip() and company.address):
        return "nom et adresse de la société à compléter dans « Paramètres »"
    return "" if is_addressed(customer) else "adresse postale à compléter dans « Clients »"


def is_addressed(customer: Customer) -> bool:
    """Whether the post can find him: a town, and beside it a street, a box or a postal code."""
    lines = [line for line in customer.address if line.strip()]
    if any(_TOWN.search(line) for line in lines):
        return True
    return bool(customer.city.strip()) and bool(lines or customer.postal_code.strip())


def lack_problems(company: Company, customers: Iterable[Customer]) -> Iterator[Problem]:
    """One error for each cell to fill, of the company first, so that letters to these customers can be posted."""
    waiting = list(customers)
    if waiting and not company.name.strip():
        yield _company_problem("name", "Le nom de la société est vide", "le nom qui signe les lettres")
    if waiting and not company.address:
        yield _company_problem("address", "L'adresse de la société est vide", "l'adresse imprimée sur les lettres")
    for customer in waiting:
        if not is_addressed(customer):
            yield Problem(
                what=typeset(f"{customer.name} ({customer.code}) : adresse postale à compléter, aucune lettre ne part"),
                sheet=sheets.CUSTOMERS,
                row=customer.row,
                field="city" if any(map(str.strip, customer.address)) else "address_1",
                expected=typeset("une rue et une ville, ou une adresse e-mail et le canal « E-mail »"),
                value=customer.city,
                customer=customer.code,
                kind=kinds.NO_ADDRESS,
            )


def _company_problem(field: str, what: str, expected: str) -> Problem:
    return Problem(
        what=typeset(f"{what} : aucune lettre ne part"), sheet=sheets.PARAMETERS, field=field, expected=expected
    )


def reminded_by_letter(ledger: Ledger) -> Iterator[Customer]:
    """The customers with an invoice open, not excluded, whom one of the levels may reach by letter."""
    owing = {
        item.customer
        for item in ledger.items
        if item.kind is ItemKind.INVOICE and item.exclusion is None and not is_settled(item) and item.open_amount > 0
    }
    for customer in ledger.customers.values():
        if (
            customer.code in owing
            and customer.group
            and customer.block is not Block.INSOLVENCY
            and any(
                possible_channel(wanted_channel(customer, level, None, None), customer) is Channel.LETTER
                for level in ledger.levels
            )
        ):
            yield customer

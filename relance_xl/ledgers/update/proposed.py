"""What is proposed of a new customer by his name alone, and left to a person to confirm (N-21)."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from relance_xl.domain.customer_names import is_nobody, proposed_kind
from relance_xl.domain.model import Customer
from relance_xl.domain.vocabulary import CustomerKind
from relance_xl.tables import schema

KIND, GROUP = (schema.CUSTOMERS.column(field).header for field in ("kind", "group"))


def proposed(customer: Customer, default_group: int | None, stated: Container[str] = frozenset()) -> Customer:
    """The new customer with his type and group; what the name alone says is to be confirmed.

    `stated` are the fields that the file itself states.  An account for all comers is of group 0, never reminded.
    """
    told = []
    if "kind" not in stated and (kind := proposed_kind(customer.name)) is not CustomerKind.BUSINESS:
        customer = replace(customer, kind=kind)
        told.append(KIND)
    if customer.group is None:
        nobody = is_nobody(customer.name)
        customer = replace(customer, group=0 if nobody else default_group)
        told += [GROUP] * nobody
    return replace(customer, to_confirm=" ; ".join(told))

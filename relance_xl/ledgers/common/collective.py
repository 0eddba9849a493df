"""The account that holds many customers, 411000 « Clients »: nobody, until something else names them (N-12)."""

from __future__ import annotations

import re

from relance_xl.ledgers.common.spelling import condensed

_ACCOUNT = re.compile(r"41[136]\d?0*")
_OF_ALL = re.compile(r"client|customer|debiteur|creance|collectif|divers|comptoir|tiers|usager|^$|^\d+$")


def is_collective(account: str, label: str) -> bool:
    """Whether an account without auxiliary holds many customers: 411000 « Clients », not 411000 « Garage Duval »."""
    return _ACCOUNT.fullmatch(account) is not None and _OF_ALL.search(condensed(label)) is not None

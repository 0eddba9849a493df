"""The columns of a bank's table that the user names himself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from relance_xl.domain.wording import folded
from relance_xl.problems import Problem, UsageError

LABELS: Final = {
    "Date": "day",
    "Libellé": "label",
    "Montant": "amount",
    "Débit": "debit",
    "Crédit": "credit",
    "Solde": "balance",
    "Payeur": "payer",
    "IBAN": "payer_iban",
    "Référence": "reference",
    "Statut": "status",
    "Devise": "currency",
    "Compte": "account",
}
"""What the user calls a column → its field."""


def bank_columns_told(told: Mapping[str, str]) -> dict[str, str]:
    """Field → header, of what the user wrote: « Montant » → « Somme ».  UsageError for a name that is none."""
    known = {folded(label): name for label, name in LABELS.items()}
    wrong = [name for name in told if folded(name) not in known]
    if wrong:
        expected = ", ".join(LABELS)
        raise UsageError(
            [Problem(what=f"« {name} » n'est pas une colonne connue", expected=expected) for name in wrong]
        )
    return {known[folded(name)]: header for name, header in told.items()}

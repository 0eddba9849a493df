"""The columns of a bank's table that the user names himself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from relance_xl.actions.imports.habits import parameter_texts
from relance_xl.domain.wording import folded
from relance_xl.problems import Problem, UsageError
from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.parameters import write_parameters

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


PREFIX: Final = "Banque – "
"""A remembered column is a parameter: « Banque – Montant » = « Somme »."""


def remembered_columns(book: Book) -> dict[str, str]:
    """Field → header, of what was told before."""
    known = {folded(PREFIX + label): name for label, name in LABELS.items()}
    return {known[folded(label)]: value for label, value in parameter_texts(book) if value and folded(label) in known}


def remember_columns(book: Book, columns: Mapping[str, str]) -> str:
    """Keep what the user just told in `Paramètres`; « Montant = Somme », "" for none."""
    if not columns:
        return ""
    labels = {name: label for label, name in LABELS.items()}
    write_parameters(book, {PREFIX + labels[name]: header for name, header in columns.items()})
    return ", ".join(f"{labels[name]} = {header}" for name, header in columns.items())

"""What banks call the columns of their CSV and Excel exports."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relance_xl.ledgers.lists.column_names import name_key
from relance_xl.tables.cells import shown
from relance_xl.tables.grid import Value

SEARCHED_ROWS = 60

# Crédit Agricole, BNP Paribas, Société Générale, Crédit Mutuel, BPCE, La Banque Postale, BoursoBank, Shine, Qonto,
# Revolut, N26, PayPal; of two columns that name one thing, the name that stands first here is taken.
NAMES: Mapping[str, tuple[str, ...]] = {
    "day": (
        "Date de comptabilisation", "Date opération", "Date d'opération", "Date de l'opération", "Date de l opération",
        "dateOp", "Date completed", "Settlement date", "Date comptable", "Date", "Booking date", "Date started",
        "Operation date", "Date de la valeur", "Date de valeur", "Date valeur", "Completed date",
    ),
    "label": (
        "Libellé opération", "Libellé de l'opération", "Libellé", "Libellé complet", "Label", "Description",
        "Payment reference", "Libellé court", "Libellé simplifié", "Intitulé", "Nature de l'opération", "Détail",
        "Objet", "Communication",
    ),
    "amount": (
        "Montant de l'opération", "Montant opération", "Montant opération en euro", "Montant", "Montant EUROS",
        "Total amount", "Montant total", "Amount", "Net", "Montant net", "Valeur",
    ),
    "debit": ("Débit", "Débit euros", "Débit euro", "Debit", "Sortie", "Montant débit"),
    "credit": ("Crédit", "Crédit euros", "Crédit euro", "Credit", "Entrée", "Montant crédit"),
    "balance": ("Solde", "Solde bancaire", "Balance", "Solde mouvement"),
    "payer": ("Nom de la contrepartie", "Counterparty name", "Sender name", "Contrepartie", "Partner name", "Payee"),
    "payer_iban": ("IBAN de la contrepartie", "Counterparty IBAN", "Account number contrepartie", "Partner Iban"),
    "reference": ("Référence (END TO END)", "END TO END", "Référence de bout en bout", "End to end", "EndToEndId"),
    "status": ("Statut", "Status", "State", "État"),
    "currency": ("Payment currency", "Devise", "Currency", "Monnaie"),
    "account": ("accountNum", "Numéro de compte", "N° de compte"),
}  # fmt: skip
TEXTS = ("Motif", "Référence", "Reference", "Détail", "Détail de l'écriture", "Informations complementaires",
         "Libellé court", "Libellé simplifié", "Note", "Communication", "Commentaire")  # fmt: skip
_KEPT_WHOLE = frozenset({"referenceendtoend"})


def _damaged(name: str) -> str:
    """The name as a program leaves it that could not write its accents."""
    return "".join(letter for letter in name if unicodedata.normalize("NFD", letter) == letter)


def _key(name: Value) -> str:
    whole = name_key(shown(name).replace("(", " ").replace(")", " "))
    return whole if whole in _KEPT_WHOLE else name_key(name)


_FIELD_OF = {
    key: (field, rank)
    for field, names in NAMES.items()
    for rank, name in reversed(list(enumerate(names)))
    for key in (_key(_damaged(name)), _key(name))
}
_TEXT_KEYS = {key for name in TEXTS for key in (_key(name), _key(_damaged(name)))}


@dataclass(frozen=True, slots=True, kw_only=True)
class BankColumns:
    """Where the columns of a bank's table stand.

    Attributes:
        row: the header's index, from 0.
        columns: field → place; `texts` are the places of further texts.
        titles: field → header as written, to be shown, corrected and remembered.
        unused: headers not read.
    """

    row: int
    columns: Mapping[str, int]
    texts: tuple[int, ...]
    titles: Mapping[str, str]
    unused: tuple[str, ...]


def columns_of(index: int, row: Sequence[Value], mapping: Mapping[str, str]) -> BankColumns:
    """The columns that a row names, the user's own names (field → header) before the usual ones."""
    wanted = {_key(header): field for field, header in mapping.items() if field in NAMES}
    keys = [_key(cell) if isinstance(cell, str) else "" for cell in row]
    columns = {wanted[key]: place for place, key in reversed(list(enumerate(keys))) if key in wanted}
    ranked = sorted((_FIELD_OF[key][1], place) for place, key in enumerate(keys) if key in _FIELD_OF)
    for _, place in ranked:
        if place not in columns.values():
            columns.setdefault(_FIELD_OF[keys[place]][0], place)
    texts = tuple(place for place, key in enumerate(keys) if key in _TEXT_KEYS and place not in columns.values())
    read = {*columns.values(), *texts}
    return BankColumns(
        row=index,
        columns=columns,
        texts=texts,
        titles={field: shown(row[place]).strip() for field, place in columns.items()},
        unused=tuple(shown(row[place]).strip() for place, key in enumerate(keys) if key and place not in read),
    )


def is_enough(found: BankColumns) -> bool:
    """Whether the columns make a statement: a day, and an amount or a debit and a credit."""
    return "day" in found.columns and ("amount" in found.columns or {"debit", "credit"} <= found.columns.keys())


def find_columns(rows: Sequence[Sequence[Value]], mapping: Mapping[str, str]) -> BankColumns | None:
    """The header within the first sixty rows that names the most columns; None when none names enough."""
    headers = [columns_of(index, row, mapping) for index, row in enumerate(rows[:SEARCHED_ROWS])]
    return max(filter(is_enough, headers), key=lambda found: len(found.columns), default=None)

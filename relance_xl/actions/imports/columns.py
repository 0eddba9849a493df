"""What each column of the files is read as: shown by `importer --colonnes`, and asked once of a new kind of list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relance_xl.actions.common.report import Report
from relance_xl.actions.imports.habits import PREFIX, column_label
from relance_xl.ledgers.common.seen import SeenColumn, SeenFile

_ASKED = 12
"""A message box is no list: how many columns it shows."""
HOW_TO_CORRECT = (
    f"Pour corriger : dans Paramètres, une ligne « {PREFIX}Facture » (Échéance, Solde…) dont la valeur est l'en-tête "
    'du fichier, ou « --colonne "Facture=En-tête" ».'
)


@dataclass(slots=True, kw_only=True)
class ColumnsReport(Report):
    """The columns of each file, or of each sheet."""

    files: tuple[SeenFile, ...] = ()


def read_as(column: SeenColumn) -> str:
    """« Facture », « non lue »."""
    return column_label(column.field) if column.field else "non lue"


def columns_question(files: Sequence[SeenFile]) -> str:
    """The box of a kind of list that no import has read yet: its columns, and whether they are understood."""
    told = ["Première lecture d'une liste de cette forme. Est-elle bien comprise ?"]
    for each in files:
        read = [column for column in each.columns if column.field]
        told += ["", f"{each.place} :"]
        told += [f"• {read_as(column)} : « {column.title} » ({', '.join(column.samples)})" for column in read[:_ASKED]]
        left = [f"« {column.title} »" for column in each.columns if not column.field]
        if left:
            more = f" et {len(left) - _ASKED} autres" if len(left) > _ASKED else ""
            told.append(f"Non lues : {', '.join(left[:_ASKED])}{more}.")
    return "\n".join([*told, "", "Oui : continuer. Non : rien n'est écrit.", HOW_TO_CORRECT])

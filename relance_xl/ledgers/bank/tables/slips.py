"""A deposit slip: the list of cheques or cards behind one line of the statement, with who paid each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from relance_xl.domain.matching.choosing import SlipLine
from relance_xl.domain.model import ZERO
from relance_xl.ledgers.bank.tables.columns import SEARCHED_ROWS
from relance_xl.ledgers.bank.tables.rows import SEPARATORS, read_lines, rows_of
from relance_xl.ledgers.lists.column_names import name_key
from relance_xl.ledgers.lists.values import amount, decimal_mark
from relance_xl.problems import DataError, Problem
from relance_xl.tables.cells import CellFault, is_blank, shown
from relance_xl.tables.grid import Value

_NAMES: Mapping[str, tuple[str, ...]] = {
    "payer": (
        "Tireur", "Émetteur", "Nom du tireur", "Nom de l'émetteur", "Payeur", "Client", "Nom du client", "Nom",
        "Code client", "Débiteur",
    ),
    "amount": ("Montant", "Montant du chèque", "Montant EUR", "Montant €", "Somme"),
    "invoice": ("Facture", "Factures", "N° facture", "N° de facture", "Numéro de facture", "Référence"),
    "cheque": ("Chèque", "N° chèque", "N° de chèque", "Numéro de chèque", "Numéro du chèque", "Tireur", "Émetteur"),
    "day": ("Date",),
    "movement": ("Date opération", "Date comptable", "Libellé", "Libellé opération", "Solde", "Débit", "Crédit"),
}  # fmt: skip
_FIELDS_OF: Mapping[str, frozenset[str]] = {
    key: frozenset(field for field, names in _NAMES.items() if key in set(map(name_key, names)))
    for key in {name_key(name) for names in _NAMES.values() for name in names}
}
_TOTAL = ("total", "soustotal", "nombre")

Rows = Sequence[tuple[int, Sequence[Value]]]


@dataclass(frozen=True, slots=True)
class Slip:
    """The lines of one slip, in the file's order."""

    file: str
    lines: tuple[SlipLine, ...]

    @property
    def total(self) -> Decimal:
        """What the deposit must be, to the cent."""
        return sum((line.amount for line in self.lines), ZERO)


def read_slip(path: Path, sheets_of: Mapping[str, Sequence[Sequence[Value]]] | None) -> Slip | None:
    """The slip in a table (`sheets_of` its sheets, None for a delimited text); None when no row is a slip's header.

    A header names who paid and how much, no column of a statement, and a day beside a cheque only.
    """
    for rows in _tables(path, sheets_of):
        if (at := _header(rows)) is not None:
            return Slip(path.name, tuple(_lines(rows[at:], path.name)))
    return None


def _tables(path: Path, sheets: Mapping[str, Sequence[Sequence[Value]]] | None) -> Iterable[Rows]:
    if sheets is not None:
        yield from (list(enumerate(rows, 1)) for rows in sheets.values())
        return
    lines = read_lines(path)
    yield from (list(rows_of(lines, separator)) for separator in SEPARATORS)


def _header(rows: Rows) -> int | None:
    for at, (_, row) in enumerate(rows[:SEARCHED_ROWS]):
        fields = set().union(*(_FIELDS_OF.get(name_key(cell), frozenset()) for cell in row if isinstance(cell, str)))
        if {"payer", "amount"} <= fields and "movement" not in fields and ("cheque" in fields or "day" not in fields):
            return at
    return None


def _places(header: Sequence[Value]) -> dict[str, int]:
    """Field → place; of two columns that name one thing, the name that stands first in the list of names."""
    keys = [name_key(cell) if isinstance(cell, str) else "" for cell in header]
    found: dict[str, int] = {}
    for field in ("payer", "amount", "invoice"):
        places = [keys.index(key) for key in map(name_key, _NAMES[field]) if key in keys]
        if places:
            found[field] = places[0]
    return found


def _lines(rows: Rows, file: str) -> Iterable[SlipLine]:
    """The payments below a header; a row of totals is none.  DataError for an amount that cannot be read."""
    places = _places(rows[0][1])

    def cell(row: Sequence[Value], field: str) -> Value:
        place = places.get(field, len(row))
        return row[place] if place < len(row) else None

    mark = decimal_mark([cell(row, "amount") for _, row in rows[1:]])
    for line, row in rows[1:]:
        payer, written = shown(cell(row, "payer")).strip(), cell(row, "amount")
        if is_blank(written) or not payer or name_key(payer).startswith(_TOTAL):
            continue
        try:
            value = amount(written, mark)
        except CellFault as fault:
            what, expected = f"« {shown(written)[:40]} » n'est pas un montant", "le montant de chaque paiement"
            raise DataError(Problem(file=file, line=line, what=what, expected=expected)) from fault
        if value:
            yield SlipLine(payer, value, shown(cell(row, "invoice")).strip())

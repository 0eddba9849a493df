"""Who writes and where the customers live, in the tests that are about something else: a letter needs both (N-37)."""

from __future__ import annotations

from collections.abc import Mapping

from relance_xl.tables.grid import Book
from relance_xl.tables.sheets.parameters import write_parameters

OWNER: Mapping[str, str] = {"Société": "Vauban SARL", "Adresse": "12 rue des Remparts ; 25000 Besançon"}
ADDRESS: Mapping[str, str] = {"Adresse 1": "1 rue A", "Code postal": "69000", "Ville": "Lyon"}


def with_addresses(book: Book) -> None:
    """Give the company and every customer the address that a ledger has not."""
    write_parameters(book, OWNER)
    customers = len(book.read_table("tClients").rows)
    book.update_columns("tClients", {header: [value] * customers for header, value in ADDRESS.items()})

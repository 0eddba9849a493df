"""The alert about a customer is a sign in its cell, and its text a note that the mouse shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from relance_xl.actions.searching import search
from relance_xl.domain.wording import typeset
from tests.actions.company import Rows, click, in_a_file, in_memory

BAD = typeset("⚠ E-mail invalide : « faux@ »")
TABLES: dict[str, Rows] = {
    "tClients": [
        {"Code": "C1", "Nom": "Dupont", "Groupe": 1, "E-mail": "faux@"},
        {"Code": "C2", "Nom": "Martin", "Groupe": 1, "E-mail": "a@example.com"},
    ],
    "tFactures": [
        {"Client": code, "Facture": f"F{day}", "Échéance": date(2026, 1, day), "Montant": 100.0 * day}
        for code, day in (("C1", 9), ("C1", 8), ("C2", 7))
    ],
}


def test_s1_06_the_first_line_of_a_customer_bears_the_alert_as_a_note(tmp_path: Path) -> None:
    """S1-06"""
    book = in_memory(tmp_path, TABLES)
    search(book, click())

    assert book.tables["tRelances"].comments == {(0, "Alerte"): BAD}
    book.update_columns("tClients", {"E-mail": ["b@example.com", "a@example.com"]})
    search(book, click(1))
    assert book.tables["tRelances"].comments == {}


def test_s1_06_a_closed_file_bears_it_too(tmp_path: Path) -> None:
    """S1-06"""
    book = in_a_file(tmp_path, TABLES)
    search(book, click())
    book.save()

    assert b"E-mail invalide" in b"".join(
        book._package.read(name) for name in book._package.names() if "comments" in name
    )

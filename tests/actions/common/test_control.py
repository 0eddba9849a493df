"""`Contrôle` has one content, whichever action fills it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from relance_xl.buttons.actions import ACTIONS
from relance_xl.tables import schema
from relance_xl.tables.grid import Row, Written
from tests.buttons.grid import Company, FragileBook, press

FILLERS = tuple(name for name, row in ACTIONS.items() if row.fills_control)
READERS = ("verifier", "rechercher", "reprendre-propositions", "traites", "modeles")
"""Those that change nothing that `Contrôle` speaks of."""

FAULTS: Mapping[str, Sequence[Mapping[str, Written]]] = {
    "tClients": [{"Code": f"X{place}", "Nom": "Sans groupe"} for place in range(3)],
    "tFactures": [
        {"Client": "DUPONT", "Facture": "USD", "Échéance": "31/02/2026", "Montant": 5.0},
        {"Client": "MARTIN", "Facture": "AV", "Échéance": "01/02/2026", "Montant": -5.0, "Nature": "Avoir"},
        {"Client": "DURAND", "Facture": "D", "Échéance": "01/02/2026", "Montant": 5.0, "Devise": "USD"},
        {"Client": "X1", "Facture": "F", "Échéance": "01/02/2026", "Montant": 50.0},
    ],
    "tNiveaux": [{"Niveau": 3, "Borne inférieure": 90, "Modèle lettre": "absente"}],
    "tTraites": [{"Traite": "T2", "Client": "MARTIN", "Échéance": "01/03/2026", "Montant": 50.0}],
    "tBanque": [{"Date": "01/03/2026", "Montant": 9.0, "Client": "INCONNU", "Certitude": "Inconnu"}],
}
"""A cell, a template, what was chosen, a currency, credits, a bill to purge."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("controle"))


def faulty(company: Company, folder: Path, button: str) -> FragileBook:
    """The company with faults of every sort: a cell, a template, what was typed and chosen, a currency, credits."""
    book = company.copied(folder, button)
    for table, rows in FAULTS.items():
        headers = list(dict.fromkeys(header for row in rows for header in row))
        book.append_rows(table, headers, [[row.get(header) for header in headers] for row in rows])
    book.append_rows("tAppels", ("Client", "Facture", "Résultat"), [["DURAND", "F3", "Promesse"]])
    return book


def control(book: FragileBook) -> list[Row]:
    return [list(row) for row in book.tables[schema.CONTROL.name].rows]


def test_the_same_workbook_gives_the_same_list(company: Company, tmp_path: Path) -> None:
    found = {}
    for button in READERS:
        book = faulty(company, tmp_path / button, button)
        press(book, button)
        found[button] = control(book)

    assert len(found["verifier"]) == 8
    assert [button for button, rows in found.items() if rows != found["verifier"]] == []


@pytest.mark.parametrize("button", FILLERS)
def test_looking_again_changes_nothing(button: str, company: Company, tmp_path: Path) -> None:
    """What the file, the slip or the templates had wrong stays too."""
    book = faulty(company, tmp_path / button, button)
    press(book, button)
    filled = control(book)
    for other in ("verifier", "rechercher"):
        press(book, other)
        assert control(book) == filled, other

"""Every button under every fault: what is refused leaves cells, journal and documents equal to before (N-60)."""

from __future__ import annotations

from pathlib import Path

import pytest

from relance_xl.buttons.actions import ACTIONS
from relance_xl.tables import schema
from tests.buttons.grid import BUTTONS, Company, Pressed, faults, press, state

UNCHANGED = "Rien n'a été changé dans le classeur."
ITS_WRITES = {
    "importer": 6, "banque": 1, "affecter": 5, "vider-inconnus": 1, "verifier": 1, "rechercher": 3, "raz": 1,
    "fiche": 2, "cocher-selection": 1, "decocher-selection": 1,
    "tout-selectionner": 1, "tout-deselectionner": 1, "reprendre-propositions": 3,
    "defaut": 2, "appels": 1, "enregistrer-appels": 5, "lettres": 5, "mails": 5, "envoyer": 0, "traites": 2,
    "traites-lettres": 5, "remettre-a-blanc": 3, "annuler": 3, "modeles": 1, "bilan": 3, "retours": 2, "connexion": 0,
}  # fmt: skip
"""How often each button writes to this company, at least."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    return Company(tmp_path_factory.mktemp("grille"))


def cells(pressed: Pressed) -> dict[str, object]:
    """The cells without the documents, whose bytes hold their own moment, nor `Contrôle`, which a refusal adds to."""
    return {name: rows for name, rows in pressed.state.items() if name not in {"files", schema.CONTROL.name}}


@pytest.mark.parametrize("button", BUTTONS)
def test_a_click_is_whole_or_absent(button: str, company: Company, tmp_path: Path) -> None:
    """N-60"""
    its_sheets = {table.sheet for table in schema.TABLES if table.name in ACTIONS[button].writes}
    whole = press(company.copied(tmp_path / "entier", button), button)
    assert whole.book.writes >= ITS_WRITES[button]
    assert whole.book.written - {""} <= set(ACTIONS[button].writes)
    refused, done = 0, 0
    for place, fault in enumerate(faults(whole.book.writes)):
        book = company.copied(tmp_path / str(place), button)
        before = state(book)
        fault.inflict(book)
        pressed = press(book, button)
        if pressed.refused:
            refused += 1
            assert pressed.state == before, fault.name
            assert UNCHANGED in pressed.sentence, fault.name
        else:
            done += 1
            assert cells(pressed) == cells(whole), fault.name
        if fault.sheet in its_sheets:
            assert pressed.refused, fault.name
            assert f"{fault.sheet} : Cette feuille est protégée" in pressed.sentence, fault.name
    print(f"{button} : {refused + done} combinations, {refused} refused with all as before, {done} done whole")  # noqa: T201 - the report


def test_the_grid_has_four_hundred_combinations() -> None:
    assert set(ITS_WRITES) == set(BUTTONS)
    assert sum(len(list(faults(writes))) for writes in ITS_WRITES.values()) >= 400

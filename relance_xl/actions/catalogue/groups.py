"""The actions that a person starts, in the groups in which Excel's ribbon and the window show them."""

from __future__ import annotations

from typing import Final

from relance_xl.actions.catalogue.rows import ACTIONS
from relance_xl.actions.catalogue.shape import Action


def _rows(*names: str) -> tuple[Action, ...]:
    return tuple(ACTIONS[name] for name in names)


GROUPS: Final[dict[str, tuple[Action, ...]]] = {
    "Données": _rows("importer", "banque", "affecter", "vider-inconnus", "verifier"),
    "Relances": _rows("rechercher", "tout-selectionner", "tout-deselectionner", "raz", "defaut"),
    "Appels": _rows("appels", "enregistrer-appels"),
    "Envois": _rows("lettres", "mails", "envoyer", "modeles"),
    "Traites": _rows("traites", "traites-lettres"),
    "Suivi": _rows("bilan", "annuler", "remettre-a-blanc"),
}
"""By the title of the group, in working order."""

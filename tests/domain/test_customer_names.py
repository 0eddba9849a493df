"""What a name proposes: a person, a public body, nobody in particular (N-21)."""

from __future__ import annotations

import pytest

from relance_xl.domain.customer_names import is_nobody, proposed_kind
from relance_xl.domain.vocabulary import CustomerKind

PERSONS = (
    "M. Dupont Jean",
    "M DUPONT",
    "M.DUPONT",
    "Mme MARTIN",
    "MONSIEUR ET MADAME ROUX",
    "M et Mme Durand",
    "MM. Roux",
)
PUBLIC_BODIES = (
    "Mairie de Lyon", "LA MAIRIE DE VAUX", "COMMUNE DE VAUX", "Ville de Paris", "Communauté d'agglomération du Pays",
    "Hôpital Nord", "Centre hospitalier de Vaux", "CHU Nantes", "Lycée Jean Moulin", "Collège Victor Hugo",
    "Syndicat intercommunal des eaux", "SIVOM de Vaux", "Métropole de Lyon", "Département du Rhône", "SICTOM",
    "L'université de Tours", "Préfecture du Nord",
)  # fmt: skip
COMPANIES = (
    "Dupont & Fils", "Café de la Mairie", "S.A.R.L. Mairie", "L'Hôpital privé SAS", "Hôtel Métropole", "Villeneuve",
    "Me Durand", "Mme", "M. Bricolage SA", "Universal Music", "Maif", "Association Lycée", "",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *((name, CustomerKind.CONSUMER) for name in PERSONS),
        *((name, CustomerKind.PUBLIC) for name in PUBLIC_BODIES),
        *((name, CustomerKind.BUSINESS) for name in COMPANIES),
    ],
)
def test_n_21_the_name_proposes_a_type(name: str, kind: CustomerKind) -> None:
    """N-21"""
    assert proposed_kind(name) is kind


@pytest.mark.parametrize(
    ("name", "nobody"),
    [
        *((name, True) for name in ("CLIENTS DIVERS", "Divers", "Comptoir", "Ventes au comptoir", "Client de passage")),
        *((name, False) for name in ("Comptoir des Cotonniers", "Caisse d'Épargne", "CLIENTS", "Divers & Co", "")),
    ],
)
def test_n_21_an_account_for_all_comers_is_nobody(name: str, *, nobody: bool) -> None:
    """N-21"""
    assert is_nobody(name) is nobody

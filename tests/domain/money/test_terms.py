"""Payment terms, as people write them on a customer's card."""

from __future__ import annotations

import pytest

from relance_xl.domain.money.terms import UnknownTermsError, due_date
from tests.domain.builders import day


@pytest.mark.parametrize(
    ("terms", "issued", "due"),
    [
        ("30 jours", "15/01/2026", "14/02/2026"),
        ("30 jours nets", "15/01/2026", "14/02/2026"),
        ("60 j", "15/01/2026", "16/03/2026"),
        ("45J", "15/01/2026", "01/03/2026"),
        ("À 30 jours", "15/01/2026", "14/02/2026"),
        ("30 jours date de facture", "15/01/2026", "14/02/2026"),
        ("30\u00a0jours fin de mois", "15/01/2026", "28/02/2026"),
        ("45 jours fin de mois", "15/01/2026", "31/03/2026"),
        ("fin de mois 45 jours", "15/01/2026", "17/03/2026"),
        ("Fin de mois + 45 jours", "15/01/2026", "17/03/2026"),
        ("30 j fdm", "15/01/2026", "28/02/2026"),
        ("30j. FDM", "15/01/2026", "28/02/2026"),
        ("fin de mois", "15/01/2026", "31/01/2026"),
        ("30 jours fin de mois le 10", "15/01/2026", "10/03/2026"),
        ("30 jours fin de mois, le 31", "01/01/2026", "28/02/2026"),
        ("30 jours le 10", "01/01/2026", "10/02/2026"),
        ("30 jours le 10", "15/01/2026", "10/03/2026"),
        ("comptant", "15/01/2026", "15/01/2026"),
        ("à réception", "15/01/2026", "15/01/2026"),
        ("A réception de facture", "15/01/2026", "15/01/2026"),
        ("0 jour", "31/12/2025", "31/12/2025"),
    ],
)
def test_the_due_date_follows_the_terms(terms: str, issued: str, due: str) -> None:
    assert due_date(day(issued), terms) == day(due)


@pytest.mark.parametrize("terms", ["", "bientôt", "30", "30 jours fin de mois le 45", "trente jours", "30 jours le 0"])
def test_terms_not_understood_are_never_guessed(terms: str) -> None:
    with pytest.raises(UnknownTermsError, match="n'est pas un délai de règlement compris"):
        due_date(day("15/01/2026"), terms)

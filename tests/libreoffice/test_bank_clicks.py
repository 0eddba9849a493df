"""A bank statement read, a payment assigned and all undone, by the buttons of a real LibreOffice (N-82, N-83)."""

from __future__ import annotations

import time
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from relance_xl.domain.wording import french_date
from tests.libreoffice.desktop import User

FILE_NAME = (740, 582)
"""Where the field stands in the file window, which opens in the middle of the screen."""
pytestmark = [pytest.mark.libreoffice, pytest.mark.window]


def statement(folder: Path, named: dict[str, Any]) -> Path:
    """Two payments: one names an invoice and is exactly what it owes, nothing tells whose the other is."""
    day = french_date(datetime(2026, 3, 14))
    owed = str(Decimal(str(named["Montant"])) - Decimal(str(named["Réglé"] or 0))).replace(".", ",")
    path = folder / "releve.csv"
    lines = [f"{day};VIR SEPA {named['Facture']};{owed}", f"{day};VIR SEPA PERSONNE CONNUE;12,34"]
    path.write_text("\n".join(["Date;Libellé;Montant", *lines, ""]), encoding="utf-8")
    return path


def test_n83_a_statement_is_read_a_payment_assigned_and_both_undone(user: User, tmp_path: Path) -> None:
    """N-83"""
    user.book.names["date_relance"].refers_to_range.value = datetime(2026, 3, 16)
    lines = [row for row in user.rows("tFactures") if row["Nature"] in {None, "Facture"} and not row["Exclusion"]]
    named = next(row for row in lines if row["Montant"] > (row["Réglé"] or 0) and row["Devise"] in {None, "EUR"})
    other = next(row for row in lines if row["Montant"] > 100 and row["Client"] != named["Client"])
    path = statement(tmp_path, named)
    before = user.rows("tFactures")

    user.click("Accueil", "Relance_Banque")
    time.sleep(3)  # the file window
    user.press(*FILE_NAME)
    user._run("xdotool", "type", str(path))
    user.type("Return")
    said = user.answer()
    assert "1 encaissement affecté" in said
    assert [row["Certitude"] for row in user.rows("tBanque")] == ["Certain", "Inconnu"]
    user.look("banque_avant")

    table = user.book.sheets["Banque"].tables["tBanque"].range
    headers = table[0, :].value
    table[2, headers.index("Factures")].value = other["Facture"]
    user.click("Banque", "Relance_Affecter")
    assert "1 encaissement affecté" in user.answer()
    assert [row["Certitude"] for row in user.rows("tBanque")] == ["Certain", "Certain"]
    user.look("banque_apres")

    for _ in range(2):
        user.click("Accueil", "Relance_Annuler")
        user.answer()
        assert "1 ligne rendue à son état d'avant" in user.answer()
    assert user.rows("tFactures") == before
    assert user.rows("tBanque") == []

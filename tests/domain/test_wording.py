"""French dates, amounts and sentences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from relance_xl.domain.wording import count, counted, folded, french_amount, french_date, typeset


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "EUR", "1\u202f234,50\u00a0€"),
        ("1234567.894", "USD", "1\u202f234\u202f567,89\u00a0USD"),
        ("-0.005", "EUR", "-0,01\u00a0€"),
        ("0", "EUR", "0,00\u00a0€"),
    ],
)
def test_amounts_are_written_the_french_way(amount: str, currency: str, text: str) -> None:
    assert french_amount(Decimal(amount), currency) == text


def test_dates_counts_and_marks_are_written_the_french_way() -> None:
    assert french_date(date(2026, 3, 5)) == "05/03/2026"
    assert [count(number, "jour") for number in (0, 1, 2, -1, -2)] == [
        "0 jour",
        "1 jour",
        "2 jours",
        "-1 jour",
        "-2 jours",
    ]
    assert [counted(number, "cheval", "chevaux") for number in (0, 1, 2)] == ["0 cheval", "1 cheval", "2 chevaux"]
    assert typeset("Quoi ? « rien » ; si !") == "Quoi\u00a0? «\u00a0rien\u00a0»\u00a0; si\u00a0!"


@pytest.mark.parametrize("text", ["epicerie", "ÉPICERIE", " Épicerie ", "e\u0301picerie"])
def test_s2_05_case_and_accents_do_not_count(text: str) -> None:
    assert folded(text) == "epicerie"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Œuvre", "oeuvre"), ("Date d’effet", "DATE  D'EFFET"), ("N°\u00a01", "n° 1"), ("\ufeffClient\u200b", "client")],
)
def test_ligatures_apostrophes_and_invisible_marks_do_not_count(one: str, other: str) -> None:
    assert folded(one) == folded(other)

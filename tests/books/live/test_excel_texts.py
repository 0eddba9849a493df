"""Texts that Excel would take for a number, a date, a truth value or a formula."""

from __future__ import annotations

import pytest

from relance_xl.books.live.excel_texts import would_be_coerced


@pytest.mark.parametrize(
    "text",
    [
        "007", "3.0", "1 200,50", "12 %", "1e5", "-5", "+33 1 02", "1/2", "31/12/2026", "2026-01-31", "12:30",
        "mars 24", "1er janvier", "3 mai 2026", "MAR-12", "vrai", "FALSE", "=A1", "@SUM(A1)", "'x", "#N/A", " 12 ",
        "12 €", "5 pm",
    ],
)  # fmt: skip
def test_a_doubtful_text_is_known(text: str) -> None:
    assert would_be_coerced(text)


@pytest.mark.parametrize(
    "text", ["", "  ", "Dupont", "FA-102", "C1", "12 rue des Lilas", "à voir", "oui", "Tous", "Marseille", "n° 007 bis"]
)
def test_an_ordinary_text_is_left_alone(text: str) -> None:
    assert not would_be_coerced(text)

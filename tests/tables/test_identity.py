"""N-37: the numbers of a company are judged before they are printed."""

from __future__ import annotations

import pytest

from relance_xl.tables.identity import bic_fault, iban_fault, notice_faults, siren_fault


@pytest.mark.parametrize("iban", ["FR76 3000 4000 0312 3456 7890 143", "DE89370400440532013000"])
def test_n_37_an_iban_with_its_key_is_true(iban: str) -> None:
    assert iban_fault(iban) == ""


@pytest.mark.parametrize("iban", ["FR76 3000 4000 0312 3456 7890 144", "FR76 3000 4000 0312 3456"])
def test_n_37_a_wrong_iban_is_named(iban: str) -> None:
    assert iban_fault(iban) == f"« {iban} » n'est pas un IBAN : sa clé ou sa longueur est fausse"


def test_n_37_a_bic_has_its_form() -> None:
    assert (bic_fault("BNPAFRPPXXX"), bic_fault("BNPA")) == ("", "« BNPA » n'est pas un BIC")


@pytest.mark.parametrize("number", ["732 829 320", "732829320", "732 829 320 00074", "356 000 000 00048"])
def test_n_37_a_siren_or_a_siret_with_its_key_is_true(number: str) -> None:
    """The post office's own numbers have a rule of their own."""
    assert siren_fault(number) == ""


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("123456789", "sa clé de contrôle est fausse"),
        ("73282932000075", "sa clé de contrôle est fausse"),
        ("73282932", "il en faut les 9 chiffres"),
        ("B 732829320", "il en faut les 9 chiffres"),
    ],
)
def test_n_37_a_wrong_siren_is_named(number: str, what: str) -> None:
    assert siren_fault(number) == f"« {number} » n'est pas un SIREN : {what}"


def test_n_37_the_numbers_of_a_legal_notice_are_judged() -> None:
    right = "SAS au capital de 50 000 € – RCS Lyon 732\u00a0829\u00a0320 – TVA FR44 732829320"
    assert list(notice_faults(right)) == []
    assert list(notice_faults("SIREN 732 829 321 – TVA FR 45 732829320")) == [
        "« FR 45 732829320 » n'est pas un numéro de TVA : sa clé est fausse",
        "« 732 829 321 » n'est pas un SIREN : sa clé de contrôle est fausse",
    ]

"""The numbers that a company is known and paid by, judged before they are printed: IBAN, BIC, SIREN, VAT (N-37).

This file alone names python-stdnum, which is loaded with the first number to judge.  Each function returns "" for a
number that can be true, and else says, in French, what is wrong with it: a wrong IBAN sends the money astray.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

IBAN_EXPECTED = "un IBAN comme FR76 3000 4000 0312 3456 7890 143"
BIC_EXPECTED = "un BIC de 8 ou 11 caractères, comme BNPAFRPP"
SIREN_EXPECTED = "les 9 chiffres du SIREN, ou les 14 du SIRET"

_SIREN, _SIRET = 9, 14
_VAT = re.compile(r"\bFR ?[0-9A-Z]{2} ?\d{3} ?\d{3} ?\d{3}\b")
_SPACE = r"[ \u00a0\u202f]?"
_NAMED = re.compile(
    rf"(?i)\b(?:SIREN|SIRET|RCS)\b\D{{0,40}}?(\d{{3}}{_SPACE}\d{{3}}{_SPACE}\d{{3}}(?:{_SPACE}\d{{5}})?)\b"
)


def iban_fault(written: str) -> str:
    """The length of its country and the check digits modulo 97 (ISO 13616)."""
    from stdnum import iban  # noqa: PLC0415 - slow to load, and most runs have no number to judge

    return "" if iban.is_valid(written) else f"« {written} » n'est pas un IBAN : sa clé ou sa longueur est fausse"


def bic_fault(written: str) -> str:
    """The form of ISO 9362: bank, country, place, branch."""
    from stdnum import bic  # noqa: PLC0415

    return "" if bic.is_valid(written) else f"« {written} » n'est pas un BIC"


def siren_fault(written: str) -> str:
    """Nine digits, or the fourteen of a SIRET, and their check digit (Luhn)."""
    from stdnum.fr import siren, siret  # noqa: PLC0415

    digits = re.sub(r"\D", "", written)
    other = re.sub(r"[\d\s.\-\u00a0\u202f]", "", written)
    if other or len(digits) not in (_SIREN, _SIRET):
        return f"« {written} » n'est pas un SIREN : il en faut les 9 chiffres"
    judge: Callable[[str], bool] = siren.is_valid if len(digits) == _SIREN else siret.is_valid
    return "" if judge(digits) else f"« {written} » n'est pas un SIREN : sa clé de contrôle est fausse"


def notice_faults(notice: str) -> Iterator[str]:
    """What is wrong with the VAT numbers, SIREN, SIRET and RCS that a text of legal notices holds."""
    from stdnum.fr import tva  # noqa: PLC0415

    for number in _VAT.findall(notice.upper().replace("\u00a0", " ").replace("\u202f", " ")):
        if not tva.is_valid(number):
            yield f"« {number} » n'est pas un numéro de TVA : sa clé est fausse"
    for number in _NAMED.findall(notice):
        if fault := siren_fault(number):
            yield fault

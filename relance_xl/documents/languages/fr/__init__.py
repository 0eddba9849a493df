"""French, in which the workbook itself is written."""

from __future__ import annotations

from relance_xl.documents.languages.language import Words
from relance_xl.documents.languages.numbers import phone


def ordinal(number: int, *, feminine: bool = False) -> str:
    """« 1er », « 1re », « 2e », as the Imprimerie nationale abridges them; num2words writes « 2me »."""
    return ("1re" if feminine else "1er") if number == 1 else f"{number}e"


def counted(number: str, noun: str) -> str:
    """« un million d’euros »: million and milliard are nouns, and take « de » when nothing follows them."""
    if not number.endswith(("million", "millions", "milliard", "milliards")):
        return f"{number} {noun}"
    return f"{number} d’{noun}" if noun[0] in "aeiouy" else f"{number} de {noun}"


WORDS = Words(
    yes="oui",
    no="non",
    reminder="Rappel de règlement",
    subject="Objet",
    payment_code="Code de virement",
    attention="À l’attention de {}",
    other=("autre", "autres"),
    kinds={},
    currencies={"EUR": ("euro", "euros", "centime", "centimes")},
    unnamed=("centime", "centimes"),
    ordinal=ordinal,
    counted=counted,
    phone=phone,
    first="1er",
)

"""Italian, as a company in Italy reads it."""

from __future__ import annotations

import re

from relance_xl.documents.languages.language import Words

_WHOLE = ("milione", "milioni", "miliardo", "miliardi")


def ordinal(number: int) -> str:
    """« 2º »."""
    return f"{number}º"


def counted(number: str, noun: str) -> str:
    """« un euro », « un milione di euro »; « ventitré » has its accent, which num2words drops after a million."""
    whole = re.sub(r"(?<=\w)tre\b", "tré", re.sub(r"\buno$", "un", number.replace(",", "")))
    return f"{whole} {'di ' if whole.endswith(_WHOLE) else ''}{noun}"


WORDS = Words(
    yes="sì",
    no="no",
    reminder="Sollecito di pagamento",
    subject="Oggetto",
    payment_code="Codice QR per il bonifico",
    attention="Alla c.a. di {}",
    other=("altra", "altre"),
    kinds={
        "Facture": "Fattura",
        "Avoir": "Nota di credito",
        "Règlement": "Pagamento",
        "Acompte": "Acconto",
        "Professionnel": "Impresa",
        "Particulier": "Consumatore",
        "Public": "Ente pubblico",
    },
    currencies={
        "EUR": ("euro", "euro", "centesimo", "centesimi"),
        "USD": ("dollaro statunitense", "dollari statunitensi", "centesimo", "centesimi"),
        "CHF": ("franco svizzero", "franchi svizzeri", "centesimo", "centesimi"),
    },
    ordinal=ordinal,
    counted=counted,
    first="1º",
)

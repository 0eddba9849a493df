"""German, as a company in Germany, Austria or Switzerland reads it (DIN 5008)."""

from __future__ import annotations

import re

from relance_xl.documents.languages.language import Words


def ordinal(number: int) -> str:
    """« 2. »."""
    return f"{number}."


def counted(number: str, noun: str) -> str:
    """« hundertein Euro »: num2words keeps the s of « eins » before a noun and « tausend »."""
    bare = number.replace("einstausend", "eintausend").replace("eins M", "eine M")
    return f"{re.sub('eins$', 'ein', bare)} {noun}"


WORDS = Words(
    yes="ja",
    no="nein",
    reminder="Zahlungserinnerung",
    subject="Betreff",
    payment_code="QR-Code für die Überweisung",
    attention="z.\u00a0Hd. {}",
    other=("weitere", "weitere"),
    kinds={
        "Facture": "Rechnung",
        "Avoir": "Gutschrift",
        "Règlement": "Zahlung",
        "Acompte": "Anzahlung",
        "Professionnel": "Geschäftskunde",
        "Particulier": "Verbraucher",
        "Public": "Öffentlicher Auftraggeber",
    },
    currencies={
        "EUR": ("Euro", "Euro", "Cent", "Cent"),
        "USD": ("US-Dollar", "US-Dollar", "Cent", "Cent"),
        "CHF": ("Schweizer Franken", "Schweizer Franken", "Rappen", "Rappen"),
    },
    ordinal=ordinal,
    counted=counted,
)

"""English, read in London, Stockholm or New York: what one of them could misread is avoided.

A month is always in letters: 03/04/2026 is 3 April in Bristol and 4 March in New York, and a deadline must be the same
day for both.
"""

from __future__ import annotations

from relance_xl.documents.languages.language import Words

_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """« 1st », « 2nd », « 3rd », « 11th », « 22nd »."""
    return f"{number}{'th' if number % 100 in {11, 12, 13} else _ENDINGS.get(number % 10, 'th')}"


def counted(number: str, noun: str) -> str:
    """British usage without the commas of num2words, where a figure could be slipped in."""
    return f"{number.replace(',', '')} {noun}"


WORDS = Words(
    yes="yes",
    no="no",
    reminder="Payment reminder",
    subject="Subject",
    payment_code="Payment QR code",
    attention="Attn: {}",
    other=("other", "others"),
    kinds={
        "Facture": "Invoice",
        "Avoir": "Credit note",
        "Règlement": "Payment",
        "Acompte": "Deposit",
        "Professionnel": "Business",
        "Particulier": "Consumer",
        "Public": "Public body",
    },
    currencies={
        "EUR": ("euro", "euros", "cent", "cents"),
        "USD": ("US dollar", "US dollars", "cent", "cents"),
        "GBP": ("pound sterling", "pounds sterling", "penny", "pence"),
        "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    },
    ordinal=ordinal,
    counted=counted,
    short_date="{day}\u00a0{name:.3}\u00a0{year}",
    countries={"US": "United States of America"},  # the post's name for it; CLDR leaves the end out
)

"""The currency that an amount, a header or a column names: « $500.00 », « Montant (CHF) », « US Dollar » (N-17)."""

from __future__ import annotations

import re

from relance_xl.ledgers.common.spelling import condensed
from relance_xl.tables.cells import CellFault

EXPECTED = "un code comme EUR, USD ou GBP"

_ISO = frozenset({
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD",
    "BND", "BOB", "BRL", "BSD", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP",
    "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "GBP", "GEL", "GHS", "GIP",
    "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD",
    "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL",
    "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN",
    "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR",
    "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SLE", "SOS", "SRD", "SSP", "SYP",
    "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS",
    "VND", "XAF", "XOF", "XPF", "YER", "ZAR", "ZMW",
})  # fmt: skip
_NAMES = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "us$": "USD", "$us": "USD", "usdollar": "USD",
    "usdollars": "USD", "dollar": "USD", "dollars": "USD", "dollarus": "USD", "dollarsus": "USD",
    "dollaramericain": "USD", "dollarsamericains": "USD", "dollardesetatsunis": "USD", "unitedstatesdollar": "USD",
    "£": "GBP", "livre": "GBP", "livres": "GBP", "livresterling": "GBP", "livressterling": "GBP", "pound": "GBP",
    "pounds": "GBP", "poundsterling": "GBP", "britishpound": "GBP", "sterling": "GBP", "fr": "CHF", "frs": "CHF",
    "sfr": "CHF", "francsuisse": "CHF", "francssuisses": "CHF", "swissfranc": "CHF", "swissfrancs": "CHF",
    "ca$": "CAD", "$ca": "CAD", "c$": "CAD", "can$": "CAD", "$can": "CAD", "dollarcanadien": "CAD",
    "dollarscanadiens": "CAD", "canadiandollar": "CAD", "a$": "AUD", "au$": "AUD", "dollaraustralien": "AUD",
    "australiandollar": "AUD", "yen": "JPY", "yens": "JPY", "yuan": "CNY", "dirham": "MAD", "dirhams": "MAD",
    "fcfa": "XOF", "zloty": "PLN", "zlotys": "PLN",
}  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+|[€$£¥]")
_EXPONENT = re.compile(r"(?<=\d)[eE](?=[+-]?\d)")
_CURRENCY_IN_HEADER = re.compile(r"[(\[]([^)\]]+)[)\]]|\b([A-Z]{3})\s*$|([€$£])")


def currency_named(written: str) -> str:
    """The ISO code that a text names, "" for a blank one.  CellFault when it names none."""
    if not written.strip():
        return ""
    found = _named(written)
    if not found:
        raise CellFault(f"« {written.strip()} » n'est pas une devise connue", EXPECTED)
    return found


def _named(written: str) -> str:
    words = _WORDS.findall(written)
    codes = [word for word in words if word in _ISO or (len(words) == 1 and word.upper() in _ISO)]
    if codes:
        return str(codes[0]).upper()
    joined = "".join(word if word in "€$£¥" else condensed(word) for word in words)
    return _NAMES.get(joined, "")


def currency_of_header(title: str) -> str:
    """The currency that the header of an amount names, "" when it names none: « Solde (USD) », « Montant EUR »."""
    return next((code for found in _CURRENCY_IN_HEADER.findall(title) if (code := _named("".join(found)))), "")


def split(written: str) -> tuple[str, str]:
    """An amount's figures and its currency, "" for none.  CellFault when a word of it is no currency."""
    bare = _EXPONENT.sub("\0", written)
    words = _WORDS.findall(bare)
    if not words:
        return written, ""
    return _WORDS.sub("", bare).replace("\0", "E").strip(" ."), currency_named(" ".join(words))


def one_of(stated: str, written: str) -> str:
    """The currency of a line whose column states one and whose amount bears another, or the same, or none.

    « $ » is that of any dollar.  CellFault when the two disagree: neither is to be believed.
    """
    if not stated or not written or stated == written:
        return stated or written
    if written == "USD" and stated.endswith("D"):
        return stated
    raise CellFault(f"Le montant est en {written} et la devise de la ligne est {stated}", "une seule devise")

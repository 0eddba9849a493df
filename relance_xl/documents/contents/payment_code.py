"""The QR code of a SEPA transfer (EPC069-12, version 2): the customer's bank fills in everything but the signature."""

from __future__ import annotations

from decimal import Decimal

from relance_xl.documents.contents.qr import qr_png
from relance_xl.documents.languages.choice import FRENCH
from relance_xl.documents.word.pictures import MILLIMETRE, Picture

SIDE = 23 * MILLIMETRE
"""Wide enough for any telephone: modules of a third of a millimetre."""
_NAME, _REFERENCE = 70, 140
_LEAST, _MOST = Decimal("0.01"), Decimal("999999999.99")


def payment_code(
    name: str, iban: str, bic: str, amount: Decimal, reference: str, *, alternative: str = ""
) -> Picture | None:
    """The picture of the code, None when the standard has no code for it: no IBAN, or an amount out of its bounds.

    `amount` in euros; `reference` is what the transfer will quote; `alternative` stands for the picture where
    it is not seen.
    """
    account = "".join(iban.split()).upper()
    if not (account and name.strip() and _LEAST <= amount <= _MOST):
        return None
    lines = (
        "BCD",
        "002",
        "1",
        "SCT",
        "".join(bic.split()).upper(),
        _line(name, _NAME),
        account,
        f"EUR{amount:.2f}",
        "",
        "",
        _line(reference, _REFERENCE),
    )
    return Picture(qr_png("\n".join(lines).encode()), SIDE, alternative or FRENCH.words.payment_code)


def _line(text: str, length: int) -> str:
    return " ".join(text.split())[:length]

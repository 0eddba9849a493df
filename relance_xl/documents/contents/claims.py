"""What a letter claims, in words and figures: the totals of its lines, the charges, and the code of the transfer.

Which sum it claims is answered by `domain.issue.claims` alone: nothing is added up here but the rows of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from relance_xl.documents.contents.payment_code import payment_code
from relance_xl.documents.languages.language import Language
from relance_xl.documents.word.pictures import Picture
from relance_xl.domain.issue.claims import EURO
from relance_xl.domain.issue.contents import is_to_come
from relance_xl.domain.model import ZERO, Company
from relance_xl.domain.money.charges import Charges
from relance_xl.domain.money.currencies import Totals

Figures = dict[str, Any]


def totals_of(lines: Iterable[Figures], as_of: date, totals: Totals = (), principal: Totals = ()) -> list[Figures]:
    """One sub-total a currency, those of `totals` first: two currencies are never added (A2).

    `principal` is what the letter claims, () for a statement, which claims nothing.
    """
    claimed = dict(principal)
    sorted_out: dict[str, list[Figures]] = {currency: [] for currency, _ in totals}
    for line in lines:
        sorted_out.setdefault(line["devise"], []).append(line)
    return [
        {
            "devise": currency,
            "montant": sum((line["montant"] for line in members), ZERO),
            "regle": sum((line["regle"] or ZERO for line in members), ZERO) or None,
            "solde": sum((line["solde"] for line in members), ZERO),
            "echu": sum(
                (line["solde"] for line in members if not is_to_come(line["solde"], line["echeance"], as_of)), ZERO
            ),
            "reclame": claimed.get(currency, ZERO),
            "nombre": len(members),
            "lignes": members,
        }
        for currency, members in sorted_out.items()
        if members
    ]


def charges_claimed(charges: Charges, whole: Mapping[str, Decimal], language: Language) -> Mapping[str, Any] | None:
    """What is owed besides the balance, and `whole`, what the letter claims; None when it claims no charge."""
    interest = dict(charges.interest_totals)
    if not whole or not (any(interest.values()) or charges.fee):
        return None
    return {
        "taux": charges.rate,
        "majoration": None if charges.margin is None else _points(charges.margin, language),
        "interets": listed_sums(interest, language),
        "indemnite": charges.fee or None,
        "factures": charges.invoices_charged,
        "total": listed_sums(whole, language),
    }


def _points(margin: Decimal, language: Language) -> str:
    return str(int(margin)) if margin == int(margin) else language.amount(margin)


def listed_sums(amounts: Mapping[str, Decimal], language: Language) -> str:
    """« 12,34 € et 5,00 USD », the currencies owed nothing left out."""
    return language.listed([language.money(amount, currency) for currency, amount in amounts.items() if amount > 0])


def transfer_code(company: Company, whole: Mapping[str, Decimal], reference: str, language: Language) -> Picture | None:
    """The code of a transfer of what the letter claims; None when that is not in euros only."""
    if list(whole) != [EURO]:
        return None
    return payment_code(
        company.name,
        company.printed("iban"),
        company.printed("bic"),
        whole[EURO],
        reference,
        alternative=language.words.payment_code,
    )

"""What the banks' codes and labels say an operation is.

CFONB's interbank codes (list of 2004, SEPA codes of 2010), the ISO 20022 families, and the first words of labels as
French banks write them.  A code against its usual sign proves nothing: the operation is then unknown.
"""

from __future__ import annotations

import re
from decimal import Decimal

from relance_xl.domain.matching.operations import Meaning
from relance_xl.domain.wording import folded

_RECEIPTS = frozenset(["05", "18", "39", "40", "41", "43", "45", "69", "78", "C2"])
_DEPOSITS = frozenset(
    ["02", "04", "09", "11", "15", "16", "17", "24", "25", "30", "31", "32", "35", "37", "97", "A1", "A2"]
)
_RETURNS = frozenset(["03", "10", "26", "27", "33", "34", "38", "98", "99", "B3", "B4"])
_REFUNDS = frozenset(["36", "A5", "A6", "C4"])
_FEES = frozenset(["61", "62", "64", "65", "66", "67"])
_OWN = frozenset(
    [
        "07",
        "08",
        "12",
        "13",
        "14",
        "46",
        "47",
        "48",
        "49",
        "51",
        "52",
        "53",
        "54",
        "55",
        "56",
        "57",
        "58",
        "59",
        "63",
        "70",
        "71",
        "72",
        "73",
        "74",
        "75",
        "76",
        "77",
        "80",
        "81",
        "82",
        "83",
        "84",
        "85",
        "86",
        "87",
        "88",
        "89",
        "92",
        "93",
        "94",
        "95",
        "A3",
        "A4",
        "B5",
        "B6",
        "C3",
        "C5",
    ]
)

_ISO = {
    "RCDT": Meaning.RECEIPT, "RRCT": Meaning.RECEIPT, "IDDT": Meaning.DEPOSIT, "RCHQ": Meaning.DEPOSIT,
    "MCRD": Meaning.DEPOSIT, "CNTR": Meaning.DEPOSIT, "ICDT": Meaning.OWN, "IRCT": Meaning.OWN, "RDDT": Meaning.OWN,
}  # fmt: skip
_ISO_RETURNS = frozenset({"UPDD", "PRDD", "RRTN", "RPCR", "UPCQ", "CHRG_BACK"})

_LABELS = (
    (
        re.compile(
            r"(?:impaye|rejet|rej|retour|ann(?:ul\w*)?|chq impaye|effet impaye)\b.*\b(?:prlv|prelevement|pvl|cheque|chq"
            r"|effet|lcr|vir|virement|impaye)\b|impaye\b|chq impaye|effet impaye|contestation|chargeback"
        ),
        Meaning.RETURN,
    ),
    (
        re.compile(
            r"\*?com(?:mission)?\b|comcb|frais\b|f cotis|cotisation|interets?\b|agios|\*cb com|abonnement"
            r"|facture sgt|fact sgt|remuneration"
        ),
        Meaning.FEE,
    ),
    (
        re.compile(
            r"rem(?:ise)?s?\b(?: de)? ?(?:chq|cheques?|cb|prlv|prelevements?|lcr|effets?|\d{6})|remcb|remises?\b"
            r"|versement (?:especes|d'especes)|\d+ remise de cheque"
        ),
        Meaning.DEPOSIT,
    ),
    (re.compile(r"echeance pret|deblocage|rembourst|virement interne|vir interne"), Meaning.OWN),
    (
        re.compile(r"(?:\d+ )?vir(?:ement|t)?\b|virement\b|vir\.|transfer\b|payment from|topup"),
        Meaning.RECEIPT,
    ),
)


_REFUND = re.compile(r"\bremb(?:oursement|t)?\b|\bavoir\b")
_NO_CUSTOMER = re.compile(
    r"\b(?:pret|emprunt|credit|echeance|frais|salaire|associe|compte courant|tva|urssaf|impot)s?\b"
)
"""Whom a company pays back that is no customer: its bank, its people, the State."""


def of_code(code: str, amount: Decimal) -> Meaning:
    """The meaning of an interbank operation code for a signed amount."""
    if code in _FEES:
        return Meaning.FEE
    if code in _OWN:
        return Meaning.OWN
    if amount < 0:
        return _of_debit_code(code)
    if code in _RECEIPTS:
        return Meaning.RECEIPT
    return Meaning.DEPOSIT if code in _DEPOSITS else Meaning.UNKNOWN


def _of_debit_code(code: str) -> Meaning:
    if code in _RETURNS:
        return Meaning.RETURN
    return Meaning.REFUND if code in _REFUNDS else Meaning.OWN


def of_family(family: str, sub_family: str, amount: Decimal, *parts: object) -> Meaning:
    """The meaning of an ISO 20022 family; `parts`, when there are several, take a batch apart into receipts."""
    if sub_family in _ISO_RETURNS:
        return Meaning.RETURN if amount < 0 else Meaning.OWN
    found = _ISO.get(family, Meaning.UNKNOWN)
    if found is Meaning.DEPOSIT and amount > 0 and parts:
        return Meaning.RECEIPT
    if amount < 0:
        return Meaning.OWN if found is not Meaning.UNKNOWN else Meaning.UNKNOWN
    return found


def of_label(label: str, amount: Decimal) -> Meaning:
    """The meaning that the first words of a label give; a debit is our own payment but where it says otherwise."""
    words = folded(label)
    found = next((meaning for pattern, meaning in _LABELS if pattern.match(words)), Meaning.UNKNOWN)
    if amount < 0:
        if found in {Meaning.RETURN, Meaning.FEE}:
            return found
        return Meaning.REFUND if _REFUND.search(words) and not _NO_CUSTOMER.search(words) else Meaning.OWN
    return Meaning.OWN if found in {Meaning.RETURN, Meaning.FEE} else found

"""What the status of an invoice says: still owed, paid, paid in part, or nothing that anybody owes.

The words of the programs that export lists, French and English.  A word that stands here nowhere is no guess: its
line is held and said (N-16).
"""

from __future__ import annotations

import re
from enum import Enum, auto

from relance_xl.domain.wording import folded
from relance_xl.ledgers.common.spelling import condensed


class Standing(Enum):
    """What a status makes of its line."""

    OPEN = auto()
    PAID = auto()
    PARTLY = auto()
    VOID = auto()
    CLOSED = auto()
    HELD = auto()
    UNKNOWN = auto()


_WORD = re.compile(r"[a-z]+|\d+")

_UNPAID = re.compile(
    r"impaye|nonpaye|nonregle|nonsolde|nonencaisse|nonacquitte|nonlettre|notpaid|unpaid|notyetpaid|unsettled|notsettled"
    r"|apayer|aregler|aencaisser|(?:attente|awaiting|pending)(?!de(?:valid|lapprob|approb)|approv)|(?:paiement|prelevement|cheque|virement|reglement|payment)"
    r"(?:rejete|refuse|echoue|failed|rejected|declined)"
)
_PARTLY = re.compile(r"partiel|partial|partly|enpartie|reglementcommence|acompte(?:recu|verse|paye)")
_VOID = re.compile(
    r"annul|brouillon|cancel|void|draft|provisoire|proforma|avalider|aapprouver|nonvalide|envalidation|attentede(?:valid|lapprob|approb)|(?:awaiting|pending)approv|abandon|refus"
    r"|rejet|rejected|declined|supprim|deleted|devis|^quote|estimate|simulation"
)
_CLOSED = re.compile(
    r"rembours|refund|extourn|reversed|avoiremis|avoirgenere|avoirtotal|compense|credited|creditnoteissued"
    r"|irrecouvrable|perdu|perte|writtenoff|writeoff|baddebt|uncollect|irrecoverable|forgiven"
)
_HELD = re.compile(
    r"litige|dispute|contentieux|huissier|commissairedejustice|recouvrement|collection|suspendu|onhold|bloque"
)
_IN_PAYMENT = re.compile(
    r"^(?:mise)?enpaiement|inpayment|encoursde(?:paiement|reglement)|(?:paiement|reglement)(?:encours|recu|transmis)"
)
_PAID = frozenset({
    "payee", "paye", "payees", "payes", "paid", "reglee", "regle", "reglees", "regles", "soldee", "soldes", "soldees",
    "settled", "acquittee", "acquitte", "encaissee", "encaisse", "encaissees", "lettree", "lettre", "cloturee",
    "cloture", "closed", "oui", "yes", "true", "vrai", "x", "honoree",
})  # fmt: skip
_OPEN = frozenset({
    "envoyee", "envoye", "sent", "emise", "emis", "emises", "issued", "validee", "valide", "validated", "approuvee",
    "approuve", "approved", "comptabilisee", "comptabilise", "posted", "enregistree", "facturee", "facture", "invoiced",
    "transmise", "deposee", "disposition", "ouverte", "ouvert", "open", "opened", "due", "du", "overdue", "echue",
    "echu", "retard", "late", "echoir", "cours", "relancee", "relance", "reminded", "viewed", "vue", "vu", "consultee",
    "finalisee", "finalise", "finalized", "finalised", "definitive", "definitif", "submitted", "authorised",
    "authorized", "outstanding", "active", "actif", "imprimee", "livree", "non", "no", "false", "faux", "unsent",
    "completee", "charge", "current", "past", "return", "retour", "venir", "upcoming",
})  # fmt: skip


def standing(status: str) -> Standing:
    """What a status says; a blank one says that the line is owed."""
    bare = condensed(status)
    if not bare or _UNPAID.search(bare):
        return Standing.OPEN
    for pattern, found in (
        (_PARTLY, Standing.PARTLY),
        (_CLOSED, Standing.CLOSED),
        (_VOID, Standing.VOID),
        (_HELD, Standing.HELD),
        (_IN_PAYMENT, Standing.PAID),
    ):
        if pattern.search(bare):
            return found
    return _by_words(_WORD.findall(folded(status)))


def _by_words(words: list[str]) -> Standing:
    if words[:1] == ["solde"]:  # « Soldé », or « Solde : 0,00 »
        return Standing.UNKNOWN if any(word.strip("0") for word in words[1:] if word.isdigit()) else Standing.PAID
    if not _PAID.isdisjoint(words):
        return Standing.PAID
    return Standing.UNKNOWN if _OPEN.isdisjoint(words) else Standing.OPEN


def together(document: str, payment: str) -> tuple[Standing, str]:
    """What the two statuses of a line say together, and the one that says it.

    The payment's wins; but a draft or a cancelled document is owed by nobody, whatever is said of its payment (N-16).
    """
    of_document = standing(document)
    if of_document in {Standing.VOID, Standing.CLOSED, Standing.HELD} or not condensed(payment):
        return of_document, document
    return standing(payment), payment

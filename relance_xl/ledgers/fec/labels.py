"""What the label of an entry says: the number of its document, and on a collective account the customer (N-12).

A name is read only where it is certain: what is left of the label once the words of the trade and the numbers are
out.  « FAC 101 GARAGE DUVAL » names Garage Duval; « Facture travaux janvier » names nobody.
"""

from __future__ import annotations

import re

from relance_xl.domain.wording import folded
from relance_xl.ledgers.common.spelling import condensed, spaced

_NUMBER = re.compile(
    r"\b(?:fac(?:ture)?|fact|fa|inv(?:oice)?|avoir|av|pi[eè]ce|n[°o])\b[\s.:n°#-]*((?:[A-Z]{0,6}[-/_ ]?)?\d[\w/-]*)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;:]+")
_LEADING = frozenset({
    "fac", "fact", "facture", "factures", "fa", "ft", "avoir", "av", "reglement", "regl", "reglt", "rgt",
    "virement", "vir", "virt", "vrt",
    "cheque", "chq", "ch", "cb", "carte", "prelevement", "prlv", "prlvt", "sepa", "paiement", "paie", "encaissement",
    "versement", "remise", "vers", "n", "no", "num", "numero", "piece", "recu", "de", "du", "client", "clt", "cl",
    "inst", "instantane", "invoice", "payment", "ref", "traite", "lcr", "especes",
})  # fmt: skip
_GENERIC = frozenset({
    "client", "clients", "divers", "diverse", "comptoir", "caisse", "vente", "ventes", "recette", "recettes", "journee",
    "prestation", "prestations", "marchandise", "marchandises", "travaux", "service", "services", "maintenance",
    "abonnement", "location", "loyer", "loyers", "honoraires", "fourniture", "fournitures", "livraison", "mission",
    "formation", "acompte", "solde", "situation", "chantier", "report", "nouveau", "nouveaux", "ouverture", "balance",
    "regularisation", "od", "ecart", "arrondi", "tva", "ht", "ttc", "export", "france", "particuliers", "internet",
    "web", "site", "mois", "semaine", "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout",
    "septembre", "octobre", "novembre", "decembre", "janv", "fevr", "fev", "avr", "juil", "sept", "oct", "nov", "dec",
    "trimestre", "annee", "exercice", "banque", "cumul", "total", "extourne", "facturation", "pose",
    "depannage", "main", "oeuvre", "deplacement", "transport", "port", "frais", "intervention", "entretien",
    "reparation", "achat", "produit", "produits", "materiel", "etude", "conseil", "commission", "commissions",
    "remboursement", "escompte",
})  # fmt: skip
_SHORTEST = 4


def number_in(label: str) -> str:
    """The number of the document that a label names, "" when it names none: « FAC 2026-001 » → « 2026-001 »."""
    found = _NUMBER.search(label)
    return spaced(found[1]) if found else ""


def customer_in(label: str, document: str) -> str:
    """The customer whom the label of a collective account names for certain, "" when it does not.

    It is written in capitals, or each of its words begins with one; no word of it is one of the trade, or a month.
    """
    without = label.replace(document, " ") if document else label
    words = [word for word in _WORD.findall(without) if not any(map(str.isdigit, word))]
    while words and (folded(words[0]).strip(".°-/") in _LEADING or not any(map(str.isalpha, words[0]))):
        words = words[1:]
    words = [word for word in words if any(map(str.isalpha, word)) or word == "&"]
    if not words or any(condensed(word) in _GENERIC for word in words):
        return ""
    named = all(word[:1].isupper() or word == "&" or len(word) <= 3 for word in words) and words[0][:1].isupper()
    name = " ".join(words)
    return name if named and sum(map(str.isalpha, name)) >= _SHORTEST else ""

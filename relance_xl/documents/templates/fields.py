"""Every field a letter's template may use, and what it prints: the reference of whoever writes a template.

`[]` marks the members of a list, met in a loop: `{%tr for ligne in lignes %} {{ ligne.solde }} {%tr endfor %}`.
"""

from __future__ import annotations

import re

from relance_xl.domain.vocabulary import CustomerKind, ItemKind

_LINE = {
    "facture": "Numéro de la facture, de l'avoir ou du règlement",
    "nature": "Facture, Avoir, Règlement ou Acompte, dans la langue du modèle",
    "date": "Date de la pièce, vide si inconnue",
    "echeance": "Date d'échéance",
    "retard": "Jours de retard, vide pour un avoir ou une pièce non échue",
    "devise": "Code de la devise, comme EUR",
    "montant": "Montant TTC, négatif pour un avoir",
    "regle": "Ce qui a déjà été réglé, vide si rien",
    "solde": "Ce qui reste dû, négatif pour un avoir",
    "origine": "« 1 000,00 USD × 0,92 (01/03/2026) » : montant d'origine, cours, sa date ; vide si rien n'est converti",
    "penalites": "Pénalités de retard de la ligne, vide si aucune",
    "niveau": "Niveau de relance de la ligne, vide si elle n'est que rappelée",
    "niveau_atteint": "Niveau atteint avant cette lettre, 0 si jamais relancée",
    "derniere_relance": "Date de sa relance précédente, vide si jamais relancée",
    "note": "Note de la feuille Factures",
}

_TOTAL = {
    "devise": "Code de la devise",
    "montant": "Total des montants dans cette devise",
    "regle": "Total déjà réglé, vide si rien",
    "solde": "Total restant dû dans cette devise",
    "echu": "Total échu, avoirs déduits, dans cette devise",
    "reclame": "Principal réclamé dans cette devise ; zéro dans un relevé, qui ne réclame rien",
    "nombre": "Nombre de lignes dans cette devise",
}

FIELDS: dict[str, str] = {
    "date": "Date de la lettre",
    "lieu": "Lieu de signature",
    "reference": "Référence de la lettre",
    "recommande": "Numéro du recommandé, vide s'il n'est pas connu",
    "delai": "Date limite de règlement exigée, un jour ouvré ; vide si le niveau n'en a pas",
    "delai_jours": "Jours accordés, vide si le niveau n'en a pas",
    "delai_reporte": "Vrai si cette date est reportée, le dernier jour n'étant pas ouvré",
    "indemnite": "Indemnité forfaitaire d'une facture payée en retard, de Paramètres : « 40 € » ; vide si illisible",
    "societe.nom": "Nom de votre société",
    "societe.adresse[]": "Lignes de son adresse",
    "societe.adresse_ligne": "Son adresse sur une seule ligne",
    "societe.siren": "Son SIREN",
    "societe.mentions": "Mentions légales : forme, capital, RCS",
    "societe.telephone": "Son téléphone",
    "societe.email": "Son e-mail",
    "societe.iban": "IBAN",
    "societe.bic": "BIC",
    "societe.signataire": "Signataire des lettres",
    "societe.logo": "Vrai si un logo est paramétré : il prend la place de l'image nommée « logo »",
    "client.code": "Code du client",
    "client.nom": "Nom du client",
    "client.contact": "Contact",
    "client.adresse[]": "Bloc adresse, six lignes chaque fois que c'est possible, le nom d'abord, toujours entier",
    "client.rue_et_ville[]": "Son adresse sans le nom ni le contact : rue, ville, pays à l'étranger",
    "client.pays": "Pays",
    "client.langue": "Langue",
    "client.telephone": "Téléphone",
    "client.email": "E-mail",
    "client.type": "Professionnel, Particulier ou Public, dans la langue du modèle",
    "client.professionnel": "Vrai pour un professionnel",
    "client.particulier": "Vrai pour un particulier",
    "client.public": "Vrai pour un acheteur public",
    "gestionnaire.nom": "Gestionnaire du groupe de relance",
    "gestionnaire.telephone": "Son téléphone",
    "gestionnaire.email": "Son e-mail",
    "cabinet": "Vrai si un cabinet a mandat de relancer pour vous à la date de la lettre",
    "cabinet.nom": "Son nom",
    "cabinet.adresse": "Son adresse",
    "cabinet.telephone": "Son téléphone",
    "cabinet.email": "Son e-mail",
    "cabinet.mandat": "Depuis quand il a mandat",
    "niveau.numero": "Numéro du niveau, de 1 à 9",
    "niveau.libelle": "Libellé du niveau",
    "niveau.objet": "Objet du niveau",
    "niveau.recommande": "Vrai si la lettre part en recommandé",
    "niveau.penalites": "Vrai si le niveau réclame les pénalités",
    "niveau.indemnite": "Vrai si le niveau réclame l'indemnité forfaitaire",
    **{f"lignes[].{name}": text for name, text in _LINE.items()},
    **{f"totaux[].{name}": text for name, text in _TOTAL.items()},
    **{f"totaux[].lignes[].{name}": text for name, text in _LINE.items()},
    "total": "Le principal réclamé, en toutes devises : « 1 200,00 € et 300,00 USD »",
    "echu": "Ce qui est échu, avoirs déduits, en toutes devises ; vide si rien ne l'est",
    "devises_echues": "Nombre de devises de ce qui est échu : « les sommes de » au-dessus d'une",
    "a_regler": "Ce que la lettre réclame : l'échu, plus les pénalités et l'indemnité ; vide si rien n'est échu",
    "a_echoir": "Vrai si la lettre rappelle aussi des pièces non échues",
    "nombre": "Nombre de factures de la lettre, sans les avoirs ni les règlements",
    "nombre_echues": "Nombre de celles qui sont échues",
    "avoirs": "Vrai si la lettre porte un avoir, un acompte ou un règlement",
    "rappels": "Nombre de rappels que dit le plus haut niveau atteint : « nos rappels » au-dessus d'un",
    "derniere_relance": "Date de la dernière relance de l'une des lignes, vide si aucune",
    "penalites": "Vrai si les pénalités sont calculées",
    "penalites.taux": "Taux annuel en %, vide s'il a changé en cours de retard",
    "penalites.majoration": "Points ajoutés au taux de la BCE : 10, 8 pour un acheteur public, vide si taux convenu",
    "penalites.interets": "Pénalités de retard à ce jour, avec leur devise ; vide si aucune",
    "penalites.indemnite": "Indemnité forfaitaire de recouvrement en euros, vide si aucune",
    "penalites.factures": "Nombre de factures qui portent l'indemnité",
    "penalites.total": "La même somme qu'`a_regler`",
    "qr": "QR code du virement de ce que la lettre réclame (`a_regler`) ; vide s'il n'est pas demandé, ou pas en euros",
    "traite": "Vrai si une lettre de change est jointe",
    "traite.montant": "Montant de la lettre de change",
    "traite.devise": "Sa devise",
    "traite.lettres": "Son montant en toutes lettres",
    "traite.echeance": "Son échéance",
    "traite.numero": "Son numéro",
    "traite.tiree_le": "Date où elle a été tirée",
    "traite.envoyee_le": "Date où elle a été envoyée à l'acceptation",
    "traite.relances": "Nombre de relances déjà faites",
    **{f"releve[].{name}": text for name, text in _TOTAL.items()},
    **{f"releve[].lignes[].{name}": text for name, text in _LINE.items()},
}

FILTERS: dict[str, str] = {
    "montant": "{{ ligne.solde|montant(ligne.devise) }} : « 1 234,50 € »",
    "taux": "{{ penalites.taux|taux }} : « 12,15 % »",
    "date_longue": "{{ date|date_longue }} : « 15 mars 2026 »",
    "date_courte": "{{ date|date_courte }} : « 15/03/2026 »",
    "en_lettres": "{{ traite.montant|en_lettres(traite.devise) }} : « mille euros »",
    "pluriel": "{{ nombre|pluriel('facture') }} : « factures »",
    "ordinal": "{{ niveau.numero|ordinal }} : « 2e »",
    "telephone": "{{ client.telephone|telephone }} : « 04 72 00 00 00 »",
    "majuscules": "{{ client.nom|majuscules }}",
}

MEMBERS = {"lignes": "ligne", "totaux": "groupe", "releve": "groupe"}
"""What the examples call a member of a list."""

_YES_OR_NO = frozenset(name for name, text in FIELDS.items() if text.startswith("Vrai "))
_DAYS = frozenset({"date", "delai", "echeance", "derniere_relance", "tiree_le", "envoyee_le"})
_FIGURES = frozenset(
    {"numero", "delai_jours", "retard", "montant", "regle", "solde", "penalites", "echu", "reclame", "nombre", "niveau"}
    | {
        "niveau_atteint",
        "nombre_echues",
        "devises_echues",
        "taux",
        "majoration",
        "indemnite",
        "factures",
        "relances",
        "rappels",
    }
)
_TEXTS_ALL_THE_SAME = frozenset({"traite.numero", "penalites.total", "echu", "indemnite"})
_WORDS = {"client.type": tuple(CustomerKind), "nature": tuple(ItemKind)}
_CURRENCY = re.compile(r"[A-Z]{3}")
_LEVELS = range(1, 10)
_LISTS = frozenset({"adresse", "rue_et_ville", "lignes", "totaux", "releve"})


def can_be(path: str, value: object) -> str:
    """What a field of this path may be compared with, in French, when it is never this value; "" when it can be.

    The path is that of a known field.  What prints nothing, as a date not known, may be compared with `none` or "".
    """
    last = path.rpartition(".")[2]
    if value is None or value == "" or last.endswith("[]") or last in _LISTS:
        return ""
    if path in _YES_OR_NO:
        return "" if isinstance(value, bool | int) else f"{{% if {path} %}}"
    if words := _WORDS.get(path) or _WORDS.get(last):
        return "" if value in words else ", ".join(f"« {word} »" for word in words)
    if last == "devise":
        return "" if isinstance(value, str) and _CURRENCY.fullmatch(value) else "un code de devise, comme « EUR »"
    if path not in _TEXTS_ALL_THE_SAME and last in _DAYS:
        return "" if not isinstance(value, str | int | float) else "une autre date, comme « date »"
    if path not in _TEXTS_ALL_THE_SAME and last in _FIGURES:
        possible = isinstance(value, int | float) and (path != "niveau.numero" or value in _LEVELS)
        return "" if possible else "un nombre de 1 à 9" if path == "niveau.numero" else "un nombre, sans guillemets"
    return "" if isinstance(value, str) else "un texte, entre guillemets"

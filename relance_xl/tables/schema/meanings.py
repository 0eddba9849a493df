"""What each column holds and who fills it, in a French sentence: the message of its header, a row of the reference.

A column whose cells have a message of their own (`Column.help`) says it there; the others have their sentence here, by
table where the same header means two things.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from relance_xl.tables.schema.columns import Column, Table

_KEPT: Final = "Gardé hors de vue par le programme pour la suite ; n'y touchez pas."
YOU, PROGRAM, BOTH = "vous", "le programme", "l'import, puis vous"

_COMMON: Final[Mapping[str, str]] = {
    "Canal": "Courrier, E-mail ou Téléphone : par où la relance part.",
    "Client": "Le code du client, comme dans Clients.",
    "Contact": "À qui parler, et à l'attention de qui la lettre part.",
    "Date": "La date de la pièce.",
    "Devise": "Vide : la devise de référence.",
    "Dernière relance": "Le jour de la dernière relance émise.",
    "E-mail": "L'adresse du client, celle de Clients.",
    "Empreinte": "Reconnaît ce document, ou ce fichier, entre tous.",
    "Facture": "Le numéro de la facture.",
    "Fichier": "Le fichier lu.",
    "Gestionnaire": "Qui suit ce client, d'après son groupe.",
    "Horodatage": "Le jour et l'heure.",
    "IBAN": "Le compte d'où le payeur verse.",
    "Jours de retard": "À la date de relance ; 0 le jour de l'échéance.",
    "Lot": "Le numéro du lot : « Annuler » défait un lot entier.",
    "Mode de règlement": "Un mode cité dans « Modes de règlement exclus » n'est jamais relancé.",
    "Montant": "TTC ; négatif : un avoir ou un règlement.",
    "Niveau atteint": "Le niveau de la dernière relance émise ; 0 : jamais relancée.",
    "Nom": "Le nom du client, imprimé sur les lettres.",
    "Note": "Ce que vous voulez retenir ; le programme n'y touche pas.",
    "Pièce": "Un clic ouvre la facture, quand elle est connue.",
    "Pourquoi": "La raison de la proposition, ou du silence.",
    "Solde": "Ce qui reste dû.",
    "Utilisateur": "Qui a lancé l'action.",
    "Échéance": "Le dernier jour pour payer.",
}

_OF_TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    "tBalance": {
        "Tranche": "Depuis combien de jours c'est échu.",
        "Montant": "Ce qui reste dû dans cette tranche, en devise de référence.",
        "Lignes": "Combien de lignes ouvertes.",
        "Part": "La part de l'encours.",
    },
    "tClients": {
        "Adresse 1": "La rue ; sans elle ni ville, aucune lettre ne part.",
        "Adresse 2": "La suite de l'adresse.",
        "Adresse 3": "La suite de l'adresse.",
        "Code postal": "Les zéros de tête sont gardés.",
        "Ville": "La ville, imprimée sous le code postal.",
        "Téléphone": "Repris dans la liste d'appels.",
        "Blocage": "« Ne pas relancer » ou « Procédure collective » : rien ne part à ce client.",
        "Canal": "Courrier, E-mail ou Téléphone ; vide : courrier.",
    },
    "tFactures": {
        "Date": "La date de la facture.",
        "Solde": "Montant moins Réglé ; se calcule seul.",
        "Exclusion": "« NA » ou « Litige » : la ligne n'est pas relancée.",
        "Facture": "Une ligne par échéance : le même numéro peut revenir.",
    },
    "tNiveaux": {
        "Niveau": "De 1 à 9 ; une ligne par niveau, et par groupe s'il y a lieu.",
        "Libellé": "Le nom de ce niveau, comme « Mise en demeure ».",
        "Compté depuis": "D'où partent les bornes : échéance, fin de mois ou dernière relance.",
        "Modèle lettre": "Le fichier Word du dossier Modèles.",
        "Modèle e-mail": "Le nom du modèle d'e-mail, sans son extension.",
        "Devise lettre": "La lettre compte en devise du client, ou de référence.",
        "Canal": "Remplace le canal du client, pour ce niveau.",
        "Montant minimum": "En dessous, ce niveau n'est pas proposé.",
        "Recommandé AR": "oui : une mise en demeure, jamais d'emblée.",
        "Pénalités": "oui : la lettre chiffre les pénalités de retard.",
        "Indemnité": "oui : la lettre demande l'indemnité forfaitaire.",
    },
    "tGroupes": {
        "Groupe": "De 0 à 9 ; le groupe 0 n'est jamais relancé.",
        "Libellé": "Le nom de ce groupe.",
        "Règle": "Comment le niveau est choisi.",
        "Niveau minimum": "Le premier niveau de ce groupe.",
        "Niveau maximum": "Le dernier niveau de ce groupe.",
        "Regroupement": "Une lettre par client, par facture ou par niveau.",
        "Contenu": "Ce que la lettre détaille : relancées, échues, ou tout le relevé.",
        "Montant minimum": "Le client doit au moins cette somme.",
        "Gestionnaire": "Nom imprimé sur la lettre.",
        "Téléphone gestionnaire": "Imprimé sur la lettre.",
        "E-mail gestionnaire": "Imprimé sur la lettre ; reçoit les réponses.",
    },
    "tRelances": {
        "Alerte": "⚠ : une adresse manque ou ne peut servir.",
        "Relancer": "oui : part avec « Lettres » ou « E-mails ». À vous de cocher ou de décocher.",
        "Total coché": "Sur la première ligne du client : ce qui est coché chez lui.",
        "Niveau proposé": "Le niveau qui va partir ; choisissez-en un autre, ou effacez-le.",
        "Réglé": "Ce qui est déjà payé de la ligne.",
        "Modèle": "Le modèle que la relance emploie.",
        "Groupe": "Le groupe du client.",
    },
    "tFiche": {
        "Jours": "Jours de retard.",
        "Niveau": "Le niveau atteint.",
        "Situation": "Pourquoi la ligne est relancée, ou non ; un clic ouvre le document envoyé.",
    },
    "tAppels": {
        "Suivi": "Le dernier appel, et une promesse non tenue.",
        "Résultat": "Ce que le client a dit ; sur sa première ligne, vaut pour toutes.",
        "Total client": "Ce que le client doit en retard.",
        "Téléphone": "Le numéro à composer.",
    },
    "tTraites": {
        "Traite": "Le numéro de la traite.",
        "Tirée le": "Le jour où elle a été tirée.",
        "Envoyée le": "Le jour où elle est partie à l'acceptation.",
        "Acceptée": "oui : elle est revenue acceptée.",
        "Relances": "Combien de fois elle a été réclamée.",
        "Échéance": "Le jour où elle doit être payée.",
        "Montant": "La somme de la traite.",
    },
    "tBalanceClients": {
        "Non échu": "Ce qui n'est pas encore échu.",
        "1-30 jours": "Échu depuis 1 à 30 jours.",
        "31-60 jours": "Échu depuis 31 à 60 jours.",
        "61-90 jours": "Échu depuis 61 à 90 jours.",
        "Plus de 90 jours": "Échu depuis plus de 90 jours.",
        "Total": "Tout ce qui est ouvert, en devise de référence.",
    },
    "tPenalitesDetail": {
        "Du": "Le premier jour compté.",
        "Au": "Le dernier jour compté.",
        "Jours": "Combien de jours, à ce taux.",
        "Base": "La somme sur laquelle l'intérêt court.",
    },
    "tBanque": {
        "Date": "Le jour de l'opération.",
        "Libellé": "Ce que dit la banque.",
        "Référence": "La référence donnée par le payeur ou la banque.",
        "Montant": "Ce qui est entré ; négatif : un rejet.",
        "Certitude": "Certain : réglé. À vérifier : retient le client. Inconnu : à vous de dire.",
        "Payeur": "Qui a payé, comme la banque l'écrit.",
        "IBAN du payeur": "D'où vient l'argent.",
        "Compte": "Le compte de votre société.",
    },
    "tJournal": {
        "Canal": "Courrier, E-mail, Téléphone, ou ce qui a été fait.",
        "Niveau avant": "Le niveau avant cette relance.",
        "Niveau après": "Le niveau qu'elle a donné.",
        "Relance précédente": "La date de la relance d'avant.",
        "Solde": "Ce qui restait dû ce jour-là.",
        "Document": "Le fichier écrit ; un clic l'ouvre.",
        "État": "Émise, ou Annulée. Rien n'est jamais effacé.",
        "Nature": "Relance, appel, traite, encaissement…",
        "Tirage": "Le document à imprimer qui contient la lettre.",
        "Promesse avant": "La date promise d'avant l'appel.",
        "Promesse": "La date promise à l'appel.",
        "Exclusion avant": "L'exclusion d'avant l'appel.",
        "Exclusion": "L'exclusion que l'appel a posée.",
        "Note ajoutée": "Ce que l'appel a ajouté à la note.",
    },
    "tImports": {
        "Options": "Ce qui a été choisi pour cet import.",
        "Lues": "Lignes lues dans le fichier.",
        "Nouvelles": "Lignes ajoutées à Factures.",
        "Modifiées": "Lignes dont un montant ou une date a changé.",
        "Soldées": "Lignes qui ne sont plus dues.",
        "Écartées": "Lignes qui n'ont pu être lues.",
        "État": "Fait, ou Annulé.",
    },
    "tControle": {
        "Gravité": "Erreur : son client est mis de côté. Avertissement : rien n'est arrêté.",
        "Feuille": "Où est l'anomalie.",
        "Cellule": "Un clic y mène.",
        "Valeur": "Ce que la cellule contient.",
        "Message": "Ce qui ne va pas, et ce qui est attendu.",
    },
    "tParametres": {
        "Paramètre": "Le nom du réglage, à laisser.",
        "Valeur": "À remplir ; l'aide est à droite.",
    },
    "tDevises": {"Devise": "USD, GBP, CHF…", "Date": "Le jour de ce cours."},
    "tPenalites": {"Date d'effet": "1er janvier ou 1er juillet."},
    "tInteretLegal": {"Date d'effet": "Le premier jour où ce taux vaut."},
    "tImportsDetail": {
        "Tableau": "Le tableau changé.",
        "Ligne": "La ligne changée.",
        "Repère": "Ce qui retrouve la ligne.",
        "Avant": "Son contenu d'avant l'import.",
        "Après": "Son contenu d'après.",
    },
    "tDecisions": {"Relancer": "Ce que vous aviez coché ou décoché.", "Canal": "Le canal que vous aviez choisi."},
}

_TYPED: Final[Mapping[str, frozenset[str]]] = {
    "tRelances": frozenset({"Relancer", "Niveau proposé", "Canal", "N° recommandé"}),
    "tAppels": frozenset({"Résultat", "Promesse le", "Montant promis", "Note"}),
    "tBanque": frozenset({"Client", "Factures", "Décision"}),
    "tJournal": frozenset({"N° recommandé"}),
}
"""What is yours in the sheets that the program rewrites."""
_WRITTEN: Final[Mapping[str, frozenset[str]]] = {
    "tClients": frozenset({"Adresse refusée", "Refusée le", "À confirmer"}),
    "tFactures": frozenset({"Solde", "Niveau", "Dernière relance"}),
    "tTraites": frozenset({"Relances", "Dernière relance", "État"}),
}
"""What the program writes in the sheets that are yours."""
_IMPORTED: Final = frozenset({"tClients", "tFactures"})
_YOURS: Final = frozenset({*_WRITTEN, "tNiveaux", "tGroupes", "tParametres", "tDevises", "tPenalites", "tInteretLegal"})

EMPTY: Final[Mapping[str, str]] = {
    "tClients": "Feuille vide ? « Importer » la remplit depuis votre comptabilité ; ou tapez une ligne par client.",
    "tFactures": "Feuille vide ? « Importer » la remplit depuis votre comptabilité ; ou tapez une ligne par échéance.",
    "tNiveaux": "Une ligne par niveau. Vide, personne n'est relancé.",
    "tGroupes": "Une ligne par groupe. Vide, personne n'est relancé.",
    "tRelances": "Vide : « Rechercher » la remplit, et ne change aucun niveau",
    "tFiche": "Vide : sélectionnez une ligne d'un client, puis « Fiche du client »",
    "tAppels": "Vide : « Rechercher », puis « Liste d'appels » la remplit des clients cochés",
    "tTraites": "Vide : une ligne par traite envoyée à l'acceptation, puis « Traites »",
    "tBalanceClients": "Vide : « Tableau de bord » la remplit",
    "tPenalitesDetail": "Vide : « Tableau de bord » la remplit",
    "tBanque": "Vide : « Relevé bancaire » la remplit des encaissements de la banque",
    "tPayeurs": "Feuille vide ? « Affecter » y retient qui paie pour quel client ; vous pouvez aussi l'écrire.",
    "tJournal": "Feuille vide ? « Lettres », « E-mails » et « Enregistrer les appels » y écrivent ce qui est parti.",
    "tImports": "Feuille vide ? Chaque « Importer » y ajoute une ligne.",
    "tControle": "Vide : rien à signaler, ou pas encore de « Vérifier »",
    "tDevises": "Vide tant que toutes vos factures sont en devise de référence.",
}
"""What fills a table that is empty."""


def meaning(table: Table, column: Column) -> str:
    """What the column holds, in one French sentence with its final point."""
    said = column.help or _OF_TABLES.get(table.name, {}).get(column.header)
    if said or not column.hidden:
        return said or _COMMON[column.header]
    return _KEPT


def filled_by(table: Table, column: Column) -> str:
    """Who fills the column."""
    header = column.header
    if column.hidden:
        return PROGRAM
    if table.name not in _YOURS:
        return YOU if table.name == "tPayeurs" or header in _TYPED.get(table.name, ()) else PROGRAM
    if header in _WRITTEN.get(table.name, ()):
        return PROGRAM
    return BOTH if table.name in _IMPORTED else YOU


def header_message(table: Table, column: Column) -> str:
    """What the header says when it is selected: its meaning and who fills it, what fills the table on the first one."""
    said = f"{meaning(table, column)} Rempli par {filled_by(table, column)}."
    begins = EMPTY.get(table.name, "") if column is table.columns[0] else ""
    return f"{begins}{'' if begins.endswith('.') or not begins else '.'}\n{said}" if begins else said

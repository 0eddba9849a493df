"""Every button of the workbook: its sheet, its macro, its caption, in working order.

A macro's name is the contract with the workbook's VBA module `Relance`: one public Sub a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button.

    Attributes:
        macro: the Sub's name, ASCII.
        action: what the Sub asks Python for: a key of `relance_xl.buttons.ACTIONS`.
        caption: what the button shows.
        sentence: what it does, in one French sentence; also its description for screen readers.
        leads_to: on `Accueil`, the sheet to look at afterwards.
        title: on `Accueil`, the step's title.
    """

    macro: str
    action: str
    caption: str
    sentence: str
    leads_to: str = ""
    title: str = ""


IMPORT: Final = Button(
    macro="Relance_Importer",
    action="importer",
    caption="Importer…",
    title="Importer le grand livre",
    sentence="FEC, CSV ou Excel de votre logiciel. Les niveaux déjà atteints sont conservés.",
    leads_to="Factures",
)
CHECK: Final = Button(
    macro="Relance_Verifier",
    action="verifier",
    caption="Vérifier",
    title="Vérifier les données",
    sentence="Chaque anomalie est listée avec un lien vers la cellule à corriger.",
    leads_to="Contrôle",
)
SEARCH: Final = Button(
    macro="Relance_Rechercher",
    action="rechercher",
    caption="Rechercher",
    title="Rechercher les relances",
    sentence="Propose qui relancer, et pourquoi. Relisez, cochez, décochez : rien n'est encore émis.",
    leads_to="Relances",
)
PHONE_LIST: Final = Button(
    macro="Relance_ListeAppels",
    action="appels",
    caption="Liste d'appels",
    title="Préparer les appels",
    sentence="Les clients cochés, leurs coordonnées et leurs factures. Aucun niveau ne change.",
    leads_to="Appels",
)
LETTERS: Final = Button(
    macro="Relance_Lettres",
    action="lettres",
    caption="Lettres",
    title="Éditer les lettres",
    sentence="Une lettre Word par client coché et un tirage par niveau, puis enregistrement.",
    leads_to="Journal",
)
EMAILS: Final = Button(
    macro="Relance_Emails",
    action="mails",
    caption="E-mails",
    title="Préparer les e-mails",
    sentence="Des brouillons prêts à relire et à envoyer, puis enregistrement.",
    leads_to="Journal",
)
SEND: Final = Button(
    macro="Relance_Envoyer",
    action="envoyer",
    caption="Envoyer",
    sentence="Envoie pour de vrai les e-mails des lignes cochées, après confirmation.",
    leads_to="Journal",
)
BILLS: Final = Button(
    macro="Relance_Traites",
    action="traites",
    caption="Traites",
    title="Suivre les traites",
    sentence="Les traites envoyées à l'acceptation et non retournées.",
    leads_to="Traites",
)
UNDO: Final = Button(
    macro="Relance_Annuler",
    action="annuler",
    caption="Annuler",
    title="Annuler le dernier lot",
    sentence="Niveaux et dates reviennent à leur état d'avant ; les documents sont mis de côté.",
    leads_to="Journal",
)
DASHBOARD: Final = Button(
    macro="Relance_TableauDeBord",
    action="bilan",
    caption="Tableau de bord",
    title="Actualiser le tableau de bord",
    sentence="Met à jour la balance âgée et son graphique.",
    leads_to="Accueil",
)
RESET: Final = Button(
    macro="Relance_RazFiltre",
    action="raz",
    caption="RAZ filtre",
    sentence="Remet les critères enregistrés par défaut.",
)
TICK_ALL: Final = Button(
    macro="Relance_ToutSelectionner",
    action="tout-selectionner",
    caption="Tout sélectionner",
    sentence="Coche toutes les lignes proposées.",
)
TICK_NONE: Final = Button(
    macro="Relance_ToutDeselectionner",
    action="tout-deselectionner",
    caption="Tout désélectionner",
    sentence="Décoche toutes les lignes.",
)
SAVE_DEFAULTS: Final = Button(
    macro="Relance_EnregistrerDefaut",
    action="defaut",
    caption="Enregistrer comme défaut",
    sentence="Garde ces critères pour les prochaines fois, sans lancer de recherche.",
)
SAVE_CALLS: Final = Button(
    macro="Relance_EnregistrerAppels",
    action="enregistrer-appels",
    caption="Enregistrer les appels",
    sentence="Reporte résultats et promesses dans Factures et Journal.",
)
BILL_LETTERS: Final = Button(
    macro="Relance_TraitesLettres",
    action="traites-lettres",
    caption="Lettres de traites",
    sentence="Écrit les lettres demandant le retour des traites.",
)
CHECK_TEMPLATES: Final = Button(
    macro="Relance_VerifierModeles",
    action="modeles",
    caption="Vérifier les modèles",
    sentence="Cherche les champs inconnus et les balises cassées dans les modèles Word et e-mail.",
)
BLANK_LEVELS: Final = Button(
    macro="Relance_RemettreABlanc",
    action="remettre-a-blanc",
    caption="Remettre les niveaux à blanc",
    sentence="Après un changement de règle d'un groupe : ses lignes repartent sans niveau. « Annuler » les rend.",
)

STEPS: Final = (IMPORT, CHECK, SEARCH, PHONE_LIST, LETTERS, EMAILS, BILLS)
"""The main flow, numbered on `Accueil`."""

ANY_TIME: Final = (DASHBOARD, UNDO)
"""What `Accueil` offers outside the flow."""

BUTTONS: Final[dict[str, tuple[Button, ...]]] = {
    "Accueil": (*STEPS, *ANY_TIME),
    "Relances": (SEARCH, RESET, TICK_ALL, TICK_NONE, SAVE_DEFAULTS, PHONE_LIST, LETTERS, EMAILS, SEND),
    "Appels": (PHONE_LIST, SAVE_CALLS),
    "Traites": (BILLS, BILL_LETTERS),
    "Balance âgée": (DASHBOARD,),
    "Pénalités": (DASHBOARD,),
    "Contrôle": (CHECK,),
    "Paramètres": (CHECK_TEMPLATES, BLANK_LEVELS),
}
"""The buttons of each sheet, in working order."""

MACROS: Final = tuple(dict.fromkeys(button.macro for buttons in BUTTONS.values() for button in buttons))
"""Every macro the workbook calls, each once."""

CODE_NAMES: Final = {
    "Accueil": "wsAccueil",
    "Clients": "wsClients",
    "Factures": "wsFactures",
    "Niveaux": "wsNiveaux",
    "Groupes": "wsGroupes",
    "Relances": "wsRelances",
    "Appels": "wsAppels",
    "Traites": "wsTraites",
    "Balance âgée": "wsBalance",
    "Pénalités": "wsPenalites",
    "Journal": "wsJournal",
    "Contrôle": "wsControle",
    "Paramètres": "wsParametres",
    "Taux": "wsTaux",
    "xlwings.conf": "wsConf",
}
"""VBA code name of each sheet: the names of the VBA project's document modules."""

BOOK_CODE_NAME: Final = "ThisWorkbook"

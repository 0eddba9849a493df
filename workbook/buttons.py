"""Where every button of the workbook stands: on which sheets, in which group of the ribbon, in working order.

What each says and does is the table of actions'.

A macro's name is the contract with the workbook's VBA module `Relance`: one public Sub a name.
"""

from __future__ import annotations

from typing import Final

from relance_xl.actions.catalogue.rows import ACTIONS
from relance_xl.actions.catalogue.shape import Action


def _rows(*names: str) -> tuple[Action, ...]:
    return tuple(ACTIONS[name] for name in names)


STEPS: Final = _rows("importer", "banque", "verifier", "rechercher", "appels", "lettres", "mails", "traites")
"""The main flow, numbered on `Accueil`."""

ANY_TIME: Final = _rows("bilan", "fiche", "retours", "annuler")
"""What `Accueil` offers outside the flow."""

BUTTONS: Final[dict[str, tuple[Action, ...]]] = {
    "Accueil": (*STEPS, *ANY_TIME),
    "Relances": _rows(
        "rechercher",
        "cocher-selection",
        "decocher-selection",
        "fiche",
        "tout-selectionner",
        "tout-deselectionner",
        "appels",
        "lettres",
        "mails",
        "envoyer",
        "reprendre-propositions",
        "raz",
        "defaut",
    ),
    "Fiche": _rows("fiche"),
    "Appels": _rows("appels", "enregistrer-appels"),
    "Traites": _rows("traites", "traites-lettres"),
    "Banque": _rows("banque", "affecter", "vider-inconnus"),
    "Balance âgée": _rows("bilan"),
    "Pénalités": _rows("bilan"),
    "Journal": _rows("annuler"),
    "Contrôle": _rows("verifier"),
    "Paramètres": _rows("modeles", "connexion", "remettre-a-blanc"),
}
"""The buttons of each sheet, in working order."""

CRITERIA_BUTTONS: Final = _rows("reprendre-propositions", "raz", "defaut")
"""Those of `Relances` that stand beside its criteria, in another row."""

PICTURES: Final = {
    "importer": "GetExternalDataFromText",
    "banque": "AccountMenu",
    "verifier": "DataValidation",
    "rechercher": "FindDialog",
    "appels": "TableInsert",
    "lettres": "FilePrintPreview",
    "mails": "FileSendAsAttachment",
    "traites": "FunctionsFinancialInsertGallery",
    "bilan": "RefreshAll",
    "annuler": "Undo",
}
"""Excel's own picture for each large button of the ribbon, by action; the others are small and have none."""

MACROS: Final = tuple(dict.fromkeys(button.macro for buttons in BUTTONS.values() for button in buttons))
"""Every macro the workbook calls, each once."""

CODE_NAMES: Final = {
    "Accueil": "wsAccueil",
    "Clients": "wsClients",
    "Factures": "wsFactures",
    "Niveaux": "wsNiveaux",
    "Groupes": "wsGroupes",
    "Relances": "wsRelances",
    "Fiche": "wsFiche",
    "Appels": "wsAppels",
    "Traites": "wsTraites",
    "Balance âgée": "wsBalance",
    "Pénalités": "wsPenalites",
    "Banque": "wsBanque",
    "Journal": "wsJournal",
    "Imports": "wsImports",
    "Contrôle": "wsControle",
    "Paramètres": "wsParametres",
    "Taux": "wsTaux",
    "Payeurs": "wsPayeurs",
    "Aide": "wsAide",
    "xlwings.conf": "wsConf",
    "Imports (détail)": "wsImportsDetail",
    "Décisions": "wsDecisions",
}
"""VBA code name of each sheet: the names of the VBA project's document modules."""

BOOK_CODE_NAME: Final = "ThisWorkbook"

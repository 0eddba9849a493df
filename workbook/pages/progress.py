"""How far the week is: what each step of `Accueil` says of itself, its sign, and which one is next.

Formulas in English, as a file stores them; each follows the tables, so that nothing said here is ever stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from workbook.drawing.criteria_told import REFERENCE, day

EMPTY: Final = "COUNTA(tFactures[Facture])=0"
"""Nothing was ever imported nor typed."""

WAITING: Final = 'tBanque[Montant],">0",tBanque[Décision],"<>non",tBanque[Certitude]'
_TO_PLACE: Final = f'(COUNTIFS({WAITING},"Inconnu")+COUNTIFS({WAITING},"À vérifier"))'
_LAST: Final = "MAX(tImports[Horodatage])"
_IMPORTED: Final = "COUNT(tImports[Horodatage])"
_AGO: Final = f"(TODAY()-INT({_LAST}))"
_ERRORS: Final = 'SUMIFS(tControle[Nombre],tControle[Gravité],"Erreur")'
_WARNINGS: Final = 'SUMIFS(tControle[Nombre],tControle[Gravité],"Avertissement")'
_LINES: Final = 'COUNTIF(tRelances[Client],"?*")'
_TICKED: Final = 'COUNTIF(tRelances[Relancer],"oui")'
_CUSTOMERS, _LETTERS, _REGISTERED, _MAILS = "Relances!$D$3", "Relances!$F$3", "Relances!$H$3", "Relances!$J$3"
_CALLS: Final = 'COUNTIF(tAppels[Client],"?*")'
_BILLS: Final = 'COUNTIFS(tTraites[Traite],"?*",tTraites[Acceptée],"<>oui")'
_BROKEN: Final = "LEN(promesses_non_tenues)>0"
WRITTEN: Final = "$N$9"
_LETTER: Final = '(tJournal[Canal]="Courrier")*(tJournal[Nature]<>"Traite")*(tJournal[État]="Émise")'
"""The lines of the journal that a letter bears: bills of exchange are posted too, in batches of their own."""


def _issued(channel: str) -> str:
    return f'COUNTIFS(tJournal[Canal],"{channel}",tJournal[Nature],"<>Traite",tJournal[État],"Émise")'


LAST_LETTERS: Final = f'=IF({_issued("Courrier")}=0,"",LOOKUP(2,1/({_LETTER}),tJournal[Lot]))'
"""The last batch of letters that stands."""


def letters_of(batch: str) -> str:
    """How many letters the batch wrote: its lines stand together in the journal, those of a letter too."""
    its = f"(tJournal[Lot]={batch})*{_LETTER}"
    return f'=IF({batch}="",0,SUMPRODUCT({its}*(tJournal[Document]<>OFFSET(tJournal[Document],-1,0))))'


STALE: Final = 15
"""Days after which an import is to be done again."""


def french(text: str) -> str:
    """The text, or the formula whose texts are French, with the no-break spaces of double punctuation."""
    return text.replace(" : ", "\u00a0: ").replace(" ; ", "\u00a0; ")


def told(number: str, one: str, many: str) -> str:
    """« 2 erreurs »; none and one are singular."""
    return f'{number}&IF({number}>1," {many}"," {one}")'


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One step: what it says, 0 to come, 1 done or 2 to look at, and what it says in an empty company."""

    said: str
    code: str
    nothing: str


PROGRESS: Final = {
    "importer": Progress(
        said=f'IF({_IMPORTED}=0,"Factures saisies à la main","Importé "&IF({_AGO}<=0,"aujourd\'hui",'
        f'IF({_AGO}=1,"hier","il y a "&{_AGO}&" jours"))'
        f'&IF(ISNUMBER(dernier_import)," ; écritures jusqu\'au "&{day("dernier_import")},""))',
        code=f"IF(AND({_IMPORTED}>0,{_AGO}>{STALE}),2,1)",
        nothing="Un FEC, un CSV ou un Excel",
    ),
    "banque": Progress(
        said=f'IF({_TO_PLACE}=0,IF(COUNT(tBanque[Date])=0,"Facultatif : qui a payé hier n\'est pas relancé",'
        f'"Tout est affecté"),{told(_TO_PLACE, "encaissement à affecter", "encaissements à affecter")})',
        code=f"IF({_TO_PLACE}>0,2,IF(COUNT(tBanque[Date])>0,1,0))",
        nothing="Facultatif : qui a payé hier n'est pas relancé",
    ),
    "verifier": Progress(
        said=f'IF({_ERRORS}+{_WARNINGS}=0,"Aucune anomalie connue",{told(_ERRORS, "erreur", "erreurs")}&", "&'
        f"{told(_WARNINGS, 'avertissement', 'avertissements')})",
        code=f"IF({_ERRORS}>0,2,1)",
        nothing="Après l'import : chaque anomalie avec son lien",
    ),
    "rechercher": Progress(
        said=f'IF({_LINES}=0,"Qui relancer, et pourquoi",{told(_CUSTOMERS, "client à relancer", "clients à relancer")}'
        f'&", "&{told(_TICKED, "ligne cochée", "lignes cochées")}&" sur "&{_LINES})',
        code=f"IF({_LINES}>0,1,0)",
        nothing="Après l'import : qui relancer, et pourquoi",
    ),
    "appels": Progress(
        said=f'IF({_BROKEN},promesses_non_tenues,IF({_CALLS}=0,"Facultatif : les clients cochés, avec leur téléphone",'
        f"{told(_CALLS, 'ligne sur la liste', 'lignes sur la liste')}))",
        code=f"IF({_BROKEN},2,IF({_CALLS}>0,1,0))",
        nothing="Après la recherche",
    ),
    "lettres": Progress(
        said=f"IF({_LETTERS}=0,IF({_issued('Courrier')}>0,"
        f'{told(WRITTEN, "lettre prête à imprimer", "lettres prêtes à imprimer")},"Aucune à écrire"),'
        f"{told(_LETTERS, 'lettre à écrire', 'lettres à écrire')}"
        f'&IF({_REGISTERED}=0,"",", dont "&{told(_REGISTERED, "recommandée", "recommandées")}))',
        code=f"IF(AND({_LETTERS}=0,{_issued('Courrier')}>0),1,0)",
        nothing="Après la recherche",
    ),
    "mails": Progress(
        said=f'IF({_MAILS}=0,IF({_issued("E-mail")}>0,"Préparés : il n\'en reste aucun","Aucun à préparer"),'
        f"{told(_MAILS, 'e-mail à préparer', 'e-mails à préparer')})",
        code=f"IF(AND({_MAILS}=0,{_issued('E-mail')}>0),1,0)",
        nothing="Après la recherche",
    ),
    "traites": Progress(
        said=f'IF({_BILLS}=0,"Si vous tirez des traites",'
        f"{told(_BILLS, 'traite non acceptée', 'traites non acceptées')})",
        code=f"IF({_BILLS}>0,2,0)",
        nothing="Si vous tirez des traites",
    ),
}
"""By the action of the step."""

_ORDER: Final = tuple(PROGRESS)


def _step(name: str) -> int:
    return _ORDER.index(name) + 1


NEXT: Final = (
    f"=IF({EMPTY},{_step('importer')},IF({_LINES}=0,{_step('rechercher')},IF({_LETTERS}>0,{_step('lettres')},"
    f"IF({_MAILS}>0,{_step('mails')},IF({_ERRORS}>0,{_step('verifier')},{_step('importer')})))))"
)
"""The number of the step to do now."""


def said(name: str, next_cell: str) -> str:
    """The formula of what a step says."""
    step = PROGRESS[name]
    now = f'IF({next_cell}={_step(name)},"À faire maintenant. ","")'
    return french(f'={now}&IF({EMPTY},"{step.nothing}",{step.said})')


def nothing_said(name: str) -> str:
    """The same in an empty company, where the first step is next."""
    return french(f"{'À faire maintenant. ' if _step(name) == 1 else ''}{PROGRESS[name].nothing}")


def sign(name: str, next_cell: str) -> str:
    """▶ now, ✓ done, ⚠ to look at, ○ to come."""
    step = PROGRESS[name]
    return f'=IF({next_cell}={_step(name)},"▶",IF({EMPTY},"○",CHOOSE(1+{step.code},"○","✓","⚠")))'


def nothing_signed(name: str) -> str:
    """The same in an empty company."""
    return "▶" if _step(name) == 1 else "○"


_UNKNOWN: Final = f'COUNTIFS({WAITING},"Inconnu")'
_DOUBTFUL: Final = f'COUNTIFS({WAITING},"À vérifier")'
_DISPUTED: Final = 'COUNTIF(tFactures[Exclusion],"Litige")'
_FIRST_REFUSED: Final = 'LEFT(tClients[Adresse refusée],FIND(" ; ",tClients[Adresse refusée]&" ; ")-1)'
_REFUSED: Final = (
    f'SUMPRODUCT((tClients[Adresse refusée]<>"")*ISNUMBER(FIND(LOWER({_FIRST_REFUSED}),LOWER(tClients[E-mail]))))'
)
"""Customers whose dead address is still the one that is written: another one given, nothing waits."""
_UNKNOWN_SUM: Final = "+".join(
    f'SUMIFS(tBanque[Montant],{WAITING},"Inconnu",tBanque[Devise],{currency})' for currency in (REFERENCE, '"="')
)


def _waiting(number: str, mark: str, one: str, many: str, more: str = "") -> str:
    """« €  2 encaissements à affecter », nothing for none."""
    return f'IF({number}=0,"","{mark}  "&{told(number, one, many)}{more})'


TODO: Final = (
    (
        "1.  Paramètres : votre société, son adresse, son IBAN",
        _waiting(
            _UNKNOWN,
            "€",
            "encaissement non reconnu",
            "encaissements non reconnus",
            f'&", "&FIXED({_UNKNOWN_SUM},2)&" "&IF({REFERENCE}="EUR","€",{REFERENCE})',
        ),
    ),
    (
        "2.  Importez le grand livre : clients et factures arrivent seuls",
        _waiting(_DOUBTFUL, "€", "encaissement à affecter", "encaissements à affecter"),
    ),
    (
        "3.  Complétez adresses et types de clients, puis recherchez",
        _waiting(_CALLS, "☎", "ligne sur la liste d'appels", "lignes sur la liste d'appels"),
    ),
    (
        "",
        _waiting(_DISPUTED, "⚖", "ligne en litige", "lignes en litige")
        + f'&IF(AND({_DISPUTED}>0,{_REFUSED}>0),"    ","")&'
        + _waiting(_REFUSED, "✉", "adresse e-mail refusée", "adresses e-mail refusées"),
    ),
)
"""What waits, line by line: first in an empty company, then in one that has invoices."""

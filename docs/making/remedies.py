"""What to do about a message that does not say it itself, and the chapters of the page of messages.

A message usually ends with « Attendu : … »; those that do not have a line here.  The first line that fits is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Chapter:
    """Where messages come from (beginnings of module paths), and what they have in common: when, and what follows."""

    title: str
    about: str
    modules: tuple[str, ...]


CHAPTERS: Final = (
    Chapter(
        "Cellules et feuilles du classeur",
        "Trouvé en lisant le classeur, par « Vérifier » et par toute action. Une erreur met son client de côté jusqu'à sa "
        "correction ; un défaut de structure (feuille, tableau, colonne) arrête l'action. La cellule est nommée et, dans "
        "`Contrôle`, un clic y mène.",
        ("relance_xl/tables/",),
    ),
    Chapter(
        "Recherche, niveaux et montants",
        "Dit par « Rechercher » et par ce qui émet. Une erreur met le client de côté ; un avertissement n'arrête rien.",
        (
            "relance_xl/domain/",
            "relance_xl/actions/common/",
            "relance_xl/actions/criteria",
            "relance_xl/actions/searching",
        ),
    ),
    Chapter(
        "Lettres, modèles et PDF",
        "Dit par « Lettres », « Traites », « E-mails » et « Vérifier les modèles ». Une erreur dans un modèle : rien n'est "
        "écrit, rien n'est enregistré. Le paragraphe fautif est cité.",
        ("relance_xl/documents/", "relance_xl/actions/template_checking", "relance_xl/actions/letters"),
    ),
    Chapter(
        "Émettre, enregistrer, annuler",
        "Dit au moment d'écrire les documents, de les enregistrer ou d'annuler. Si un document n'a pu être écrit, ni niveau ni "
        "date ne changent.",
        (
            "relance_xl/actions/batches/",
            "relance_xl/actions/undoing",
            "relance_xl/actions/bills",
            "relance_xl/actions/calling",
            "relance_xl/actions/phoning",
            "relance_xl/actions/card",
            "relance_xl/actions/imports/undoing",
        ),
    ),
    Chapter(
        "E-mails",
        "Dit par « E-mails », « Envoyer » et `retours`. Un message refusé ou incertain n'est pas enregistré.",
        ("relance_xl/actions/mail/", "relance_xl/post/", "relance_xl/cli/mails"),
    ),
    Chapter(
        "Importer la comptabilité",
        "Dit par « Importer ». Une erreur sur une ligne la laisse de côté et n'arrête pas les autres ; un fichier qui n'est "
        "pas ce qu'il faut est refusé en entier. Un doute arrête tout et demande : relisez, puis confirmez (`--confirmer`), "
        "gardez ouvert ce qui manque (`--partiel`), ou abandonnez.",
        (
            "relance_xl/ledgers/fec/",
            "relance_xl/ledgers/lists/",
            "relance_xl/ledgers/update/",
            "relance_xl/ledgers/common/",
            "relance_xl/ledgers/",
            "relance_xl/actions/importing",
            "relance_xl/actions/imports/",
        ),
    ),
    Chapter(
        "Relevés bancaires",
        "Dit par « Relevé bancaire » et « Affecter ». Une opération illisible est laissée de côté, avec sa ligne ; un doute "
        "arrête tout et demande.",
        ("relance_xl/ledgers/bank/", "relance_xl/actions/bank/"),
    ),
    Chapter(
        "Fichiers, classeur ouvert ou fermé",
        "Le classeur n'a pas pu être lu ou enregistré : il est resté comme il était. Code de sortie 3 ou 1.",
        (
            "relance_xl/books/",
            "relance_xl/ooxml/",
            "relance_xl/buttons/",
            "relance_xl/window/",
            "relance_xl/libreoffice/",
        ),
    ),
    Chapter(
        "Cabinet",
        "Dit par `cabinet`, ou par les boutons de `Cabinet.xlsm` : la société nommée n'est pas traitée, les autres le sont.",
        ("relance_xl/cabinet/", "relance_xl/cli/firm"),
    ),
    Chapter(
        "Installation et commandes",
        "Dit par `nouveau`, `reparer`, `mettre-a-jour`, `diagnostic`, et par une commande mal écrite.",
        ("relance_xl/actions/setup/", "relance_xl/machine/", "relance_xl/cli/", "relance_xl/demo/", "relance_xl/"),
    ),
)
"""A message stands in the chapter with the longest beginning of its module."""

_FOLDER: Final = (
    "Choisissez un dossier où vous avez le droit d'écrire, sur un disque qui a de la place, puis recommencez"
)
_LINE: Final = "Ouvrez le fichier à la ligne citée ; corrigez dans le logiciel d'origine et exportez à nouveau, ou laissez la ligne"
_CELL: Final = "Corrigez la cellule citée ; la forme attendue est dite quand la colonne en a une"
_NOTHING: Final = "Rien : c'est dit pour que vous le sachiez"
_DOUBT: Final = "Vérifiez que c'est le bon fichier ; si oui « Importer quand même » (`--confirmer`), ou `--partiel` pour ne rien solder"

REMEDIES: Final = tuple(
    (re.compile(pattern), remedy)
    for pattern, remedy in (
        (r"^Adresse refusée", "Corrigez « E-mail » dans `Clients`, ou videz « Adresse refusée » si l'adresse est bonne"),
        (r"règlement\(s\) non lettré", "Affectez-les dans la comptabilité, ou importez avec `--imputer`"),
        (r"^Encaissement du …", "Choisissez « Client » ou « Factures » sur sa ligne de `Banque`, puis « Affecter »"),
        (r"n'est pas une colonne connue", "Donnez à `--colonne` l'un des noms cités, un signe =, puis l'en-tête du fichier"),
        (r"n'est pas un ordre de dates", "Écrivez jj/mm/aaaa ou mm/jj/aaaa"),
        (r"toutes ses lignes ont changé depuis", "Corrigez les niveaux à la main dans `Factures` ; le `Journal` garde la trace"),
        (r"journal est vide", _NOTHING),
        (r"rendue à son état d'avant", "La raison est à la fin de la phrase ; corrigez la ligne à la main s'il y a lieu"),
        (r"part sans traite", "La raison est à la fin ; « Traite jointe » à non si aucune traite n'est voulue"),
        (r"reste comme elle est", "La ligne a été relancée ou changée depuis l'import ; supprimez-la vous-même s'il y a lieu"),
        (r"refusée? par le serveur", "Demandez la bonne adresse au client et corrigez « E-mail » dans `Clients`, puis recommencez"),
        (r"rien n'est marqué", "Rien d'obligatoire ; si l'adresse est morte, corrigez « E-mail » dans `Clients`"),
        (r"^Le dossier « … » ne peut pas être écrit", _FOLDER),
        (r"caractères invisibles ont été ôtés", "Retapez le texte de la fiche ou de la facture, collé d'une page ou d'un PDF"),
        (r"^Aucun e-mail pour", "La raison est à la fin ; la relance attend, corrigez puis recommencez"),
        (r"LibreOffice n'a pas pu être lancé", "Ouvrez LibreOffice une fois à la main, fermez-le, recommencez ; ou demandez sans `--pdf`"),
        (r"^Le modèle de lettre « … » est absent", "`relance-xl reparer CLASSEUR` remet les modèles livrés ; sinon corrigez « Modèle lettre »"),
        (r"^Une condition vide entièrement", "Gardez un paragraphe hors de la condition"),
        (r"condition est vaine", "Écrivez l'un des mots que le champ peut avoir ; la liste est dans la phrase ou dans « Modèles »"),
        (r"^… dans (?:le paragraphe|la propriété)", "La faute est au début de la phrase ; corrigez la balise de ce paragraphe"),
        (r"contrôle lié à une propriété", "Supprimez le contrôle de contenu (clic droit), puis tapez la balise comme du texte"),
        (r"parties ne forment pas un document Word", "Dans Word, « Enregistrer sous », type « Document Word (.docx) »"),
        (r"est ignoré : ", "Videz la cellule, ou corrigez ce que la fin de la phrase dit"),
        (r"il ne l'a pas reçue", "Renvoyez la facture ; la relance reprend d'elle-même"),
        (r"avoirs ou règlements non affectés", "Affectez-les dans la comptabilité, ou notez « Réglé » dans `Factures`"),
        (r"pour cette relance au lieu de", "Videz le critère « Règle », ou remettez les niveaux à blanc si le changement est voulu"),
        (r"mode de règlement exclu des relances", "Rien si c'est voulu ; sinon « Modes de règlement exclus » de `Paramètres`"),
        (r"module Devises étant arrêté", "« Module Devises » à oui, avec un cours dans `Taux`, si ces lignes sont vraiment en devise"),
        (r"mode de règlement exclu « … » n'est porté", "Corrigez l'orthographe du mode dans `Paramètres`, ou ôtez-le"),
        (r"^Le fichier ne peut être lu|^Le fichier ne se lit pas", "Fermez-le ailleurs, recopiez-le sur ce disque, puis recommencez"),
        (r"^Solde illisible|n'est pas un solde|en manque un|autre compte que son début|hors de tout relevé",
         "Redemandez le relevé complet à la banque ; rien n'est tenu pour sûr tant que les soldes ne tombent pas juste"),
        (r"l'opération est laissée de côté|n'est pas une opération|est interrompu", "Lisez l'opération sur le relevé de la banque ; saisissez-la au besoin dans `Factures`"),
        (r"par la banque : non reprises", _NOTHING),
        (r"le fichier a pu être abîmé", "Exportez à nouveau, sans ouvrir le fichier dans un éditeur entre-temps"),
        (r"laissées? de côté|^… lignes \(…\) : …$", _LINE),
        (r"caractère invisible", "Renommez le fichier"),
        (r"non repris$|non prises$|n'est pas une date$", _LINE),
        (r"ses lignes sont à vérifier", "Comparez le compte de ce client dans les deux exercices"),
        (r"il est lu comme tel|lues comme les autres|non lues?( :|$)", "Rien si c'est voulu ; sinon donnez la bonne feuille, affichée et seule, dans un fichier"),
        (r"^Ce fichier est …$", "Prenez l'export que cite la page « Importer » : FEC, ou liste des factures ouvertes"),
        (r"colonne non lue|aucune liste n'y est reconnue", _NOTHING),
        (r"le règlement de … est gardé|elle est conservée|le fichier l'ignore", "Rien ; à l'import suivant, la comptabilité le connaîtra"),
        (r"n'est pas mis à jour|n'a pas pu être lue", "Corrigez dans le fichier la ligne citée, puis importez à nouveau"),
        (r"n'est pas un groupe à relancer", "Donnez un groupe de 1 à 9 qui a une ligne dans `Groupes`"),
        (r"plus récent que le programme", "Installez la version du classeur, ou `relance-xl mettre-a-jour` avec la vôtre"),
        (r"Attendu : ", "Écrivez la commande comme la phrase la montre"),
        (r"IBAN de Paramètres", "Vérifiez le compte ; si c'est le bon, corrigez IBAN dans `Paramètres`, ou `--confirmer`"),
        (r"l'ancien solde et les opérations|Banque va déjà|sont déjà dans Banque", "Vérifiez que le relevé est entier et nouveau ; si oui, `--confirmer`"),
        (r"existent sans être au journal", "« Reprendre » s'ils sont partis, « mettre de côté » sinon (`--sans-journal`)"),
        (r"perdu une de ses colonnes", "Rétablissez le titre de la colonne ; ou `relance-xl mettre-a-jour CLASSEUR`"),
        (r"^Sélectionnez d'abord", "Cliquez sur une cellule de la ligne du client, puis à nouveau sur le bouton"),
        (r"^Le système a refusé|n'a pas pu ouvrir", "Fermez le fichier ailleurs, vérifiez vos droits et la place du disque, puis recommencez"),
        (r"trop de chiffres pour un montant", "Corrigez le montant dans la comptabilité, exportez de nouveau ; les autres lignes sont lues"),
        (r"plusieurs devises ne s'ajoutent pas|démesuré$|compte trop loin|trop de chiffres", "Corrigez la balise du modèle : une somme par devise, et des nombres raisonnables"),
        (r"^il (?:est|se)", "Ouvrez-le dans Word ou Excel, « Enregistrer sous » sans mot de passe, ou reprenez l'original"),
        (r"en milliers ou en décimales", "Donnez un export dont un montant au moins a deux décimales"),
        (r"à la date du fichier|statut « … » n'est pas connu|^La facture est|sans dire combien|il reste un solde",
         "Regardez la facture dans le logiciel d'origine ; la ligne attend, `Factures` n'est pas touchée"),
        (r"^Ce document |^Ce tirage |^Ce PDF ", "Recommencez : rien n'a été émis ni enregistré. Si cela revient, `relance-xl diagnostic CLASSEUR --rapport`"),
        (r"^(?:LibreOffice|Word|Windows) ", "Ouvrez-le une fois à la main, fermez-le, recommencez ; ou demandez sans `--pdf`"),
        (r"hors du dossier des pièces", "Rangez la pièce dans le « Dossier des pièces », et écrivez son nom"),
        (r"^Le client manque|numéro de facture manque|Ni échéance ni date|^Le numéro « … » a été changé|celui de tous les clients|nom de plusieurs clients", _LINE),
    )
)  # fmt: skip

OF_KINDS: Final = {"doute": _DOUBT, "constat": "Rien : tout va bien, ou le remède suit la flèche"}
"""For every doubt and finding that no line above fits."""
OF_CHAPTERS: Final = {
    "Lettres, modèles et PDF": "Corrigez le paragraphe cité ; les champs et ce qui est permis sont dans « Écrire un modèle »",
    "E-mails": "La raison est à la fin de la phrase : corrigez le compte, l'adresse ou le serveur dans `Paramètres`, puis recommencez",
    "Cellules et feuilles du classeur": _CELL,
    "Importer la comptabilité": _LINE,
    "Relevés bancaires": _LINE,
}
"""For every value that cannot be read."""

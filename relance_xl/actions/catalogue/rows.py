"""The table: one row an action.  A new one is a row here, its module, and its place in `workbook/buttons.py`."""

from __future__ import annotations

from typing import Final

from relance_xl.actions.catalogue.shape import Action, Command, Option, Takes
from relance_xl.domain import sheets
from relance_xl.tables import schema


def _named(*tables: schema.Table) -> tuple[str, ...]:
    return tuple(table.name for table in tables)


_BALANCES: Final = (schema.AGED_BALANCE, schema.CUSTOMER_BALANCES, schema.CHARGE_DETAILS)
"""What follows when something is owed no more, or more: `Accueil`, `Balance âgée`, the head of `Pénalités`."""
_ISSUING: Final = _named(schema.ITEMS, schema.JOURNAL, schema.PROPOSALS, *_BALANCES, schema.CONTROL)
"""What reminders that leave are written into."""
_SEARCHING: Final = _named(schema.PROPOSALS, schema.DECISIONS, schema.PARAMETERS, *_BALANCES, schema.CONTROL)
"""What a search is written into."""
_IMPORT_OPTIONS: Final = (
    Option(name="files", field="files", shown="FICHIER", takes=Takes.FILES, sentence="FEC, CSV ou Excel"),
    Option(name="--arrete-au", field="cut_off", shown="AAAA-MM-JJ", takes=Takes.DAY,
           sentence="ne lit que les écritures jusqu'à cette date, comprise"),
    Option(name="--comptes", field="accounts", shown="413,416", takes=Takes.TEXT,
           sentence="FEC : comptes lus en plus de 411 (413 effets, 416 douteux) ; retenu, « aucun » pour l'oublier"),
    Option(name="--colonnes", chooses="colonnes",
           sentence="montre chaque colonne, ce pour quoi elle est lue et trois valeurs ; n'importe rien"),
    Option(name="--colonne", field="columns", shown="NOM=EN-TÊTE", takes=Takes.COLUMNS,
           sentence="liste : l'en-tête qui tient lieu de Facture, Échéance, Solde… ; retenu pour cette forme de liste"),
    Option(name="--dates", field="date_order", shown="jj/mm/aaaa", takes=Takes.WORD,
           choices=("jj/mm/aaaa", "mm/jj/aaaa"),
           sentence="liste : l'ordre des dates, quand le fichier ne le prouve pas ; retenu"),
    Option(name="--partiel", field="partial", sentence="le fichier n'a pas tout : ce qui y manque reste ouvert"),
    Option(name="--coordonnees", field="contacts", sentence="reprend aussi les noms et adresses du fichier"),
    Option(name="--imputer", field="netted", value="oui",
           sentence="affecte les règlements non lettrés aux factures les plus anciennes ; retenu"),
    Option(name="--ne-pas-imputer", field="netted", value="non", sentence="n'affecte plus les règlements non lettrés"),
    Option(name="--confirmer", field="confirmed", sentence="importe malgré les doutes"),
)  # fmt: skip
_BANK_OPTIONS: Final = (
    Option(name="files", field="files", shown="FICHIER", takes=Takes.FILES_IF_ANY,
           sentence="CFONB 120, camt.053 ou 054, OFX, MT940, QIF, CSV ou Excel de la banque"),
    Option(name="--affecter", chooses="affecter",
           sentence="sans fichier : règle ce qui est choisi dans Banque (Client, Factures, ou oui en Décision)"),
    Option(name="--vider-inconnus", chooses="vider-inconnus",
           sentence="sans fichier : efface qui a payé, des encaissements qui ne sont d'aucun client"),
    Option(name="--confirmer", field="confirmed", sentence="continue malgré ce qui est à confirmer"),
    Option(name="--colonne", field="columns", shown="NOM=EN-TÊTE", takes=Takes.COLUMNS,
           sentence="CSV ou Excel : l'en-tête qui tient lieu de Date, Libellé, Montant, Débit, Crédit… ; retenu"),
)  # fmt: skip
_CRITERIA_OPTIONS: Final = (
    Option(name="--raz", chooses="raz", sentence="remet les valeurs par défaut"),
    Option(name="--defaut", chooses="defaut", sentence="enregistre les critères comme valeurs par défaut"),
    Option(name="--tout-selectionner", chooses="tout-selectionner", sentence="coche toutes les lignes proposées"),
    Option(name="--tout-deselectionner", chooses="tout-deselectionner", sentence="décoche toutes les lignes"),
    Option(name="--reprendre-propositions", chooses="reprendre-propositions",
           sentence="cherche à nouveau, et abandonne coches, niveaux et canaux changés à la main"),
)  # fmt: skip
_TEMPLATE_OPTIONS: Final = (
    Option(name="--convertir", field="merge_document", shown="FICHIER", takes=Takes.TEXT,
           sentence="fait d'un document de publipostage de Word un modèle, à côté des autres"),
)  # fmt: skip
_UNRECORDED: Final = Option(
    name="--sans-journal", field="unrecorded", takes=Takes.WORD, choices=("reprendre", "mettre-de-cote"),
    sentence="documents d'un classeur fermé sans être enregistré : au journal, ou dans « Annulées »",
)  # fmt: skip
_PDF_OPTIONS: Final = tuple(
    Option(name=name, field=field, sentence=f"fait aussi un PDF de chaque {what}, par LibreOffice ou par Word")
    for name, field, what in (("--pdf", "run_pdfs", "tirage"), ("--pdf-lettres", "letter_pdfs", "lettre"))
)
_MAIL_OPTIONS: Final = (
    Option(name="--envoyer", chooses="envoyer", sentence="envoie pour de vrai, après confirmation"),
    Option(name="--oui", field="oui", sentence="confirme l'envoi d'avance, pour un usage sans terminal"),
    Option(name="--tout-a", field="redirection", shown="ADRESSE", takes=Takes.TEXT,
           sentence="répétition : tout part à cette adresse, rien n'est enregistré"),
    Option(name="--partis", field="left", shown="CLIENT,…", takes=Takes.TEXT,
           sentence="ces e-mails incertains sont partis : les enregistrer (« tous » pour tous)"),
    Option(name="--a-renvoyer", field="again", shown="CLIENT,…", takes=Takes.TEXT,
           sentence="ces e-mails incertains ne sont pas partis : ils peuvent repartir"),
    Option(name="--mot-de-passe", field="password",
           sentence="confie le mot de passe du serveur au trousseau du système"),
    _UNRECORDED,
)  # fmt: skip
_FIRM_IMPORT_OPTIONS: Final = tuple(each for each in _IMPORT_OPTIONS if each.field not in {"", "files", "confirmed"})
"""Nobody confirms the doubts of three hundred companies at once: each is confirmed alone."""
_FIRM_OPTIONS: Final = (
    Option(name="--reprendre", field="resume", sentence="continue l'exécution interrompue, là où elle s'est arrêtée"),
    Option(name="--oui", field="oui", sentence="lettres et mails : confirme d'avance, pour un usage sans terminal"),
    Option(name="--processus", field="workers", shown="N", takes=Takes.NUMBER,
           sentence="sociétés traitées à la fois (par défaut : autant que de processeurs)"),
    Option(name="--delai", field="delay", shown="SECONDES", takes=Takes.NUMBER,
           sentence="temps laissé à une société (par défaut : 120 secondes)"),
    Option(name="--ordonnanceur", field="scheduler", shown="tcp://…", takes=Takes.TEXT,
           sentence="fait travailler les ouvriers de cet ordonnanceur Dask, sur d'autres machines"),
)  # fmt: skip

_ROWS: Final = (
    Action(
        name="importer",
        over_firm=True,
        does="importing:import_files",
        writes=_named(
            schema.CUSTOMERS,
            schema.ITEMS,
            schema.PARAMETERS,
            schema.IMPORTS,
            schema.IMPORT_DETAILS,
            *_BALANCES,
            schema.CONTROL,
        ),
        records=True,
        fills_control=True,
        asks_files=True,
        then="rechercher",
        sheet=sheets.ITEMS,
        macro="Relance_Importer",
        group="Données",
        caption="Importer…",
        sentence="FEC, CSV ou Excel de votre logiciel. Les niveaux déjà atteints sont conservés.",
        title="Importer le grand livre",
        command=Command(
            name="importer",
            sentence="ajoute et met à jour clients et factures depuis un FEC, un CSV ou un fichier Excel",
            options=_IMPORT_OPTIONS,
        ),
    ),
    Action(name="colonnes", does="importing:show_columns", sheet=sheets.ITEMS),
    Action(
        name="banque",
        over_firm=True,
        does="bank.statements:read_statements",
        writes=_named(schema.ITEMS, schema.BANK, schema.JOURNAL, schema.PARAMETERS, *_BALANCES, schema.CONTROL),
        records=True,
        fills_control=True,
        asks_files=True,
        sheet=sheets.BANK,
        macro="Relance_Banque",
        group="Données",
        caption="Relevé bancaire…",
        sentence="Qui a payé n'est pas relancé : ce qui est sûr est affecté, le reste retient le client.",
        title="Lire le relevé bancaire",
        command=Command(
            name="banque",
            sentence="rapproche un relevé bancaire des factures ouvertes ; retient les clients qui ont payé",
            options=_BANK_OPTIONS,
        ),
    ),
    Action(
        name="affecter",
        does="bank.assigning:assign",
        writes=_named(schema.ITEMS, schema.BANK, schema.PAYERS, schema.JOURNAL, *_BALANCES, schema.CONTROL),
        records=True,
        fills_control=True,
        sheet=sheets.BANK,
        macro="Relance_Affecter",
        group="Données",
        caption="Affecter",
        sentence="Règle ce que vous avez choisi dans Banque, et retient qui a payé pour la prochaine fois.",
    ),
    Action(
        name="vider-inconnus",
        does="bank.emptying:empty_unknown",
        writes=_named(schema.BANK),
        sheet=sheets.BANK,
        macro="Relance_ViderInconnus",
        group="Données",
        caption="Vider les inconnus",
        sentence="Efface libellé, payeur et IBAN des encaissements qui ne sont d'aucun client. Ne s'annule pas.",
    ),
    Action(
        name="verifier",
        over_firm=True,
        does="checking:verify",
        writes=_named(schema.CONTROL),
        fills_control=True,
        sheet=sheets.CONTROL,
        macro="Relance_Verifier",
        group="Données",
        caption="Vérifier",
        sentence="Chaque anomalie est listée avec un lien vers la cellule à corriger.",
        title="Vérifier les données",
        command=Command(name="verifier", sentence="cherche toutes les anomalies et remplit la feuille Contrôle"),
    ),
    Action(
        name="rechercher",
        over_firm=True,
        does="searching:search",
        writes=_SEARCHING,
        fills_control=True,
        sheet=sheets.PROPOSALS,
        macro="Relance_Rechercher",
        group="Relances",
        caption="Rechercher",
        sentence="Propose qui relancer, et pourquoi. Relisez, cochez, décochez : rien n'est encore émis.",
        title="Rechercher les relances",
        command=Command(
            name="rechercher",
            sentence="propose les relances dans la feuille Relances, sans changer aucun niveau",
            criteria=True,
        ),
    ),
    Action(
        name="criteres",
        does="criteria:set_criteria",
        writes=_named(schema.PROPOSALS, schema.PARAMETERS),
        command=Command(
            name="criteres",
            sentence="écrit, remet à zéro ou enregistre les critères ; coche ou décoche tout",
            options=_CRITERIA_OPTIONS,
            criteria=True,
        ),
    ),
    Action(
        name="tout-selectionner",
        does="criteria:select_all",
        writes=_named(schema.PROPOSALS),
        macro="Relance_ToutSelectionner",
        group="Relances",
        caption="Tout sélectionner",
        sentence="Coche toutes les lignes proposées.",
    ),
    Action(
        name="tout-deselectionner",
        does="criteria:select_none",
        writes=_named(schema.PROPOSALS),
        macro="Relance_ToutDeselectionner",
        group="Relances",
        caption="Tout désélectionner",
        sentence="Décoche toutes les lignes.",
    ),
    Action(
        name="cocher-selection",
        does="criteria:tick_selected",
        writes=_named(schema.PROPOSALS),
        macro="Relance_CocherSelection",
        group="Relances",
        caption="Cocher la sélection",
        sentence="Coche les lignes proposées des clients dont une cellule est sélectionnée.",
    ),
    Action(
        name="decocher-selection",
        does="criteria:untick_selected",
        writes=_named(schema.PROPOSALS),
        macro="Relance_DecocherSelection",
        group="Relances",
        caption="Décocher la sélection",
        sentence="Décoche toutes les lignes des clients dont une cellule est sélectionnée.",
    ),
    Action(
        name="raz",
        does="criteria:reset_criteria",
        writes=_named(schema.PROPOSALS),
        macro="Relance_RazFiltre",
        group="Relances",
        caption="RAZ filtre",
        sentence="Remet les critères enregistrés par défaut.",
    ),
    Action(
        name="defaut",
        does="criteria:save_defaults",
        writes=_named(schema.PARAMETERS),
        macro="Relance_EnregistrerDefaut",
        group="Relances",
        caption="Enregistrer comme défaut",
        sentence="Garde ces critères pour les prochaines fois, sans lancer de recherche.",
    ),
    Action(
        name="reprendre-propositions",
        does="searching:search_afresh",
        writes=_SEARCHING,
        fills_control=True,
        sheet=sheets.PROPOSALS,
        group="Relances",
        macro="Relance_ReprendrePropositions",
        caption="Reprendre les propositions",
        sentence="Recherche à nouveau, et abandonne coches, niveaux et canaux changés à la main.",
    ),
    Action(
        name="fiche",
        does="card:fill_card",
        writes=_named(schema.CARD, schema.CONTROL),
        sheet=sheets.CARD,
        macro="Relance_Fiche",
        group="Suivi",
        caption="Fiche du client",
        sentence="Le client de la ligne sélectionnée sur une page : ce qu'il doit, ce qui a été envoyé, dit et promis.",
        title="Voir un client sur une page",
        command=Command(
            name="fiche",
            sentence="remplit la feuille Fiche : un client sur une page",
            options=(
                Option(
                    name="customer",
                    field="customer",
                    shown="CODE",
                    takes=Takes.CODE,
                    sentence="le code du client, comme dans Clients",
                ),
            ),
        ),
    ),
    Action(
        name="appels",
        over_firm=True,
        does="phoning:fill_phone_list",
        writes=_named(schema.CALLS, schema.CONTROL),
        sheet=sheets.CALLS,
        macro="Relance_ListeAppels",
        group="Appels",
        caption="Liste d'appels",
        sentence="Les clients cochés, leurs coordonnées et leurs factures. Aucun niveau ne change.",
        title="Préparer les appels",
        command=Command(name="appels", sentence="remplit la liste d'appels, sans changer aucun niveau"),
    ),
    Action(
        name="enregistrer-appels",
        does="calling:record_calls",
        writes=_named(schema.ITEMS, schema.JOURNAL, schema.CALLS, schema.CONTROL),
        records=True,
        fills_control=True,
        macro="Relance_EnregistrerAppels",
        group="Appels",
        caption="Enregistrer les appels",
        sentence="Reporte résultats et promesses dans Factures et Journal.",
        command=Command(
            name="enregistrer-appels", sentence="reporte les résultats saisis dans Appels vers Factures et Journal"
        ),
    ),
    Action(
        name="lettres",
        over_firm=True,
        does="letters:issue_letters",
        rehearses="letters:rehearse_letters",
        saves_itself=True,
        writes=_ISSUING,
        records=True,
        sheet=sheets.JOURNAL,
        macro="Relance_Lettres",
        group="Envois",
        caption="Lettres",
        sentence="Une lettre Word par client coché et un tirage par niveau, puis enregistrement.",
        title="Éditer les lettres",
        command=Command(
            name="lettres",
            sentence="écrit les lettres des lignes cochées, puis enregistre",
            options=(*_PDF_OPTIONS, _UNRECORDED),
        ),
    ),
    Action(
        name="mails",
        over_firm=True,
        does="mail.drafting:draft_mails",
        rehearses="mail.drafting:rehearse_mails",
        saves_itself=True,
        writes=_ISSUING,
        records=True,
        sheet=sheets.JOURNAL,
        macro="Relance_Emails",
        group="Envois",
        caption="E-mails",
        sentence="Des brouillons prêts à relire et à envoyer, puis enregistrement.",
        title="Préparer les e-mails",
        command=Command(
            name="mails",
            sentence="écrit les brouillons d'e-mails des lignes cochées, ou les envoie, puis enregistre",
            options=_MAIL_OPTIONS,
        ),
    ),
    Action(
        name="envoyer",
        does="mail.sending:send_mails",
        rehearses="mail.drafting:rehearse_mails",
        saves_itself=True,
        writes=_ISSUING,
        records=True,
        sheet=sheets.JOURNAL,
        macro="Relance_Envoyer",
        group="Envois",
        caption="Envoyer",
        sentence="Envoie pour de vrai les e-mails des lignes cochées, après confirmation.",
    ),
    Action(
        name="retours",
        does="mail.returns:read_returns",
        writes=_named(schema.CUSTOMERS, schema.JOURNAL, schema.CONTROL),
        records=True,
        asks_files=True,
        spares_files="mail.returns:needs_no_file",
        sheet=sheets.CUSTOMERS,
        macro="Relance_Retours",
        group="Envois",
        caption="Retours",
        sentence="Lit les e-mails revenus non remis ; les adresses mortes sont marquées, une lettre prend le relais.",
        title="Lire les e-mails revenus",
        command=Command(
            name="retours",
            sentence="lit les e-mails revenus non remis, et marque dans Clients les adresses mortes",
            options=(
                Option(
                    name="files",
                    field="files",
                    shown="FICHIER",
                    takes=Takes.FILES_IF_ANY,
                    sentence="messages de retour enregistrés en .eml, ou boîte .mbox ; sans fichier, votre boîte",
                ),
            ),
        ),
    ),
    Action(
        name="connexion",
        does="mail.connecting:sign_in",
        macro="Relance_Connexion",
        group="Envois",
        caption="Se connecter",
        sentence="Connecte ce poste au compte Microsoft des paramètres, dans le navigateur.",
        command=Command(
            name="connexion",
            sentence="connecte ce poste au compte Microsoft des paramètres, dans le navigateur",
            options=(
                Option(
                    name="--code",
                    field="how",
                    value="code",
                    sentence="par un code à taper sur un autre poste, s'il n'y a pas de navigateur ici",
                ),
                Option(name="--oublier", field="how", value="oublier", sentence="oublie ce compte sur ce poste"),
            ),
        ),
    ),
    Action(
        name="modeles",
        does="template_checking:check_all_templates",
        writes=_named(schema.CONTROL),
        fills_control=True,
        sheet=sheets.CONTROL,
        macro="Relance_VerifierModeles",
        group="Envois",
        caption="Vérifier les modèles",
        sentence="Cherche les champs inconnus et les balises cassées dans les modèles Word et e-mail.",
        command=Command(
            name="modeles",
            sentence="essaie chaque modèle de lettre et d'e-mail, et dit ses fautes et leur place",
            options=_TEMPLATE_OPTIONS,
        ),
    ),
    Action(
        name="traites",
        does="bills:follow_bills",
        writes=_named(schema.BILLS, schema.CONTROL),
        fills_control=True,
        sheet=sheets.BILLS,
        macro="Relance_Traites",
        group="Traites",
        caption="Traites",
        sentence="Les traites envoyées à l'acceptation et non retournées.",
        title="Suivre les traites",
        command=Command(
            name="traites",
            sentence="suit les traites envoyées à l'acceptation et non retournées",
            options=(
                Option(
                    name="--lettres",
                    chooses="traites-lettres",
                    sentence="écrit les lettres de relance, puis enregistre",
                ),
                _UNRECORDED,
            ),
        ),
    ),
    Action(
        name="traites-lettres",
        does="bills:issue_bill_letters",
        rehearses="bills:rehearse_bill_letters",
        saves_itself=True,
        writes=_named(schema.BILLS, schema.JOURNAL, schema.CONTROL),
        records=True,
        fills_control=True,
        macro="Relance_TraitesLettres",
        group="Traites",
        caption="Lettres de traites",
        sentence="Écrit les lettres demandant le retour des traites.",
    ),
    Action(
        name="bilan",
        over_firm=True,
        does="dashboard:dashboard",
        writes=_named(*_BALANCES, schema.CONTROL),
        sheet=sheets.HOME,
        macro="Relance_TableauDeBord",
        group="Suivi",
        caption="Tableau de bord",
        sentence="Met à jour la balance âgée et son graphique.",
        title="Actualiser le tableau de bord",
        command=Command(
            name="bilan", also=("tableau-de-bord",), sentence="met à jour la balance âgée et les chiffres clés"
        ),
    ),
    Action(
        name="annuler",
        does="undoing:undo",
        rehearses="undoing:rehearse_undo",
        saves_itself=True,
        writes=_named(
            schema.ITEMS,
            schema.CUSTOMERS,
            schema.PARAMETERS,
            schema.CALLS,
            schema.BILLS,
            schema.BANK,
            schema.PAYERS,
            schema.JOURNAL,
            schema.IMPORTS,
            schema.IMPORT_DETAILS,
            schema.PROPOSALS,
            *_BALANCES,
            schema.CONTROL,
        ),
        records=True,
        sheet=sheets.JOURNAL,
        macro="Relance_Annuler",
        group="Suivi",
        caption="Annuler",
        sentence="Niveaux et dates reviennent à leur état d'avant ; les documents sont mis de côté.",
        title="Annuler le dernier lot",
        command=Command(
            name="annuler",
            sentence="annule le dernier lot : niveaux et dates d'avant, documents mis de côté",
            options=(
                Option(
                    name="--lot",
                    field="batch",
                    shown="LOT",
                    takes=Takes.TEXT,
                    sentence="ce lot-là, plutôt que le dernier",
                ),
            ),
        ),
    ),
    Action(
        name="remettre-a-blanc",
        does="batches.blanking:blank_levels",
        writes=_named(schema.ITEMS, schema.JOURNAL, schema.CONTROL),
        records=True,
        macro="Relance_RemettreABlanc",
        group="Suivi",
        caption="Remettre les niveaux à blanc",
        sentence="Après un changement de règle d'un groupe : ses lignes repartent sans niveau. « Annuler » les rend.",
        command=Command(
            name="remettre-a-blanc",
            sentence="remet à zéro les niveaux des groupes qui ont changé de règle",
            options=(
                Option(
                    name="--groupe", field="group", shown="0-9", takes=Takes.NUMBER, sentence="ce groupe-là seulement"
                ),
            ),
        ),
    ),
)

ACTIONS: Final[dict[str, Action]] = {row.name: row for row in _ROWS}
"""By name."""

COMMANDS: Final[dict[str, Command]] = {
    command.name: command
    for command in (
        Command(
            name="demo",
            sentence="crée une société d'exemple et déroule toutes les étapes",
            options=(
                Option(
                    name="--cabinet",
                    field="companies",
                    shown="N",
                    takes=Takes.NUMBER,
                    sentence="crée plutôt le dossier d'un cabinet : N sociétés inventées, quelques-unes fautives",
                ),
            ),
        ),
        Command(
            name="nouveau",
            sentence="crée le classeur d'une société, vide et prêt",
            options=(
                Option(
                    name="--sans-macros",
                    field="plain",
                    sentence="un simple .xlsx, sans macro ni bouton, dont les actions sont dans la fenêtre",
                ),
            ),
        ),
        *(row.command for row in _ROWS if row.command is not None),
        Command(
            name="cabinet",
            sentence="fait une action sur toutes les sociétés d'un dossier, et les montre dans un seul classeur",
            options=(*_FIRM_OPTIONS, *_PDF_OPTIONS, *_FIRM_IMPORT_OPTIONS),
            criteria=True,
        ),
        Command(name="ouvrir", sentence="ouvre le classeur dans Excel, ou dans LibreOffice avec ses boutons"),
        Command(name="fenetre", sentence="montre les boutons dans une fenêtre à part, sans macro"),
        Command(name="reparer", sentence="rattache les boutons du classeur à ce Python, et remet les modèles absents"),
        Command(
            name="mettre-a-jour",
            sentence="donne à un classeur ancien les feuilles, colonnes, paramètres et macros de cette version",
        ),
        Command(
            name="diagnostic",
            sentence="dit ce qui est installé, ce qui manque, et la commande qui répare",
            options=(
                Option(
                    name="--rapport",
                    field="fault_report",
                    sentence="écrit un fichier à joindre à un signalement, sans nom, sans adresse, sans montant",
                ),
            ),
        ),
    )
}
"""Every command by its name, in the order of the help; those that no row has are no action on an open workbook."""

OTHER_WORDS: Final = {word: command.name for command in COMMANDS.values() for word in command.also}
"""What may be typed in place of a command's name."""

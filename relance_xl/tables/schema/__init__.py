"""Every sheet, table, column, named cell and parameter of the workbook, declared once.

`workbook/build.py` draws the workbook from it, `tables.sheets` finds their way by it, and the documentation's
reference is printed from it.  French is what the user sees, English what the code calls it.
"""

from __future__ import annotations

from relance_xl.domain.vocabulary import (
    BatchState,
    Block,
    CallOutcome,
    Channel,
    Content,
    CountedFrom,
    CustomerKind,
    Exclusion,
    Grouping,
    ItemKind,
    JournalEntry,
    LetterCurrency,
    Rule,
)
from relance_xl.problems import Severity
from relance_xl.tables.schema.columns import (
    GROUPS,
    LEVELS,
    NO,
    YES,
    Column,
    Kind,
    NamedCell,
    Parameter,
    Table,
    amount_column,
    choice_column,
    code_column,
    date_column,
    integer_column,
    text_column,
    values,
    yes_no_column,
)
from relance_xl.tables.schema.criteria_cells import ALL, CRITERIA, PER_CHANNEL, PER_GROUP
from relance_xl.tables.schema.parameter_list import DEFAULT_PREFIX, PARAMETER_LIST

__all__ = [
    "AGED_BALANCE",
    "ALL",
    "BILLS",
    "CALLS",
    "CHARGE_DETAILS",
    "CONTROL",
    "CRITERIA",
    "CUSTOMERS",
    "CUSTOMER_BALANCES",
    "DEFAULT_PREFIX",
    "EXCHANGE_RATES",
    "GROUPS",
    "GROUP_TABLE",
    "ITEMS",
    "JOURNAL",
    "LAST_IMPORT",
    "LEVELS",
    "LEVEL_TABLE",
    "NO",
    "PARAMETERS",
    "PARAMETER_LIST",
    "PENALTY_RATES",
    "PER_CHANNEL",
    "PER_GROUP",
    "PROPOSALS",
    "SHEETS",
    "TABLES",
    "YES",
    "Column",
    "Kind",
    "NamedCell",
    "Parameter",
    "Table",
]

CUSTOMERS = Table(
    sheet="Clients",
    name="tClients",
    columns=(
        code_column(
            "Code", "code", 12, required=True, help="Le code du client, unique ; les zéros de tête sont gardés."
        ),
        Column(header="Nom", field="name", required=True, width=34),
        text_column("Adresse 1", "address_1", 28),
        text_column("Adresse 2", "address_2", 22),
        text_column("Adresse 3", "address_3", 22),
        code_column("Code postal", "postal_code", 11),
        text_column("Ville", "city", 20),
        text_column("Pays", "country", 12, help="Vide : France."),
        text_column("Langue", "language", 9, help="Vide : français. Les modèles d'une autre langue portent son code."),
        text_column("Contact", "contact", 22),
        code_column("Téléphone", "phone", 16),
        text_column("E-mail", "email", 30, help="Plusieurs adresses : séparées par un point-virgule."),
        integer_column(
            "Groupe",
            "group",
            0,
            9,
            required=True,
            width=9,
            help="Groupe de relance de 0 à 9. Le groupe 0 n'est jamais relancé.",
        ),
        text_column("Devise", "currency", 9, help="Vide : la devise de référence."),
        text_column("Mode de règlement", "payment_method", 18),
        choice_column("Canal", "channel", values(Channel), 12),
        integer_column("Niveau fiche", "card_level", 0, 9, help="Le niveau imposé par la règle « Fiche client »."),
        choice_column("Type", "kind", values(CustomerKind), 14, help="Vide : professionnel."),
        choice_column("Blocage", "block", values(Block), 20),
        date_column("Pas avant le", "not_before", help="Aucune relance avant cette date."),
        text_column("Délai de règlement", "payment_terms", 20, help="« 30 jours », « 45 jours fin de mois »…"),
        text_column("Note", "note", 30),
    ),
)

ITEMS = Table(
    sheet="Factures",
    name="tFactures",
    colour_by="Niveau",
    columns=(
        code_column("Client", "customer", 12, required=True, help="Un code de la feuille Clients."),
        code_column("Facture", "invoice", 16, required=True),
        choice_column("Nature", "kind", values(ItemKind), 12, help="Vide : facture."),
        code_column("Garantie", "warranty", 12, help="Numéro de facture de garantie."),
        date_column("Date", "issue_date"),
        date_column("Échéance", "due_date", required=True, help="Le dernier jour pour payer."),
        text_column("Devise", "currency", 9, help="Vide : la devise de référence."),
        amount_column(
            "Montant", "amount", required=True, help="TTC ; positif : dû par le client, négatif : avoir ou règlement."
        ),
        amount_column("Réglé", "paid", help="Ce qui est déjà payé de cette ligne."),
        amount_column("Solde", "open_amount", formula="=[@Montant]-[@Réglé]"),
        text_column("Mode de règlement", "payment_method", 18),
        integer_column("Niveau", "level", 0, 9, help="Le niveau atteint ; 0 : jamais relancée."),
        date_column("Dernière relance", "last_reminder"),
        choice_column("Exclusion", "exclusion", values(Exclusion), 11),
        date_column("Promesse le", "promised_on", help="Aucune relance jusqu'à cette date comprise."),
        text_column("Pièce", "document", 24, help="Le chemin du document, ou son nom dans le dossier des pièces."),
        text_column("Note", "note", 30),
    ),
)

LEVEL_TABLE = Table(
    sheet="Niveaux",
    name="tNiveaux",
    colour_by="Niveau",
    columns=(
        integer_column("Niveau", "number", 1, 9, required=True, width=9),
        integer_column("Groupe", "group", 0, 9, width=9, help="Vide : tous les groupes sans ligne à eux."),
        text_column("Libellé", "label", 24),
        integer_column(
            "Borne inférieure",
            "lower",
            None,
            None,
            width=11,
            help="Jours de retard, comprise ; négative : avant l'échéance.",
        ),
        integer_column(
            "Borne supérieure",
            "upper",
            None,
            None,
            width=11,
            help="Jours de retard, comprise ; vide : jusqu'au niveau suivant.",
        ),
        choice_column("Compté depuis", "counted_from", values(CountedFrom), 16),
        text_column("Objet", "subject", 30, help="L'objet des messages, fixe. Ou bien le mot-clé, pas les deux."),
        text_column("Mot-clé objet", "subject_keyword", 26, help="Avec {client}, {facture}, {factures}, {total}."),
        text_column("Modèle lettre", "letter_template", 20),
        text_column("Modèle e-mail", "mail_template", 20),
        choice_column("Devise lettre", "letter_currency", values(LetterCurrency), 13),
        choice_column("Canal", "channel", values(Channel), 12),
        amount_column("Montant minimum", "minimum_amount"),
        integer_column("Délai exigé", "deadline_days", 0, 365, help="Jours accordés par la lettre, imprimés en date."),
        yes_no_column("Recommandé AR", "registered"),
        yes_no_column("Pénalités", "late_interest"),
        yes_no_column("Indemnité", "recovery_fee"),
        Column(header="Couleur fond", field="fill_colour", kind=Kind.COLOUR, width=12, help="#RRVVBB, comme #FFF2CC."),
        Column(header="Couleur texte", field="text_colour", kind=Kind.COLOUR, width=12, help="#RRVVBB."),
    ),
)

GROUP_TABLE = Table(
    sheet="Groupes",
    name="tGroupes",
    columns=(
        integer_column("Groupe", "number", 0, 9, required=True, width=9),
        text_column("Libellé", "label", 28),
        choice_column("Règle", "rule", values(Rule), 20),
        integer_column("Niveau minimum", "minimum_level", 1, 9),
        integer_column("Niveau maximum", "maximum_level", 1, 9),
        integer_column("Intervalle", "interval", 0, 3650, help="Jours au moins entre deux relances d'une même ligne."),
        choice_column("Regroupement", "grouping", values(Grouping), 15),
        choice_column("Contenu", "content", values(Content), 12),
        amount_column("Montant minimum", "minimum_amount"),
        text_column("Gestionnaire", "manager", 22),
        code_column("Téléphone gestionnaire", "manager_phone", 20),
        text_column("E-mail gestionnaire", "manager_email", 28),
    ),
)

PROPOSALS = Table(
    sheet="Relances",
    name="tRelances",
    colour_by="Niveau proposé",
    columns=(
        text_column("Alerte", "alert", 9),
        yes_no_column("Relancer", "ticked"),
        code_column("Client", "customer", 12),
        text_column("Nom", "name", 30),
        Column(header="Facture", field="invoice", kind=Kind.LINK, width=16),
        date_column("Échéance", "due_date"),
        integer_column("Jours de retard", "days_overdue", None, None, width=9),
        text_column("Devise", "currency", 8),
        amount_column("Montant", "amount"),
        amount_column("Réglé", "paid"),
        amount_column("Solde", "open_amount"),
        integer_column("Niveau atteint", "level_reached", 0, 9, width=9),
        integer_column("Niveau proposé", "level_proposed", 1, 9, width=9),
        choice_column("Canal", "channel", values(Channel), 11),
        text_column("Modèle", "template", 18),
        text_column("Pourquoi", "why", 46),
        date_column("Dernière relance", "last_reminder"),
        integer_column("Groupe", "group", 0, 9, width=8),
        text_column("Gestionnaire", "manager", 18),
        Column(header="Pièce", field="document", kind=Kind.LINK, width=18),
        code_column(
            "N° recommandé",
            "registered_number",
            22,
            help="Tapez ou scannez le numéro de la liasse avant « Lettres », sur une ligne cochée de la lettre.",
        ),
    ),
)

CALLS = Table(
    sheet="Appels",
    name="tAppels",
    columns=(
        code_column("Client", "customer", 12),
        text_column("Nom", "name", 30),
        text_column("Contact", "contact", 20),
        code_column("Téléphone", "phone", 18),
        text_column("E-mail", "email", 28),
        Column(header="Facture", field="invoice", kind=Kind.LINK, width=16),
        date_column("Échéance", "due_date"),
        integer_column("Jours de retard", "days_overdue", None, None, width=9),
        text_column("Devise", "currency", 8),
        amount_column("Solde", "open_amount"),
        amount_column("Total client", "customer_total"),
        integer_column("Niveau atteint", "level_reached", 0, 9, width=9),
        text_column("Gestionnaire", "manager", 18),
        choice_column("Résultat", "outcome", values(CallOutcome), 18),
        date_column("Promesse le", "promised_on"),
        amount_column("Montant promis", "promised_amount"),
        text_column("Note", "note", 30),
        Column(header="Pièce", field="document", kind=Kind.LINK, width=18),
    ),
)

BILLS = Table(
    sheet="Traites",
    name="tTraites",
    columns=(
        code_column("Traite", "number", 14, required=True),
        code_column("Client", "customer", 12, required=True),
        date_column("Tirée le", "drawn_on"),
        date_column("Échéance", "maturity_date", required=True),
        amount_column("Montant", "amount", required=True),
        text_column("Devise", "currency", 9),
        date_column("Envoyée le", "sent_on"),
        yes_no_column("Acceptée", "accepted"),
        integer_column("Relances", "reminders", 0, None),
        date_column("Dernière relance", "last_reminder"),
        text_column("Note", "note", 36),
        text_column("État", "state", 46, help="Écrit par « Traites » : à relancer, à épurer, trop tôt…"),
    ),
)

JOURNAL = Table(
    sheet="Journal",
    name="tJournal",
    columns=(
        code_column("Lot", "batch", 18),
        Column(header="Horodatage", field="moment", kind=Kind.MOMENT, width=18),
        text_column("Utilisateur", "user", 16),
        code_column("Client", "customer", 12),
        code_column("Facture", "invoice", 16),
        text_column("Canal", "channel", 12),
        integer_column("Niveau avant", "level_before", 0, 9),
        integer_column("Niveau après", "level_after", 0, 9),
        date_column("Relance précédente", "previous_reminder"),
        amount_column("Solde", "open_amount"),
        text_column("Devise", "currency", 8),
        text_column("Document", "document", 44),
        text_column("Empreinte", "fingerprint", 20),
        choice_column("État", "state", values(BatchState), 10),
        date_column(
            "Échéance", "due_date", help="L'échéance de la ligne relancée : une facture peut en avoir plusieurs."
        ),
        choice_column("Nature", "nature", values(JournalEntry), 10),
        date_column("Relance du", "reminded_on", help="La date de relance écrite sur la ligne."),
        text_column("Tirage", "print_run", 34),
        date_column("Promesse avant", "promised_before"),
        date_column("Promesse", "promised_after"),
        choice_column("Exclusion avant", "exclusion_before", values(Exclusion), 11),
        choice_column("Exclusion", "exclusion_after", values(Exclusion), 11),
        text_column("Note ajoutée", "note_added", 30),
        code_column(
            "N° recommandé",
            "registered_number",
            22,
            help="Le numéro de la lettre recommandée ; vide, il peut être tapé ici après coup.",
        ),
    ),
)

CONTROL = Table(
    sheet="Contrôle",
    name="tControle",
    columns=(
        choice_column("Gravité", "severity", values(Severity), 14),
        text_column("Feuille", "sheet", 14),
        Column(header="Cellule", field="cell", kind=Kind.LINK, width=11),
        text_column("Valeur", "value", 24),
        text_column("Message", "message", 90),
    ),
)

PARAMETERS = Table(
    sheet="Paramètres",
    name="tParametres",
    columns=(text_column("Paramètre", "label", 40), text_column("Valeur", "value", 44)),
)

EXCHANGE_RATES = Table(
    sheet="Taux",
    name="tDevises",
    columns=(
        text_column("Devise", "currency", 10),
        date_column("Date", "on"),
        Column(
            header="Cours", field="value", kind=Kind.RATE, width=12, help="Valeur d'une unité en devise de référence."
        ),
    ),
)

PENALTY_RATES = Table(
    sheet="Taux",
    name="tPenalites",
    columns=(
        date_column("Date d'effet", "on"),
        Column(
            header="Taux BCE", field="ecb_rate", kind=Kind.RATE, width=12, help="En %, au 1er janvier ou 1er juillet."
        ),
        Column(
            header="Majoration", field="margin", kind=Kind.RATE, width=12, help="En points : 10, ou 8 pour le public."
        ),
    ),
)

AGED_BALANCE = Table(
    sheet="Accueil",
    name="tBalance",
    columns=(
        text_column("Tranche", "bracket", 22),
        amount_column("Montant", "amount"),
        integer_column("Lignes", "lines", 0, None),
        Column(header="Part", field="share", kind=Kind.RATE, width=10),
    ),
)

CUSTOMER_BALANCES = Table(
    sheet="Balance âgée",
    name="tBalanceClients",
    columns=(
        code_column("Client", "customer", 12),
        text_column("Nom", "name", 34),
        amount_column("Non échu", "bracket_0"),
        amount_column("1-30 jours", "bracket_1"),
        amount_column("31-60 jours", "bracket_2"),
        amount_column("61-90 jours", "bracket_3"),
        amount_column("Plus de 90 jours", "bracket_4"),
        amount_column("Total", "total"),
        text_column("Gestionnaire", "manager", 22),
    ),
)

CHARGE_DETAILS = Table(
    sheet="Pénalités",
    name="tPenalitesDetail",
    columns=(
        code_column("Client", "customer", 12),
        text_column("Nom", "name", 34),
        code_column("Facture", "invoice", 16),
        date_column("Échéance", "due_date"),
        date_column("Du", "first"),
        date_column("Au", "last"),
        integer_column("Jours", "days", 1, None),
        amount_column("Base", "base"),
        text_column("Devise", "currency", 9),
        Column(header="Taux annuel", field="rate", kind=Kind.RATE, width=10, help="En % : taux BCE et majoration."),
        amount_column("Intérêts", "interest", help="Base × taux × jours / 365, arrondis au centime."),
        amount_column("Indemnité", "fee", help="40 € par facture en retard, une seule fois."),
    ),
)

TABLES: tuple[Table, ...] = (
    AGED_BALANCE,
    CUSTOMERS,
    ITEMS,
    LEVEL_TABLE,
    GROUP_TABLE,
    PROPOSALS,
    CALLS,
    BILLS,
    CUSTOMER_BALANCES,
    CHARGE_DETAILS,
    JOURNAL,
    CONTROL,
    PARAMETERS,
    EXCHANGE_RATES,
    PENALTY_RATES,
)

SHEETS = (
    "Accueil",
    "Clients",
    "Factures",
    "Niveaux",
    "Groupes",
    "Relances",
    "Appels",
    "Traites",
    "Balance âgée",
    "Pénalités",
    "Journal",
    "Contrôle",
    "Paramètres",
    "Taux",
    "xlwings.conf",
)

LAST_IMPORT = "dernier_import"
"""Named cell of `Accueil`: date of the last imported entry."""

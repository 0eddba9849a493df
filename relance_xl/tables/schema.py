"""Every sheet, table, column, named cell and parameter of the workbook, declared once.

`workbook/build.py` draws the workbook from it, `reading` and `writing` find their way by it, and the documentation's
reference is printed from it.  French is what the user sees, English what the code calls it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from relance_xl.domain.vocabulary import (
    BatchState,
    Block,
    CallOutcome,
    Channel,
    Content,
    CountedFrom,
    CustomerKind,
    Display,
    Exclusion,
    Grouping,
    ItemKind,
    JoinedLetter,
    JournalEntry,
    LetterCurrency,
    MailMethod,
    MailSecurity,
    Rule,
)
from relance_xl.problems import Severity


class Kind(Enum):
    """What a cell holds: decides how it is read, formatted and aligned."""

    TEXT = auto()
    CODE = auto()  # text that a spreadsheet may have turned into a number: 3.0 is « 3 », « 007 » stays
    DATE = auto()
    MOMENT = auto()  # a date and a time
    AMOUNT = auto()
    RATE = auto()
    INTEGER = auto()
    YES_NO = auto()
    CHOICE = auto()
    COLOUR = auto()
    LINK = auto()


YES, NO = "oui", "non"
LEVELS = tuple(range(1, 10))
GROUPS = tuple(range(10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        header: as the user sees it, unique in its table.
        field: the attribute of the domain record it fills, or the name used in the rows written.
        choices: allowed values, shown as a drop-down; for CHOICE they are the values of a StrEnum of the domain.
        low, high: inclusive bounds of an INTEGER.
        formula: the column's own formula, in English, or "".
        width: in characters.
        help: one French sentence shown when the cell is selected, and printed in the documentation.
    """

    header: str
    field: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    formula: str = ""
    width: float = 14
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One Excel table: its sheet, its name, its columns in the shipped order."""

    sheet: str
    name: str
    columns: tuple[Column, ...]
    colour_by: str = ""  # header of the column whose level colours the rows

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in the shipped order."""
        return tuple(column.header for column in self.columns)

    def column(self, field: str) -> Column:
        """The column that fills `field`; KeyError when there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(field)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCell:
    """One named input cell of the sheet `Relances`."""

    name: str
    field: str
    label: str
    kind: Kind
    default: str = ""
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row of `tParametres`."""

    label: str
    field: str
    kind: Kind = Kind.TEXT
    default: str = ""
    choices: tuple[str, ...] = ()
    help: str = ""


def _values(words: type[StrEnum]) -> tuple[str, ...]:
    return tuple(word.value for word in words)


def _numbers(numbers: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(map(str, numbers))


def _text(header: str, field: str, width: float = 14, *, help: str = "") -> Column:
    return Column(header=header, field=field, width=width, help=help)


def _code(header: str, field: str, width: float = 12, *, required: bool = False, help: str = "") -> Column:
    return Column(header=header, field=field, kind=Kind.CODE, width=width, required=required, help=help)


def _date(header: str, field: str, *, required: bool = False, help: str = "") -> Column:
    return Column(header=header, field=field, kind=Kind.DATE, width=12, required=required, help=help)


def _amount(header: str, field: str, *, required: bool = False, formula: str = "", help: str = "") -> Column:
    return Column(header=header, field=field, kind=Kind.AMOUNT, width=14, required=required, formula=formula, help=help)


def _integer(
    header: str,
    field: str,
    low: int | None,
    high: int | None,
    *,
    required: bool = False,
    help: str = "",
    width: float = 10,
) -> Column:
    return Column(
        header=header, field=field, kind=Kind.INTEGER, low=low, high=high, required=required, help=help, width=width
    )


def _yes_no(header: str, field: str, *, help: str = "") -> Column:
    return Column(header=header, field=field, kind=Kind.YES_NO, choices=(YES, NO), width=11, help=help)


def _choice(header: str, field: str, choices: tuple[str, ...], width: float = 14, *, help: str = "") -> Column:
    return Column(header=header, field=field, kind=Kind.CHOICE, choices=choices, width=width, help=help)


CUSTOMERS = Table(
    sheet="Clients",
    name="tClients",
    columns=(
        _code("Code", "code", 12, required=True, help="Le code du client, unique ; les zéros de tête sont gardés."),
        Column(header="Nom", field="name", required=True, width=34),
        _text("Adresse 1", "address_1", 28),
        _text("Adresse 2", "address_2", 22),
        _text("Adresse 3", "address_3", 22),
        _code("Code postal", "postal_code", 11),
        _text("Ville", "city", 20),
        _text("Pays", "country", 12, help="Vide : France."),
        _text("Langue", "language", 9, help="Vide : français. Les modèles d'une autre langue portent son code."),
        _text("Contact", "contact", 22),
        _code("Téléphone", "phone", 16),
        _text("E-mail", "email", 30, help="Plusieurs adresses : séparées par un point-virgule."),
        _integer(
            "Groupe",
            "group",
            0,
            9,
            required=True,
            width=9,
            help="Groupe de relance de 0 à 9. Le groupe 0 n'est jamais relancé.",
        ),
        _text("Devise", "currency", 9, help="Vide : la devise de référence."),
        _text("Mode de règlement", "payment_method", 18),
        _choice("Canal", "channel", _values(Channel), 12),
        _integer("Niveau fiche", "card_level", 0, 9, help="Le niveau imposé par la règle « Fiche client »."),
        _choice("Type", "kind", _values(CustomerKind), 14, help="Vide : professionnel."),
        _choice("Blocage", "block", _values(Block), 20),
        _date("Pas avant le", "not_before", help="Aucune relance avant cette date."),
        _text("Délai de règlement", "payment_terms", 20, help="« 30 jours », « 45 jours fin de mois »…"),
        _text("Note", "note", 30),
    ),
)

ITEMS = Table(
    sheet="Factures",
    name="tFactures",
    colour_by="Niveau",
    columns=(
        _code("Client", "customer", 12, required=True, help="Un code de la feuille Clients."),
        _code("Facture", "invoice", 16, required=True),
        _choice("Nature", "kind", _values(ItemKind), 12, help="Vide : facture."),
        _code("Garantie", "warranty", 12, help="Numéro de facture de garantie."),
        _date("Date", "issue_date"),
        _date("Échéance", "due_date", required=True, help="Le dernier jour pour payer."),
        _text("Devise", "currency", 9, help="Vide : la devise de référence."),
        _amount(
            "Montant", "amount", required=True, help="TTC ; positif : dû par le client, négatif : avoir ou règlement."
        ),
        _amount("Réglé", "paid", help="Ce qui est déjà payé de cette ligne."),
        _amount("Solde", "open_amount", formula="=[@Montant]-[@Réglé]"),
        _text("Mode de règlement", "payment_method", 18),
        _integer("Niveau", "level", 0, 9, help="Le niveau atteint ; 0 : jamais relancée."),
        _date("Dernière relance", "last_reminder"),
        _choice("Exclusion", "exclusion", _values(Exclusion), 11),
        _date("Promesse le", "promised_on", help="Aucune relance jusqu'à cette date comprise."),
        _text("Pièce", "document", 24, help="Le chemin du document, ou son nom dans le dossier des pièces."),
        _text("Note", "note", 30),
    ),
)

LEVEL_TABLE = Table(
    sheet="Niveaux",
    name="tNiveaux",
    colour_by="Niveau",
    columns=(
        _integer("Niveau", "number", 1, 9, required=True, width=9),
        _integer("Groupe", "group", 0, 9, width=9, help="Vide : tous les groupes sans ligne à eux."),
        _text("Libellé", "label", 24),
        _integer(
            "Borne inférieure",
            "lower",
            None,
            None,
            width=11,
            help="Jours de retard, comprise ; négative : avant l'échéance.",
        ),
        _integer(
            "Borne supérieure",
            "upper",
            None,
            None,
            width=11,
            help="Jours de retard, comprise ; vide : jusqu'au niveau suivant.",
        ),
        _choice("Compté depuis", "counted_from", _values(CountedFrom), 16),
        _text("Objet", "subject", 30, help="L'objet des messages, fixe. Ou bien le mot-clé, pas les deux."),
        _text("Mot-clé objet", "subject_keyword", 26, help="Avec {client}, {facture}, {factures}, {total}."),
        _text("Modèle lettre", "letter_template", 20),
        _text("Modèle e-mail", "mail_template", 20),
        _choice("Devise lettre", "letter_currency", _values(LetterCurrency), 13),
        _choice("Canal", "channel", _values(Channel), 12),
        _amount("Montant minimum", "minimum_amount"),
        _integer("Délai exigé", "deadline_days", 0, 365, help="Jours accordés par la lettre, imprimés en date."),
        _yes_no("Recommandé AR", "registered"),
        _yes_no("Pénalités", "late_interest"),
        _yes_no("Indemnité", "recovery_fee"),
        Column(header="Couleur fond", field="fill_colour", kind=Kind.COLOUR, width=12, help="#RRVVBB, comme #FFF2CC."),
        Column(header="Couleur texte", field="text_colour", kind=Kind.COLOUR, width=12, help="#RRVVBB."),
    ),
)

GROUP_TABLE = Table(
    sheet="Groupes",
    name="tGroupes",
    columns=(
        _integer("Groupe", "number", 0, 9, required=True, width=9),
        _text("Libellé", "label", 28),
        _choice("Règle", "rule", _values(Rule), 20),
        _integer("Niveau minimum", "minimum_level", 1, 9),
        _integer("Niveau maximum", "maximum_level", 1, 9),
        _integer("Intervalle", "interval", 0, 3650, help="Jours au moins entre deux relances d'une même ligne."),
        _choice("Regroupement", "grouping", _values(Grouping), 15),
        _choice("Contenu", "content", _values(Content), 12),
        _amount("Montant minimum", "minimum_amount"),
        _text("Gestionnaire", "manager", 22),
        _code("Téléphone gestionnaire", "manager_phone", 20),
        _text("E-mail gestionnaire", "manager_email", 28),
    ),
)

PROPOSALS = Table(
    sheet="Relances",
    name="tRelances",
    colour_by="Niveau proposé",
    columns=(
        _text("Alerte", "alert", 9),
        _yes_no("Relancer", "ticked"),
        _code("Client", "customer", 12),
        _text("Nom", "name", 30),
        Column(header="Facture", field="invoice", kind=Kind.LINK, width=16),
        _date("Échéance", "due_date"),
        _integer("Jours de retard", "days_overdue", None, None, width=9),
        _text("Devise", "currency", 8),
        _amount("Montant", "amount"),
        _amount("Réglé", "paid"),
        _amount("Solde", "open_amount"),
        _integer("Niveau atteint", "level_reached", 0, 9, width=9),
        _integer("Niveau proposé", "level_proposed", 1, 9, width=9),
        _choice("Canal", "channel", _values(Channel), 11),
        _text("Modèle", "template", 18),
        _text("Pourquoi", "why", 46),
        _date("Dernière relance", "last_reminder"),
        _integer("Groupe", "group", 0, 9, width=8),
        _text("Gestionnaire", "manager", 18),
        Column(header="Pièce", field="document", kind=Kind.LINK, width=18),
    ),
)

CALLS = Table(
    sheet="Appels",
    name="tAppels",
    columns=(
        _code("Client", "customer", 12),
        _text("Nom", "name", 30),
        _text("Contact", "contact", 20),
        _code("Téléphone", "phone", 18),
        _text("E-mail", "email", 28),
        Column(header="Facture", field="invoice", kind=Kind.LINK, width=16),
        _date("Échéance", "due_date"),
        _integer("Jours de retard", "days_overdue", None, None, width=9),
        _text("Devise", "currency", 8),
        _amount("Solde", "open_amount"),
        _amount("Total client", "customer_total"),
        _integer("Niveau atteint", "level_reached", 0, 9, width=9),
        _text("Gestionnaire", "manager", 18),
        _choice("Résultat", "outcome", _values(CallOutcome), 18),
        _date("Promesse le", "promised_on"),
        _amount("Montant promis", "promised_amount"),
        _text("Note", "note", 30),
        Column(header="Pièce", field="document", kind=Kind.LINK, width=18),
    ),
)

BILLS = Table(
    sheet="Traites",
    name="tTraites",
    columns=(
        _code("Traite", "number", 14, required=True),
        _code("Client", "customer", 12, required=True),
        _date("Tirée le", "drawn_on"),
        _date("Échéance", "maturity_date", required=True),
        _amount("Montant", "amount", required=True),
        _text("Devise", "currency", 9),
        _date("Envoyée le", "sent_on"),
        _yes_no("Acceptée", "accepted"),
        _integer("Relances", "reminders", 0, None),
        _date("Dernière relance", "last_reminder"),
        _text("Note", "note", 36),
        _text("État", "state", 46, help="Écrit par « Traites » : à relancer, à épurer, trop tôt…"),
    ),
)

JOURNAL = Table(
    sheet="Journal",
    name="tJournal",
    columns=(
        _code("Lot", "batch", 18),
        Column(header="Horodatage", field="moment", kind=Kind.MOMENT, width=18),
        _text("Utilisateur", "user", 16),
        _code("Client", "customer", 12),
        _code("Facture", "invoice", 16),
        _text("Canal", "channel", 12),
        _integer("Niveau avant", "level_before", 0, 9),
        _integer("Niveau après", "level_after", 0, 9),
        _date("Relance précédente", "previous_reminder"),
        _amount("Solde", "open_amount"),
        _text("Devise", "currency", 8),
        _text("Document", "document", 44),
        _text("Empreinte", "fingerprint", 20),
        _choice("État", "state", _values(BatchState), 10),
        _date("Échéance", "due_date", help="L'échéance de la ligne relancée : une facture peut en avoir plusieurs."),
        _choice("Nature", "nature", _values(JournalEntry), 10),
        _date("Relance du", "reminded_on", help="La date de relance écrite sur la ligne."),
        _text("Tirage", "print_run", 34),
        _date("Promesse avant", "promised_before"),
        _date("Promesse", "promised_after"),
        _choice("Exclusion avant", "exclusion_before", _values(Exclusion), 11),
        _choice("Exclusion", "exclusion_after", _values(Exclusion), 11),
        _text("Note ajoutée", "note_added", 30),
    ),
)

CONTROL = Table(
    sheet="Contrôle",
    name="tControle",
    columns=(
        _choice("Gravité", "severity", _values(Severity), 14),
        _text("Feuille", "sheet", 14),
        Column(header="Cellule", field="cell", kind=Kind.LINK, width=11),
        _text("Valeur", "value", 24),
        _text("Message", "message", 90),
    ),
)

PARAMETERS = Table(
    sheet="Paramètres",
    name="tParametres",
    columns=(_text("Paramètre", "label", 40), _text("Valeur", "value", 44)),
)

EXCHANGE_RATES = Table(
    sheet="Taux",
    name="tDevises",
    columns=(
        _text("Devise", "currency", 10),
        _date("Date", "on"),
        Column(
            header="Cours", field="value", kind=Kind.RATE, width=12, help="Valeur d'une unité en devise de référence."
        ),
    ),
)

PENALTY_RATES = Table(
    sheet="Taux",
    name="tPenalites",
    columns=(
        _date("Date d'effet", "on"),
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
        _text("Tranche", "bracket", 22),
        _amount("Montant", "amount"),
        _integer("Lignes", "lines", 0, None),
        Column(header="Part", field="share", kind=Kind.RATE, width=10),
    ),
)

CUSTOMER_BALANCES = Table(
    sheet="Balance âgée",
    name="tBalanceClients",
    columns=(
        _code("Client", "customer", 12),
        _text("Nom", "name", 34),
        _amount("Non échu", "bracket_0"),
        _amount("1-30 jours", "bracket_1"),
        _amount("31-60 jours", "bracket_2"),
        _amount("61-90 jours", "bracket_3"),
        _amount("Plus de 90 jours", "bracket_4"),
        _amount("Total", "total"),
        _text("Gestionnaire", "manager", 22),
    ),
)

CHARGE_DETAILS = Table(
    sheet="Pénalités",
    name="tPenalitesDetail",
    columns=(
        _code("Client", "customer", 12),
        _text("Nom", "name", 34),
        _code("Facture", "invoice", 16),
        _date("Échéance", "due_date"),
        _date("Du", "first"),
        _date("Au", "last"),
        _integer("Jours", "days", 1, None),
        _amount("Base", "base"),
        _text("Devise", "currency", 9),
        Column(header="Taux annuel", field="rate", kind=Kind.RATE, width=10, help="En % : taux BCE et majoration."),
        _amount("Intérêts", "interest", help="Base × taux × jours / 365, arrondis au centime."),
        _amount("Indemnité", "fee", help="40 € par facture en retard, une seule fois."),
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

ALL = "Tous"
PER_GROUP = "Selon le groupe"
PER_CHANNEL = "Selon le canal"

CRITERIA: tuple[NamedCell, ...] = (
    NamedCell(name="critere_nom", field="name", label="Nom (ou partie)", kind=Kind.TEXT),
    NamedCell(name="critere_du", field="due_from", label="Échéance du", kind=Kind.DATE),
    NamedCell(name="critere_au", field="due_to", label="Échéance au", kind=Kind.DATE),
    NamedCell(name="critere_facture", field="invoice", label="N° de facture", kind=Kind.CODE),
    NamedCell(name="critere_garantie", field="warranty", label="N° de garantie", kind=Kind.CODE),
    NamedCell(name="critere_jours", field="days", label="Jours de retard ≥", kind=Kind.INTEGER),
    NamedCell(name="critere_encours", field="exposure", label="Encours client ≥", kind=Kind.AMOUNT),
    NamedCell(
        name="critere_niveau_atteint",
        field="level_reached",
        label="Niveau atteint",
        kind=Kind.CHOICE,
        default=ALL,
        choices=(ALL, *_numbers(GROUPS)),
    ),
    NamedCell(
        name="critere_niveau_propose",
        field="level_proposed",
        label="Niveau proposé",
        kind=Kind.CHOICE,
        default=ALL,
        choices=(ALL, *_numbers(LEVELS)),
    ),
    NamedCell(name="critere_mode_reglement", field="payment_method", label="Mode de règlement", kind=Kind.TEXT),
    NamedCell(
        name="critere_groupe",
        field="group",
        label="Groupe",
        kind=Kind.CHOICE,
        default=ALL,
        choices=(ALL, *_numbers(GROUPS)),
    ),
    NamedCell(name="critere_gestionnaire", field="manager", label="Gestionnaire", kind=Kind.TEXT),
    NamedCell(
        name="critere_affichage",
        field="display",
        label="Affichage",
        kind=Kind.CHOICE,
        default=Display.FOUND,
        choices=_values(Display),
    ),
    NamedCell(
        name="critere_regle",
        field="rule",
        label="Règle",
        kind=Kind.CHOICE,
        default=PER_GROUP,
        choices=(PER_GROUP, *_values(Rule)),
    ),
    NamedCell(
        name="critere_niveau_impose",
        field="imposed_level",
        label="Niveau imposé",
        kind=Kind.INTEGER,
        choices=_numbers(LEVELS),
        low=1,
        high=9,
    ),
    NamedCell(
        name="critere_meme_niveau",
        field="same_level",
        label="Même niveau permis",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
    ),
    NamedCell(
        name="critere_regroupement",
        field="grouping",
        label="Regroupement",
        kind=Kind.CHOICE,
        default=PER_GROUP,
        choices=(PER_GROUP, *_values(Grouping)),
    ),
    NamedCell(
        name="critere_methode",
        field="method",
        label="Méthode d'envoi",
        kind=Kind.CHOICE,
        default=PER_CHANNEL,
        choices=(PER_CHANNEL, Channel.LETTER, Channel.EMAIL),
    ),
    NamedCell(
        name="date_relance", field="as_of", label="Date de relance", kind=Kind.DATE, help="Vide : la date du jour."
    ),
    NamedCell(
        name="traite_jointe",
        field="joined_draft",
        label="Traite jointe",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
    ),
    NamedCell(name="traite_echeance", field="draft_maturity", label="Échéance de la traite", kind=Kind.DATE),
)


def _switch(label: str, field: str, help: str) -> Parameter:
    return Parameter(label=label, field=field, kind=Kind.YES_NO, default=NO, choices=(YES, NO), help=help)


PARAMETER_LIST: tuple[Parameter, ...] = (
    Parameter(label="Société", field="name"),
    Parameter(label="Adresse", field="address", help="Les lignes séparées par un point-virgule ou un retour."),
    Parameter(label="SIREN", field="siren", kind=Kind.CODE),
    Parameter(label="Mentions légales", field="legal_notice", help="Forme, capital, RCS : le pied des lettres."),
    Parameter(label="Téléphone", field="phone", kind=Kind.CODE),
    Parameter(label="E-mail", field="email"),
    Parameter(label="Lieu de signature", field="city"),
    Parameter(label="Signataire", field="signatory"),
    Parameter(label="Logo", field="logo", help="Le chemin d'une image PNG ou JPEG."),
    Parameter(label="IBAN", field="iban", kind=Kind.CODE),
    Parameter(label="BIC", field="bic", kind=Kind.CODE),
    Parameter(label="Devise de référence", field="reference_currency", default="EUR"),
    Parameter(label="Module Devises", field="currencies_enabled", kind=Kind.YES_NO, default=YES, choices=(YES, NO)),
    Parameter(
        label="Modes de règlement exclus",
        field="excluded_payment_methods",
        help="Séparés par un point-virgule, comme « Prélèvement ; LCR ».",
    ),
    Parameter(label="Délai de règlement par défaut", field="payment_terms", default="30 jours"),
    Parameter(
        label="Groupe par défaut",
        field="default_group",
        kind=Kind.INTEGER,
        default="1",
        help="Le groupe des clients créés par un import.",
    ),
    Parameter(label="Dossier de sortie", field="output_folder", help="Vide : le dossier du classeur."),
    Parameter(label="Dossier des modèles", field="templates_folder", help="Vide : « Modèles », à côté du classeur."),
    Parameter(label="Dossier des pièces", field="documents_folder", help="Où se trouvent les factures en PDF."),
    Parameter(
        label="Taux de pénalités",
        field="penalty_rate",
        default="Légal",
        help="Légal, ou le taux de vos conditions générales en %.",
    ),
    Parameter(label="Traites : jours après l'envoi", field="bill_days_after_issue", kind=Kind.INTEGER, default="15"),
    Parameter(
        label="Traites : jours avant l'échéance", field="bill_days_before_maturity", kind=Kind.INTEGER, default="10"
    ),
    Parameter(
        label="Fraîcheur des écritures (jours)",
        field="ledger_age_warning",
        kind=Kind.INTEGER,
        default="8",
        help="Avertir quand la dernière écriture importée est plus ancienne.",
    ),
    Parameter(label="Lettres par tirage", field="letters_per_print_run", kind=Kind.INTEGER, default="500"),
    _switch("Lettres : QR code de virement", "payment_code", "Un code que l'application bancaire du client sait lire."),
    _switch("Lettres : relevé de compte joint", "joined_statement", "Toutes les lignes ouvertes du client, en annexe."),
    _switch("Lettres : recto verso", "duplex", "Chaque lettre d'un tirage commence sur une page impaire."),
    _switch("Lettres : bordereau en tête", "summary_sheet", "La liste des lettres, en première page du tirage."),
    Parameter(
        label="E-mails : méthode d'envoi",
        field="mail_method",
        kind=Kind.CHOICE,
        default=MailMethod.SMTP,
        choices=_values(MailMethod),
        help="SMTP : votre serveur. Outlook : la boîte d'envoi de l'Outlook de ce poste, sous Windows.",
    ),
    Parameter(
        label="E-mails : serveur d'envoi",
        field="mail_server",
        help="Comme « smtp.votre-hébergeur.fr ». Son mot de passe ne s'écrit jamais dans le classeur.",
    ),
    Parameter(label="E-mails : port", field="mail_port", kind=Kind.INTEGER, help="Vide : 587 en STARTTLS, 465 en TLS."),
    Parameter(
        label="E-mails : sécurité",
        field="mail_security",
        kind=Kind.CHOICE,
        default=MailSecurity.STARTTLS,
        choices=_values(MailSecurity),
        help="Le certificat du serveur est toujours vérifié.",
    ),
    Parameter(label="E-mails : utilisateur", field="mail_user", help="Le compte d'envoi, souvent une adresse."),
    Parameter(
        label="E-mails : expéditeur",
        field="mail_sender",
        help="Vide : l'e-mail du gestionnaire du groupe, sinon celui de la société.",
    ),
    Parameter(
        label="E-mails : copie au gestionnaire",
        field="mail_copy_to_manager",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
    ),
    Parameter(
        label="E-mails : joindre la lettre",
        field="mail_joined_letter",
        kind=Kind.CHOICE,
        default=JoinedLetter.NONE,
        choices=_values(JoinedLetter),
        help="pdf : il faut LibreOffice ou Word sur ce poste.",
    ),
    Parameter(
        label="E-mails : joindre les factures",
        field="mail_joined_invoices",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
        help="Cherchées dans le dossier des pièces, par la colonne « Pièce » ou par le numéro.",
    ),
    Parameter(label="E-mails : messages par minute", field="mails_per_minute", kind=Kind.INTEGER, default="30"),
    Parameter(
        label="E-mails : tout m'envoyer à",
        field="mail_redirection",
        help="Une adresse à vous, pour une répétition : rien ne part aux clients, rien n'est enregistré.",
    ),
)

DEFAULT_PREFIX = "Défaut – "
"""Saved defaults of the criteria are parameters too: « Défaut – Jours de retard ≥ » (S2-24)."""

LAST_IMPORT = "dernier_import"
"""Named cell of `Accueil`: date of the last imported entry."""

"""The rows of the sheet `Paramètres`, declared once."""

from __future__ import annotations

from relance_xl.domain.vocabulary import DraftPlace, JoinedLetter, MailMethod, MailSecurity, SignIn
from relance_xl.tables.schema.columns import GROUPS, NO, YES, Kind, Parameter, numbers, values


def _switch(label: str, field: str, help: str) -> Parameter:
    return Parameter(label=label, field=field, kind=Kind.YES_NO, default=NO, choices=(YES, NO), help=help)


PARAMETER_LIST: tuple[Parameter, ...] = (
    Parameter(label="Société", field="name", help="Le nom qui signe les lettres et les e-mails."),
    Parameter(label="Adresse", field="address", help="Les lignes séparées par un point-virgule ou un retour."),
    Parameter(
        label="SIREN",
        field="siren",
        kind=Kind.CODE,
        help="Neuf chiffres. Il reconnaît votre société dans les fichiers importés.",
    ),
    Parameter(label="Mentions légales", field="legal_notice", help="Forme, capital, RCS : le pied des lettres."),
    Parameter(label="Téléphone", field="phone", kind=Kind.CODE, help="Imprimé sur les lettres."),
    Parameter(
        label="E-mail",
        field="email",
        help="Imprimé sur les lettres ; l'expéditeur des e-mails quand le groupe n'a pas de gestionnaire.",
    ),
    Parameter(label="Lieu de signature", field="city", help="Devant la date des lettres : « Lyon, le 16 mars 2026 »."),
    Parameter(label="Signataire", field="signatory", help="Le nom et la qualité, au bas des lettres."),
    Parameter(label="Logo", field="logo", help="Le chemin d'une image PNG ou JPEG."),
    Parameter(label="IBAN", field="iban", kind=Kind.CODE, help="Où vos clients doivent payer. Vérifié par sa clé."),
    Parameter(label="BIC", field="bic", kind=Kind.CODE, help="Le code de votre banque, 8 ou 11 caractères."),
    Parameter(
        label="Devise de référence",
        field="reference_currency",
        default="EUR",
        suggested=("EUR", "CHF", "GBP", "USD", "XPF"),
        help="Celle des lignes sans devise et de tous les totaux. Un autre code de trois lettres est permis.",
    ),
    Parameter(
        label="Module Devises",
        field="currencies_enabled",
        kind=Kind.YES_NO,
        default=YES,
        choices=(YES, NO),
        help="non : toutes les lignes sont comptées dans la devise de référence.",
    ),
    Parameter(
        label="Modes de règlement exclus",
        field="excluded_payment_methods",
        help="Séparés par un point-virgule, comme « Prélèvement ; LCR ».",
    ),
    Parameter(
        label="Délai de règlement par défaut",
        field="payment_terms",
        default="30 jours",
        suggested=("30 jours", "30 jours fin de mois", "45 jours fin de mois", "60 jours"),
        help="Pour un FEC, qui n'a pas d'échéances : un autre délai est permis, comme « 30 jours le 15 ».",
    ),
    Parameter(
        label="Groupe par défaut",
        field="default_group",
        kind=Kind.INTEGER,
        default="1",
        suggested=numbers(GROUPS),
        help="Le groupe des clients créés par un import, de 0 (jamais relancé) à 9.",
    ),
    Parameter(label="Dossier de sortie", field="output_folder", help="Vide : le dossier du classeur."),
    Parameter(label="Dossier des modèles", field="templates_folder", help="Vide : « Modèles », à côté du classeur."),
    Parameter(label="Dossier des pièces", field="documents_folder", help="Où se trouvent les factures en PDF."),
    Parameter(
        label="Taux de pénalités",
        field="penalty_rate",
        default="Légal",
        suggested=("Légal",),
        help="Légal, ou le taux de vos conditions générales en %.",
    ),
    Parameter(
        label="Indemnité forfaitaire (€)",
        field="recovery_fee",
        kind=Kind.AMOUNT,
        default="40",
        help="Par facture payée en retard, depuis le 01/01/2013 (C. com. D441-5) ; acheteurs publics : CCP D2192-35.",
    ),
    Parameter(
        label="Ancienneté maximale d'un cours (jours)",
        field="exchange_rate_age",
        kind=Kind.INTEGER,
        default="31",
        help="Un cours de change plus ancien ne sert plus : le client attend un cours récent.",
    ),
    Parameter(
        label="Mise en demeure sans rappel préalable",
        field="notice_without_reminder",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
        help="non : un niveau « Recommandé AR » attend que le client ait déjà reçu un rappel plus bas.",
    ),
    Parameter(
        label="Délai entre deux mises en demeure (jours)",
        field="notice_interval",
        kind=Kind.INTEGER,
        default="30",
        help="Pour un même client ; jamais non plus avant la fin du délai exigé par la précédente.",
    ),
    Parameter(
        label="Attente après annonce de paiement (jours ouvrés)",
        field="payment_wait",
        kind=Kind.INTEGER,
        default="5",
        help="Un client qui dit au téléphone avoir payé, ou n'avoir pas reçu la facture, n'est pas relancé d'ici là.",
    ),
    Parameter(
        label="Traites : jours après l'envoi",
        field="bill_days_after_issue",
        kind=Kind.INTEGER,
        default="15",
        help="Une traite non retournée est relancée quand ce délai est passé depuis l'envoi ou la dernière relance.",
    ),
    Parameter(
        label="Traites : jours avant l'échéance",
        field="bill_days_before_maturity",
        kind=Kind.INTEGER,
        default="10",
        help="Plus près de l'échéance, une traite n'est plus relancée : elle est à épurer.",
    ),
    Parameter(
        label="Fraîcheur des écritures (jours)",
        field="ledger_age_warning",
        kind=Kind.INTEGER,
        default="8",
        help="Avertir quand la dernière écriture importée est plus ancienne.",
    ),
    Parameter(
        label="Part soldée à confirmer (%)",
        field="settled_share",
        kind=Kind.INTEGER,
        default="40",
        help="Un import qui solderait plus que cette part de l'encours, et au moins trois lignes, demande d'abord.",
    ),
    Parameter(
        label="Lettres par tirage",
        field="letters_per_print_run",
        kind=Kind.INTEGER,
        default="500",
        help="Au-delà, le document à imprimer d'un niveau est coupé en plusieurs.",
    ),
    _switch("Lettres : QR code de virement", "payment_code", "Un code que l'application bancaire du client sait lire."),
    _switch(
        "Lettres : relevé de compte joint",
        "joined_statement",
        "Les lignes ouvertes du client qu'une relance peut réclamer, en annexe.",
    ),
    _switch("Lettres : recto verso", "duplex", "Chaque lettre d'un tirage commence sur une page impaire."),
    _switch("Lettres : bordereau en tête", "summary_sheet", "La liste des lettres, en première page du tirage."),
    Parameter(
        label="E-mails : méthode d'envoi",
        field="mail_method",
        kind=Kind.CHOICE,
        default=MailMethod.SMTP,
        choices=values(MailMethod),
        help="SMTP : votre serveur. Outlook : celui de ce poste. Microsoft 365 : sans serveur, là où SMTP est fermé.",
    ),
    Parameter(
        label="E-mails : serveur d'envoi",
        field="mail_server",
        help="Comme « smtp.votre-hébergeur.fr ». Son mot de passe ne s'écrit jamais dans le classeur.",
    ),
    Parameter(
        label="E-mails : port",
        field="mail_port",
        kind=Kind.INTEGER,
        suggested=("587", "465"),
        help="Vide : 587 en STARTTLS, 465 en TLS.",
    ),
    Parameter(
        label="E-mails : sécurité",
        field="mail_security",
        kind=Kind.CHOICE,
        default=MailSecurity.STARTTLS,
        choices=values(MailSecurity),
        help="Le certificat du serveur est toujours vérifié.",
    ),
    Parameter(label="E-mails : utilisateur", field="mail_user", help="Le compte d'envoi, souvent une adresse."),
    Parameter(
        label="E-mails : identification",
        field="mail_sign_in",
        kind=Kind.CHOICE,
        default=SignIn.PASSWORD,
        choices=values(SignIn),
        help="Compte Microsoft : dans le navigateur, par « Se connecter », et l'identifiant d'application ci-dessous.",
    ),
    Parameter(
        label="E-mails : identifiant d'application",
        field="mail_client_id",
        kind=Kind.CODE,
        help="L'« ID d'application (client) » que votre administrateur a inscrit : docs/administrateur.md.",
    ),
    Parameter(
        label="E-mails : annuaire Microsoft",
        field="mail_tenant",
        kind=Kind.CODE,
        help="L'« ID de l'annuaire (locataire) », ou son domaine, comme « societe.fr ».",
    ),
    Parameter(
        label="E-mails : brouillons",
        field="mail_drafts",
        kind=Kind.CHOICE,
        default=DraftPlace.FILES,
        choices=values(DraftPlace),
        help="Boîte : aussi dans le dossier Brouillons de la messagerie, par le serveur de réception ou Microsoft 365.",
    ),
    Parameter(
        label="E-mails : serveur de réception",
        field="mailbox_server",
        help="IMAP, comme « imap.votre-hébergeur.fr » ; même compte que l'envoi. Pour brouillons et retours.",
    ),
    Parameter(
        label="E-mails : port de réception",
        field="mailbox_port",
        kind=Kind.INTEGER,
        suggested=("993",),
        help="Vide : 993 (TLS).",
    ),
    Parameter(
        label="E-mails : dossier des retours",
        field="mailbox_returns",
        help="Où « Retours » lit les messages revenus non remis. Vide : la boîte de réception.",
    ),
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
        help="oui : le gestionnaire du groupe reçoit chaque e-mail en copie.",
    ),
    Parameter(
        label="E-mails : joindre la lettre",
        field="mail_joined_letter",
        kind=Kind.CHOICE,
        default=JoinedLetter.NONE,
        choices=values(JoinedLetter),
        help="pdf : il faut LibreOffice ou Word sur ce poste.",
    ),
    Parameter(
        label="E-mails : joindre les factures",
        field="mail_joined_invoices",
        kind=Kind.YES_NO,
        default=NO,
        choices=(YES, NO),
        help="Cherchées dans le dossier des pièces, par la colonne « Fichier joint » ou par le numéro.",
    ),
    Parameter(
        label="E-mails : messages par minute",
        field="mails_per_minute",
        kind=Kind.INTEGER,
        default="30",
        help="Votre hébergeur en limite souvent le nombre.",
    ),
    Parameter(
        label="Mandat de relance du",
        field="mandate",
        kind=Kind.DATE,
        help="Le jour où le client a chargé le cabinet de relancer pour lui. Vide : « cabinet » n'émet rien pour lui.",
    ),
    Parameter(
        label="Responsable du dossier",
        field="supervisor",
        help="Qui suit cette société au cabinet d'expertise comptable.",
    ),
    Parameter(
        label="Cabinet mandaté",
        field="firm_name",
        help="Les lettres diront qu'il écrit pour votre compte, s'il a mandat à leur date. Vide : rien n'en est dit.",
    ),
    Parameter(label="Adresse du cabinet", field="firm_address", help="Sur une ligne, telle qu'elle sera imprimée."),
    Parameter(label="Téléphone du cabinet", field="firm_phone", help="Pour les questions de vos clients."),
    Parameter(label="E-mail du cabinet", field="firm_email", help="Pour les questions de vos clients."),
    Parameter(
        label="E-mails : tout m'envoyer à",
        field="mail_redirection",
        help="Une adresse à vous, pour une répétition : rien ne part aux clients, rien n'est enregistré.",
    ),
)

IMPORT_PREFIX = "Import – "
IMPORT_PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        label=f"{IMPORT_PREFIX}Comptes",
        field="accounts",
        kind=Kind.CODE,
        help="FEC : comptes lus en plus de 411, comme « 413, 416 ». Retenu d'un import à l'autre.",
    ),
    Parameter(
        label=f"{IMPORT_PREFIX}Imputer les règlements",
        field="netted",
        kind=Kind.YES_NO,
        choices=(YES, NO),
        help="oui : les règlements non lettrés sont affectés aux factures les plus anciennes.",
    ),
    Parameter(
        label=f"{IMPORT_PREFIX}Ordre des dates",
        field="date_order",
        kind=Kind.CHOICE,
        choices=("jj/mm/aaaa", "mm/jj/aaaa"),
        help="Liste : vide, le fichier le prouve lui-même.",
    ),
    Parameter(
        label=f"{IMPORT_PREFIX}Ce qui manque reste ouvert",
        field="partial",
        kind=Kind.YES_NO,
        choices=(YES, NO),
        help="oui : les fichiers n'ont pas tout ; rien n'est soldé parce qu'il y manque.",
    ),
    Parameter(
        label=f"{IMPORT_PREFIX}Coordonnées",
        field="contacts",
        kind=Kind.YES_NO,
        choices=(YES, NO),
        help="oui : noms et adresses du fichier remplacent ceux de Clients.",
    ),
    Parameter(
        label=f"{IMPORT_PREFIX}Arrêté au",
        field="cut_off",
        kind=Kind.DATE,
        help="Ne lire que les écritures jusqu'à ce jour, compris. À vider ensuite.",
    ),
)
"""What the button is told of the files, and a command by its options; « Import – Facture » names a column (N-10)."""

VERSION_LABEL = "Classeur – Version"
VERSION = Parameter(
    label=VERSION_LABEL,
    field="version",
    kind=Kind.CODE,
    default="2",
    help="Écrit par le programme : la forme de ce classeur. Celui de 0.1.0, la forme 1, ne la dit pas.",
)
"""The shape of the workbook, one more each time that sheets, columns, names or parameters are added (N-69)."""

DEFAULT_PREFIX = "Défaut – "
"""Saved defaults of the criteria are parameters too: « Défaut – Jours de retard ≥ » (S2-24)."""

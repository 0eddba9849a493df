"""The closed lists of words: English name in the code, French value in the cells.

The order of the members is the order of the drop-down lists.
"""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """How a reminder reaches the customer."""

    LETTER = "Courrier"
    EMAIL = "E-mail"
    PHONE = "Téléphone"


class CustomerKind(StrEnum):
    """Who the customer is in law: late interest and the recovery fee depend on it."""

    BUSINESS = "Professionnel"
    CONSUMER = "Particulier"
    PUBLIC = "Public"


class Block(StrEnum):
    """Why a whole customer is never reminded."""

    DO_NOT_REMIND = "Ne pas relancer"
    INSOLVENCY = "Procédure collective"


class ItemKind(StrEnum):
    """What an open line is."""

    INVOICE = "Facture"
    CREDIT_NOTE = "Avoir"
    PAYMENT = "Règlement"
    DEPOSIT = "Acompte"


class Exclusion(StrEnum):
    """Why one line is kept out of reminders, by the user's hand."""

    NOT_APPLICABLE = "NA"
    DISPUTED = "Litige"


class Rule(StrEnum):
    """How the level of a line is found."""

    INCREMENT = "Incrémentation"
    CUSTOMER_CARD = "Fiche client"
    IMPOSED = "Niveau imposé"
    DAYS_OVERDUE = "Jours de retard"
    SEQUENTIAL = "Bornes enchaînées"


class CountedFrom(StrEnum):
    """From which day the lower bound of a level is counted."""

    DUE_DATE = "Échéance"
    END_OF_MONTH = "Fin de mois"
    LAST_REMINDER = "Dernière relance"


class Grouping(StrEnum):
    """How many letters a customer receives."""

    CUSTOMER = "Client"
    INVOICE = "Facture"
    LEVEL = "Niveau"


class Content(StrEnum):
    """Which lines a letter lists."""

    REMINDED = "Relancées"
    OVERDUE = "Échues"
    STATEMENT = "Relevé"


class LetterCurrency(StrEnum):
    """In which currency a letter states its amounts (S0-11)."""

    CUSTOMER = "Client"
    REFERENCE = "Référence"


class Display(StrEnum):
    """What the search shows: the lines found (S2-03), or all, the lines found ticked (S1-02)."""

    FOUND = "Trouvées"
    ALL = "Toutes"


class MailMethod(StrEnum):
    """What sends the e-mails."""

    SMTP = "SMTP"
    OUTLOOK = "Outlook"
    GRAPH = "Microsoft 365"


class SignIn(StrEnum):
    """How the mail account is opened, on a mail server; Microsoft 365 always takes its own."""

    PASSWORD = "Mot de passe"  # noqa: S105 - the words of a list
    MICROSOFT = "Compte Microsoft"


class DraftPlace(StrEnum):
    """Where the drafts are put for the user to send."""

    FILES = "Fichiers"
    MAILBOX = "Boîte"


class MailSecurity(StrEnum):
    """How the connection to the mail server is encrypted; there is no unencrypted choice."""

    STARTTLS = "STARTTLS"
    TLS = "TLS"


class JoinedLetter(StrEnum):
    """Whether the letter travels with the e-mail, and as what."""

    NONE = "non"
    DOCX = "docx"
    PDF = "pdf"


class CallOutcome(StrEnum):
    """What came of a telephone call."""

    PROMISE = "Promesse"
    TO_CALL_BACK = "À rappeler"
    NO_ANSWER = "Pas de réponse"
    VOICEMAIL = "Répondeur"
    DISPUTE = "Litige"
    NOT_RECEIVED = "Facture non reçue"
    PAID = "Dit avoir payé"
    WRONG_NUMBER = "Numéro erroné"


class BatchState(StrEnum):
    """What became of a line of the journal."""

    ISSUED = "Émise"
    CANCELLED = "Annulée"


class ImportState(StrEnum):
    """What became of an import."""

    DONE = "Fait"
    CANCELLED = "Annulé"


class JournalEntry(StrEnum):
    """What a line of the journal tells: what was changed, and what an undo gives back."""

    REMINDER = "Relance"
    CALL = "Appel"
    BILL = "Traite"
    BLANKING = "Remise à blanc"
    PAYMENT = "Encaissement"
    STATEMENT = "Relevé"
    RETURN = "Retour"


class HoldReason(StrEnum):
    """Why an open line is not reminded; the value is the sentence of « Pourquoi »."""

    GROUP_ZERO = "Groupe 0 : jamais relancé"
    NO_GROUP = "Groupe à compléter sur la fiche client"
    ROW_ERROR = "Erreur de saisie chez ce client : voir la feuille Contrôle"
    BLOCKED = "Client bloqué : ne pas relancer"
    INSOLVENCY = "Procédure collective : aucune relance"
    NOT_BEFORE = "Pas avant le {date}"
    NOT_APPLICABLE = "Exclue (NA)"
    DISPUTED = "Litige"
    PROMISED = "Promesse de règlement au {date}"
    PAYMENT_METHOD = "Mode de règlement exclu : {method}"
    CREDIT = "{kind} : vient en déduction"
    NOT_DUE = "Pas encore échue"
    TOO_EARLY = "Trop tôt : niveau {level} à partir du {date}"
    INTERVAL = "Relancée le {date} : prochaine relance possible le {next_date}"
    SAME_LEVEL = "Déjà relancée au niveau {level}"
    LAST_LEVEL = "Dernier niveau déjà émis ({level})"
    OUT_OF_BOUNDS = "Hors bornes : aucun niveau pour {days} jours"
    NO_CARD_LEVEL = "Niveau absent de la fiche client"
    NO_LEVEL = "Aucun niveau paramétré pour ce groupe"
    BELOW_THRESHOLD = "Sous le seuil de {amount}"
    COVERED_BY_CREDITS = "Avoirs et règlements non affectés couvrent {what}"
    NO_RATE = "Cours manquant pour {currency}"
    NOT_SEQUENTIAL = "{whose} incompatible avec les bornes enchaînées"
    UNKNOWN_GROUP = "Groupe {group} absent de la feuille Groupes"
    POSITIVE_CREDIT = "{kind} au solde positif : signe à vérifier"
    OUTSIDE_GROUP = "Niveau {level} hors des niveaux du groupe {group} ({levels})"
    NO_IMPOSED_LEVEL = "Niveau imposé à indiquer dans les critères"
    PAYMENT_TO_PLACE = "Encaissement du {date} à affecter : {amount}"
    REMINDED_TODAY = "Déjà relancée à cette date, le {date}"
    NO_REMINDER_YET = "Niveau {level} (recommandé AR) : le client n'a encore reçu aucun rappel"
    NOTICE_RUNNING = "Mise en demeure du {date} : pas de nouvelle avant le {next_date}"
    REMINDED_LATER = "Dernière relance le {date}, après la date de relance"
    CLEARED = "Niveau effacé à la main"
    PAYMENT_ANNOUNCED = "Paiement annoncé le {date} : attente jusqu'au {until}"
    NOT_RECEIVED = "Facture non reçue, dit le {date} : à renvoyer, relance à partir du {next_date}"
    CALL_BACK = "À rappeler le {date}"

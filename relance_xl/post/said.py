"""What the texts of mail servers, of Microsoft's sign-in and of Graph mean, and what to do: one table, in French.

Microsoft asks not to rely on the numbers of its sign-in (they change): an unknown text is shown as it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from relance_xl.domain.wording import typeset


class About(Enum):
    """What a text is of."""

    ACCOUNT = auto()
    QUOTA = auto()  # no message has a better chance for a while; it says nothing of the address
    MESSAGE = auto()


@dataclass(frozen=True, slots=True)
class Said:
    """One text: how it is known, what it means and what is expected, both without capital or full stop."""

    known_by: re.Pattern[str]
    means: str
    expected: str
    about: About = About.ACCOUNT


_SMTP_AUTH = (
    "« SMTP authentifié » permis par l'administrateur, ou la méthode d'envoi « Microsoft 365 » dans « Paramètres »"
)
_MICROSOFT = "« Compte Microsoft » en « E-mails : identification », puis « Se connecter »"
_AGAIN = "« Se connecter » de nouveau"
_ADMINISTRATOR = "l'accord de votre administrateur : la page docs/administrateur.md est pour lui"
_LATER = "un nouvel envoi plus tard : ce qui reste à envoyer n'est pas perdu"


def _text(known_by: str, means: str, expected: str, about: About = About.ACCOUNT) -> Said:
    return Said(re.compile(known_by, re.IGNORECASE), means, typeset(expected), about)


TEXTS: tuple[Said, ...] = (
    _text(r"5\.7\.30\b|basic authentication is not supported",
          "Microsoft 365 n'accepte plus d'envoi par mot de passe", _MICROSOFT),
    _text(r"basic authentication is disabled", "Microsoft n'accepte plus de mot de passe pour ce compte", _MICROSOFT),
    _text(r"SmtpClientAuthentication is disabled",
          "l'envoi par SMTP est fermé pour votre organisation ou cette boîte", _SMTP_AUTH),
    _text(r"security defaults policy", "les paramètres de sécurité par défaut de votre organisation refusent "
          "le mot de passe", _MICROSOFT),
    _text(r"did not meet the criteria", "cette boîte, ou une stratégie de votre organisation, refuse l'envoi par SMTP",
          _SMTP_AUTH),
    _text(r"5\.7\.139\b", "Microsoft refuse l'identification de ce compte", _SMTP_AUTH),
    _text(r"5\.7\.57\b|not authenticated to send", "le serveur attend une identification",
          "« E-mails : utilisateur » et « E-mails : identification » remplis"),
    _text(r"5\.7\.3\b", "le compte connecté n'est pas celui de cette boîte, ou n'a pas le droit d'envoyer",
          "« Se connecter » avec le compte écrit en « E-mails : utilisateur »"),
    _text(r"5\.7\.9\b|application-specific password", "Google attend un mot de passe d'application",
          "un mot de passe d'application (16 lettres), créé dans la sécurité du compte Google"),
    _text(r"5\.7\.8\b|username and password not accepted", "Google refuse ce mot de passe",
          "un mot de passe d'application (16 lettres), et non celui du compte"),
    _text(r"5\.2\.252\b|SendAsDenied", "l'expéditeur n'est pas la boîte connectée, et ne lui est pas délégué",
          "« E-mails : expéditeur » vide ou égal au compte, ou le droit « Envoyer en tant que »", About.MESSAGE),
    _text(r"concurrent connections limit", "trop de connexions à la fois pour cette boîte", _LATER, About.QUOTA),
    _text(r"[45]\.2\.2\b|mailbox (is )?full|over ?quota|mailbox.{0,20}quota",
          "la boîte est pleine", "de la place dans la boîte, puis un nouvel envoi",
          About.MESSAGE),
    _text(r"STOREDRV|5\.4\.5\b|daily .{0,40}limit", "le quota d'envoi du jour est atteint", _LATER, About.QUOTA),
    _text(r"limit of \d+ messages|send(ing)? (limit|quota)|(hourly|daily) (limit|quota)",
          "le quota d'envoi de votre hébergeur est atteint", _LATER, About.QUOTA),
    _text(r"OFR004_104", "Orange reçoit trop de connexions de votre hébergeur", _LATER, About.QUOTA),
    _text(r"OFR004_105", "Orange refuse pour l'instant votre hébergeur", _LATER, About.QUOTA),
    _text(r"5\.7\.515\b|5\.7\.26\b", "le destinataire exige un domaine d'expéditeur authentifié (SPF, DKIM, DMARC)",
          "ces enregistrements mis en place par votre hébergeur, ou l'envoi par le serveur de votre domaine",
          About.MESSAGE),
    _text(r"AADSTS7000218|client_assertion", "l'application inscrite n'est pas déclarée publique",
          "« Autoriser les flux clients publics » sur Oui, dans l'inscription de l'application"),
    _text(r"AADSTS90094|AADSTS90095|AADSTS65001|consent_required", "votre organisation demande l'accord d'un "
          "administrateur", _ADMINISTRATOR),
    _text(r"AADSTS530033|device code flow blocked|AADSTS50199", "votre organisation interdit la connexion par code",
          "« Se connecter » dans le navigateur de ce poste, sans « --code »"),
    _text(r"AADSTS5300\d\b|conditional access", "une règle d'accès conditionnel de votre organisation refuse cette "
          "connexion", "« Se connecter » dans le navigateur d'un poste de l'organisation, ou son administrateur"),
    _text(r"AADSTS50059|AADSTS90002|tenant name or GUID", "l'annuaire Microsoft est absent ou inconnu",
          "l'« ID de l'annuaire (locataire) » en « E-mails : annuaire Microsoft »"),
    _text(r"AADSTS700016", "l'application n'existe pas dans cet annuaire",
          "l'« ID d'application (client) » exact en « E-mails : identifiant d'application »"),
    _text(r"AADSTS50011", "l'adresse de retour « http://localhost » manque à l'inscription de l'application",
          "cette adresse, plateforme « Applications de bureau et mobiles »"),
    _text(r"access_denied|AADSTS65004", "l'accord demandé dans le navigateur a été refusé",
          f"{_AGAIN}, et « Accepter »"),
    _text(r"expired_token|AADSTS70020", "le code n'a pas été tapé à temps", _AGAIN),
    _text(r"invalid_grant|interaction_required|login_required|AADSTS700082|AADSTS50173",
          "la connexion au compte Microsoft n'est plus valable", _AGAIN),
    _text(r"AUTHENTICATIONFAILED|AUTHENTICATE failed|LOGIN failed", "la messagerie refuse ce compte",
          "le bon compte, et l'accès IMAP permis pour cette boîte"),
    _text(r"ErrorAccessDenied|Access is denied", "l'application n'a pas l'autorisation qu'il faut sur la boîte",
          _ADMINISTRATOR),
    _text(r"InvalidAuthenticationToken|CompactToken", "Microsoft 365 ne reconnaît plus la connexion", _AGAIN),
    _text(r"MailboxNotEnabledForRESTAPI|MailboxNotHostedInExchangeOnline", "ce compte n'a pas de boîte Microsoft 365",
          "le compte d'une boîte Microsoft 365, ou la méthode d'envoi « SMTP »"),
    _text(r"\b413\b|Request Entity Too Large|RequestBodyTooLarge|ErrorMessageSizeExceeded",
          "le message dépasse ce que Microsoft 365 reçoit ainsi (environ 3 Mo)",
          "moins de pièces jointes, ou la méthode d'envoi « SMTP »", About.MESSAGE),
    _text(r"Invalid base64 string|InvalidInternetMessageHeader", "Microsoft 365 n'a pas su lire le message",
          "le fichier .eml de ce message, à nous signaler", About.MESSAGE),
    _text(r"\b429\b|TooManyRequests|ApplicationThrottled", "Microsoft 365 demande d'attendre", _LATER, About.QUOTA),
)  # fmt: skip
"""The first that fits is the one: the more precise stand first."""


def meaning(words: str) -> Said | None:
    """What a text means; None when it is not one of the table."""
    return next((said for said in TEXTS if said.known_by.search(words)), None)


def is_quota(words: str) -> bool:
    """Whether the text speaks of a quota: the message left alone may leave later, and the next has no better chance."""
    said = meaning(words)
    return said is not None and said.about is About.QUOTA


def explained(words: str) -> str:
    """« le quota d'envoi du jour est atteint (550 5.4.5 …) », or the words alone."""
    said = meaning(words)
    return f"{said.means} ({words})" if said else words


def expected_of(words: str, otherwise: str = "") -> str:
    """What is expected of the user after such a text."""
    said = meaning(words)
    return said.expected if said else typeset(otherwise)

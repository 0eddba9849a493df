"""Each text that a server is known to say has its French sentence, and what to do."""

from __future__ import annotations

import pytest

from relance_xl.post.said import TEXTS, expected_of, explained, is_quota, meaning

SAID = [
    ("550 5.7.30 Basic authentication is not supported for Client Submission.", "n'accepte plus d'envoi par mot"),
    ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", "plus de mot de passe pour ce"),
    ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
     "SMTP est fermé pour votre organisation"),
    ("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
     "SMTP est fermé"),
    ("535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy.",
     "paramètres de sécurité par défaut"),
    ("535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated.",
     "une stratégie de votre organisation"),
    ("535 5.7.139 Authentication unsuccessful", "Microsoft refuse l'identification"),
    ("535 5.7.3 Authentication unsuccessful", "n'est pas celui de cette boîte"),
    ("530 5.7.57 Client not authenticated to send mail.", "attend une identification"),
    ("534 5.7.9 Application-specific password required.", "Google attend un mot de passe d'application"),
    ("535 5.7.8 Username and Password not accepted.", "Google refuse ce mot de passe"),
    ("554 5.2.252 SendAsDenied; not allowed to send as", "ne lui est pas délégué"),
    ("432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending", "trop de connexions"),
    ("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", "quota d'envoi du jour"),
    ("554 5.2.2 mailbox full", "la boîte est pleine"),
    ("550 5.4.5 Daily user sending limit exceeded.", "quota d'envoi du jour"),
    ("550 limit of 200 messages per hour reached", "quota d'envoi de votre hébergeur"),
    ("450 Requested mail action not taken: mailbox unavailable 450 Mail send limit exceeded.",
     "quota d'envoi de votre"),
    ("452 4.2.2 The email account that you tried to reach is over quota.", "la boîte est pleine"),
    ("552 Mailbox quota exceeded", "la boîte est pleine"),
    ("[OVERQUOTA] Quota exceeded", "la boîte est pleine"),
    ("421 OFR004_104 Trop de connexions", "Orange reçoit trop de connexions"),
    ("421 OFR004_105 Service refusé", "Orange refuse pour l'instant"),
    ("550 5.7.515 Access denied, sending domain does not meet the required authentication level", "SPF, DKIM, DMARC"),
    ("550 5.7.26 This mail has been blocked because the sender is unauthenticated.", "SPF, DKIM, DMARC"),
    ("invalid_client AADSTS7000218: The request body must contain: 'client_assertion' or 'client_secret'.", "publique"),
    ("access_denied AADSTS90094: An administrator of Vallier has set a policy", "l'accord d'un administrateur"),
    ("invalid_grant AADSTS65001: The user or administrator has not consented", "l'accord d'un administrateur"),
    ("invalid_grant AADSTS53003: Access has been blocked by Conditional Access policies.", "accès conditionnel"),
    ("AADSTS530033 Remote device flow blocked due to device based conditional access", "connexion par code"),
    ("invalid_request AADSTS50059: No tenant-identifying information found", "annuaire Microsoft est absent"),
    ("unauthorized_client AADSTS700016: Application was not found in the directory", "n'existe pas dans cet annuaire"),
    ("invalid_request AADSTS50011: The redirect URI does not match", "« http://localhost » manque"),
    ("access_denied AADSTS65004: User declined to consent.", "accord demandé dans le navigateur a été refusé"),
    ("expired_token AADSTS70020: The provided value for the input parameter 'device_code' is not valid", "à temps"),
    ("invalid_grant AADSTS700082: The refresh token has expired due to inactivity.", "n'est plus valable"),
    ("[AUTHENTICATIONFAILED] Authentication failed.", "la messagerie refuse ce compte"),
    ("AUTHENTICATE failed.", "la messagerie refuse ce compte"),
    ("LOGIN failed.", "la messagerie refuse ce compte"),
    ("403 ErrorAccessDenied Access is denied. Check credentials and try again.", "n'a pas l'autorisation"),
    ("401 InvalidAuthenticationToken Access token has expired.", "ne reconnaît plus la connexion"),
    ("404 MailboxNotEnabledForRESTAPI REST API is not yet supported for this mailbox.", "pas de boîte Microsoft 365"),
    ("413 RequestBodyTooLarge", "environ 3 Mo"),
    ("400 ErrorMimeContentInvalidBase64String Invalid base64 string for MIME content.", "n'a pas su lire le message"),
    ("400 InvalidInternetMessageHeader The internet message header name is not valid", "n'a pas su lire le message"),
    ("429 ApplicationThrottled", "demande d'attendre"),
]  # fmt: skip
QUOTAS = {"quota d'envoi", "trop de connexions", "reçoit trop", "pour l'instant", "demande d'attendre"}


@pytest.mark.parametrize(("words", "told"), SAID, ids=[words[:40] for words, _ in SAID])
def test_each_text_is_told_in_french_with_what_to_do(words: str, told: str) -> None:
    said = meaning(words)

    assert said is not None
    assert told in said.means
    assert explained(words) == f"{said.means} ({words})"
    assert said.expected
    assert not said.expected.endswith(".")
    assert is_quota(words) == any(mark in said.means for mark in QUOTAS)


def test_every_row_of_the_table_is_met_above() -> None:
    assert {id(meaning(words)) for words, _ in SAID} == set(map(id, TEXTS))


@pytest.mark.parametrize(
    "words",
    ["250 2.0.0 Ok", "550 5.1.1 User unknown", "450 4.7.1 Greylisted", "", "554 5.7.1 Contenu refusé",
     "451 4.3.0 Réessayez", "552 5.2.3 message too large", "la connexion est coupée à chaque essai"],
)  # fmt: skip
def test_another_text_is_told_as_it_stands(words: str) -> None:
    assert (explained(words), expected_of(words, "plus tard"), is_quota(words)) == (words, "plus tard", False)

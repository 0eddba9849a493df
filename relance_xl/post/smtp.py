"""A mail server: an encrypted connection with a verified certificate, and the fate of each message told exactly.

A cut before the last byte is harmless: the server drops what it has (RFC 5321, 4.1.1.4).  Once the last byte has left
an answer in 2 says accepted, one in 4 or 5 refused; a cut, a silence or anything else leaves the message uncertain
(RFC 1047), and it is never sent again by itself (N-102).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from base64 import b64encode
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain.vocabulary import MailSecurity
from relance_xl.domain.wording import typeset
from relance_xl.machine.reasons import reason
from relance_xl.post.mailbox import Tokens
from relance_xl.post.replies import NO_CODE, Connection, EncryptedConnection
from relance_xl.post.said import expected_of, explained, is_quota
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Outcome
from relance_xl.problems import DataError, FileUnavailable, Problem, RelanceError

PORTS = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465}
_DOTS = re.compile(rb"(?m)^\.")
_CLOSING = 421
_ACCEPTED, _FOR_NOW, _FOR_GOOD = 2, 4, 5
"""The first digit of an answer (RFC 5321, 4.2.1)."""
_GO_ON = 354
_CHALLENGE, _IDENTIFIED = 334, 235
"""RFC 4954, 4."""
_ATTEMPTS = 2
_WORDS = 500
"""Letters kept of what a server says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where messages are handed over.

    Attributes:
        user: opens no account when it is blank.
        tokens: stand in for the password, where there are any.
        timeout: in seconds, for each answer.
    """

    host: str
    port: int
    security: MailSecurity
    user: str = ""
    password: str = ""
    tokens: Tokens | None = None
    timeout: float = 60


class SmtpOutbox:
    """One connection to a mail server, opened again when it is lost.

    The certificates of the system are trusted; SSL_CERT_FILE names others.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._context = ssl.create_default_context()
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Connect, so that a wrong password is told before anything is sent.  DataError, FileUnavailable."""
        self._smtp = self._connected()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave of the server."""
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._close()

    def send(self, mail: MailFile) -> Outcome:
        """Hand one message over; a connection lost before the last byte is opened again once."""
        data = _DOTS.sub(b"..", mail.path.read_bytes())
        for _ in range(_ATTEMPTS):
            try:
                smtp = self._smtp = self._smtp or self._connected()
            except RelanceError as error:
                return Outcome(fate=Fate.POSTPONED, words=str(error), unreachable=True)
            try:
                outcome = self._hand_over(smtp, mail, data)
            except (smtplib.SMTPException, OSError):
                self._close()
                continue
            if outcome.fate in {Fate.POSTPONED, Fate.REFUSED}:
                self._reset(smtp)
            return outcome
        return Outcome(fate=Fate.POSTPONED, words="la connexion est coupée à chaque essai")

    def _hand_over(self, smtp: smtplib.SMTP, mail: MailFile, data: bytes) -> Outcome:
        """The envelope, then the message.  SMTPException or OSError for a connection lost before the last byte."""
        code, words = smtp.mail(mail.sender)
        if code // 100 != _ACCEPTED:
            return self._refused(code, words)
        refused: list[tuple[str, str]] = []
        for recipient in mail.recipients:
            code, words = smtp.rcpt(recipient)
            if code // 100 == _ACCEPTED:
                continue
            if code // 100 != _FOR_GOOD or is_quota(_words(code, words)):
                return self._refused(code, words)
            refused.append((recipient, _words(code, words)))
        if len(refused) == len(mail.recipients):
            return Outcome(fate=Fate.REFUSED, words=refused[0][1], refused=tuple(refused))
        code, words = smtp.docmd("DATA")
        if code != _GO_ON:
            return self._refused(code, words)
        smtp.send(data + b".\r\n")
        return self._answer(smtp, tuple(refused))

    def _answer(self, smtp: smtplib.SMTP, refused: tuple[tuple[str, str], ...]) -> Outcome:
        """What the server says of a message it received whole."""
        try:
            code, words = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            self._close()
            said = "connexion coupée après l'envoi, avant la réponse du serveur"
            return Outcome(fate=Fate.UNCERTAIN, words=said, refused=refused)
        if code // 100 == _ACCEPTED:
            return Outcome(fate=Fate.ACCEPTED, words=_words(code, words), refused=refused)
        if code // 100 in {_FOR_NOW, _FOR_GOOD}:
            return self._refused(code, words)
        self._close()
        said = typeset(f"réponse incompréhensible du serveur après l'envoi : « {_words(code, words)} »")
        return Outcome(fate=Fate.UNCERTAIN, words=said, refused=refused)

    def _refused(self, code: int, words: bytes) -> Outcome:
        """Refused for good or for now; after an answer that is neither, nothing more is believed of this connection.

        The message has not been handed over: it may leave later.
        """
        if code == _CLOSING or code // 100 not in {_FOR_NOW, _FOR_GOOD}:
            self._close()
        said = _words(code, words)
        if is_quota(said):
            return Outcome(fate=Fate.POSTPONED, words=said, unreachable=True)
        return Outcome(fate=Fate.REFUSED if code // 100 == _FOR_GOOD else Fate.POSTPONED, words=said)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Forget the message begun, so that the next one starts afresh."""
        if self._smtp is None:
            return
        try:
            code, _ = smtp.rset()
        except (smtplib.SMTPException, OSError):
            code = NO_CODE
        if code // 100 != _ACCEPTED:
            self._close()

    def _close(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _connected(self) -> smtplib.SMTP:
        """An open, encrypted, identified connection.  DataError or FileUnavailable, in French, when there is none."""
        server = self._server
        where = f"« {server.host}:{server.port} »"
        smtp: smtplib.SMTP | None = None
        try:
            smtp = self._opened()
            smtp.ehlo_or_helo_if_needed()
            self._identified(smtp)
        except ssl.SSLCertVerificationError as error:
            problem = _problem(f"Le certificat du serveur {where} n'est pas valable ({reason(error)})",
                               "un serveur dont le nom et le certificat sont sûrs ; rien n'a été envoyé")  # fmt: skip
        except smtplib.SMTPNotSupportedError:
            problem = _problem(f"Le serveur {where} ne propose pas {server.security.value} ou l'identification",
                               "l'autre sécurité, ou un autre port ; rien n'a été envoyé")  # fmt: skip
        except smtplib.SMTPAuthenticationError as error:
            what = "ou son mot de passe " if server.tokens is None else ""
            words = _words(error.smtp_code, error.smtp_error)
            problem = _problem(f"Le serveur {where} refuse l'utilisateur « {server.user} » {what}: {explained(words)}",
                               expected_of(words, "le bon mot de passe, ou le mot de passe d'application de votre "
                                                  "hébergeur"))  # fmt: skip
        except RelanceError:  # nobody is signed in
            self._drop(smtp)
            raise
        except (smtplib.SMTPException, OSError) as error:
            unreachable = _problem(f"Le serveur d'envoi {where} est injoignable ({_why(error)})",
                                   "le bon nom et le bon port dans « Paramètres », et une connexion")  # fmt: skip
            self._drop(smtp)
            raise FileUnavailable(unreachable) from error
        else:
            return smtp
        self._drop(smtp)
        raise DataError(problem)

    def _identified(self, smtp: smtplib.SMTP) -> None:
        """Open the account; a token that the server knows no more is renewed once.  SMTPException."""
        server = self._server
        if server.tokens is not None:
            try:
                _identify(smtp, "XOAUTH2", _bearer(server.user, server.tokens.token()))
            except smtplib.SMTPAuthenticationError:
                _identify(smtp, "XOAUTH2", _bearer(server.user, server.tokens.renewed()))
        elif server.user and (server.user + server.password).isascii():
            smtp.login(server.user, server.password)
        elif server.user:  # smtplib speaks ASCII alone
            _identify(smtp, "PLAIN", f"\0{server.user}\0{server.password}")

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        if server.security is MailSecurity.TLS:
            return EncryptedConnection(server.host, server.port, timeout=server.timeout, context=self._context)
        smtp = Connection(server.host, server.port, timeout=server.timeout)
        try:
            smtp.starttls(context=self._context)
        except BaseException:
            smtp.close()
            raise
        return smtp

    @staticmethod
    def _drop(smtp: smtplib.SMTP | None) -> None:
        if smtp is not None:
            smtp.close()


def _bearer(user: str, token: str) -> str:
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def _identify(smtp: smtplib.SMTP, way: str, said: str) -> None:
    """Say it at once; a refusal of a token is a challenge first, which wants an empty answer.  SMTPException."""
    if way not in smtp.esmtp_features.get("auth", "").upper().split():
        raise smtplib.SMTPNotSupportedError
    code, words = smtp.docmd("AUTH", f"{way} {b64encode(said.encode()).decode('ascii')}")
    if code == _CHALLENGE:
        code, words = smtp.docmd("")
    if code != _IDENTIFIED:
        raise smtplib.SMTPAuthenticationError(code, words)


def _problem(what: str, expected: str) -> Problem:
    return Problem(what=typeset(what), expected=typeset(expected))


def _why(error: smtplib.SMTPException | OSError) -> str:
    """Why there is no connection: the server's answer where it gave one, else the reason in French."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return "la connexion a été coupée" if isinstance(error, smtplib.SMTPServerDisconnected) else reason(error)


def _words(code: int, words: bytes | str) -> str:
    """« 550 5.1.1 Unknown user », on one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join((f"{code} {text}" if code > 0 else text)[:_WORDS].split())

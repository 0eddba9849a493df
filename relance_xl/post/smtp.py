"""A mail server: an encrypted connection with a verified certificate, and the fate of each message told exactly.

A cut before the last byte is harmless: the server drops what it has (RFC 5321, 4.1.1.4).  A cut between the last byte
and the answer leaves the message uncertain (RFC 1047).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain.vocabulary import MailSecurity
from relance_xl.domain.wording import typeset
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Outcome
from relance_xl.problems import DataError, FileUnavailable, Problem, RelanceError

PORTS = {MailSecurity.STARTTLS: 587, MailSecurity.TLS: 465}
_DOTS = re.compile(rb"(?m)^\.")
_CLOSING = 421
_PERMANENT = 500
_ATTEMPTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where messages are handed over; a blank `user` opens no account.  `timeout` in seconds, for each answer."""

    host: str
    port: int
    security: MailSecurity
    user: str = ""
    password: str = ""
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
            if outcome.fate is Fate.POSTPONED:
                self._reset(smtp)
            return outcome
        return Outcome(fate=Fate.POSTPONED, words="la connexion est coupée à chaque essai")

    def _hand_over(self, smtp: smtplib.SMTP, mail: MailFile, data: bytes) -> Outcome:
        """The envelope, then the message.  SMTPException or OSError for a connection lost before the last byte."""
        code, words = smtp.mail(mail.sender)
        if code != 250:
            return self._said(code, words)
        refused: list[tuple[str, str]] = []
        for recipient in mail.recipients:
            code, words = smtp.rcpt(recipient)
            if code in {250, 251}:
                continue
            if code < _PERMANENT:
                return self._said(code, words)
            refused.append((recipient, _words(code, words)))
        if len(refused) == len(mail.recipients):
            smtp.rset()
            return Outcome(fate=Fate.REFUSED, words=refused[0][1], refused=tuple(refused))
        code, words = smtp.docmd("DATA")
        if code != 354:
            return self._said(code, words)
        smtp.send(data + b".\r\n")
        return self._answer(smtp, tuple(refused))

    def _answer(self, smtp: smtplib.SMTP, refused: tuple[tuple[str, str], ...]) -> Outcome:
        """What the server says of a message it received whole."""
        try:
            code, words = smtp.getreply()
        except (smtplib.SMTPException, OSError):
            self._close()
            return Outcome(
                fate=Fate.UNCERTAIN,
                words="connexion coupée après l'envoi, avant la réponse du serveur",
                refused=refused,
            )
        if code == 250:
            return Outcome(fate=Fate.ACCEPTED, words=_words(code, words), refused=refused)
        return self._said(code, words)

    def _said(self, code: int, words: bytes) -> Outcome:
        """Refused for good or for now, as the first digit of the answer says (RFC 5321, 4.2.1)."""
        if code == _CLOSING:
            self._close()
        return Outcome(fate=Fate.REFUSED if code >= _PERMANENT else Fate.POSTPONED, words=_words(code, words))

    def _reset(self, smtp: smtplib.SMTP) -> None:
        """Forget the message begun, so that the next one starts afresh."""
        if self._smtp is None:
            return
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
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
            if server.user:
                smtp.login(server.user, server.password)
        except ssl.SSLCertVerificationError as error:
            problem = _problem(f"Le certificat du serveur {where} n'est pas valable ({error.verify_message})",
                               "un serveur dont le nom et le certificat sont sûrs ; rien n'a été envoyé")  # fmt: skip
        except smtplib.SMTPNotSupportedError:
            problem = _problem(f"Le serveur {where} ne propose pas {server.security.value} ou l'identification",
                               "l'autre sécurité, ou un autre port ; rien n'a été envoyé")  # fmt: skip
        except smtplib.SMTPAuthenticationError as error:
            problem = _problem(f"Le serveur {where} refuse l'utilisateur « {server.user} » ou son mot de passe "
                               f"({_words(error.smtp_code, error.smtp_error)})",
                               "le bon mot de passe, ou le mot de passe d'application de votre hébergeur")  # fmt: skip
        except (smtplib.SMTPException, OSError) as error:
            unreachable = _problem(f"Le serveur d'envoi {where} est injoignable ({error})",
                                   "le bon nom et le bon port dans « Paramètres », et une connexion")  # fmt: skip
            self._drop(smtp)
            raise FileUnavailable(unreachable) from error
        else:
            return smtp
        self._drop(smtp)
        raise DataError(problem)

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        if server.security is MailSecurity.TLS:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=self._context)
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
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


def _problem(what: str, expected: str) -> Problem:
    return Problem(what=typeset(what), expected=typeset(expected))


def _words(code: int, words: bytes | str) -> str:
    """« 550 5.1.1 Unknown user », on one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())

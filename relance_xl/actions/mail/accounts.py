"""The mail account that `Paramètres` describes: what carries the messages, the mailbox, and who is signed in."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relance_xl.domain import sheets
from relance_xl.domain.model import Company
from relance_xl.domain.vocabulary import DraftPlace, MailMethod, SignIn
from relance_xl.domain.wording import typeset
from relance_xl.post.mailbox import Mailbox
from relance_xl.post.microsoft.places import (
    IMAP_ACCESS,
    MAIL_READ,
    MAIL_SEND,
    MAIL_WRITE,
    MICROSOFT,
    SMTP_SEND,
    Places,
)
from relance_xl.post.outlook import OutlookOutbox
from relance_xl.post.passwords import password_of
from relance_xl.post.sending import Outbox
from relance_xl.post.smtp import PORTS, MailServer, SmtpOutbox
from relance_xl.problems import DataError, Problem

if TYPE_CHECKING:  # a password needs none of it, nor of what it stands on
    from relance_xl.post.microsoft.graph import GraphMailbox
    from relance_xl.post.microsoft.signing_in import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The roads that the parameters of a company open.  `places` are Microsoft's servers."""

    company: Company
    places: Places = MICROSOFT

    @property
    def by_microsoft(self) -> bool:
        """Whether a Microsoft account opens the mailbox."""
        company = self.company
        if company.mail_method is MailMethod.OUTLOOK:
            return False
        return company.mail_method is MailMethod.GRAPH or company.mail_sign_in is SignIn.MICROSOFT

    @property
    def has_mailbox(self) -> bool:
        """Whether there is a mailbox where drafts can be put and messages looked for."""
        return self.company.mail_method is MailMethod.GRAPH or bool(self._reception)

    def account(self) -> Account:
        """The Microsoft account, for all that these parameters ask of it.  DataError when one is missing."""
        from relance_xl.post.microsoft.signing_in import Account, Registered  # noqa: PLC0415 - see above, here and below

        company = self.company
        for field, label, expected in (
            ("mail_client_id", "E-mails : identifiant d'application", "l'« ID d'application (client) » inscrit"),
            ("mail_tenant", "E-mails : annuaire Microsoft", "l'« ID de l'annuaire (locataire) »"),
        ):
            if not getattr(company, field).strip():
                raise _missing(label, f"{expected} par votre administrateur (docs/administrateur.md)")
        registered = Registered(
            client_id=company.mail_client_id.strip(), tenant=company.mail_tenant.strip().strip("/"),
            user=company.mail_user.strip(), places=self.places,
        )  # fmt: skip
        return Account(registered, self._scopes())

    def outbox(self) -> AbstractContextManager[Outbox]:
        """What carries the messages.  DataError when a parameter or the password is missing."""
        company = self.company
        if company.mail_method is MailMethod.OUTLOOK:
            return OutlookOutbox()
        if company.mail_method is MailMethod.GRAPH:
            return self._graph()
        host = company.mail_server or (self.places.smtp if self.by_microsoft else "")
        if not host:
            raise _missing("E-mails : serveur d'envoi", "le nom du serveur d'envoi de votre hébergeur")
        account = self._trusted(host) if self.by_microsoft else None
        password = password_of(company.mail_user, host) if company.mail_user and account is None else ""
        return SmtpOutbox(
            MailServer(
                host=host,
                port=company.mail_port or PORTS[company.mail_security],
                security=company.mail_security,
                user=company.mail_user,
                password=password,
                tokens=account,
            )
        )

    def mailbox(self) -> AbstractContextManager[Mailbox]:
        """Where drafts are put, sent messages found, reports read.  DataError when a parameter is missing."""
        from relance_xl.post.imap import PORT, ImapMailbox, MailboxServer  # noqa: PLC0415

        company = self.company
        if company.mail_method is MailMethod.GRAPH:
            return self._graph()
        host = self._reception
        if not host:
            raise _missing("E-mails : serveur de réception", "le serveur IMAP de votre hébergeur")
        account = self._trusted(host) if self.by_microsoft else None
        if account is None and not company.mail_user:
            raise _missing("E-mails : utilisateur", "le compte de la boîte")
        return ImapMailbox(
            MailboxServer(
                host=host,
                port=company.mailbox_port or PORT,
                user=company.mail_user,
                password="" if account else password_of(company.mail_user, company.mail_server or host),
                tokens=account,
            )
        )

    def _graph(self) -> GraphMailbox:
        from relance_xl.post.microsoft.graph import GraphMailbox  # noqa: PLC0415

        return GraphMailbox(self.account())

    @property
    def _reception(self) -> str:
        company = self.company
        return company.mailbox_server or (
            self.places.imap if self.by_microsoft and company.mail_drafts is DraftPlace.MAILBOX else ""
        )

    def _trusted(self, host: str) -> Account:
        """The account, for a server that may be shown its token.  DataError for any other."""
        if not self.places.trusts(host):
            raise DataError(
                Problem(
                    sheet=sheets.PARAMETERS,
                    what=typeset(
                        f"« {host} » n'est pas un serveur de Microsoft : un compte Microsoft ne s'y montre pas"
                    ),
                    expected=typeset(
                        f"« {self.places.smtp} », « {self.places.imap} », ou « Mot de passe » en "
                        "« E-mails : identification »"
                    ),
                    value=host,
                )
            )
        if not self.company.mail_user:
            raise _missing("E-mails : utilisateur", "l'adresse de la boîte")
        return self.account()

    def _scopes(self) -> tuple[str, ...]:
        """No more than these parameters need: each is an agreement that somebody must give."""
        company = self.company
        if company.mail_method is MailMethod.GRAPH:
            return (MAIL_SEND, MAIL_WRITE if company.mail_drafts is DraftPlace.MAILBOX else MAIL_READ)
        return (SMTP_SEND, IMAP_ACCESS) if self._reception else (SMTP_SEND,)


def post_of(company: Company) -> Post:
    """The roads of this company, to Microsoft's own servers."""
    return Post(company=company)


def configured_outbox(company: Company) -> AbstractContextManager[Outbox]:
    """What carries the messages, as `Paramètres` says.  DataError when a parameter or the password is missing."""
    return Post(company=company).outbox()


def _missing(label: str, expected: str) -> DataError:
    what = typeset(f"Le paramètre « {label} » est vide")
    return DataError(Problem(sheet=sheets.PARAMETERS, what=what, expected=typeset(expected)))

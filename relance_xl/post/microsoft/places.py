"""Where Microsoft's sign-in and mail stand, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass

_OUTLOOK = "https://outlook.office.com"
_GRAPH = "https://graph.microsoft.com"

SMTP_SEND = f"{_OUTLOOK}/SMTP.Send"
IMAP_ACCESS = f"{_OUTLOOK}/IMAP.AccessAsUser.All"
MAIL_SEND = f"{_GRAPH}/Mail.Send"
MAIL_READ = f"{_GRAPH}/Mail.Read"
MAIL_WRITE = f"{_GRAPH}/Mail.ReadWrite"
"""What is asked for, by delegation only; one request asks one resource.  The library adds `offline_access`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Microsoft's servers; a test has its own.

    Attributes:
        authority: signs in; the directory follows.
        graph: answers for the mailbox.
        smtp, imap: the usual mail servers.
        trusted: ends of the names of the mail servers that may be shown a token.  A workbook names any server: a token
            shown to a stranger opens the mailbox to him.
        known: whether the authority is one that the library knows; otherwise it is not looked up at Microsoft's.
    """

    authority: str = "https://login.microsoftonline.com"
    graph: str = f"{_GRAPH}/v1.0"
    smtp: str = "smtp.office365.com"
    imap: str = "outlook.office365.com"
    trusted: tuple[str, ...] = (".office365.com", ".outlook.com", ".office.com")
    known: bool = True

    def trusts(self, host: str) -> bool:
        """Whether a token may be shown to this mail server."""
        name = host.casefold().rstrip(".")
        return any(name == end.lstrip(".") or name.endswith(end) for end in self.trusted)


MICROSOFT = Places()
"""The public cloud."""

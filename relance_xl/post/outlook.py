"""Outlook's own outbox, on Windows: the messages leave from the account of the person at the keyboard."""

from __future__ import annotations

import email
import importlib
import sys
import tempfile
from email import policy
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from relance_xl.documents.messages.drafts import MailFile
from relance_xl.domain.wording import typeset
from relance_xl.post.send_log import Fate
from relance_xl.post.sending import Outcome
from relance_xl.problems import DataError, Problem

_MAIL_ITEM = 0
_HEADER = "http://schemas.microsoft.com/mapi/string/{00020386-0000-0000-C000-000000000046}/X-Relance"
"""The MAPI name of a header of one's own."""


class OutlookOutbox:
    """Outlook, driven through COM: it sends what it holds when it is online."""

    def __init__(self) -> None:
        self._outlook: Any = None

    def __enter__(self) -> Self:
        """Reach Outlook.  DataError, saying what to do, where there is none."""
        try:
            self._outlook = importlib.import_module("win32com.client").Dispatch("Outlook.Application")
        except Exception as error:
            raise DataError(_absent()) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave Outlook open: it is the user's."""
        self._outlook = None

    def send(self, mail: MailFile) -> Outcome:
        """Put one message into the outbox."""
        message = email.message_from_bytes(mail.path.read_bytes(), policy=policy.default)
        try:
            with tempfile.TemporaryDirectory() as folder:
                self._filled(message, Path(folder)).Send()
        except Exception as error:  # noqa: BLE001 - COM raises its own kind, which only Windows knows
            return Outcome(fate=Fate.POSTPONED, words=f"Outlook : {error}")
        return Outcome(fate=Fate.ACCEPTED, words="remis à Outlook")

    def _filled(self, message: EmailMessage, folder: Path) -> Any:
        item = self._outlook.CreateItem(_MAIL_ITEM)
        item.To, item.CC, item.Subject = (_addresses(message, "To"), _addresses(message, "Cc"), str(message["Subject"]))
        html = message.get_body(("html",))
        if html is not None:
            item.HTMLBody = html.get_content()
        else:
            plain = message.get_body(("plain",))
            item.Body = plain.get_content() if plain is not None else ""
        item.PropertyAccessor.SetProperty(_HEADER, str(message["X-Relance"]))
        for part in message.iter_attachments():
            path = folder / Path(part.get_filename() or "piece").name
            path.write_bytes(part.get_content())
            item.Attachments.Add(str(path))
        return item


def _addresses(message: EmailMessage, header: str) -> str:
    """The addresses as Outlook wants them, separated by semicolons."""
    return "; ".join(address.addr_spec for address in message[header].addresses) if header in message else ""


def _absent() -> Problem:
    if sys.platform == "win32":
        what = "Outlook ne répond pas : il n'est pas installé sur ce poste, ou le module pywin32 manque"
    else:
        what = "Outlook ne se pilote que sous Windows"
    expected = "la méthode d'envoi « SMTP » dans « Paramètres », ou les brouillons"
    return Problem(what=typeset(what), expected=typeset(expected))

"""A mailbox: what opens it, where drafts are put, where what was sent is found again, where what came back is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol


class Tokens(Protocol):
    """What opens an account in place of a password.  Each verb raises DataError when somebody must sign in."""

    def token(self) -> str:
        """The token of now."""

    def renewed(self) -> str:
        """A new one, the server having refused the last."""


class Mailbox(Protocol):
    """What IMAP and Microsoft Graph both do.  Each verb raises DataError or FileUnavailable, in French."""

    def add_draft(self, message_id: str, content: bytes) -> None:
        """Put the message among the drafts, once: one that bears this Message-ID is left alone."""

    def holds_draft(self, message_id: str) -> bool:
        """Whether a draft bears this Message-ID."""

    def holds_sent(self, message_id: str) -> bool:
        """Whether a message sent bears this Message-ID: it did leave."""

    def reports(self, folder: str, since: date) -> Iterator[bytes]:
        """The reports of delivery that came into this folder ("" for the inbox) since that day, read and left alone."""

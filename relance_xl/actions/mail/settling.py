"""What the mailbox knows: who is signed in before anything leaves, and whether an uncertain message did leave.

A message found among those sent has left; one that is not found may still be on its way, and stays uncertain (N-102).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from relance_xl.actions.mail.accounts import Post
from relance_xl.actions.mail.recovery import Unfinished
from relance_xl.post.send_log import Fate, Sending, SendLog
from relance_xl.post.sending import Delivered, Outcome
from relance_xl.problems import RelanceError

if TYPE_CHECKING:  # a password needs none of it
    from relance_xl.post.microsoft.signing_in import Account

Tell = Callable[[str, float | None], None]
FOUND = "retrouvé parmi les messages envoyés de la boîte"


def by_browser(account: Account, tell: Tell) -> None:
    """Ask whoever clicked to sign in, in the browser of this machine.  DataError when it does not come about."""
    account.by_browser(tell)


def nobody(_account: Account, _tell: Tell) -> None:
    """Nobody sits there: what is sent fails, and says to sign in first."""


def ensure_signed_in(post: Post, ask: Callable[[Account, Tell], None], tell: Tell) -> None:
    """Have the Microsoft account open, where these parameters use one.  DataError, FileUnavailable, UsageError."""
    if post.by_microsoft:
        account = post.account()
        if not account.has_token():
            ask(account, tell)


def look_for(post: Post, pending: Iterable[Unfinished], log: SendLog) -> None:
    """Write into the log that the uncertain messages found among those sent have left."""
    uncertain = [one.entry.sending for one in pending if one.uncertain]
    for sending in _found(post, uncertain):
        log.write(sending, Fate.ACCEPTED, FOUND)


def looked_for(post: Post, delivered: Delivered, log: SendLog) -> Delivered:
    """The same sending, its uncertain messages looked for at once."""
    uncertain = [sent.sending for sent in delivered.of(Fate.UNCERTAIN)]
    found = {sending.message_id: sending for sending in _found(post, uncertain)}
    for sending in found.values():
        log.write(sending, Fate.ACCEPTED, FOUND)
    left = Outcome(fate=Fate.ACCEPTED, words=FOUND)
    sent = [replace(each, outcome=left) if each.sending.message_id in found else each for each in delivered.sent]
    return Delivered(sent=sent, interrupted=delivered.interrupted)


def _found(post: Post, uncertain: list[Sending]) -> list[Sending]:
    """Those that the mailbox holds as sent; none when it cannot be asked: they stay uncertain, which is said."""
    if not uncertain or not post.has_mailbox:
        return []
    found: list[Sending] = []
    with suppress(RelanceError), post.mailbox() as box:
        found.extend(sending for sending in uncertain if box.holds_sent(sending.message_id))
    return found

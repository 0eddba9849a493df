"""The sending of a batch: one message after the other, at a measured pace, each fate on the disk before the next.

Refused for good: listed with the server's words.  Refused for now: tried again after a pause, then listed.  Lost
between the last byte and the server's answer: uncertain, never sent again by itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from relance_xl.documents.jobs import Tell, silent
from relance_xl.documents.messages.drafts import MailFile
from relance_xl.post.send_log import Fate, Sending, SendLog

PAUSES = (5.0, 30.0, 120.0)
"""Seconds before the second, third and fourth rounds, for the messages that the server refused for now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one message at one attempt.

    Attributes:
        words: the server's, or what the connection told.
        refused: the addresses refused among others accepted, with the server's words.
        unreachable: the server itself could not be reached: the next message has no better chance.
    """

    fate: Fate
    words: str = ""
    refused: tuple[tuple[str, str], ...] = ()
    unreachable: bool = False


class Outbox(Protocol):
    """What carries a message: a mail server, or Outlook."""

    def send(self, mail: MailFile) -> Outcome:
        """Hand one message over.  It raises nothing for a message or a connection that fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message ready to leave, and what the log will say of it."""

    mail: MailFile
    sending: Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The last word on one message."""

    mail: MailFile
    sending: Sending
    outcome: Outcome


@dataclass(slots=True, kw_only=True)
class Pace:
    """How fast messages leave: `per_minute`, 0 for as fast as the server takes them; `pauses` between the rounds."""

    per_minute: int = 30
    pauses: Sequence[float] = PAUSES
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _next: float | None = field(default=None, init=False)

    def wait(self) -> None:
        """Wait until the next message may leave."""
        now = self.clock()
        if self._next is not None and self._next > now:
            self.sleep(self._next - now)
            now = self._next
        self._next = now + (60 / self.per_minute if self.per_minute > 0 else 0)


@dataclass(slots=True, kw_only=True)
class Delivered:
    """What a sending came to: every message once, and whether the user stopped it before the end."""

    sent: list[Sent] = field(default_factory=list)
    interrupted: bool = False

    def of(self, fate: Fate) -> list[Sent]:
        """The messages that met this fate, in the order of the last attempts."""
        return [each for each in self.sent if each.outcome.fate is fate]


def _keep_nothing(_parcel: Parcel) -> None:
    """Leave the file where it is."""


def _always() -> None:
    """Nothing stands in the way."""


def deliver(
    parcels: Sequence[Parcel],
    outbox: Outbox,
    log: SendLog,
    pace: Pace,
    *,
    keep: Callable[[Parcel], None] = _keep_nothing,
    tell: Tell = silent,
    may_go_on: Callable[[], None] = _always,
) -> Delivered:
    """Send every message that the log does not hold already; rounds after rounds for those refused for now.

    `keep` is called for each message accepted or uncertain, once the log says so; `may_go_on` before each attempt, and
    what it raises ends the sending there.
    Ctrl+C stops between two messages or in the middle of one, which is then uncertain.
    """
    rounds = _Rounds(outbox, log, pace, keep, tell, may_go_on)
    last: dict[str, Sent] = {}
    interrupted = False
    try:
        for each in rounds.run(parcels):
            last[each.sending.message_id] = each
    except KeyboardInterrupt:
        interrupted = True
        last |= {each.sending.message_id: each for each in rounds.cut_short()}
    return Delivered(sent=list(last.values()), interrupted=interrupted)


class _Rounds:
    """The state of one sending."""

    def __init__(
        self, outbox: Outbox, log: SendLog, pace: Pace, keep: Callable[[Parcel], None], tell: Tell,
        may_go_on: Callable[[], None],
    ) -> None:  # fmt: skip
        self._outbox, self._log, self._pace, self._keep, self._tell = outbox, log, pace, keep, tell
        self._may_go_on = may_go_on
        self._current: Parcel | None = None
        self._postponed: dict[str, Sent] = {}

    def run(self, parcels: Sequence[Parcel]) -> Iterator[Sent]:
        """The last word on each message, as soon as it is known."""
        waiting = [parcel for parcel in parcels if not self._known(parcel)]
        total = len(waiting)
        for pause in (0.0, *self._pace.pauses):
            if pause and waiting:
                self._tell(f"{len(waiting)} e-mails attendent un nouvel essai ({pause:.0f} s)…", None)
                self._pace.sleep(pause)
            again: list[Parcel] = []
            for number, parcel in enumerate(waiting):
                self._pace.wait()
                self._tell(
                    f"Envoi : {number + total - len(waiting)} sur {total}", (number + total - len(waiting)) / total
                )
                sent = self._try(parcel)
                if sent.outcome.fate is not Fate.POSTPONED:
                    yield sent
                    self._current = None
                    continue
                self._current = None
                again.append(parcel)
                if sent.outcome.unreachable:
                    again += waiting[number + 1 :]
                    break
            waiting = again
        yield from self._left(waiting)

    def _known(self, parcel: Parcel) -> bool:
        """Whether the message left already, or may have: checked before each sending."""
        entry = self._log.entries.get(parcel.sending.message_id)
        return entry is not None and entry.fate in {Fate.ACCEPTED, Fate.TRYING, Fate.UNCERTAIN}

    def _try(self, parcel: Parcel) -> Sent:
        self._may_go_on()
        self._current = parcel
        self._log.write(parcel.sending, Fate.TRYING)
        outcome = self._outbox.send(parcel.mail)
        self._log.write(parcel.sending, outcome.fate, outcome.words)
        sent = Sent(mail=parcel.mail, sending=parcel.sending, outcome=outcome)
        if outcome.fate is Fate.POSTPONED:
            self._postponed[parcel.sending.message_id] = sent
        elif outcome.fate in {Fate.ACCEPTED, Fate.UNCERTAIN}:
            self._keep(parcel)
        return sent

    def _left(self, waiting: Sequence[Parcel]) -> Iterator[Sent]:
        """The messages that no round could hand over; some were never tried, the server being out of reach."""
        words = next((sent.outcome.words for sent in self._postponed.values()), "")
        for parcel in waiting:
            never = Sent(mail=parcel.mail, sending=parcel.sending, outcome=Outcome(fate=Fate.POSTPONED, words=words))
            yield self._postponed.get(parcel.sending.message_id, never)

    def cut_short(self) -> Iterator[Sent]:
        """What is known of the message being sent when the user stopped."""
        parcel = self._current
        if parcel is None:
            return
        entry = self._log.entries.get(parcel.sending.message_id)
        outcome = Outcome(fate=Fate.POSTPONED)
        if entry is not None and entry.fate is Fate.TRYING:
            outcome = Outcome(fate=Fate.UNCERTAIN, words="envoi interrompu pendant ce message")
            self._log.write(parcel.sending, outcome.fate, outcome.words)
        elif entry is not None:
            outcome = Outcome(fate=entry.fate, words=entry.words)
        if outcome.fate in {Fate.ACCEPTED, Fate.UNCERTAIN}:
            self._keep(parcel)
        yield Sent(mail=parcel.mail, sending=parcel.sending, outcome=outcome)

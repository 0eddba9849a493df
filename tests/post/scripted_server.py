"""A mail server that does exactly what a script says, byte for byte: what no real one can be made to do.

Truth is on its side: it keeps each message that came whole, with the answer that it gave.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from relance_xl.post.send_log import Fate

HOST = "127.0.0.1"
CLOSE, SILENCE = "close", "silence"

USUAL = {
    "greeting": b"220 pret\r\n",
    "EHLO": b"250-la\r\n250 8BITMIME\r\n",
    "MAIL": b"250 OK\r\n",
    "RCPT": b"250 OK\r\n",
    "DATA": b"354 Allez-y\r\n",
    "message": b"250 2.0.0 Ok\r\n",
    "RSET": b"250 OK\r\n",
    "QUIT": b"221 Au revoir\r\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What the server answers at `step`, each time or the `times` first ones; then it goes on, closes or is silent.

    `fate` is the only one that may be said of the message; `copies` how many times it may have come whole.
    """

    step: str
    answer: bytes
    fate: Fate
    then: str = ""
    times: int = 99
    copies: int = 1

    @property
    def named(self) -> str:
        """For the list of tests."""
        return f"{self.step}-{self.answer[:16]!r}-{self.then or 'on'}-{self.times}"


@dataclass
class Truth:
    """The messages that came whole, one entry each time."""

    received: list[bytes] = field(default_factory=list)
    met: int = 0


@contextmanager
def scripted(pem: Path, fault: Fault) -> Iterator[tuple[int, Truth]]:
    """The port of a server with implicit TLS that follows the script, and what it knows."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    truth, ended = Truth(), threading.Event()
    with socket.create_server((HOST, 0)) as listening:
        listening.settimeout(0.1)
        thread = threading.Thread(target=_serve, args=(listening, context, fault, truth, ended), daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1], truth
        finally:
            ended.set()
            thread.join()


def _serve(
    listening: socket.socket, context: ssl.SSLContext, fault: Fault, truth: Truth, ended: threading.Event
) -> None:
    conversations = []
    while not ended.is_set():
        with suppress(TimeoutError):
            plain, _ = listening.accept()
            each = threading.Thread(target=_received, args=(plain, context, fault, truth, ended), daemon=True)
            each.start()
            conversations.append(each)
    for each in conversations:
        each.join()


def _received(
    plain: socket.socket, context: ssl.SSLContext, fault: Fault, truth: Truth, ended: threading.Event
) -> None:
    plain.settimeout(5)
    with plain, suppress(OSError, EOFError), context.wrap_socket(plain, server_side=True) as client:
        _converse(client, fault, truth, ended)


def _converse(client: ssl.SSLSocket, fault: Fault, truth: Truth, ended: threading.Event) -> None:
    file = client.makefile("rb")

    def said(step: str) -> bytes:
        """The answer given.  EOFError when the conversation ends there."""
        if step != fault.step or truth.met >= fault.times:
            answer = USUAL.get(step, b"502 Inconnu\r\n")
            client.sendall(answer)
            return answer
        truth.met += 1
        client.sendall(fault.answer)
        if fault.then == SILENCE:
            ended.wait(1)
        if fault.then:
            raise EOFError
        return fault.answer

    said("greeting")
    while line := file.readline():
        step = line.split()[0].decode("ascii", "replace").upper() if line.split() else ""
        if said(step).startswith(b"354") and step == "DATA":
            truth.received.append(_message(file))
            said("message")


def _message(file: IO[bytes]) -> bytes:
    """All up to the final dot.  EOFError for a message cut before it."""
    lines = []
    while (line := file.readline()) != b".\r\n":
        if not line:
            raise EOFError
        lines.append(line)
    return b"".join(lines)


_BEFORE = (
    (b"421 Arret\r\n", CLOSE),
    (b"450 Plus tard\r\n", ""),
    (b"25\r\n", ""),
    (b"OK thanks\r\n", ""),
    (b"", CLOSE),
    (b"2", CLOSE),
    (b"", SILENCE),
)
"""What leaves a message for later when it is said before the message has been handed over."""

_AFTER = (
    (b"25\r\n", ""),
    (b"25", CLOSE),
    (b"2", CLOSE),
    (b"", CLOSE),
    (b"", SILENCE),
    (b"OK thanks\r\n", ""),
    (b"\r\n", ""),
    (b"250", CLOSE),
    (b"250 Ok: en fi", CLOSE),
    (b"250-premiere ligne\r\n", CLOSE),
    (b"250-premiere ligne\r\n", SILENCE),
    (b"250-oui\r\n550 non\r\n", ""),
    (b"2500 Ok\r\n", ""),
    (b"354 Encore\r\n", ""),
    (b"150 Attendez\r\n", ""),
    (b"999 Rien\r\n", ""),
    (b"-50 Non\r\n", ""),
    (b"+250 Ok\r\n", ""),
    (b" 250 Ok\r\n", ""),
    (b"\xff\xfe\x00\r\n", ""),
    (b"HTTP/1.1 200 OK\r\n\r\n", CLOSE),
    (b"250_Ok\r\n", ""),
    (b"x" * 70_000, CLOSE),
    (b"250-encore\r\n" * 9_000, CLOSE),
)
"""What leaves it uncertain when it is said of a message that came whole."""

FAULTS = [
    *(
        Fault(step=step, answer=answer, then=then, fate=Fate.POSTPONED, copies=0)
        for step in ("MAIL", "RCPT", "DATA")
        for answer, then in _BEFORE
    ),
    *(Fault(step=step, answer=b"550 Non\r\n", fate=Fate.REFUSED, copies=0) for step in ("MAIL", "RCPT", "DATA")),
    *(Fault(step="message", answer=answer, then=then, fate=Fate.UNCERTAIN) for answer, then in _AFTER),
    *(
        Fault(step="message", answer=answer, then=then, fate=Fate.ACCEPTED)
        for answer, then in (
            (b"250 Ok\r\n", CLOSE),
            (b"200 Ok\r\n", ""),
            (b"299 Ok\r\n", ""),
            (b"250\r\n", ""),
            (b"250 Ok\n", ""),
            (b"250-un\r\n250 deux\r\n", ""),
            (b"250 \x1b]0;titre\x07\xff\r\n", ""),
        )
    ),
    Fault(step="message", answer=b"554 Contenu\r\n", fate=Fate.REFUSED),
    Fault(step="message", answer=b"554-Contenu\r\n554 refuse\r\n", fate=Fate.REFUSED, then=CLOSE),
    Fault(step="message", answer=b"451 Plus tard\r\n", fate=Fate.POSTPONED, copies=3),
    Fault(step="message", answer=b"421 Arret\r\n", then=CLOSE, fate=Fate.POSTPONED, copies=3),
    Fault(step="message", answer=b"451 Plus tard\r\n", fate=Fate.ACCEPTED, times=1, copies=2),
    *(Fault(step=step, answer=b"451 Non\r\n", fate=Fate.ACCEPTED, times=1) for step in ("MAIL", "RCPT", "DATA")),
    *(Fault(step=step, answer=b"", then=CLOSE, fate=Fate.ACCEPTED, times=1) for step in ("MAIL", "RCPT", "DATA")),
    *(Fault(step="QUIT", answer=answer, then=CLOSE, fate=Fate.ACCEPTED) for answer in (b"", b"25\r\n", b"500 ?\r\n")),
]
